#!/usr/bin/env python3
"""Checks what limpid wrote beside a data set with other people's implementations. Offline.

    check_lineage.py FOLDER [--schemas DIR] [--manifest-schema FILE] [--key PUB.pem]
    check_lineage.py FOLDER --self-test      the same checks must refuse tampered copies

in-toto-attestation parses the statement, securesystemslib verifies the envelope, jsonschema and the OpenLineage
client read the events. DIR holds OpenLineage.json and facets/*.json as OpenLineage publishes them
(or LIMPID_OPENLINEAGE_SCHEMAS; or ../shared/data/openlineage beside the repository). What is not there is
skipped and said so. Exit status 1 when a check failed. Nothing here shares code with limpid.
"""

import argparse
import base64
import copy
import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path, PurePosixPath

import blake3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey

sys.dont_write_bytecode = True  # leave nothing in the checkout
import openlineage_client  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OWN_FACET = "limpid_protection"


class Refused(Exception):
    """A document is not as it must be."""


def ensure(condition, message):
    if not condition:
        raise Refused(message)


def load_json(data):
    """JSON in which no field comes twice: readers differ on which one counts."""

    def unique(pairs):
        ensure(len({name for name, _ in pairs}) == len(pairs), "a field comes twice")
        return dict(pairs)

    return json.loads(data, object_pairs_hook=unique)


def read_lines(path, count):
    text = path.read_bytes()
    lines = text.split(b"\n")
    ensure(lines.pop() == b"", "the last line has no end")
    ensure(len(lines) == count, f"{len(lines)} lines where there should be {count}")
    return [load_json(line) for line in lines]


# --- envelope and statement -------------------------------------------------------------------------------------


def read_key(path):
    # No key id is given: securesystemslib's own must be the one in the signature.
    return SSlibKey.from_crypto(load_pem_public_key(path.read_bytes()))


def check_envelope(envelope, key):
    ensure(envelope["payloadType"] == "application/vnd.in-toto+json", "payload type")
    verified = Envelope.from_dict(copy.deepcopy(envelope))
    verified.verify([key], 1)
    return verified.payload


def check_statement(payload):
    # Parse is strict: a field the protobuf definition does not have is an error.
    statement = Statement.copy_from_pb(json_format.Parse(payload, statement_pb2.Statement()))
    statement.validate()
    whole = load_json(payload)
    ensure(whole["predicateType"] == "https://slsa.dev/provenance/v1", "predicate type")
    json_format.Parse(json.dumps(whole["predicate"]), provenance_pb2.Provenance())
    # Required by SLSA, optional to protobuf.
    ensure(whole["predicate"]["buildDefinition"]["buildType"], "no build type")
    ensure(whole["predicate"]["runDetails"]["builder"]["id"], "no builder id")
    ensure(whole["predicate"]["buildDefinition"]["externalParameters"], "no external parameters")
    return whole


def check_descriptors(folder, descriptors):
    """Every file that the statement says was written is there, with both digests."""
    ensure(descriptors, "no files")
    for descriptor in descriptors:
        name = descriptor["name"]
        parts = PurePosixPath(name).parts
        ensure(not name.startswith("/") and ".." not in parts, f"{name!r} leads out of the folder")
        data = (folder / name).read_bytes()
        ensure(descriptor["digest"]["sha256"] == hashlib.sha256(data).hexdigest(), f"sha256 of {name!r}")
        ensure(descriptor["annotations"]["limpid_blake3"] == blake3.blake3(data).hexdigest(), f"blake3 of {name!r}")


def check_subjects(folder, statement):
    check_descriptors(folder, statement["subject"])
    named = {subject["name"] for subject in statement["subject"]}
    ensure("_limpid/manifest.json" in named, "the manifest is not a subject")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    unlisted = sorted(name for name in found - named if not name.startswith("_limpid/"))
    ensure(not unlisted, f"{len(unlisted)} files beside the subjects, the first is {unlisted[:1]}")


# --- manifest ---------------------------------------------------------------------------------------------------


def check_manifest_schema(manifest, schema):
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(manifest)


