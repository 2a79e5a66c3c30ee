"""The sanitizer: a policy, a key and a plan, for Arrow data of any library."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import _limpid
from ._error import LimpidError

_ROWS = 10_000
_sent: dict[tuple[str, int, int], tuple[int, _limpid.Core]] = {}


@dataclass(frozen=True)
class Profile:
    """Counts of a data set or of a part of it: no value in the clear. Profiles of parts add up with ``+``.

    Under a policy with ``[anonymity]`` the counts hold values of quasi-identifiers and are sealed under the key: hand a
    list of them to :meth:`Sanitizer.plan` instead of adding them.
    """

    data: bytes

    def __add__(self, other: Profile) -> Profile:
        return merge([self, other])

    @property
    def tables(self) -> dict[str, Any]:
        """The counts, by table and column."""
        if not self.data.startswith(b"{"):
            raise LimpidError("this profile is sealed under the key", "usage", "hand it to Sanitizer.plan")
        tables: dict[str, Any] = json.loads(self.data)["tables"]
        return tables


def merge(profiles: Iterable[Profile]) -> Profile:
    """Adds up profiles of parts: the profile of the whole.

    >>> import limpid, pyarrow as pa
    >>> parts = [pa.table({"mail": ["a@example.com"]}), pa.table({"mail": ["b@example.com", "open"]})]
    >>> whole = limpid.merge(limpid.profile(part) for part in parts)
    >>> whole.tables["data"]["rows"]
    3
    """
    parts = list(profiles)
    if any(not part.data.startswith(b"{") for part in parts):
        raise LimpidError("a sealed profile cannot be added up without its key", "usage", "hand the list to Sanitizer.plan")
    return Profile(_limpid.merge([part.data for part in parts]))


@dataclass(frozen=True)
class Plan:
    """What happens to every column, resolved and readable: review it, keep it, apply exactly it.

    ``str(plan)`` is TOML, the same file that ``limpid plan`` writes and ``limpid run --plan`` applies.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hex: the digest that a manifest names the plan by."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Plan:
        """Reads a plan from its file."""
        return cls(Path(path).read_text(encoding="utf-8"))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the plan to a file."""
        Path(path).write_text(self.text, encoding="utf-8")


def policy_source(policy: str | os.PathLike[str]) -> tuple[str, str | None]:
    """Name and text of a policy: a preset has no text of its own, a file is read now, a text with lines is itself."""
    if isinstance(policy, str) and "\n" in policy:
        return "<text>", policy
    name = os.fspath(policy)
    if isinstance(policy, os.PathLike) or any(sign in name for sign in "/\\."):
        try:
            return name, Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeError) as error:
            raise LimpidError(f"{name}: cannot read: {type(error).__name__}", "io", "check the path", 3) from None
    return name, None


class Clean:
    """Data as it leaves. Batches are treated as they are read, on all threads, without Python's lock.

    Whoever reads Arrow reads it: ``pyarrow.table(clean)``, ``polars.DataFrame(clean)``, ``duckdb.from_arrow(clean)``,
    ``pandas.DataFrame.from_arrow(clean)``. It can be read again as often as the data it was made from.
    """

    def __init__(self, inner: _limpid.Clean) -> None:
        self._inner = inner

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._inner.__arrow_c_stream__(requested_schema)

    @property
    def report(self) -> dict[str, Any]:
        """What was done so far: rows read, written and dropped, and counts by column, entity and action."""
        report: dict[str, Any] = json.loads(self._inner.report())
        return report


class Sanitizer:
    """A policy and a key; with a plan, a pure function from Arrow data to clean Arrow data.

    Args:
        policy: a preset (``training``, ``rag``, ``share`` …), the path of a policy file, or the text of a policy.
        key: where the key lies: ``env:NAME``, ``file:PATH`` or ``command:LINE``. Without it ``LIMPID_KEY`` counts, and
            without that a key is made that ends with the process. A key itself is refused: it would end up in logs.
        plan: a plan to apply exactly, from :meth:`plan`, ``limpid plan`` or a reviewer.
        table: which table of the plan the data belongs to, where it has several; a plan made here calls it so.
        document: a column that names a row's document or person. Dates that would move with their row's place in a
            file move with its value: engines that move rows about know no places.
        known_values: a list of values that are treated wherever they stand.
        purpose: what the data is for, instead of the policy's purpose.
        now: the time that counts for retention, RFC 3339 with its zone.
        threads: threads that treat batches; 0 = one per core.

    >>> import limpid, pyarrow as pa
    >>> table = pa.table({"id": [1], "mail": ["aisha@example.com"], "note": ["call (212) 555-0123"]})
    >>> sanitizer = limpid.Sanitizer("share")
    >>> plan = sanitizer.plan(table)
    >>> pa.table(sanitizer.apply(table)).to_pylist()
    [{'id': 1, 'mail': '<EMAIL_ADDRESS>', 'note': 'call <PHONE_NUMBER>'}]
    """

    def __init__(
        self,
        policy: str | os.PathLike[str] = "training",
        key: str | None = None,
        *,
        plan: Plan | str | None = None,
        table: str | None = None,
        document: str | None = None,
        known_values: str | os.PathLike[str] | None = None,
        purpose: str | None = None,
        now: str | None = None,
        threads: int = 0,
    ) -> None:
        name, text = policy_source(policy)
        self._settings: dict[str, Any] = {
            "policy": name,
            "text": text,
            "key": key,
            "plan": str(plan) if plan is not None else None,
            "table": table,
            "document": document,
            "known_values": os.fspath(known_values) if known_values is not None else None,
            "purpose": purpose,
            "now": now,
            "threads": threads,
        }
        self._lock = threading.Lock()
        self._made: tuple[int, _limpid.Core] | None = None
        self._core()

    def _core(self) -> _limpid.Core:
        """The native half. A forked process makes its own: threads do not survive a fork."""
        with self._lock:
            if self._made is None or self._made[0] != os.getpid():
                if self._made is not None and self._made[1].ephemeral:
                    raise LimpidError(
                        "the key ends with the process that made it",
                        "LP0016",
                        "say where the key lies: key=\"env:NAME\" or key=\"file:PATH\"",
                    )
                self._made = (os.getpid(), _limpid.Core(self._settings))
            return self._made[1]

    def profile(self, data: Any, rows: int | None = _ROWS) -> Profile:
        """Counts data, or files by their paths: what a plan is made of.

        Args:
            data: Arrow data, an Arrow schema, or paths of files and folders.
            rows: how many rows classify the columns (of each file); ``None`` = all.
        """
        paths = as_paths(data)
        if paths is not None:
            return Profile(self._core().profile_files(paths, rows))
        return Profile(self._core().profile(data, rows))

    def plan(self, data: Any, rows: int | None = _ROWS) -> Plan:
        """Decides what happens to every column, and holds to it from now on (where it has one table, or ``table`` says
        which).

        Args:
            data: Arrow data (which is read), an Arrow schema, a profile, or a list of profiles of parts.
            rows: how many rows of the data classify its columns; ``None`` = all.
        """
        parts = [data] if isinstance(data, Profile) else data
        if not (isinstance(parts, (list, tuple)) and parts and all(isinstance(part, Profile) for part in parts)):
            parts = [self.profile(data, rows)]
        text = self._core().plan([part.data for part in parts])
        core = self._core()
        if (os.getpid(), core) in _sent.values():
            core = _limpid.Core(self._settings)
        if core.hold(text, self._settings["table"]):
            self._made, self._settings = (os.getpid(), core), {**self._settings, "plan": text}
        return Plan(text)

    def apply(self, data: Any, *, file: str = "data") -> Clean:
        """Treats Arrow data: a table, a batch or a stream of any library.

        Without a plan, one is made of the first 10,000 rows, for this data alone.

        Args:
            data: anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``.
            file: the name of the file the rows are from, counted from its first: what moves with a row's place moves
                as ``limpid run`` on that file would move it.

        Raises:
            LimpidError: a type that is refused, or a column that the plan does not know; before anything is read.
        """
        return Clean(self._core().apply(data, file))

    def __call__(self, data: Any) -> Any:
        """Treats one batch and gives back what came in: for ``map`` of data sets, Ray and the like.

        Takes pyarrow tables and batches, polars and pandas frames, and dictionaries of lists or arrays.

        Raises:
            LimpidError: there is no plan (batches must be treated alike), or it needs to know where rows stand.
        """
        self.for_batches()
        return like(data, self.apply)

    def for_batches(self) -> Sanitizer:
        """Checks that batches can be treated one by one, on any machine: there is a plan, and no value depends on its
        row's place."""
        if self._settings["plan"] is None:
            raise LimpidError("there is no plan", "LP0016", "make one of the whole data first: sanitizer.plan(data)")
        self._core().without_places()
        return self

    def for_machines(self, *, planned: bool = True) -> Sanitizer:
        """Checks that the sanitizer can be sent to other machines: its key can be read there, and, where it is
        ``planned``, batches can be treated one by one."""
        if self._core().ephemeral:
            raise LimpidError(
                "the key ends with this process: other machines cannot have it",
                "LP0016",
                'say where the key lies on every machine: key="env:NAME" or key="file:PATH"',
            )
        return self.for_batches() if planned else self

    def scan(self, profile: Profile) -> dict[str, Any]:
        """The catalogue of what was profiled: every column, what it holds, how sensitive it is."""
        shown: dict[str, Any] = json.loads(self._core().catalogue([profile.data]))
        return shown

    @property
    def digest(self) -> str:
        """Names everything that decides about the result: version, policy, key and plan. BLAKE2, in hex."""
        core = self._core()
        parts = [_limpid.__version__, core.policy_digest, core.key_id, core.plan_text or ""]
        parts += [str(self._settings[name]) for name in ("table", "document", "known_values", "now")]
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()

    @property
    def key_id(self) -> str:
        """Names the key without telling anything about it."""
        return self._core().key_id

    def __getstate__(self) -> dict[str, Any]:
        """What travels: the policy, the plan and the place of the key; never the key."""
        self.for_machines(planned=False)
        return {"settings": self._settings, "key_id": self.key_id, "digest": self.digest}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self._settings = dict(state["settings"])
        self._lock = threading.Lock()
        # A worker gets the same sanitizer with every task, and makes it once.
        sent = (state["digest"], self._settings["threads"], os.getpid())
        self._made = _sent.get(sent)
        if self._made is not None:
            return
        core = self._core()
        if core.ephemeral:
            raise LimpidError("the key is missing on this machine", "LP0016", "set LIMPID_KEY on every machine")
        if core.key_id != state["key_id"]:
            raise LimpidError("the key on this machine is another", "LP0016", "give every machine the same key")
        _sent.clear()
        _sent[sent] = (os.getpid(), core)

    def __repr__(self) -> str:
        planned = "planned" if self._settings["plan"] else "no plan"
        return f"Sanitizer({self._settings['policy']!r}, {planned})"


def as_paths(data: Any) -> list[str] | None:
    """The paths, where the data is a path or a list of paths."""
    if isinstance(data, (str, os.PathLike)):
        return [os.fspath(data)]
    if isinstance(data, (list, tuple)) and data and all(isinstance(one, (str, os.PathLike)) for one in data):
        return [os.fspath(one) for one in data]
    return None


def like(data: Any, apply: Any) -> Any:
    """Applies, and gives back the kind that came in."""
    kind = f"{type(data).__module__}.{type(data).__name__}"
    if kind.startswith("polars."):
        import polars

        return polars.DataFrame(apply(data))
    if kind.startswith("pandas."):
        import pandas

        return pandas.DataFrame.from_arrow(apply(data))
    import pyarrow

    if kind == "pyarrow.lib.RecordBatch":
        treated = pyarrow.table(apply(data)).combine_chunks()
        return next(iter(treated.to_batches()), pyarrow.RecordBatch.from_pylist([], schema=treated.schema))
    if isinstance(data, Mapping):
        table = pyarrow.table(apply(pyarrow.table({name: pyarrow.array(column) for name, column in data.items()})))
        return table.to_pydict()
    return pyarrow.table(apply(data))
