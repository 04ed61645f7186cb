"""Questions about passages: found by the passage's words, wherever the document has moved them."""

from dataclasses import replace

import pytest

from snc_assistant.errors import CorpusError, QuoteNotFound
from snc_assistant.facts.anchors import locate_questions
from snc_assistant.facts.questions import Anchor, Questions, TargetQuestions
from snc_assistant.ingest.passages import Structure, split_document
from snc_assistant.types import Document

TEXT = "# Guide\n\n- Comptes nominatifs\n- Sauvegarde quotidienne\n- Comptes nominatifs\n"


def structure(text: str = TEXT) -> Structure:
    document = Document("guide", "Guide", "2026-01", "fr", "P", "guide.md", "", "", text)
    return split_document(document, "outline")


def located(quote: str, occurrence: int | None = None, text: str = TEXT, doc: str = "guide") -> str:
    """The text and place of the passage that a line leads to."""
    asked = TargetQuestions("", {"fr": ("a ?",), "en": ("b?",)}, Anchor(doc, quote, occurrence, "q.jsonl:7"))
    [target] = locate_questions(Questions((), (asked,)), [structure(text)]).targets
    assert replace(target, target_id="") == asked
    return target.target_id


@pytest.mark.parametrize("before", ["", "- Une ligne de plus\n"])
def test_a_passage_is_found_by_its_words_wherever_it_stands(before: str) -> None:
    text = TEXT.replace("- Sauvegarde", before + "- Sauvegarde")
    start = text.index("Sauvegarde")
    assert located("Sauvegarde quotidienne", text=text) == f"guide:{start}-{start + 22}"


def test_words_that_stand_twice_need_their_occurrence() -> None:
    first, second = TEXT.index("Comptes"), TEXT.rindex("Comptes")
    assert located("Comptes nominatifs", 1).startswith(f"guide:{first}-")
    assert located("Comptes nominatifs", 2).startswith(f"guide:{second}-")
    with pytest.raises(QuoteNotFound, match=r"q\.jsonl:7: stands 2 times in guide; say which `occurrence`"):
        located("Comptes nominatifs")


def test_the_passage_that_holds_most_of_the_words_is_meant() -> None:
    assert located("Sauvegarde quotidienne\n- Com").startswith(f"guide:{TEXT.index('Sauvegarde')}-")


@pytest.mark.parametrize(
    ("quote", "occurrence", "doc", "error", "message"),
    [
        ("Comptes partagés", None, "guide", QuoteNotFound, "not in guide: 'Comptes partagés'"),
        ("Comptes nominatifs", 3, "guide", QuoteNotFound, "occurrence 3 of only 2"),
        ("\n\n", None, "guide", QuoteNotFound, "in no passage of guide"),
        ("Comptes", None, "manual", CorpusError, "unknown document manual"),
    ],
)
def test_what_leads_nowhere_is_refused(
    quote: str, occurrence: int | None, doc: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=rf"q\.jsonl:7: {message}"):
        located(quote, occurrence, doc=doc)


def test_other_questions_stay_as_they_are() -> None:
    questions = Questions((), (TargetQuestions("some.fact", {"fr": ("a ?",), "en": ()}),))
    assert locate_questions(questions, []) == questions
