"""Several rankings → one. Reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)."""

from collections.abc import Mapping, Sequence

RANK_CONSTANT = 20


def fuse(rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None) -> Mapping[str, float]:
    """The fused score of each id: the weighted sum of 1 / (constant + rank) over the rankings."""
    weights = weights or [1.0] * len(rankings)
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + weight / (RANK_CONSTANT + rank)
    return scores


def relevance(dense: float, sparse: float, fused: float) -> float:
    """How well a target matches, for the final order of the fused candidates.

    The fused score says that several arms agree, the cosine and the share of covered words say
    how well; weights chosen on the development questions (docs/retrieval.md).
    """
    return dense + 0.4 * sparse + 8.0 * fused
