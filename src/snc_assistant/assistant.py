"""The online path: question → answer, and the same as a stream of events.

The extractive, cited answer comes first; a language model's phrasing replaces it claim by
claim once its first sentence has passed the checks. Unchecked text is never shown.
"""

import logging
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from snc_assistant.answering import Answerer
from snc_assistant.errors import ModelError, UsageError
from snc_assistant.facts.lookup import Phrase
from snc_assistant.generation.chat import ModelLoading
from snc_assistant.generation.draft import DraftParser
from snc_assistant.generation.engines import EXTRACTIVE, Choice, Engines
from snc_assistant.generation.prompt import build_messages
from snc_assistant.generation.wording import word
from snc_assistant.grounding.evidence import Calibration
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.verify import Rejected, Verifier
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import Manifest, SnapshotData
from snc_assistant.types import (
    Answer,
    Citation,
    Claim,
    DraftClaim,
    Evidence,
    Hit,
    Language,
    Outcome,
    Question,
    Source,
    Turn,
)

logger = logging.getLogger(__name__)
_ASIDE = 10  # hits that may be questions without an answer here: they have no passage to show
_PHRASED_SOURCES = 6  # longer lists are facts: a model could only lose items
_EXTRACTIVE_NOTE = {
    "rejected": {
        "fr": "Les phrases du modèle n'ont pas passé les vérifications : réponse extractive.",
        "en": "The model's sentences did not pass the checks: extractive answer.",
    },
    "failed": {
        "fr": "Le modèle a échoué ({reason}) : réponse extractive.",
        "en": "The model failed ({reason}): extractive answer.",
    },
    "facts": {
        "fr": "Réponse composée directement des faits vérifiés.",
        "en": "Answer composed directly from the reviewed facts.",
    },
}


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read."""

    question: Question


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """What was found, and which engine is going to phrase it."""

    evidence: Evidence
    engine: str
    engine_note: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why nothing comes yet: `model_loading` for so many seconds, or `queued` at a position."""

    kind: str
    seconds: float = 0.0
    position: int = 0


@dataclass(frozen=True, slots=True)
class ClaimReady:
    """A checked claim."""

    index: int
    claim: Claim
    engine: str


@dataclass(frozen=True, slots=True)
class Reset:
    """The claims so far are replaced by those that follow."""

    reason: str


