"""The page at /docs: the whole API in two languages, and commands that work."""

import json
import shutil
import subprocess

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit


def operations(page: Page) -> int:
    """How many operations the OpenAPI document has."""
    description = page.request.get(page.url.partition("/docs")[0] + "/openapi.json").json()
    return sum(len(methods) for methods in description["paths"].values())


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("language", "heading", "summary"),
    [
        ("fr", "L'API de snc-assistant", "Poser une question"),
        ("en", "API of snc-assistant", "Ask a question"),
    ],
)
def test_operations_and_objects_are_described(
    visit: Visit, language: str, heading: str, summary: str, width: int
) -> None:
    page = visit("/docs", language=language, width=width)
    expect(page.locator("h1")).to_contain_text(heading)
    expect(page.locator(".operation")).to_have_count(operations(page))
    expect(page.locator("#op-ask h3")).to_have_text(summary)
    expect(page.locator("#schema-AskBody .fields > div")).to_have_count(4)
    expect(page.locator("#op-ask_stream")).to_contain_text("understood")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "[...document.querySelectorAll('.api a')].every(a => !a.hash || document.querySelector(a.hash))"
    )


def test_the_language_can_be_changed_and_a_link_leads_to_its_object(visit: Visit) -> None:
    page = visit("/docs#schema-CitationOut", language="fr")
    expect(page.locator("#schema-CitationOut")).to_be_in_viewport()
    page.get_by_test_id("lang-en").click()
    expect(page.locator("#op-search h3")).to_have_text("Find passages")
    expect(page).to_have_title("snc-assistant – API")


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl")
def test_every_command_shown_works(visit: Visit) -> None:
    page = visit("/docs")
    expect(page.get_by_test_id("curl")).to_have_count(operations(page))
    for command in page.get_by_test_id("curl").all_inner_texts():
        done = subprocess.run(
            ["bash", "-c", f"{command} --silent --show-error --fail-with-body"],
            capture_output=True,
            timeout=60,
        )
        assert done.returncode == 0, (command, done)
        text = done.stdout.decode()
        if "/stream" in command:
            assert text.startswith("event: understood")
        elif "/metrics" in command:
            assert text.startswith("# HELP")
        else:
            assert json.loads(text)


def test_the_help_leads_to_it_and_it_leads_back(visit: Visit) -> None:
    page = visit(language="en")
    page.get_by_test_id("help").click()
    page.get_by_role("link", name="the API").click()
    expect(page.locator("h1")).to_contain_text("API of snc-assistant")
    page.get_by_role("link", name="snc-assistant").first.click()
    expect(page.get_by_test_id("question")).to_be_visible()
