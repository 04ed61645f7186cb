"""Retrieval metrics against numbers worked out by hand."""

from math import log2

import pytest

from snc_assistant.evaluation.metrics import covered_groups, retrieval_scores
from snc_assistant.types import Span

A, A2, B, X = (Span("d", i, i + 5) for i in (0, 20, 40, 80))
EVIDENCE = [(A, A2), (B,)]


def test_both_groups_at_ranks_two_and_three() -> None:
    scores = retrieval_scores(EVIDENCE, [[X], [A2], [B]])
    ideal = 1 / log2(2) + 1 / log2(3)
    assert scores == pytest.approx(
        {
            "recall@1": 0.0, "recall@5": 1.0, "recall@10": 1.0,
            "success@1": 0.0, "success@5": 1.0, "success@10": 1.0,
            "ndcg@10": (1 / log2(3) + 1 / log2(4)) / ideal,
            "rr": 0.5,
        }
    )  # fmt: skip


def test_one_hit_that_covers_all_evidence_is_perfect() -> None:
    scores = retrieval_scores(EVIDENCE, [[A, B]])
    assert set(scores.values()) == {1.0}


def test_repeated_evidence_counts_once_and_takes_a_place() -> None:
    scores = retrieval_scores(EVIDENCE, [[A], [A2], [B]])
    ideal = 1 / log2(2) + 1 / log2(3)
    assert scores["recall@1"] == 0.5
    assert scores["ndcg@10"] == pytest.approx((1 / log2(2) + 1 / log2(4)) / ideal)


def test_no_hits_score_zero() -> None:
    assert set(retrieval_scores(EVIDENCE, []).values()) == {0.0}


def test_evidence_beyond_the_fifth_hit_counts_from_ten_on() -> None:
    scores = retrieval_scores([(A,)], [[X]] * 6 + [[A]])
    assert (scores["recall@5"], scores["recall@10"]) == (0.0, 1.0)
    assert scores["rr"] == pytest.approx(1 / 7)


def test_twelve_groups_in_one_hit_are_all_recalled_at_one() -> None:
    groups = [(Span("d", i * 10, i * 10 + 5),) for i in range(12)]
    assert retrieval_scores(groups, [[g[0] for g in groups]])["recall@1"] == 1.0


def test_spans_cover_groups_by_a_single_shared_character_and_only_in_the_same_document() -> None:
    assert covered_groups(EVIDENCE, [Span("d", 4, 6)]) == {0}
    assert covered_groups(EVIDENCE, [Span("d", 5, 6), Span("other", 0, 99)]) == set()
