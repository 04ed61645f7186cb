"""Intervals and paired tests. scipy's, with our choices fixed. Knows only numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

Kind = Literal["rate", "mean"]
SEED = 20260401
_RESAMPLES = 2_000
_PERMUTATIONS = 9_999


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its two-sided 95 % interval and its one-sided 95 % lower bound.

    Gates look at `lower_bound`: what the questions prove, not what they show.
    """

    kind: Kind
    n: int
    value: float
    low: float
    high: float
    lower_bound: float


def estimate(values: Sequence[float], kind: Kind) -> Estimate:
    """The mean of at least one value, with its intervals.

    A rate (values 0 or 1) gets Clopper & Pearson's exact interval (Biometrika 1934). A mean
    gets the percentile bootstrap (Efron 1979) over questions, with a fixed seed.
    """
    value = float(np.mean(values))
    if kind == "rate":
        low, high = clopper_pearson(sum(map(bool, values)), len(values))
        lower = clopper_pearson(sum(map(bool, values)), len(values), confidence=0.90)[0]
    else:
        low, lower, high = bootstrap_quantiles(values, (0.025, 0.05, 0.975))
    return Estimate(kind, len(values), value, low, high, lower)


def clopper_pearson(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact two-sided interval of a rate; its lower end at 0.90 is the one-sided 95 % bound."""
    interval = stats.binomtest(successes, n).proportion_ci(confidence, method="exact")
    return float(interval.low), float(interval.high)


def bootstrap_quantiles(values: Sequence[float], at: Sequence[float]) -> list[float]:
    """Quantiles of the mean over resampled questions."""
    array = np.asarray(values, dtype=float)
    if np.ptp(array) == 0:
        return [float(array[0])] * len(at)
    result = stats.bootstrap(
        (array,),
        np.mean,
        n_resamples=_RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    return [float(q) for q in np.quantile(result.bootstrap_distribution, at)]


def paired_p_value(first: Sequence[float], second: Sequence[float], kind: Kind) -> float:
    """How likely a difference this large is by chance, the same questions asked twice.

    Rates: McNemar's exact test (1947), a sign test on the questions that changed. Means: the
    paired randomisation test, which Smucker, Allan & Carterette (CIKM 2007) recommend for
    retrieval runs; exact if there are few questions, else 9,999 seeded sign flips.
    """
    differences = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    changed = differences[differences != 0]
    if changed.size < 2:  # one changed question: either sign is as likely
        return 1.0
    if kind == "rate":
        return float(stats.binomtest(int(np.sum(changed > 0)), changed.size).pvalue)
    result = stats.permutation_test(
        (changed,),
        np.mean,
        permutation_type="samples",
        n_resamples=_PERMUTATIONS,
        batch=1_000,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue)


def adjust_for_many(p_values: Sequence[float]) -> list[float]:
    """The p-values of one family, adjusted (Benjamini & Hochberg 1995)."""
    if not p_values:
        return []
    return [float(p) for p in stats.false_discovery_control(list(p_values), method="bh")]
