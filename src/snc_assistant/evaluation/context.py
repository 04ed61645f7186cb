"""Retrieval at equal words of context: what a model would get to read for the same price.

Recall at k flatters large chunks; here every retriever pays for each word that it shows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from snc_assistant.evaluation.baselines import ContextRetriever
from snc_assistant.evaluation.dataset import Case, EvalQuestion
from snc_assistant.evaluation.metrics import covered_groups
from snc_assistant.evaluation.results import ContextRow
from snc_assistant.evaluation.statistics import estimate
from snc_assistant.types import Document, Span

if TYPE_CHECKING:
    from snc_assistant.assistant import Assistant

BUDGETS = (150, 300, 600, 1000)
_DEPTH = 60  # stretches asked for: enough to fill the largest budget with short ones
_HITS = 40  # the same in our hits, which cover two stretches and more each
_WORD = re.compile(r"\S+")


class AssistantContext:
    """Our retriever's hits as stretches: every place that states a hit, first hit first."""

    name = "snc-assistant"

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant

    def rank(self, question: EvalQuestion, k: int) -> list[Span]:
        """The places of the best hits, each once."""
        hits = self._assistant.search(question.question, history=question.turns, k=min(k, _HITS))
        return list(dict.fromkeys(s for h in hits for s in h.spans))[:k]


def compare_context(
    retrievers: Sequence[ContextRetriever],
    cases: Sequence[Case],
    documents: Mapping[str, Document],
) -> list[ContextRow]:
    """For each retriever and budget, the mean share of evidence shown."""
    asked = [c for c in cases if c.evidence]
    rows = []
    for retriever in retrievers if asked else ():
        ranked = {c.question.id: retriever.rank(c.question, _DEPTH) for c in asked}
        for budget in BUDGETS:
            shares = [_share(c, ranked[c.question.id], documents, budget) for c in asked]
            rows.append(ContextRow(retriever.name, budget, estimate(shares, "mean")))
    return rows


def within_budget(spans: Iterable[Span], documents: Mapping[str, Document], budget: int) -> list[Span]:
    """The stretches, in order, that fit into this many words; the last is cut after a word."""
    shown: list[Span] = []
    for span in spans:
        ends = [m.end() for m in _WORD.finditer(documents[span.doc_id].text, span.start, span.end)]
        if ends and budget > 0:
            shown.append(Span(span.doc_id, span.start, ends[min(budget, len(ends)) - 1]))
        budget -= len(ends)
    return shown


def _share(case: Case, spans: Sequence[Span], documents: Mapping[str, Document], budget: int) -> float:
    shown = within_budget(spans, documents, budget)
    return len(covered_groups(case.evidence, shown)) / len(case.evidence)
