"""The facts to look at: drawn from the tables of the API, every one of them opening its citation."""

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, Route, expect

from snc_assistant.assistant import Assistant
from tests.browser.conftest import Visit

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
VIEWS = ["providers", "procedure", "criteria", "changes"]
FEBRUARY, APRIL = "observatory-2026-02-en", "observatory-2026-04-fr"


def facts(page: Page, table: str, query: str = "") -> dict[str, Any]:
    answer = page.request.get(f"{page.url.partition('/#')[0]}/api/{table}{query}")
    return dict(answer.json())


def opened_quote(page: Page) -> str:
    """The highlighted text, which must be the text at the offsets in the address."""
    expect(page.get_by_test_id("highlight")).to_have_count(1)
    expect(page.get_by_test_id("highlight")).to_be_in_viewport()
    doc_id, start, end = re.search(r"#/source/([^/]+)/(\d+)-(\d+)$", page.url).groups()  # type: ignore[union-attr]
    text = page.request.get(f"{page.url.partition('/#')[0]}/api/documents/{doc_id}/text").json()["text"]
    shown = page.get_by_test_id("highlight").text_content() or ""
    assert shown == text[int(start) : int(end)]
    return shown


def check_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        "[...document.querySelectorAll('.explore *')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && getComputedStyle(e).overflowX !== 'visible' && getComputedStyle(e).clipPath === 'none'"
        " && !e.closest('.figure')).map(e => e.className)"
    )
    assert cut == []


@WIDTHS
@LANGUAGES
def test_the_matrix_has_every_offer_and_each_cell_opens_the_name_of_its_offer(
    visit: Visit, language: str, width: int
) -> None:
    page = visit(language=language, width=width)
    page.get_by_test_id("explore").click()
    expect(page.get_by_test_id("matrix")).to_be_visible()
    expect(page.locator("#explore-title")).to_be_focused()
    placed = [o for o in facts(page, "offers", "?edition=2026-04")["offers"] if o["service_model"]]
    cells = page.get_by_test_id("matrix").get_by_test_id("fact")
    expect(cells).to_have_count(len(placed))
    columns = page.locator(".matrix thead th").all_inner_texts()[1:]
    assert [c.split()[0] for c in columns] == list(dict.fromkeys(o["service_model"] for o in placed))
    for at in (0, 3, cells.count() - 1):
        offer = cells.nth(at).locator("xpath=ancestor::tr").locator(".matrix-offer").inner_text()
        cells.nth(at).click()
        assert opened_quote(page) == offer
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("source-pane")).to_be_hidden()
        expect(cells.nth(at)).to_be_focused()
        expect(page.get_by_test_id("matrix")).to_be_visible()
    assert "#/explore/providers" in page.url


@WIDTHS
@pytest.mark.parametrize(
    ("language", "statuses"),
    [("fr", {"Qualifiée", "En cours"}), ("en", {"Qualified", "In progress"})],
)
def test_a_status_is_told_by_words_and_by_shape(
    visit: Visit, language: str, statuses: set[str], width: int
) -> None:
    page = visit("/#/explore/providers", language=language, width=width)
    expect(page.get_by_test_id("matrix")).to_be_visible()
    told = page.locator(".matrix .status").evaluate_all(
        "all => [...new Set(all.map(e => JSON.stringify([e.querySelector('.mark-text').innerText.replace(/\\s+/g, ' '),"
        ' e.querySelector(\'.mark\').innerHTML.replace(/fill="#.*?"|stroke="#.*?"|class=".*?"/g, \'\')])))].map(JSON.parse)'
    )
    assert {words for words, _ in told} == statuses
    assert len({shape for _, shape in told}) == len(statuses)


