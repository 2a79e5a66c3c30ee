"""On a real cluster: one master, two workers, on loopback; one of them is killed in the middle of a job."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
import pytest
from conftest import KEY, ROOT, customers, holds
from pyspark.sql import SparkSession

import limpid
from limpid import spark as limpid_spark

HOME = Path(pyspark.__file__).parent
FILES = 24
ROWS = 400


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, name, *words):
    """A process of Spark, in a group of its own, so that its executors go with it."""
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    environment.pop("LIMPID_KEY", None)
    words = [str(HOME / "bin/spark-class"), *map(str, words)]
    with open(folder / f"{name}.log", "w") as log:
        return subprocess.Popen(words, stdout=log, stderr=log, env=environment, start_new_session=True)


def until(what, seconds=90):
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    package = "org.apache.spark.deploy"
    master = start(folder, "master", f"{package}.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", 0)
    until(lambda: "I have been elected leader" in (folder / "master.log").read_text())
    worker = [f"{package}.worker.Worker", "--host", "127.0.0.1", "--cores", 1, "--memory", "1g", "--webui-port", 0]
    workers = [start(folder, f"worker{n}", *worker, "--work-dir", folder / f"work{n}", url) for n in range(2)]
    until(lambda: (folder / "master.log").read_text().count("Registering worker") == 2)
    yield url, workers
    for process in [*workers, master]:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()


def session_of(url, key=KEY):
    builder = SparkSession.builder.master(url).appName("limpid tests")
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.executor.memory": "600m",
        "spark.pyspark.python": sys.executable,
        "spark.sql.execution.arrow.maxRecordsPerBatch": "150",
        "spark.task.maxFailures": "4",
        "spark.log.level": "OFF",
    }
    if key is not None:
        settings["spark.executorEnv.LIMPID_KEY"] = key
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@pytest.fixture(scope="module")
def session(cluster):
    session = session_of(cluster[0])
    yield session
    session.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people") / "in"
    folder.mkdir()
    (folder / "note.md").write_text("# Note\n\nwrite to lead@example.com\n")
    for number in range(FILES):
        pq.write_table(customers(ROWS, start=number * ROWS), folder / f"part-{number:03}.parquet")
    return folder


def by_id(rows):
    return sorted((tuple(row.items()) for row in rows), key=lambda row: row[0])


def test_a_data_frame_becomes_the_rows_of_the_command_line(session, folder, tmp_path, cli):
    clean = limpid_spark.sanitize(session.read.parquet(f"{folder}/*.parquet"), key="env:LIMPID_KEY", document="id")
    rows = [row.asDict() for row in clean.collect()]
    assert len(rows) == FILES * ROWS and not holds(rows[:50], "aisha.khan", "555-01")
    sanitizer = limpid.Sanitizer(document="id", table="part-*.parquet")
    counted = limpid_spark.profile(session.read.parquet(f"{folder}/*.parquet"), sanitizer)
    assert len(counted) > 1
    sanitizer.plan(counted).save(tmp_path / "plan.toml")
    cli("run", f"{folder}/*.parquet", "-o", tmp_path / "out", "--plan", tmp_path / "plan.toml")
    expected = pa.concat_tables(pq.read_table(path) for path in sorted((tmp_path / "out").glob("*.parquet")))
    # Identifiers are not treated here, so they tell which row is which.
    assert by_id(rows) == by_id(expected.to_pylist())


def test_a_folder_becomes_the_bytes_of_the_command_line_though_a_worker_dies(cluster, session, folder, tmp_path, cli):
    cli("run", folder, "-o", tmp_path / "whole")
    out, dead = tmp_path / "out", []

    def kill():
        parts = out / "_limpid/parts"
        until(lambda: parts.is_dir() and len(list(parts.glob("*.json"))) >= 3)
        worker = cluster[1][0]
        for pid in children(worker.pid):
            os.kill(pid, signal.SIGKILL)
        os.killpg(worker.pid, signal.SIGKILL)
        dead.append(len(list(parts.glob("*.json"))))

    killer = threading.Thread(target=kill)
    killer.start()
    summary = limpid_spark.run(session, folder, out, key="env:LIMPID_KEY")
    killer.join()
    assert dead and dead[0] < FILES, "the worker outlived the job"
    assert summary["files"] == FILES + 1 and summary["rows_written"] == FILES * ROWS + 1
    for path in sorted((tmp_path / "whole").glob("*.*")):
        assert (out / path.name).read_bytes() == path.read_bytes()
    manifest = json.loads((out / "_limpid/manifest.json").read_text())
    assert len(manifest["outputs"]) == FILES + 1 and manifest["complete"]
    assert limpid.verify(out, against=folder)["passed"]
    assert not (out / "_limpid/staging").exists()


def children(pid):
    """All processes below one, by /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            found += [int(stat.parent.name), *children(int(stat.parent.name))]
    return found


