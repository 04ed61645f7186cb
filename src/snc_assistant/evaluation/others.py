"""The other rows of the table: known bad systems and baselines, on the same questions."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from snc_assistant.evaluation.answers import System
from snc_assistant.evaluation.baselines import (
    ContextRetriever,
    PassageBM25,
    PlainLlamaIndex,
    ShowContext,
    encode_questions,
)
from snc_assistant.evaluation.context import compare_context
from snc_assistant.evaluation.dataset import Case
from snc_assistant.evaluation.figures import ALL, compute_figures
from snc_assistant.evaluation.known_bad import known_bad_systems
from snc_assistant.evaluation.results import ContextRow, SystemRow
from snc_assistant.evaluation.runner import ask_all
from snc_assistant.evaluation.scorers import score
from snc_assistant.evaluation.support import SupportJudge
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.types import Document, Passage

CHUNK_TOKENS = (1024, 256, 128)


@dataclass(frozen=True, slots=True)
class Others:
    """Systems and retrievers that did not come from us."""

    systems: Sequence[System]
    retrievers: Sequence[ContextRetriever]


def build_others(
    cases: Sequence[Case],
    documents: Mapping[str, Document],
    passages: Sequence[Passage],
    encoder: Encoder,
) -> Others:
    """Known bad systems; llama-index with chunks of several sizes; BM25 alone.

    llama-index shows its default of 2 nodes, BM25 10 passages, which is about as many words as
    llama-index's smaller chunks.
    """
    questions = encode_questions(encoder, cases)
    plain = [PlainLlamaIndex(documents, encoder, questions, n) for n in CHUNK_TOKENS]
    bm25 = PassageBM25(passages)
    shown = [*(ShowContext(p, documents, 2) for p in plain), ShowContext(bm25, documents, 10)]
    return Others([*known_bad_systems(documents), *shown], [*plain, bm25])


def measure_systems(
    systems: Sequence[System],
    cases: Sequence[Case],
    documents: Mapping[str, Document],
    judge: SupportJudge | None = None,
) -> list[SystemRow]:
    """The figures of each system over all cases; without a judge, none of support."""
    rows = []
    for system in systems:
        answers = asyncio.run(ask_all(system, cases, show_progress=False))
        scored = [score(c, answers[c.question.id], documents, judge) for c in cases]
        rows.append(SystemRow(system.name, compute_figures(cases, scored, only=ALL)[ALL]))
    return rows


def measure_context(
    ours: ContextRetriever,
    others: Others,
    cases: Sequence[Case],
    documents: Mapping[str, Document],
) -> list[ContextRow]:
    """Evidence shown at equal words of context, ours first."""
    return compare_context([ours, *others.retrievers], cases, documents)
