"""The encoder seam: names, identities and what is said when a model is missing."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from snc_assistant.errors import DependencyMissing
from snc_assistant.retrieval.encoder import SentenceTransformerEncoder, resolve_model
from tests.fakes import BagOfWordsEncoder


def test_texts_that_share_words_are_near() -> None:
    asked, same, other = BagOfWordsEncoder().encode_queries(
        ["chiffrement des disques", "le chiffrement", "qui est qualifié"]
    )
    assert asked @ same > asked @ other


def test_fake_vectors_are_unit_and_reproducible() -> None:
    one, two = (BagOfWordsEncoder().encode_passages(["cloud", "nuage", ""]) for _ in range(2))
    np.testing.assert_allclose(np.linalg.norm(one, axis=1), [1, 1, 0], atol=1e-6)
    np.testing.assert_array_equal(one, two)


def test_name_that_is_not_packaged_is_taken_as_it_is(tmp_path: Path) -> None:
    assert resolve_model(str(tmp_path)) == str(tmp_path)


def model(folder: Path, name: str, config: str) -> str:
    """A folder that looks like a model."""
    (folder / name).mkdir()
    (folder / name / "config.json").write_text(config)
    return str(folder / name)


def test_identity_is_known_without_loading_and_follows_the_configuration(tmp_path: Path) -> None:
    one, two = model(tmp_path, "one", "{}"), model(tmp_path, "two", '{"prefix": "query: "}')
    assert SentenceTransformerEncoder(one).identity == SentenceTransformerEncoder(one).identity
    assert SentenceTransformerEncoder(one).identity != SentenceTransformerEncoder(two).identity


def test_identity_follows_the_weights(tmp_path: Path) -> None:
    folder = model(tmp_path, "m", "{}")
    weights = Path(folder) / "model.safetensors"
    weights.write_bytes(b"\0" * 64)
    before = SentenceTransformerEncoder(folder).identity
    weights.write_bytes(b"\1" * 64)
    assert SentenceTransformerEncoder(folder).identity != before


class Unloadable:
    """What sentence-transformers does with a folder that holds no model."""

    def __init__(self, path: str, device: str) -> None:
        raise OSError(f"no model in {path}")


def test_folder_without_a_model_says_what_to_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("sentence_transformers")
    library.SentenceTransformer = Unloadable  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    encoder = SentenceTransformerEncoder(model(tmp_path, "empty", "{}"))
    with pytest.raises(
        DependencyMissing, match=r"no model in .*; give the folder of a sentence-transformers model"
    ):
        encoder.encode_queries(["x"])
