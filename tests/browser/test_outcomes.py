"""The five outcomes look different, at every width, and nothing is cut off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask

QUESTIONS = {
    "answered": {"fr": "Quels sont les critères juridiques ?", "en": "What are the legal criteria?"},
    "conflict": {"fr": "Que signifie J1 ?", "en": "What does J1 mean?"},
    "not_in_sources": {
        "fr": "Combien coûte la qualification ?",
        "en": "How much does the qualification cost?",
    },
    "out_of_scope": {"fr": "Quelle est la recette de la ratatouille ?", "en": "How do I bake bread?"},
}
BADGES = {
    "answered": {"fr": "Réponse trouvée", "en": "Answered"},
    "conflict": {"fr": "Les éditions se contredisent", "en": "The editions disagree"},
    "not_in_sources": {"fr": "Absent des documents", "en": "Not in the documents"},
    "out_of_scope": {"fr": "Hors sujet", "en": "Out of scope"},
}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (390, "en"), (1280, "fr"), (2560, "en")])
def test_each_outcome_has_its_own_badge_and_fits_the_width(visit: Visit, language: str, width: int) -> None:
    page = visit(language=language, width=width)
    looks = set()
    for outcome, asked in QUESTIONS.items():
        ask(page, asked[language])
        badge = page.get_by_test_id("outcome").last
        expect(badge).to_have_attribute("data-outcome", outcome)
        expect(badge).to_have_text(BADGES[outcome][language])
        looks.add(badge.evaluate("b => b.querySelector('path').getAttribute('d')"))
        _check_fits(page)
    assert len(looks) == len(QUESTIONS)


def _check_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        "[...document.querySelectorAll('.thread *, .composer *')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && getComputedStyle(e).overflowX !== 'visible' && getComputedStyle(e).clipPath === 'none').map(e => e.className)"
    )
    assert cut == []


@pytest.mark.parametrize(("width", "side_by_side"), [(390, False), (1280, True)])
def test_a_conflict_shows_the_editions_against_each_other(
    visit: Visit, width: int, side_by_side: bool
) -> None:
    page = visit(language="fr", width=width)
    ask(page, QUESTIONS["conflict"]["fr"])
    columns = page.locator(".edition-column:not(.edition-both)")
    expect(columns).to_have_count(2)
    expect(columns.first).to_contain_text("Evaluation work accepted")
    expect(columns.last).to_contain_text("Stratégie d'évaluation acceptée")
    first, last = (columns.nth(n).bounding_box() for n in (0, 1))
    assert (first["y"] == last["y"]) is side_by_side


@LANGUAGES
@pytest.mark.parametrize("width", [390, 1280])
def test_an_abstention_offers_passages_that_open(visit: Visit, language: str, width: int) -> None:
    page = visit(language=language, width=width)
    ask(page, QUESTIONS["not_in_sources"][language])
    expect(page.get_by_test_id("claim")).to_have_count(0)
    page.get_by_test_id("nearest").first.click()
    expect(page.get_by_test_id("highlight")).to_be_in_viewport()
    page.get_by_test_id("close-source").click()
    expect(page.get_by_test_id("nearest").first).to_be_focused()


def test_an_uncertain_row_is_marked_and_explained(visit: Visit) -> None:
    page = visit(language="fr")
    ask(page, "Quels prestataires sont qualifiés ?")
    expect(page.locator(".uncertain").first).to_contain_text("Incertain")
    expect(page.locator(".notes li").first).to_be_visible()


def test_the_layout_does_not_jump_while_claims_arrive(visit: Visit) -> None:
    page = visit(language="en")
    page.evaluate(
        "globalThis.shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => globalThis.shift += e.value))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    ask(page, QUESTIONS["answered"]["en"])
    page.wait_for_timeout(300)
    assert page.evaluate("globalThis.shift") < 0.02