@dataclass(frozen=True, slots=True)
class OutcomeReached:
    """The outcome with its introduction and notes."""

    outcome: Outcome
    lead: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer."""

    answer: Answer


Event = Understood | EvidenceFound | Waiting | ClaimReady | Reset | OutcomeReached | Done


@dataclass(slots=True)
class _Clock:
    started: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round((now - self.last) * 1000, 2)
        self.laps["total"] = round((now - self.started) * 1000, 2)
        self.last = now


class Assistant:
    """Answers questions from one snapshot. Keeps no conversation."""

    def __init__(
        self,
        manifest: Manifest,
        snapshot: SnapshotData,
        encoder: Encoder,
        engines: Engines,
        *,
        answer_tokens: int = 400,
        max_question_chars: int = 4000,
    ) -> None:
        self.manifest = manifest
        self.snapshot = snapshot
        self.engines = engines
        self._answerer = Answerer(snapshot, Retriever(snapshot, encoder), Calibration())
        self._locator = Locator(self._answerer.structures)
        self._verifier = Verifier(self._locator, FacetReader(snapshot.names))
        self._answer_tokens = answer_tokens
        self._max_question_chars = max_question_chars

    def understand(
        self, text: str, *, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Question:
        """The question as understood.

        :raises UsageError: if there is nothing to understand, or too much.
        """
        if not any(c.isalnum() for c in text):
            raise UsageError("the question is empty; ask something, for example “Qui est qualifié ?”")
        if len(text) > self._max_question_chars:
            raise UsageError(f"the question has {len(text)} characters; at most {self._max_question_chars}")
        return self._answerer.understand(text, history=history, language=language)

    def search(
        self,
        text: str,
        *,
        language: Language | None = None,
        history: Sequence[Turn] = (),
        k: int = 10,
    ) -> list[Hit]:
        """The best hits for a question, best first."""
        question = self.understand(text, history=history, language=language)
        hits = [h for h in self._answerer.search(question, k + _ASIDE) if h.spans][:k]
        return [replace(h, rank=rank) for rank, h in enumerate(hits, start=1)]

    async def ask(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        engine: str | None = None,
    ) -> Answer:
        """The answer to a question.

        :raises UsageError: if the question or the engine is not acceptable.
        """
        async with aclosing(self.stream(text, history=history, language=language, engine=engine)) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event.answer
        raise AssertionError("a stream ends with Done")

    async def stream(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        engine: str | None = None,
    ) -> AsyncGenerator[Event, None]:
        """The events of an answer: understood, evidence, outcome, claims, done.

        Closing the stream closes the connection to the model.

        :raises UsageError: if the question or the engine is not acceptable.
        """
        clock = _Clock()
        question = self.understand(text, history=history, language=language)
        clock.lap("understand")
        yield Understood(question)
        evidence = self._answerer.evidence(question)
        clock.lap("retrieve")
        embedded = self._extractive(evidence)
        clock.lap("compose")
        choice = await self.engines.choose(engine, question.language)
        phrased = choice.model is not None and not embedded.outcome.abstains
        yield EvidenceFound(evidence, choice.name if phrased else EXTRACTIVE, choice.note)
        yield OutcomeReached(embedded.outcome, embedded.lead, embedded.notes)
        for index, claim in enumerate(embedded.claims):
            yield ClaimReady(index, claim, EXTRACTIVE)
        answer = replace(embedded, engine_note=choice.note)
        if phrased:
            async with aclosing(self._phrase(evidence, embedded, choice)) as events:
                async for event in events:
                    if isinstance(event, Done):
                        answer = event.answer
                    else:
                        yield event
        clock.lap("generate")
        _log(answer, clock.laps["total"], len(evidence.hits))
        yield Done(replace(answer, timings_ms=dict(clock.laps)))

    def cite_hit(self, hit: Hit) -> Citation:
        """The citation of a hit's passage."""
        return self._locator.cite(hit.passage.span)

    def _extractive(self, evidence: Evidence) -> Answer:
        """The answer that needs no model: every claim composed, then checked like any other."""
        language = evidence.question.language
        sources = {s.source_id: s for s in evidence.sources}
        checked = [self._verifier.verify(d, sources, language) for d in evidence.drafts]
        claims = tuple(c for c in checked if isinstance(c, Claim))
        for rejected in (c for c in checked if isinstance(c, Rejected)):
            logger.warning("extractive claim rejected: %s", rejected.reason)
        outcome, lead = evidence.outcome, evidence.lead
        if not claims and not outcome.abstains:
            outcome = Outcome.NOT_IN_SOURCES
            lead = word(Phrase(outcome.value), language)
        return Answer(
            question=evidence.question,
            outcome=outcome,
            engine=EXTRACTIVE,
            lead=lead,
            claims=claims,
            notes=evidence.notes,
            nearest=self._nearest(evidence.sources) if outcome.abstains else (),
            timings_ms={},
            dropped=len(checked) - len(claims),
        )

    def _nearest(self, sources: Sequence[Source]) -> tuple[Citation, ...]:
        """One citation a source, for passages that are offered rather than claimed."""
        return tuple(dict.fromkeys(self._locator.cite(s.spans[0]) for s in sources if s.spans))

    async def _phrase(
        self, evidence: Evidence, embedded: Answer, choice: Choice
    ) -> AsyncGenerator[Event, None]:
        """The model's checked claims in place of the extractive ones; these stay if it fails."""
        language = evidence.question.language
        if embedded.outcome is Outcome.CONFLICT or len(evidence.sources) > _PHRASED_SOURCES:
            yield Done(replace(embedded, engine_note=_EXTRACTIVE_NOTE["facts"][language]))
            return
        claims: list[Claim] = []
        dropped = 0
        try:
            async with aclosing(self._model_drafts(evidence, choice)) as drafts:
                async for item in drafts:
                    if isinstance(item, Waiting):
                        yield item
                        continue
                    sources = {s.source_id: s for s in evidence.sources}
                    checked = self._verifier.verify(item, sources, language)
                    if isinstance(checked, Rejected):
                        logger.info("model claim rejected: %s", checked.reason)
                        dropped += 1
                        continue
                    if not claims:
                        yield Reset("phrased")
                    yield ClaimReady(len(claims), checked, choice.name)
                    claims.append(checked)
        except ModelError as exc:
            self.engines.forget(choice.name)
            if claims:
                yield Reset("failed")
            note = _EXTRACTIVE_NOTE["failed"][language].format(reason=exc)
            yield Done(replace(embedded, engine_note=note, dropped=dropped))
            return
        if not claims:
            note = _EXTRACTIVE_NOTE["rejected"][language]
            yield Done(replace(embedded, engine_note=note, dropped=dropped))
            return
        phrased = replace(embedded, engine=choice.name, claims=tuple(claims), lead=None, dropped=dropped)
        yield Done(phrased)

    async def _model_drafts(
        self, evidence: Evidence, choice: Choice
    ) -> AsyncGenerator[DraftClaim | Waiting, None]:
        """The model's sentences as draft claims, once it is its turn."""
        model = choice.model
        assert model is not None  # noqa: S101 - narrowed for the type checker
        editions = {s.document.doc_id: s.document.edition for s in self.snapshot.structures}
        prompt = build_messages(evidence, editions=editions)
        parser = DraftParser(prompt.numbering)
        engines = self.engines
        if engines.turn.locked():
            yield Waiting("queued", position=engines.waiting + 1)
        engines.waiting += 1
        try:
            await engines.turn.acquire()
        finally:
            engines.waiting -= 1
        try:
            async with aclosing(model.stream(prompt.messages, max_tokens=self._answer_tokens)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, ModelLoading):
                        yield Waiting("model_loading", seconds=round(piece.seconds, 1))
                        continue
                    for draft in parser.feed(piece):
                        yield draft
            for draft in parser.close():
                yield draft
        finally:
            engines.turn.release()


def _log(answer: Answer, milliseconds: float, hits: int) -> None:
    logger.info(
        "answered language=%s outcome=%s engine=%s hits=%d claims=%d dropped=%d ms=%.0f",
        answer.question.language,
        answer.outcome.value,
        answer.engine,
        hits,
        len(answer.claims),
        answer.dropped,
        milliseconds,
    )
