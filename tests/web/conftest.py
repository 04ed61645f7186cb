"""The application over the real corpus, with scripted models where a test wants one."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from snc_assistant.assistant import Assistant
from snc_assistant.generation.chat import ChatModel
from snc_assistant.generation.engines import Engines
from snc_assistant.generation.ollama import OllamaChat
from snc_assistant.web.app import create_app
from tests.conftest import Built
from tests.fakes import BagOfWordsEncoder
from tests.generation.fake_ollama import FakeOllama

OWN = "http://127.0.0.1"
MakeApp = Callable[..., FastAPI]


@pytest.fixture(scope="session")
def app(assistant: Assistant) -> FastAPI:
    """The application without any language model."""
    return create_app(assistant)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of that application, which speaks English."""
    with TestClient(app, OWN, headers={"Accept-Language": "en"}) as client:
        yield client


@pytest.fixture(scope="session")
def make_app(snapshot: Built) -> MakeApp:
    """Makes an application with these models by name."""

    def make(**models: ChatModel) -> FastAPI:
        engines = Engines(models)
        return create_app(Assistant(snapshot.manifest, snapshot.data, BagOfWordsEncoder(), engines))

    return make


@pytest.fixture
def ollama() -> Iterator[FakeOllama]:
    """A scripted Ollama server on a free port."""
    with FakeOllama() as server:
        yield server


@pytest.fixture
def phrased_app(make_app: MakeApp, ollama: FakeOllama) -> FastAPI:
    """The application with the scripted Ollama server as its language model."""
    return make_app(ollama=OllamaChat(ollama.url, "ministral-3:8b"))
