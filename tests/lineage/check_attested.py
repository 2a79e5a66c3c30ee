#!/usr/bin/env python3
"""Reads what limpid attests with other people's parsers. Offline.

    check_attested.py CROISSANT.json STATEMENT.intoto.jsonl PUBLIC.pem

mlcroissant validates the data set card; in-toto-attestation parses the statement and its test-result predicate strictly;
securesystemslib verifies the envelope. Each must also refuse a damaged copy.
"""

import base64
import copy
import json
import sys
import tempfile
from pathlib import Path

import mlcroissant
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey


def refuses(check, *arguments):
    try:
        check(*arguments)
    except Exception:  # whatever a parser says, it refuses
        return
    raise SystemExit(f"{check.__name__} accepts a damaged copy")


def card(document):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "croissant.json"
        path.write_text(json.dumps(document))
        dataset = mlcroissant.Dataset(jsonld=str(path))
    issues = dataset.metadata.issues if hasattr(dataset.metadata, "issues") else None
    if issues is not None and list(issues.errors):
        raise ValueError(list(issues.errors))
    return dataset


def rows(path, document):
    """Reads every file through the card alone, as somebody who got the folder would."""
    dataset = mlcroissant.Dataset(jsonld=str(path))
    return {records["@id"]: list(dataset.records(records["@id"])) for records in document["recordSet"]}


def statement(payload):
    parsed = json_format.Parse(payload, statement_pb2.Statement())
    Statement.copy_from_pb(parsed).validate()
    predicate = json.loads(payload)["predicate"]
    return json_format.ParseDict(predicate, test_result_pb2.TestResult())


def envelope(text, pem):
    key = SSlibKey.from_crypto(load_pem_public_key(pem))
    Envelope.from_dict(json.loads(text)).verify([key], 1)


def main():
    croissant, attested, public = map(Path, sys.argv[1:])
    document = json.loads(croissant.read_text())
    dataset = card(document)
    assert len(dataset.metadata.distribution) == len(document["distribution"]), "files are missing"
    assert len(dataset.metadata.record_sets) == len(document["recordSet"]), "record sets are missing"
    # Every file whose columns have names can be read by the card: as many rows as the description says.
    fields = [field for records in document["recordSet"] for field in records["field"]]
    assert fields, "no field is named"
    read = rows(croissant, document)
    assert all(read.values()), "a file has no rows"
    assert f"{sum(map(len, read.values()))} rows" in document["description"], "rows are missing"
    damaged = copy.deepcopy(document)
    damaged["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "nowhere.csv"
    refuses(card, damaged)
    damaged = copy.deepcopy(document)
    damaged["@type"] = "sc:Person"
    refuses(card, damaged)
    damaged = copy.deepcopy(document)
    del damaged["distribution"][0]["contentUrl"]
    refuses(card, damaged)
    text = attested.read_text()
    payload = base64.b64decode(json.loads(text)["payload"])
    result = statement(payload)
    assert result.result in ("PASSED", "WARNED", "FAILED"), result.result
    assert result.passed_tests, "no check is named"
    refuses(statement, payload.replace(b'"passedTests"', b'"passed_checks"'))
    envelope(text, public.read_bytes())
    signed = json.loads(text)
    signed["payload"] = base64.b64encode(payload.replace(b"PASSED", b"FAILED").replace(b"WARNED", b"PASSED")).decode()
    refuses(envelope, json.dumps(signed), public.read_bytes())
    print(f"croissant.json: {len(document['distribution'])} files, {len(fields)} fields; statement: {result.result}, {len(result.passed_tests)} checks passed")


if __name__ == "__main__":
    main()
