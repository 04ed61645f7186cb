"""Asking: the answer comes claim by claim, in the asker's language, and can be stopped."""

import json
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from snc_assistant.generation.ollama import OllamaChat
from tests.browser.conftest import Visit, ask
from tests.generation.fake_ollama import FOREVER, FakeOllama
from tests.web.server import LiveServer

CAPITAL = {
    "fr": "Quelles sont les limites de détention du capital par des entités hors UE ?",
    "en": "What are the limits on capital held by non-EU entities?",
}
SENTENCES = {
    "fr": (
        "Les entités hors UE détiennent au plus 24 % individuellement. [1]\n",
        "Elles sont limitées à 39 % collectivement. [1]",
    ),
    "en": (
        "Non-EU entities hold at most 24% individually. [1]\n",
        "They are limited to 39% collectively. [1]",
    ),
}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
WIDTHS = pytest.mark.parametrize("width", [390, 1280])


@WIDTHS
@LANGUAGES
def test_a_question_gets_its_cited_answer(visit: Visit, language: str, width: int) -> None:
    page = visit(language=language, width=width)
    ask(page, CAPITAL[language])
    expect(page.get_by_test_id("outcome")).to_have_attribute("data-outcome", "answered")
    expect(page.get_by_test_id("claim")).to_have_count(1)
    expect(page.get_by_test_id("claim")).to_contain_text("24")
    expect(page.get_by_test_id("claim")).to_contain_text("39")
    expect(page.get_by_test_id("citation")).to_have_count(2)
    expect(page.locator("html")).to_have_attribute("lang", language)


@LANGUAGES
def test_an_extract_stands_until_the_sentences_of_the_model_say_all_of_it(
    visit: Visit, with_model: Callable[..., FastAPI], language: str
) -> None:
    with FakeOllama() as ollama:
        first, second = SENTENCES[language]
        ollama.play(
            1.5, ollama.line(first), ollama.line(second[:9]), 1.5, ollama.line(second[9:]), ollama.end(900)
        )
        with LiveServer(with_model(OllamaChat(ollama.url, "ministral-3:8b"))) as server:
            page = visit(language=language, server=server)
            page.get_by_test_id("question").fill(CAPITAL[language])
            page.get_by_test_id("send").click()
            claims = page.get_by_test_id("claim")
            expect(claims).to_have_count(1)
            expect(claims.first).to_contain_text("39")
            writing = re.compile(
                {"fr": "Ollama rédige|se charge", "en": "Ollama is phrasing|loading"}[language]
            )
            expect(page.locator(".working")).to_contain_text(writing)
            expect(claims).to_have_count(1)
            expect(claims).to_have_count(2)
            expect(claims.first).not_to_contain_text("39")
            expect(page.locator(".answer-facts")).to_contain_text("Ollama")
            expect(page.locator(".note")).to_have_count(0)


@LANGUAGES
def test_the_stop_button_keeps_what_was_checked_and_frees_the_model(
    visit: Visit, with_model: Callable[..., FastAPI], language: str
) -> None:
    with FakeOllama() as ollama:
        ollama.play(FOREVER)
        with LiveServer(with_model(OllamaChat(ollama.url, "ministral-3:8b"))) as server:
            page = visit(language=language, server=server)
            page.get_by_test_id("question").fill(CAPITAL[language])
            page.get_by_test_id("send").click()
            expect(page.get_by_test_id("claim")).to_have_count(1)
            # Only now does the model hold a question: the extracts come before it is asked.
            expect(page.locator(".working")).to_contain_text(
                {"fr": "se charge", "en": "is loading"}[language]
            )
            page.get_by_test_id("stop").click()
            expect(page.get_by_test_id("outcome")).to_have_attribute("data-outcome", "stopped")
            expect(page.get_by_test_id("claim")).to_have_count(1)
            assert ollama.client_left(10)


@LANGUAGES
def test_a_model_that_breaks_is_told_and_the_extracts_remain(
    visit: Visit, with_model: Callable[..., FastAPI], language: str
) -> None:
    with FakeOllama() as ollama:
        ollama.refuse(500, "boom")
        with LiveServer(with_model(OllamaChat(ollama.url, "ministral-3:8b"))) as server:
            page = visit(language=language, server=server)
            ask(page, CAPITAL[language])
            expect(page.get_by_test_id("claim")).to_contain_text("39")
            expect(page.locator(".engine-note")).to_contain_text("boom")


@WIDTHS
def test_the_interface_changes_its_language_and_keeps_the_answer(visit: Visit, width: int) -> None:
    page = visit(language="fr", width=width)
    ask(page, CAPITAL["fr"])
    claim = page.get_by_test_id("claim").inner_text()
    page.get_by_test_id("lang-en").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_test_id("outcome")).to_have_text("Answered")
    expect(page.get_by_test_id("question")).to_have_attribute("placeholder", "Ask a question")
    assert page.get_by_test_id("claim").inner_text() == claim
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_test_id("claim")).to_have_count(1)


@LANGUAGES
def test_every_suggestion_is_answered(visit: Visit, language: str) -> None:
    page = visit(language=language)
    for number in range(page.get_by_test_id("suggestion").count()):
        page.get_by_test_id("new-conversation").click()
        page.get_by_test_id("suggestion").nth(number).click()
        expect(page.get_by_test_id("retry")).to_be_visible()
        expect(page.get_by_test_id("outcome")).to_have_attribute(
            "data-outcome", re.compile("answered|conflict|partial")
        )


def test_a_follow_up_shows_how_it_was_understood(visit: Visit) -> None:
    page = visit(language="en")
    ask(page, "Is Scaleway qualified?")
    ask(page, "And Oodrive?")
    expect(page.locator(".exchange").last.locator(".understood")).to_contain_text("Oodrive")
    expect(page.get_by_test_id("retry").filter(visible=True)).to_have_count(1)


@LANGUAGES
def test_the_answer_is_copied_with_footnotes_that_open(visit: Visit, language: str) -> None:
    page = visit(language=language, permissions=["clipboard-read", "clipboard-write"])
    ask(page, CAPITAL[language])
    page.get_by_test_id("copy").click()
    expect(page.locator("#toast")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(CAPITAL[language])
    assert "[1][2]" in copied
    links = re.findall(r"https?://\S+#/source/\S+", copied)
    assert len(links) == 2
    page.goto(links[0])
    expect(page.get_by_test_id("highlight")).to_contain_text("24%")


@pytest.mark.parametrize(("status", "language"), [(413, "fr"), (422, "en"), (429, "fr"), (503, "en")])
def test_a_refusal_is_shown_with_what_to_do(visit: Visit, language: str, status: int) -> None:
    page = visit(language=language)
    body = json.dumps({"title": "…", "status": status, "detail": "détail du serveur"})
    page.route(
        "**/api/ask/stream",
        lambda r: r.fulfill(status=status, body=body, content_type="application/problem+json"),
    )
    ask(page, "Qui est qualifié ?")
    expect(page.get_by_test_id("problem")).to_contain_text("détail du serveur")
    expect(page.get_by_test_id("problem").locator("p")).to_have_count(3)
