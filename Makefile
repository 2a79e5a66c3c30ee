# `make test` is all a machine with Rust, Python 3.11, Node and make needs to check everything. What else it needs it installs:
# Python packages by pip, Azurite by npm, Java and valgrind by apt.

PYTHON ?= python3
VENV := .venv
WHEEL_VENV := .venv-wheel
LIMPID := target/debug/limpid
# A machine that builds once needs nothing kept for a second build: gigabytes of disk.
ifdef CI
export CARGO_INCREMENTAL := 0
endif
THROUGHPUT := $(or $(CARGO_TARGET_DIR),target)/release/throughput

.PHONY: test format lint rust accurate cloud gateways python python-wheel java instructions bless bless-instructions \
	data peers


test: format lint rust accurate python gateways python-wheel instructions cloud

format:
	cargo fmt --all --check

lint:
	cargo clippy --workspace --all-targets --locked -- -D warnings

rust:
	cargo test --workspace --locked

# The tagger that is a transformer: some seventy crates more, so behind a feature.
accurate:
	cargo clippy -p limpid-detectors --features accurate --all-targets --locked -- -D warnings
	cargo test -p limpid-detectors --features accurate --lib --locked tagger
	cargo check --features accurate,limpid-train/accurate -p limpid -p limpid-train --locked

# Object stores: eighty crates more, so behind a feature; against servers of this machine.
cloud: $(VENV)/stores
	cargo clippy --features cloud --all-targets --locked -- -D warnings
	cargo build --features cloud --locked
	$(VENV)/bin/python tests/service/check_stores.py $(LIMPID) $(VENV)/bin/moto_server \
		$(VENV)/azurite/node_modules/.bin/azurite-blob

# LiteLLM's own client of Presidio; 340 MB of packages.
gateways: $(VENV)/gateways
	cargo build --locked
	$(VENV)/gateway/bin/python tests/service/check_litellm.py $(LIMPID)

# Our account of a run, read by other people's parsers, offline.
python: $(VENV)/installed
	cargo build --locked
	rm -rf target/account && $(LIMPID) --quiet run examples/data -o target/account
	$(LIMPID) --quiet verify target/account --against examples/data
	$(VENV)/bin/python tests/lineage/check_lineage.py target/account --self-test
	rm -f target/auditor target/auditor.pub && $(LIMPID) keys new --sign target/auditor
	$(LIMPID) --quiet verify target/account --attest target/attested.intoto.jsonl --sign-key target/auditor
	$(VENV)/bin/python tests/lineage/check_attested.py target/account/_limpid/croissant.json \
		target/attested.intoto.jsonl target/auditor.pub
	$(VENV)/bin/python tests/formats/check_formats.py $(LIMPID)
	$(VENV)/bin/python tests/risk/check_risk.py $(LIMPID)
	$(VENV)/bin/python tests/service/check_guide.py $(LIMPID)
	$(VENV)/bin/python tests/service/check_pipes.py $(LIMPID)
	cargo build --locked -p limpid-detectors --example verdicts
	$(VENV)/bin/python tests/validators/check_validators.py target/debug/examples/verdicts

# The Python package in other people's pipelines: Arrow libraries, a Spark cluster with a worker that dies, Ray, Hugging Face,
# LangChain, LlamaIndex, datatrove, Delta, Iceberg, LanceDB, and the code of docs/guide. All on loopback.
python-wheel: $(WHEEL_VENV)/installed java
	cargo build --locked
	rm -rf target/wheels
	$(WHEEL_VENV)/bin/maturin build --profile dev --locked --out target/wheels
	$(WHEEL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall target/wheels/limpid-*.whl
	LIMPID_BIN=$(abspath $(or $(CARGO_TARGET_DIR),target)/debug/limpid) $(WHEEL_VENV)/bin/python -m pytest

# Spark's own need. Where it is missing it is installed by apt, and where that is not allowed the tests of Spark fail.
java:
	command -v java > /dev/null || (apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless)

# What the detectors cost, in instructions: needs valgrind (installed by apt where that is allowed).
instructions:
	cargo build --release --locked -p limpid-detectors --bin throughput
	$(PYTHON) benches/instructions.py $(THROUGHPUT)

bless-instructions:
	cargo build --release --locked -p limpid-detectors --bin throughput
	$(PYTHON) benches/instructions.py $(THROUGHPUT) --bless

# limpid against plain copies and other tools, about an hour: writes docs/performance.md.
peers:
	$(PYTHON) benches/peers/compare.py

$(VENV)/installed: tests/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@

$(VENV)/stores: $(VENV)/installed tests/service/requirements.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/service/requirements.txt
	npm install --silent --no-fund --no-audit --prefix $(VENV)/azurite azurite@3.37.0
	touch $@

$(VENV)/gateways: tests/service/gateways.txt
	$(PYTHON) -m venv $(VENV)/gateway
	$(VENV)/gateway/bin/python -m pip install --quiet --disable-pip-version-check -r tests/service/gateways.txt
	mkdir -p $(VENV) && touch $@

$(WHEEL_VENV)/installed: tests/python/requirements.txt
	$(PYTHON) -m venv $(WHEEL_VENV)
	$(WHEEL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/python/requirements.txt
	touch $@

# Rewrites the generated documents and golden files.
bless:
	LIMPID_BLESS=1 cargo test --workspace --locked

# Rewrites the example data.
data: $(VENV)/installed
	$(VENV)/bin/python examples/make_data.py examples/data
