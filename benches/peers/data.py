"""Writes the data of the comparison, and the small sample that criterion and the instruction budget read.

    python benches/peers/data.py records FOLDER --rows 300000 --prose-mb 13
    python benches/peers/data.py curves FOLDER --mb 16
    python benches/peers/data.py large FILE.parquet --gb 4
    python benches/peers/data.py sample benches/sample

Needs pyarrow and numpy (all but `sample`). Everything comes from a fixed seed; see text.py for where values come from.
"""

import argparse
import csv
import itertools
import json
import random
from pathlib import Path

from patterns import PATTERNS
from text import SCRIPTS, Person, document, foreign, paragraph, ticket

COLUMNS = ["id", "name", "email", "phone", "dob", "address", "notes", "amount", "ts"]
LENGTHS = [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]
DENSITIES = [0, 25, 50, 75, 100]
SIZES = [0.25, 0.5, 1, 2, 4]


def record(rng, number, density=100):
    person = Person(rng, number)
    return (number, person.name, person.email, person.phone, person.born, person.address, ticket(rng, person, density),
            round(rng.random() * 1000, 2), f"2026-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}T12:{rng.randrange(60):02d}:00Z")


def table_of(rows):
    import pyarrow as pa
    types = [pa.int64(), *[pa.string()] * 6, pa.float64(), pa.string()]
    return pa.table([pa.array(column, kind) for column, kind in zip(zip(*rows), types)], names=COLUMNS)


def write_parquet(table, path):
    import pyarrow.parquet as pq
    pq.write_table(table, path, compression="zstd", compression_level=3, row_group_size=100_000)


def records(folder, count, prose_mb):
    """300,000 rows: 64 MB of notes; the same rows as Parquet, JSONL, CSV and the notes alone as text, a cell a line."""
    rng = random.Random(1)
    rows = [record(rng, number) for number in range(count)]
    write_parquet(table_of(rows), folder / "records.parquet")
    with open(folder / "records.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(COLUMNS, row)), ensure_ascii=False) + "\n" for row in rows)
    with open(folder / "records.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    (folder / "records.txt").write_text("".join(row[6] + "\n" for row in rows), encoding="utf-8")
    with open(folder / "texts.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": row[0], "text": row[6]}) + "\n" for row in rows)
    (folder / "patterns.txt").write_text("\n".join(PATTERNS) + "\n", encoding="utf-8")
    prose(folder / "prose.txt", int(prose_mb * 1e6))
    scripts(folder / "scripts.txt", int(prose_mb * 1e6))
    documents(folder / "documents.txt", int(prose_mb * 1e6))


def scripts(path, size):
    """Lines of thirteen languages in turn."""
    rng, languages = random.Random(5), itertools.cycle(SCRIPTS)
    with open(path, "w", encoding="utf-8") as file:
        while size > 0:
            line = foreign(rng, next(languages), 60) + "\n"
            size -= len(line.encode())
            file.write(line)


def prose(path, size):
    rng = random.Random(2)
    with open(path, "w", encoding="utf-8") as file:
        while size > 0:
            size -= file.write(paragraph(rng) + "\n")


def documents(path, size):
    rng, number = random.Random(6), 0
    with open(path, "w", encoding="utf-8") as file:
        while size > 0:
            size -= file.write(document(rng, Person(rng, number)) + "\n\n")
            number += 1


def curves(folder, megabytes):
    """One column of text, so much of it: by size, by length of a cell, by share of sentences that tell something."""
    import pyarrow as pa
    total = int(megabytes * 1e6)
    rng = random.Random(3)
    text = {}
    for density in DENSITIES:
        size = total * (max(SIZES) if density == 100 else 1)
        cells = []
        while size > 0:
            cells.append(ticket(rng, Person(rng, len(cells)), density))
            size -= len(cells[-1])
        text[density] = cells
    save = lambda name, cells: write_parquet(pa.table({"notes": cells}), folder / name)
    for density in DENSITIES:
        save(f"density-{density}.parquet", text[density][:len(text[density]) // (max(SIZES) if density == 100 else 1)])
    for size in SIZES:
        save(f"size-{size}.parquet", text[100][:int(len(text[100]) * size / max(SIZES))])
    whole = " ".join(text[100])[:total]
    for length in LENGTHS:
        if length <= total:
            save(f"length-{length}.parquet", [whole[start:start + length] for start in range(0, total, length)])


def large(path, gigabytes):
    """A file of that size on disk: records whose values differ from block to block, beside letters that hardly compress."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    rng, letters = random.Random(4), np.random.default_rng(4)
    count, width = min(50_000, int(gigabytes * 1e9 / 2_000)), 1_000
    block = table_of([record(rng, number) for number in range(count)])
    offsets = pa.py_buffer(np.arange(0, (count + 1) * width, width, dtype=np.int32))
    number, writer = 0, None
    while writer is None or Path(path).stat().st_size < gigabytes * 1e9:
        noise = letters.integers(97, 123, count * width, dtype=np.uint8)
        noise = pa.StringArray.from_buffers(count, offsets, pa.py_buffer(noise))
        part = block.append_column("noise", noise)
        for name in ["name", "email", "address", "notes"]:
            index = part.column_names.index(name)
            mark = pa.scalar(f"b{number}." if name == "email" else f"No. {number} ")
            part = part.set_column(index, name, pc.binary_join_element_wise(mark, part[name], ""))
        writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd", compression_level=3)
        writer.write_table(part)
        number += 1
    writer.close()


def sample(folder, size=40_000):
    """What criterion and the instruction budget read: 40 kB each of tickets, of prose, of other languages, and of documents."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(5)
    with open(folder / "records.txt", "w", encoding="utf-8") as file:
        left = size
        while left > 0:
            left -= file.write(ticket(rng, Person(rng, left)) + "\n")
    prose(folder / "prose.txt", size)
    scripts(folder / "scripts.txt", size)
    documents(folder / "documents.txt", size)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["records", "curves", "large", "sample"])
    parser.add_argument("where", type=Path)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--prose-mb", type=float, default=13)
    parser.add_argument("--mb", type=float, default=16)
    parser.add_argument("--gb", type=float, default=1)
    args = parser.parse_args()
    (args.where.parent if args.what == "large" else args.where).mkdir(parents=True, exist_ok=True)
    match args.what:
        case "records": records(args.where, args.rows, args.prose_mb)
        case "curves": curves(args.where, args.mb)
        case "large": large(args.where, args.gb)
        case "sample": sample(args.where)


if __name__ == "__main__":
    main()
