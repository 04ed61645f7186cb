"""Answers as text: markers, footnotes, and nothing that a client would turn into a link or an image."""

import pytest

from snc_assistant.ingest.passages import Structure
from snc_assistant.types import Answer, Citation, Claim, Document, Language, Outcome, Question
from snc_assistant.web.openai.text import Numbered, text_pieces

DOCUMENT = Document("d", "Guide", "2026-01", "fr", "P", "d.md", "0", "r", "")
STRUCTURE = Structure(DOCUMENT, (), ())


def citation(start: int, quote: str) -> Citation:
    return Citation("d", "2026-01", "fr", start, start + len(quote), quote, ("Titre",))


def answer(*claims: Claim, language: Language = "fr", lead: str | None = None, **more: object) -> Answer:
    outcome = Outcome.ANSWERED if claims else Outcome.NOT_IN_SOURCES
    return Answer(
        question=Question("q", "q", language),
        outcome=outcome,
        engine="extractive",
        lead=lead,
        claims=claims,
        notes=more.get("notes", ()),
        nearest=more.get("nearest", ()),
        timings_ms={},
    )


def text(given: Answer) -> str:
    return "".join(text_pieces(given, Numbered([STRUCTURE])))


def test_one_claim_is_a_sentence_with_its_footnote() -> None:
    assert text(answer(Claim("Oui.", (citation(0, "C'est oui"),)))) == (
        "Oui. [1]\n\n**Sources**\n\n- [1] Guide (2026-01) › Titre : « C'est oui »"
    )


def test_several_claims_are_a_list_and_a_quote_keeps_its_number() -> None:
    one, two = citation(0, "un"), citation(9, "deux")
    given = answer(Claim("A", (one, two)), Claim("B", (two,)), language="en", lead="Both:", notes=("But.",))
    assert text(given) == (
        "Both:\n\n- A [1][2]\n- B [2]\n\nBut.\n\n**Sources**\n\n"
        "- [1] Guide (2026-01) › Titre: “un”\n- [2] Guide (2026-01) › Titre: “deux”"
    )


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Passages les plus proches"), ("en", "Nearest passages")]
)
def test_an_abstention_lists_the_nearest_passages(language: Language, title: str) -> None:
    given = answer(lead="Rien.", language=language, nearest=(citation(0, "un"),))
    assert text(given).startswith(f"Rien.\n\n**{title}**\n\n- [1] Guide")


def test_an_abstention_with_nothing_near_is_its_lead() -> None:
    assert text(answer(lead="Rien.")) == "Rien."


@pytest.mark.parametrize(
    "markup",
    [
        "![x](http://evil/?q)",
        "[x](javascript:1)",
        "[x][1]",
        "<img src=x onerror=1>",
        "`a`",
        "**b**",
        "\\[x](y)",
    ],
)
def test_markup_in_a_text_or_a_quote_is_only_text(markup: str) -> None:
    shown = text(answer(Claim(f"A {markup}.", (citation(0, f"un {markup} deux"),)), lead=markup))
    body = shown.replace("**Sources**", "").replace("[1]", "")
    for place, character in enumerate(body):
        assert character not in "[]<`*" or body[place - 1] == "\\"


def test_a_long_quote_is_cut_in_its_footnote_on_one_line() -> None:
    footnote = text(answer(Claim("A", (citation(0, "mot\n" * 200),)))).splitlines()[-1]
    assert footnote.endswith("… »")
    assert len(footnote) < 300


def test_the_data_names_the_document_of_each_number() -> None:
    numbered = Numbered([STRUCTURE])
    text_pieces(answer(Claim("A", (citation(0, "un"), citation(9, "deux")))), numbered)
    assert [(c["number"], c["title"], c["quote"]) for c in numbered.citations_json()] == [
        (1, "Guide", "un"),
        (2, "Guide", "deux"),
    ]
    assert [(s["doc_id"], s["numbers"]) for s in numbered.sources_json()] == [("d", [1, 2])]
