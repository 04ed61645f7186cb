"""The measurement of how soon the extracts stand while a model is at work."""

import asyncio

import pytest

from snc_assistant.assistant import Assistant
from snc_assistant.errors import ModelUnavailable
from snc_assistant.evaluation.first_answer import FirstAnswer, measure_first_answer, render_first_answer
from snc_assistant.generation.ollama import OllamaChat
from tests.evaluation.conftest import question
from tests.fakes import with_models
from tests.generation.fake_ollama import refused_url
from tests.generation.slow_ollama import SlowOllama

ASKED = [
    question(question="Quelles sont les limites de détention du capital ?", language="fr"),
    question(question="Who is qualified in CaaS?", language="en"),
    question(question="Is AWS qualified?", language="en"),
]


def test_both_moments_are_measured_in_both_languages(assistant: Assistant) -> None:
    with SlowOllama() as server:
        slow = with_models(assistant, ollama=OllamaChat(server.url, "ministral-3:8b"))
        found = asyncio.run(measure_first_answer(slow, ASKED, "ollama"))
        assert len(server.chats) == 1
    assert found.questions == 3
    assert 0 < found.evidence_p50 <= found.evidence_p95
    assert found.evidence_p50 <= found.extracts_p50 <= found.extracts_p95


def test_server_that_takes_no_question_is_an_error(assistant: Assistant) -> None:
    absent = with_models(assistant, ollama=OllamaChat(refused_url(), "m"))
    with pytest.raises(ModelUnavailable, match="ollama did not take a question"):
        asyncio.run(measure_first_answer(absent, ASKED, "ollama"))


def test_figures_are_shown_in_a_table() -> None:
    lines = render_first_answer(FirstAnswer(3, 5.0, 9.04, 6.0, 12.0)).splitlines()
    assert lines[0] == "| 3 questions, a model at work | p50, ms | p95, ms |"
    assert lines[2:] == [
        "| evidence in the stream | 5.0 | 9.0 |",
        "| extractive answer in the stream | 6.0 | 12.0 |",
    ]
