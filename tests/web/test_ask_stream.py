"""POST /api/ask/stream without a model: which events come, in which order, and what they hold."""

import pytest
from starlette.testclient import TestClient

from snc_assistant.web.responses import EVENT_MODELS
from tests.web.events import Received, names, read_events

QUESTIONS = {
    "fr": ("Quels sont les critères techniques ?", "Que signifie J1 ?", "Combien coûte la qualification ?"),
    "en": ("What are the technical criteria?", "What does J1 mean?", "How much does the qualification cost?"),
}
ALL = [q for asked in QUESTIONS.values() for q in asked]


def ask(client: TestClient, question: str, **more: object) -> list[Received]:
    response = client.post("/api/ask/stream", json={"question": question, **more})
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    return list(read_events(response.text.splitlines()))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_events_of_an_answer_come_in_order(client: TestClient, language: str) -> None:
    events = ask(client, QUESTIONS[language][0])
    assert names(events) == ["understood", "evidence", "outcome", "claim", "done"]
    assert [e.data["index"] for e in events if e.name == "claim"] == [0, 1, 2, 3, 4, 5]
    assert events[0].data["language"] == language


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_abstention_streams_no_claim(client: TestClient, language: str) -> None:
    events = ask(client, QUESTIONS[language][2])
    assert names(events) == ["understood", "evidence", "outcome", "done"]
    assert events[2].data["outcome"] == "not_in_sources"


@pytest.mark.parametrize("question", ALL)
def test_the_stream_tells_the_same_as_the_plain_answer(client: TestClient, question: str) -> None:
    events = ask(client, question)
    plain = client.post("/api/ask", json={"question": question}).json()
    done = events[-1].data
    assert {k: v for k, v in done.items() if k != "timings_ms"} == {
        k: v for k, v in plain.items() if k != "timings_ms"
    }
    claims = [e.data for e in events if e.name == "claim"]
    assert [{k: c[k] for k in ("text", "uncertain", "engine", "citations")} for c in claims] == done["claims"]


@pytest.mark.parametrize("question", ALL)
def test_every_event_is_as_the_openapi_document_says(client: TestClient, question: str) -> None:
    for event in ask(client, question):
        model = EVENT_MODELS[event.name].model_validate(event.data, strict=True)
        assert set(event.data) == set(type(model).model_fields)


def test_a_line_separator_inside_a_text_does_not_end_an_event(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": "Qui est qualifié ?\u2028\r\ndata: x"})
    events = list(read_events(response.text.split("\n")))
    assert events[-1].name == "done"
    assert events[-1].data["question"] == "Qui est qualifié ?\u2028\r\ndata: x"
