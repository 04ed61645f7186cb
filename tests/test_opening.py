"""Settings reach the engines: threads of a local model, turns, the length of the line."""

import os

import pytest

from snc_assistant.assistant import Assistant
from snc_assistant.generation.ollama import OllamaChat
from snc_assistant.generation.prompt import rules
from snc_assistant.opening import open_models, start_warm_up, threads_for
from snc_assistant.settings import read_settings
from tests.fakes import with_models
from tests.generation.fake_ollama import FakeOllama


@pytest.mark.parametrize(
    ("cores", "threads"), [(8, 7), (2, 1), (1, 1), (None, 1)], ids=["8", "2", "1", "unknown"]
)
def test_local_model_leaves_a_core_free(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, threads: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert threads_for("http://127.0.0.1:11434") == threads_for("http://localhost") == threads


def test_cores_of_another_machine_are_its_own_affair() -> None:
    assert threads_for("http://gpu.example:11434") is None


@pytest.mark.parametrize(("setting", "sent"), [(None, None), ("3", 3)], ids=["automatic", "set"])
def test_threads_and_keep_alive_are_sent(setting: str | None, sent: int | None) -> None:
    environment = {"SNC_OLLAMA_URL": "http://gpu.example:11434", "SNC_KEEP_ALIVE_S": "600"}
    if setting:
        environment["SNC_OLLAMA_THREADS"] = setting
    model = open_models(read_settings(environment))["ollama"]
    body = model._body([], 1)  # type: ignore[attr-defined]
    assert body["options"].get("num_thread") == sent
    assert body["keep_alive"] == 600


def test_model_is_warm_before_the_first_question(assistant: Assistant) -> None:
    with FakeOllama() as server:
        server.say("x")
        warmed = with_models(assistant, ollama=OllamaChat(server.url, "ministral-3:8b"))
        start_warm_up(warmed).join(10)
        assert [c["options"]["num_predict"] for c in server.chats] == [1]
        assert server.chats[0]["messages"] == [{"role": "system", "content": rules("fr").content}]


def test_extractive_answers_need_no_warm_up(assistant: Assistant) -> None:
    thread = start_warm_up(with_models(assistant))
    thread.join(10)
    assert not thread.is_alive()
