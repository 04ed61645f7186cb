"""Themes, motion, and how little is loaded."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from snc_assistant.web.files import STATIC
from tests.browser.conftest import Visit, ask

BUDGET = 150_000  # bytes of script, compressed


def test_the_scripts_keep_within_their_budget() -> None:
    scripts = [p for p in STATIC.rglob("*.js")]
    assert len(scripts) > 40
    assert sum(len(gzip.compress(p.read_bytes())) for p in scripts) < BUDGET


def test_nothing_in_the_page_comes_from_elsewhere_or_needs_inline_code() -> None:
    for page in STATIC.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", text) == []
    for script in STATIC.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("system", "other"), [("light", "dark"), ("dark", "light")])
def test_the_theme_follows_the_system_until_the_reader_chooses(
    visit: Visit, system: str, other: str, width: int
) -> None:
    page = visit(width=width, color_scheme=system)
    page_colour = "getComputedStyle(document.body).backgroundColor"
    at_first = page.evaluate(page_colour)
    page.get_by_test_id("theme").click()
    chosen = page.evaluate(page_colour)
    assert chosen != at_first
    expect(page.locator("html")).to_have_attribute("data-theme", other)
    page.reload()
    assert page.evaluate(page_colour) == chosen


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_moves_for_readers_who_asked_for_calm(visit: Visit, language: str) -> None:
    page = visit(language=language, reduced_motion="reduce")
    ask(page, {"fr": "Que signifie CaaS ?", "en": "What does CaaS stand for?"}[language])
    page.get_by_test_id("explore").click()
    expect(page.get_by_test_id("matrix")).to_be_visible()
    moving = page.evaluate("document.getAnimations().filter(a => a.playState === 'running').length")
    assert moving == 0


def test_the_page_fetches_one_script_and_uses_it_before_anything_else_has_come(visit: Visit) -> None:
    page = visit("/docs")
    fetched: list[str] = []
    page.on("request", lambda r: fetched.append(r.url.removeprefix(page.url.removesuffix("docs"))))
    page.route("**/api/health", lambda r: None)
    page.route("**/api/documents", lambda r: None)
    page.goto(page.url.removesuffix("docs"))
    ask(page, "Que signifie CaaS ?")
    assert [f for f in fetched if f.endswith(".js")] == ["static/js/early_theme.js", "static/js/main.js"]
    expect(page.get_by_test_id("claim").first).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
