"""Whatever a model or a document says is shown as text: no element, no request, no script comes of it."""

import json
import re
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit, ask
from tests.conftest import Built

DOC = "observatory-2026-02-en"
_OUT = "http://evil.example/x"
_PATTERNS = [
    "<script>globalThis.harmed = 1</script>",
    '<img src="{out}" onerror="globalThis.harmed = 1">',
    "<svg onload=globalThis.harmed=1><image href='{out}'/></svg>",
    '<iframe src="{out}"></iframe>',
    '<a href="javascript:globalThis.harmed=1">x</a>',
    "<object data='{out}'></object><embed src='{out}'>",
    "<link rel=stylesheet href='{out}'><style>@import '{out}'</style>",
    "<form action='{out}'><button>x</button></form>",
    "<base href='{out}'><meta http-equiv=refresh content='0;url={out}'>",
    "<details open ontoggle=globalThis.harmed=1><video src='{out}' autoplay>",
    "![x]({out})",
    "![x][1]\n\n[1]: {out}",
    "[x]({out})",
    "[x](javascript:globalThis.harmed=1)",
    "<{out}>",
    "{out}",
    "data:text/html,<script>globalThis.harmed=1</script>",
    "\u202e<b>gnirts</b>\u202c \u2066x\u2069",
    "ѕсrірt аdmіn",
    "{{{{constructor.constructor('globalThis.harmed=1')()}}}} ${{globalThis.harmed=1}}",
    "&lt;img src='{out}'&gt; &#60;script&#62;globalThis.harmed=1&#60;/script&#62;",
]
_WRAPPINGS = ["{}", "**{}**", "`{}`", "avant {} après", '"><{}', "</span></li>{}"]
PAYLOADS = [w.replace("{}", p.format(out=_OUT)) for p, w in product(_PATTERNS, _WRAPPINGS)]
_COUNT = (
    "s => [...document.querySelectorAll(s)].flatMap(r => [...r.querySelectorAll("
    "'script,img,image,iframe,object,embed,link,style,form,base,meta,video,audio,details:not(.consulted),a:not(.explore-links a),b,[onerror],[onload],[href]:not(.explore-links a),[src],[style]')])"
    ".map(e => e.outerHTML)"
)


def citation(quote: str) -> dict[str, Any]:
    place = {"doc_id": DOC, "edition": quote, "language": "en", "start": 0, "end": 9}
    return {**place, "quote": quote, "heading_path": [quote, quote]}


def answer(outcome: str) -> dict[str, Any]:
    claims = [{"text": p, "uncertain": False, "citations": [citation(p)]} for p in PAYLOADS]
    asked = {"language": "fr", "standalone": PAYLOADS[0], "entities": [], "intent": "x"}
    return {
        "question": "?", "outcome": outcome, "language": "fr", "engine": PAYLOADS[1], "engine_note": PAYLOADS[1],
        "text": "x", "lead": PAYLOADS[2], "claims": claims, "notes": PAYLOADS,
        "nearest": [citation(p) for p in PAYLOADS], "understood": asked, "timings_ms": {},
    }  # fmt: skip


def stream(outcome: str) -> str:
    whole = answer(outcome)
    events = [("evidence", {"engine": PAYLOADS[1], "engine_note": None, "hits": whole["nearest"]})]
    events += [("claim", {"index": i, "engine": "x", **c}) for i, c in enumerate(whole["claims"])]
    events += [("outcome", {"outcome": outcome, "lead": PAYLOADS[2], "notes": []}), ("done", whole)]
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)


def check_harmless(page: Page) -> None:
    assert page.evaluate(_COUNT, ".thread, .citation-card, .source-pane, .toast") == []
    assert page.evaluate("globalThis.harmed") is None


@pytest.mark.parametrize("outcome", ["answered", "conflict"])
def test_payloads_in_an_answer_stay_text(visit: Visit, outcome: str) -> None:
    assert len(PAYLOADS) >= 100
    page = visit()
    body = stream(outcome)
    page.route("**/api/ask/stream", lambda r: r.fulfill(body=body, content_type="text/event-stream"))
    ask(page, PAYLOADS[3])
    expect(page.get_by_test_id("claim")).to_have_count(len(PAYLOADS))
    first = page.get_by_test_id("claim").first.locator("span").first
    assert first.text_content() == PAYLOADS[0]
    page.get_by_test_id("citation").first.hover()
    check_harmless(page)
    page.get_by_test_id("conversations").click()
    check_harmless(page)


