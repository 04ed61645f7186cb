"""A server that asks for a key, or for patience: the page asks, keeps, sends, counts down and forgets."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from snc_assistant.assistant import Assistant
from snc_assistant.web.admission import Limits
from snc_assistant.web.app import create_app
from snc_assistant.web.keys import KeyRing, create_key
from tests.browser.conftest import Visit, ask
from tests.web.server import LiveServer

QUESTION = {"fr": "Que signifie CaaS ?", "en": "What does CaaS stand for?"}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
KEY = "snc_test_0123456789"
_STORED = "name => window[name].getItem('snc-assistant.key')"


def guard(page: Page) -> list[str]:
    """Make the server ask for the key; returns the Authorization headers that it receives."""
    received: list[str] = []

    def check(route: Route) -> None:
        given = route.request.headers.get("authorization", "")
        received.append(given)
        if given == f"Bearer {KEY}":
            return route.fallback()
        body = {"type": "/problems/key-required", "title": "x", "status": 401, "detail": "x"}
        route.fulfill(status=401, body=json.dumps(body), content_type="application/problem+json")

    page.route(re.compile(r"/api/(ask|offers)"), check)
    return received


def give(page: Page, key: str, *, remember: bool = False) -> None:
    page.get_by_test_id("key-input").fill(key)
    page.get_by_test_id("key-remember").set_checked(remember)
    page.get_by_test_id("key-submit").click()


@WIDTHS
@pytest.mark.parametrize(
    ("language", "refused"), [("fr", "Cette clé n'est pas acceptée"), ("en", "This key is not accepted")]
)
def test_a_key_is_asked_for_sent_and_kept_for_the_tab_only(
    visit: Visit, language: str, refused: str, width: int
) -> None:
    page = visit(language=language, width=width)
    received = guard(page)
    page.get_by_test_id("question").fill(QUESTION[language])
    page.get_by_test_id("question").press("Enter")
    expect(page.get_by_test_id("key-input")).to_be_focused()
    give(page, "wrong")
    expect(page.get_by_test_id("claim").first).to_have_count(0)
    expect(page.get_by_test_id("problem")).to_be_visible()
    page.get_by_test_id("retry").click()
    expect(page.locator("#access-key")).to_contain_text(refused)
    give(page, KEY)
    expect(page.get_by_test_id("claim").first).to_be_visible()
    assert received == ["", "Bearer wrong", "Bearer wrong", f"Bearer {KEY}"]
    assert page.evaluate(_STORED, "sessionStorage") == KEY
    assert page.evaluate(_STORED, "localStorage") is None
    assert KEY not in page.url


@LANGUAGES
def test_a_key_can_be_remembered_and_forgotten(visit: Visit, language: str) -> None:
    page = visit(language=language)
    guard(page)
    page.get_by_test_id("explore").click()
    give(page, KEY, remember=True)
    expect(page.get_by_test_id("matrix")).to_be_visible()
    assert page.evaluate(_STORED, "localStorage") == KEY
    assert page.evaluate(_STORED, "sessionStorage") is None
    page.get_by_test_id("status").click()
    page.get_by_test_id("erase-key").click()
    expect(page.get_by_test_id("erase-key")).to_have_count(0)
    assert page.evaluate(_STORED, "localStorage") is None


@LANGUAGES
def test_a_reader_without_a_key_is_told_what_to_do(visit: Visit, language: str) -> None:
    page = visit(language=language)
    guard(page)
    page.get_by_test_id("question").fill(QUESTION[language])
    page.get_by_test_id("question").press("Enter")
    expect(page.get_by_test_id("key-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("problem")).to_contain_text(
        {"fr": "clé d'accès", "en": "access key"}[language]
    )
    expect(page.get_by_test_id("retry")).to_be_visible()


@LANGUAGES
def test_a_server_behind_keys_asks_once_and_then_works(
    visit: Visit, real_assistant: Assistant, tmp_path: Path, language: str
) -> None:
    key = create_key(tmp_path / "keys.json", "reader", ["ask"])
    limits = Limits(keys=KeyRing(tmp_path / "keys.json"))
    with LiveServer(create_app(real_assistant, limits=limits)) as server:
        page = visit(language=language, server=server)
        expect(page.get_by_test_id("key-input")).to_be_focused()
        page.keyboard.press("Escape")
        locked = {"fr": "Clé nécessaire", "en": "Key needed"}[language]
        expect(page.get_by_test_id("status")).to_contain_text(locked)
        expect(page.locator("dialog:modal")).to_have_count(0)
        page.get_by_test_id("status").click()
        page.get_by_test_id("give-key").click()
        give(page, key)
        expect(page.get_by_test_id("document")).to_have_count(2)
        ask(page, QUESTION[language])
        page.get_by_test_id("citation").first.click()
        expect(page.get_by_test_id("highlight")).to_be_visible()


def test_one_dialog_serves_all_that_wait_for_the_key(visit: Visit) -> None:
    page = visit(language="en")
    received = guard(page)
    page.get_by_test_id("explore").click()
    expect(page.get_by_test_id("key-input")).to_be_focused()
    page.evaluate("fetch('api/documents')")
    give(page, KEY)
    expect(page.get_by_test_id("matrix")).to_be_visible()
    expect(page.locator("#access-key")).to_be_hidden()
    assert f"Bearer {KEY}" in received


@WIDTHS
@pytest.mark.parametrize(
    ("language", "wait", "again"),
    [
        ("fr", "Redemandez dans", "Vous pouvez reposer"),
        ("en", "Ask again in", "You may ask again now"),
    ],
)
def test_a_busy_server_is_waited_for_with_a_countdown(
    visit: Visit, language: str, wait: str, again: str, width: int
) -> None:
    page = visit(language=language, width=width)
    page.clock.install()
    page.route("**/api/ask/stream", lambda r: r.fulfill(status=429, headers={"Retry-After": "300"}))
    ask(page, QUESTION[language])
    expect(page.get_by_test_id("problem")).to_contain_text(wait)
    expect(page.get_by_test_id("countdown")).to_have_text(re.compile(r"^(300|2\d\d)\ss$"))
    expect(page.get_by_test_id("countdown")).to_have_attribute("aria-hidden", "true")
    page.clock.fast_forward(300_000)
    expect(page.get_by_test_id("countdown")).to_contain_text(again)
    expect(page.get_by_test_id("countdown")).not_to_have_attribute("aria-hidden", "true")
    page.unroute("**/api/ask/stream")
    page.get_by_test_id("retry").click()
    expect(page.get_by_test_id("claim").first).to_be_visible()
