"""OllamaChat against a real socket: what the server says, and what the user is told."""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import aclosing

import httpx
import pytest
from fake_ollama import CUT, FOREVER, FakeOllama, Received, Reply, refused_url

from snc_assistant.errors import (
    ModelBroken,
    ModelTimeout,
    ModelUnavailable,
    PromptTooLong,
    UsageError,
)
from snc_assistant.generation.chat import Message, ModelLoading, Timeouts
from snc_assistant.generation.ollama import (
    LocalModel,
    OllamaChat,
    PullProgress,
    models,
    pull,
    server_version,
)

MODEL = "ministral-3:8b"
ASKED = (Message("system", "Réponds en français."), Message("user", "Qu'est-ce que J1 ?"))


class HangingOllama(FakeOllama):
    """Accepts and never answers."""

    def other(self, request: Received) -> Reply:
        """Nothing, for ever."""
        return Reply([FOREVER])


def chat(url: str, **options: object) -> OllamaChat:
    """A client with short time-outs."""
    patience = Timeouts(connect_s=1, first_token_s=2, idle_s=0.3, total_s=4)
    return OllamaChat(url, MODEL, **{"timeouts": patience, **options})  # type: ignore[arg-type] # as given


def ask(
    model: OllamaChat, messages: Sequence[Message] = ASKED, max_tokens: int = 100
) -> list[str | ModelLoading]:
    """All that the stream yields."""

    async def collect() -> list[str | ModelLoading]:
        return [event async for event in model.stream(messages, max_tokens=max_tokens)]

    return asyncio.run(collect())


def test_pieces_come_as_the_server_sends_them(ollama: FakeOllama) -> None:
    ollama.say("L'étape J1 ", "est l'acceptation. [1]")
    assert ask(chat(ollama.url)) == ["L'étape J1 ", "est l'acceptation. [1]"]


def test_the_request_sets_the_window_and_forbids_cutting(ollama: FakeOllama) -> None:
    ollama.say("Oui.")
    ask(chat(ollama.url, num_ctx=4096, num_thread=3, keep_alive=600, seed=7))
    assert ollama.chats == [
        {
            "model": MODEL,
            "messages": [
                {"role": "system", "content": "Réponds en français."},
                {"role": "user", "content": "Qu'est-ce que J1 ?"},
            ],
            "stream": True,
            "think": False,
            "truncate": False,
            "shift": False,
            "keep_alive": 600,
            "options": {
                "num_ctx": 4096,
                "temperature": 0,
                "seed": 7,
                "num_thread": 3,
                "num_predict": 100,
            },
        }
    ]


def test_a_slow_load_is_told_and_then_answered(ollama: FakeOllama) -> None:
    ollama.say("Oui.", load_s=1.3)
    *loading, answer = ask(chat(ollama.url))
    assert [type(event) for event in loading] == [ModelLoading]
    assert answer == "Oui."


def test_a_load_that_takes_too_long_is_a_timeout(ollama: FakeOllama) -> None:
    ollama.play(FOREVER)
    with pytest.raises(ModelTimeout, match=r"say its first word within 0\.2 s"):
        ask(chat(ollama.url, timeouts=Timeouts(first_token_s=0.2)))
    assert ollama.client_left(1)


def test_silence_in_the_middle_is_a_timeout(ollama: FakeOllama) -> None:
    ollama.play(ollama.line("L'étape"), FOREVER)
    with pytest.raises(ModelTimeout, match=r"go on within 0\.3 s"):
        ask(chat(ollama.url))
    assert ollama.client_left(1)


def test_an_answer_without_end_is_a_timeout(ollama: FakeOllama) -> None:
    ollama.say(*["mot "] * 50, wait_s=0.1)
    with pytest.raises(ModelTimeout, match=r"finish within 0\.5 s"):
        ask(chat(ollama.url, timeouts=Timeouts(total_s=0.5)))


def test_a_server_that_ignores_the_limit_is_cut_off(ollama: FakeOllama) -> None:
    ollama.babble("encore et encore ")
    with pytest.raises(ModelBroken, match="does not stop after 100 tokens"):
        ask(chat(ollama.url))
    assert ollama.client_left(1)


def test_no_server_says_how_to_start_one() -> None:
    with pytest.raises(ModelUnavailable, match="start it with `ollama serve`"):
        ask(chat(refused_url()))


@pytest.mark.parametrize(
    ("status", "said", "error", "told"),
    [
        (404, f"model '{MODEL}' not found", ModelUnavailable, f"`ollama pull {MODEL}`"),
        (400, "the input length exceeds the context length", PromptTooLong, "larger window"),
        (
            400,
            '{"error":{"message":"request (2622 tokens) exceeds the available context size"}}',
            PromptTooLong,
            "larger window",
        ),
        (500, "model requires more system memory (9 GiB)", ModelUnavailable, "smaller model"),
        (503, "server busy, maximum pending requests", ModelUnavailable, "ask again"),
        (401, "unauthorized", ModelUnavailable, "key"),
        (500, "llama runner terminated", ModelBroken, "llama runner terminated"),
    ],
    ids=["missing", "overflow", "overflow-llama", "memory", "busy", "key", "crash"],
)
def test_a_refusal_tells_the_cure(
    ollama: FakeOllama, status: int, said: str, error: type[Exception], told: str
) -> None:
    ollama.refuse(status, said)
    with pytest.raises(error, match=told):
        ask(chat(ollama.url))


