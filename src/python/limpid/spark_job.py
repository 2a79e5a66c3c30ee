"""The file to submit: ``spark-submit …/limpid/spark_job.py IN OUT``; ``python -m limpid.spark`` is the same."""

import sys
from pathlib import Path

# A script's own folder comes first on the path, and holds modules named after those of others.
sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).resolve().parent]

from limpid.spark import main  # noqa: E402

if __name__ == "__main__":
    code = main()
    if code:
        sys.exit(code)
