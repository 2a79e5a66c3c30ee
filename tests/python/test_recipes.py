"""Other people's frameworks, offline: data sets, documents, nodes, pipelines."""

import json

import datasets
import pyarrow as pa
import pytest
from conftest import KEY, customers, holds
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda
from llama_index.core import Document as LlamaDocument
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import NodeWithScore, TextNode

import limpid
from limpid._documents import Documents
from limpid.datatrove import LimpidStep
from limpid.langchain import LimpidTransformer
from limpid.llama_index import LimpidPostprocessor, LimpidTransform

TEXT = "Aisha Khan wrote from aisha@example.com about her order."
META = {"source": "tickets/7", "author": {"email": "aisha@example.com"}, "tags": ["vip", "call (212) 555-0123"], "page": 3,
        "final": True}


def test_documents_come_out_the_same_whoever_comes_along():
    documents = Documents("share")
    alone = documents.clean([{"text": TEXT, "metadata": META}])
    many = documents.clean([{"text": "x"}, {"text": TEXT, "metadata": META}, {"text": "", "metadata": {"other": 1}}])
    assert many[1] == alone[0] and many[2]["metadata"] == {"other": 1}
    assert not holds(alone, "aisha@", "555-0123")
    assert alone[0]["metadata"]["page"] == 3 and alone[0]["metadata"]["final"] is True
    assert documents.clean([]) == [] and documents.clean([{"a": None}]) == [{"a": None}]


def test_langchain_transforms_documents_and_texts():
    transformer = LimpidTransformer(policy="rag", key="env:LIMPID_KEY")
    (clean,) = transformer.transform_documents([Document(page_content=TEXT, metadata=META, id="d-1")])
    assert clean.id == "d-1" and not holds(clean, "aisha@", "555-0123")
    chain = RunnableLambda(transformer.text) | RunnableLambda(str.upper)
    assert "AISHA@" not in chain.invoke(TEXT)
    # The same person is the same token in both.
    assert transformer.text("aisha@example.com") in clean.page_content


def test_llama_index_stores_and_shows_nothing_raw():
    pipeline = IngestionPipeline(transformations=[LimpidTransform(policy="rag", key="env:LIMPID_KEY")])
    nodes = pipeline.run(documents=[LlamaDocument(text=TEXT, metadata={"author": "aisha@example.com"})])
    assert len(nodes) == 1 and not holds(nodes[0].model_dump_json(), "aisha@")
    retrieved = [NodeWithScore(node=TextNode(text=TEXT, metadata={"mail": "aisha@example.com"}), score=0.7)]
    (clean,) = LimpidPostprocessor(policy="share").postprocess_nodes(retrieved)
    assert clean.score == 0.7 and "<EMAIL_ADDRESS>" in clean.node.get_content()
    assert not holds(clean.model_dump_json(), "aisha@", "pii_node_info")
    assert retrieved[0].node.text == TEXT


def test_datatrove_runs_it_as_a_step(tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(2):
        lines = [json.dumps({"text": f"{row}: {TEXT}", "id": f"{number}-{row}", "author": "aisha@example.com"}) for row in range(1100)]
        (tmp_path / f"in/{number}.jsonl").write_text("\n".join(lines))
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            LimpidStep("share", key="env:LIMPID_KEY"),
            JsonlWriter(str(tmp_path / "out"), compression=None),
        ],
        tasks=2, workers=2, logging_dir=str(tmp_path / "logs"),
    ).run()
    written = [json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len({one["id"] for one in written}) == 2200
    assert not holds(written, "aisha@") and "<EMAIL_ADDRESS>" in written[0]["text"]


def test_hugging_face_maps_batches_and_sees_another_policy(tmp_path):
    table = customers(300)
    table.to_pandas()
    data = datasets.Dataset(pa.table(table))
    policy = tmp_path / "policy.toml"

    def clean(action):
        policy.write_text(f'extends = "share"\nname = "p"\n[entities]\nEMAIL_ADDRESS = "{action}"\n')
        sanitizer = limpid.Sanitizer(policy, key="env:LIMPID_KEY")
        sanitizer.plan(data.data.table)
        return data.with_format("arrow").map(sanitizer, batched=True, batch_size=100).with_format(None), sanitizer

    replaced, sanitizer = clean("replace")
    assert replaced.to_list() == pa.table(sanitizer.apply(table)).to_pylist()
    # A policy that changed in its file must not give the cached data of the old one.
    dropped, _ = clean("drop")
    assert replaced["email"][0] == "<EMAIL_ADDRESS>" and "email" not in dropped.column_names
    again, _ = clean("replace")
    assert again._fingerprint == replaced._fingerprint != dropped._fingerprint


def test_hugging_face_maps_in_other_processes(tmp_path):
    data = datasets.Dataset(customers(400))
    sanitizer = limpid.Sanitizer("share", key="env:LIMPID_KEY")
    sanitizer.plan(data.data.table)
    clean = data.with_format("arrow").map(sanitizer, batched=True, num_proc=2)
    assert len(clean) == 400 and not holds(clean.with_format(None)[:20], "aisha", KEY)


@pytest.mark.parametrize("make", [
    lambda: LimpidTransformer(policy="training"),
    lambda: LimpidTransform(policy="training"),
], ids=["langchain", "llama"])
def test_a_policy_that_needs_places_is_refused(make):
    with pytest.raises(limpid.LimpidError, match="row's place"):
        step = make()
        documents = step.documents if hasattr(step, "documents") else step._documents
        documents.text(TEXT)
