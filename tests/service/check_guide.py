"""Runs what docs/guide/service.md shows, in order, and compares what it prints.

Blocks of `sh` run in one shell, and a block of `text` after one is what it prints, to the letter; blocks of `python` run while
the service does. Usage: check_guide.py LIMPID
"""

import pathlib
import re
import socket
import subprocess
import sys
import tempfile

GUIDE = pathlib.Path(__file__).parents[2] / "docs/guide/service.md"
END = "----- end of block -----"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    limpid = pathlib.Path(sys.argv[1]).resolve()
    port = str(free_port())
    text = GUIDE.read_text().replace("limpid serve --key-file", f"limpid serve --quiet --listen 127.0.0.1:{port} --key-file")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text.replace("5002", port), re.M | re.S)
    script, expected, python = ["set -euo pipefail"], [], 0
    for kind, code in blocks:
        if kind == "sh":
            script += [code, f"echo; echo '{END}'"]
            expected.append("")
        elif kind == "python":
            script.append(f"{sys.executable} - <<'PYTHON'\n{code}\nPYTHON\n")
            python += 1
        elif kind == "text":
            expected[-1] = code.strip()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": f"{limpid.parent}:/usr/bin:/bin", "HOME": folder}
        done = subprocess.run(
            ["bash", "-c", "\n".join(script)], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
        )
    assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}{done.stderr}"
    printed = [part.strip() for part in done.stdout.split(END)][:-1]
    assert len(printed) == len(expected) >= 7 and python, (len(printed), len(expected))
    for got, wanted in zip(printed, expected):
        got = "\n".join(line for line in got.splitlines() if not line.startswith("listening on"))
        assert got.strip() == wanted, f"the guide says:\n{wanted}\nlimpid prints:\n{got}"
    print(f"{len(expected)} shell blocks and {python} of Python do what docs/guide/service.md says")


main()
