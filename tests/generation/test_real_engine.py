"""A real engine: llama.cpp behind its OpenAI-compatible server, with a toy model that knows nothing.

    pip install xllamacpp
    SNC_TOY_MODEL=/path/to/stories260K pytest -m real_engine

`SNC_TOY_MODEL` is a GGUF file, or a folder that holds one. Any small Llama model will do whose
sentences are no answers: what is tested is the way to the engine and back.
"""

import asyncio
import importlib.util
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path

import httpx
import pytest

from snc_assistant.assistant import Assistant
from snc_assistant.errors import ModelUnavailable, PromptTooLong
from snc_assistant.events import ClaimReady, Event, Reset
from snc_assistant.generation.chat import Message
from snc_assistant.generation.engines import Engines
from snc_assistant.generation.openai_compatible import OpenAICompatibleChat
from snc_assistant.types import Answer, Language
from tests.conftest import Built
from tests.fakes import BagOfWordsEncoder


def find_model() -> Path | None:
    """The GGUF file that the environment names, read before the tests' environment is cleared."""
    place = Path(os.environ.get("SNC_TOY_MODEL") or "no-model")
    return place if place.is_file() else next(iter(sorted(place.rglob("*.gguf"))), None)


_MODEL = find_model()
_NAME = "toy"
_WINDOW = 8192

pytestmark = [
    pytest.mark.real_engine,
    pytest.mark.skipif(
        _MODEL is None, reason="set SNC_TOY_MODEL to a GGUF file, or to a folder that holds one"
    ),
    pytest.mark.skipif(
        importlib.util.find_spec("xllamacpp") is None,
        reason="needs llama.cpp: pip install xllamacpp",
    ),
]

