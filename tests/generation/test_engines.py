"""Which engine answers, and what is said when it cannot."""

import asyncio

import pytest

from snc_assistant.errors import ModelUnavailable, UsageError
from snc_assistant.generation import engines as module
from snc_assistant.generation.engines import Choice, Engines
from snc_assistant.types import Language
from tests.fakes import ScriptedModel


def choose(engines: Engines, asked: str | None = None, language: Language = "en") -> Choice:
    """The engine chosen for one question."""
    return asyncio.run(engines.choose(asked, language))


def absent(name: str = "small") -> ScriptedModel:
    """A model whose server is not there."""
    model = ScriptedModel(name)
    model.go_away(ModelUnavailable("no server; start it", "aucun serveur ; lancez-le"))
    return model


def test_without_models_the_embedded_engine_answers_without_a_note() -> None:
    assert choose(Engines({})) == Choice("extractive")


def test_auto_takes_the_first_model_that_is_there() -> None:
    there = ScriptedModel()
    assert choose(Engines({"ollama": absent(), "openai": there})) == Choice("openai", there)


def test_embedded_engine_is_not_replaced_when_asked_for() -> None:
    assert choose(Engines({"ollama": ScriptedModel()}), "extractive") == Choice("extractive")


def test_default_engine_is_used_when_none_is_asked_for() -> None:
    assert choose(Engines({"ollama": ScriptedModel()}, "extractive")).name == "extractive"


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("fr", "Réponse extractive, sans modèle de langue (ollama : aucun serveur ; lancez-le)"),
        ("en", "Extractive answer, no language model (ollama: no server; start it)"),
    ],
)
@pytest.mark.parametrize("asked", [None, "ollama"], ids=["auto", "asked"])
def test_absent_server_falls_back_and_says_why(asked: str | None, language: Language, note: str) -> None:
    assert choose(Engines({"ollama": absent()}), asked, language) == Choice("extractive", note=note)


@pytest.mark.parametrize("asked", ["openai", "gpt", "Ollama"])
def test_engine_that_is_not_set_up_is_refused_with_the_others(asked: str) -> None:
    with pytest.raises(
        UsageError, match=rf"engine '{asked}' is not set up; available: auto, extractive, ollama"
    ):
        choose(Engines({"ollama": ScriptedModel()}), asked)


def test_slow_check_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(ScriptedModel):
        async def check(self) -> None:
            await asyncio.sleep(60)

    monkeypatch.setattr(module, "_CHECK_S", 0.01)
    choice = choose(Engines({"ollama": Slow("big")}))
    assert choice.name == "extractive"
    assert choice.note is not None and "big did not answer within" in choice.note


def test_outcome_of_a_check_is_reused_until_forgotten() -> None:
    model = ScriptedModel()
    engines = Engines({"ollama": model})
    assert choose(engines).name == "ollama"
    model.go_away(ModelUnavailable("gone"))
    assert choose(engines).name == "ollama"
    engines.forget("ollama")
    assert choose(engines).name == "extractive"


def test_names_start_with_the_embedded_engine() -> None:
    assert Engines({"ollama": ScriptedModel()}).names == ("extractive", "ollama")
