"""What limpid says when something is wrong: never with a value of the data."""

from __future__ import annotations


class LimpidError(Exception):
    """Something is wrong with the policy, the key, the plan or the data.

    Attributes:
        message: what is wrong, with names of columns, entities and files only.
        code: a stable name of the kind of error, such as ``LP0015`` or ``io``.
        hint: what to do about it, where there is something to say.
        exit_code: what the command line would exit with: 1 findings, 2 usage or policy, 3 data, 4 internal.

    >>> import limpid
    >>> try:
    ...     limpid.Sanitizer("trainig")
    ... except limpid.LimpidError as error:
    ...     print(error.code, error.exit_code, error.message)
    usage 2 there is no preset `trainig`
    """

    def __init__(self, message: str, code: str = "usage", hint: str | None = None, exit_code: int = 2) -> None:
        super().__init__(message, code, hint, exit_code)
        self.message = message
        self.code = code
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        hint = f" (hint: {self.hint})" if self.hint else ""
        return f"[{self.code}] {self.message}{hint}"
