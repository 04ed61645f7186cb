"""Themes, motion, and how little is loaded."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from snc_assistant.web.app import STATIC
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


def _needed(script: str, found: set[str]) -> set[str]:
    """The script and all that it imports before it runs."""
    if script not in found:
        found.add(script)
        text = (STATIC / "js" / script).read_text(encoding="utf-8")
        for other in re.findall(r'^(?:import|export) .*?from "\./([\w.]+)";', text, re.MULTILINE):
            _needed(other, found)
    return found


def test_every_script_that_the_page_waits_for_is_fetched_at_once() -> None:
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    preloaded = re.findall(r'rel="modulepreload" href="static/js/([\w.]+)"', text)
    assert sorted([*preloaded, "main.js"]) == sorted(_needed("main.js", set()))
