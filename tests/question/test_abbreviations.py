"""Chat abbreviations are spelt out before the search, in the question's language only."""

import pytest

from snc_assistant.question.abbreviations import spelt_out
from snc_assistant.types import Language


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "c quoi le taux de dispo mini exigé", "c quoi le taux de disponibilité minimum exigé"),
        ("fr", "Le presta doit-il…", "Le prestataire doit-il…"),
        ("en", "any reqs on infosec?", "any requirements on information security?"),
        ("en", "dispo and presta are French", "dispo and presta are French"),
        ("fr", "les reqs sont en anglais", "les reqs sont en anglais"),
    ],
)
def test_abbreviations_are_spelt_out(language: Language, text: str, expected: str) -> None:
    assert spelt_out(text, language) == expected


@pytest.mark.parametrize("text", ["max-schrems.eu", "l'info-gérance", "https://ref.example/u"])
def test_parts_of_longer_words_are_left(text: str) -> None:
    assert spelt_out(text, "fr") == text
