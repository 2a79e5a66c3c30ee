"""Our validators against python-stdnum, on values generated for both.

usage: check_validators.py VERDICTS   (the built example `verdicts` of limpid-detectors)

Every line of TABLE names one of our validators, the module of stdnum that knows the same number, and templates of
values: 9 a digit, A a capital letter, X either, [abc] one of these, {yymmdd} and its like a day that exists; the
rest as it is. Both must agree on every value, and enough values must be valid for that to mean something.
"""

import datetime
import importlib
import random
import re
import string
import subprocess
import sys

# our validator, stdnum module, templates
TABLE = [
    ("aba", "us.rtn", ["0[123456789]9999999", "1[012]9999999", "2[123456789]9999999"]),
    ("luhn", "luhn", ["999999999", "9999999999999999"]),
    ("nhs", "gb.nhs", ["9999999999"]),
    ("iban", "iban", ["DE[12345678]9999999999999999999", "GB[12345678]9AAAA99999999999999"]),
    ("verhoeff", "verhoeff", ["999999999999"]),
]

VALUES = 12_000
FEWEST_VALID = 20


def fill(template: str, dice: random.Random) -> str:
    """One value of a template."""
    day = datetime.date(1900, 1, 1) + datetime.timedelta(days=dice.randrange(44_000))

    def one(match: re.Match) -> str:
        token = match[0]
        if token == "9":
            return dice.choice(string.digits)
        if token == "A":
            return dice.choice(string.ascii_uppercase)
        if token == "X":
            return dice.choice(string.digits + string.ascii_uppercase)
        if token.startswith("["):
            return dice.choice(token[1:-1])
        parts = {"yyyy": f"{day.year:04}", "yy": f"{day.year % 100:02}", "mm": f"{day.month:02}", "dd": f"{day.day:02}"}
        return re.sub("yyyy|yy|mm|dd", lambda part: parts[part[0]], token[1:-1])

    return re.sub(r"\{[ymd]+\}|\[[^]]+\]|[9AX]", one, template)


def main() -> int:
    dice = random.Random(20260101)
    cases = []
    for ours, module, templates in TABLE:
        theirs = importlib.import_module(f"stdnum.{module}")
        for _ in range(VALUES):
            value = fill(dice.choice(templates), dice)
            cases.append((ours, module, value, theirs.is_valid(value)))
    lines = "".join(f"{ours}\t{value}\n" for ours, _, value, _ in cases)
    answers = subprocess.run([sys.argv[1]], input=lines, capture_output=True, text=True, check=True).stdout.split("\n")
    failed = 0
    for ours, module, _ in TABLE:
        rows = [(c, a) for c, a in zip(cases, answers) if c[0] == ours and c[1] == module]
        apart = [(c[2], c[3], a) for c, a in rows if c[3] != (a == "valid")]
        valid = sum(c[3] for c, _ in rows)
        bad = bool(apart) or valid < FEWEST_VALID
        failed += bad
        print(f"{'FAILED' if bad else 'ok':6} {ours:24} {module:16} {len(rows)} values, {valid} valid, {len(apart)} apart")
        for value, theirs, answer in apart[:5]:
            print(f"         {value}: stdnum {'valid' if theirs else 'invalid'}, ours {answer}")
    print(f"{len(TABLE) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
