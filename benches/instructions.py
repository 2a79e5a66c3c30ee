"""Counts the instructions of the detectors on a fixed input and fails where they rise: a guard that a busy machine cannot fool.

    python benches/instructions.py PROGRAM            against benches/instructions.toml
    python benches/instructions.py PROGRAM --bless    writes it anew

PROGRAM is target/release/throughput. It searches 40 kB of tickets, prose, other languages and documents three times, under
valgrind's callgrind, which counts from one pass to the next: `setup` compiles, `first` fills caches, `steady` is what each
further byte costs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUDGET = HERE / "instructions.toml"
MOST = 1.05
# Documents are one text of many lines; of the others each line is one.
UNITS = {"records": "cells", "prose": "cells", "scripts": "cells", "documents": "whole"}
CASES = [(what, kind) for what in ("rules", "names") for kind in UNITS]
# callgrind writes a part whenever a pass begins; what is after the third is of no interest.
PARTS = {"setup": 1, "first": 2, "steady": 3}


def count(program, what, kind):
    """{name: instructions} of one case."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "counts"
        command = ["valgrind", "--quiet", "--tool=callgrind", "--dump-before=*one_pass*",
                   f"--callgrind-out-file={out}", program, HERE / "sample" / f"{kind}.txt", what, UNITS[kind], "3"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{program} failed under valgrind: {done.stderr.strip()[-500:]}")
        counts = {}
        for phase, part in PARTS.items():
            total = re.search(r"^totals: (\d+)", Path(f"{out}.{part}").read_text(), re.MULTILINE)
            # The set-up does not depend on the text.
            counts[f"{what}.setup" if phase == "setup" else f"{what}.{kind}.{phase}"] = int(total[1])
        return counts


def need_valgrind():
    if shutil.which("valgrind"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing valgrind", flush=True)
        if subprocess.run(["apt-get", "install", "--yes", "--quiet", "valgrind"], stdout=subprocess.DEVNULL).returncode == 0:
            return
    sys.exit("valgrind is not installed\nhint: apt install valgrind, or the like on your system")


def compiler():
    return subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True, cwd=HERE).stdout.strip()


def write(counts):
    lines = ["# Instructions the detectors may take on benches/sample; a rise of more than 5 % fails `make instructions`.",
             "# Written by `make bless-instructions`.", f'compiler = "{compiler()}"', "", "[instructions]"]
    lines += [f'"{name}" = {value:_}' for name, value in counts.items()]
    BUDGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check(counts):
    """Prints every count beside its budget; returns whether all are within."""
    budget = tomllib.loads(BUDGET.read_text(encoding="utf-8"))
    within = True
    for name, value in counts.items():
        allowed = budget["instructions"].get(name, 0)
        ratio = value / allowed if allowed else float("inf")
        verdict = "too many" if ratio > MOST else "far fewer: bless it" if ratio < 2 - MOST else ""
        within &= ratio <= MOST
        print(f"{name:24} {value:>15,} {ratio - 1:>+8.1%}  {verdict}".rstrip())
    if not within:
        print("the detectors take more instructions than benches/instructions.toml allows")
        print("hint: find out with `valgrind --tool=callgrind`; where it is meant, `make bless-instructions`")
        if budget["compiler"] != compiler():
            print(f"note: the budget was counted with {budget['compiler']}, this is {compiler()}")
    return within


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--bless", action="store_true", help="write the counts as the new budget")
    args = parser.parse_args()
    need_valgrind()
    counts = {}
    with ThreadPoolExecutor(2) as pool:
        for part in pool.map(lambda case: count(args.program, *case), CASES):
            counts |= part
    if args.bless:
        write(counts)
        print(f"written: {BUDGET}")
    elif not check(counts):
        sys.exit(1)


if __name__ == "__main__":
    main()
