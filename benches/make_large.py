"""Writes a Parquet file of about 2 GB of tickets, for measuring memory: not part of CI.

    python benches/make_large.py large/tickets.parquet [MEGABYTES]
    /usr/bin/time -v target/release/limpid run large -o large-clean
"""

import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

WORDS = "the order was late please call me back about invoice and refund for account since monday thanks".split()


LETTERS = bytes(97 + byte % 26 for byte in range(256))


def noise(rng):
    """Letters that hardly compress: the file is as large as it looks."""
    return rng.randbytes(1200).translate(LETTERS).decode()


def main(path, megabytes):
    rng = random.Random(7)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([("id", pa.int64()), ("email", pa.string()), ("phone", pa.string()), ("notes", pa.string()),
                        ("noise", pa.string()), ("amount", pa.float64())])
    row = 0
    with pq.ParquetWriter(path, schema, compression="zstd", write_statistics=False) as writer:
        while Path(path).stat().st_size < megabytes << 20:
            count = 50_000
            ids = list(range(row, row + count))
            writer.write_table(pa.table({
                "id": ids,
                "email": [f"person{number}@example.com" for number in ids],
                "phone": [f"(212) 555-01{number % 100:02d}" for number in ids],
                "notes": [" ".join(rng.choices(WORDS, k=30)) + f" write to person{number}@example.com" for number in ids],
                "noise": [noise(rng) for _ in ids],
                "amount": [float(number % 977) for number in ids],
            }, schema=schema))
            row += count
    print(row, "rows,", Path(path).stat().st_size >> 20, "MB")


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2048)
