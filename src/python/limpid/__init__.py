"""Finds and masks personal data before it reaches a model, and proves what it did.

>>> import limpid, pyarrow as pa
>>> table = pa.table({"mail": ["aisha@example.com"]})
>>> pa.table(limpid.Sanitizer("share").apply(table)).to_pylist()
[{'mail': '<EMAIL_ADDRESS>'}]
"""

from ._commands import detect, profile, run, scan, verify
from ._error import LimpidError
from ._limpid import __version__
from ._sanitizer import Clean, Plan, Profile, Sanitizer, merge

__all__ = [
    "Clean",
    "LimpidError",
    "Plan",
    "Profile",
    "Sanitizer",
    "__version__",
    "detect",
    "merge",
    "profile",
    "run",
    "scan",
    "verify",
]
