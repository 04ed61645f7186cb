"""Draws the pictures of docs/images again: the main states of the page, light and dark, wide and narrow.

    PYTHONPATH=src python -m tests.browser.screenshots http://127.0.0.1:8000 docs/images

The server must be one that runs without a language model (`snc-assistant serve --engine extractive`).
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chromium import CHROMIUM

LOOKS = [
    ("", 1280, "light"),
    ("-dark", 1280, "dark"),
    ("-narrow", 390, "light"),
    ("-narrow-dark", 390, "dark"),
]


def _asked(page: Page, question: str) -> None:
    page.get_by_test_id("question").fill(question)
    page.get_by_test_id("question").press("Enter")
    expect(page.get_by_test_id("retry")).to_be_visible()


def _answered(page: Page) -> None:
    _asked(page, "Quels sont les critères juridiques ?")


def _conflict(page: Page) -> None:
    _asked(page, "Que signifie J1 ?")


def _not_in_sources(page: Page) -> None:
    _asked(page, "Combien coûte la qualification ?")


def _source(page: Page) -> None:
    _asked(page, "Quelles sont les limites de détention du capital par des entités hors UE ?")
    page.get_by_test_id("citation").nth(1).click()
    expect(page.get_by_test_id("twins")).to_be_visible()


def _explore(view: str) -> Callable[[Page], None]:
    def open_view(page: Page) -> None:
        page.goto(page.url.partition("#")[0] + f"#/explore/{view}")
        expect(page.get_by_test_id("fact").first).to_be_visible()

    return open_view


STATES: dict[str, Callable[[Page], None]] = {
    "welcome": lambda page: expect(page.get_by_test_id("document")).to_have_count(2),
    "answered": _answered,
    "conflict": _conflict,
    "not-in-sources": _not_in_sources,
    "answer": _source,
    "providers": _explore("providers"),
    "procedure": _explore("procedure"),
    "criteria": _explore("criteria"),
    "changes": _explore("changes"),
}


def _save(shot: bytes, file: Path) -> None:
    # A palette of 256 colours: a third of the size, and the difference cannot be seen.
    Image.open(BytesIO(shot)).convert("RGB").quantize(256, kmeans=1).save(file, optimize=True)


def main(server: str, folder: Path, only: list[str]) -> None:
    """Draw every state in every look."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, show in STATES.items():
            for suffix, width, scheme in LOOKS:
                if only and name not in only:
                    continue
                size = {"width": width, "height": 844 if width < 900 else 800}
                page = browser.new_page(
                    viewport=size,
                    locale="fr",
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="reduce",
                )
                page.goto(server)
                expect(page.locator("html[data-ready]")).to_be_attached()
                show(page)
                page.evaluate("document.activeElement.blur()")
                page.mouse.move(0, 0)
                _save(page.screenshot(), folder / f"{name}{suffix}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
