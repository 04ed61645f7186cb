"""The map that is learnt for one corpus: applied, kept and read back; a wrong file is refused."""

from pathlib import Path

import numpy as np
import pytest

from snc_assistant.build import build_index, open_snapshot
from snc_assistant.errors import CorpusError, SnapshotStale
from snc_assistant.retrieval.encoder import Vectors
from snc_assistant.retrieval.projection import (
    NO_PROJECTION,
    PROJECTION_FILE,
    project,
    read_projection,
    write_projection,
)
from snc_assistant.retrieval.retriever import Retriever
from tests.corpora import write_corpus
from tests.fakes import BagOfWordsEncoder

ENCODER = BagOfWordsEncoder()


def some_matrix(dimension: int) -> Vectors:
    return np.random.default_rng(1).normal(size=(dimension, dimension)).astype(np.float32)


def test_no_projection_leaves_vectors_alone() -> None:
    vectors = np.array([[1.0, 2.0]], dtype=np.float32)
    assert project(vectors, NO_PROJECTION) is vectors


def test_projected_vectors_are_unit_and_nothing_stays_nothing() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 0.0]], dtype=np.float32)
    mapped = project(vectors, np.array([[3.0, 4.0], [0.0, 1.0]], dtype=np.float32))
    np.testing.assert_allclose(mapped, [[0.6, 0.8], [0.0, 0.0]], atol=1e-6)


def test_projection_is_read_back_for_its_encoder_only(tmp_path: Path) -> None:
    matrix = some_matrix(3)
    write_projection(tmp_path, "one", matrix)
    np.testing.assert_allclose(read_projection(tmp_path, "one"), matrix, rtol=1e-3, atol=1e-3)
    assert not read_projection(tmp_path, "another").size
    assert not read_projection(tmp_path / "elsewhere", "one").size


def test_projection_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = write_projection(tmp_path, "one", some_matrix(3)).read_bytes()
    assert write_projection(tmp_path, "one", some_matrix(3)).read_bytes() == first


@pytest.mark.parametrize(
    "matrix", [np.zeros((2, 3)), np.zeros(4), np.full((2, 2), np.nan), np.full((2, 2), 1e9)]
)
def test_matrix_that_maps_nothing_is_refused(tmp_path: Path, matrix: Vectors) -> None:
    with np.errstate(over="ignore"):
        write_projection(tmp_path, "one", matrix)
    with pytest.raises(CorpusError, match="run `snc-assistant adapt`"):
        read_projection(tmp_path, "one")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"no archive"])
def test_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / PROJECTION_FILE).write_bytes(content)
    with pytest.raises(CorpusError, match="run `snc-assistant adapt`"):
        read_projection(tmp_path, "one")


def test_snapshot_holds_projected_vectors_and_projects_queries(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    build_index(corpus, tmp_path / "plain", ENCODER)
    plain = open_snapshot(corpus, tmp_path / "plain", ENCODER.identity)[1]
    write_projection(corpus, ENCODER.identity, some_matrix(ENCODER.dimension))
    with pytest.raises(SnapshotStale, match=r"projection\.npz"):
        open_snapshot(corpus, tmp_path / "plain", ENCODER.identity)
    build_index(corpus, tmp_path / "mapped", ENCODER)
    mapped = open_snapshot(corpus, tmp_path / "mapped", ENCODER.identity)[1]
    expected = project(plain.vectors, read_projection(corpus, ENCODER.identity))
    np.testing.assert_allclose(mapped.vectors, expected, atol=1e-6)
    hit = Retriever(mapped, ENCODER).search("how much does it cost?", "en")[0]
    assert (hit.target_id, round(hit.dense_score, 3)) == ("gap.price", 1.0)
