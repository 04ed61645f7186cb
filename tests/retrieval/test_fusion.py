"""Reciprocal rank fusion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.retrieval.fusion import RANK_CONSTANT, fuse

RANKINGS = st.lists(st.lists(st.sampled_from("abcdef"), unique=True), min_size=1, max_size=4)


def test_score_is_the_sum_of_reciprocal_ranks() -> None:
    scores = fuse([["a", "b"], ["b"]])
    assert scores["a"] == pytest.approx(1 / (RANK_CONSTANT + 1))
    assert scores["b"] == pytest.approx(1 / (RANK_CONSTANT + 2) + 1 / (RANK_CONSTANT + 1))


def test_weight_scales_its_ranking() -> None:
    assert fuse([["a"], ["b"]], [1.0, 0.5]) == {"a": 1 / (RANK_CONSTANT + 1), "b": 0.5 / (RANK_CONSTANT + 1)}


def test_every_ranking_needs_a_weight() -> None:
    with pytest.raises(ValueError, match="zip"):
        fuse([["a"], ["b"]], [1.0])


@given(RANKINGS)
def test_order_of_the_rankings_does_not_matter(rankings: list[list[str]]) -> None:
    assert fuse(rankings) == pytest.approx(fuse(rankings[::-1]))


@given(RANKINGS)
def test_everything_ranked_has_a_score(rankings: list[list[str]]) -> None:
    assert set(fuse(rankings)) == {key for ranking in rankings for key in ranking}


@given(st.lists(st.sampled_from("abcdef"), unique=True))
def test_single_ranking_keeps_its_order(ranking: list[str]) -> None:
    scores = fuse([ranking])
    assert sorted(scores, key=lambda k: -scores[k]) == ranking
