"""Qualified or in progress, in all wordings."""

import pytest

from snc_assistant.grounding.status import status_mentions, statuses_of
from snc_assistant.language import fold


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("est qualifié", {"qualified"}),
        ("is qualified", {"qualified"}),
        ("a obtenu la qualification", {"qualified"}),
        ("has obtained the qualification", {"qualified"}),
        ("est candidat à la qualification (en cours)", {"in_progress"}),
        ("is an applicant", {"in_progress"}),
        ("en cours d'évaluation", {"in_progress"}),
        ("is being evaluated", {"in_progress"}),
        ("n'est pas encore qualifié", {"in_progress"}),
        ("is not yet qualified", {"in_progress"}),
        ("n'est plus candidat", {"qualified"}),
        ("is no longer an applicant", {"qualified"}),
        ("Il n'est pas vrai qu'il est candidat", {"qualified"}),
        ("It is not true that it is qualified", {"in_progress"}),
        ("a perdu sa qualification", {"lost"}),
        ("withdrew its application", {"lost"}),
        ("est certifié", {"certified"}),
        ("is certified", {"certified"}),
        ("un auditeur qualifié", set()),
        ("a qualified auditor", set()),
        ("la procédure de qualification", set()),
        ("the qualification procedure", set()),
    ],
)
def test_status_is_what_is_left_after_any_negation(text: str, statuses: set[str]) -> None:
    assert statuses_of(fold(text)) == statuses


def test_mention_says_where_it_stands_and_that_it_was_denied() -> None:
    (mention,) = status_mentions("x is not qualified")
    assert (mention.start, mention.end, mention.denied) == (9, 18, True)
