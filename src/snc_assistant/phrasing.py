"""A model's phrasing of an answer: its sentences, checked one by one, in place of the extractive ones.

The model sees no sentence of the question and no passage that gives it orders, so there is
nothing of that kind to obey; what it says must pass the checks all the same.
"""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from snc_assistant.composing import Composed
from snc_assistant.errors import ModelError
from snc_assistant.events import ClaimReady, Done, Event, OutcomeReached, Reset, Waiting
from snc_assistant.generation.chat import ModelLoading
from snc_assistant.generation.draft import DraftParser
from snc_assistant.generation.engines import Choice, Engines
from snc_assistant.generation.prompt import Prompt, build_messages
from snc_assistant.generation.screen import objection, without_verdict
from snc_assistant.generation.turns import Turns
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.grounding.redirections import gives_orders, without_redirections
from snc_assistant.grounding.verify import Rejected, Verifier
from snc_assistant.ingest.passages import Structure
from snc_assistant.replacing import Grounded, Replaced, replace_claims
from snc_assistant.types import LANGUAGES, Answer, Claim, DraftClaim, Evidence, Language, Outcome, Source

logger = logging.getLogger(__name__)
_PHRASED_SOURCES = 6  # longer lists are facts: a model could only lose items
_AROUND = 400  # characters beside a passage in which an order to a machine makes it suspect
_NOTES: dict[str, dict[Language, str]] = {
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
    "quoted": {
        "fr": "Passage cité tel quel : aucun modèle ne l'a reformulé.",
        "en": "Passage quoted as it stands: no model phrased it.",
    },
    "full": {
        "fr": "Trop de questions attendent déjà le modèle : réponse extractive.",
        "en": "Too many questions are waiting for the model already: extractive answer.",
    },
}


@dataclass(slots=True)
class _Said:
    """What a model said so far: the claims that passed the checks, and the rest by reason."""

    claims: list[Grounded] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


