"""limpid against plain copies, other matchers and other tools for personal data, on the same synthetic data, in turn.

    python benches/peers/compare.py --quick                 small data, two rounds: proves that everything runs
    python benches/peers/compare.py                         the real thing: about an hour on a quiet machine
    python benches/peers/compare.py --only parquet,scan-prose
    python benches/peers/compare.py --report-only           the report again, from the figures kept

Builds limpid, installs the peers into target/peers/venv, makes the data in target/peers/data, runs every group A B A B …,
and writes docs/performance.md and docs/performance.svg (with --quick: target/peers/quick/). What cannot be
installed or does not run is reported. Linux; needs cargo and Python 3.11; ripgrep is used where it is installed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import cases
from measure import Figures, in_turn
from report import CURVES, write

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
PEERS = ROOT / "target" / "peers"
GROUPS = ["scan-records", "scan-prose", "scan-scripts", "scan-documents", "presidio-records", "presidio-prose", "parquet", "jsonl", "csv",
          "commands", "start", "memory", *(f"curve-{axis}" for axis in CURVES)]


def say(line):
    print(line, file=sys.stderr, flush=True)


def install():
    """The peers' own environment; returns what could not be installed, with the reason."""
    python = PEERS / "venv" / "bin" / "python"
    wanted = [line.strip() for line in (ROOT / "benches/peers/requirements.txt").read_text().splitlines()]
    wanted = [line for line in wanted if line and not line.startswith("#")]
    known = PEERS / "installed.json"
    if known.exists() and (state := json.loads(known.read_text()))["wanted"] == wanted:
        return python, state["failed"]
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS / "venv"], check=True)
    failed = {}
    for line in wanted:
        say(f"installing {line}")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", line]
        done = subprocess.run(pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            failed[line] = (done.stdout.strip().splitlines() or ["no reason given"])[-1]
            say(f"  not installed: {failed[line]}")
    known.write_text(json.dumps({"wanted": wanted, "failed": failed}))
    return python, failed


def build(profile):
    """limpid as users build it, then the two programs that are measured beside it."""
    cargo = ["cargo", "build", "--locked", "--profile", profile]
    for what in ([], ["-p", "limpid-detectors", "--bin", "throughput"], ["-p", "limpid-pipelines", "--bin", "copy"]):
        subprocess.run([*cargo, *what], check=True, cwd=ROOT)
    return TARGET / profile


def make(python, folder, what, done, *options):
    """Makes data unless it is there."""
    where = folder / f"large-{done}.parquet" if what == "large" else folder
    mark = folder / f"{where.stem if what == 'large' else what}.made"
    if not mark.exists() or mark.read_text() != done:
        say(f"making data: {what} {done}")
        subprocess.run([python, ROOT / "benches/peers/data.py", what, where, *options], check=True)
        mark.write_text(done)


def machine():
    """What it ran on."""
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "?")
    kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
    return {"processor": cpu, "cores": os.cpu_count(), "memory": f"{kilobytes / 1e6:.0f} GB", "system": f"Linux {os.uname().release}"}


def told(*command):
    """The first line a command says, or that it is not there."""
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip().splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "not installed"


def versions(python):
    """Of everything that runs."""
    listed = json.loads(subprocess.run([python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"],
                                       capture_output=True, text=True, check=True).stdout)
    wanted = ["pyarrow", "duckdb", "polars", "hyperscan", "datatrove", "maskops", "datafog", "datafog-core", "scrubadub",
              "presidio_analyzer", "spacy"]
    found = {package["name"].lower(): package["version"] for package in listed}
    libraries = {name: found.get(name, "not installed") for name in wanted}
    return {"limpid": told("git", "describe", "--always", "--dirty"), "rustc": told("rustc", "--version").removeprefix("rustc "),
            "ripgrep": told("rg", "--version").removeprefix("ripgrep "), "Python": told(python, "--version").removeprefix("Python "), **libraries}


def group(name, tools, args):
    kind = name.partition("-")[2]
    match name.partition("-")[0]:
        case "scan": return cases.scan(tools, kind)
        case "presidio": return cases.presidio(tools, kind)
        case "commands": return cases.commands(tools)
        case "start": return cases.start(tools)
        case "memory": return cases.memory(tools, args.memory_gb)
        case "curve": return cases.curve(tools, kind, args.curve_mb)
        case _: return cases.whole_run(tools, name)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small data and two rounds")
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="GROUP,…", help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--report-only", action="store_true", help="write the report from the figures kept")
    parser.add_argument("--rounds", type=int, help="runs of each case after the warm-up [5]")
    parser.add_argument("--rows", type=int, help="business records [300000]")
    parser.add_argument("--prose-mb", type=float, help="plain prose [13]")
    parser.add_argument("--curve-mb", type=float, help="text of a point of a curve [16]")
    parser.add_argument("--memory-gb", type=lambda text: [float(size) for size in text.split(",")], metavar="GB,…",
                        help="files whose peak memory is measured [0.25,1,4]")
    parser.add_argument("--profile", default="release", help="cargo profile: release, or dist as it ships [release]")
    parser.add_argument("--out", type=Path, help="folder of the report [docs]")
    args = parser.parse_args()
    usual = (2, 2_000, 0.2, 0.2, [0.005, 0.01], PEERS / "quick") if args.quick else (5, 300_000, 13.0, 16.0, [0.25, 1.0, 4.0], ROOT / "docs")
    for name, value in zip(["rounds", "rows", "prose_mb", "curve_mb", "memory_gb", "out"], usual):
        if getattr(args, name) is None:
            setattr(args, name, value)
    if unknown := set(args.only or []) - set(GROUPS):
        parser.error(f"no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    return args


def main():
    args = arguments()
    folder = PEERS / ("quick" if args.quick else "full")
    data, out = folder / "data", folder / "out"
    for path in (data, out, args.out):
        path.mkdir(parents=True, exist_ok=True)
    kept = folder / "figures.json"
    figures = json.loads(kept.read_text()) if kept.exists() else {}
    if not args.report_only:
        python, failed = install()
        built = build(args.profile)
        wanted = args.only or GROUPS
        make(python, data, "records", f"{args.rows}-{args.prose_mb:g}", "--rows", str(args.rows), "--prose-mb", str(args.prose_mb))
        if any(name.startswith("curve") for name in wanted):
            make(python, data, "curves", f"{args.curve_mb:g}", "--mb", str(args.curve_mb))
        for size in args.memory_gb if "memory" in wanted else []:
            make(python, data, "large", f"{size:g}", "--gb", str(size))
        tools = cases.Tools(built / "limpid", built / "throughput", built / "copy", python,
                            shutil.which("rg"), data, out, 1 / 30 if args.quick else 1.0)
        figures |= {"machine": machine(), "versions": versions(python), "not installed": failed, "quick": args.quick}
        for name in wanted:
            say(f"{name}:")
            rounds = 1 if name == "memory" else args.rounds
            measured = in_turn(group(name, tools, args), rounds, say, warm_up=name != "memory")
            figures[name] = {"day": str(date.today()), "limpid": figures["versions"]["limpid"], "profile": args.profile,
                             "rounds": rounds, "load": os.getloadavg()[0], "figures": [asdict(one) for one in measured]}
            kept.write_text(json.dumps(figures, indent=1))
    groups = {name: [Figures(**one) for one in figures[name]["figures"]] for name in GROUPS if name in figures}
    print(write(args.out, figures, groups))
    say(f"written: {args.out / 'performance.md'}")


if __name__ == "__main__":
    main()
