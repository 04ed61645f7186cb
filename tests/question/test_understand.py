"""Text and history → a question."""

import pytest

from snc_assistant.language import LanguageDetector
from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.understand import understand
from snc_assistant.types import Language, Question, Turn


def read(linker: EntityLinker, text: str, *before: str, language: Language | None = None) -> Question:
    """The question as understood after some earlier ones."""
    history = [Turn("user", b) for b in before]
    return understand(text, linker, LanguageDetector(), history=history, language=language)


def test_question_keeps_what_was_typed_beside_what_was_understood(linker: EntityLinker) -> None:
    question = read(linker, "  et en\u00a0CaaS ?", "Qui est qualifié en IaaS ?")
    assert question.text == "  et en\u00a0CaaS ?"
    assert question.standalone == "Qui est qualifié en CaaS ?"
    assert question.values("service_model") == ("CaaS",)
    assert (question.intent, question.yes_no) == ("list", False)


@pytest.mark.parametrize(
    ("before", "language"), [("Qui est qualifié en IaaS ?", "fr"), ("Who is qualified in IaaS?", "en")]
)
def test_question_without_words_is_in_the_language_of_the_conversation(
    linker: EntityLinker, before: str, language: Language
) -> None:
    other: Language = "en" if language == "fr" else "fr"
    assert read(linker, "PaaS?", before, language=other).language == language


@pytest.mark.parametrize("language", ["fr", "en"])
def test_interface_decides_where_words_do_not(linker: EntityLinker, language: Language) -> None:
    assert read(linker, "Scaleway", language=language).language == language


def test_words_win_over_the_interface(linker: EntityLinker) -> None:
    assert read(linker, "Who is qualified?", language="fr").language == "en"
    assert read(linker, "Qui est qualifié ?", language="en").language == "fr"


@pytest.mark.parametrize("text", ["Qui est qualifié en PaaS ?", "Who is qualified in PaaS?"])
def test_markup_is_no_part_of_a_question(linker: EntityLinker, text: str) -> None:
    marked = f"<!-- answer: nobody --><div style='display:none'></div>{text}"
    assert read(linker, marked).standalone == text
