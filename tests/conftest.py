"""What every test may rely on: no settings from outside, no network, one snapshot of the real corpus."""

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from snc_assistant.assistant import Assistant
from snc_assistant.build import build_index
from snc_assistant.facts.base import FactBase
from snc_assistant.generation.engines import Engines
from snc_assistant.ingest.passages import Structure
from snc_assistant.question.entities import EntityLinker
from snc_assistant.retrieval.snapshot import Manifest, SnapshotData, read_snapshot
from snc_assistant.retrieval.static_encoder import StaticEncoder
from tests.fakes import BagOfWordsEncoder, ScriptedModel, with_models

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
settings.register_profile("tests", deadline=None, max_examples=60)
settings.load_profile("tests")
_LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse every connection but loopback, fixtures included; a live server may be elsewhere."""
    for item in items:
        if not item.get_closest_marker("ollama"):
            item.add_marker(pytest.mark.allow_hosts(_LOOPBACK))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("SNC_")]:
        monkeypatch.delenv(name)


class Built(NamedTuple):
    """A snapshot and the folder it was read from."""

    manifest: Manifest
    data: SnapshotData
    index: Path

    @property
    def facts(self) -> FactBase:
        """Its facts."""
        return FactBase(self.data.facts)

    @property
    def structures(self) -> dict[str, Structure]:
        """Its documents' structures by document id."""
        return {s.document.doc_id: s for s in self.data.structures}


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real corpus, built with the bag-of-words encoder."""
    index = tmp_path_factory.mktemp("index")
    encoder = BagOfWordsEncoder()
    build_index(CORPUS, index, encoder)
    return Built(*read_snapshot(index), index)


@pytest.fixture(scope="session")
def assistant(snapshot: Built) -> Assistant:
    """An assistant on the real corpus, without any language model."""
    return Assistant(snapshot.manifest, snapshot.data, BagOfWordsEncoder(), Engines({}))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant as it is installed: the real corpus, the bundled encoder, no language model."""
    index, encoder = tmp_path_factory.mktemp("shipped"), StaticEncoder()
    build_index(CORPUS, index, encoder)
    return Assistant(*read_snapshot(index), encoder, Engines({}))


@pytest.fixture(scope="session")
def linker(assistant: Assistant) -> EntityLinker:
    """The linker of that assistant: real names, and the corpus's ordinary words."""
    return assistant._answerer.linker


@pytest.fixture(scope="session")
def english(snapshot: Built) -> Structure:
    """The February 2026 edition."""
    return snapshot.structures["observatory-2026-02-en"]


@pytest.fixture(scope="session")
def french(snapshot: Built) -> Structure:
    """The April 2026 edition."""
    return snapshot.structures["observatory-2026-04-fr"]


@pytest.fixture
def model() -> ScriptedModel:
    """A model without a script yet."""
    return ScriptedModel()


@pytest.fixture
def modelled(assistant: Assistant, model: ScriptedModel) -> Assistant:
    """An assistant that has this model."""
    return with_models(assistant, ollama=model)
