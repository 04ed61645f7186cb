"""Several rankings → one. Reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)
RANK_CONSTANT = 20


def fuse(rankings: Sequence[Sequence[_Key]], weights: Sequence[float] | None = None) -> Mapping[_Key, float]:
    """The fused score of each target: the weighted sum of 1 / (constant + rank) over the rankings."""
    weights = weights or [1.0] * len(rankings)
    scores: dict[_Key, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + weight / (RANK_CONSTANT + rank)
    return scores


def relevance(nearness: float, sparse: float, fused: float, taught: float = 0.0) -> float:
    """How well a target matches, for the final order of the fused candidates.

    The fused score says that several arms agree; the mean cosine of a target and of its section, and
    the share of covered words, say how well; weights chosen on the development questions (docs/retrieval.md).

    :param taught: the logarithm of the probability that the corpus's questions taught, 0 where they taught nothing.
    """
    return nearness + 0.4 * sparse + 4.0 * fused + 0.04 * taught
