"""A phrased answer is given again for exactly the same question to exactly the same model, and no other."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from snc_assistant.answer_cache import AnswerCache, Phrased, answer_key
from snc_assistant.assistant import Assistant
from snc_assistant.events import ClaimReady, Event, Reset
from snc_assistant.generation.chat import Message
from snc_assistant.generation.engines import Choice
from snc_assistant.generation.prompt import Prompt
from snc_assistant.types import Answer, Entity, Language, Outcome, Question, Turn
from tests.fakes import ScriptedModel, with_models

QUESTION = {
    "fr": "Quelles sont les limites de détention du capital par des entités hors UE ?",
    "en": "What are the limits on the holding of capital by non-EU entities?",
}
SENTENCE = {
    "fr": "La détention du capital par des entités hors UE est limitée à 24 % et 39 % [1].\n",
    "en": "Capital held by non-EU entities is limited to 24% and 39% [1].\n",
}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


class Versioned(ScriptedModel):
    """A model whose weights have a digest."""

    digest = "one"

    async def check(self) -> str:
        """The digest."""
        return self.digest


@pytest.fixture
def model() -> Versioned:
    return Versioned()


@pytest.fixture
def cached(assistant: Assistant, model: Versioned) -> Assistant:
    return with_models(assistant, cached=8, ollama=model)


def events(assistant: Assistant, text: str, history: Sequence[Turn] = ()) -> list[Event]:
    async def collect() -> list[Event]:
        return [e async for e in assistant.stream(text, history=history)]

    return asyncio.run(collect())


def answer(assistant: Assistant, text: str) -> Answer:
    return events(assistant, text)[-1].answer  # type: ignore[union-attr]


@LANGUAGES
def test_same_question_is_not_asked_of_the_model_again(
    cached: Assistant, model: Versioned, language: Language
) -> None:
    model.enqueue(SENTENCE[language])
    first, again = answer(cached, QUESTION[language]), events(cached, QUESTION[language])
    second = again[-1].answer  # type: ignore[union-attr]
    assert (second.claims, second.engine) == (first.claims, "ollama")
    assert (first.cached, second.cached) == (False, True)
    assert "cache" in second.timings_ms and "generate" not in second.timings_ms
    assert not any(isinstance(e, Reset) for e in again)
    assert [e.engine for e in again if isinstance(e, ClaimReady)] == ["ollama"]
    assert len(model.prompts) == 1


def test_other_question_is_asked_even_if_it_is_similar(cached: Assistant, model: Versioned) -> None:
    model.enqueue(SENTENCE["fr"])
    model.enqueue(SENTENCE["fr"])
    answer(cached, QUESTION["fr"])
    assert not answer(cached, QUESTION["fr"].replace("Quelles sont", "Donne")).cached
    assert len(model.prompts) == 2


def test_other_weights_of_the_same_name_are_asked(cached: Assistant, model: Versioned) -> None:
    model.enqueue(SENTENCE["fr"])
    model.enqueue(SENTENCE["fr"])
    answer(cached, QUESTION["fr"])
    model.digest = "two"
    cached.engines.forget("ollama")
    assert not answer(cached, QUESTION["fr"]).cached


def test_changed_snapshot_never_serves_an_old_answer(cached: Assistant, model: Versioned) -> None:
    model.enqueue(SENTENCE["fr"])
    model.enqueue(SENTENCE["fr"])
    answer(cached, QUESTION["fr"])
    cached.manifest = replace(cached.manifest, snapshot_id="another")
    assert not answer(cached, QUESTION["fr"]).cached


@pytest.mark.parametrize("said", ["", "La limite est de 99 % [1].\n"], ids=["silence", "rejected"])
def test_answer_that_was_not_completed_is_not_kept(cached: Assistant, model: Versioned, said: str) -> None:
    model.enqueue(said)
    model.enqueue(SENTENCE["fr"])
    assert answer(cached, QUESTION["fr"]).engine == "extractive"
    assert answer(cached, QUESTION["fr"]).engine == "ollama"


def test_answer_that_the_reader_left_is_not_kept(cached: Assistant, model: Versioned) -> None:
    model.enqueue(SENTENCE["fr"], "Encore")
    model.enqueue(SENTENCE["fr"])

    async def leave() -> None:
        stream = cached.stream(QUESTION["fr"])
        async for event in stream:
            if isinstance(event, Reset):
                break
        await stream.aclose()

    asyncio.run(leave())
    assert not answer(cached, QUESTION["fr"]).cached


def test_words_of_a_question_are_not_kept() -> None:
    assert set(Phrased.__slots__) == {"claims", "dropped_by"}


def test_answer_used_last_stays_when_room_is_needed() -> None:
    cache, kept = AnswerCache(2), Phrased((), {})
    cache.put("a", kept)
    cache.put("b", kept)
    cache.get("a")
    cache.put("c", kept)
    assert [cache.get(key) for key in "abc"] == [kept, None, kept]


def test_cache_of_size_zero_keeps_nothing() -> None:
    cache = AnswerCache(0)
    cache.put("a", Phrased((), {}))
    assert cache.get("a") is None


ASKED = Question("Qui ?", "Qui est qualifié ?", "fr", (Entity("status", "qualified", "qualifié"),))
EMBEDDED = Answer(ASKED, Outcome.OUT_OF_SCOPE, "extractive", "Lead", (), (), (), {})
PROMPT = Prompt((Message("user", "Sources"),), ("a",))
CHOICE = Choice("ollama", ScriptedModel("small"), digest="d")


def key(**changed: object) -> str:
    """The key with some of what it depends on changed."""
    given = {
        "snapshot_id": "s", "choice": CHOICE, "prompt": PROMPT, "embedded": EMBEDDED, "answer_tokens": 400
    } | changed  # fmt: skip
    return answer_key(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"snapshot_id": "t"},
        {"choice": replace(CHOICE, name="openai")},
        {"choice": replace(CHOICE, model=ScriptedModel("large"))},
        {"choice": replace(CHOICE, digest="e")},
        {"prompt": replace(PROMPT, messages=(Message("user", "Source"),))},
        {"prompt": replace(PROMPT, numbering=("b",))},
        {"embedded": replace(EMBEDDED, question=replace(ASKED, standalone="Qui est candidat ?"))},
        {"embedded": replace(EMBEDDED, question=replace(ASKED, language="en"))},
        {"embedded": replace(EMBEDDED, question=replace(ASKED, entities=()))},
        {"embedded": replace(EMBEDDED, lead="Autre")},
        {"answer_tokens": 200},
    ],
    ids=lambda c: next(iter(c)),
)
def test_everything_that_an_answer_depends_on_is_in_the_key(changed: dict[str, object]) -> None:
    assert key() == key()
    assert key(**changed) != key()
