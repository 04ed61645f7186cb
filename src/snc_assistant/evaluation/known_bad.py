"""Systems that must score badly: if one does not, a metric is wrong, not the system good."""

from collections.abc import Mapping

from snc_assistant.evaluation.answers import (
    CitedClaim,
    CitedQuote,
    RetrievedHit,
    System,
    SystemAnswer,
)
from snc_assistant.evaluation.dataset import EvalQuestion
from snc_assistant.types import Bilingual, Document, Outcome, Span

_SAME = Bilingual(
    "La détention du capital par des entités hors UE est limitée à 24 % individuellement et 39 % "
    "collectivement.",
    "Capital held by non-EU entities is limited to 24% individually and 39% collectively.",
)
_ABSTAINS = Bilingual("Les documents ne le disent pas.", "The documents do not say.")


class EmptyAnswers:
    """Answers nothing, and says that it answered."""

    name = "empty"

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """An empty text."""
        return SystemAnswer("", Outcome.ANSWERED)


class EchoQuestion:
    """Repeats the question: shares its words and its language with a right answer."""

    name = "echo"

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """The question itself."""
        return SystemAnswer(question.question, Outcome.ANSWERED)


class AlwaysAbstain:
    """Never wrong, never useful."""

    name = "always-abstain"

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """An abstention in the question's language."""
        return SystemAnswer(_ABSTAINS[question.language], Outcome.NOT_IN_SOURCES)


class SameAnswer:
    """One right answer, given to every question."""

    name = "same-answer"

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """The capital limits, in the question's language."""
        return SystemAnswer(_SAME[question.language], Outcome.ANSWERED)


class WholeCorpus:
    """Pastes every document whole: all facts, all evidence, nothing said.

    Also the baseline "whole corpus as context": its retrieval is trivially perfect, its length,
    citation precision and abstention are not.
    """

    name = "whole-corpus"

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = list(documents.values())

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """The documents' text, as one claim citing each document from end to end."""
        text = "\n\n".join(d.text for d in self._documents)
        quotes = tuple(CitedQuote(d.doc_id, 0, len(d.text), d.text) for d in self._documents)
        spans = tuple(Span(d.doc_id, 0, len(d.text)) for d in self._documents)
        hit = RetrievedHit("corpus", spans, 0.0, 0.0)
        return SystemAnswer(text, Outcome.ANSWERED, (CitedClaim(text, quotes),), (hit,))


def known_bad_systems(documents: Mapping[str, Document]) -> list[System]:
    """All of them."""
    return [EmptyAnswers(), EchoQuestion(), AlwaysAbstain(), SameAnswer(), WholeCorpus(documents)]
