"""The invariants that the types themselves guard."""

from dataclasses import FrozenInstanceError

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.types import (
    Answer,
    Bilingual,
    Citation,
    Claim,
    Entity,
    Outcome,
    Question,
    Span,
)

CITATION = Citation("d", "2026-04", "fr", 0, 4, "Mot.", ("Titre",))
QUESTION = Question("Quoi ?", "Quoi ?", "fr")


def answer(outcome: Outcome, *claims: str, lead: str | None = None, notes: tuple[str, ...] = ()) -> Answer:
    """An answer whose claims all cite the same words."""
    made = tuple(Claim(c, (CITATION,)) for c in claims)
    return Answer(QUESTION, outcome, "extractive", lead, made, notes, (), {})


def test_claim_without_citation_does_not_exist() -> None:
    with pytest.raises(CorpusError, match=r"a claim needs a citation: 'Rien ne le dit\.'"):
        Claim("Rien ne le dit.", ())


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.PARTIAL, Outcome.CONFLICT])
def test_answer_without_claims_must_abstain(outcome: Outcome) -> None:
    assert not outcome.abstains
    with pytest.raises(CorpusError, match="claims or abstains"):
        answer(outcome)


@pytest.mark.parametrize("outcome", [Outcome.NOT_IN_SOURCES, Outcome.OUT_OF_SCOPE])
def test_abstention_makes_no_claim(outcome: Outcome) -> None:
    assert outcome.abstains
    with pytest.raises(CorpusError, match="claims or abstains"):
        answer(outcome, "Quand même.")


def test_single_claim_reads_as_a_sentence() -> None:
    assert answer(Outcome.ANSWERED, "Un.").text == "Un."


def test_several_claims_read_as_a_list_between_lead_and_notes() -> None:
    text = answer(Outcome.ANSWERED, "Un.", "Deux.", lead="Voici :", notes=("Sauf que.",)).text
    assert text == "Voici :\n- Un.\n- Deux.\nSauf que."


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Span("d", 0, 4), Span("d", 3, 6), True),
        (Span("d", 0, 4), Span("d", 4, 6), False),
        (Span("d", 0, 9), Span("d", 3, 6), True),
        (Span("d", 0, 9), Span("e", 3, 6), False),
    ],
    ids=["overlap", "touch", "inside", "other document"],
)
def test_spans_overlap_when_they_share_a_character(one: Span, other: Span, shared: bool) -> None:
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


def test_values_are_those_of_one_kind_each_once() -> None:
    ovh, bleu = Entity("provider", "ovh", "OVH"), Entity("provider", "bleu", "Bleu")
    question = Question("", "", "fr", (ovh, Entity("stage", "J1", "j1"), bleu, ovh))
    assert question.values("provider") == ("ovh", "bleu")


def test_bilingual_text_is_read_by_language() -> None:
    text = Bilingual("oui", "yes")
    assert (text["fr"], text["en"]) == ("oui", "yes")


def test_what_flows_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CITATION.quote = "Autre."  # type: ignore[misc]
