"""Everything on the way from question to source works without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

QUESTION = {"fr": "Quels sont les critères juridiques ?", "en": "What are the legal criteria?"}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_ask_read_check_and_return_by_keyboard_alone(visit: Visit, language: str, width: int) -> None:
    page = visit(language=language, width=width)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("question")).to_be_focused()
    page.keyboard.type(QUESTION[language])
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("retry")).to_be_visible()

    _tab_back_to(page, ".citation")
    expect(page.locator("#citation-card")).to_be_visible()
    markers = page.get_by_test_id("citation")
    last = markers.count() - 1
    expect(page.locator(":focus")).to_have_attribute("data-testid", "citation")
    page.keyboard.press("ArrowLeft")
    expect(markers.nth(last - 1)).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_test_id("highlight")).to_be_in_viewport()
    expect(page.locator("#source-title")).to_be_focused()
    before = page.get_by_test_id("highlight").text_content()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_test_id("highlight")).not_to_have_text(before or "")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("source-pane")).to_be_hidden()
    expect(page.locator(":focus")).to_have_attribute("data-testid", "citation")

    page.keyboard.press("Control+k")
    expect(page.get_by_test_id("question")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("question")).to_have_value(QUESTION[language])


def _tab_back_to(page: Page, selector: str) -> None:
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(f"document.activeElement.matches('{selector}')"):
            return
    raise AssertionError(f"no {selector} within 20 steps")


def test_every_stop_of_the_tab_key_is_seen(visit: Visit) -> None:
    page = visit(language="en")
    expect(page.get_by_test_id("document")).to_have_count(2)
    for _ in range(18):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);"
            "return e === document.body || (r.width > 0 && (s.outlineStyle !== 'none' || e.matches('textarea'))) })()"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("dialog", ["help", "status", "conversations"])
def test_a_dialog_opens_and_closes_by_keyboard_and_gives_the_focus_back(visit: Visit, dialog: str) -> None:
    page = visit(language="en", width=390)
    page.get_by_test_id(dialog).focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.get_by_test_id(dialog)).to_be_focused()
