"""How much the questions share with the documents and with the indexed questions.

A blind test set that repeats `corpus/questions/` would measure memory; questions that repeat
the documents' words would measure word matching. Both are reported, neither is hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from snc_assistant.evaluation.dataset import Case
from snc_assistant.language import words
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import Document, Language

NEAR = 0.8
LITTLE = 0.5


@dataclass(frozen=True, slots=True)
class Overlap:
    """Overlap of a part of the set; shares in [0, 1].

    `same`: same words as an indexed question; `near`: Jaccard similarity of word sets at least
    0.8 with one; `mean_nearest`: mean over questions of the highest such similarity;
    `little`: share of answerable questions of which less than half of the stemmed content words
    stand in the evidence of their language (all evidence if none is in it).
    """

    questions: int
    same: float
    near: float
    mean_nearest: float
    little: float


def measure_overlap(
    cases: Sequence[Case],
    indexed: Iterable[str],
    documents: Mapping[str, Document],
) -> Overlap:
    """The overlap of these cases with the indexed questions and with the documents."""
    nearest = _nearest([c.question.question for c in cases], list(indexed))
    shares = [_document_share(c, documents) for c in cases if c.evidence]
    return Overlap(
        questions=len(cases),
        same=_mean([n == 1.0 for n in nearest]),
        near=_mean([n >= NEAR for n in nearest]),
        mean_nearest=_mean(nearest),
        little=_mean([s < LITTLE for s in shares]),
    )


def _nearest(asked: Sequence[str], known: Sequence[str]) -> list[float]:
    """For each asked text, the highest Jaccard similarity of its words with a known text's."""
    if not asked or not known:
        return [0.0] * len(asked)
    bags = [frozenset(words(text)) for text in (*asked, *known)]
    column = {word: i for i, word in enumerate(sorted(frozenset().union(*bags)))}
    pointers = np.cumsum([0, *(len(bag) for bag in bags)])
    columns = [column[word] for bag in bags for word in bag]
    table = sparse.csr_array((np.ones(len(columns)), columns, pointers))
    shared = (table[: len(asked)] @ table[len(asked) :].T).toarray()
    sizes = np.diff(pointers)
    union = sizes[: len(asked), None] + sizes[None, len(asked) :] - shared
    return [float(v) for v in (shared / np.maximum(union, 1)).max(axis=1)]


def _document_share(case: Case, documents: Mapping[str, Document]) -> float:
    language: Language = case.question.language
    spans = [s for group in case.evidence for s in group]
    own = [s for s in spans if documents[s.doc_id].language == language] or spans
    stated = {t for s in own for t in terms(documents[s.doc_id].text[s.start : s.end], language)}
    asked = set(terms(case.question.question, language))
    return len(asked & stated) / len(asked) if asked else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
