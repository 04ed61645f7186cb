"""The prompt for a passage, and the reading of whatever a model says to it."""

import pytest

from snc_assistant.enrich.asking import build_prompt, read_questions
from snc_assistant.enrich.needs import Need
from snc_assistant.types import Document, Language, Passage

DOCUMENT = Document("guide", "Guide des achats", "2026-01", "fr", "P", "guide.md", "", "", "")
PASSAGE = Passage("guide:0-20", "guide", "fr", ("Guide", "Accès"), "Comptes nominatifs", 0, 18, "bullet")
NEED = Need(PASSAGE, DOCUMENT, None, ("guide:0-20",))


@pytest.mark.parametrize(
    ("language", "wanted", "shown"),
    [
        (
            "fr",
            "Écris 7 questions différentes, en français",
            "Document : Guide des achats\nRubrique : Guide › Accès\n",
        ),
        (
            "en",
            "Write 7 different questions, in English",
            "Document: Guide des achats\nHeading: Guide › Accès\n",
        ),
    ],
)
def test_the_prompt_is_in_the_language_of_the_questions(language: Language, wanted: str, shown: str) -> None:
    rules, passage = build_prompt(NEED, language, 7)
    assert (rules.role, passage.role) == ("system", "user")
    assert wanted in rules.content
    assert passage.content.startswith(shown)
    assert "<<<\nComptes nominatifs\n>>>" in passage.content
    assert "Comptes nominatifs" not in rules.content


@pytest.mark.parametrize(
    "line",
    ["1. Qui signe ?", "12) Qui signe ?", "- Qui signe ?", "• Qui signe ?", "« Qui signe ? »", '"Qui signe ?"',
     "  Qui   signe ? ", "Q1: Qui signe ?", "3. « Qui signe\u202f? »"],
)  # fmt: skip
def test_number_bullet_and_quotation_marks_are_taken_off(line: str) -> None:
    assert read_questions(line, 5).questions == ("Qui signe ?",)


@pytest.mark.parametrize(
    "line",
    [
        "J1 : c'est quoi ?",
        "24 % par actionnaire ?",
        "2.1 exige quoi ?",
        "« clé » ou « jeton » ?",
        "who signs",
    ],
)
def test_a_question_is_left_as_it_is(line: str) -> None:
    assert read_questions(line, 5).questions == (line,)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Voici les 12 questions :", "no question"),
        ("Here are twelve questions:", "no question"),
        ("Je ne peux pas répondre à cette demande.", "no question"),
        ("I'm sorry, but I can't help with that.", "no question"),
        ("?!?", "no question"),
        ("**Qui** signe ?", "markup"),
        ("<script>alert(1)</script> ?", "markup"),
        ("[Qui signe](x) ?", "markup"),
        ('{"question": "Qui signe ?"}', "markup"),
        ("```", "markup"),
        ("Qui signe &amp; quand ?", "markup"),
        ("Voir https://exemple.fr ?", "address"),
        ("www.exemple.fr, c'est quoi ?", "address"),
        ("écrire à a@b.fr ?", "address"),
        ("qui gère exemple.com ?", "address"),
        ("Qui \x1b[31msigne ?", "control character"),
        ("Qui \u202esigne ?", "control character"),
        ("Qui\u200b signe ?", "control character"),
        ("Qui\u2028signe ?", "control character"),
        ("qui " * 60 + "?", "too long"),
    ],
)
def test_what_is_no_plain_question_is_dropped_and_counted(line: str, reason: str) -> None:
    reading = read_questions(f"{line}\nQui signe ?", 5)
    assert (reading.questions, reading.dropped) == (("Qui signe ?",), {reason: 1})


def test_no_more_than_asked_for_and_none_twice() -> None:
    reading = read_questions("\n".join(["a b c ?", "a b c ?", "d e f ?", "", "g h i ?"]), 2)
    assert reading.questions == ("a b c ?", "d e f ?")
    assert reading.dropped == {"duplicate": 1, "more than asked for": 1}


def test_nothing_said_is_nothing_read() -> None:
    assert read_questions(" \n\n", 3).questions == ()