class Phraser:
    """Has models phrase answers."""

    def __init__(
        self,
        verifier: Verifier,
        reader: FacetReader,
        structures: Mapping[str, Structure],
        answer_tokens: int,
    ) -> None:
        """Keep the parts; no model is asked yet."""
        self._verifier = verifier
        self._reader = reader
        self._structures = structures
        self._editions = {i: s.document.edition for i, s in structures.items()}
        self._answer_tokens = answer_tokens

    def prompt(self, evidence: Evidence, composed: Composed) -> Prompt | None:
        """What to ask of a model; nothing where it could only lose something.

        That is so for abstentions, conflicts, long lists, and passages that give orders.
        """
        outcome = composed.answer.outcome
        if outcome.abstains or outcome is Outcome.CONFLICT or len(evidence.sources) > _PHRASED_SOURCES:
            return None
        sources = tuple(s for s in evidence.sources if not self._is_suspect(s))
        if not sources:
            return None
        question = evidence.question
        asked = replace(question, standalone=without_redirections(question.standalone))
        return build_messages(replace(evidence, question=asked, sources=sources), editions=self._editions)

    async def stream(
        self, evidence: Evidence, composed: Composed, prompt: Prompt, choice: Choice, engines: Engines
    ) -> AsyncGenerator[Event, None]:
        """The model's claims in place of the extractive ones; these stay where it fails.

        Ends with `Done`, whose answer names the model only if it said all that it had to say.
        """
        embedded = composed.answer
        turns = engines.turns(choice.name)
        if turns.full:
            yield Done(noted(embedded, "full"))
            return
        said, shown = _Said(), embedded.claims
        try:
            async with aclosing(self._drafts(prompt, choice, turns, said.dropped)) as drafts:
                async for item in drafts:
                    if isinstance(item, Waiting):
                        yield item
                        continue
                    self._check(item, evidence, said, choice.name)
                    claims = self._replaced(composed, said).claims
                    for event in _changes(shown, claims, embedded):
                        yield event
                    shown = claims
        except ModelError as exc:
            engines.forget(choice.name)
            if shown != embedded.claims:
                yield Reset("failed")
            yield Done(
                _counted(noted(embedded, "failed", reason=exc.said(embedded.question.language)), said.dropped)
            )
            return
        said.dropped["incomplete"] += self._replaced(composed, said).withheld
        if shown == embedded.claims:
            yield Done(_counted(noted(embedded, "rejected"), said.dropped))
        else:
            phrased = replace(embedded, engine=choice.name, claims=shown)
            yield Done(_counted(phrased, said.dropped))

    def _replaced(self, composed: Composed, said: _Said) -> Replaced:
        language = composed.answer.question.language
        return replace_claims(composed.grounded, said.claims, self._reader.read, language)

    def _is_suspect(self, source: Source) -> bool:
        """Whether a passage that nobody reviewed stands beside an order to a machine."""
        if source.fact is not None:
            return False
        for span in source.spans:
            structure = self._structures[span.doc_id]
            around = structure.document.text[max(0, span.start - _AROUND) : span.end + _AROUND]
            if any(gives_orders(text) for text in (around, *structure.heading_path(span))):
                return True
        return False

    def _check(self, draft: DraftClaim, evidence: Evidence, said: _Said, engine: str) -> None:
        """Keep a draft as a claim if it passes all checks, and count it otherwise."""
        draft = replace(draft, text=without_verdict(draft.text))
        language = evidence.question.language
        sources = {s.source_id: s for s in evidence.sources}
        checked = self._verifier.verify(draft, sources, language)
        if isinstance(checked, Rejected):
            reason: str | None = checked.reason
        else:
            reason = objection(draft.text, _cited(checked, draft, sources), language)
        if isinstance(checked, Rejected) or reason:
            logger.info("model claim rejected: %s", reason)
            said.dropped["unsupported"] += 1
            return
        said.claims.append(Grounded(replace(checked, engine=engine), draft.source_ids, draft.text))

    async def _drafts(
        self, prompt: Prompt, choice: Choice, turns: Turns, dropped: Counter[str]
    ) -> AsyncGenerator[DraftClaim | Waiting, None]:
        """The model's sentences as draft claims, once it is its turn."""
        model = choice.model
        assert model is not None  # noqa: S101 - narrowed for the type checker
        parser = DraftParser(prompt.numbering)
        try:
            with turns.place() as place:
                async with aclosing(place.positions()) as positions:
                    async for position in positions:
                        yield Waiting("queued", position=position)
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
            dropped.update(unknown_source=parser.unknown, uncited=parser.uncited, cut=parser.cut)


def replaced_by(claims: Sequence[Claim], embedded: Answer) -> Iterator[Event]:
    """The events that put claims in the place of all that was shown."""
    yield Reset("phrased")
    if embedded.lead:
        yield OutcomeReached(embedded.outcome, embedded.lead, embedded.notes)
    for index, claim in enumerate(claims):
        yield ClaimReady(index, claim, claim.engine)


def noted(answer: Answer, note: str, **values: str) -> Answer:
    """The answer with a note about its engine."""
    return replace(answer, engine_note=_NOTES[note][answer.question.language].format(**values))


def _changes(shown: Sequence[Claim], claims: Sequence[Claim], embedded: Answer) -> Iterator[Event]:
    """The events that lead from the claims shown to others: what only adds is added."""
    if claims == shown:
        return
    if shown == embedded.claims or claims[: len(shown)] != shown:
        yield from replaced_by(claims, embedded)
        return
    for index, claim in enumerate(claims[len(shown) :], start=len(shown)):
        yield ClaimReady(index, claim, claim.engine)


def _counted(answer: Answer, dropped: Counter[str]) -> Answer:
    by = dict(+dropped)
    return replace(answer, dropped=sum(by.values()), dropped_by=by)


def _cited(claim: Claim, draft: DraftClaim, sources: Mapping[str, Source]) -> list[str]:
    """The texts that a claim rests on: quotes, their headings, and the statements that they prove."""
    texts = [t for c in claim.citations for t in (c.quote, *c.heading_path)]
    named = [sources[i] for i in draft.source_ids if i in sources]
    return texts + [s.text[language] for s in named for language in LANGUAGES]
