"""The online path: question → answer, and the same as a stream of events.

The extractive, cited answer comes first; a language model's phrasing replaces it claim by
claim once its first sentence has passed the checks. Unchecked text is never shown.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from snc_assistant.answer_cache import AnswerCache, Phrased, answer_key
from snc_assistant.answering import Answerer
from snc_assistant.composing import Composed, Composer
from snc_assistant.errors import UsageError
from snc_assistant.events import ClaimReady, Done, Event, EvidenceFound, OutcomeReached, Understood
from snc_assistant.generation.engines import EXTRACTIVE, Choice, Engines
from snc_assistant.generation.prompt import Prompt, rules
from snc_assistant.generation.warming import warm_up
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.verify import Verifier
from snc_assistant.phrasing import Phraser, noted, replaced_by
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import Manifest, SnapshotData
from snc_assistant.types import (
    Answer,
    Citation,
    Evidence,
    Hit,
    Language,
    Question,
    Turn,
)

logger = logging.getLogger(__name__)
_ASIDE = 10  # hits that may be questions without an answer here: they have no passage to show
_CHOICE_S = 0.1  # how long the extracts wait to say which engine phrases them


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
        cached_answers: int = 256,
    ) -> None:
        self.manifest = manifest
        self.snapshot = snapshot
        self.engines = engines
        self._answerer = Answerer(snapshot, Retriever(snapshot, encoder))
        self._locator = Locator(self._answerer.structures)
        reader = FacetReader(snapshot.names)
        verifier = Verifier(self._locator, reader)
        self._composer = Composer(verifier, self._locator)
        self._phraser = Phraser(verifier, reader, self._answerer.structures, answer_tokens=answer_tokens)
        self._answer_tokens = answer_tokens
        self._cache = AnswerCache(cached_answers)
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
        self.engines.require(engine or self.engines.default)
        question = self.understand(text, history=history, language=language)
        choosing = asyncio.ensure_future(self.engines.choose(engine, question.language))
        try:
            clock.lap("understand")
            yield Understood(question)
            evidence = self._answerer.evidence(question)
            clock.lap("retrieve")
            composed = self._composer.compose(evidence)
            clock.lap("compose")
            async with aclosing(self._answered(evidence, composed, choosing, engine)) as events:
                async for event in events:
                    yield _timed(event, clock, evidence) if isinstance(event, Done) else event
        finally:
            choosing.cancel()

    async def warm_up(self) -> None:
        """Load the models that answer by default; try again until each is loaded."""
        prefix = [rules("fr")]  # a server with one slot remembers one prefix: that of most questions
        await asyncio.gather(*(warm_up(model, prefix) for model in self.engines.warmable()))

    def cite_hit(self, hit: Hit) -> Citation:
        """The citation of a hit's passage."""
        return self._locator.cite(hit.passage.span)

    async def _answered(
        self, evidence: Evidence, composed: Composed, choosing: "asyncio.Future[Choice]", asked: str | None
    ) -> AsyncGenerator[Event, None]:
        """What follows the evidence; the extractive claims do not wait for a slow check."""
        embedded = composed.answer
        expected = self.engines.expected(asked)
        prompt = None if expected == EXTRACTIVE else self._phraser.prompt(evidence, composed)
        await asyncio.wait({choosing}, timeout=_CHOICE_S)
        choice = choosing.result() if choosing.done() else Choice(expected)
        known = self._known(choice, prompt, embedded)
        yield EvidenceFound(evidence, choice.name if prompt else EXTRACTIVE, choice.note)
        yield OutcomeReached(embedded.outcome, embedded.lead, embedded.notes)
        for index, claim in enumerate((known or embedded).claims):
            yield ClaimReady(index, claim, claim.engine)
        if known is not None:
            yield Done(known)
            return
        async with aclosing(self._phrased(evidence, composed, await choosing, prompt)) as events:
            async for event in events:
                yield event

    async def _phrased(
        self, evidence: Evidence, composed: Composed, choice: Choice, prompt: Prompt | None
    ) -> AsyncGenerator[Event, None]:
        """What follows the extractive claims, which stay where no model phrases them."""
        embedded = composed.answer
        if choice.model is None or embedded.outcome.abstains:
            yield Done(replace(embedded, engine_note=choice.note))
            return
        if prompt is None:
            is_reviewed = all(s.fact is not None for s in evidence.sources)
            yield Done(noted(embedded, "facts" if is_reviewed else "quoted"))
            return
        known = self._known(choice, prompt, embedded)
        if known is not None:
            for event in replaced_by(known.claims, embedded):
                yield event
            yield Done(known)
            return
        async with aclosing(self._phraser.stream(evidence, composed, prompt, choice, self.engines)) as events:
            async for event in events:
                if isinstance(event, Done) and event.answer.engine != EXTRACTIVE:
                    phrased = Phrased(event.answer.claims, event.answer.dropped_by)
                    self._cache.put(self._key(choice, prompt, embedded), phrased)
                yield event

    def _known(self, choice: Choice, prompt: Prompt | None, embedded: Answer) -> Answer | None:
        """The answer to the same prompt by the same model, if it was given before."""
        if choice.model is None or prompt is None:
            return None
        phrased = self._cache.get(self._key(choice, prompt, embedded))
        if phrased is None:
            return None
        return replace(
            embedded,
            engine=choice.name,
            claims=phrased.claims,
            dropped=sum(phrased.dropped_by.values()),
            dropped_by=phrased.dropped_by,
            timings_ms={"cache": 0.0},
        )

    def _key(self, choice: Choice, prompt: Prompt, embedded: Answer) -> str:
        return answer_key(self.manifest.snapshot_id, choice, prompt, embedded, self._answer_tokens)


def _timed(done: Done, clock: _Clock, evidence: Evidence) -> Done:
    """The whole answer with its timings; it is logged, without a word of the question."""
    clock.lap("cache" if done.answer.cached else "generate")
    answer = replace(done.answer, timings_ms=dict(clock.laps))
    _log(answer, clock.laps["total"], len(evidence.hits))
    return Done(answer)


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
