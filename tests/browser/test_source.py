"""The source pane: the highlight is exactly the quote, whatever it spans, and a link leads back to it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask
from tests.conftest import Built

WIDTHS = pytest.mark.parametrize("width", [390, 1280])
TOURS = {
    "criteria": ("What are the technical criteria?", 390),
    "table rows": ("Quels prestataires sont qualifiés ?", 1280),
    "steps": ("Quelles sont les étapes de la procédure de qualification ?", 1280),
    "artificial intelligence": ("Which AI offers are described?", 390),
}
CRITERIA = TOURS["criteria"][0]


@pytest.mark.parametrize(("question", "width"), TOURS.values(), ids=TOURS)
def test_the_highlight_equals_the_quote_for_every_citation_of_a_tour(
    visit: Visit, question: str, width: int
) -> None:
    page = visit(language="en", width=width)
    ask(page, question)
    page.get_by_test_id("citation").first.click()
    total = int(page.locator(".pane-position").inner_text().split("/")[-1])
    for number in range(1, total + 1):
        expect(page.locator(".pane-position")).to_contain_text(f"{number} / {total}")
        _check_highlight(page, _quote(page, number))
        if number < total:
            page.get_by_test_id("next-citation").click()


def _quote(page: Page, number: int) -> str:
    return str(page.evaluate(f"document.querySelector('[data-number=\"{number}\"]').citation.quote"))


def _check_highlight(page: Page, quote: str) -> None:
    expect(page.get_by_test_id("highlight")).to_have_count(1)
    assert page.get_by_test_id("highlight").text_content() == quote
    expect(page.get_by_test_id("highlight")).to_be_in_viewport()


@WIDTHS
def test_the_pane_shows_the_whole_document_unchanged(visit: Visit, snapshot: Built, width: int) -> None:
    page = visit("/#/source/observatory-2026-04-fr", width=width)
    expect(page.locator(".source-text")).to_be_visible()
    shown = page.locator(".source-text").text_content()
    assert shown == snapshot.structures["observatory-2026-04-fr"].document.text


@WIDTHS
@pytest.mark.parametrize("doc_id", ["observatory-2026-04-fr", "observatory-2026-02-en"])
def test_a_permalink_opens_at_its_span(visit: Visit, snapshot: Built, doc_id: str, width: int) -> None:
    text = snapshot.structures[doc_id].document.text
    start, end = text.index("24%") - 30, text.index("39%") + 3
    page = visit(f"/#/source/{doc_id}/{start}-{end}", width=width)
    _check_highlight(page, text[start:end])


def test_every_kind_of_span_is_highlighted_exactly(visit: Visit, snapshot: Built) -> None:
    doc_id = "observatory-2026-04-fr"
    text = snapshot.structures[doc_id].document.text
    tab, newline = text.index("\t"), text.index("\n\n", 99)
    page = visit(f"/#/source/{doc_id}")
    for start, end in [
        (0, 1),
        (tab - 3, tab + 4),
        (newline - 5, newline + 9),
        (100, 3000),
        (len(text) - 4, len(text)),
    ]:
        page.goto(f"{page.url.split('#')[0]}#/source/{doc_id}/{start}-{end}")
        expect(page.get_by_test_id("highlight")).to_have_count(1)
        assert page.get_by_test_id("highlight").text_content() == text[start:end]


@pytest.mark.parametrize(
    ("link", "language", "words"),
    [
        ("observatory-2026-04-fr/5-999999", "fr", "Ce lien"),
        ("observatory-2026-04-fr/9-5", "en", "This link points outside"),
    ],
)
def test_a_link_that_leads_nowhere_says_so(visit: Visit, link: str, language: str, words: str) -> None:
    page = visit(f"/#/source/{link}", language=language)
    expect(page.locator("[role=alert]")).to_contain_text(words)


@WIDTHS
def test_the_link_to_a_passage_can_be_sent(visit: Visit, width: int) -> None:
    page = visit(language="en", width=width, permissions=["clipboard-read", "clipboard-write"])
    ask(page, CRITERIA)
    page.get_by_test_id("citation").nth(2).click()
    quote = _quote(page, 3)
    page.get_by_test_id("copy-link").click()
    expect(page.locator("#toast")).not_to_be_empty()
    link = page.evaluate("navigator.clipboard.readText()")
    colleague = visit(link.removeprefix(page.url.split("#")[0][:-1]), width=width)
    _check_highlight(colleague, quote)


def test_a_quote_in_the_other_language_is_labelled(visit: Visit) -> None:
    page = visit(language="fr")
    ask(page, "Quelles offres d'intelligence artificielle sont décrites ?")
    marker = page.get_by_test_id("citation").first
    expect(marker).to_contain_text("EN")
    marker.click()
    expect(page.get_by_test_id("other-language")).to_contain_text("anglais")
    expect(page.locator(".source-text")).to_have_attribute("lang", "en")


@WIDTHS
@pytest.mark.parametrize(
    ("language", "question", "there", "here"),
    [
        (
            "fr",
            "Quelles sont les limites de détention du capital par des entités hors UE ?",
            "by non-EU entities",
            "par des entités hors UE",
        ),
        (
            "en",
            "What are the limits on capital held by non-EU entities?",
            "par des entités hors UE",
            "by non-EU entities",
        ),
    ],
    ids=["fr", "en"],
)
def test_a_quote_in_the_other_language_stands_beside_its_twin(
    visit: Visit, language: str, question: str, there: str, here: str, width: int
) -> None:
    page = visit(language=language, width=width)
    ask(page, question)
    page.get_by_test_id("citation").first.click()
    expect(page.get_by_test_id("highlight")).to_contain_text(here)
    expect(page.get_by_test_id("twins")).to_have_count(0)
    page.get_by_test_id("next-citation").click()
    expect(page.get_by_test_id("highlight")).to_contain_text(there)
    sides = page.locator(".twin-quote")
    expect(sides.first).to_contain_text(there)
    expect(sides.last).to_contain_text(here)
    expect(sides.last).to_have_attribute("lang", language)
    page.get_by_test_id("open-twin").click()
    expect(page.get_by_test_id("highlight")).to_contain_text(here)
    expect(page.locator(".source-text")).to_have_attribute("lang", language)


@pytest.mark.parametrize(("language", "label"), [("fr", "Citation en anglais"), ("en", None)])
def test_a_link_to_the_other_language_is_labelled(
    visit: Visit, snapshot: Built, language: str, label: str | None
) -> None:
    doc_id = "observatory-2026-02-en"
    start = snapshot.structures[doc_id].document.text.index("Roadmap for J2 audits")
    page = visit(f"/#/source/{doc_id}/{start}-{start + 21}", language=language)
    expect(page.get_by_test_id("highlight")).to_have_text("Roadmap for J2 audits")
    expect(page.get_by_test_id("other-language")).to_have_count(1 if label else 0)
    if label:
        expect(page.get_by_test_id("other-language")).to_have_text(label)
        expect(page.locator(".twin-quote").last).to_contain_text("feuille de route des audits J2")


def test_the_card_of_a_marker_tells_where_the_quote_stands(visit: Visit) -> None:
    page = visit(language="en")
    ask(page, CRITERIA)
    page.get_by_test_id("citation").first.hover()
    expect(page.locator("#citation-card")).to_contain_text("February 2026 edition · English")
    expect(page.locator("#citation-card")).to_contain_text("Documented risk assessment")
    page.keyboard.press("Escape")
    expect(page.locator("#citation-card")).to_be_hidden()