def test_what_cannot_work_is_told_before_the_job(session, folder, tmp_path, monkeypatch):
    df = session.read.parquet(f"{folder}/*.parquet")
    with pytest.raises(limpid.LimpidError, match="row's place") as raised:
        limpid_spark.sanitize(df, key="env:LIMPID_KEY")
    assert raised.value.code == "LP0016" and "document" in raised.value.hint
    plan = limpid.Sanitizer("share").plan(customers(5).select(["id", "email"]))
    with pytest.raises(limpid.LimpidError, match="is not in the plan"):
        limpid_spark.sanitize(df, key="env:LIMPID_KEY", plan=plan)
    monkeypatch.delenv("LIMPID_KEY")
    for act in (
        lambda: limpid_spark.sanitize(df, "share"),
        lambda: limpid_spark.run(session, folder, tmp_path / "out", "share"),
    ):
        with pytest.raises(limpid.LimpidError, match="ends with this process"):
            act()
    assert not (tmp_path / "out").exists()


def test_a_key_missing_on_an_executor_fails_the_job_and_publishes_nothing(session, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("DRIVER_KEY", KEY)
    clean = limpid_spark.sanitize(
        session.read.parquet(f"{folder}/*.parquet"), "share", "env:DRIVER_KEY",
        plan=limpid.Sanitizer("share").plan(customers(5)),
    )
    with pytest.raises(Exception, match="DRIVER_KEY is not set"):
        clean.collect()
    with pytest.raises(Exception, match="DRIVER_KEY is not set"):
        limpid_spark.run(session, folder, tmp_path / "out", "share", "env:DRIVER_KEY")
    assert not list(tmp_path.glob("out/*.parquet"))


def test_the_module_is_submitted(folder, tmp_path, cli):
    words = [str(HOME / "bin/spark-submit"), "--master", "local[2]", "--conf", "spark.ui.enabled=false"]
    words += [str(ROOT / "src/python/limpid/spark_job.py"), str(folder), str(tmp_path / "out"), "--policy", "share"]
    environment = {**os.environ, "LIMPID_KEY": KEY, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    run = subprocess.run(words, capture_output=True, text=True, env=environment)
    assert run.returncode == 0, run.stderr[-2000:]
    # Spark writes lines of its own.
    assert json.JSONDecoder().raw_decode(run.stdout[run.stdout.index("{"):])[0]["files"] == FILES + 1
    cli("run", folder, "-o", tmp_path / "whole", "--policy", "share")
    for path in (tmp_path / "whole").glob("*.*"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()
    again = subprocess.run(words, capture_output=True, text=True, env=environment)
    assert again.returncode == 2 and "the output folder is not empty" in again.stdout + again.stderr


def test_a_job_that_fails_says_so_in_our_words(session, folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DRIVER_KEY", KEY)
    monkeypatch.setattr(type(session), "stop", lambda self: None)
    words = [str(folder), str(tmp_path / "out"), "--policy", "share", "--key", "env:DRIVER_KEY"]
    assert limpid_spark.main(words) == 3
    said = capsys.readouterr().err
    assert "[usage] the environment variable DRIVER_KEY is not set" in said and "Traceback" not in said
