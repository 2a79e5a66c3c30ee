"""What is compared with what: the commands of each group. The first case of a group is what its ratios are against."""

from dataclasses import dataclass
from pathlib import Path

from data import DENSITIES, LENGTHS, SIZES
from library import PRESIDIO_ENTITIES
from measure import Case

HERE = Path(__file__).parent
# Megabytes a peer can manage in some seconds; None: all there is.
SCANNERS = [
    ("Hyperscan, with starts, cell by cell", "hyperscan-starts", None),
    ("Hyperscan, with starts, whole buffer", "hyperscan-starts-whole", None),
    ("Hyperscan, ends only, cell by cell", "hyperscan-ends", None),
    ("Hyperscan, ends only, whole buffer", "hyperscan-ends-whole", None),
    ("MaskOps `contains_pii`", "maskops-contains", 16),
    ("MaskOps `mask_pii`", "maskops-mask", 16),
    ("datatrove `PIIFormatter` (e-mail, IPv4)", "datatrove", 16),
    ("DataFog, Rust", "datafog-rust", 8),
    ("DataFog, regular expressions", "datafog", 4),
    ("scrubadub", "scrubadub", 2),
    ("Python `re`, 65 patterns", "python-re", 1),
    ("Presidio (blank spaCy)", "presidio", 0.25),
]


@dataclass
class Tools:
    """Where everything is. `share`: how much of a peer's usual sample it gets."""

    limpid: Path
    throughput: Path
    copy: Path
    python: Path
    ripgrep: str | None
    data: Path
    out: Path
    share: float

    def library(self, name, file, megabytes):
        limit = [str(int(megabytes * 1e6 * self.share))] if megabytes else []
        return [str(self.python), str(HERE / "library.py"), name, str(file), *limit]

    def run(self, file, name, *options, threads=1):
        output = self.out / name
        return dict(command=[str(self.limpid), "--quiet", "run", str(file), "-o", str(output), "--threads", str(threads),
                             *options], output=output)


def scan(tools, kind):
    """Detection alone, on the notes column, on prose, on other languages, or on documents of many lines, read as one text."""
    file = tools.data / f"{kind}.txt"
    engine = lambda what, unit: [str(tools.throughput), str(file), what, unit]
    documents = kind == "documents"
    unit, other = ("whole", "cells") if documents else ("cells", "whole")
    cases = [
        Case("limpid, rules", engine("rules", unit)),
        Case("limpid, rules, line by line" if documents else "limpid, rules, whole buffer as one text", engine("rules", other)),
        Case("limpid, tagger alone", engine("names", unit)),
        Case("limpid, rules and tagger", engine("all", unit)),
    ]
    patterns = tools.data / "patterns.txt"
    ripgrep = [tools.ripgrep or "rg", "--no-unicode", "--count-matches", "-f", str(patterns), str(file)]
    # It ends with 1 where nothing matches.
    cases.append(Case("ripgrep, 65 patterns", ripgrep, bytes=file.stat().st_size, ends=(0, 1)))
    return cases + [Case(label, tools.library(name, file, size)) for label, name, size in SCANNERS]


def presidio(tools, kind):
    """The same entities asked of both."""
    file = tools.data / f"{kind}.txt"
    return [
        Case("limpid, Presidio's entities", [str(tools.throughput), str(file), "rules", "cells", "1", ",".join(PRESIDIO_ENTITIES)]),
        Case("Presidio, blank spaCy", tools.library("presidio", file, 0.25)),
    ]


def whole_run(tools, kind):
    """File to file, all columns, against the plain copy of the same file."""
    file = tools.data / f"records.{kind}"
    size = (tools.data / "records.csv" if kind == "parquet" else file).stat().st_size
    target = tools.out / f"copy.{kind}"
    table = lambda tool: [str(tools.python), str(HERE / "table.py"), tool, str(file), str(target)]
    cases = [Case("plain copy, arrow-rs", [str(tools.copy), str(file), str(target)], output=target)]
    cases += [Case(f"plain copy, {tool}", table(tool), output=target) for tool in ("pyarrow", "DuckDB", "polars")]
    cases += [
        Case("limpid, rules", **tools.run(file, "rules", "--tagger", "none")),
        Case("limpid, rules and tagger", **tools.run(file, "tagger")),
        Case("limpid, rules, 2 threads", **tools.run(file, "rules-2", "--tagger", "none", threads=2)),
        Case("limpid, rules and tagger, 2 threads", **tools.run(file, "tagger-2", threads=2)),
    ]
    for case in cases:
        case.bytes = size
    return cases


def commands(tools):
    """The other commands, one thread."""
    parquet, jsonl = tools.data / "records.parquet", tools.data / "texts.jsonl"
    size = (tools.data / "records.csv").stat().st_size
    scan_of = lambda *options: [str(tools.limpid), "--quiet", "scan", str(parquet), "--threads", "1", *options]
    return [
        Case("`limpid scan`, rules", scan_of("--tagger", "none"), bytes=size),
        Case("`limpid scan`, rules and tagger", scan_of(), bytes=size),
        Case("`limpid detect`, rules", [str(tools.limpid), "detect", "--tagger", "none"], stdin=jsonl, bytes=jsonl.stat().st_size),
        Case("`limpid detect`, rules and tagger", [str(tools.limpid), "detect"], stdin=jsonl, bytes=jsonl.stat().st_size),
    ]


def start(tools):
    """From the start of the process to its first byte."""
    text = "write to aisha@example.com"
    return [
        Case("`limpid detect --text`, rules", [str(tools.limpid), "detect", "--tagger", "none", "--text", text]),
        Case("`limpid detect --text`, rules and tagger", [str(tools.limpid), "detect", "--text", text]),
    ]


def memory(tools, sizes):
    """Peak memory at two threads, by size of the file."""
    files = [(size, tools.data / f"large-{size:g}.parquet") for size in sizes]
    return [Case(f"{size:g} GB", bytes=file.stat().st_size, **tools.run(file, "large", threads=2)) for size, file in files]


def curve(tools, axis, megabytes):
    """One column of text: how the cost goes with size, with the length of a cell, with the share of sentences that tell."""
    values = {"size": SIZES, "length": LENGTHS, "density": DENSITIES}[axis]
    cases = []
    for value in values:
        file = tools.data / f"{axis}-{value}.parquet"
        size = int(megabytes * 1e6 * (value if axis == "size" else 1))
        if not file.exists():
            continue
        copy = tools.out / "copy.parquet"
        cases += [
            Case(f"copy {value}", [str(tools.copy), str(file), str(copy)], bytes=size, output=copy),
            Case(f"rules {value}", bytes=size, **tools.run(file, f"{axis}-rules", "--tagger", "none")),
            Case(f"tagger {value}", bytes=size, **tools.run(file, f"{axis}-tagger")),
        ]
    return cases
