"""POST /api/search, GET /api/documents and GET /api/health."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from snc_assistant import __version__
from snc_assistant.assistant import Assistant
from snc_assistant.errors import ModelUnavailable
from snc_assistant.generation.engines import Engines
from snc_assistant.web.app import create_app
from tests.conftest import Built
from tests.fakes import BagOfWordsEncoder, ScriptedModel
from tests.web.conftest import OWN, MakeApp

FRENCH = "observatory-2026-04-fr"


@pytest.mark.parametrize(
    "query", ["sauvegarde quotidienne des données", "daily data backup"], ids=["fr", "en"]
)
def test_search_ranks_passages_that_are_the_text_at_their_offsets(
    client: TestClient, snapshot: Built, query: str
) -> None:
    hits = client.post("/api/search", json={"query": query, "k": 4}).json()["hits"]
    assert [h["rank"] for h in hits] == [1, 2, 3, 4]
    for hit in hits:
        assert snapshot.structures[hit["doc_id"]].document.text[hit["start"] : hit["end"]] == hit["quote"]


def test_the_documents_are_listed_with_their_length_in_code_points(
    client: TestClient, snapshot: Built
) -> None:
    listed = client.get("/api/documents").json()["documents"]
    assert {d["doc_id"]: d["length"] for d in listed} == {
        doc_id: len(s.document.text) for doc_id, s in snapshot.structures.items()
    }


def test_a_document_has_its_sections_inside_its_text(client: TestClient) -> None:
    document = client.get(f"/api/documents/{FRENCH}").json()
    assert document["edition"] == "2026-04"
    assert all(0 <= s["start"] <= s["end"] <= document["length"] for s in document["sections"])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, (0, 26)),
        (2, 5, (2, 5)),
        (5, 5, (5, 5)),
        (7, 3, (3, 3)),
        (0, 10**9, (0, 26)),
        (99, None, (26, 26)),
    ],
)
def test_a_stretch_of_text_is_counted_in_code_points(
    astral_app: FastAPI, start: int | None, end: int | None, expected: tuple[int, int]
) -> None:
    asked = {k: v for k, v in (("start", start), ("end", end)) if v is not None}
    with TestClient(astral_app, OWN) as client:
        found = client.get(f"/api/documents/{FRENCH}/text", params=asked).json()
    assert (found["start"], found["end"]) == expected
    assert found["text"] == ASTRAL[expected[0] : expected[1]]


ASTRAL = "𝐐ui est 🇫🇷 qualifié ? 🧑‍🚀!"


@pytest.fixture
def astral_app(snapshot: Built) -> FastAPI:
    """An application whose French document is a line with characters beyond the basic plane."""
    structures = tuple(
        replace(s, document=replace(s.document, text=ASTRAL)) for s in snapshot.data.structures
    )
    assistant = Assistant(snapshot.manifest, snapshot.data, BagOfWordsEncoder(), Engines({}))
    assistant.snapshot = replace(snapshot.data, structures=structures)
    return create_app(assistant)


def test_health_names_the_snapshot_and_the_engine(client: TestClient, snapshot: Built) -> None:
    health = client.get("/api/health").json()
    assert (health["status"], health["version"], health["default_engine"]) == ("ok", __version__, "auto")
    assert health["engines"] == [{"name": "extractive", "available": True, "detail": "embedded"}]
    assert health["index"]["snapshot"] == snapshot.manifest.snapshot_id


@pytest.mark.parametrize(
    ("language", "details"),
    [("fr", ["intégré", "aucun serveur ; lancez-le"]), ("en", ["embedded", "no server; start it"])],
)
def test_health_tells_the_reader_why_a_model_cannot_answer(
    make_app: MakeApp, language: str, details: list[str]
) -> None:
    model = ScriptedModel()
    model.go_away(ModelUnavailable("no server; start it", "aucun serveur ; lancez-le"))
    with TestClient(make_app(ollama=model), OWN, headers={"Accept-Language": language}) as client:
        engines = client.get("/api/health").json()["engines"]
    assert [e["detail"] for e in engines] == details
    assert engines[1] == {"name": "ollama", "available": False, "detail": details[1]}
