"""The real page in a real Chromium, served with the real corpus; every page is watched for strays."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from snc_assistant.assistant import Assistant
from snc_assistant.build import build_index
from snc_assistant.generation.chat import ChatModel
from snc_assistant.generation.engines import Engines
from snc_assistant.opening import open_assistant, open_encoder
from snc_assistant.settings import read_settings
from snc_assistant.web.app import create_app
from tests.browser.chromium import CHROMIUM
from tests.conftest import CORPUS
from tests.web.server import LiveServer

IS_CI = os.environ.get("CI") == "true"
PATIENCE_MS = 30_000
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_NOTICE = "no Chromium: install it (apt-get install chromium-headless-shell) or name it in SNC_CHROMIUM"

_REFUSED = re.compile(r"status of (401|429|503)\b")
Visit = Callable[..., Page]
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it aloud where the page was not tested."""
    if not CHROMIUM:
        terminalreporter.write_sep("!", f"browser tests did not run: {_NOTICE}")


# Per module and no longer: Playwright's event loop would disturb asyncio.run in the tests that follow.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM:
        (pytest.fail if IS_CI else pytest.skip)(_NOTICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def real_assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant as `snc-assistant serve` opens it, without a language model."""
    settings = read_settings({}, corpus=CORPUS, index=tmp_path_factory.mktemp("index"), engine="extractive")
    build_index(settings.corpus, settings.index, open_encoder(settings.encoder))
    return open_assistant(settings)


@pytest.fixture(scope="session")
def with_model(real_assistant: Assistant) -> Callable[[ChatModel], FastAPI]:
    """Makes the application with this model under the name of Ollama; only the last one made works."""
    encoder = open_encoder(read_settings({}).encoder)
    assistant = Assistant(
        real_assistant.manifest, real_assistant.snapshot, encoder, Engines({}), cached_answers=0
    )

    def make(model: ChatModel) -> FastAPI:
        assistant.engines = Engines({"ollama": model})
        return create_app(assistant)

    return make


@pytest.fixture(scope="session")
def site(real_assistant: Assistant) -> Iterator[LiveServer]:
    """The application on a real server."""
    with LiveServer(create_app(real_assistant)) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, site: LiveServer) -> Iterator[Visit]:
    """Opens pages; afterwards none may have called elsewhere or complained on its console."""
    watched: list[_Watch] = []

    def open_page(
        path: str = "/", *, width: int = 1280, language: str = "fr", server: LiveServer = site, **more: Any
    ) -> Page:
        size = {"width": width, "height": 844 if width < 900 else 800}
        context = browser.new_context(viewport=size, locale=language, **more)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watched.append(_Watch(page, server.url))
        page.goto(server.url + path)
        page.locator("html[data-ready]").wait_for(state="attached")
        return page

    yield open_page
    for watch in watched:
        watch.page.context.close()
        assert watch.strays == []
        assert watch.complaints == []


class _Watch:
    """What a page asked of other servers, and what it complained about."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.strays: list[str] = []
        self.complaints: list[str] = []
        page.context.on(
            "request", lambda r: r.url.startswith((f"{origin}/", "blob:")) or self.strays.append(r.url)
        )
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on("console", self._listen)

    # The browser reports every refused request; tests refuse questions on purpose.
    def _listen(self, message: ConsoleMessage) -> None:
        refused = message.location["url"].endswith("/api/ask/stream") or _REFUSED.search(message.text)
        if message.type == "error" and not refused:
            self.complaints.append(message.text)


def ask(page: Page, question: str) -> None:
    """Type a question, send it with Enter and wait for the end of its answer."""
    shown = page.locator(".exchange").count()
    page.get_by_test_id("question").fill(question)
    page.get_by_test_id("question").press("Enter")
    page.locator(".exchange").nth(shown).get_by_test_id("retry").wait_for()
