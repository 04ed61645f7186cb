"""A model's claims take the place of extractive ones only where nothing gets lost."""

import pytest

from snc_assistant.facts.names import Names
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.replacing import Grounded, replace_claims
from snc_assistant.types import LANGUAGES, Citation, Claim, Language

HERE = Citation("doc", "2026-04", "fr", 0, 1, "q", ())
LIMIT = {
    "fr": "Le capital est limité à 24 % seul et 39 % ensemble.",
    "en": "Capital is limited to 24% alone and 39% together.",
}
DURATION = {"fr": "La qualification dure 3 ans.", "en": "Qualification lasts 3 years."}
both = pytest.mark.parametrize("language", LANGUAGES)


def grounded(text: str, *ids: str, is_foreign: bool = False) -> Grounded:
    return Grounded(Claim(text, (HERE,)), ids, text, is_foreign)


def extracts(language: Language) -> list[Grounded]:
    """Two extractive claims, of a source each."""
    return [grounded(LIMIT[language], "a"), grounded(DURATION[language], "b")]


def replaced(language: Language, extractive: list[Grounded], *phrased: Grounded) -> tuple[list[str], int]:
    read = FacetReader(Names((), (), ())).read
    found = replace_claims(extractive, phrased, read, language)
    return [c.text for c in found.claims], found.withheld


@both
def test_sentence_that_says_it_all_takes_the_place(language: Language) -> None:
    said = {"fr": "Limité à 39 % ensemble, 24 % seul.", "en": "Limited to 39% together, 24% alone."}[language]
    found = replaced(language, extracts(language), grounded(said, "a"))
    assert found == ([said, DURATION[language]], 0)


@both
def test_sentence_that_leaves_out_a_number_is_held_back(language: Language) -> None:
    said = {"fr": "Le capital est limité à 24 % seul.", "en": "Capital is limited to 24% alone."}[language]
    found = replaced(language, extracts(language), grounded(said, "a"))
    assert found == ([LIMIT[language], DURATION[language]], 1)


@both
def test_two_halves_take_the_place_together(language: Language) -> None:
    halves = {
        "fr": ("Le capital est limité à 24 % seul.", "Ensemble : 39 %."),
        "en": ("Capital is limited to 24% alone.", "Together: 39%."),
    }[language]
    found = replaced(language, extracts(language), *(grounded(h, "a") for h in halves))
    assert found == ([*halves, DURATION[language]], 0)


@both
def test_order_of_the_evidence_is_kept(language: Language) -> None:
    said = [grounded(DURATION[language] + " ", "b"), grounded(LIMIT[language] + " ", "a")]
    assert replaced(language, extracts(language), *said) == ([s.claim.text for s in reversed(said)], 0)


@both
def test_sentence_about_both_stands_once(language: Language) -> None:
    said = f"{LIMIT[language]} {DURATION[language]}"
    assert replaced(language, extracts(language), grounded(said, "a", "b")) == ([said], 0)


@both
def test_sentence_that_cites_both_and_says_one_loses_neither(language: Language) -> None:
    said = LIMIT[language] + " "
    plain = {"fr": "Les comptes sont nominatifs.", "en": "Accounts are nominative."}[language]
    found = replaced(
        language, [grounded(LIMIT[language], "a"), grounded(plain, "b")], grounded(said, "a", "b")
    )
    assert found == ([said, plain], 0)


@both
def test_claim_on_another_source_is_added_at_the_end(language: Language) -> None:
    found = replaced(language, extracts(language), grounded("X.", "c"))
    assert found == ([LIMIT[language], DURATION[language], "X."], 0)


@pytest.mark.parametrize(
    ("language", "listed", "said", "kept"),
    [
        ("fr", "Offre : en cours de qualification.", "C'est une offre.", False),
        ("en", "Offer: in progress.", "It is an offer.", False),
        ("fr", "Offre : en cours de qualification.", "L'offre est en cours.", True),
        ("en", "Offer: in progress.", "The offer is in progress.", True),
    ],
)
def test_status_must_be_said_again(language: Language, listed: str, said: str, kept: bool) -> None:
    texts, withheld = replaced(language, [grounded(listed, "a")], grounded(said, "a"))
    assert (texts == [said], withheld) == (kept, 0 if kept else 1)


@both
def test_source_that_is_not_cited_keeps_its_claim(language: Language) -> None:
    listed = grounded(f"{LIMIT[language]} {DURATION[language]}", "a", "b")
    said = grounded(listed.says + " ", "a")
    assert replaced(language, [listed], said) == ([listed.says], 1)


@pytest.mark.parametrize(
    ("language", "listed", "said"),
    [
        ("fr", "Les clés de chiffrement restent dans le coffre du client.", "Coffre !"),
        ("en", "The encryption keys remain in the vault of the customer.", "Vault!"),
    ],
    ids=LANGUAGES,
)
def test_fragment_of_a_sentence_does_not_take_its_place(language: Language, listed: str, said: str) -> None:
    assert replaced(language, [grounded(listed, "a")], grounded(said, "a")) == ([listed], 1)


@pytest.mark.parametrize(
    ("language", "foreign", "said"),
    [
        ("fr", "The encryption keys remain in the vault.", "Les clés restent dans le coffre."),
        ("en", "Les clés de chiffrement restent dans le coffre.", "The keys remain in the vault."),
    ],
    ids=LANGUAGES,
)
def test_translation_of_an_extract_takes_its_place(language: Language, foreign: str, said: str) -> None:
    extract = grounded(foreign, "a", is_foreign=True)
    assert replaced(language, [extract], grounded(said, "a")) == ([said], 0)
    assert replaced(language, [extract], grounded("OK.", "a")) == ([foreign], 1)
