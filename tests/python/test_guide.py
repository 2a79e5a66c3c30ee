"""The code of docs/guide runs, and prints what the pages say."""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

ALL = sorted((ROOT / "docs/guide").glob("*.md"))
# The service's page leaves a service running: tests/service/check_guide.py runs it.
PAGES = [page for page in ALL if page.stem != "service"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run_shell(code):
    """A block of shell, with the package's own `limpid` first on the path."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    words = ["bash", "-euo", "pipefail", "-c", code]
    run = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert run.returncode == 0, f"{code}\n{run.stdout}{run.stderr}"
    return run.stdout


def run_python(code, names):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "guide", "exec"), names)
    return out.getvalue()


def run_page(page):
    """Runs the blocks of a page in their order, and compares what they print; returns how many ran."""
    names, printed, ran = {"__name__": "guide"}, None, 0
    for language, code in BLOCK.findall(page.read_text()):
        if language == "text":
            assert printed == code, f"{code}is not what was printed:\n{printed}"
        elif language == "sh":
            printed, ran = run_shell(code), ran + 1
        else:
            assert language == "python", language
            printed, ran = run_python(code, names), ran + 1
    return ran


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs(page, tmp_path):
    shutil.copytree(ROOT / "examples/data", tmp_path / "data")
    # A process for each: engines keep the folder they were started in.
    words = [sys.executable, __file__, str(page)]
    run = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr[-3000:]
    assert int(run.stdout.split()[-1]) > 0 or page.stem == "README"


def test_every_page_is_listed():
    listed = re.findall(r"\]\((\w+\.md)\)", (ROOT / "docs/guide/README.md").read_text())
    assert sorted(listed) == sorted(page.name for page in ALL if page.stem != "README")


if __name__ == "__main__":
    print(run_page(Path(sys.argv[1])))
