"""What the tests share: a key, the binary, tables with personal data from reserved ranges."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff"
OTHER_KEY = "ffeeddccbbaa998877665544332211000f1e2d3c4b5a69788796a5b4c3d2e1f0"
MAIL = "aisha.khan{}@example.com"

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", RAY_AUTH_MODE="disabled", RAY_USAGE_STATS_ENABLED="0")
# Spark's workers run the first `python3` of the path, unless told.
os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable)


@pytest.fixture(autouse=True)
def key(monkeypatch):
    """Every test runs under the key of the tests."""
    monkeypatch.setenv("LIMPID_KEY", KEY)
    return KEY


@pytest.fixture(scope="session")
def limpid_bin():
    """The command line, built before the tests."""
    return os.environ.get("LIMPID_BIN", str(ROOT / "target/debug/limpid"))


@pytest.fixture(scope="session")
def cli(limpid_bin):
    """Runs the command line with the key of the tests; fails the test when it does."""

    def run(*words):
        environment = {**os.environ, "LIMPID_KEY": KEY}
        subprocess.run([limpid_bin, "--quiet", *map(str, words)], check=True, env=environment)

    return run


def customers(rows, start=0):
    """A table of people: whole columns, a text, numbers, a birthday."""
    numbers = range(start, start + rows)
    return pa.table({
        "id": pa.array([f"c-{number}" for number in numbers]),
        "full_name": pa.array([f"Aisha Khan{'abcdefghij'[number % 10]}" for number in numbers]),
        "email": pa.array([MAIL.format(number) for number in numbers]),
        "note": pa.array([f"write to {MAIL.format(number)} or call (212) 555-01{number % 100:02}" for number in numbers]),
        "visits": pa.array([number % 7 for number in numbers], pa.int64()),
        "date_of_birth": pa.array([f"19{50 + number % 50}-0{1 + number % 9}-11" for number in numbers]),
    })


def holds(value, *needles):
    """Whether the text of anything holds one of the needles."""
    text = repr(value)
    return any(needle in text for needle in needles)


def buffers(array):
    """Every buffer of an array and of all below it, as bytes."""
    found = [buffer.to_pybytes() for buffer in array.buffers() if buffer is not None]
    if pa.types.is_dictionary(array.type):
        found += buffers(array.dictionary)
    return found
