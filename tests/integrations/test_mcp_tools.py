"""The MCP tools with the official client, in process: spans that stand where they say, errors that tell."""

import asyncio
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp import Client, MCPError
from mcp_types import CallToolResult, TextContent

from snc_assistant.assistant import Assistant
from snc_assistant.integrations.mcp_schemas import MAX_SOURCE
from snc_assistant.integrations.mcp_server import create_server
from tests.conftest import Built

PAGE = "http://127.0.0.1:8000/"
FRENCH = "Combien de capital une société hors UE peut-elle détenir individuellement ?"
ENGLISH = "How much capital may a non-EU company hold individually?"
LANGUAGES = pytest.mark.parametrize(
    ("question", "language"), [(FRENCH, "fr"), (ENGLISH, "en")], ids=["fr", "en"]
)
ERAS = pytest.mark.parametrize("mode", ["legacy", "auto"])


def call(assistant: Assistant, name: str, mode: str = "auto", **arguments: Any) -> CallToolResult:
    """One call by the official client, which checks the result against the tool's schema."""

    async def once() -> CallToolResult:
        async with Client(create_server(assistant, page=PAGE), mode=mode) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(once())


def said(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


def assert_verbatim(citation: dict[str, Any], snapshot: Built) -> None:
    document = snapshot.structures[citation["doc_id"]].document
    assert document.text[citation["start"] : citation["end"]] == citation["quote"]
    assert (citation["edition"], citation["language"]) == (document.edition, document.language)
    place = f"{citation['doc_id']}/{citation['start']}-{citation['end']}"
    assert citation["link"] == f"{PAGE}#/source/{place}"


def test_the_tools_say_what_they_take_and_that_they_change_nothing(assistant: Assistant) -> None:
    async def listed() -> Any:
        async with Client(create_server(assistant, page=PAGE)) as client:
            return (await client.list_tools()).tools

    tools = {t.name: t for t in asyncio.run(listed())}
    assert list(tools) == ["ask", "search", "get_source"]
    for tool in tools.values():
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.input_schema["additionalProperties"] is False
        assert "En français : " in tool.description
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        assert all("description" in p for p in tool.input_schema["properties"].values())
    question = tools["ask"].input_schema["properties"]["question"]
    assert (question["minLength"], question["maxLength"]) == (1, 4000)
    k = tools["search"].input_schema["properties"]["k"]
    assert (k["minimum"], k["maximum"]) == (1, 50)
    assert "observatory-2026-04-fr (Observatoire SecNumCloud, 2026-04, fr)" in tools["get_source"].description


@LANGUAGES
@ERAS
def test_ask_gives_claims_with_verbatim_quotes(
    assistant: Assistant, snapshot: Built, question: str, language: str, mode: str
) -> None:
    result = call(assistant, "ask", mode, question=question)
    answer = result.structured_content
    assert (result.is_error, answer["outcome"], answer["language"]) == (False, "answered", language)
    assert answer["engine"] == "extractive"
    citations = [c for claim in answer["claims"] for c in claim["citations"]]
    assert citations
    for citation in citations:
        assert_verbatim(citation, snapshot)
    assert any("24" in c["quote"] for c in citations)


@pytest.mark.parametrize("question", ["Que signifie J1 ?", "What does J1 mean?"])
def test_a_conflict_has_claims_of_both_editions(assistant: Assistant, question: str) -> None:
    answer = call(assistant, "ask", question=question).structured_content
    assert answer["outcome"] == "conflict"
    assert {c["edition"] for claim in answer["claims"] for c in claim["citations"]} == {"2026-02", "2026-04"}


@pytest.mark.parametrize(
    "question", ["Combien coûte la qualification ?", "What does the qualification cost?"]
)
def test_an_abstention_is_a_result_with_what_is_nearest(
    assistant: Assistant, snapshot: Built, question: str
) -> None:
    result = call(assistant, "ask", question=question)
    assert (result.is_error, result.structured_content["claims"]) == (False, [])
    assert result.structured_content["outcome"] == "not_in_sources"
    for citation in result.structured_content["nearest"]:
        assert_verbatim(citation, snapshot)


def test_a_follow_up_is_understood_from_the_history(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "Qui est qualifié en IaaS ?"}]
    alone = call(assistant, "ask", question="et en CaaS ?").structured_content
    after = call(assistant, "ask", question="et en CaaS ?", history=history).structured_content
    asked = call(assistant, "ask", question="Qui est qualifié en CaaS ?").structured_content
    assert [c["text"] for c in after["claims"]] == [c["text"] for c in asked["claims"]]
    assert alone["claims"] != after["claims"]