def check_manifest(manifest, statement):
    """The manifest and the statement tell the same story."""
    details = statement["predicate"]["runDetails"]
    definition = statement["predicate"]["buildDefinition"]

    def files(records):
        return [(record["name"], record["sha256"], record["blake3"]) for record in records]

    def descriptors(records):
        return [(r["name"], r["digest"]["sha256"], r["annotations"]["limpid_blake3"]) for r in records]

    ensure(details["metadata"]["invocationId"] == manifest["run_id"], "run id")
    ensure(details["metadata"]["startedOn"] == manifest["started"], "start time")
    ensure(details["metadata"]["finishedOn"] == manifest["finished"], "end time")
    ensure(descriptors(definition["resolvedDependencies"]) == files(manifest["inputs"]), "inputs")
    subjects = [subject for subject in statement["subject"] if subject["name"] != "_limpid/manifest.json"]
    ensure(descriptors(subjects) == files(manifest["outputs"]), "outputs")
    side = [(f"_limpid/{name}", sha256, b3) for name, sha256, b3 in files(manifest["side_files"])]
    ensure(descriptors(details["byproducts"]) == side, "side files")
    ensure(f"_limpid/{manifest['plan']['file']}" in {name for name, _, _ in side}, "the plan is not a side file")
    rows = manifest["rows"]
    dropped = sum(reason["count"] for reason in rows["dropped"])
    ensure(rows["read"] == rows["written"] + dropped + rows["quarantined"], "rows are missing")
    ensure(rows["written"] == sum(output["rows"] for output in manifest["outputs"]), "rows of the outputs")


# --- OpenLineage ------------------------------------------------------------------------------------------------


def facets_of(event):
    yield from event["run"].get("facets", {}).items()
    yield from event["job"].get("facets", {}).items()
    for dataset in event["inputs"] + event["outputs"]:
        for group in ("facets", "inputFacets", "outputFacets"):
            yield from dataset.get(group, {}).items()


def load_schemas(folder):
    own = HERE / f"{OWN_FACET}.schema.json"
    paths = [folder / "OpenLineage.json", *sorted((folder / "facets").glob("*.json")), own]
    schemas = [json.loads(path.read_bytes()) for path in paths]
    return Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas)


def validate(registry, url, instance):
    """Validates by the schema's own URL; one we do not have is an error, never a look on the network."""
    checker = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator({"$ref": url}, registry=registry, format_checker=checker).validate(instance)


def check_event(event, registry):
    ensure(event["schemaURL"] == "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent", "schemaURL")
    validate(registry, event["schemaURL"].split("#")[0], event)
    validate(registry, event["schemaURL"], event)
    # The core schema is open and takes any facet: each must also fit the schema that it names.
    for name, facet in facets_of(event):
        base = facet["_schemaURL"].split("#")[0]
        validate(registry, facet["_schemaURL"], facet)
        ensure(name in registry.contents(base)["properties"], f"{name} is not what {base} calls the facet")


def check_run(events, manifest):
    kinds = [event["eventType"] for event in events]
    ensure(kinds == ["START", "COMPLETE" if manifest["complete"] else "FAIL"], f"events {kinds}")
    ensure({event["run"]["runId"] for event in events} == {manifest["run_id"]}, "run id")
    times = [event["eventTime"] for event in events]
    ensure(times == [manifest["started"], manifest["finished"]], "times")
    last = events[-1]
    for side, statistics in (("input", "inputStatistics"), ("output", "outputStatistics")):
        found = [
            (data["name"], data[f"{side}Facets"][statistics]["rowCount"], data[f"{side}Facets"][statistics]["size"])
            for data in last[f"{side}s"]
        ]
        ensure(found == [(r["name"], r["rows"], r["bytes"]) for r in manifest[f"{side}s"]], f"{side}s")
    for data, record in zip(last["outputs"], manifest["outputs"], strict=True):
        masked = {
            path: field["inputFields"][0]["transformations"][0]["masking"]
            for path, field in data["facets"]["columnLineage"]["fields"].items()
        }
        kept = {c["path"]: c["masking"] for c in record["columns"] if c["action"] != "drop"}
        ensure(masked == kept, "columnLineage")


