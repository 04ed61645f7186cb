"""Any chat server can be evaluated by its address; its failures say what to do."""

import asyncio
import json

import httpx
import pytest

from snc_assistant.errors import ModelBroken, ModelTimeout, ModelUnavailable, SncError, UsageError
from snc_assistant.evaluation.systems import ChatServer, open_chat_server

from .conftest import question


def ask(handler: object, **changes: object) -> str:
    async def go() -> str:
        transport = httpx.MockTransport(handler)  # type: ignore[arg-type] # any of the handlers below
        async with httpx.AsyncClient(transport=transport) as client:
            server = ChatServer(client, "http://model/v1/", "tiny")
            return (await server.answer(question(**changes))).text

    return asyncio.run(go())


def test_question_history_and_language_reach_the_server() -> None:
    seen: list[dict[str, object]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append({"url": str(request.url), **json.loads(request.content)})
        return httpx.Response(200, json={"choices": [{"message": {"content": "24 %"}}]})

    history = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    assert ask(handler, language="fr", question="et collectivement ?", history=history) == "24 %"
    body = seen[0]
    messages = body["messages"]
    assert (body["url"], body["model"], body["temperature"]) == (
        "http://model/v1/chat/completions",
        "tiny",
        0,
    )
    assert isinstance(messages, list)
    assert messages[0]["content"].startswith("Réponds en français")
    assert [m["content"] for m in messages[1:]] == ["a", "b", "et collectivement ?"]


def refuse(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


def hang(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow")


@pytest.mark.parametrize(
    ("handler", "error"),
    [
        (refuse, ModelUnavailable),
        (hang, ModelTimeout),
        (lambda r: httpx.Response(500), ModelBroken),
        (lambda r: httpx.Response(200, text="<html>"), ModelBroken),
        (lambda r: httpx.Response(200, json={"choices": []}), ModelBroken),
        (lambda r: httpx.Response(200, json=["nothing"]), ModelBroken),
    ],
    ids=["refused", "slow", "500", "not json", "no choice", "list"],
)
def test_failure_is_named(handler: object, error: type[SncError]) -> None:
    with pytest.raises(error):
        ask(handler)


def test_empty_completion_is_an_empty_answer() -> None:
    body = {"choices": [{"message": {"content": None}}]}
    assert ask(lambda r: httpx.Response(200, json=body)) == ""


@pytest.mark.parametrize("system", ["openai:localhost#m", "openai:http://h/v1", "openai:"])
def test_address_without_url_or_model_is_refused(system: str) -> None:
    with pytest.raises(UsageError, match="is not URL#model"):
        open_chat_server(system, 1.0)