@pytest.mark.parametrize(
    ("query", "language"), [("sauvegarde quotidienne", "fr"), ("data breach", "en")], ids=["fr", "en"]
)
def test_search_gives_passages_best_first(
    assistant: Assistant, snapshot: Built, query: str, language: str
) -> None:
    hits = call(assistant, "search", query=query, k=4).structured_content["hits"]
    assert [h["rank"] for h in hits] == [1, 2, 3, 4]
    for hit in hits:
        assert_verbatim(hit, snapshot)
        assert 0 <= hit["confidence"] <= 1
    expected = {h.passage.passage_id for h in assistant.search(query, k=4)}
    assert {f"{h['doc_id']}:{h['start']}-{h['end']}" for h in hits} == expected


def test_get_source_reads_what_a_citation_names(assistant: Assistant) -> None:
    hit = call(assistant, "search", query="sauvegarde quotidienne", k=1).structured_content["hits"][0]
    place = {k: hit[k] for k in ("doc_id", "start", "end")}
    source = call(assistant, "get_source", **place).structured_content
    assert (source["text"], source["start"], source["end"]) == (hit["quote"], hit["start"], hit["end"])
    assert source["heading_path"] == hit["heading_path"]
    assert source["link"] == hit["link"]


def test_a_long_document_comes_in_pieces(
    assistant: Assistant, snapshot: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snc_assistant.integrations.mcp_tools.MAX_SOURCE", 6000)
    assert MAX_SOURCE == 20_000
    doc_id, start, pieces = "observatory-2026-04-fr", 0, []
    while start is not None:
        source = call(assistant, "get_source", doc_id=doc_id, start=start).structured_content
        pieces.append(source["text"])
        start = source["next_start"]
    assert len(pieces) == 3
    assert "".join(pieces) == snapshot.structures[doc_id].document.text


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("ask", {"question": "Qui est qualifié ?", "engine": "ollama"}, "Ce moteur n'est pas installé"),
        ("ask", {"question": "Who is qualified?", "engine": "ollama"}, "This engine is not set up"),
        ("ask", {"question": "?", "language": "fr"}, "La question est vide"),
        ("ask", {"question": "?", "language": "en"}, "The question is empty"),
        ("ask", {"question": "?"}, "La question est vide ou trop longue ; posez par exemple « Qui est qualifié ? ». / The"),
        ("ask", {"question": "Qui est " * 600}, "question: au plus 4000 caractères"),
        ("ask", {"question": "Who is the " * 600}, "question: at most 4000 characters"),
        ("ask", {}, "question: ce champ est obligatoire / question: this field is required"),
        ("ask", {"question": "Qui est qualifié ?", "histroy": []}, "histroy: ce champ n'existe pas"),
        ("ask", {"question": "Who is there?", "history": [{"role": "system", "content": "x"}]}, "history.0.role: possible values"),
        ("search", {"query": "Où sont les données ?", "k": 51}, "k: au plus 50"),
        ("search", {"query": "Where is the data?", "k": 0}, "k: at least 1"),
        ("get_source", {"doc_id": "../x", "language": "fr"}, "doc_id : pas de document '../x' ; il y a : observatory-2026-02-en"),
        ("get_source", {"doc_id": "../x", "language": "en"}, "doc_id: no document '../x'; there are: observatory-2026-02-en"),
        ("get_source", {"doc_id": "observatory-2026-04-fr", "start": 99_999, "language": "en"}, "start must be less"),
        ("get_source", {"doc_id": "observatory-2026-04-fr", "start": 9, "end": 9, "language": "fr"}, "start doit être"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_tool_error_in_the_language_of_the_call(
    assistant: Assistant, name: str, arguments: dict[str, Any], message: str
) -> None:
    result = call(assistant, name, **arguments)
    assert (result.is_error, result.structured_content) == (True, None)
    assert said(result).startswith(message)


@ERAS
def test_an_unknown_tool_is_an_error_of_the_protocol(assistant: Assistant, mode: str) -> None:
    async def once() -> None:
        async with Client(create_server(assistant, page=PAGE), mode=mode) as client:
            with pytest.raises(MCPError, match="no tool 'delete'; there are: ask, search, get_source"):
                await client.call_tool("delete", {})

    asyncio.run(once())


@pytest.mark.parametrize(
    ("question", "message"), [(FRENCH, "L'assistant ne peut"), (ENGLISH, "The assistant cannot")]
)
def test_a_crash_tells_nothing_of_itself(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, question: str, message: str
) -> None:
    async def crash(*_: Any, **__: Any) -> Any:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(assistant, "ask", crash)
    result = call(assistant, "ask", question=question)
    assert result.is_error
    assert said(result).startswith(message)
    assert "secret" not in said(result)
