"""What others would do with the same documents: plain llama-index, and BM25 on its own.

llama-index gets MiniLM, BM25 our analyzer, and neither anything else of ours: no facts, no
indexed questions, no fusion.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from snc_assistant.errors import DependencyMissing
from snc_assistant.evaluation.answers import CitedClaim, CitedQuote, RetrievedHit, SystemAnswer
from snc_assistant.evaluation.dataset import Case, EvalQuestion
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.retrieval.dense import DenseIndex
from snc_assistant.retrieval.encoder import Encoder, Vectors
from snc_assistant.retrieval.entries import readable
from snc_assistant.retrieval.sparse import SparseIndex, as_words, index_terms
from snc_assistant.types import LANGUAGES, Document, Outcome, Passage, Span


class ContextRetriever(Protocol):
    """Anything that ranks stretches of the documents for a question."""

    name: str

    def rank(self, question: EvalQuestion, k: int) -> list[Span]:
        """The best k stretches, best first."""


class PlainLlamaIndex:
    """SentenceSplitter, encoder, FAISS, top k: llama-index's five-line tutorial.

    `VectorStoreIndex` over a FAISS store embeds each node and takes the nearest; so does this.

    :param questions: the vectors of all questions by text, see `encode_questions`.
    :param chunk_tokens: llama-index's default is 1024, with an overlap of 200.
    :raises DependencyMissing: if llama-index is not installed.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        encoder: Encoder,
        questions: Mapping[str, Vectors],
        chunk_tokens: int = 1024,
    ) -> None:
        self.name = f"llama-index-{chunk_tokens}"
        self._questions = questions
        self._spans = _llama_index_chunks(documents, chunk_tokens)
        texts = [documents[s.doc_id].text[s.start : s.end] for s in self._spans]
        self._index = DenseIndex(encoder.encode_passages(texts))

    def rank(self, question: EvalQuestion, k: int) -> list[Span]:
        """The chunks nearest to the question."""
        scores = self._index.scores(self._questions[question.question])
        return [self._spans[i] for i in np.argsort(-scores, kind="stable")[:k]]


def encode_questions(encoder: Encoder, cases: Sequence[Case]) -> dict[str, Vectors]:
    """The vector of each question's text, shape (dimension,), encoded in one batch."""
    texts = [c.question.question for c in cases]
    return dict(zip(texts, encoder.encode_queries(texts), strict=True)) if texts else {}


def _llama_index_chunks(documents: Mapping[str, Document], tokens: int) -> list[Span]:
    try:
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.schema import Document as LlamaDocument
        from llama_index.core.schema import TextNode
    except ImportError as exc:
        raise DependencyMissing("this baseline needs llama-index: pip install llama-index-core") from exc
    splitter = SentenceSplitter(chunk_size=tokens, chunk_overlap=min(200, tokens // 5))
    spans = []
    for doc_id, document in documents.items():
        for node in splitter.get_nodes_from_documents([LlamaDocument(text=document.text)]):
            if isinstance(node, TextNode) and node.start_char_idx is not None:
                end = node.start_char_idx + len(node.text)
                spans.append(Span(doc_id, node.start_char_idx, end))
    return spans


class PassageBM25:
    """BM25 over our passages, each analysed in its language; questions are not indexed."""

    name = "bm25-passages"

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = {lang: [p for p in passages if p.language == lang] for lang in LANGUAGES}
        self._index = {
            lang: SparseIndex(index_terms([terms(readable(p), lang) for p in found]))
            for lang, found in self._passages.items()
        }

    def rank(self, question: EvalQuestion, k: int) -> list[Span]:
        """The passages with the highest scores above zero."""
        scored = [
            (float(score), passage.span)
            for lang in LANGUAGES
            for score, passage in zip(
                self._index[lang].scores(as_words(terms(question.question, lang))),
                self._passages[lang],
                strict=True,
            )
            if score > 0
        ]
        scored.sort(key=lambda pair: -pair[0])
        return [span for _, span in scored[:k]]


class ShowContext:
    """A retriever as a system: its answer is what it retrieved, each stretch citing itself."""

    def __init__(self, retriever: ContextRetriever, documents: Mapping[str, Document], shown: int) -> None:
        self._retriever = retriever
        self._documents = documents
        self._shown = shown
        self.name = f"{retriever.name}-top{shown}"

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """The first stretches, pasted."""
        spans = self._retriever.rank(question, 10)
        hits = tuple(RetrievedHit(f"{s.doc_id}:{s.start}", (s,), 0.0, 0.0) for s in spans)
        claims = tuple(self._claim(s) for s in spans[: self._shown])
        text = "\n\n".join(c.text for c in claims)
        return SystemAnswer(text, Outcome.ANSWERED, claims, hits)

    def _claim(self, span: Span) -> CitedClaim:
        quote = self._documents[span.doc_id].text[span.start : span.end]
        return CitedClaim(quote, (CitedQuote(span.doc_id, span.start, span.end, quote),))
