"""Text → index terms."""

import pytest

from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import Language


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("étapes", "etape", "fr"),
        ("l'offre", "offres", "fr"),
        ("l’administration", "administration", "fr"),
        ("qualifié", "qualifiés", "fr"),
        ("qualifiée", "qualifiés", "fr"),
        ("CHIFFREMENT", "chiffrement", "fr"),
        ("offers", "offer", "en"),
        ("encrypted", "encrypting", "en"),
        ("provider's", "providers", "en"),
        ("24\u00a0%", "24%", "fr"),
        ("2,3", "2.3", "fr"),
        ("Oodrive_Meet", "oodrive meet", "en"),
    ],
)
def test_writings_of_one_word_meet(one: str, other: str, language: Language) -> None:
    assert terms(one, language) == terms(other, language) != []


@pytest.mark.parametrize(
    ("text", "language"), [("Quels sont les ?", "fr"), ("What is the ?", "en"), ("", "fr"), ("…", "en")]
)
def test_stop_words_leave_nothing(text: str, language: Language) -> None:
    assert terms(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("le RGPD et le RGPD", "fr", ["rgpd", "rgpd"]),
        ("J2 audits, J2", "en", ["j2", "audit", "j2"]),
        ("S3NS", "fr", ["s3n"]),
    ],
)
def test_terms_come_in_order_with_repeats(text: str, language: Language, expected: list[str]) -> None:
    assert terms(text, language) == expected
