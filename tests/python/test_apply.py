"""Arrow in, Arrow out: every library, every type, nothing left in a buffer."""

import threading

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import MAIL, buffers, customers, holds

import limpid

TABLE = customers(50)
NEEDLES = ("aisha.khan", "555-01")


def planned(table=TABLE, policy="share", **more):
    sanitizer = limpid.Sanitizer(policy, **more)
    sanitizer.plan(table)
    return sanitizer


@pytest.mark.parametrize("make", [
    lambda table: table,
    lambda table: table.to_batches()[0],
    lambda table: pl.from_arrow(table),
    lambda table: pd.DataFrame(table.to_pydict()),
    lambda table: duckdb.from_arrow(table),
    lambda table: pa.RecordBatchReader.from_batches(table.schema, table.to_batches()),
], ids=["table", "batch", "polars", "pandas", "duckdb", "reader"])
def test_every_library_goes_in(make):
    expected = pa.table(planned().apply(TABLE)).to_pylist()
    assert not holds(expected, *NEEDLES)
    assert pa.table(planned().apply(make(TABLE))).to_pylist() == expected


def test_every_library_reads_what_comes_out():
    clean = planned().apply(TABLE)
    expected = pa.table(clean).to_pylist()
    assert len(expected) == 50
    assert pl.DataFrame(clean).to_dicts() == expected
    assert pd.DataFrame.from_arrow(clean).to_dict("records") == expected
    # DuckDB opens a stream twice: for its schema, and for its rows.
    assert duckdb.sql("select count(*), count(distinct id) from clean").fetchall() == [(50, 50)]


def test_types_stay_and_untreated_columns_are_equal():
    types = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
    table = pa.table({f"c{place}": TABLE["email"].cast(kind) for place, kind in enumerate(types[:3])})
    table = table.append_column("c3", TABLE["email"].combine_chunks().dictionary_encode())
    table = table.append_column("visits", TABLE["visits"])
    clean = pa.table(planned(table).apply(table))
    assert clean.schema.types == table.schema.types
    assert clean["visits"] == table["visits"]
    assert not holds(clean.to_pydict(), *NEEDLES)


def test_no_masked_byte_is_left_in_a_buffer():
    mail = [MAIL.format(row) for row in range(20)]
    whole = pa.table({
        "text": pa.array(mail),
        "view": pa.array(mail, pa.string_view()),
        "large": pa.array(mail, pa.large_string()),
        "choice": pa.array(mail).dictionary_encode(),
        "list": pa.array([[one, one] for one in mail]),
        "struct": pa.array([{"mail": one} for one in mail]),
        "map": pa.array([[("mail", one)] for one in mail], pa.map_(pa.string(), pa.string())),
    })
    # A slice keeps the bytes of its neighbours, a null those of its value: neither may leave.
    hidden = pa.array(mail)
    hidden = pa.Array.from_buffers(hidden.type, 20, [pa.py_buffer(b"\x00\x00\x00"), *hidden.buffers()[1:]])
    table = whole.append_column("hidden", hidden).slice(5, 10)
    assert any(b"aisha.khan7@" in one for one in buffers(table["text"].chunk(0)))
    policy = "extends = \"share\"\nname = \"buffers\"\n[columns]\nhidden = \"keep\"\n"
    clean = pa.table(planned(table, policy).apply(table))
    assert clean.num_rows == 10 and clean["hidden"].null_count == 10
    for column in clean.columns:
        for chunk in column.chunks:
            for one in buffers(chunk):
                assert b"aisha" not in one, column.type


def test_the_rows_are_those_of_the_command_line(tmp_path, cli):
    table = customers(20_000)
    pq.write_table(table, tmp_path / "people.parquet")
    cli("run", tmp_path / "people.parquet", "-o", tmp_path / "out")
    expected = pq.read_table(tmp_path / "out/people.parquet")
    sanitizer = limpid.Sanitizer()
    sanitizer.plan(table)
    for threads in (1, 2):
        again = limpid.Sanitizer(plan=sanitizer.plan(table), threads=threads)
        clean = pa.table(again.apply(table, file="people.parquet"))
        assert clean.to_pydict() == expected.to_pydict()
    # And the plan of the command line does the same.
    by_file = limpid.Sanitizer(plan=limpid.Plan.read(tmp_path / "out/_limpid/plan.toml"))
    assert pa.table(by_file.apply(table, file="people.parquet")).to_pydict() == expected.to_pydict()


def test_the_cut_of_the_batches_changes_no_row():
    table = customers(9000)
    sanitizer = planned(table, "training")
    whole = pa.table(sanitizer.apply(table)).to_pydict()
    for rows in (1, 1000, 8193):
        batches = table.to_batches(max_chunksize=rows)[: 200 if rows == 1 else None]
        clean = pa.table(sanitizer.apply(pa.Table.from_batches(batches))).to_pydict()
        assert clean == {name: values[: len(clean["id"])] for name, values in whole.items()}


def test_data_seen_once_is_planned_from_its_first_rows():
    table = customers(12_000)
    stream = pa.RecordBatchReader.from_batches(table.schema, iter(table.to_batches(max_chunksize=700)))
    clean = limpid.Sanitizer("share").apply(stream)
    assert pa.table(clean).to_pydict() == pa.table(planned(table).apply(table)).to_pydict()
    with pytest.raises(limpid.LimpidError, match="has been read"):
        pa.table(clean)


def test_a_stream_is_treated_as_it_is_read():
    given = 0

    def batches():
        nonlocal given
        for batch in customers(8192).to_batches() * 50:
            given += 1
            yield batch

    stream = pa.RecordBatchReader.from_batches(TABLE.schema, batches())
    out = pa.RecordBatchReader.from_stream(planned(threads=2).apply(stream))
    out.read_next_batch()
    assert given < 10


def test_other_threads_run_meanwhile():
    table, ticks, done = customers(20_000), 0, threading.Event()

    def tick():
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            done.wait(0.001)

    sanitizer = planned(table)
    thread = threading.Thread(target=tick)
    thread.start()
    before = ticks
    pa.table(sanitizer.apply(table))
    assert ticks > before
    done.set()
    thread.join()


def test_rows_are_counted_and_none_is_lost_in_silence():
    policy = 'extends = "share"\nname = "rows"\n[rows]\nfilter = [{ column = "visits", op = ">=", value = 3 }]\n'
    clean = planned(policy=policy).apply(TABLE)
    out = pa.table(clean)
    report = clean.report
    assert report["rows_read"] == 50 and report["rows_written"] == out.num_rows < 50
    assert sum(report["dropped"].values()) == 50 - out.num_rows
    assert {"EMAIL_ADDRESS"} <= {count["entity"] for count in report["counts"]}


def test_metadata_of_the_input_does_not_come_along():
    table = TABLE.replace_schema_metadata({b"note": b"aisha.khan0@example.com"})
    clean = pa.table(planned(table).apply(table))
    assert not holds(clean.schema.metadata, "aisha")
    frame = pd.DataFrame(TABLE.to_pydict()).set_index("id")
    again = pa.table(planned().apply(pa.Table.from_pandas(frame))).to_pandas()
    assert again.index.name == "id"


def test_empty_data_keeps_its_schema():
    clean = pa.table(planned().apply(TABLE.slice(0, 0)))
    assert clean.num_rows == 0 and clean.schema.names == pa.table(planned().apply(TABLE)).schema.names
