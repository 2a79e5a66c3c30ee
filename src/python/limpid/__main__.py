"""The command line: the same program as the binary."""

import signal
import sys

from ._limpid import main as run


def main() -> int:
    """Runs the command line of this process; returns its exit code."""
    # Interrupts end the process at once: the run can be resumed.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(["limpid", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
