"""Every problem comes with its cure."""

import asyncio
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from snc_assistant import doctor as module
from snc_assistant.build import build_index
from snc_assistant.doctor import Check, examine
from snc_assistant.errors import DependencyMissing
from snc_assistant.settings import Settings
from tests.corpora import write_corpus
from tests.fakes import BagOfWordsEncoder

CLOSED = "http://127.0.0.1:9"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a built corpus, with no model server."""
    encoder = BagOfWordsEncoder()
    monkeypatch.setattr(module, "open_encoder", lambda _: encoder)
    corpus = write_corpus(tmp_path / "corpus")
    build_index(corpus, tmp_path / "index", encoder)
    return Settings(corpus=corpus, index=tmp_path / "index", ollama_url=CLOSED)


def checks(settings: Settings) -> dict[str, Check]:
    """The checks by name."""
    return {c.name: c for c in asyncio.run(examine(settings))}


def test_whole_installation_is_good(settings: Settings) -> None:
    found = checks(settings)
    assert {c.state for name, c in found.items() if name != "ollama"} == {"good"}
    assert "1 facts" in found["index"].detail


def test_absent_ollama_is_optional_and_says_how_to_start_it(settings: Settings) -> None:
    check = checks(settings)["ollama"]
    assert check.state == "optional"
    assert check.cure.endswith(f"`ollama serve`, then `ollama pull {settings.ollama_model}`")


def test_missing_index_is_broken_with_the_command(settings: Settings, tmp_path: Path) -> None:
    check = checks(settings.model_copy(update={"index": tmp_path / "none"}))["index"]
    assert (check.state, check.cure) == ("broken", "snc-assistant index")


def test_stale_index_is_broken_with_the_command(settings: Settings) -> None:
    write_corpus(settings.corpus, guide="# Guide\n\n- Sauvegarde quotidienne des données\n")
    check = checks(settings)["index"]
    assert (check.state, check.cure) == ("broken", "snc-assistant index")
    assert "built from other sources.toml, documents" in check.detail


def test_missing_package_is_broken_with_the_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(module, "version", missing)
    assert checks(settings)["bm25s"] == Check("bm25s", "broken", "not installed", "pip install bm25s")


def test_missing_encoder_is_broken_and_the_index_is_left_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: str) -> None:
        raise DependencyMissing("no such encoder")

    monkeypatch.setattr(module, "open_encoder", missing)
    found = checks(settings)
    assert (found["encoder"].state, found["encoder"].detail) == ("broken", "no such encoder")
    assert "index" not in found


def test_openai_server_is_looked_at_only_if_set(settings: Settings) -> None:
    assert "openai" not in checks(settings)
    check = checks(settings.model_copy(update={"openai_url": f"{CLOSED}/v1", "openai_model": "m"}))["openai"]
    assert check.state == "broken"
    assert "SNC_OPENAI_URL" in check.cure


def test_everything_that_is_not_good_has_a_cure(settings: Settings, tmp_path: Path) -> None:
    worst = settings.model_copy(
        update={"index": tmp_path / "none", "openai_url": CLOSED, "openai_model": "m"}
    )
    assert [c.name for c in checks(worst).values() if c.state != "good" and not c.cure] == []
