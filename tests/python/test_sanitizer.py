"""Plans, profiles, keys, pickles, errors."""

import copy
import pickle
import subprocess
import sys

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import KEY, OTHER_KEY, customers, holds

import limpid

TABLE = customers(40)


def refused(code, act, *parts):
    """The act raises an error of this code that says these words and no value."""
    with pytest.raises(limpid.LimpidError) as raised:
        act()
    error = raised.value
    assert error.code == code, error
    assert all(part in str(error) for part in parts), error
    assert error.hint and error.exit_code in (1, 2, 3)
    assert not holds(error, "aisha", KEY)
    return error


def test_profiles_of_parts_add_up_to_that_of_the_whole():
    sanitizer = limpid.Sanitizer("share")
    whole = sanitizer.profile(TABLE, rows=None)
    parts = [sanitizer.profile(TABLE.slice(start, 10)) for start in range(0, 40, 10)]
    merged = limpid.merge(parts)
    expected = {**whole.tables["data"], "files": 4}
    assert merged.tables["data"] == expected
    assert str(sanitizer.plan(parts)) == str(limpid.Sanitizer("share").plan(whole))
    assert not holds(merged, "aisha")


def test_a_plan_from_a_schema_treats_like_one_from_data():
    sanitizer = limpid.Sanitizer("share")
    sanitizer.plan(TABLE.schema)
    clean = pa.table(sanitizer.apply(TABLE)).to_pydict()
    assert not holds(clean, "aisha", "555-01")
    assert clean["visits"] == TABLE["visits"].to_pylist()


def test_a_plan_is_read_reviewed_and_applied(tmp_path, cli):
    pq.write_table(TABLE, tmp_path / "people.parquet")
    plan = limpid.Sanitizer("share").plan(tmp_path / "people.parquet")
    plan.save(tmp_path / "plan.toml")
    cli("run", tmp_path / "people.parquet", "-o", tmp_path / "out", "--plan", tmp_path / "plan.toml")
    clean = pa.table(limpid.Sanitizer(plan=limpid.Plan.read(tmp_path / "plan.toml")).apply(TABLE))
    assert clean.to_pydict() == pq.read_table(tmp_path / "out/people.parquet").to_pydict()
    assert len(plan.digest) == 64 and 'path = "email"' in str(plan)


def test_a_plan_of_several_tables_is_applied_to_the_one_that_is_named(tmp_path):
    pq.write_table(TABLE, tmp_path / "people.parquet")
    (tmp_path / "note.md").write_text("write to aisha@example.com")
    sanitizer = limpid.Sanitizer("share")
    plan = sanitizer.plan(tmp_path)
    refused("LP0015", lambda: limpid.Sanitizer(plan=plan), "several tables", "people.parquet")
    refused("LP0015", lambda: limpid.Sanitizer(plan=plan, table="others.csv"), "no table others.csv")
    one = limpid.Sanitizer(plan=plan, table="people.parquet")
    assert pa.table(one.apply(TABLE)).num_rows == 40
    refused("LP0016", lambda: sanitizer(TABLE), "no plan")


def test_anonymity_is_planned_from_sealed_counts():
    policy = (
        'extends = "share"\nname = "alike"\n[anonymity]\nquasi_identifiers = ["age"]\nk = 5\n'
        "max_suppressed = 0.5\n[anonymity.hierarchies]\nage = { interval = [50] }\n"
    )
    table = pa.table({"age": [30] * 8 + [77] * 2 + [41] * 6, "note": ["ok"] * 16})
    whole = limpid.Sanitizer(policy)
    whole.plan(table)
    parts = limpid.Sanitizer(policy)
    parts.plan([parts.profile(table.slice(0, 9)), parts.profile(table.slice(9))])
    clean = pa.table(whole.apply(table))
    assert clean.to_pydict() == pa.table(parts.apply(table)).to_pydict()
    counts = pd.Series(clean["age"].to_pylist()).value_counts()
    assert counts.min() >= 5


def test_a_sanitizer_travels_with_its_plan_and_without_its_key():
    sanitizer = limpid.Sanitizer("training", document="id")
    sanitizer.plan(TABLE)
    sent = pickle.dumps(sanitizer)
    assert KEY.encode() not in sent and b"aisha" not in sent
    again = pickle.loads(sent)
    assert again.digest == sanitizer.digest
    assert pa.table(again.apply(TABLE)).to_pydict() == pa.table(sanitizer.apply(TABLE)).to_pydict()
    assert copy.copy(again).key_id == sanitizer.key_id


def test_the_digest_names_everything_that_decides(monkeypatch):
    def digest(policy="share", **more):
        sanitizer = limpid.Sanitizer(policy, **more)
        sanitizer.plan(TABLE)
        return sanitizer.digest

    same = {digest(), digest()}
    assert len(same) == 1
    others = {digest("rag"), digest(document="id"), limpid.Sanitizer("share").digest}
    monkeypatch.setenv("LIMPID_KEY", OTHER_KEY)
    others.add(digest())
    assert len(others - same) == 4


