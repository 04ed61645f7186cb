"""OpenAICompatibleChat against a real socket: same promises as OllamaChat, other protocol."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fake_ollama import CUT, FOREVER, FakeOpenAI, refused_url

from snc_assistant.errors import (
    ModelBroken,
    ModelError,
    ModelTimeout,
    ModelUnavailable,
    PromptTooLong,
    UsageError,
)
from snc_assistant.generation.chat import Message, ModelLoading, Timeouts
from snc_assistant.generation.openai_compatible import OpenAICompatibleChat

ASKED = (Message("system", "Answer in English."), Message("user", "What is J1?"))


def chat(base_url: str, **options: object) -> OpenAICompatibleChat:
    """A client with short time-outs and pauses."""
    patience = Timeouts(connect_s=1, first_token_s=2, idle_s=0.3, total_s=4)
    given = {"timeouts": patience, "context_window": 8192, "backoff_s": 0.01, **options}
    return OpenAICompatibleChat(base_url, "ministral", **given)  # type: ignore[arg-type] # as given


def ask(
    model: OpenAICompatibleChat, messages: Sequence[Message] = ASKED, max_tokens: int = 100
) -> list[str | ModelLoading]:
    """All that the stream yields."""

    async def collect() -> list[str | ModelLoading]:
        return [event async for event in model.stream(messages, max_tokens=max_tokens)]

    return asyncio.run(collect())


def test_pieces_come_as_the_server_sends_them(openai: FakeOpenAI) -> None:
    openai.say("Stage J1 ", "is acceptance. [1]")
    assert ask(chat(openai.base_url)) == ["Stage J1 ", "is acceptance. [1]"]


def test_the_request_repeats_and_carries_the_key(openai: FakeOpenAI) -> None:
    openai.say("Yes.")
    off = {"chat_template_kwargs": {"enable_thinking": False}}
    ask(chat(f"{openai.base_url}/", api_key="secret\n", seed=7, extra=off))
    assert openai.requests[0].headers["authorization"] == "Bearer secret"
    assert openai.chats == [
        {
            "model": "ministral",
            "messages": [
                {"role": "system", "content": "Answer in English."},
                {"role": "user", "content": "What is J1?"},
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0,
            "seed": 7,
            "max_tokens": 100,
            "chat_template_kwargs": {"enable_thinking": False},
        }
    ]


def test_the_key_is_never_told(openai: FakeOpenAI) -> None:
    openai.refuse(401, "no")
    with pytest.raises(ModelUnavailable, match="check the API key") as caught:
        ask(chat(openai.base_url, api_key="secret"))
    assert "secret" not in str(caught.value)


def test_heartbeats_and_an_empty_role_are_not_a_first_word(openai: FakeOpenAI) -> None:
    openai.say("Yes.", load_s=1.3)
    *loading, answer = ask(chat(openai.base_url))
    assert [type(event) for event in loading] == [ModelLoading]
    assert answer == "Yes."


def test_heartbeats_do_not_hide_a_model_that_is_stuck(openai: FakeOpenAI) -> None:
    openai.play(openai.event({"content": "Stage"}), *[b": here\n\n", 0.1] * 20)
    with pytest.raises(ModelTimeout, match=r"go on within 0\.3 s"):
        ask(chat(openai.base_url))


def test_thinking_is_never_shown(openai: FakeOpenAI) -> None:
    openai.play(
        openai.event({"reasoning_content": "hm"}),
        openai.event({"content": "<thi"}),
        openai.event({"content": "nk>hm</think>Yes."}),
        openai.event({}, "stop"),
    )
    assert ask(chat(openai.base_url)) == ["Yes."]


def test_an_answer_may_end_with_its_reason_alone(openai: FakeOpenAI) -> None:
    openai.play(openai.event({"content": "Yes."}, "stop"))
    assert ask(chat(openai.base_url)) == ["Yes."]


@pytest.mark.parametrize("steps", [(CUT,), ()], ids=["dropped", "ended"])
def test_an_answer_that_breaks_off_is_an_error(openai: FakeOpenAI, steps: tuple[object]) -> None:
    openai.play(openai.event({"content": "It lasts"}), *steps)
    with pytest.raises(ModelBroken, match="broke"):
        ask(chat(openai.base_url))


@pytest.mark.parametrize(
    "error",
    [
        b'data: {"error": {"message": "CUDA failed"}}\n\n',
        b'data: {"error": "CUDA failed"}\n\n',
        b'data: {"object": "error", "message": "CUDA failed"}\n\n',
    ],
    ids=["openai", "llama.cpp", "vllm"],
)
def test_an_error_in_mid_stream_is_raised(openai: FakeOpenAI, error: bytes) -> None:
    openai.play(openai.event({"content": "Stage"}), error)
    with pytest.raises(ModelBroken, match="CUDA failed"):
        ask(chat(openai.base_url))


@pytest.mark.parametrize(
    "garbage",
    [b"<html>hello</html>\n", b"data: hello\n\n", b"data: [1]\n\n", b"data: {}\n\n"],
    ids=["html", "text", "list", "nothing"],
)
def test_garbage_is_an_error(openai: FakeOpenAI, garbage: bytes) -> None:
    openai.play(garbage)
    with pytest.raises(ModelBroken):
        ask(chat(openai.base_url))


def test_a_server_that_ignores_the_limit_is_cut_off(openai: FakeOpenAI) -> None:
    openai.babble("again and again ")
    with pytest.raises(ModelBroken, match="does not stop after 100 tokens"):
        ask(chat(openai.base_url))
    assert openai.client_left(1)


@pytest.mark.parametrize(
    ("status", "said", "error", "told"),
    [
        (400, "maximum context length is 4096 tokens", PromptTooLong, "larger window"),
        (400, "request exceeds the available context size", PromptTooLong, "larger window"),
        (403, "forbidden", ModelUnavailable, "check the API key"),
        (404, "The model `x` does not exist", ModelUnavailable, "the model's name"),
        (500, "out of blocks", ModelBroken, "out of blocks"),
    ],
    ids=["vllm-overflow", "llama-overflow", "key", "missing", "crash"],
)
def test_a_refusal_tells_the_cure_and_is_not_retried(
    openai: FakeOpenAI, status: int, said: str, error: type[Exception], told: str
) -> None:
    openai.refuse(status, said)
    with pytest.raises(error, match=told):
        ask(chat(openai.base_url))
    assert len(openai.chats) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(openai: FakeOpenAI, status: int) -> None:
    openai.refuse(status, "busy")
    openai.refuse(status, "busy")
    openai.say("Yes.")
    assert ask(chat(openai.base_url, retries=2)) == ["Yes."]


def test_a_server_that_stays_busy_is_given_up(openai: FakeOpenAI) -> None:
    for _ in range(3):
        openai.refuse(503, "busy")
    with pytest.raises(ModelUnavailable, match="busy; the server is busy, ask again"):
        ask(chat(openai.base_url, retries=2))
    assert len(openai.chats) == 3


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
def test_the_pause_is_the_one_that_the_server_asks_for(openai: FakeOpenAI, as_date: bool) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=2.5)
    patient = Timeouts(first_token_s=5)
    openai.refuse(429, "slow down", format_datetime(moment, usegmt=True) if as_date else "1.2")
    openai.say("Yes.")
    *loading, answer = ask(chat(openai.base_url, timeouts=patient))
    assert (len(loading) in (1, 2), answer) == (True, "Yes.")


def test_a_pause_that_is_too_long_is_not_waited_for(openai: FakeOpenAI) -> None:
    openai.refuse(429, "slow down", "3600")
    with pytest.raises(ModelUnavailable, match="slow down"):
        ask(chat(openai.base_url))
    assert len(openai.chats) == 1


def test_no_server_is_tried_again_and_then_told() -> None:
    with pytest.raises(ModelUnavailable, match="no model server at"):
        ask(chat(f"{refused_url()}/v1"))


def test_the_pauses_count_as_waiting_for_the_first_word() -> None:
    model = chat(f"{refused_url()}/v1", backoff_s=5, timeouts=Timeouts(first_token_s=0.2))
    with pytest.raises(ModelTimeout, match=r"within 0\.2 s"):
        ask(model)


def test_a_prompt_that_cannot_fit_is_not_sent(openai: FakeOpenAI) -> None:
    with pytest.raises(PromptTooLong, match="window is 512"):
        ask(chat(openai.base_url, context_window=512), [Message("user", "word " * 500)])
    assert openai.requests == []


@pytest.mark.parametrize(
    ("read", "reason", "written"),
    [(300, "stop", 20), (1200, "length", 40)],
    ids=["too-few-tokens", "window-full"],
)
def test_a_cut_prompt_is_an_error(openai: FakeOpenAI, read: int, reason: str, written: int) -> None:
    said = openai.event({"content": "Three years. [1]"}, reason)
    openai.play(said, openai.usage(read, written), b"data: [DONE]\n\n")
    with pytest.raises(PromptTooLong, match="larger window"):
        ask(chat(openai.base_url), [Message("user", "word " * 1000)])


@pytest.mark.parametrize("said", ["", "J1"], ids=["prefill", "stream"])
def test_leaving_closes_the_connection(openai: FakeOpenAI, said: str) -> None:
    openai.play(openai.event({"content": said}), FOREVER)

    async def leave() -> bool:
        async with aclosing(chat(openai.base_url).stream(ASKED, max_tokens=50)) as events:
            await anext(events)
        return await asyncio.to_thread(openai.client_left, 1)

    assert asyncio.run(leave())


def test_check_passes_when_the_model_is_there(openai: FakeOpenAI) -> None:
    asyncio.run(chat(openai.base_url, api_key="secret").check())
    assert openai.requests[0].headers["authorization"] == "Bearer secret"


def test_check_passes_when_the_server_lists_nothing(openai: FakeOpenAI) -> None:
    asyncio.run(chat(openai.url).check())


def test_check_names_the_models_that_are_there() -> None:
    told = "it has: gemma, qwen"
    with FakeOpenAI("gemma", "qwen") as server, pytest.raises(ModelUnavailable, match=told):
        asyncio.run(chat(server.base_url).check())


def test_check_without_a_server() -> None:
    with pytest.raises(ModelUnavailable, match="start it, or check its address"):
        asyncio.run(chat(f"{refused_url()}/v1").check())


@pytest.mark.parametrize("url", ["localhost:8000/v1", "file:///etc", ""])
def test_a_wrong_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(UsageError, match="write http://host:8000/v1"):
        chat(url)


def test_every_error_is_a_model_error() -> None:
    errors = (ModelBroken, ModelTimeout, ModelUnavailable, PromptTooLong)
    assert all(issubclass(error, ModelError) for error in errors)
