"""Honest sentences pass, false ones do not, whatever words they are put in."""

import pytest

from snc_assistant.generation.extractive import fact_source
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.verify import Rejected, Verifier
from snc_assistant.types import LANGUAGES, Claim, DraftClaim, Language
from tests.conftest import Built

from .paraphrases import FALSEHOODS, PARAPHRASES

_ACCEPTED = 0.95
# What still passes: the source says both figures in one sentence, in the other language only.
_PASSES = "A ransomware attack occurs every 39 seconds."


@pytest.fixture(scope="module")
def verifier(snapshot: Built) -> Verifier:
    """Over the real corpus."""
    return Verifier(Locator(snapshot.structures), FacetReader(snapshot.data.names))


def verdict(
    verifier: Verifier, snapshot: Built, facts: tuple[str, ...], language: Language, text: str
) -> Claim | Rejected:
    """The verdict on a sentence that cites some facts."""
    sources = {f: fact_source(snapshot.facts[f]) for f in facts}
    return verifier.verify(DraftClaim(text, facts), sources, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_honest_paraphrases_pass(verifier: Verifier, snapshot: Built, language: Language) -> None:
    asked = [p for p in PARAPHRASES if p[1] == language]
    lost = [p[2] for p in asked if isinstance(verdict(verifier, snapshot, *p), Rejected)]
    assert len(asked) > 50
    assert len(lost) <= (1 - _ACCEPTED) * len(asked), lost


@pytest.mark.parametrize(
    ("facts", "language", "text"), [f for f in FALSEHOODS if f[2] != _PASSES], ids=lambda v: str(v)[:60]
)
def test_falsehood_is_rejected(
    verifier: Verifier, snapshot: Built, facts: tuple[str, ...], language: Language, text: str
) -> None:
    assert isinstance(verdict(verifier, snapshot, facts, language, text), Rejected)


@pytest.mark.xfail(strict=True, reason="two figures of one sentence that stands in the other language only")
def test_figure_of_the_other_half_of_a_foreign_sentence_is_rejected(
    verifier: Verifier, snapshot: Built
) -> None:
    facts = next(f for f in FALSEHOODS if f[2] == _PASSES)
    assert isinstance(verdict(verifier, snapshot, *facts), Rejected)
