"""The answer that needs no model: every claim composed from the evidence, then checked like any other."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from snc_assistant.facts.finding import Phrase
from snc_assistant.generation.engines import EXTRACTIVE
from snc_assistant.generation.wording import word
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.verify import Rejected, Verifier
from snc_assistant.replacing import Grounded
from snc_assistant.types import Answer, Citation, Claim, DraftClaim, Evidence, Language, Outcome, Source

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """The extractive answer, and its claims with the sources that they rest on."""

    answer: Answer
    grounded: tuple[Grounded, ...]


class Composer:
    """Makes extractive answers."""

    def __init__(self, verifier: Verifier, locator: Locator) -> None:
        """Keep the parts."""
        self._verifier = verifier
        self._locator = locator

    def compose(self, evidence: Evidence) -> Composed:
        """The extractive answer to a question; without a claim that passes, an abstention."""
        grounded = self._grounded(evidence)
        language, outcome, lead = evidence.question.language, evidence.outcome, evidence.lead
        if not grounded and not outcome.abstains:
            outcome = Outcome.NOT_IN_SOURCES
            lead = word(Phrase(outcome.value), language)
        answer = Answer(
            question=evidence.question,
            outcome=outcome,
            engine=EXTRACTIVE,
            lead=lead,
            claims=tuple(g.claim for g in grounded),
            notes=evidence.notes,
            nearest=self._nearest(evidence.sources) if outcome.abstains else (),
            timings_ms={},
            dropped=len(evidence.drafts) - len(grounded),
        )
        return Composed(answer, grounded)

    def _grounded(self, evidence: Evidence) -> tuple[Grounded, ...]:
        language = evidence.question.language
        sources = {s.source_id: s for s in evidence.sources}
        found = []
        for draft in evidence.drafts:
            checked = self._verifier.verify(draft, sources, language)
            if isinstance(checked, Rejected):
                logger.warning("extractive claim rejected: %s", checked.reason)
            else:
                found.append(_grounded(checked, draft, sources, language))
        return tuple(found)

    def _nearest(self, sources: Sequence[Source]) -> tuple[Citation, ...]:
        """One citation a source, for passages that are offered rather than claimed."""
        return tuple(dict.fromkeys(self._locator.cite(s.spans[0]) for s in sources if s.spans))


def _grounded(claim: Claim, draft: DraftClaim, sources: Mapping[str, Source], language: Language) -> Grounded:
    """What another wording must say as well: of an extract, not the label that we put before it."""
    bare = [sources[i].text[language] for i in draft.source_ids if sources[i].fact is None]
    is_foreign = bool(bare) and all(c.language != language for c in claim.citations)
    return Grounded(claim, draft.source_ids, " ".join(bare) or claim.text, is_foreign)
