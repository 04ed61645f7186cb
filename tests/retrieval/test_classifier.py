"""What the corpus's questions taught: applied, kept and read back; a wrong file is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.build import build_index, open_snapshot
from snc_assistant.errors import CorpusError, SnapshotStale
from snc_assistant.retrieval.classifier import (
    BUCKETS,
    CLASSIFIER_FILE,
    NO_CLASSIFIER,
    Classifier,
    arrays_of,
    bucketed,
    from_arrays,
    read_classifier,
    rounded,
    write_classifier,
)
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.types import Language
from tests.corpora import write_corpus
from tests.fakes import BagOfWordsEncoder

ENCODER = BagOfWordsEncoder()
NOTHING = np.zeros(ENCODER.dimension, dtype=np.float32)
MIXED: list[tuple[Language, str]] = [("fr", "à quel rythme, ça coûte combien ?"), ("en", "how often is it, and how much?")]  # fmt: skip


def favouring(words: dict[str, str]) -> Classifier:
    """A classifier for which each target is what has its word."""
    buckets = np.zeros((BUCKETS, len(words)), dtype=np.float32)
    for at, word in enumerate(words.values()):
        places, weights = bucketed(word)
        buckets[places, at] = 200 * weights
    vector = np.zeros((ENCODER.dimension, len(words)), dtype=np.float32)
    return rounded(tuple(words), buckets, vector, np.zeros(len(words), dtype=np.float32))


def test_word_that_a_target_was_taught_makes_it_probable() -> None:
    found = favouring({"backup": "sauvegarde", "price": "prix"}).log_probabilities("LE PRIX ?", NOTHING)
    assert found[1] > found[0] + 1
    assert np.exp(found).sum() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("wrong", "language"), [("sauvegrde", "fr"), ("sauvegardes", "fr"), ("savegarde", "en")]
)
def test_misspelt_word_is_still_known_by_its_pieces(wrong: str, language: Language) -> None:
    found = favouring({"backup": "sauvegarde", "price": "prix"}).log_probabilities(wrong, NOTHING)
    assert found[0] > found[1] + 1, language


def test_vector_counts_beside_the_words() -> None:
    plain = favouring({"a": "x", "b": "y"})
    vector = np.eye(ENCODER.dimension, 2, dtype=np.float32)
    found = replace(plain, vector=vector).log_probabilities(
        "", np.eye(ENCODER.dimension, dtype=np.float32)[1]
    )
    assert found[1] - found[0] == pytest.approx(2.0, abs=1e-5)


@given(st.text())
def test_every_text_has_buckets_of_unit_length_or_none(text: str) -> None:
    places, weights = bucketed(text)
    assert len(set(places.tolist())) == len(places)
    assert all(0 <= p < BUCKETS for p in places)
    assert float(np.linalg.norm(weights)) == pytest.approx(1.0, abs=1e-4)


def test_case_and_accents_make_no_difference() -> None:
    for one, other in (("Clé de chiffrement", "CLE DE CHIFFREMENT"), ("naïve key", "Naive KEY")):
        np.testing.assert_array_equal(bucketed(one)[0], bucketed(other)[0])


def test_rounding_loses_at_most_half_a_unit() -> None:
    weights = np.random.default_rng(0).normal(size=(BUCKETS, 3)).astype(np.float32)
    weights[7] = 0
    kept = rounded(("a", "b", "c"), weights, np.zeros((2, 3)), np.zeros(3))  # type: ignore[arg-type] # of any precision
    apart = np.abs(kept.buckets * kept.units[:, None] - weights)
    assert (apart <= kept.units[:, None] * 0.5001).all()


def test_classifier_is_read_back_for_its_encoder_only(tmp_path: Path) -> None:
    kept = favouring({"a": "x", "b": "y"})
    write_classifier(tmp_path, "one", kept)
    found = read_classifier(tmp_path, "one")
    assert found.targets == kept.targets
    for name, array in arrays_of(kept).items():
        np.testing.assert_array_equal(arrays_of(found)[name], array)
    assert read_classifier(tmp_path, "another") is NO_CLASSIFIER
    assert read_classifier(tmp_path / "elsewhere", "one") is NO_CLASSIFIER


def test_classifier_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = write_classifier(tmp_path, "one", favouring({"a": "x"})).read_bytes()
    assert write_classifier(tmp_path, "one", favouring({"a": "x"})).read_bytes() == first


@pytest.mark.parametrize("name", arrays_of(NO_CLASSIFIER))
def test_missing_or_foreign_array_is_refused(tmp_path: Path, name: str) -> None:
    arrays = arrays_of(favouring({"a": "x", "b": "y"}))
    foreign = {**arrays, name: np.zeros((3, 5, 7))}
    with pytest.raises(ValueError, match="do not fit"):
        from_arrays(foreign)
    with pytest.raises(KeyError):
        from_arrays({k: v for k, v in arrays.items() if k != name})


@pytest.mark.parametrize("name", ["units", "vector", "bias"])
def test_weight_that_is_no_number_is_refused(name: str) -> None:
    arrays = arrays_of(favouring({"a": "x", "b": "y"}))
    with pytest.raises(ValueError, match="do not fit"):
        from_arrays({**arrays, name: np.full_like(arrays[name], np.nan)})


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_file_is_refused(tmp_path: Path, share: float) -> None:
    path = write_classifier(tmp_path, "one", favouring({"a": "x"}))
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(
        CorpusError, match=r"classifier\.npz is wrong; run `snc-assistant adapt`, or delete it"
    ):
        read_classifier(tmp_path, "one")


def test_no_flipped_byte_fails_otherwise_than_by_saying_what_to_do(tmp_path: Path) -> None:
    path = write_classifier(tmp_path, "one", favouring({"a": "x"}))
    content = path.read_bytes()
    refused = 0
    for position in range(len(content)):
        path.write_bytes(content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :])
        try:
            read_classifier(tmp_path, "one")
        except CorpusError as exc:
            refused += "run `snc-assistant adapt`" in str(exc)
    assert refused > len(content) / 2


@pytest.mark.parametrize(("language", "question"), MIXED, ids=["fr", "en"])
def test_what_was_taught_decides_between_targets_that_are_about_as_near(
    tmp_path: Path, language: Language, question: str
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    often = {"criterion.technical.backup": "rythme often", "gap.price": "nothing"}
    much = {"criterion.technical.backup": "nothing", "gap.price": "combien much"}
    for words, first in ((often, "criterion.technical.backup"), (much, "gap.price")):
        write_classifier(corpus, ENCODER.identity, favouring(words))
        build_index(corpus, tmp_path / "index", ENCODER)
        data = open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1]
        assert Retriever(data, ENCODER).search(question, language)[0].target_id == first


@pytest.mark.parametrize(
    ("language", "question"), [("fr", "combien ça coûte ?"), ("en", "how much does it cost?")]
)
def test_target_that_was_not_taught_is_not_put_behind(
    tmp_path: Path, language: Language, question: str
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_classifier(corpus, ENCODER.identity, favouring({"criterion.technical.backup": question}))
    build_index(corpus, tmp_path / "index", ENCODER)
    data = open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1]
    assert Retriever(data, ENCODER).search(question, language)[0].target_id == "gap.price"


@pytest.mark.parametrize(("language", "question"), MIXED, ids=["fr", "en"])
def test_group_that_a_question_is_likelier_about(tmp_path: Path, language: Language, question: str) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    taught = {"criterion.technical.backup": question, "gap.price": "nothing"}
    write_classifier(corpus, ENCODER.identity, favouring(taught))
    build_index(corpus, tmp_path / "index", ENCODER)
    retriever = Retriever(open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1], ENCODER)
    for_it, against_it = (retriever.likelier(question, {t}) for t in taught)
    assert for_it and against_it
    assert for_it > 0
    assert for_it == pytest.approx(-against_it, abs=1e-4)
    assert retriever.likelier(question, {"unknown"}) is None
    assert retriever.likelier(question, set(taught)) is None


def test_snapshot_holds_the_classifier_and_is_stale_without_it(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    build_index(corpus, tmp_path / "index", ENCODER)
    assert open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1].classifier.targets == ()
    write_classifier(corpus, ENCODER.identity, favouring({"gap.price": "prix"}))
    with pytest.raises(SnapshotStale, match=r"classifier\.npz"):
        open_snapshot(corpus, tmp_path / "index", ENCODER.identity)
    build_index(corpus, tmp_path / "index", ENCODER)
    held = open_snapshot(corpus, tmp_path / "index", ENCODER.identity)[1].classifier
    np.testing.assert_array_equal(held.buckets, read_classifier(corpus, ENCODER.identity).buckets)


def test_file_is_named_as_the_readme_says() -> None:
    assert CLASSIFIER_FILE == "classifier.npz"
