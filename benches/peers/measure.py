"""Runs commands in turn and reads what the kernel says they used. Standard library only.

Memory of a child counts from its fork, so this process must stay small: data is made and read by children alone.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "LANG")},
    "LIMPID_KEY": bytes(range(32)).hex(),
    "OMP_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "DATAFOG_NO_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
}


@dataclass
class Case:
    """One command of a group. `bytes`: what it works on, unless it prints that itself; `output`: removed before each run;
    `ends`: exit codes that are no failure."""

    name: str
    command: list[str]
    bytes: int = 0
    stdin: Path | None = None
    output: Path | None = None
    ends: tuple[int, ...] = (0,)


@dataclass
class Figures:
    """What the runs of a case used, a value a run: seconds of the processor without set-up, of the clock, bytes of memory."""

    name: str
    bytes: int = 0
    findings: int | None = None
    failed: str = ""
    work: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


class Failed(Exception):
    """A command did not end well; the text is its last line."""


def once(case, figures):
    """Runs the case and adds what it used."""
    if case.output:
        shutil.rmtree(case.output) if case.output.is_dir() else case.output.unlink(missing_ok=True)
    stdin = open(case.stdin, "rb") if case.stdin else subprocess.DEVNULL
    errors = tempfile.TemporaryFile()
    started = time.perf_counter()
    try:
        child = subprocess.Popen(case.command, stdin=stdin, stdout=subprocess.PIPE, stderr=errors, env=ENVIRONMENT)
    except OSError as error:
        raise Failed(f"cannot be started: {error.strerror}") from error
    head = child.stdout.read(1)
    first = time.perf_counter() - started
    last = head
    while part := child.stdout.read(1 << 16):
        last = (last + part)[-4096:]
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in case.ends:
        errors.seek(0)
        lines = errors.read().decode("utf-8", "replace").strip().splitlines()
        raise Failed(f"exit code {child.returncode}: {lines[-1] if lines else 'nothing said'}")
    told = {}
    lines = last.splitlines()
    if lines and lines[-1].startswith(b'{"setup"'):
        told = json.loads(lines[-1])
    total = usage.ru_utime + usage.ru_stime
    figures.total.append(total)
    # Leaving is no work either: some libraries take long to be torn down.
    figures.work.append(max(told.get("done", total) - told.get("setup", 0.0), 1e-6))
    figures.wall.append(wall)
    figures.first.append(first)
    figures.memory.append(usage.ru_maxrss * 1024)
    figures.bytes = told.get("bytes", case.bytes)
    figures.findings = told.get("findings", figures.findings)


def in_turn(cases, rounds, say, warm_up=True):
    """A warm-up of each case, then A B A B …; a case that fails is reported and left out."""
    results = {case.name: Figures(case.name) for case in cases}
    alive = list(cases)
    for number in range(0 if warm_up else 1, rounds + 1):
        for case in list(alive):
            figures = results[case.name]
            try:
                once(case, Figures(case.name) if number == 0 else figures)
            except Failed as error:
                figures.failed = str(error)
                alive.remove(case)
                say(f"  {case.name}: {error}")
                continue
            if number:
                say(f"  {number}/{rounds} {case.name}: {figures.work[-1]:.3f} s, {figures.memory[-1] / 1e6:.0f} MB")
    for case in cases:
        if case.output:
            shutil.rmtree(case.output) if case.output.is_dir() else case.output.unlink(missing_ok=True)
    return list(results.values())


def middle(values):
    """The median; 0 of nothing."""
    return median(values) if values else 0.0
