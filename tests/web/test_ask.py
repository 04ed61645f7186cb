"""POST /api/ask: the object that clients rely on."""

import pytest
from starlette.testclient import TestClient

from snc_assistant.web.schemas import AnswerOut
from tests.conftest import Built

CAPITAL = {
    "fr": "Quelles sont les limites de détention du capital par des entités hors UE ?",
    "en": "What are the limits on capital held by non-EU entities?",
}
COST = {"fr": "Combien coûte la qualification ?", "en": "How much does the qualification cost?"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_has_its_figures_and_every_quote_is_the_text_at_its_offsets(
    client: TestClient, snapshot: Built, language: str
) -> None:
    answer = client.post("/api/ask", json={"question": CAPITAL[language]}).json()
    AnswerOut.model_validate(answer, strict=True)
    assert (answer["outcome"], answer["language"], answer["engine"]) == ("answered", language, "extractive")
    assert "24" in answer["text"] and "39" in answer["text"]
    for citation in (c for claim in answer["claims"] for c in claim["citations"]):
        text = snapshot.structures[citation["doc_id"]].document.text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_the_text_is_the_lead_and_the_claims_in_order(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "What are the technical criteria?"}).json()
    places = [answer["text"].index(claim["text"]) for claim in answer["claims"]]
    assert len(places) == 6
    assert places == sorted(places)
    assert answer["text"].startswith(answer["lead"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_abstention_has_no_claim_and_offers_the_nearest_passages(
    client: TestClient, snapshot: Built, language: str
) -> None:
    answer = client.post("/api/ask", json={"question": COST[language]}).json()
    assert (answer["outcome"], answer["claims"], answer["language"]) == ("not_in_sources", [], language)
    assert answer["nearest"]
    for citation in answer["nearest"]:
        text = snapshot.structures[citation["doc_id"]].document.text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_conflict_cites_both_editions(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "Que signifie J1 ?"}).json()
    assert answer["outcome"] == "conflict"
    assert {c["edition"] for claim in answer["claims"] for c in claim["citations"]} == {"2026-02", "2026-04"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_asked_for_decides_where_the_question_leaves_it_open(
    client: TestClient, language: str
) -> None:
    answer = client.post("/api/ask", json={"question": "PaaS", "language": language}).json()
    assert answer["language"] == language


@pytest.mark.parametrize(
    ("first", "follow_up", "name"),
    [
        ("Scaleway est-il qualifié ?", "Et Oodrive ?", "Oodrive"),
        ("Is Scaleway qualified?", "And Oodrive?", "Oodrive"),
    ],
    ids=["fr", "en"],
)
def test_the_history_makes_a_follow_up_whole(
    client: TestClient, first: str, follow_up: str, name: str
) -> None:
    history = [{"role": "user", "content": first}, {"role": "assistant", "content": "…"}]
    answer = client.post("/api/ask", json={"question": follow_up, "history": history}).json()
    assert answer["question"] == follow_up
    assert answer["understood"]["standalone"] != follow_up
    assert answer["outcome"] == "answered"
    assert name in answer["text"]


def test_a_question_in_astral_characters_comes_back_unchanged(client: TestClient) -> None:
    question = "𝐐𝐮𝐢 est 🇫🇷 qualifié ?"
    assert client.post("/api/ask", json={"question": question}).json()["question"] == question


def test_the_engine_asked_for_answers(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": CAPITAL["en"], "engine": "extractive"}).json()
    assert (answer["engine"], answer["engine_note"]) == ("extractive", None)
