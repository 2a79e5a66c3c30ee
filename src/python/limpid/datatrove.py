"""limpid in datatrove: a step between a reader and a writer of a pre-training pipeline.

    from limpid.datatrove import LimpidStep
    LocalPipelineExecutor(pipeline=[JsonlReader("in"), LimpidStep("share", key="env:LIMPID_KEY"), JsonlWriter("out")]).run()
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from ._commands import Policy
from ._documents import Documents

_BATCH = 1000


class LimpidStep(PipelineStep):  # type: ignore[misc]
    """Treats the text and all metadata of documents."""

    name = "limpid"
    type = "🫧 - SANITIZER"

    def __init__(self, policy: Policy = "share", key: str | None = None) -> None:
        super().__init__()
        self.documents = Documents(policy, key)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Treats documents as they come, in their order."""
        source: Iterator[Document] = iter(data)
        while batch := list(islice(source, _BATCH)):
            rows: list[dict[str, Any]] = [{"text": one.text, "metadata": one.metadata} for one in batch]
            with self.track_time(unit="batch"):
                clean = self.documents.clean(rows)
            for document, row in zip(batch, clean, strict=True):
                document.text, document.metadata = row["text"], row["metadata"]
                self.update_doc_stats(document)
                yield document
