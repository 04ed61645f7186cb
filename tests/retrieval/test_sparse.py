"""BM25 over terms."""

import math

import numpy as np
import pytest

from snc_assistant.retrieval.sparse import Postings, SparseIndex, as_words, index_terms

ENTRIES = [["cloud", "audit"], ["cloud", "offer", "offer"], ["key"], []]


def test_scores_are_those_of_lucenes_bm25() -> None:
    """Kamphuis et al. 2020: idf · tf / (tf + k1 · (1 − b + b · length / average length))."""
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    average = (2 + 3 + 1 + 1) / 4  # an empty entry counts one empty term
    expected = idf * 2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / average))
    np.testing.assert_allclose(
        SparseIndex(index_terms(ENTRIES)).scores(as_words(["offer"])), [0, expected, 0, 0], rtol=1e-5
    )


def test_rare_term_weighs_more_than_a_common_one() -> None:
    scores = SparseIndex(index_terms(ENTRIES)).scores(as_words(["cloud", "audit"]))
    assert list(np.argsort(-scores)[:2]) == [0, 1]


@pytest.mark.parametrize("query", [[], ["unknown"], [""]], ids=["empty", "unknown term", "empty term"])
def test_query_without_known_terms_scores_nothing(query: list[str]) -> None:
    assert SparseIndex(index_terms(ENTRIES)).scores(as_words(query)).tolist() == [0.0, 0.0, 0.0, 0.0]


def test_unknown_terms_do_not_change_the_scores() -> None:
    index = SparseIndex(index_terms(ENTRIES))
    np.testing.assert_array_equal(
        index.scores(as_words(["offer", "unknown"])), index.scores(as_words(["offer"]))
    )


def test_empty_index_has_no_scores() -> None:
    assert SparseIndex(index_terms([])).scores(as_words(["cloud"])).shape == (0,)


def test_coverage_is_the_share_of_the_querys_weight() -> None:
    index = SparseIndex(index_terms(ENTRIES))
    cloud, audit = math.log(1 + 2.5 / 2.5), math.log(1 + 3.5 / 1.5)
    assert index.coverage(as_words(["cloud", "audit"]))[0] == pytest.approx(1.0)
    assert index.coverage(as_words(["cloud", "audit"]))[1] == pytest.approx(cloud / (cloud + audit))
    assert index.coverage(as_words(["cloud"]))[2] == 0.0


def test_term_that_no_entry_has_weighs_most() -> None:
    index = SparseIndex(index_terms(ENTRIES))
    assert index.coverage(as_words(["audit", "unknown"]))[0] < 0.5


def test_word_counts_with_its_expected_frequency_and_rarity() -> None:
    """Darwish & Oard 2003, each term saturated on its own."""
    index = SparseIndex(index_terms(ENTRIES))
    rarity = {n: math.log(1 + (4 - n + 0.5) / (n + 0.5)) for n in (1, 2, 0.75 * 2 + 0.25 * 1)}
    cloud, audit = index.scores(as_words(["cloud"])), index.scores(as_words(["audit"]))
    expected = rarity[1.75] * (0.75 * cloud / rarity[2] + 0.25 * audit / rarity[1])
    np.testing.assert_allclose(index.scores([(("cloud", 0.75), ("audit", 0.25))]), expected, rtol=1e-5)


def test_word_is_covered_by_any_of_its_terms_and_once() -> None:
    index = SparseIndex(index_terms(ENTRIES))
    covered = index.coverage([(("cloud", 0.75), ("audit", 0.25)), (("key", 1.0),)])
    cloud, key = math.log(1 + 2.5 / 2.5), math.log(1 + 3.5 / 1.5)
    np.testing.assert_allclose(covered, [cloud / (cloud + key)] * 2 + [key / (cloud + key), 0])


def test_coverage_of_no_query_is_none() -> None:
    assert SparseIndex(index_terms(ENTRIES)).coverage(as_words([]))[0] == 0.0


def test_postings_say_which_entries_have_a_term() -> None:
    postings = index_terms(ENTRIES)
    at = postings.terms.index("cloud")
    assert postings.entries[postings.starts[at] : postings.starts[at + 1]].tolist() == [0, 1]
    assert postings.size == 4


WRONG: dict[str, tuple[tuple[str, ...], list[int], list[int], int]] = {
    "a term too many": (("a", "b"), [0, 1], [0], 1),
    "postings too many": (("a",), [0, 1], [0, 0], 1),
    "an entry too far": (("a",), [0, 1], [1], 1),
    "backwards": (("a", "b"), [0, 2, 1], [0], 1),
}


@pytest.mark.parametrize(("terms", "starts", "entries", "size"), WRONG.values(), ids=WRONG)
def test_arrays_that_do_not_fit_are_no_postings(
    terms: tuple[str, ...], starts: list[int], entries: list[int], size: int
) -> None:
    weights = np.ones(len(entries), dtype=np.float32)
    with pytest.raises(ValueError, match="posting"):
        Postings(terms, np.array(starts), np.array(entries, dtype=np.int32), weights, size)
