"""limpid on Spark: profile and apply are the two maps, plan and account are made on the driver.

As functions over data frames::

    from limpid import spark as limpid_spark
    clean = limpid_spark.sanitize(df, policy="rag", key="env:LIMPID_KEY", document="id")

As a job over folders, which ends in the same bytes and the same account as ``limpid run``::

    spark-submit …/limpid/spark_job.py IN OUT --policy rag --key file:/etc/limpid.key
    python -m limpid.spark IN OUT --policy rag --key file:/etc/limpid.key

The key is read on every executor from where it lies (``env:NAME``, ``file:PATH``): it never travels.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from . import _limpid
from ._commands import Paths, Policy, wanted
from ._error import LimpidError
from ._sanitizer import Plan, Profile, Sanitizer

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession


def profile(df: DataFrame, policy: Policy | Sanitizer = "training", key: str | None = None) -> list[Profile]:
    """Counts a data frame where it lies: one profile for each partition, for :meth:`limpid.Sanitizer.plan`.

    Only counts come to the driver; under a policy with ``[anonymity]`` they are sealed under the key.
    """
    sanitizer = policy if isinstance(policy, Sanitizer) else Sanitizer(policy, key)

    def count(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        reader = _reader(batches)
        if reader is not None:
            counted = sanitizer.profile(reader, rows=None)
            yield pyarrow.RecordBatch.from_pydict({"profile": [counted.data]})

    counted = df.mapInArrow(count, "profile binary").collect()
    parts = [Profile(bytes(row.profile)) for row in counted]
    return parts or [sanitizer.profile(_empty(df))]


def sanitize(
    df: DataFrame,
    policy: Policy = "training",
    key: str | None = None,
    *,
    plan: Plan | str | None = None,
    table: str | None = None,
    document: str | None = None,
    known_values: str | os.PathLike[str] | None = None,
    purpose: str | None = None,
) -> DataFrame:
    """Treats a data frame: the same bytes for each row as ``limpid run`` with the same plan and key.

    Args:
        df: the data. Without a plan it is read twice: once to count, once to treat.
        policy: a preset, a policy file or the text of a policy.
        key: where the key lies on every executor and on the driver.
        plan: a plan to apply exactly, instead of making one of the whole data.
        table: which table of the plan the data belongs to, where it has several.
        document: a column that names a row's document or person: rows have no place in a file here.

    Raises:
        LimpidError: before the job starts, for a key that cannot be read, a policy that needs to know where rows
            stand, a type that is refused, a column that the plan does not know.
    """
    sanitizer = Sanitizer(
        policy,
        key,
        plan=plan,
        table=table,
        document=document,
        known_values=known_values,
        purpose=purpose,
        threads=1,
    )
    sanitizer.for_machines(planned=False)
    if plan is None:
        sanitizer.plan(profile(df, sanitizer))
    sanitizer.for_machines()
    return _map(df, sanitizer)


def _map(df: DataFrame, sanitizer: Sanitizer) -> DataFrame:
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    target = pyarrow.table(sanitizer.apply(_empty(df))).schema

    def treat(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        reader = _reader(batches)
        if reader is not None:
            yield from pyarrow.RecordBatchReader.from_stream(sanitizer.apply(reader))

    return df.mapInArrow(treat, from_arrow_schema(target))


def _reader(batches: Iterator[pyarrow.RecordBatch]) -> pyarrow.RecordBatchReader | None:
    import pyarrow

    first = next(batches, None)
    if first is None:
        return None

    def all() -> Iterator[pyarrow.RecordBatch]:
        yield first
        yield from batches

    return pyarrow.RecordBatchReader.from_batches(first.schema, all())


def _empty(df: DataFrame) -> Any:
    from pyspark.sql.pandas.types import to_arrow_schema

    return to_arrow_schema(df.schema).empty_table()


def run(
    session: SparkSession,
    inputs: Paths,
    output: str | os.PathLike[str],
    policy: Policy = "training",
    key: str | None = None,
    *,
    plan: Plan | str | None = None,
    to: str | None = None,
    sign_key: str | os.PathLike[str] | None = None,
    now: str | None = None,
) -> dict[str, Any]:
    """Treats files on all executors, and ends in the same bytes and the same account as ``limpid run``.

    A task is a file. Input and output lie on storage that every machine sees. A task that is tried again writes the
    same bytes; nothing is published before all files are done, and the manifest comes last.

    Returns:
        The summary of the run.
    """
    # Every task counts by one clock.
    now = now or datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    job = wanted(inputs, output, policy, key, plan=plan, to=to, now=now, threads=1)
    keeper = Sanitizer(policy, key, plan=plan, now=now, threads=1)
    keeper.for_machines(planned=False)
    count = _limpid.count_files(job["inputs"])
    tasks = session.sparkContext.parallelize(range(count), count)
    if plan is None:
        parts = tasks.map(_Count(job)).collect()
        job = {**job, "plan": str(keeper.plan([Profile(part) for part in parts]))}
    shards = _limpid.Shards({**job, "sign_key": os.fspath(sign_key) if sign_key is not None else None})
    tasks.foreach(_Treat(job))
    summary: dict[str, Any] = json.loads(shards.finish())
    return summary


class _Count:
    """A task that counts a file."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job

    def __call__(self, index: int) -> bytes:
        return _limpid.profile_shard(self.job, index)


class _Treat(_Count):
    """A task that treats a file, under the name of its attempt."""

    def __call__(self, index: int) -> Any:
        from pyspark import TaskContext

        task = TaskContext.get()
        attempt = f"{task.taskAttemptId()}-{os.getpid()}" if task is not None else str(os.getpid())
        _limpid.treat_shard(self.job, index, attempt)


def main(words: Iterable[str] | None = None) -> int:
    """The job as a program; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m limpid.spark",
        description="Write a clean copy of files with a signed account of what was done, on all executors of a cluster.",
        epilog="The key is read on every executor from where it lies; it never travels.",
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files and folders on storage that every machine sees")
    parser.add_argument("output", metavar="OUT", help="output folder on such storage; absent or empty")
    parser.add_argument("--policy", default="training", help="a preset or a policy file [default: training]")
    parser.add_argument("--key", help="env:NAME, file:PATH or command:LINE [default: LIMPID_KEY]")
    parser.add_argument("--plan", help="apply exactly this plan, made by `limpid plan`")
    parser.add_argument("--to", metavar="FORMAT", help="write this format instead of the input's")
    parser.add_argument("--sign-key", metavar="FILE", help="sign the account with this Ed25519 key (PEM), read on the driver")
    args = parser.parse_args(None if words is None else list(words))
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("limpid").getOrCreate()
    try:
        plan = Plan.read(args.plan) if args.plan else None
        summary = run(
            session,
            args.inputs,
            args.output,
            args.policy,
            args.key,
            plan=plan,
            to=args.to,
            sign_key=args.sign_key,
        )
    except LimpidError as error:
        print(f"error: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
        return error.exit_code
    except Exception as error:
        # What an engine says can quote the data its tasks failed on: of that, only what is ours is shown.
        ours = re.search(r"LimpidError: (\[\w+\] [^\n]*)", str(error))
        print(f"error: {ours[1] if ours else 'the job failed: ' + type(error).__name__}", file=sys.stderr)
        return 3
    finally:
        session.stop()
    print(json.dumps(summary, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
