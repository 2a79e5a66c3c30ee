"""limpid in LangChain: documents are treated before they are split, embedded or stored.

    from limpid.langchain import LimpidTransformer
    clean = LimpidTransformer(policy="rag", key="env:LIMPID_KEY").transform_documents(documents)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.documents import BaseDocumentTransformer, Document

from ._commands import Policy
from ._documents import Documents


class LimpidTransformer(BaseDocumentTransformer):
    """Treats the text and all metadata of documents."""

    def __init__(self, policy: Policy = "rag", key: str | None = None) -> None:
        self.documents = Documents(policy, key)

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> Sequence[Document]:
        """Gives clean copies, in the same order; identifiers stay."""
        rows = [{"text": one.page_content, "metadata": one.metadata} for one in documents]
        clean = self.documents.clean(rows)
        return [
            Document(page_content=row["text"], metadata=row["metadata"], id=one.id)
            for row, one in zip(clean, documents, strict=True)
        ]

    def text(self, text: str) -> str:
        """Treats one text: ``RunnableLambda(transformer.text)`` before a prompt."""
        return self.documents.text(text)
