"""What is said while an answer is made, and what made it: queue, loading, model, fallback, index."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from snc_assistant.generation.ollama import OllamaChat
from tests.browser.conftest import Visit, ask
from tests.browser.test_asking import CAPITAL, SENTENCES
from tests.generation.fake_ollama import FakeOllama, refused_url
from tests.web.server import LiveServer

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
QUESTION = {"fr": "Que signifie CaaS ?", "en": "What does CaaS stand for?"}
_HANG = """
events => {
  const realFetch = fetch;
  const hanging = signal => new ReadableStream({ start: c => {
    c.enqueue(new TextEncoder().encode(events));
    signal.addEventListener('abort', () => c.error(signal.reason));
  } });
  globalThis.fetch = (path, options) => String(path).endsWith('ask/stream')
    ? Promise.resolve(new Response(hanging(options.signal))) : realFetch(path, options);
}
"""


def events(*named: tuple[str, dict[str, Any]]) -> str:
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in named)


def ask_and_wait(page: Page, question: str, *named: tuple[str, dict[str, Any]]) -> None:
    """Ask of a server that sends these events and then says nothing more."""
    page.evaluate(_HANG, events(*named))
    page.get_by_test_id("question").fill(question)
    page.get_by_test_id("question").press("Enter")


EVIDENCE = ("evidence", {"engine": "ollama", "engine_note": None, "hits": []})
CLAIM = ("claim", {"index": 0, "engine": "extractive", "text": "x", "uncertain": False, "citations": []})
OUTCOME = ("outcome", {"outcome": "answered", "lead": None, "notes": []})


@WIDTHS
@pytest.mark.parametrize(
    ("language", "kind", "said"),
    [
        ("fr", "queued", "En attente, position 3"),
        ("en", "queued", "Waiting for a turn, position 3"),
        ("fr", "model_loading", "Le modèle se charge"),
        ("en", "model_loading", "The model is loading"),
    ],
)
def test_the_place_in_the_queue_and_the_loading_model_are_told_with_the_time(
    visit: Visit, language: str, kind: str, said: str, width: int
) -> None:
    page = visit(language=language, width=width)
    status = ("status", {"kind": kind, "seconds": 4.0, "position": 3})
    ask_and_wait(page, QUESTION[language], EVIDENCE, OUTCOME, CLAIM, status)
    expect(page.locator(".working")).to_contain_text(said)
    expect(page.locator(".working .elapsed")).to_have_text(re.compile(r"^\d+[.,]\d\ss$"))
    page.get_by_test_id("stop").click()
    expect(page.get_by_test_id("outcome")).to_have_attribute("data-outcome", "stopped")


@LANGUAGES
def test_the_model_that_phrased_an_answer_is_named(
    visit: Visit, with_model: Callable[..., FastAPI], language: str
) -> None:
    with FakeOllama() as ollama:
        ollama.play(*(ollama.line(s) for s in SENTENCES[language]), ollama.end(900))
        with LiveServer(with_model(OllamaChat(ollama.url, "ministral-3:8b"))) as server:
            page = visit(language=language, server=server)
            expect(page.locator("#status-dot")).to_have_attribute("data-state", "ready")
            ask(page, CAPITAL[language])
            expect(page.locator(".answer-facts")).to_contain_text("Ollama (ministral-3:8b)")
            page.reload()
            expect(page.locator(".answer-facts")).to_contain_text("ministral-3:8b")
            page.wait_for_load_state("networkidle")


@WIDTHS
@pytest.mark.parametrize(("language", "index"), [("fr", "Index"), ("en", "Index")])
def test_engine_and_index_are_shown(visit: Visit, language: str, index: str, width: int) -> None:
    page = visit(language=language, width=width)
    expect(page.get_by_test_id("status")).to_contain_text({"fr": "Extraits", "en": "Extracts"}[language])
    page.get_by_test_id("status").click()
    health = page.request.get(page.url + "api/health").json()
    for shown in (health["index"]["snapshot"], health["index"]["encoder"], health["version"], index):
        expect(page.locator("#status")).to_contain_text(shown)
    expect(page.locator("#status input[name=engine]")).not_to_have_count(0)


@WIDTHS
@pytest.mark.parametrize(
    ("language", "engine", "note", "other", "told"),
    [
        (
            "fr",
            "Extraits",
            "sans modèle de langue (ollama\u00a0: aucun serveur Ollama",
            "en",
            "no Ollama server",
        ),
        ("en", "Extracts", "no language model (ollama: no Ollama server", "fr", "aucun serveur Ollama"),
    ],
)
def test_why_no_model_answered_is_told_in_the_language_of_the_page(
    visit: Visit,
    with_model: Callable[..., FastAPI],
    language: str,
    engine: str,
    note: str,
    other: str,
    told: str,
    width: int,
) -> None:
    app = with_model(OllamaChat(refused_url(), "ministral-3:8b"))
    with LiveServer(app) as server:
        page = visit(language=language, width=width, server=server)
        expect(page.locator("#status-text")).to_have_text(engine)
        ask(page, QUESTION[language])
        expect(page.locator(".engine-note")).to_contain_text(note)
        expect(page.locator(".engine-note")).to_have_attribute("lang", language)
        with page.expect_response("**/api/health"):
            page.get_by_test_id(f"lang-{other}").click()
        page.get_by_test_id("status").click()
        expect(page.locator("#status .engine").last).to_contain_text(told)


@WIDTHS
@pytest.mark.parametrize(("language", "badge"), [("fr", "Réponse partielle"), ("en", "Partly answered")])
def test_a_partial_answer_says_what_is_missing(visit: Visit, language: str, badge: str, width: int) -> None:
    page = visit(language=language, width=width)
    question = {
        "fr": "Qui est qualifié en CaaS, et combien coûte la qualification ?",
        "en": "Who is qualified for CaaS, and how much does the qualification cost?",
    }
    ask(page, question[language])
    expect(page.get_by_test_id("outcome")).to_have_attribute("data-outcome", "partial")
    expect(page.get_by_test_id("outcome")).to_have_text(badge)
    expect(page.get_by_test_id("claim").first).to_contain_text("S3NS")
    expect(page.locator(".notes li").first).to_be_visible()


@WIDTHS
@LANGUAGES
def test_the_layout_does_not_jump_while_a_model_writes(
    visit: Visit, with_model: Callable[..., FastAPI], language: str, width: int
) -> None:
    with FakeOllama() as ollama:
        ollama.play(0.5, ollama.line("CaaS signifie Container as a Service. [1]\n"), 0.5, ollama.end(900))
        with LiveServer(with_model(OllamaChat(ollama.url, "ministral-3:8b"))) as server:
            page = visit(language=language, width=width, server=server)
            page.evaluate(
                "globalThis.shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e =>"
                " globalThis.shift += e.value)).observe({ type: 'layout-shift', buffered: true })"
            )
            ask(page, QUESTION[language])
            page.wait_for_timeout(300)
            assert page.evaluate("globalThis.shift") < 0.05