def test_payloads_in_a_document_stay_text(visit: Visit, snapshot: Built) -> None:
    text = "🧑‍🚀 " + "\n".join(PAYLOADS)
    meta = {
        "doc_id": DOC, "title": PAYLOADS[1], "edition": "x", "language": "en", "publisher": "x",
        "length": len(text), "file": "x", "sha256": "x", "rights": "x",
        "sections": [{"heading_path": [PAYLOADS[2]], "start": 0, "end": len(text)}],
    }  # fmt: skip

    def serve(route: Route) -> None:
        body = {"doc_id": DOC, "start": 0, "end": len(text), "text": text}
        route.fulfill(json=body if route.request.url.endswith("/text") else meta)

    page = visit()
    page.route(f"**/api/documents/{DOC}**", serve)
    start = text.index(PAYLOADS[7])
    page.goto(f"{page.url}#/source/{DOC}/{start}-{start + len(PAYLOADS[7])}")
    expect(page.get_by_test_id("highlight")).to_have_count(1)
    assert page.get_by_test_id("highlight").text_content() == PAYLOADS[7]
    assert page.locator(".source-text").text_content() == text
    strong = page.evaluate("[...document.querySelectorAll('.source-text *')].map(e => e.tagName).sort()")
    assert set(strong) <= {"SPAN", "MARK", "STRONG"}
    check_harmless(page)


def test_a_forged_conversation_file_stays_text(visit: Visit) -> None:
    exchange = {"id": "1", "question": PAYLOADS[4], "state": "done", "elapsed_ms": 5, "asked_at": "x"}
    shown = {**answer("answered"), "hits": []}
    record = {"id": "1", "title": PAYLOADS[1], "updated": "2026-01-01T00:00:00Z"}
    conversation = {**record, "exchanges": [{**exchange, "answer": shown}]}
    content = json.dumps({"format": "snc-assistant.conversation.v1", "conversation": conversation})
    page = visit()
    page.get_by_test_id("conversations").click()
    file = {"name": "c.json", "mimeType": "application/json", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_test_id("claim")).to_have_count(len(PAYLOADS))
    check_harmless(page)


def fact(payload: str) -> dict[str, Any]:
    texts = {"fr": payload, "en": payload}
    cited = {**citation(payload), "edition": "2026-02", "link": payload}
    return {
        "fact_id": payload, "label": texts, "statement": texts, "translated": ["fr"], "certainty": "uncertain",
        "note": texts, "editions": ["2026-02"], "citations": [cited], "provider": payload,
        "provider_name": payload, "offer": payload, "service_model": PAYLOADS[0], "status": payload,
        "family": payload, "stage": PAYLOADS[1], "aspect": "step", "order": 1, "conflict": True, "kind": "offer",
    }  # fmt: skip


@pytest.mark.parametrize("view", ["providers", "procedure", "criteria", "changes"])
@pytest.mark.parametrize("form", ["", "figure"])
def test_payloads_in_facts_stay_text(visit: Visit, view: str, form: str) -> None:
    facts = [fact(p) for p in PAYLOADS]
    changes = [{"change": "changed", "kind": p, "before": fact(p), "after": fact(p)} for p in PAYLOADS[:9]]
    tables = {"offers": facts, "criteria": facts, "families": [], "stages": facts, "changes": changes}
    body = {**tables, "snapshot": PAYLOADS[1], "count": 1, "before": PAYLOADS[0], "after": PAYLOADS[2], "alike": {PAYLOADS[3]: 1}}  # fmt: skip
    page = visit()
    page.route(re.compile(r"/api/(offers|criteria|stages|changes)$"), lambda r: r.fulfill(json=body))
    page.goto(f"{page.url}#/explore/{view}?form={form}")
    expect(page.locator(".explore-results > *").first).to_be_visible()
    foreign = page.evaluate(
        "[...document.querySelectorAll('.explore *')].filter(e => e.matches('script,img,image,iframe,object,embed,link,"
        "style,form,base,meta,video,audio,[onerror],[onload],[src],[style]') || (e.getAttribute('href') ?? '#')[0] !== '#')"
        ".map(e => e.outerHTML)"
    )
    assert foreign == []
    assert page.evaluate("globalThis.harmed") is None
    assert PAYLOADS[0] in (page.locator(".explore-results").text_content() or "")
