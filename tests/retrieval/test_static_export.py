"""The exported folder gives sentence-transformers the vectors that we compute ourselves."""

import sys
from pathlib import Path

import numpy as np
import pytest

from snc_assistant.retrieval.static_encoder import BUNDLED, StaticEncoder

_ROOT = Path(__file__).parents[2]
_TEXTS = ["Le chiffrement des données", "who is qualified?", "qui a signé l'édito ?", "x" * 70]


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled model, written as a StaticEmbedding folder."""
    pytest.importorskip("safetensors")
    monkeypatch.syspath_prepend(str(_ROOT))
    monkeypatch.setattr(sys, "argv", ["export", str(BUNDLED), str(tmp_path / "model")])
    from training.export import main

    main()
    return tmp_path / "model"


def test_sentence_transformers_gives_the_same_vectors(exported: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    model = sentence_transformers.SentenceTransformer(str(exported), device="cpu")
    theirs = model.encode(_TEXTS)
    np.testing.assert_allclose(StaticEncoder(BUNDLED).encode_passages(_TEXTS), theirs, atol=1e-5)


def test_quantised_rows_are_near_the_full_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(_ROOT))
    bundle = pytest.importorskip("training.bundle")
    vectors = np.random.default_rng(0).normal(size=(50, 384)).astype(np.float32)
    rows, scales = bundle.quantise(vectors)
    restored = rows * scales[:, None]
    cosines = (restored * vectors).sum(1) / (
        np.linalg.norm(restored, axis=1) * np.linalg.norm(vectors, axis=1)
    )
    np.testing.assert_array_less(0.999, cosines)
