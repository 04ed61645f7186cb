"""Numbers in digits and in words, their units, and limits."""

import pytest

from snc_assistant.grounding.numerals import in_digits, measures, numbers, without_limits
from snc_assistant.language import fold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vingt-quatre pour cent", {"24"}),
        ("twenty-four per cent", {"24"}),
        ("trente-neuf et quatre-vingt-dix", {"39", "90"}),
        ("thirty-nine and ninety", {"39", "90"}),
        ("deux éditions", {"2"}),
        ("two editions", {"2"}),
        ("2,3 ans", {"2.3"}),
        ("la moitié", {"1/2"}),
        ("a quarter of the capital", {"1/4"}),
        ("un organisme tiers, une clé par client", set()),
        ("one third-party key, no one else", set()),
        ("1 offre", {"1"}),
        ("tous deux qualifiés", set()),
    ],
)
def test_numbers_in_words_are_numbers_and_articles_are_not(text: str, found: set[str]) -> None:
    assert numbers(in_digits(fold(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24 % et 23 jours", {"24 %", "23 day"}),
        ("24% and 23 days", {"24 %", "23 day"}),
        ("39", set()),
        ("1,6 an", {"1.6 year"}),
    ],
)
def test_unit_belongs_to_its_number(text: str, found: set[str]) -> None:
    assert measures(in_digits(fold(text))) == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("limitée à 24 %", {"at most"}),
        ("capped at 24%", {"at most"}),
        ("pas plus de 24 %", {"at most"}),
        ("may not hold more than 24%", {"at most"}),
        ("ne peut détenir, à elle seule, que 24 %", {"at most"}),
        ("au moins 24 %", {"at least"}),
        ("no less than 24%", {"at least"}),
        ("peut dépasser 24 %", {"over"}),
        ("more than 24%", {"over"}),
        ("moins de 24 %", {"under"}),
        ("control over model evolution", set()),
    ],
)
def test_limits_are_of_four_kinds(text: str, kinds: set[str]) -> None:
    assert without_limits(in_digits(fold(text)))[1] == kinds


def test_negated_limit_leaves_no_negation_behind() -> None:
    assert "not" not in without_limits("may not hold more than 24%")[0]
    assert "not" in without_limits("may not hold 24%")[0]
