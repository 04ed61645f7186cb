"""axe-core finds nothing in any state of the pages, light and dark, wide and narrow (WCAG 2.2 AA and more)."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
QUESTIONS = {
    "answered": "Quels prestataires sont qualifiés ?",
    "conflict": "Que signifie J1 ?",
    "not in sources": "Combien coûte la qualification ?",
    "out of scope": "Quelle est la recette de la ratatouille ?",
}


def violations(page: Page) -> list[str]:
    page.evaluate(f"{AXE}; undefined")
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations)")
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


LOOKS = pytest.mark.parametrize(
    ("width", "scheme", "language"), [(390, "dark", "fr"), (1280, "light", "en"), (1280, "dark", "fr")]
)


@LOOKS
def test_axe_finds_nothing(visit: Visit, width: int, scheme: str, language: str) -> None:
    page = visit(width=width, color_scheme=scheme, language=language, reduced_motion="reduce")
    expect(page.get_by_test_id("document")).to_have_count(2)
    assert violations(page) == []
    for question in QUESTIONS.values():
        ask(page, question)
        assert violations(page) == [], question
    page.get_by_test_id("citation").first.click()
    expect(page.get_by_test_id("highlight")).to_be_visible()
    assert violations(page) == [], "source pane"
    page.get_by_test_id("close-source").click()
    for dialog in ("help", "status", "conversations"):
        page.get_by_test_id(dialog).click()
        assert violations(page) == [], dialog
        page.keyboard.press("Escape")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_the_api_page(visit: Visit, width: int, scheme: str) -> None:
    page = visit("/docs", width=width, color_scheme=scheme)
    expect(page.locator(".operation").first).to_be_visible()
    assert violations(page) == []


@LOOKS
def test_axe_finds_nothing_in_the_facts(visit: Visit, width: int, scheme: str, language: str) -> None:
    page = visit(
        "/#/explore/providers", width=width, color_scheme=scheme, language=language, reduced_motion="reduce"
    )
    for view in ("providers", "procedure", "criteria", "changes"):
        page.get_by_test_id(f"explore-{view}").click()
        expect(page.get_by_test_id("fact").first).to_be_visible()
        assert violations(page) == [], view
        page.locator("input[name=form][value=figure]").check(force=True)
        expect(page.locator(".drawing")).to_be_visible()
        assert violations(page) == [], f"{view}, drawn"
    page.get_by_test_id("explore-procedure").click()
    page.get_by_test_id("rival").first.get_by_role("button").click()
    expect(page.get_by_test_id("highlight")).to_be_visible()
    assert violations(page) == [], "source beside the facts"


def test_axe_finds_nothing_in_a_twin_a_refusal_and_the_key_dialog(visit: Visit) -> None:
    page = visit(width=390, reduced_motion="reduce")
    ask(page, "Quelles sont les limites de détention du capital par des entités hors UE ?")
    page.get_by_test_id("citation").last.click()
    expect(page.get_by_test_id("twins")).to_be_visible()
    assert violations(page) == [], "twins"
    page.get_by_test_id("close-source").click()
    page.route("**/api/ask/stream", lambda r: r.fulfill(status=429, headers={"Retry-After": "60"}))
    ask(page, QUESTIONS["answered"])
    assert violations(page) == [], "countdown"
    page.unroute("**/api/ask/stream")
    page.route("**/api/ask/stream", lambda r: r.fulfill(status=401))
    page.get_by_test_id("retry").last.click()
    expect(page.get_by_test_id("key-input")).to_be_focused()
    assert violations(page) == [], "access key"


def test_new_claims_are_read_out_once_and_politely(visit: Visit) -> None:
    page = visit()
    page.evaluate(
        "globalThis.live = null; new MutationObserver(() => globalThis.live ??="
        " document.querySelector('.claim')?.closest('[aria-live]')?.getAttribute('aria-live') ?? null)"
        ".observe(document.body, { subtree: true, childList: true })"
    )
    ask(page, "Quels sont les critères juridiques ?")
    assert page.evaluate("globalThis.live") == "polite"
    expect(page.locator(".exchange [aria-live]")).to_have_count(0)
    expect(page.locator(".slot")).to_have_attribute("role", "status")


def test_targets_are_large_enough_for_a_finger(visit: Visit) -> None:
    page = visit(width=390)
    ask(page, QUESTIONS["answered"])
    small = page.evaluate(
        "[...document.querySelectorAll('button, summary, a')].filter(e => e.offsetParent).map(e => [e.outerHTML,"
        " e.getBoundingClientRect()]).filter(([, r]) => r.width && (r.width < 24 || r.height < 24)).map(([h]) => h)"
    )
    assert small == []
