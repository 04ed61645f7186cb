"""GET /api/offers, /api/criteria, /api/stages, /api/changes and the twins of a passage."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.testclient import TestClient

from snc_assistant.assistant import Assistant
from snc_assistant.generation.engines import Engines
from snc_assistant.types import Bilingual, Fact, Span
from snc_assistant.web.app import create_app
from snc_assistant.web.facts.csv import as_csv
from snc_assistant.web.facts.schemas import ChangesOut, CriteriaOut, OffersOut, StagesOut
from tests.conftest import Built
from tests.fakes import BagOfWordsEncoder
from tests.web.conftest import OWN

FRENCH, ENGLISH = "observatory-2026-04-fr", "observatory-2026-02-en"
TABLES: list[tuple[str, type[BaseModel]]] = [
    ("offers", OffersOut),
    ("criteria", CriteriaOut),
    ("stages", StagesOut),
    ("changes", ChangesOut),
]
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def rows(client: TestClient, table: str, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/api/{table}", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()[table]
    return found


@pytest.mark.parametrize(("table", "model"), TABLES)
def test_answers_are_what_the_openapi_document_says(
    client: TestClient, snapshot: Built, table: str, model: type[BaseModel]
) -> None:
    body = client.get(f"/api/{table}").json()
    assert model.model_validate(body).model_dump() == body
    assert body["snapshot"] == snapshot.manifest.snapshot_id
    assert body["count"] == len(body[table]) > 0


@pytest.mark.parametrize("table", ["offers", "criteria", "stages"])
def test_every_citation_is_the_text_at_its_offsets_and_links_to_it(
    client: TestClient, snapshot: Built, table: str
) -> None:
    for row in rows(client, table):
        assert row["citations"]
        for cited in row["citations"]:
            text = snapshot.structures[cited["doc_id"]].document.text
            assert text[cited["start"] : cited["end"]] == cited["quote"]
            assert cited["link"] == f"/#/source/{cited['doc_id']}/{cited['start']}-{cited['end']}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, 40),
        ({"provider": "ovh"}, 4),
        ({"provider": "OVH SAS"}, 2),
        ({"provider": "ovh", "status": "qualified"}, 2),
        ({"service_model": "caas"}, 3),
        ({"service_model": ["CaaS", "PaaS"]}, 8),
        ({"offer": "scaleway secnumcloud"}, 2),
        ({"provider": "whaller", "service_model": "IaaS"}, 0),
    ],
)
def test_offers_are_filtered_however_the_value_is_written(
    client: TestClient, query: dict[str, Any], expected: int
) -> None:
    assert len(rows(client, "offers", **query)) == expected


@pytest.mark.parametrize(("edition", "language"), [("2026-02", "en"), ("2026-04", "fr")])
def test_an_edition_and_its_language_keep_only_their_own_citations(
    client: TestClient, edition: str, language: str
) -> None:
    by_edition = rows(client, "stages", edition=edition)
    by_language = rows(client, "stages", language=language)
    assert by_edition == by_language
    assert {c["edition"] for r in by_edition for c in r["citations"]} == {edition}
    assert {r["fact_id"] for r in by_edition if r["stage"] == "J1" and r["aspect"] == "label"} == {
        f"stage.J1.{edition}-{language}"
    }


def test_stages_come_in_order_and_name_the_labels_that_editions_dispute(client: TestClient) -> None:
    found = rows(client, "stages")
    assert [r["stage"] for r in found if r["stage"]] == sorted(r["stage"] for r in found if r["stage"])
    assert {r["stage"] for r in found if r["conflict"]} == {"J1", "J2"}
    assert [r["order"] for r in found if r["stage"] == "J0" and r["aspect"] == "step"] == [1, 2, 3]
    assert found[-1]["stage"] is None


def test_criteria_stand_beside_the_names_of_their_families(client: TestClient) -> None:
    body = client.get("/api/criteria", params={"family": "legal"}).json()
    assert {r["family"] for r in body["criteria"]} == {"legal"}
    assert body["count"] == 5
    assert [f["label"]["en"] for f in body["families"]] == ["Legal criteria family"]


def test_changes_pair_what_two_editions_say_of_the_same_thing(client: TestClient) -> None:
    body = client.get("/api/changes", params={"change": "changed"}).json()
    assert (body["before"], body["after"]) == ("2026-02", "2026-04")
    assert [(d["before"]["fact_id"], d["after"]["fact_id"]) for d in body["changes"]] == [
        ("stage.J1.2026-02-en", "stage.J1.2026-04-fr"),
        ("stage.J2.2026-02-en", "stage.J2.2026-04-fr"),
    ]
    assert body["alike"]["offer"] == 40


def test_changes_tell_what_is_said_about_a_difference(client: TestClient) -> None:
    noted = rows(client, "changes", change="noted")
    assert {d["after"]["fact_id"] for d in noted} == {"offers.oodrive-listing", "stage.labels.consistency"}
    assert all(d["before"] is None and d["after"]["editions"] == ["2026-02", "2026-04"] for d in noted)


def test_changes_from_an_edition_to_itself_are_none(client: TestClient) -> None:
    assert rows(client, "changes", before="2026-04", after="2026-04") == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "status: valeur inconnue ; valeurs connues : in_progress, qualified"),
        ("en", "status: unknown value; known values: in_progress, qualified"),
    ],
)
def test_an_unknown_value_is_refused_with_the_known_ones(
    client: TestClient, language: str, said: str
) -> None:
    answer = client.get("/api/offers?status=certified", headers={"Accept-Language": language})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == said


@pytest.mark.parametrize(
    "address",
    [
        "offers?provider=aws",
        "offers?edition=2025-01",
        "offers?language=de",
        "offers?statut=qualified",
        "offers?format=xml",
        "criteria?family=moral",
        "stages?stage=J9",
        "changes?before=2025-01",
        "changes?kind=x",
    ],
)
def test_what_no_row_has_is_refused(client: TestClient, address: str) -> None:
    assert client.get(f"/api/{address}").status_code == 422


@pytest.mark.parametrize("table", [t for t, _ in TABLES])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_entity_tag_spares_what_the_client_holds(client: TestClient, table: str, form: str) -> None:
    address = f"/api/{table}?format={form}"
    tag = client.get(address).headers["etag"]
    assert tag.startswith('"')
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_entity_tag_changes_with_filters_format_and_snapshot(client: TestClient, snapshot: Built) -> None:
    def tag(client: TestClient, address: str, accept: str = "*/*") -> str:
        return str(client.get(address, headers={"Accept": accept}).headers["etag"])

    other = Assistant(
        replace(snapshot.manifest, snapshot_id="other"), snapshot.data, BagOfWordsEncoder(), Engines({})
    )
    with TestClient(create_app(other), OWN) as client_of_other:
        tags = [
            tag(client, "/api/offers"),
            tag(client, "/api/offers", "text/csv"),
            tag(client, "/api/offers?status=qualified"),
            tag(client, "/api/criteria"),
            tag(client_of_other, "/api/offers"),
        ]
    assert len(set(tags)) == len(tags)
    assert tag(client, "/api/offers?status=qualified&provider=ovh") == tag(
        client, "/api/offers?provider=ovh&status=qualified"
    )


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("application/json, text/csv;q=0.5", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("text/csv;q=x", "application/json"),
    ],
)
def test_the_format_is_the_one_that_the_client_prefers(
    client: TestClient, accept: str, expected: str
) -> None:
    answer = client.get("/api/offers", headers={"Accept": accept})
    assert (answer.headers["content-type"], answer.headers["vary"]) == (expected, "Accept")


@pytest.mark.parametrize("table", [t for t, _ in TABLES])
def test_csv_has_the_rows_of_the_json_answer(client: TestClient, table: str) -> None:
    answer = client.get(f"/api/{table}?format=csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
    assert answer.text.count("\r\n") >= 2
    read = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    expected = rows(client, table)
    assert len(read) == len(expected)
    if table == "changes":
        assert read[0]["before_fact_id"] == expected[0]["before"]["fact_id"]
        return
    for line, row in zip(read, expected, strict=True):
        assert line["fact_id"] == row["fact_id"]
        assert line["statement_fr"] == row["statement"]["fr"]
        assert line["statement_en"] == row["statement"]["en"]
        assert line["links"].split("\n") == [c["link"] for c in row["citations"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    text = as_csv([{"a": f'{start}HYPERLINK("x"),1', "b": True, "c": None}], ["a", "b", "c"])
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b", "c"], [f'\'{start}HYPERLINK("x"),1', "true", ""]]


@pytest.mark.parametrize(
    ("doc_id", "quote", "twin"),
    [
        (ENGLISH, "Roadmap for J2 audits", "Fixation de la feuille de route des audits J2"),
        (FRENCH, "Fixation de la feuille de route des audits J2", "Roadmap for J2 audits"),
        (FRENCH, "feuille de route", "Roadmap for J2 audits"),
        (
            ENGLISH,
            "**Limits on the holding of capital and voting rights** by non-EU entities: 24% individually, 39% collectively.",
            "**Limites sur la détention du capital** et des droits de vote par des entités hors UE: "
            "24% individuellement, 39% collectivement",
        ),
    ],
)
def test_a_passage_is_set_beside_its_twin(
    client: TestClient, snapshot: Built, doc_id: str, quote: str, twin: str
) -> None:
    start = snapshot.structures[doc_id].document.text.index(quote)
    place = {"start": start, "end": start + len(quote)}
    found = client.get(f"/api/documents/{doc_id}/twins", params=place).json()["twins"]
    assert [t["quote"] for t in found] == [twin]
    text = snapshot.structures[found[0]["doc_id"]].document.text
    assert text[found[0]["start"] : found[0]["end"]] == twin


@pytest.mark.parametrize("quote", ["J1** Stratégie d'évaluation acceptée", "J1**"])
def test_a_passage_that_has_no_counterpart_has_no_twin(
    client: TestClient, snapshot: Built, quote: str
) -> None:
    start = snapshot.structures[FRENCH].document.text.rindex(quote)
    place = {"start": start, "end": start + len(quote)}
    assert client.get(f"/api/documents/{FRENCH}/twins", params=place).json() == {"twins": []}
    assert client.get("/api/documents/nothing/twins", params=place).status_code == 404


def _app(snapshot: Built, *facts: Fact) -> FastAPI:
    data = replace(snapshot.data, facts=facts, entries=(), vectors=snapshot.data.vectors[:0])
    assistant = Assistant(snapshot.manifest, snapshot.data, BagOfWordsEncoder(), Engines({}))
    assistant.snapshot = data
    return create_app(assistant)


@pytest.mark.parametrize("table", [t for t, _ in TABLES])
@pytest.mark.parametrize("query", ["", "?edition=2026-04", "?format=csv"])
def test_a_corpus_without_facts_gives_empty_tables(snapshot: Built, table: str, query: str) -> None:
    if table == "changes" and "edition" in query:
        query = "?kind=offer"
    with TestClient(_app(snapshot), OWN) as client:
        answer = client.get(f"/api/{table}{query}")
    assert answer.status_code == 200
    assert answer.text.count("\r\n") == 1 if "csv" in query else answer.json()[table] == []


def test_an_offer_of_another_corpus_is_listed_with_its_own_words(snapshot: Built) -> None:
    texts = Bilingual("L'offre", "The offer")
    fact = Fact("o.1", "offer", texts, texts, (Span(FRENCH, 0, 4),), {"provider": "x", "status": "withdrawn"})
    with TestClient(_app(snapshot, fact), OWN) as client:
        found = rows(client, "offers", status="Withdrawn")
        refused = client.get("/api/offers?status=qualified")
    assert [(r["status"], r["service_model"], r["editions"]) for r in found] == [
        ("withdrawn", None, ["2026-04"])
    ]
    assert "withdrawn" in refused.json()["detail"]


@pytest.mark.parametrize("table", ["offers", "criteria", "stages", "changes"])
@LANGUAGES
def test_the_openapi_document_shows_refusals_as_they_are(
    client: TestClient, table: str, language: str
) -> None:
    responses = client.get("/openapi.json").json()["paths"][f"/api/{table}"]["get"]["responses"]
    example = responses["422"]["content"]["application/problem+json"]["examples"][language]["value"]
    refused_filter = example["detail"].partition(":")[0]
    answer = client.get(f"/api/{table}?{refused_filter}=x", headers={"Accept-Language": language})
    assert answer.json() == {**example, "request_id": answer.headers["x-request-id"]}
    assert "text/csv" in responses["200"]["content"]
    assert "304" in responses


def test_the_openapi_document_shows_an_offer_as_it_is(client: TestClient) -> None:
    responses = client.get("/openapi.json").json()["paths"]["/api/offers"]["get"]["responses"]
    example = responses["200"]["content"]["application/json"]["examples"]["bilingual"]["value"]
    assert OffersOut.model_validate(example).count == len(example["offers"]) == 1
    assert example["offers"][0] in rows(client, "offers", edition="2026-04")
