"""limpid in LlamaIndex: best in the ingestion pipeline, so that nothing raw is stored; else on what was retrieved.

    from llama_index.core.ingestion import IngestionPipeline
    from limpid.llama_index import LimpidTransform
    nodes = IngestionPipeline(transformations=[LimpidTransform(key="env:LIMPID_KEY")]).run(documents=documents)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import BaseNode, MetadataMode, NodeWithScore, QueryBundle, TransformComponent

from ._documents import Documents


def _treat(documents: Documents, nodes: Sequence[BaseNode]) -> list[BaseNode]:
    rows = [{"text": node.get_content(MetadataMode.NONE), "metadata": node.metadata} for node in nodes]
    clean = []
    for row, node in zip(documents.clean(rows), nodes, strict=True):
        copy = node.model_copy(deep=True)
        copy.set_content(row["text"])
        copy.metadata = row["metadata"]
        # What it was made from is named by its identifier alone: a copied text or metadata there is raw.
        for related in copy.relationships.values():
            for one in related if isinstance(related, list) else [related]:
                one.metadata = {}
        clean.append(copy)
    return clean


class LimpidTransform(TransformComponent):
    """A step of an ingestion pipeline: treats the text and all metadata of nodes."""

    policy: str = "rag"
    key: str | None = None
    _documents: Documents = PrivateAttr()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._documents = Documents(self.policy, self.key)

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        """Gives clean copies, in the same order."""
        return _treat(self._documents, nodes)


class LimpidPostprocessor(BaseNodePostprocessor):
    """Treats what was retrieved before a model sees it. No mapping back is kept anywhere."""

    policy: str = "rag"
    key: str | None = None
    _documents: Documents = PrivateAttr()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._documents = Documents(self.policy, self.key)

    @classmethod
    def class_name(cls) -> str:
        return "LimpidPostprocessor"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        clean = _treat(self._documents, [one.node for one in nodes])
        return [NodeWithScore(node=node, score=one.score) for node, one in zip(clean, nodes, strict=True)]