@LANGUAGES
def test_filters_narrow_the_matrix_and_stand_in_the_address(visit: Visit, language: str) -> None:
    page = visit("/#/explore/providers", language=language)
    cells = page.get_by_test_id("matrix").get_by_test_id("fact")
    expect(cells.first).to_be_visible()
    page.get_by_test_id("filter-status").select_option("qualified")
    expect(cells).to_have_count(facts(page, "offers", "?edition=2026-04&status=qualified")["count"])
    page.get_by_test_id("filter-model").select_option("PaaS")
    expect(cells).to_have_count(2)
    expect(page.locator(".matrix thead th")).to_have_count(2)
    page.get_by_test_id("filter-text").press_sequentially("S3NS")
    expect(cells).to_have_count(1)
    expect(page.get_by_test_id("filter-text")).to_be_focused()
    expect(page.get_by_test_id("explore-count")).to_contain_text("1")
    page.reload()
    expect(cells).to_have_count(1)
    expect(page.get_by_test_id("filter-text")).to_have_value("S3NS")
    page.get_by_test_id("filter-text").fill("télécom")
    expect(page.get_by_test_id("empty")).to_be_visible()
    page.get_by_test_id("filter-status").select_option("")
    page.get_by_test_id("filter-model").select_option("")
    expect(page.locator(".matrix-provider")).to_have_text(["Bretagne Télécom"])
    page.get_by_test_id("filter-text").fill("BRETAGNE TELECOM")
    expect(page.locator(".matrix-provider")).to_have_text(["Bretagne Télécom"])


@WIDTHS
@pytest.mark.parametrize(("edition", "doc_id"), [("2026-02", FEBRUARY), ("2026-04", APRIL)])
def test_the_edition_decides_which_document_a_fact_opens(
    visit: Visit, edition: str, doc_id: str, width: int
) -> None:
    page = visit("/#/explore/criteria", language="en", width=width)
    for chosen in ("2026-02", edition):
        page.locator(f"input[name=edition][value='{chosen}']").check(force=True)
    expect(page).to_have_url(re.compile(f"edition={edition}"))
    page.get_by_test_id("criteria").get_by_test_id("fact").nth(1).click()
    opened_quote(page)
    assert f"#/source/{doc_id}/" in page.url


@WIDTHS
@pytest.mark.parametrize(
    ("language", "note"),
    [("fr", "Autre libellé, édition de février 2026"), ("en", "Other label, February 2026 edition")],
)
def test_the_procedure_is_a_timeline_that_tells_where_the_labels_disagree(
    visit: Visit, language: str, note: str, width: int
) -> None:
    page = visit("/#/explore/procedure", language=language, width=width)
    stages = page.get_by_test_id("stage")
    expect(stages).to_have_count(4)
    expect(page.locator(".stage-name")).to_have_text(["J0", "J1", "J2", "J3"])
    expect(page.locator(".step")).to_have_count(10)
    expect(page.get_by_test_id("rival")).to_have_count(2)
    expect(stages.nth(1).get_by_test_id("rival")).to_contain_text(note)
    expect(stages.nth(1).locator(".stage-label").first).to_contain_text("Stratégie d'évaluation acceptée")
    expect(stages.nth(1).get_by_test_id("rival")).to_contain_text("Evaluation work accepted")
    first, second = (stages.nth(n).bounding_box() for n in (0, 1))
    assert first and second
    assert (first["y"] == second["y"]) is (width == 1280)
    stages.nth(1).get_by_test_id("rival").get_by_role("button").click()
    assert opened_quote(page) == "J1** Evaluation work accepted"
    assert f"#/source/{FEBRUARY}/" in page.url


@WIDTHS
@pytest.mark.parametrize(
    ("language", "families"),
    [("fr", ["Techniques", "Opérationnels", "Juridiques"]), ("en", ["Technical", "Operational", "Legal"])],
)
def test_the_criteria_stand_in_three_columns(
    visit: Visit, language: str, families: list[str], width: int
) -> None:
    page = visit("/#/explore/criteria", language=language, width=width)
    columns = page.locator(".column")
    expect(columns).to_have_count(3)
    assert [h.split("\n")[0].rsplit(" ", 1)[0] for h in columns.locator("h3").all_inner_texts()] == families
    expect(columns.locator("li")).to_have_count(facts(page, "criteria")["count"])
    boxes = [columns.nth(n).bounding_box() for n in range(3)]
    assert (len({b["y"] for b in boxes if b}) == 1) is (width == 1280)
    columns.first.get_by_role("button").first.click()
    opened_quote(page)


