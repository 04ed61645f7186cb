"""Which language a question is in, and the normal forms of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.language import LanguageDetector, detect_language, fold, language_odds, normalise, words
from snc_assistant.types import Language

FRENCH = [
    "Qui est qualifié ?",
    "qui est qualifie secnumcloud",
    "c koi secnumcloud",
    "Scaleway est-il qualifié ?",
    "liste des candidats IaaS",
    "sauvegarde des données",
    "et en CaaS ?",
    "Que signifie J1 ?",
    "J1 c'est quoi",
    "OVH est qualifié pour Hosted Private Cloud powered by VMware ?",
    "Que veut dire « Evaluation work accepted » ?",
]
ENGLISH = [
    "Who is qualified?",
    "is scaleway qualified yet",
    "list of IaaS applicants",
    "data backup",
    "and in CaaS?",
    "What does J1 mean?",
    "what's PaaS",
    "Is Cloud de Confiance Bleu qualified?",
    "What does “Stratégie d'évaluation acceptée” mean?",
]


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_told_by_its_own_words(text: str) -> None:
    assert detect_language(text, default="en") == "fr"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told_by_its_own_words(text: str) -> None:
    assert detect_language(text, default="fr") == "en"


@pytest.mark.parametrize("default", ["fr", "en"])
@pytest.mark.parametrize("text", ["Scaleway", "IaaS", "J3 = ?", "", "24 %"])
def test_words_of_neither_language_leave_it_to_the_interface(text: str, default: Language) -> None:
    assert detect_language(text, default) == default


def test_texts_seen_decide_what_function_words_leave_open() -> None:
    detector = LanguageDetector(language_odds(["cloisonnement réseau"] * 9, ["network segregation"] * 9))
    assert detector.detect("cloisonnement", default="en") == "fr"
    assert detector.detect("segregation", default="fr") == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24\u00a0% \u202f!", "24 % !"),
        ("l’offre « IaaS »", 'l\'offre " IaaS "'),
        ("2026–2030", "2026-2030"),
        ("ﬁn", "fin"),
        ("  a\n\tb  ", "a b"),
        ("cloud\u00ad", "cloud"),
    ],
    ids=["no-break spaces", "quotes", "dashes", "ligature", "white space", "soft hyphen"],
)
def test_normalising_makes_typography_uniform(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ÉTAPE", "etape"), ("Thalès", "thales"), ("Ça coûte", "ca coute"), ("Thale\u0300s", "thales")],
)
def test_folding_drops_case_and_accents(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'offre d’OVH", ["l", "offre", "d", "ovh"]),
        ("Oodrive_Work-Share", ["oodrive", "work", "share"]),
        ("the provider's", ["the", "provider", "s"]),
    ],
    ids=["elision", "underscore and hyphen", "genitive"],
)
def test_words_are_split_at_whatever_is_no_letter_or_digit(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_words_are_the_same_before_and_after_folding(text: str) -> None:
    assert words(fold(text)) == words(text)


@given(st.text(), st.sampled_from(["fr", "en"]))
def test_every_text_has_a_language(text: str, default: Language) -> None:
    assert detect_language(text, default) in ("fr", "en")
