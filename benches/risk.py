"""Risk of a table at its worst: random quasi-identifiers, so that almost every row is a class of its own.

Usage: benches/risk.py LIMPID [ROWS]
Writes a Parquet table, measures `limpid risk` with much and with little memory, and prints rows per CPU second, peak
memory and what went to disk. The reports must be equal.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import pyarrow
import pyarrow.parquet

BATCH = 1_000_000


def write(path: pathlib.Path, rows: int, sizes: dict[str, int]) -> None:
    """Writes `rows` rows of independent uniform integers; `sizes`: how many different ones by column."""
    random = numpy.random.default_rng(6)
    schema = pyarrow.schema([(name, pyarrow.int64()) for name in sizes])
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, rows, BATCH):
            count = min(BATCH, rows - start)
            columns = [pyarrow.array(random.integers(0, size, count)) for size in sizes.values()]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))


def measure(limpid: str, table: pathlib.Path, memory: str, *options: str) -> tuple[dict, float, float]:
    """Runs `limpid risk`; returns its report, CPU seconds and peak memory in MB."""
    command = [limpid, "--json", "--quiet", "risk", str(table), "--memory", memory, "--threads", "1", *options]
    # ru_maxrss of the children is that of the largest so far: each measurement is a process of its own.
    code = (
        "import json,resource,subprocess,sys\n"
        "out=subprocess.run(sys.argv[1:],check=True,capture_output=True).stdout\n"
        "used=resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([json.loads(out),used.ru_utime+used.ru_stime,used.ru_maxrss/1024]))"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True)
    return tuple(json.loads(done.stdout))


def main() -> None:
    limpid, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000_000
    cases = {
        "many classes": {"a": 100, "b": 1000, "c": 2, "d": 50},
        "almost all unique": {"a": 100, "b": 1000, "c": 20, "d": 50},
    }
    for name, sizes in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            table = pathlib.Path(folder) / "table.parquet"
            write(table, rows, {**sizes, "s": 16})
            quasi = ["--quasi-identifiers", ",".join(sizes)]
            for options in (quasi, [*quasi, "--sensitive", "s"]):
                reports = []
                for memory in ("1GB", "64MB"):
                    report, seconds, peak = measure(limpid, table, memory, *options)
                    spilled = report.pop("spilled_bytes")
                    reports.append(report)
                    what = "with 16 sensitive values" if "--sensitive" in options else "k only"
                    print(
                        f"{name}, {what}, --memory {memory}: {rows / seconds / 1e6:.2f} M rows per CPU second, "
                        f"peak {peak:.0f} MB, spilled {spilled / 1e6:.0f} MB, {report['classes']} classes, k {report['k']}",
                        flush=True,
                    )
                assert reports[0] == reports[1], "memory changed the report"


if __name__ == "__main__":
    main()