@WIDTHS
@pytest.mark.parametrize(
    ("language", "only"),
    [("fr", "Seulement dans l'édition d'avril 2026"), ("en", "Only in the April 2026 edition")],
)
def test_changes_set_both_editions_side_by_side(visit: Visit, language: str, only: str, width: int) -> None:
    page = visit("/#/explore/changes", language=language, width=width)
    changed = page.get_by_test_id("changed")
    expect(changed).to_have_count(2)
    expect(changed.first).to_contain_text("Evaluation work accepted")
    expect(changed.first).to_contain_text("Stratégie d'évaluation acceptée")
    expect(page.get_by_test_id("noted")).to_have_count(2)
    expect(page.locator(".changes > h3").filter(has_text=only)).to_be_visible()
    expect(page.get_by_test_id("alike")).to_contain_text("40")
    group = page.get_by_test_id("added").last
    group.locator("summary").click()
    group.get_by_test_id("fact").first.click()
    opened_quote(page)
    assert f"#/source/{APRIL}/" in page.url


@pytest.mark.parametrize("view", VIEWS)
@LANGUAGES
def test_a_drawing_says_the_same_and_its_links_open_citations(visit: Visit, language: str, view: str) -> None:
    page = visit(f"/#/explore/{view}?form=figure", language=language)
    links = page.locator(".drawing a")
    expect(links.first).to_be_visible()
    if view == "providers":
        expect(links).to_have_count(facts(page, "offers", "?edition=2026-04")["count"])
    links.nth(1).click()
    opened_quote(page)
    page.keyboard.press("Escape")
    expect(page.locator(".drawing")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_test_id("explore-svg").click()
    image = ElementTree.fromstring(download.value.path().read_text(encoding="utf-8"))
    hrefs = [e.get("href", "") for e in image.iter("{http://www.w3.org/2000/svg}a")]
    assert len(hrefs) == links.count()
    assert all(re.match(r"http://127\.0\.0\.1:\d+/#/source/", h) for h in hrefs)
    assert "object" not in "".join(image.itertext())
    assert {e.tag.rpartition("}")[2] for e in image.iter()} <= {
        "svg", "title", "rect", "text", "tspan", "g", "a", "path", "circle"
    }  # fmt: skip


def test_the_table_can_be_saved_as_filtered(visit: Visit) -> None:
    page = visit("/#/explore/providers?edition=2026-02&status=qualified&model=PaaS", language="en")
    with page.expect_download() as download:
        page.get_by_test_id("explore-csv").click()
    assert download.value.suggested_filename == "snc-assistant-offers-2026-02.csv"
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert {(r["status"], r["service_model"], r["editions"]) for r in rows} == {
        ("qualified", "PaaS", "2026-02")
    }
    with page.expect_download() as download:
        page.get_by_test_id("explore-json").click()
    assert f'"count": {len(rows)}' in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (390, "en"), (1280, "fr"), (2560, "en")])
def test_nothing_is_cut_off_at_any_width(visit: Visit, view: str, width: int, language: str) -> None:
    page = visit(f"/#/explore/{view}", width=width, language=language)
    expect(page.get_by_test_id("fact").first).to_be_visible()
    check_fits(page)


@pytest.mark.parametrize("view", VIEWS)
def test_on_paper_the_facts_stand_with_their_places_and_without_controls(visit: Visit, view: str) -> None:
    page = visit(f"/#/explore/{view}", language="fr")
    first = page.get_by_test_id("fact").first
    expect(first).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (".app-header", ".explore-nav", ".explore-tools"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(first.locator(".print-only")).to_be_visible()
    expect(first.locator(".print-only")).to_have_text(re.compile(r"\[.*\d+–\d+\]"))
    expect(page.locator(".imprint")).to_contain_text("http://127.0.0.1")


def test_printing_opens_what_is_folded(visit: Visit) -> None:
    page = visit("/#/explore/changes", language="en")
    expect(page.get_by_test_id("added").first).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details:not([open])")).to_have_count(0)


def test_the_matrix_is_a_table_to_a_screen_reader(visit: Visit) -> None:
    page = visit("/#/explore/providers", language="en")
    table = page.get_by_role("table", name="Providers, April 2026 edition")
    expect(table).to_be_visible()
    expect(table.get_by_role("columnheader")).to_have_count(5)
    expect(table.get_by_role("rowheader", name=re.compile("Worldline"))).to_have_count(1)
    expect(
        table.get_by_role(
            "button", name=re.compile(r"Qualified\s?, Worldline Cloud Services \(Worldline\), IaaS")
        )
    ).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="providers")).to_have_count(1)


