"""The commands as functions, the doctests, the types."""

import doctest
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, customers, holds

import limpid
from limpid import _commands, _error, _sanitizer


@pytest.mark.parametrize("module", [limpid, _commands, _error, _sanitizer], ids=lambda module: module.__name__)
def test_examples_of_the_docstrings_run(module):
    failed, tried = doctest.testmod(module)
    assert tried > 0 and failed == 0


def test_run_and_verify_are_the_commands(tmp_path, cli):
    pq.write_table(customers(300), tmp_path / "people.parquet")
    summary = limpid.run(tmp_path / "people.parquet", tmp_path / "ours", policy="rag")
    cli("run", tmp_path / "people.parquet", "-o", tmp_path / "theirs", "--policy", "rag")
    assert summary["rows_written"] == 300 and summary["treated"]["EMAIL_ADDRESS"] >= 300
    ours, theirs = ((tmp_path / out / "people.parquet").read_bytes() for out in ("ours", "theirs"))
    assert ours == theirs
    report = limpid.verify(tmp_path / "ours", against=tmp_path / "people.parquet")
    assert report["passed"] and len(report["checks"]) > 5
    (tmp_path / "ours/people.parquet").write_bytes(theirs + b" ")
    assert not limpid.verify(tmp_path / "ours")["passed"]
    with pytest.raises(limpid.LimpidError, match="not empty") as raised:
        limpid.run(tmp_path / "people.parquet", tmp_path / "ours")
    assert raised.value.exit_code == 2


def test_scan_shows_columns_and_no_value(tmp_path):
    table = customers(30)
    pq.write_table(table, tmp_path / "people.parquet")
    (by_file,) = limpid.scan(tmp_path / "people.parquet")["tables"]
    (by_data,) = limpid.scan(table)["tables"]
    assert by_file["columns"] == by_data["columns"]
    assert not holds(by_file, "aisha")
    assert {column["path"]: column["class"] for column in by_file["columns"]}["email"] == "EMAIL_ADDRESS"


def test_detect_counts_code_points_and_says_why():
    text = "😀 Grüße an aisha@example.com"
    found, *lost = limpid.detect(text, entities=["EMAIL_ADDRESS"], explain=True)
    assert text[found["start"]:found["end"]] == "aisha@example.com" and found["why"] and found["wins"]
    assert not any(one["wins"] for one in lost)
    assert limpid.detect("nothing here") == []
    with pytest.raises(limpid.LimpidError, match="no detector finds"):
        limpid.detect("x", entities=["NO_SUCH"])


def test_the_wheel_holds_the_command_line(tmp_path):
    run = subprocess.run([sys.executable, "-m", "limpid", "detect", "--text", "aisha@example.com"], capture_output=True, text=True)
    assert run.returncode == 0 and "EMAIL_ADDRESS" in run.stdout
    run = subprocess.run([sys.executable, "-m", "limpid", "policy", "show", "nosuch"], capture_output=True, text=True)
    assert run.returncode == 2 and "hint:" in run.stderr


def test_types_are_checked_strictly():
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "src/python/limpid"],
        cwd=ROOT, capture_output=True, text=True,
    )
    assert run.returncode == 0, run.stdout


def test_plain_arrow_is_all_that_is_needed():
    code = "import sys, limpid; limpid.detect('a@example.com'); sys.exit('pyarrow' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert pa.__version__
