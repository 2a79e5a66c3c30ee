"""Documents with metadata, one by one or many: what the frameworks for language models hand over.

A column is treated by its name and its policy alone here, never by what other documents hold: a document comes out the
same, whichever come with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ._commands import Policy
from ._sanitizer import Sanitizer

_MOST_PLANS = 64


class Documents:
    """Treats texts and everything in their metadata under a policy and a key.

    >>> from limpid._documents import Documents
    >>> documents = Documents("share")
    >>> documents.clean([{"text": "Reply to aisha@example.com", "metadata": {"owner": {"email": "wei@example.org"}}}])
    [{'text': 'Reply to <EMAIL_ADDRESS>', 'metadata': {'owner': {'email': '<EMAIL_ADDRESS>'}}}]
    """

    def __init__(self, policy: Policy = "rag", key: str | None = None) -> None:
        self.policy = policy
        self.key = key
        self._plans: dict[Any, Sanitizer] = {}
        # A wrong policy or key shows now.
        self._first = Sanitizer(policy, key, threads=1)

    def text(self, text: str) -> str:
        """Treats one text."""
        cleaned: str = self.clean([{"text": text}])[0]["text"]
        return cleaned

    def clean(self, documents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Treats every text and number in documents of any shape; keys and order stay."""
        import pyarrow

        rows = list(documents)
        leaves = [dict(_leaves(row, "")) for row in rows]
        names = list(dict.fromkeys(name for row in leaves for name in row))
        if not names:
            return [dict(row) for row in rows]
        table = pyarrow.table({name: _column([row.get(name) for row in leaves]) for name in names})
        treated = pyarrow.table(self._planned(table.schema).apply(table)).to_pydict()
        return [_put_back(row, "", {name: treated[name][at] for name in treated}) for at, row in enumerate(rows)]

    def _planned(self, schema: Any) -> Sanitizer:
        known = tuple((field.name, str(field.type)) for field in schema)
        if known not in self._plans:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            if self._first._core().ephemeral:
                # Another one would have another key.
                sanitizer = self._first
            else:
                sanitizer = Sanitizer(self.policy, self.key, threads=1)
            sanitizer.plan(schema)
            sanitizer.for_batches()
            if sanitizer is self._first:
                return sanitizer
            self._plans[known] = sanitizer
        return self._plans[known]

    def __getstate__(self) -> dict[str, Any]:
        return {"policy": self.policy, "key": self.key, "first": self._first}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.policy, self.key, self._first = state["policy"], state["key"], state["first"]
        self._plans = {}


def _leaves(value: Any, path: str) -> Iterable[tuple[str, Any]]:
    """Texts and numbers, with their paths."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, (list, tuple)):
        for at, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{at}]")
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield path, value


def _column(values: list[Any]) -> Any:
    import pyarrow

    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int} and all(value is None or abs(value) < 2**63 for value in values):
        return pyarrow.array(values, pyarrow.int64())
    if kinds <= {float, int}:
        return pyarrow.array(values, pyarrow.float64())
    return pyarrow.array([None if value is None else str(value) for value in values], pyarrow.string())


def _put_back(value: Any, path: str, treated: Mapping[str, Any]) -> Any:
    """The same shape with treated leaves; a column that the policy dropped is gone."""
    if isinstance(value, Mapping):
        paths = {name: f"{path}.{name}" if path else str(name) for name in value}
        return {
            name: _put_back(inner, paths[name], treated)
            for name, inner in value.items()
            if not _is_leaf(inner) or paths[name] in treated
        }
    if isinstance(value, (list, tuple)):
        return [_put_back(inner, f"{path}[{at}]", treated) for at, inner in enumerate(value)]
    return treated.get(path) if _is_leaf(value) else value


def _is_leaf(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
