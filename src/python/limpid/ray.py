"""limpid on Ray Data: profile and apply are two ``map_batches``, the plan is made on the driver."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ._commands import Policy
from ._sanitizer import Plan, Profile, Sanitizer

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset


def profile(ds: Dataset, policy: Policy | Sanitizer = "training", key: str | None = None) -> list[Profile]:
    """Counts a data set where it lies: one profile for each block, for :meth:`limpid.Sanitizer.plan`."""
    sanitizer = policy if isinstance(policy, Sanitizer) else Sanitizer(policy, key, threads=1)

    def count(block: pyarrow.Table) -> dict[str, Any]:
        return {"profile": [sanitizer.profile(block, rows=None).data]}

    return [Profile(row["profile"]) for row in ds.map_batches(count, batch_format="pyarrow", batch_size=None).take_all()]


def sanitize(
    ds: Dataset,
    policy: Policy = "training",
    key: str | None = None,
    *,
    plan: Plan | str | None = None,
    table: str | None = None,
    document: str | None = None,
    known_values: str | os.PathLike[str] | None = None,
    **options: Any,
) -> Dataset:
    """Treats a data set: the same bytes for each row as ``limpid run`` with the same plan and key.

    Args:
        ds: the data. Without a plan it is read twice: once to count, once to treat.
        key: where the key lies on every node: ``env:NAME``, ``file:PATH`` or ``command:LINE``. It never travels.
        plan: a plan to apply exactly, instead of making one of the whole data.
        document: a column that names a row's document or person: rows have no place in a file here.
        options: for ``map_batches``, such as ``num_cpus``.
    """
    sanitizer = Sanitizer(
        policy, key, plan=plan, table=table, document=document, known_values=known_values, threads=1
    )
    sanitizer.for_machines(planned=False)
    if plan is None:
        sanitizer.plan(profile(ds, sanitizer))
    sanitizer.for_machines()

    def treat(block: pyarrow.Table) -> pyarrow.Table:
        treated: pyarrow.Table = sanitizer(block)
        return treated

    return ds.map_batches(treat, batch_format="pyarrow", **{"batch_size": None, **options})