# --- running the checks -----------------------------------------------------------------------------------------


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def run(self, name, check, *arguments):
        try:
            result = check(*arguments)
        except Exception as error:  # noqa: BLE001 - any exception of any library is a refusal
            self.failed += 1
            print(f"FAIL  {name}: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
            return None
        self.passed += 1
        print(f"ok    {name}")
        return True if result is None else result

    def refuses(self, name, check, *arguments):
        try:
            check(*arguments)
        except Exception as error:  # noqa: BLE001
            self.passed += 1
            print(f"ok    refused: {name} ({type(error).__name__})")
        else:
            self.failed += 1
            print(f"FAIL  accepted: {name}")

    def skip(self, name, why):
        self.skipped += 1
        print(f"skip  {name}: {why}")

    def close(self):
        if self.skipped:
            print(f"{self.skipped} skipped")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def check_folder(folder, options, tally):
    side = folder / "_limpid"
    key = tally.run("public key", read_key, options.key or side / "limpid.pub")
    envelopes = tally.run("provenance is one line", read_lines, side / "provenance.intoto.jsonl", 1)
    if not key or not envelopes:
        return
    payload = tally.run("DSSE envelope (securesystemslib)", check_envelope, envelopes[0], key)
    statement = payload and tally.run("in-toto statement, SLSA provenance (in-toto-attestation)",
                                      check_statement, payload)
    manifest = tally.run("manifest is JSON", lambda: load_json((side / "manifest.json").read_bytes()))
    if not statement or not manifest:
        return
    tally.run("subjects have the digests of the files", check_subjects, folder, statement)
    tally.run("byproducts too", check_descriptors, folder, statement["predicate"]["runDetails"]["byproducts"])
    tally.run("manifest agrees with the statement", check_manifest, manifest, statement)
    if options.manifest_schema:
        schema = json.loads(options.manifest_schema.read_bytes())
        tally.run("manifest fits its schema (jsonschema)", check_manifest_schema, manifest, schema)
    else:
        tally.skip("manifest fits its schema", "no docs/manifest.schema.json; give --manifest-schema")
    events = tally.run("OpenLineage has two lines", read_lines, side / "openlineage.ndjson", 2)
    if not events:
        return
    tally.run("OpenLineage events tell of this run", check_run, events, manifest)
    registry = options.schemas and load_schemas(options.schemas)
    for event in events:
        kind = event["eventType"]
        tally.run(f"OpenLineage {kind} (openlineage-python)", openlineage_client.check, event, OWN_FACET)
        if registry:
            tally.run(f"OpenLineage {kind} and its facets (jsonschema)", check_event, event, registry)
        else:
            tally.skip(f"OpenLineage {kind} by schema", "no OpenLineage schemas; give --schemas")


def self_test(folder, options, tally):
    """Each kind of damage must be refused by the check that is there for it."""
    side = folder / "_limpid"
    key = read_key(options.key or side / "limpid.pub")
    envelope = read_lines(side / "provenance.intoto.jsonl", 1)[0]
    statement = load_json(check_envelope(envelope, key))
    manifest = load_json((side / "manifest.json").read_bytes())
    events = read_lines(side / "openlineage.ndjson", 2)

    def changed(document, change):
        document = copy.deepcopy(document)
        change(document)
        return document

    def flip(field, document):
        data = bytearray(base64.b64decode(document[field]))
        data[len(data) // 2] ^= 1
        document[field] = base64.b64encode(data).decode()

    other = SSlibKey.from_crypto(Ed25519PrivateKey.generate().public_key(), keyid=key.keyid)
    for name, damaged, by in [
        ("a flipped bit in the payload", changed(envelope, lambda e: flip("payload", e)), key),
        ("a flipped bit in the signature", changed(envelope, lambda e: flip("sig", e["signatures"][0])), key),
        ("another key id", changed(envelope, lambda e: e["signatures"][0].update(keyid="0" * 64)), key),
        ("no signature", changed(envelope, lambda e: e.update(signatures=[])), key),
        ("another payload type", changed(envelope, lambda e: e.update(payloadType="text/plain")), key),
        ("another key", envelope, other),
    ]:
        tally.refuses(f"envelope with {name}", check_envelope, damaged, by)

    def predicate(*path):
        def find(document):
            document = document["predicate"]
            for name in path:
                document = document[name]
            return document
        return find

    metadata = predicate("runDetails", "metadata")
    for name, change in [
        ("a subject without digest", lambda s: s["subject"][0].pop("digest")),
        ("no subject", lambda s: s.update(subject=[])),
        ("another _type", lambda s: s.update(_type="https://in-toto.io/Statement/v0.1")),
        ("a field of our own", lambda s: s.update(limpid_note="x")),
        ("a field of our own in a subject", lambda s: s["subject"][0].update(limpid_blake3="x")),
        ("a field of our own in the predicate", lambda s: metadata(s).update(limpid_note="x")),
        ("a start time in words", lambda s: metadata(s).update(startedOn="yesterday")),
        ("a start time without zone", lambda s: metadata(s).update(startedOn="2026-11-20T10:00:00")),
    ]:
        damaged = json.dumps(changed(statement, change)).encode()
        tally.refuses(f"statement with {name}", check_statement, damaged)

    first = statement["subject"][0]["name"]
    for name, change in [
        ("a changed byte in an output", lambda root: append(root / first)),
        ("an output missing", lambda root: (root / first).unlink()),
        ("a changed byte in the manifest", lambda root: append(root / "_limpid/manifest.json")),
        ("a file more", lambda root: append(root / "more.csv")),
    ]:
        with tempfile.TemporaryDirectory() as scratch:
            copied = Path(scratch) / "copy"
            shutil.copytree(folder, copied)
            change(copied)
            tally.refuses(f"folder with {name}", check_subjects, copied, statement)
    lost = changed(manifest, lambda m: m["rows"].update(read=m["rows"]["read"] + 1))
    tally.refuses("manifest with a row lost", check_manifest, lost, statement)
    if options.manifest_schema:
        schema = json.loads(options.manifest_schema.read_bytes())
        for name, change in [
            ("an unknown field", lambda m: m.update(note="x")),
            ("another version", lambda m: m.update(version="2")),
            ("no outputs", lambda m: m.pop("outputs")),
            ("a digest cut short", lambda m: m["inputs"][0].update(sha256="00")),
            ("a negative count", lambda m: m["rows"].update(read=-1)),
        ]:
            tally.refuses(f"manifest with {name}", check_manifest_schema, changed(manifest, change), schema)
    else:
        tally.skip("damaged manifests by schema", "no docs/manifest.schema.json; give --manifest-schema")
    tally.refuses("events without START", check_run, events[1:], manifest)
    tally.refuses("events of another run", check_run, events, dict(manifest, run_id="x"))
    if options.schemas:
        damage_events(events[-1], changed, load_schemas(options.schemas), tally)
    else:
        tally.skip("damaged events by schema", "no OpenLineage schemas; give --schemas")


def damage_events(event, changed, registry, tally):
    def facet(group, name):
        return lambda event: event["outputs"][0][group][name]

    lineage = facet("facets", "columnLineage")
    statistics = facet("outputFacets", "outputStatistics")
    protection = facet("facets", OWN_FACET)

    def transformation(event):
        return next(iter(lineage(event)["fields"].values()))["inputFields"][0]["transformations"][0]

    unknown = "https://openlineage.io/spec/facets/9-9-9/ColumnLineageDatasetFacet.json"
    for name, change in [
        ("eventType DONE", lambda e: e.update(eventType="DONE")),
        ("an event time in words", lambda e: e.update(eventTime="yesterday")),
        ("a run id that is none", lambda e: e["run"].update(runId="1")),
        ("a producer that is no URI", lambda e: e.update(producer="not a uri")),
        ("no job", lambda e: e.pop("job")),
        ("a facet without _producer", lambda e: lineage(e).pop("_producer")),
        ("a facet with an unknown schema", lambda e: lineage(e).update(_schemaURL=unknown)),
        ("a facet under another name", lambda e: e["outputs"][0]["facets"].update(columns=lineage(e))),
        ("a transformation without type", lambda e: transformation(e).pop("type")),
        ("masking that is no boolean", lambda e: transformation(e).update(masking="yes")),
        ("a row count in words", lambda e: statistics(e).update(rowCount="many")),
        ("an unknown field in our facet", lambda e: protection(e).update(note="x")),
        ("our facet without columns", lambda e: protection(e).pop("columns")),
    ]:
        tally.refuses(f"event with {name}", check_event, changed(event, change), registry)


def append(path):
    with path.open("ab") as file:
        file.write(b"x")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", type=Path, help="public key in PEM form; without it the one beside the data")
    parser.add_argument("--schemas", type=Path, help="folder of the OpenLineage schemas")
    parser.add_argument("--manifest-schema", type=Path, help="JSON Schema of manifest.json")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if not options.schemas:
        named = os.environ.get("LIMPID_OPENLINEAGE_SCHEMAS")
        beside = ROOT.parent / "shared/data/openlineage"
        options.schemas = Path(named) if named else beside if beside.is_dir() else None
    if not options.manifest_schema:
        usual = ROOT / "docs/manifest.schema.json"
        options.manifest_schema = usual if usual.is_file() else None
    tally = Tally()
    check_folder(options.folder, options, tally)
    # Refusals mean something only where the whole folder is accepted.
    if options.self_test and not tally.failed:
        self_test(options.folder, options, tally)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