def test_an_error_in_mid_stream_is_raised(ollama: FakeOllama) -> None:
    ollama.play(ollama.line("L'étape"), b'{"error": "the runner crashed"}\n')
    with pytest.raises(ModelBroken, match="the runner crashed"):
        ask(chat(ollama.url))


@pytest.mark.parametrize(
    "garbage",
    [b"<html>hello</html>\n", b"[1, 2]\n", b'{"message": 3}\n', b'{"done": true}\n', b"\xff\xfe\n"],
    ids=["html", "list", "no-content", "no-message", "bytes"],
)
def test_garbage_is_an_error(ollama: FakeOllama, garbage: bytes) -> None:
    ollama.play(garbage)
    with pytest.raises(ModelBroken):
        ask(chat(ollama.url))


def test_a_line_without_end_is_an_error(ollama: FakeOllama) -> None:
    ollama.play(*[b"x" * 65536] * 20, FOREVER)
    with pytest.raises(ModelBroken, match="a line without end"):
        ask(chat(ollama.url))


@pytest.mark.parametrize("steps", [(CUT,), ()], ids=["dropped", "ended"])
def test_an_answer_that_breaks_off_is_an_error(ollama: FakeOllama, steps: tuple[object]) -> None:
    ollama.play(ollama.line("La durée est de"), *steps)
    with pytest.raises(ModelBroken, match="broke"):
        ask(chat(ollama.url))


def test_an_empty_answer_is_an_error(ollama: FakeOllama) -> None:
    ollama.say("<think>hm</think>", " \n")
    with pytest.raises(ModelBroken, match="answered nothing"):
        ask(chat(ollama.url))


@pytest.mark.parametrize(
    "pieces",
    [
        ("<think>Je réfléchis.</think>Oui.",),
        ("<thi", "nk>Je ré", "fléchis.</th", "ink>", "Oui."),
        ("O", "[THINK]hm[/THI", "NK]", "ui", "."),
        ("Oui.", "<think>sans fin"),
        ("</think>Oui.",),
    ],
    ids=["whole", "torn", "mistral", "unclosed", "unopened"],
)
def test_thinking_is_never_shown(ollama: FakeOllama, pieces: tuple[str, ...]) -> None:
    ollama.say(*pieces)
    assert "".join(map(str, ask(chat(ollama.url)))) == "Oui."


def test_thinking_in_its_own_field_counts_as_being_at_work(ollama: FakeOllama) -> None:
    thinking = b'{"message": {"role": "assistant", "thinking": "hm"}, "done": false}\n'
    ollama.play(thinking, 0.2, thinking, 0.2, ollama.line("a < b"), ollama.end(30))
    assert ask(chat(ollama.url)) == ["a < b"]


def test_a_line_may_hold_any_separator(ollama: FakeOllama) -> None:
    ollama.say("un\u2028deux\x85trois")
    assert ask(chat(ollama.url)) == ["un\u2028deux\x85trois"]


def test_a_prompt_that_cannot_fit_is_not_sent(ollama: FakeOllama) -> None:
    long = [Message("user", "é" * 2000)]
    with pytest.raises(PromptTooLong, match="1608 tokens and the answer 500"):
        ask(chat(ollama.url, num_ctx=2048), long, max_tokens=500)
    assert ollama.requests == []


@pytest.mark.parametrize(
    ("read", "reason", "written"),
    [(300, "stop", 20), (1200, "length", 40)],
    ids=["too-few-tokens", "window-full"],
)
def test_a_cut_prompt_is_an_error(ollama: FakeOllama, read: int, reason: str, written: int) -> None:
    end = ollama.end(read, reason=reason, written=written)
    ollama.play(ollama.line("Trois ans. [1]"), end)
    with pytest.raises(PromptTooLong, match="larger window"):
        ask(chat(ollama.url), [Message("user", "mot " * 1000)])


@pytest.mark.parametrize("read", [None, 0, 1000], ids=["absent", "cached", "whole"])
def test_a_whole_prompt_is_not_an_error(ollama: FakeOllama, read: int | None) -> None:
    ollama.play(ollama.line("Oui."), ollama.end(read, reason="length", written=100))
    assert ask(chat(ollama.url), [Message("user", "mot " * 1000)]) == ["Oui."]


def test_leaving_while_the_model_loads_closes_the_connection(ollama: FakeOllama) -> None:
    ollama.play(FOREVER)

    async def leave() -> bool:
        async with aclosing(chat(ollama.url).stream(ASKED, max_tokens=50)) as events:
            async for event in events:
                assert isinstance(event, ModelLoading)
                break
        return await asyncio.to_thread(ollama.client_left, 1)

    assert asyncio.run(leave())


