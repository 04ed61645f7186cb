"""What kind of answer a question expects."""

import pytest

from snc_assistant.question.expects import asks_beyond_tables


@pytest.mark.parametrize(
    "text",
    [
        "Combien d'établissements scolaires utilisent Pronote ?",
        "how many schools are on Pronote?",
        "nb de clients de Whaller",
        "Worldline, c'est dans quelle ville ?",
        "Where is Worldline? In which country is it headquartered?",
    ],
)
def test_tables_have_no_places_and_no_customers(text: str) -> None:
    assert asks_beyond_tables(text)


@pytest.mark.parametrize(
    "text",
    [
        "Combien d'offres qualifiées a Worldline ?",
        "how many qualified offerings does Worldline have?",
        "combien de boîtes différentes sont qualifiées ?",
        "how many does Oodrive have?",
        "Où en est Worldline ?",
        "Where does Worldline stand?",
    ],
)
def test_tables_have_rows_to_count(text: str) -> None:
    assert not asks_beyond_tables(text)