@LANGUAGES
def test_the_card_of_a_fact_stays_while_the_hidden_conversation_is_drawn_anew(
    visit: Visit, language: str
) -> None:
    page = visit("/#/explore/providers", language=language)
    late: list[Route] = []
    page.route("**/api/documents", lambda r: late.append(r))
    page.reload()
    page.get_by_test_id("matrix").get_by_test_id("fact").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#citation-card")).to_be_visible()
    expect(page.get_by_test_id("document")).to_have_count(0)
    late[0].continue_()
    expect(page.get_by_test_id("document")).not_to_have_count(0)
    expect(page.locator("#citation-card")).to_be_visible()


@WIDTHS
@LANGUAGES
def test_the_facts_are_reached_and_left_by_keyboard(visit: Visit, language: str, width: int) -> None:
    page = visit(language=language, width=width)
    page.get_by_test_id("explore").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#explore-title")).to_be_focused()
    cells = page.get_by_test_id("matrix").get_by_test_id("fact")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.matrix .cited')"):
            break
    expect(cells.first).to_be_focused()
    expect(page.locator("#citation-card")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    first = opened_quote(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("highlight")).not_to_have_text(first)
    page.keyboard.press("Escape")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_test_id("question")).to_be_focused()
    expect(page.get_by_test_id("explore-view")).to_be_hidden()
    page.go_back()
    expect(page.get_by_test_id("matrix")).to_be_visible()


def test_a_change_of_language_redraws_the_facts(visit: Visit) -> None:
    page = visit("/#/explore/procedure", language="fr")
    expect(page.locator("#explore-title")).to_contain_text("Procédure")
    page.get_by_test_id("lang-en").click()
    expect(page.locator("#explore-title")).to_have_text("Procedure, April 2026 edition")
    expect(page.locator(".step").first).to_contain_text("Description of the candidate services")
    for view in VIEWS:
        page.get_by_test_id(f"explore-{view}").click()
        expect(page.get_by_test_id("fact").first).to_be_visible()
        assert (
            re.findall(
                r"\b(?:explore|fact|view)\.\w+|\[object|undefined", page.locator("#explore").inner_text()
            )
            == []
        )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Les documents de ce serveur"), ("en", "This server's documents")]
)
def test_a_corpus_without_facts_says_so_and_offers_questions(
    visit: Visit, real_assistant: Assistant, view: str, language: str, words: str
) -> None:
    page = visit(language=language)
    nothing = {"snapshot": "x", "count": 0, "offers": [], "criteria": [], "families": [], "stages": [],
               "changes": [], "alike": {}, "before": None, "after": None}  # fmt: skip
    page.route(re.compile(r"/api/(offers|criteria|stages|changes)$"), lambda r: r.fulfill(json=nothing))
    page.goto(f"{page.url.partition('#')[0]}#/explore/{view}")
    expect(page.get_by_test_id("empty")).to_contain_text(words)
    page.get_by_test_id("empty").get_by_role("link").click()
    expect(page.get_by_test_id("question")).to_be_visible()


@LANGUAGES
def test_facts_that_cannot_be_read_can_be_asked_for_again(visit: Visit, language: str) -> None:
    page = visit(language=language)
    page.route("**/api/offers", lambda r: r.fulfill(status=503))
    page.get_by_test_id("explore").click()
    expect(page.get_by_test_id("problem")).to_be_visible()
    page.unroute("**/api/offers")
    page.get_by_test_id("problem").get_by_role("button").click()
    expect(page.get_by_test_id("matrix")).to_be_visible()


def test_a_source_link_opened_from_the_facts_keeps_them_behind_it(visit: Visit) -> None:
    page = visit("/#/explore/criteria", language="en", width=1280)
    fact = page.get_by_test_id("criteria").get_by_test_id("fact").nth(2)
    fact.click()
    expect(page.get_by_test_id("highlight")).to_be_visible()
    expect(page.get_by_test_id("criteria")).to_be_visible()
    expect(fact).to_have_attribute("aria-current", "true")
    page.get_by_test_id("new-conversation").click()
    expect(page.get_by_test_id("explore-view")).to_be_hidden()
    expect(page.get_by_test_id("question")).to_be_focused()
