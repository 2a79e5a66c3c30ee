"""DuckDB | limpid | pyarrow, three programs and two pipes. Usage: check_pipes.py LIMPID"""

import subprocess
import sys

ROWS = 30_000
WRITE = f"""
import sys, duckdb, pyarrow as pa
rows = "select i as n, 'write to person' || i || '@example.com' as note from range({ROWS}) t(i) order by i"
reader = duckdb.sql(rows).to_arrow_reader(2048)
with pa.ipc.new_stream(sys.stdout.buffer, reader.schema) as writer:
    for batch in reader:
        writer.write_batch(batch)
"""
READ = f"""
import sys, pyarrow as pa
table = pa.ipc.open_stream(sys.stdin.buffer).read_all()
assert table["n"].to_pylist() == list(range({ROWS})), table.num_rows
notes = set(table["note"].to_pylist())
assert notes == {{"write to <EMAIL_ADDRESS>"}}, len(notes)
"""
# Reads the schema and goes away.
LEAVE = "import sys, pyarrow as pa; pa.ipc.open_stream(sys.stdin.buffer).schema"


def pipe(limpid: str, reader: str) -> list[int]:
    python = [sys.executable, "-c"]
    first = subprocess.Popen([*python, WRITE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    run = [limpid, "--quiet", "run", "-", "--from", "arrows", "-o", "-", "--policy", "share"]
    second = subprocess.Popen(run, stdin=first.stdout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    third = subprocess.Popen([*python, reader], stdin=second.stdout)
    # Only the programs may hold the ends of their pipes.
    first.stdout.close()
    second.stdout.close()
    return [process.wait(timeout=120) for process in (third, second, first)]


codes = pipe(sys.argv[1], READ)
assert codes == [0, 0, 0], codes
third, second, _ = pipe(sys.argv[1], LEAVE)
assert (third, second) == (0, 3), (third, second)
print(f"{ROWS} rows through DuckDB, limpid and pyarrow; a reader that goes away ends limpid with 3")
