#!/usr/bin/env python3
"""Erases 1,000 people from 10 million rows in 100 files, and checks that only the files they stand in change.

Usage: forget.py LIMPID FOLDER [--rows N] [--files N] [--people N]

The people stand in one file out of four, so most files must stay as they are, to the byte. Prints user and system
seconds and the peak resident size of each command; wall time says nothing on a machine that others use.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
from pathlib import Path

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff"


def run(label, limpid, *arguments, code=0):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([limpid, *map(str, arguments)], env={**os.environ, "LIMPID_KEY": KEY}, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    print(f"{label:<8} {seconds:8.1f} CPU s   peak so far {after.ru_maxrss / 1024:6.0f} MiB")
    if done.returncode != code:
        raise SystemExit(f"{label}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


def digests(folder):
    return {path.name: hashlib.blake2b(path.read_bytes()).digest() for path in sorted(folder.glob("*.csv"))}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("limpid")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--people", type=int, default=1_000)
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    data, out = options.folder / "data", options.folder / "out"
    data.mkdir(parents=True)
    each = options.rows // options.files
    for file in range(options.files):
        with open(data / f"part-{file:03}.csv", "w") as part:
            part.write("email,amount\n")
            first = file * each
            part.writelines(f"u{row}@example.com,{row * 7919 % 1000}\n" for row in range(first, first + each))
    # People of every fourth file.
    files = range(0, options.files, 4)
    gone = [f"u{file * each + number * 37 % each}@example.com" for number in range(options.people) for file in [files[number % len(files)]]]
    gone = sorted(set(gone))
    (options.folder / "gone.csv").write_text("email\n" + "\n".join(gone) + "\n")
    run("run", options.limpid, "run", data, "-o", out, "-q")
    before = digests(out)
    listed = options.folder / "gone.csv"
    found = run("locate", options.limpid, "locate", out, "--subjects", listed, "--json", code=1)
    places = json.loads(found.stdout)
    done = json.loads(run("forget", options.limpid, "forget", out, "--subjects", listed, "--json").stdout)
    after = digests(out)
    changed = [name for name in before if before[name] != after[name]]
    expected = [f"part-{file:03}.csv" for file in files]
    print(f"{len(gone)} people, {len(places['places'])} places, {done['rows']} rows erased, {done['files']} of {done['of_files']} files rewritten")
    assert changed == expected, "other files changed than those the people stood in"
    assert done["rows"] == len(gone) and done["left"] == 0
    text = run("locate", options.limpid, "locate", out, "--subjects", listed, "--json")
    assert json.loads(text.stdout)["places"] == []
    verified = run("verify", options.limpid, "verify", out)
    print("\n".join(line for line in verified.stdout.splitlines() if "erasures" in line or "rows " in line))
    print("only the files they stood in changed; the index shows 0 left; verified")


if __name__ == "__main__":
    main()