_SERVER = """
import sys
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx = sys.argv[1], int(sys.argv[2])
params.model_alias = {"toy"}
params.port, params.n_parallel, params.cpuparams.n_threads = 0, 1, 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""
_NONSENSE = 'root ::= [A-Za-z ]{20,80} ". [1]"'  # so that grounding, not the parser, has to refuse it
ASKED = [Message("user", "Once upon a time, there was a little girl named Lily.")]
QUESTIONS = pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Combien de capital une société hors UE peut-elle détenir individuellement ?", "fr"),
        ("How much capital may a non-EU company hold individually?", "en"),
    ],
    ids=["fr", "en"],
)
REJECTED: dict[Language, str] = {
    "fr": "Les phrases du modèle n'ont pas passé les vérifications : réponse extractive.",
    "en": "The model's sentences did not pass the checks: extractive answer.",
}
FAILED: dict[Language, str] = {"fr": "Le modèle a échoué (", "en": "The model failed ("}


def model() -> Path:
    """The model file, which is there unless the tests are skipped."""
    assert _MODEL is not None
    return _MODEL


def widened(folder: Path) -> Path:
    """A copy of the model that claims the window of our prompts; it babbles all the more."""
    data = model().read_bytes()
    key = b"llama.context_length" + struct.pack("<I", 4)  # 4: an unsigned 32-bit number follows
    at = data.index(key) + len(key)
    copy = folder / "wide.gguf"
    copy.write_bytes(data[:at] + struct.pack("<I", _WINDOW) + data[at + 4 :])
    return copy


@contextmanager
def served(file: Path) -> Iterator[str]:
    """The address of a llama.cpp server in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(file), str(_WINDOW)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.communicate()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose model has room for our prompts."""
    with served(widened(tmp_path_factory.mktemp("model"))) as url:
        yield url


def toy(url: str, **more: object) -> OpenAICompatibleChat:
    """The `openai` engine on that server."""
    return OpenAICompatibleChat(f"{url}/v1", _NAME, context_window=_WINDOW, extra=more)


async def events_of(snapshot: Built, question: str, chat: OpenAICompatibleChat) -> list[Event]:
    """All events of an answer phrased by this model."""
    engines = Engines({"openai": chat})
    assistant = Assistant(snapshot.manifest, snapshot.data, BagOfWordsEncoder(), engines, answer_tokens=100)
    async with aclosing(assistant.stream(question, engine="openai")) as events:
        return [event async for event in events]


def last_answer(events: list[Event]) -> Answer:
    """The whole answer at the end."""
    return events[-1].answer  # type: ignore[union-attr] # a stream ends with Done


def assert_extractive(events: list[Event], expected: Answer) -> None:
    """The reader got the extractive answer, and never saw anything else."""
    answer = last_answer(events)
    assert answer.engine == "extractive"
    assert (answer.outcome, answer.claims) == (expected.outcome, expected.claims)
    shown = [e.claim for e in events if isinstance(e, ClaimReady)]
    assert shown == list(expected.claims)
    assert not any(isinstance(e, Reset) for e in events)


def test_a_real_engine_streams_words_and_repeats_itself(engine: str) -> None:
    async def say() -> list[object]:
        return [piece async for piece in toy(engine, cache_prompt=False).stream(ASKED, max_tokens=40)]

    once = asyncio.run(say())
    assert len([p for p in once if isinstance(p, str)]) > 5
    assert "".join(map(str, once)) == "".join(map(str, asyncio.run(say())))


def test_a_real_engine_knows_its_model(engine: str) -> None:
    asyncio.run(toy(engine).check())
    other = OpenAICompatibleChat(f"{engine}/v1", "gpt", context_window=_WINDOW)
    with pytest.raises(ModelUnavailable, match=r"gpt is not on the server .* it has: toy"):
        asyncio.run(other.check())


@QUESTIONS
def test_nonsense_without_sources_leaves_the_extractive_answer(
    engine: str, snapshot: Built, assistant: Assistant, question: str, language: Language
) -> None:
    events = asyncio.run(events_of(snapshot, question, toy(engine)))
    assert_extractive(events, asyncio.run(assistant.ask(question)))
    assert last_answer(events).engine_note == REJECTED[language]


@QUESTIONS
def test_nonsense_that_names_a_source_is_rejected_by_grounding(
    engine: str, snapshot: Built, assistant: Assistant, question: str, language: Language
) -> None:
    events = asyncio.run(events_of(snapshot, question, toy(engine, grammar=_NONSENSE)))
    assert_extractive(events, asyncio.run(assistant.ask(question)))
    assert last_answer(events).engine_note == REJECTED[language]
    assert last_answer(events).dropped == 1


@QUESTIONS
def test_a_prompt_beyond_the_real_window_is_a_marked_failure(
    snapshot: Built, assistant: Assistant, question: str, language: Language
) -> None:
    with served(model()) as url:  # its own window is 512 tokens, whatever we declare
        events = asyncio.run(events_of(snapshot, question, toy(url)))
        with pytest.raises(PromptTooLong, match="context size"):
            asyncio.run(anext(toy(url).stream([Message("user", question * 20)], max_tokens=10)))
    assert_extractive(events, asyncio.run(assistant.ask(question)))
    note = last_answer(events).engine_note or ""
    assert note.startswith(FAILED[language])
    assert "give the model a larger window" in note


def test_leaving_frees_a_real_engine_within_a_second(engine: str) -> None:
    async def leave() -> None:
        endless = toy(engine, ignore_eos=True)
        async with aclosing(endless.stream(ASKED, max_tokens=7000)) as pieces:
            await anext(pieces)
            assert await asyncio.to_thread(busy, engine)

    asyncio.run(leave())
    left = time.monotonic()
    while busy(engine):
        assert time.monotonic() - left < 1
        time.sleep(0.02)


def busy(url: str) -> bool:
    """Whether the server is generating."""
    slots = httpx.get(f"{url}/slots", timeout=5, trust_env=False).json()
    return any(slot["is_processing"] for slot in slots)
