#!/usr/bin/env python3
"""Compares limpid's risk figures, and what [anonymity] reaches, with pyCANON's. Offline.

    check_risk.py LIMPID

Compared is what pyCANON computes by the definitions: k, alpha, distinct l, t over equal distances and over ranks, basic
beta, delta. Its recursive l takes the least frequent value, its entropy l is rounded down to a whole number, its
enhanced beta bounds every value by the rarest, and rows with a null are dropped: not compared, or without nulls.
Prints 'N passed, N failed'; exit status 1 when a check failed.
"""

import json
import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas
from pycanon import anonymity

LIMPID = str(Path(sys.argv[1]).resolve())
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff"
QUASI = ["years", "area", "sex"]


def table(rows, seed):
    """Synthetic patients: a few quasi-identifiers, an illness, a wage."""
    draw = random.Random(seed)
    return pandas.DataFrame({
        "years": [draw.randrange(20, 80) for _ in range(rows)],
        "area": [draw.choice("abcdefgh") for _ in range(rows)],
        "sex": [draw.choice("fm") for _ in range(rows)],
        "illness": [draw.choice(["flu", "gout", "mumps", "croup"]) for _ in range(rows)],
        "wage": [draw.randrange(3, 12) for _ in range(rows)],
    })


def limpid(*arguments, cwd=None):
    environment = {**os.environ, "LIMPID_KEY": KEY}
    done = subprocess.run([LIMPID, "--quiet", *arguments], check=True, capture_output=True, cwd=cwd, env=environment)
    return done.stdout


def figures_agree(data, path):
    """Every figure that both compute by the definition."""
    out = json.loads(limpid("--json", "risk", str(path), "--quasi-identifiers", ",".join(QUASI), "--sensitive", "illness,wage"))
    illness, wage = out["sensitive"]
    yield "k", out["k"], anonymity.k_anonymity(data, QUASI)
    for sensitive, column in ((illness, "illness"), (wage, "wage")):
        alpha, _ = anonymity.alpha_k_anonymity(data, QUASI, [column])
        yield f"alpha of {column}", sensitive["alpha"], alpha
        yield f"l of {column}", sensitive["distinct_l"], anonymity.l_diversity(data, QUASI, [column])
        yield f"beta of {column}", sensitive["beta"], anonymity.basic_beta_likeness(data, QUASI, [column])
        yield f"delta of {column}", sensitive["delta"], anonymity.delta_disclosure(data, QUASI, [column])
    yield "t of illness", illness["t_equal"], anonymity.t_closeness(data, QUASI, ["illness"])
    yield "t of wage", wage["t_ordered"], anonymity.t_closeness(data, QUASI, ["wage"])


def output_satisfies(folder):
    """What the policy asks for, counted by pyCANON on the output alone."""
    (folder / "in").mkdir()
    table(2000, 9).to_csv(folder / "in/a.csv", index=False)
    (folder / "p.toml").write_text(
        'name = "p"\nextends = "training"\n[anonymity]\nquasi_identifiers = ["years", "area", "sex"]\n'
        'sensitive = ["illness"]\nk = 7\nl = { distinct = 3 }\nt = { equal = 0.4 }\nmax_suppressed = 0.05\n'
        '[anonymity.hierarchies]\nyears = { interval = [5, 10, 20] }\n'
    )
    limpid("run", "in", "-o", "out", "--policy", "p.toml", cwd=folder)
    limpid("verify", "out", "--against", "in", cwd=folder)
    data = pandas.read_csv(folder / "out/a.csv", dtype=str)
    yield "rows that stay", len(data) >= 1900, True
    yield "k of the output", anonymity.k_anonymity(data, QUASI) >= 7, True
    yield "l of the output", anonymity.l_diversity(data, QUASI, ["illness"]) >= 3, True
    yield "t of the output", anonymity.t_closeness(data, QUASI, ["illness"]) <= 0.4 + 1e-9, True


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checks = []
        for seed in (1, 2, 3):
            data = table(400, seed)
            path = folder / f"{seed}.csv"
            data.to_csv(path, index=False)
            checks.append(figures_agree(data, path))
        checks.append(output_satisfies(folder))
        for what, ours, theirs in (result for check in checks for result in check):
            if math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9):
                passed += 1
            else:
                failed += 1
                print(f"FAILED {what}: limpid {ours}, pyCANON {theirs}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
