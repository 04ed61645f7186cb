"""Saying that the documents do not answer, why, and what they say nearby."""

from collections.abc import Mapping, Sequence

from snc_assistant.answering.part import Part
from snc_assistant.facts.base import FactBase
from snc_assistant.facts.finding import Phrase
from snc_assistant.facts.questions import OFF_TOPIC
from snc_assistant.generation.extractive import fact_source, passage_source
from snc_assistant.generation.wording import word
from snc_assistant.question.subject import without_names
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.types import Fact, Gap, Hit, Outcome, Question

_NEAREST = 3
_DEPTH = 15
_NEAR = 3  # hits among which a gap is the reason, whatever its name
_AS_NEAR = 0.02  # in cosine


class Abstaining:
    """Composes abstentions from the gaps and the passages nearby."""

    def __init__(self, facts: FactBase, gaps: Mapping[str, Gap], retriever: Retriever) -> None:
        self._facts = facts
        self._gaps = gaps
        self._retriever = retriever

    def plainly(self, question: Question, hits: Sequence[Hit], outcome: Outcome) -> Part:
        """An abstention that knows no reason, with the nearest passages if the subject is right."""
        sources = []
        for hit in hits if outcome is Outcome.NOT_IN_SOURCES else ():
            if hit.target_id.startswith(OFF_TOPIC):
                continue
            if hit.target_id in self._facts:
                sources += [fact_source(f) for f in self._leaves(hit.target_id)[:1]]
            elif hit.target_id not in self._gaps:
                sources.append(passage_source(hit.passage))
        lead = word(Phrase(outcome.value), question.language)
        return Part(outcome, lead, (), tuple(sources[:_NEAREST]), (), tuple(hits), confidence_of(hits))

    def by_gap(self, question: Question, gap: Gap, hits: Sequence[Hit]) -> Part:
        """An abstention that says what exactly the documents leave out."""
        nearest = [f for n in gap.nearest for f in self._leaves(n)]
        return Part(
            outcome=Outcome.NOT_IN_SOURCES,
            lead=gap.statement[question.language],
            notes=(),
            sources=tuple(fact_source(f) for f in nearest[:_NEAREST]),
            drafts=(),
            hits=tuple(hits),
            confidence=confidence_of(hits),
        )

    def by_nearest_gap(self, question: Question, hits: Sequence[Hit], *, of_anyone: bool = False) -> Part:
        """The abstention named by the gap nearest to what is asked.

        :param of_anyone: whether what is asked counts alone, whoever is named.
        """
        for hit in () if of_anyone else hits[:_NEAR]:
            if hit.target_id in self._gaps and hit.dense_score >= hits[0].dense_score - _AS_NEAR:
                return self.by_gap(question, self._gaps[hit.target_id], hits)
        for hit in self._retriever.search(without_names(question), question.language, _DEPTH):
            if hit.target_id in self._gaps:
                return self.by_gap(question, self._gaps[hit.target_id], hits)
        return self.plainly(question, hits, Outcome.NOT_IN_SOURCES)

    def _leaves(self, fact_id: str) -> tuple[Fact, ...]:
        fact = self._facts[fact_id]
        return self._facts.members(fact) if fact.kind == "topic" and not fact.spans else (fact,)


def confidence_of(hits: Sequence[Hit]) -> float:
    """The probability that the best hit answers; 0 without hits."""
    return hits[0].confidence if hits else 0.0
