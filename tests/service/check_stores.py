"""limpid with the feature `cloud`, in and out of object stores: moto for S3, Azurite for Azure. Nothing leaves this machine.

No server that speaks Google's dialect well enough runs here: gs:// goes through the same code, and is not tested.
Usage: check_stores.py LIMPID MOTO_SERVER AZURITE_BLOB
"""

import base64
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time

import boto3
import pyarrow as pa
import pyarrow.parquet as pq

LIMPID, MOTO, AZURITE = (os.path.abspath(program) for program in sys.argv[1:])
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff"
ACCOUNT = "limpidtest"
ROWS = 10_000
# More than a part of an upload holds, and numbers cost nothing to search.
NUMBERS = 110


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(command: list[str], port: int, folder: pathlib.Path, env: dict[str, str] | None = None) -> subprocess.Popen:
    """A server that answers; its messages, where it does not come up."""
    log = folder / "server.log"
    with log.open("w") as told:
        server = subprocess.Popen(command, stdout=told, stderr=told, env=env, cwd=folder)
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 0.1).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


def samples(folder: pathlib.Path) -> None:
    (folder / "deep").mkdir(parents=True)
    notes = [f"write to person{row}@example.com, or call (212) 555-01{row % 100:02}" for row in range(ROWS)]
    draw = random.Random(7)
    numbers = {f"weight {index}": [draw.random() for _ in range(ROWS)] for index in range(NUMBERS)}
    table = pa.table({"n": list(range(ROWS)), "note": notes[:500] + [None] * (ROWS - 500), **numbers})
    pq.write_table(table, folder / "big.parquet", row_group_size=3_000)
    (folder / "deep/chats.jsonl").write_text("".join('{"note": "%s"}\n' % note for note in notes[:500]))
    (folder / "deep/rows.csv").write_text("n,note\n" + "".join(f'{n},"{note}"\n' for n, note in enumerate(notes[:500])))
    (folder / "note.md").write_text("write to lead@example.org\n")
    (folder / "_hidden.csv").write_text("n\n1\n")


def limpid(*args: str, env: dict[str, str], code: int = 0) -> str:
    whole = {"PATH": os.environ["PATH"], "LIMPID_KEY": KEY, **env}
    done = subprocess.run([LIMPID, *args], env=whole, capture_output=True, text=True, timeout=300)
    assert done.returncode == code, f"{args}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    assert "person1@" not in done.stdout + done.stderr
    return done.stdout + done.stderr


def data_files(folder: pathlib.Path) -> dict[str, bytes]:
    names = sorted(path for path in folder.rglob("*") if path.is_file() and "_limpid" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in names}


class S3:
    """moto, over plain HTTP."""

    name, url = "s3", "s3://data"

    def __init__(self, folder: pathlib.Path):
        port = free_port()
        self.server = serve([MOTO, "-H", "127.0.0.1", "-p", str(port)], port, folder)
        self.env = {
            "AWS_ENDPOINT": f"http://127.0.0.1:{port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
        }
        self.missing = "s3://missing/in"
        names = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        self.client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", **names)
        self.client.create_bucket(Bucket="data")

    def put(self, key: str, body: bytes) -> None:
        self.client.put_object(Bucket="data", Key=key, Body=body)

    def get(self, prefix: str, folder: pathlib.Path) -> None:
        for found in self.client.list_objects_v2(Bucket="data", Prefix=prefix + "/")["Contents"]:
            path = folder / found["Key"].removeprefix(prefix + "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.client.get_object(Bucket="data", Key=found["Key"])["Body"].read())


class Azure:
    """Azurite; its SDK puts and gets."""

    name, url = "azure", "az://data"

    def __init__(self, folder: pathlib.Path):
        from azure.storage.blob import BlobServiceClient

        port = free_port()
        options = ["--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"]
        command = [AZURITE, "--blobHost", "127.0.0.1", "--blobPort", str(port), *options]
        key = base64.b64encode(os.urandom(64)).decode()
        accounts = {**os.environ, "AZURITE_ACCOUNTS": f"{ACCOUNT}:{key}"}
        self.server = serve(command, port, folder, accounts)
        endpoint = f"http://127.0.0.1:{port}/{ACCOUNT}"
        client = BlobServiceClient(endpoint, {"account_name": ACCOUNT, "account_key": key})
        self.container = client.create_container("data")
        self.env = {
            "AZURE_STORAGE_ACCOUNT_NAME": ACCOUNT,
            "AZURE_STORAGE_ACCOUNT_KEY": key,
            "AZURE_STORAGE_ENDPOINT": endpoint,
            "AZURE_ALLOW_HTTP": "true",
        }
        self.missing = "az://missing/in"

    def put(self, key: str, body: bytes) -> None:
        self.container.upload_blob(key, body)

    def get(self, prefix: str, folder: pathlib.Path) -> None:
        for blob in self.container.list_blobs(prefix + "/"):
            path = folder / blob.name.removeprefix(prefix + "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.container.download_blob(blob.name).readall())


def check(store, folder: pathlib.Path, local: dict[str, bytes]) -> None:
    source = folder / "in"
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        store.put(f"in/{path.relative_to(source)}", path.read_bytes())
    limpid("run", f"{store.url}/in", "-o", f"{store.url}/out", env=store.env)
    out = folder / f"{store.name}-out"
    store.get("out", out)
    assert data_files(out) == local, "the same bytes as from folder to folder"
    # One object; another place that is taken; one that is inside; one that is not there.
    limpid("run", f"{store.url}/in/note.md", "-o", str(folder / f"{store.name}-one"), env=store.env)
    assert (folder / f"{store.name}-one/note.md").read_bytes() == local["note.md"]
    told = limpid("run", f"{store.url}/in", "-o", f"{store.url}/out", env=store.env, code=2)
    assert "not empty" in told, told
    limpid("run", f"{store.url}/in", "-o", f"{store.url}/in/out", env=store.env, code=2)
    limpid("run", f"{store.url}/nothing", "-o", str(folder / "no"), env=store.env, code=3)
    told = limpid("run", store.missing, "-o", str(folder / "no"), env=store.env, code=3)
    assert "hint" not in told or "repair" not in told, told
    assert "EMAIL_ADDRESS" in limpid("scan", f"{store.url}/in/deep", env=store.env)
    left = [name for name in os.listdir(tempfile.gettempdir()) if name.startswith("limpid-")]
    assert not left, left
    print(f"{store.name}: in and out, {ROWS} rows, the same bytes as from folder to folder")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.environ["TMPDIR"] = tempfile.tempdir = name
        samples(folder / "in")
        limpid("run", str(folder / "in"), "-o", str(folder / "local"), env={})
        local = data_files(folder / "local")
        assert len(local) == 4
        for kind in (S3, Azure):
            store = kind(folder)
            try:
                store.env["TMPDIR"] = name
                check(store, folder, local)
            finally:
                store.server.terminate()
                store.server.wait()


main()
