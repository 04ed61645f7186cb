"""Does the same question, in the other language or in other words, get the same facts?"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from snc_assistant.evaluation.dataset import Case
from snc_assistant.evaluation.scorers import Scored
from snc_assistant.evaluation.statistics import Estimate, estimate

ACROSS = "across languages"
REWORDED = "in other words"


def measure_consistency(cases: Sequence[Case], scored: Sequence[Scored]) -> dict[str, Estimate]:
    """Over pairs of questions that share a `pair` key, the rate of those treated alike.

    Two answers are alike if both abstain or neither does, and if they name the same facts:
    position by position, or, where the two list a different number, all or not all.
    """
    by_id = {s.question_id: s for s in scored}
    alike: dict[str, list[float]] = {ACROSS: [], REWORDED: []}
    for members in _groups(cases):
        for one, other in combinations(members, 2):
            same_language = one.question.language == other.question.language
            pair = by_id[one.question.id], by_id[other.question.id]
            alike[REWORDED if same_language else ACROSS].append(float(_alike(*pair)))
    return {kind: estimate(values, "rate") for kind, values in alike.items() if values}


def _groups(cases: Sequence[Case]) -> list[list[Case]]:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.question.pair:
            groups[case.question.pair].append(case)
    return list(groups.values())


def _alike(one: Scored, other: Scored) -> bool:
    if one.outcome.abstains != other.outcome.abstains:
        return False
    first, second = one.check.named, other.check.named
    return first == second if len(first) == len(second) else all(first) == all(second)