def test_leaving_in_mid_stream_closes_the_connection(ollama: FakeOllama) -> None:
    ollama.play(ollama.line("L'étape"), FOREVER)

    async def leave() -> bool:
        async with aclosing(chat(ollama.url).stream(ASKED, max_tokens=50)) as events:
            assert await anext(events) == "L'étape"
        return await asyncio.to_thread(ollama.client_left, 1)

    assert asyncio.run(leave())


@pytest.mark.parametrize("steps", [(), (FakeOllama.line("L'étape"),)], ids=["prefill", "stream"])
def test_a_cancelled_task_closes_the_connection(ollama: FakeOllama, steps: tuple[bytes, ...]) -> None:
    ollama.play(*steps, FOREVER)

    async def cancel() -> bool:
        async def consume() -> None:
            async for _ in chat(ollama.url, timeouts=Timeouts()).stream(ASKED, max_tokens=50):
                pass

        task = asyncio.create_task(consume())
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return await asyncio.to_thread(ollama.client_left, 1)

    assert asyncio.run(cancel())


def test_a_shared_client_survives_a_stream_that_was_left(ollama: FakeOllama) -> None:
    ollama.play(ollama.line("L'étape"), FOREVER)
    ollama.say("Oui.")

    async def twice() -> list[str | ModelLoading]:
        async with httpx.AsyncClient(trust_env=False) as client:
            model = chat(ollama.url, client=client)
            async with aclosing(model.stream(ASKED, max_tokens=50)) as events:
                await anext(events)
            return [event async for event in model.stream(ASKED, max_tokens=50)]

    assert asyncio.run(twice()) == ["Oui."]


def test_proxies_of_the_environment_are_not_used(ollama: FakeOllama, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", refused_url())
    monkeypatch.setenv("NO_PROXY", "")
    ollama.say("Oui.")
    model = chat(ollama.url)
    asyncio.run(model.check())
    assert ask(model) == ["Oui."]


def test_warm_up_reads_the_prefix_and_writes_one_token(ollama: FakeOllama) -> None:
    ollama.say("Oui")
    asyncio.run(chat(ollama.url).warm_up(ASKED[:1]))
    assert ollama.chats[0]["messages"] == [{"role": "system", "content": "Réponds en français."}]
    assert ollama.chats[0]["options"]["num_predict"] == 1


def test_check_passes_when_server_and_model_are_there(ollama: FakeOllama) -> None:
    asyncio.run(chat(ollama.url).check())


def test_check_without_a_server() -> None:
    with pytest.raises(ModelUnavailable, match="start it with `ollama serve`"):
        asyncio.run(chat(refused_url()).check())


def test_check_without_the_model() -> None:
    with FakeOllama("gemma4:e4b") as server, pytest.raises(ModelUnavailable, match="ollama pull"):
        asyncio.run(chat(server.url).check())


def test_check_refuses_a_window_that_the_model_does_not_have() -> None:
    with FakeOllama(window=4096) as server, pytest.raises(ModelUnavailable, match="4096 tokens"):
        asyncio.run(chat(server.url, num_ctx=8192).check())


def test_check_is_quick_when_the_server_hangs() -> None:
    started = time.monotonic()
    with HangingOllama() as server, pytest.raises(ModelTimeout, match="too slow"):
        asyncio.run(chat(server.url, timeouts=Timeouts(connect_s=0.2)).check())
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(("version", "warned"), [("0.17.0", True), ("0.17.1", False), ("0.40.12", False)])
def test_check_warns_of_an_unsafe_server(
    caplog: pytest.LogCaptureFixture, version: str, warned: bool
) -> None:
    with FakeOllama(version=version) as server, caplog.at_level(logging.WARNING):
        asyncio.run(chat(server.url).check())
    assert ("known security holes" in caplog.text) is warned


def test_models_are_listed_by_name() -> None:
    with FakeOllama("qwen3.5:4b", "gemma4:e4b") as server:
        listed = asyncio.run(models(server.url))
    assert listed == [
        LocalModel("gemma4:e4b", 6_000_000_000, "abc", "8.9B", "Q4_K_M"),
        LocalModel("qwen3.5:4b", 6_000_000_000, "abc", "8.9B", "Q4_K_M"),
    ]


def test_pull_tells_how_far_it_is(ollama: FakeOllama) -> None:
    seen: list[PullProgress] = []
    asyncio.run(pull(ollama.url, MODEL, seen.append))
    assert seen == [PullProgress("pulling", done, 100) for done in (0, 50, 100)]


def test_pull_of_an_unknown_model_says_so(ollama: FakeOllama) -> None:
    with pytest.raises(ModelBroken, match="file does not exist; check its name"):
        asyncio.run(pull(ollama.url, "nonsense", lambda _: None))


def test_another_server_is_not_taken_for_ollama() -> None:
    with FakeOllama(version="") as server:
        server.version = None  # type: ignore[assignment] # what another server could say
        with pytest.raises(ModelUnavailable, match="is not an Ollama server"):
            asyncio.run(server_version(server.url))


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://host", "", "http://"])
def test_a_wrong_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(UsageError, match="write http://host:11434"):
        OllamaChat(url, MODEL)
