"""Conversations: kept in this browser only, edited, asked again, exported, imported, erased."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
CAAS = {"fr": "Que signifie CaaS ?", "en": "What does CaaS stand for?"}
LEGAL = {"fr": "Quels sont les critères juridiques ?", "en": "What are the legal criteria?"}


def kept(page: Page) -> list[dict[str, Any]]:
    found = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.includes('.conversation.')).map(([, v]) => JSON.parse(v))"
    )
    return list(found)


@WIDTHS
@LANGUAGES
def test_the_last_question_is_edited_and_its_answer_replaced(visit: Visit, language: str, width: int) -> None:
    page = visit(language=language, width=width)
    ask(page, CAAS[language])
    page.get_by_test_id("edit").click()
    expect(page.get_by_test_id("question")).to_have_value(CAAS[language])
    expect(page.locator("#editing")).to_be_visible()
    page.get_by_test_id("question").fill(LEGAL[language])
    page.get_by_test_id("send").click()
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator(".asked")).to_have_text(LEGAL[language])
    expect(page.get_by_test_id("claim")).to_have_count(5)
    page.get_by_test_id("retry").click()
    expect(page.get_by_test_id("claim")).to_have_count(5)
    expect(page.locator(".exchange")).to_have_count(1)


@WIDTHS
@LANGUAGES
def test_a_conversation_is_kept_here_exported_erased_and_imported_again(
    visit: Visit, language: str, width: int
) -> None:
    page = visit(language=language, width=width)
    ask(page, CAAS[language])
    ask(page, LEGAL[language])
    page.reload()
    expect(page.locator(".exchange")).to_have_count(2)
    assert [len(c["exchanges"]) for c in kept(page)] == [2]
    page.get_by_test_id("conversations").click()
    with page.expect_download() as download:
        page.get_by_test_id("export-json").click()
    exported = download.value.path()
    assert json.loads(exported.read_text(encoding="utf-8"))["format"] == "snc-assistant.conversation.v1"

    expect(page.get_by_test_id("erase")).to_be_in_viewport(ratio=1)
    page.get_by_test_id("erase").click()
    assert len(kept(page)) == 1
    page.get_by_test_id("erase").click()
    expect(page.get_by_test_id("conversation-item")).to_have_count(0)
    assert kept(page) == []
    expect(page.locator(".welcome")).to_be_attached()

    page.locator("input[type=file]").set_input_files(exported)
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".asked").last).to_have_text(LEGAL[language])
    page.get_by_test_id("citation").last.click()
    expect(page.get_by_test_id("highlight")).to_be_visible()


@LANGUAGES
def test_a_conversation_is_exported_as_markdown_with_its_footnotes(visit: Visit, language: str) -> None:
    page = visit(language=language)
    ask(page, LEGAL[language])
    quotes = page.get_by_test_id("citation").count()
    page.get_by_test_id("conversations").click()
    with page.expect_download() as download:
        page.get_by_test_id("export-markdown").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.startswith(f"# {LEGAL[language]}\n\n## {LEGAL[language]}\n")
    assert text.count("#/source/") == quotes


@LANGUAGES
def test_all_conversations_are_erased_at_once(visit: Visit, language: str) -> None:
    page = visit(language=language)
    for _ in range(2):
        page.get_by_test_id("new-conversation").click()
        ask(page, CAAS[language])
    page.get_by_test_id("conversations").click()
    expect(page.get_by_test_id("conversation-item")).to_have_count(2)
    page.get_by_test_id("erase-all").click()
    page.get_by_test_id("erase-all").click()
    expect(page.get_by_test_id("conversation-item")).to_have_count(0)
    assert kept(page) == []


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "n'est pas une conversation"), ("en", "is not a conversation")]
)
def test_another_file_is_not_imported(visit: Visit, language: str, said: str) -> None:
    page = visit(language=language)
    page.get_by_test_id("conversations").click()
    file = {"name": "x.json", "mimeType": "application/json", "buffer": b'{"format": "other"}'}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("#toast")).to_contain_text(said)


def test_a_conversation_opened_from_the_facts_comes_to_the_front(visit: Visit) -> None:
    page = visit(language="en")
    ask(page, CAAS["en"])
    page.get_by_test_id("explore").click()
    expect(page.get_by_test_id("matrix")).to_be_visible()
    page.get_by_test_id("conversations").click()
    page.get_by_test_id("conversation-item").get_by_role("button").first.click()
    expect(page.locator(".asked")).to_be_visible()
    expect(page.get_by_test_id("explore-view")).to_be_hidden()
