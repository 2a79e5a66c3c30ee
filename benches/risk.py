"""Risk of a table at its worst, and the search of the best generalization of ARX's Adult table.

Usage: benches/risk.py LIMPID [ROWS]
Writes a Parquet table of random quasi-identifiers, so that almost every row is a class of its own, measures `limpid risk`
with much and with little memory, and prints rows per CPU second, peak memory and what went to disk. The reports must be
equal. Then, where ../shared/data has the tables: CPU seconds of `limpid plan` for Adult, less those without [anonymity].
"""

import json
import os
import pathlib
import subprocess
import sys
import tarfile
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


ADULT = "sex age race marital-status education native-country workclass occupation salary-class".split()


def adult(limpid: str) -> None:
    """Prints how long the search takes on Adult: nine quasi-identifiers, 12,960 nodes."""
    archive = pathlib.Path(__file__).parent.parent.parent / "shared/data/tables.tgz"
    if not archive.exists():
        print("skipped: ../shared/data/tables.tgz is absent")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with tarfile.open(archive) as tables:
            tables.extractall(folder, filter="data")
        text = (folder / "tables/adult_arx/adult.csv").read_text()
        (folder / "adult.csv").write_text(text.replace(";", ","))
        hierarchies = "".join(
            f'"{column}" = {{ csv = "tables/adult_arx/adult_hierarchy_{column}.csv" }}\n' for column in ADULT
        )
        base = plan(limpid, folder, "")
        for k, share in ((5, 0.0), (5, 0.02), (5, 0.05), (5, 1.0), (2, 1.0), (10, 1.0), (20, 1.0), (50, 1.0), (100, 1.0)):
            section = (
                f"[anonymity]\nquasi_identifiers = {json.dumps(ADULT)}\nk = {k}\nmax_suppressed = {share}\n"
                f"[anonymity.hierarchies]\n{hierarchies}"
            )
            print(f"Adult, k = {k}, {share:.0%} suppressed: {plan(limpid, folder, section) - base:.2f} CPU seconds", flush=True)


def plan(limpid: str, folder: pathlib.Path, section: str) -> float:
    """CPU seconds of `limpid plan` with a section in its policy."""
    (folder / "p.toml").write_text(f'name = "p"\n{section}')
    command = [limpid, "--quiet", "plan", "adult.csv", "--policy", "p.toml", "--threads", "1", "--profile-rows", "100"]
    environment = {**os.environ, "LIMPID_KEY": "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff"}
    before = os.times()
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


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
    adult(str(pathlib.Path(limpid).resolve()))


if __name__ == "__main__":
    main()