def test_a_key_that_is_missing_or_another_is_told(monkeypatch, tmp_path):
    sanitizer = limpid.Sanitizer("share", key="env:LIMPID_KEY")
    sanitizer.plan(TABLE)
    sent, unplanned = pickle.dumps(sanitizer), pickle.dumps(limpid.Sanitizer("share"))
    monkeypatch.setenv("LIMPID_KEY", OTHER_KEY)
    from limpid import _sanitizer

    _sanitizer._sent.clear()
    refused("plan", lambda: pickle.loads(sent), "another key")
    refused("LP0016", lambda: pickle.loads(unplanned), "another")
    monkeypatch.delenv("LIMPID_KEY")
    refused("usage", lambda: pickle.loads(sent), "LIMPID_KEY is not set")
    refused("LP0016", lambda: pickle.dumps(limpid.Sanitizer("share")), "ends with this process")
    refused("usage", lambda: limpid.Sanitizer("share", key=KEY), "its place")
    shared = tmp_path / "key"
    shared.write_text(KEY)
    shared.chmod(0o644)
    refused("usage", lambda: limpid.Sanitizer("share", key=f"file:{shared}"), "others can read")
    shared.chmod(0o600)
    assert limpid.Sanitizer("share", key=f"file:{shared}").key_id == sanitizer.key_id


def test_a_forked_process_treats_too():
    code = (
        "import os, pyarrow as pa, limpid\n"
        "table = pa.table({'mail': ['a@example.com'] * 20000})\n"
        "s = limpid.Sanitizer('share'); s.plan(table); pa.table(s.apply(table))\n"
        "pid = os.fork()\n"
        "if pid == 0:\n"
        "    out = pa.table(s.apply(table)); os._exit(0 if out['mail'][0].as_py() == '<EMAIL_ADDRESS>' else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_batches_come_back_as_they_came():
    sanitizer = limpid.Sanitizer("share")
    sanitizer.plan(TABLE)
    expected = pa.table(sanitizer.apply(TABLE)).to_pylist()
    assert sanitizer(TABLE).to_pylist() == expected
    batch = sanitizer(TABLE.to_batches()[0])
    assert isinstance(batch, pa.RecordBatch) and batch.to_pylist() == expected
    empty = sanitizer(TABLE.to_batches()[0].slice(0, 0))
    assert isinstance(empty, pa.RecordBatch) and empty.num_rows == 0 and empty.schema.names == TABLE.schema.names
    assert sanitizer(pl.from_arrow(TABLE)).to_dicts() == expected
    assert sanitizer(pd.DataFrame(TABLE.to_pydict())).to_dict("records") == expected
    assert sanitizer(TABLE.to_pydict()) == pa.Table.from_pylist(expected).to_pydict()


def test_batches_need_a_plan_and_no_places():
    refused("LP0016", lambda: limpid.Sanitizer("share")(TABLE), "no plan")
    sanitizer = limpid.Sanitizer("training")
    sanitizer.plan(TABLE)
    refused("LP0016", lambda: sanitizer(TABLE), "row's place", "document")
    sanitizer = limpid.Sanitizer("training", document="id")
    sanitizer.plan(TABLE)
    first, second = sanitizer(TABLE.slice(0, 20)), sanitizer(TABLE.slice(20))
    assert pa.concat_tables([first, second]).to_pydict() == pa.table(sanitizer.apply(TABLE)).to_pydict()


def test_data_that_does_not_fit_is_refused_before_it_is_read():
    sanitizer = limpid.Sanitizer("share")
    sanitizer.plan(TABLE)
    more = TABLE.append_column("iban", pa.array(["GB33BUKB20201555555555"] * 40))
    refused("LP0015", lambda: sanitizer.apply(more), "column iban is not in the plan")
    refused("usage", lambda: sanitizer.apply([1, 2]), "no Arrow data")
    refused("unsupported", lambda: sanitizer.apply(pa.array(["aisha@example.com"])), "no table")
    policy = 'extends = "share"\nname = "p"\n[entities]\nDATE_TIME = { date_shift = { max_days = 9, per = "patient" } }\n'
    shifted = limpid.Sanitizer(policy)
    shifted.plan(TABLE)
    with pytest.raises(Exception, match="there is no column patient"):
        pa.table(shifted.apply(TABLE))
    retained = 'extends = "share"\nname = "p"\n[rows]\nretain = { column = "seen_at", days = 9 }\n'
    refused("plan", lambda: limpid.Sanitizer(retained).plan(TABLE), "seen_at")


def test_a_type_that_is_refused_is_named():
    policy = 'extends = "share"\nname = "p"\n[columns]\nspan = "redact"\n'
    table = pa.table({"span": pa.array([None], pa.month_day_nano_interval())})
    refused("unsupported", lambda: limpid.Sanitizer(policy).apply(table), "span")


def test_batches_of_another_schema_break_the_stream():
    class Lying:
        def __init__(self, table):
            self.table = table

        def __arrow_c_stream__(self, requested_schema=None):
            def batches():
                yield self.table.to_batches()[0]
                raise ValueError("aisha.khan0@example.com is no number")

            return pa.RecordBatchReader.from_batches(self.table.schema, batches()).__arrow_c_stream__()

    sanitizer = limpid.Sanitizer("share", threads=1)
    sanitizer.plan(TABLE)
    with pytest.raises(Exception, match="its source failed") as raised:
        pa.table(sanitizer.apply(Lying(TABLE)))
    assert not holds(str(raised.value), "aisha")


def test_mistakes_of_a_policy_are_told_at_once():
    error = refused("LP0005", lambda: limpid.Sanitizer('name = "p"\nunlisted = 3\n[columns]\na = "kep"\n'), "2 mistake(s)")
    assert error.exit_code == 2 and "LP0005" in error.message and "kep" in error.message
    refused("io", lambda: limpid.Sanitizer("/nowhere/p.toml"), "cannot read")
    refused("usage", lambda: limpid.Sanitizer(plan="no plan"), "cannot be read")
    refused("usage", lambda: limpid.Sanitizer(now="yesterday"), "no time")
