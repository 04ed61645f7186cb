"""Times the first visit: a new browser profile opens the page and asks, again and again.

    PYTHONPATH=src python -m tests.browser.first_visit http://127.0.0.1:8000 [VISITS]

From the start of navigation, in milliseconds: until a question can be sent, until the first citation
of the first answer stands on the page, and until the answer is whole. The question is sent as soon as
the page takes it. The server must be one that runs without a language model
(`snc-assistant serve --engine extractive`).
"""

import os
import statistics
import sys
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import CHROMIUM

QUESTION = "Qui est qualifié en CaaS ?"
_ASK_AND_WATCH = """
question => {
  globalThis.times = {};
  const note = (name, found) => { if (found && !(name in times)) times[name] = performance.now(); };
  const look = () => {
    const isReady = document.documentElement?.dataset.ready;
    note('ready', isReady);
    const box = document.getElementById('question');
    if (isReady && !times.asked) {
      times.asked = performance.now();
      box.value = question;
      box.form.requestSubmit();
    }
    note('cited', document.querySelector('[data-testid=citation]'));
    note('whole', document.querySelector('[data-testid=retry]'));
  };
  new MutationObserver(look).observe(document, { attributes: true, childList: true, subtree: true });
}
"""


class Visit(NamedTuple):
    """Milliseconds from the start of navigation."""

    ready: float
    cited: float
    whole: float


def first_visit(browser: Browser, url: str) -> Visit:
    """Open the page with an empty cache and ask as soon as it takes a question."""
    context = browser.new_context(locale="fr")
    page = context.new_page()
    page.add_init_script(f"({_ASK_AND_WATCH})({QUESTION!r})")
    page.goto(url, wait_until="commit")
    page.get_by_test_id("retry").wait_for()
    times = page.evaluate("times")
    context.close()
    return Visit(times["ready"], times["cited"], times["whole"])


def main(url: str, visits: int) -> None:
    """Print the medians and the worst."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        first_visit(browser, url)
        times = [first_visit(browser, url) for _ in range(visits)]
        browser.close()
    print(f"{visits} visits, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name in Visit._fields:
        column = [getattr(visit, name) for visit in times]
        print(f"{name:6} median {statistics.median(column):5.0f} ms, worst {max(column):5.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") + "/", int(sys.argv[2]) if len(sys.argv) > 2 else 10)
