"""Lets the tests of this folder import its fakes, whatever pytest's import mode."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_ollama import FakeOllama, FakeOpenAI


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of the tests that need a real server."""
    config.addinivalue_line("markers", "ollama: needs a real Ollama server (SNC_OLLAMA_URL)")


@pytest.fixture
def ollama() -> Iterator[FakeOllama]:
    """A scripted Ollama server on a free port."""
    with FakeOllama() as server:
        yield server


@pytest.fixture
def openai() -> Iterator[FakeOpenAI]:
    """A scripted OpenAI-compatible server on a free port."""
    with FakeOpenAI() as server:
        yield server
