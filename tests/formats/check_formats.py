#!/usr/bin/env python3
"""Reads limpid's outputs with other people's libraries: pyarrow, DuckDB, Hugging Face datasets. Offline.

    check_formats.py LIMPID

Prints 'N passed, N failed'; exit status 1 when a check failed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"

import datasets  # noqa: E402
import duckdb  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.feather  # noqa: E402
import pyarrow.ipc  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

datasets.disable_progress_bars()
LIMPID = str(Path(sys.argv[1]).resolve())
MAIL = "aisha@example.com"


def run(source, out, *more):
    subprocess.run([LIMPID, "--quiet", "run", str(source), "-o", str(out), *more], check=True)
    subprocess.run([LIMPID, "--quiet", "verify", str(out), "--against", str(source)], check=True)


def features_survive(folder):
    """ClassLabel stays ClassLabel, a list of messages stays one, and the text is clean."""
    features = datasets.Features({
        "text": datasets.Value("string"),
        "label": datasets.ClassLabel(names=["no", "yes"]),
        "messages": datasets.List({"role": datasets.Value("string"), "content": datasets.Value("string")}),
    })
    rows = {"text": [f"write to {MAIL}", "fine"], "label": [1, 0],
            "messages": [[{"role": "user", "content": MAIL}], []]}
    (folder / "in").mkdir()
    datasets.Dataset.from_dict(rows, features=features).to_parquet(folder / "in" / "a.parquet")
    run(folder / "in", folder / "out")
    after = datasets.load_dataset("parquet", data_files=str(folder / "out" / "a.parquet"), split="train",
                                  cache_dir=str(folder / "cache"))
    assert after.features == features, after.features
    assert after["label"] == [1, 0]
    assert MAIL not in json.dumps(after.to_dict()) and after["text"][1] == "fine"


def types_survive(folder):
    """Every type that pyarrow writes comes back as it was; untouched values are equal."""
    table = pa.table({
        "n": pa.array([1, None, 3], pa.int32()),
        "money": pa.array([1, 2, None], pa.decimal128(12, 2)),
        "when": pa.array([0, 1, 2], pa.timestamp("us", tz="Europe/Berlin")),
        "flag": [True, None, False],
        "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
        "view": pa.array(["x", None, "longer than twelve bytes"], pa.string_view()),
        "large": pa.array(["x", "y", MAIL], pa.large_string()),
        "tags": pa.array([["a", MAIL], None, []], pa.list_(pa.string())),
        "attributes": pa.array([[("k", MAIL)], [], None], pa.map_(pa.string(), pa.string())),
        "nested": pa.array([{"a": {"b": MAIL}}, None, {"a": None}]),
    })
    (folder / "in").mkdir()
    pq.write_table(table, folder / "in" / "a.parquet")
    with pa.OSFile(str(folder / "in" / "b.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    with pa.OSFile(str(folder / "in" / "c.arrows"), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
    run(folder / "in", folder / "out")
    parquet = pq.read_table(folder / "out" / "a.parquet")
    with pa.OSFile(str(folder / "out" / "c.arrows"), "rb") as file:
        stream = pa.ipc.open_stream(file).read_all()
    with pa.OSFile(str(folder / "out" / "b.arrow"), "rb") as file:
        arrow = pa.ipc.open_file(file).read_all()
    for after in [parquet, arrow, stream]:
        assert after.schema.names == table.schema.names
        for name in ["n", "money", "when", "flag"]:
            assert after[name].equals(table[name]), name
        for name in ["view", "large"]:
            assert after.schema.field(name).type in (table.schema.field(name).type, pa.string_view()), name
        assert after["view"].to_pylist() == table["view"].to_pylist()
        assert MAIL not in str(after.to_pylist())
    assert stream["kind"].type == table["kind"].type


def duckdb_reads(folder):
    """DuckDB reads the Parquet and the hive partitions, and counts the same rows."""
    (folder / "in").mkdir()
    for day in ["1", "2"]:
        (folder / "in" / f"day={day}").mkdir()
        rows = pa.table({"id": list(range(1000)), "email": [f"p{row}@example.com" for row in range(1000)]})
        pq.write_table(rows, folder / "in" / f"day={day}" / "part-0.parquet")
    run(folder / "in", folder / "out")
    glob = str(folder / "out" / "day=*" / "*.parquet")
    query = f"select count(*), count(distinct email), count(distinct day) from read_parquet('{glob}', hive_partitioning=true)"
    assert duckdb.sql(query).fetchall() == [(2000, 1000, 2)]
    findings = str(folder / "out" / "_limpid" / "findings.parquet")
    assert duckdb.sql(f"select count(*) from read_parquet('{findings}')").fetchall() == [(0,)]


def a_pipe_carries_arrow(folder):
    """duckdb | limpid | python over an Arrow stream."""
    table = duckdb.sql("select i as id, 'mail p' || i || '@example.com' as note from range(5000) t(i)").to_arrow_table()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=700)
    command = [LIMPID, "--quiet", "run", "-", "--from", "arrows", "-o", "-"]
    done = subprocess.run(command, input=sink.getvalue().to_pybytes(), capture_output=True, check=True)
    after = pa.ipc.open_stream(done.stdout).read_all()
    assert after["id"].to_pylist() == list(range(5000))
    assert not any(f" p{row}@" in note for row, note in enumerate(after["note"].to_pylist()))


def memory_is_flat(folder):
    """Three times the data, the same peak memory (children's maximum resident set, kilobytes)."""
    peaks = []
    for rows in [120_000, 360_000]:
        source = folder / str(rows)
        source.mkdir()
        with open(source / "a.jsonl", "w", encoding="utf-8") as file:
            for row in range(rows):
                file.write(json.dumps({"id": row, "filler": "nothing to see here " * 45, "m": f"p{row}@example.com"}) + "\n")
        script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        script += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        command = [LIMPID, "--quiet", "run", str(source), "-o", str(folder / f"out{rows}"), "--threads", "2"]
        done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, check=True, text=True)
        peaks.append(int(done.stdout))
    print(f"      peak memory {peaks[0] >> 10} MB, then {peaks[1] >> 10} MB with three times the data")
    assert peaks[1] < 1.75 * peaks[0], peaks  # linear growth would be 3


def main():
    passed = failed = 0
    for check in [features_survive, types_survive, duckdb_reads, a_pipe_carries_arrow, memory_is_flat]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Path(folder))
                passed += 1
                print(f"ok    {check.__name__}")
            except Exception as error:  # noqa: BLE001 - every failure is told and counted
                failed += 1
                print(f"FAIL  {check.__name__}: {type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
