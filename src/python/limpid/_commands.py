"""The commands as functions: the same work as the command line, results as dictionaries."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from . import _limpid
from ._sanitizer import Plan, Profile, Sanitizer, as_paths, policy_source

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
Policy = str | os.PathLike[str]


def run(
    inputs: Paths,
    output: str | os.PathLike[str],
    policy: Policy = "training",
    key: str | None = None,
    *,
    plan: Plan | str | None = None,
    to: str | None = None,
    known_values: str | os.PathLike[str] | None = None,
    now: str | None = None,
    sign_key: str | os.PathLike[str] | None = None,
    threads: int = 0,
    resume: bool = False,
) -> dict[str, Any]:
    """Writes a clean copy of files with a signed account of what was done: ``limpid run``.

    Args:
        inputs: files, folders or globs.
        output: the folder to write; it must be absent or empty, unless a killed run is resumed.
        policy: a preset, a policy file or the text of a policy.
        key: where the key lies: ``env:NAME``, ``file:PATH`` or ``command:LINE``.
        plan: a plan to apply exactly.
        to: a format to write instead of the input's, such as ``parquet``.
        sign_key: file of the Ed25519 key (PEM) that signs the account.

    Returns:
        Files, rows and treated values, by entity.

    >>> import limpid, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "notes.jsonl").write_text('{"text": "write to aisha@example.com"}')
    >>> summary = limpid.run(folder / "notes.jsonl", folder / "clean", policy="share")
    >>> summary["rows_written"], summary["treated"]
    (1, {'EMAIL_ADDRESS': 1})
    >>> limpid.verify(folder / "clean", against=[folder / "notes.jsonl"])["passed"]
    True
    """
    return _read(
        _limpid.run(
            wanted(
                inputs,
                output,
                policy,
                key,
                plan=plan,
                to=to,
                known_values=known_values,
                now=now,
                sign_key=sign_key,
                threads=threads,
                resume=resume,
            )
        )
    )


def wanted(
    inputs: Paths,
    output: str | os.PathLike[str],
    policy: Policy,
    key: str | None,
    *,
    plan: Plan | str | None = None,
    to: str | None = None,
    known_values: str | os.PathLike[str] | None = None,
    now: str | None = None,
    sign_key: str | os.PathLike[str] | None = None,
    profile_rows: int | None = 10_000,
    threads: int = 0,
    resume: bool = False,
) -> dict[str, Any]:
    """A run as asked for, in plain values that travel: the policy's text, the key's place."""
    name, text = policy_source(policy)
    return {
        "inputs": as_paths(inputs) or [os.fspath(one) for one in inputs],  # type: ignore[union-attr]
        "output": os.fspath(output),
        "policy": name,
        "text": text,
        "key": key,
        "plan": str(plan) if plan is not None else None,
        "to": to,
        "known_values": os.fspath(known_values) if known_values is not None else None,
        "now": now,
        "sign_key": os.fspath(sign_key) if sign_key is not None else None,
        "profile_rows": profile_rows,
        "threads": threads,
        "resume": resume,
    }


def scan(data: Any, policy: Policy = "training", *, rows: int | None = None, threads: int = 0) -> dict[str, Any]:
    """Shows what is in files or in Arrow data: every column, what it holds, how sensitive it is. No value is shown.

    >>> import limpid, pyarrow as pa
    >>> catalogue = limpid.scan(pa.table({"mail": ["aisha@example.com", "wei@example.org"]}))
    >>> column = catalogue["tables"][0]["columns"][0]
    >>> column["path"], column["class"], column["sensitivity"]
    ('mail', 'EMAIL_ADDRESS', 'confidential')
    """
    paths = as_paths(data)
    if paths is None:
        sanitizer = Sanitizer(policy, threads=threads)
        return sanitizer.scan(sanitizer.profile(data, rows))
    name, text = policy_source(policy)
    return _read(_limpid.scan(paths, name, text, rows, threads))


def profile(data: Any, policy: Policy = "training", *, rows: int | None = None) -> Profile:
    """Counts Arrow data or files: a profile, which adds up with those of other parts (:func:`merge`)."""
    return Sanitizer(policy).profile(data, rows)


def verify(
    output: str | os.PathLike[str],
    against: Paths = (),
    *,
    key: str | os.PathLike[str] | None = None,
    policy: Policy = "training",
    threads: int = 0,
) -> dict[str, Any]:
    """Checks that an output is complete, unchanged and clean: ``limpid verify``.

    Args:
        output: the folder to check, whoever wrote it.
        against: the original input: no value found in it may survive.
        key: file of the public key that must have signed.

    Returns:
        ``passed``, and every check with what it looked at and its problems.
    """
    name, text = policy_source(policy)
    pinned = os.fspath(key) if key is not None else None
    inputs = as_paths(against) or [os.fspath(one) for one in against]  # type: ignore[union-attr]
    return _read(_limpid.verify(os.fspath(output), inputs, pinned, name, text, threads))


def detect(
    text: str,
    *,
    column: str | None = None,
    entities: Iterable[str] = (),
    regions: Iterable[str] = (),
    set: str = "default",
    min_score: float | None = None,
    explain: bool = False,
) -> list[dict[str, Any]]:
    """Finds personal data in a text. Offsets count code points, ``end`` is exclusive: ``text[start:end]``.

    Args:
        column: the name of the column the text stands in, which is evidence.
        entities: only these.
        regions: only the detectors of these regions, such as ``us``; all where none are given.
        set: ``default``, ``strict`` or ``deep``.
        explain: also say why, and show what lost.

    >>> import limpid
    >>> for found in limpid.detect("write to aisha@example.com"):
    ...     print(found["entity"], found["start"], found["end"])
    EMAIL_ADDRESS 9 26
    """
    detector = _detector(tuple(entities), tuple(regions), set, min_score)
    found: list[dict[str, Any]] = json.loads(detector.find(text, column, explain))
    return found


@lru_cache(maxsize=8)
def _detector(
    entities: tuple[str, ...], regions: tuple[str, ...], set: str, min_score: float | None
) -> _limpid.Detector:
    return _limpid.Detector(list(entities), list(regions), set, min_score)


def _read(text: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(text)
    return result
