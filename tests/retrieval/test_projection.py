"""The map that is learnt for one corpus: applied, kept and read back; a wrong file is refused."""

import io
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
from snc_assistant.types import Language
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


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_file_is_refused(tmp_path: Path, share: float) -> None:
    path = write_projection(tmp_path, "one", some_matrix(3))
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(
        CorpusError, match=r"projection\.npz is wrong; run `snc-assistant adapt`, or delete it"
    ):
        read_projection(tmp_path, "one")


def test_no_flipped_byte_fails_otherwise_than_by_saying_what_to_do(tmp_path: Path) -> None:
    path = write_projection(tmp_path, "one", some_matrix(3))
    content = path.read_bytes()
    refused = 0
    for position in range(len(content)):
        path.write_bytes(content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :])
        try:
            read_projection(tmp_path, "one")
        except CorpusError as exc:
            refused += "run `snc-assistant adapt`" in str(exc)
    assert refused > len(content) / 2


def archive(**arrays: np.ndarray) -> bytes:
    """The bytes of an archive of arrays."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type] # its keywords are arrays' names
    return buffer.getvalue()


def bare(array: np.ndarray) -> bytes:
    """The bytes of one array without an archive."""
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


ONE = np.array("one")
WRONG = {
    "empty": b"",
    "cut": b"PK\x03\x04 cut",
    "no archive": b"no archive",
    "one array alone": bare(np.eye(2)),
    "no encoder": archive(matrix=np.eye(2)),
    "no matrix": archive(encoder=ONE),
    "words": archive(encoder=ONE, matrix=np.array([["a"]])),
    "records": archive(encoder=ONE, matrix=np.zeros(2, dtype=[("a", "f4"), ("b", "f4")])),
    "pickled": archive(encoder=ONE, matrix=np.array([[{"a": 1}]], dtype=object)),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
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


MIXED: list[tuple[Language, str]] = [("fr", "à quel rythme, ça coûte combien ?"), ("en", "how often does how much cost?")]  # fmt: skip


@pytest.mark.parametrize(("language", "question"), MIXED, ids=["fr", "en"])
def test_projection_decides_what_is_near(tmp_path: Path, language: Language, question: str) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    first = {}
    for name, matrix in (("plain", NO_PROJECTION), ("mapped", only("rythme often"))):
        if matrix.size:
            write_projection(corpus, ENCODER.identity, matrix)
        build_index(corpus, tmp_path / "index", ENCODER)
        data = open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1]
        first[name] = Retriever(data, ENCODER).search(question, language)[0].target_id
    assert first == {"plain": "gap.price", "mapped": "criterion.technical.backup"}


def only(words: str) -> Vectors:
    """A map that leaves nothing of a text but these words."""
    return np.diag((ENCODER.encode_queries([words])[0] > 0).astype(np.float32))


NAMES = "providers: [{slug: acme, name: Acme}]\n"
NAMING = """\
gaps:
  - id: gap.price
    statement: {fr: "Aucun prix n'est donné.", en: "No price is given."}
    nearest: [criterion.technical.backup]
    questions: {fr: ["combien coûte Acme ?"], en: ["how much does Acme cost?"]}
"""


def test_questions_without_their_names_are_projected_too(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "facts" / "names.yaml").write_text(NAMES, encoding="utf-8")
    (corpus / "questions" / "gaps.yaml").write_text(NAMING, encoding="utf-8")
    write_projection(corpus, ENCODER.identity, some_matrix(ENCODER.dimension))
    build_index(corpus, tmp_path / "index", ENCODER)
    data = open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1]
    texts = ["combien coûte un prestataire ?", "how much does a provider cost?"]
    expected = project(ENCODER.encode_queries(texts), data.projection)
    np.testing.assert_allclose(data.gaps_of_anyone, expected, atol=1e-6)


def test_projection_of_another_encoder_changes_no_vector(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_projection(corpus, "another", some_matrix(ENCODER.dimension))
    build_index(corpus, tmp_path / "index", ENCODER)
    data = open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1]
    assert not data.projection.size
    np.testing.assert_array_equal(data.vectors, ENCODER.encode_passages([e.text for e in data.entries]))
