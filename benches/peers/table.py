"""A plain copy of a table by pyarrow, DuckDB or polars on one thread: `table.py TOOL INPUT OUTPUT`.

Prints `{"setup": SECONDS}`: the processor time of the imports, which the caller takes off.
"""

import json
import sys
import time

tool, source, target = sys.argv[1:4]
kind = source.rsplit(".", 1)[1]

if tool == "pyarrow":
    import pyarrow as pa
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    import pyarrow.csv as csv
    import pyarrow.parquet as pq
    setup = time.process_time()
    if kind == "parquet":
        with pq.ParquetFile(source) as file, pq.ParquetWriter(target, file.schema_arrow, compression="zstd",
                                                              compression_level=3) as writer:
            for batch in file.iter_batches(batch_size=65_536, use_threads=False):
                writer.write_batch(batch)
    elif kind == "csv":
        with csv.open_csv(source, read_options=csv.ReadOptions(use_threads=False)) as reader:
            with csv.CSVWriter(target, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)
    else:
        sys.exit("pyarrow writes no JSON lines")
elif tool == "DuckDB":
    import duckdb
    setup = time.process_time()
    database = duckdb.connect()
    database.execute("SET threads = 1; SET preserve_insertion_order = true")
    options = {"parquet": "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3", "csv": "FORMAT csv, HEADER",
               "jsonl": "FORMAT json"}[kind]
    reader = {"parquet": "read_parquet", "csv": "read_csv", "jsonl": "read_json"}[kind]
    database.execute(f"COPY (SELECT * FROM {reader}('{source}')) TO '{target}' ({options})")
else:
    import polars as pl
    setup = time.process_time()
    lazy = {"parquet": pl.scan_parquet, "csv": pl.scan_csv, "jsonl": pl.scan_ndjson}[kind](source)
    if kind == "parquet":
        lazy.sink_parquet(target, compression="zstd", compression_level=3)
    elif kind == "csv":
        lazy.sink_csv(target)
    else:
        lazy.sink_ndjson(target)
print(json.dumps({"setup": setup}))
