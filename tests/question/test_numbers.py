"""What a question about offers says of how many there are."""

import pytest

from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.relation import read_relation
from snc_assistant.types import Relation


def relation(linker: EntityLinker, text: str) -> Relation:
    """The relation read from a question and its names."""
    return read_relation(text, linker.find(text))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Quelle part des offres est déjà qualifiée ?", True),
        ("What share of the offers is qualified already?", True),
        ("À part OVH, qui est qualifié ?", False),
        ("Who is qualified apart from OVH?", False),
        ("Is Share and Workspace qualified?", False),
    ],
)
def test_share_of_all_is_asked(linker: EntityLinker, text: str, *, share: bool) -> None:
    assert relation(linker, text).numbers.share is share


@pytest.mark.parametrize(
    "text",
    [
        "Les candidats sont-ils plus nombreux que les qualifiés ?",
        "Is the number of applicants larger than that of qualified providers?",
    ],
    ids=["fr", "en"],
)
def test_numbers_are_compared(linker: EntityLinker, text: str) -> None:
    assert relation(linker, text).numbers.compared == "more"


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("OVH a-t-il moins d'offres qu'Oodrive ?", "less"),
        ("Does OVH have fewer offers than Oodrive?", "less"),
        ("OVH a-t-il autant d'offres qu'Oodrive ?", "same"),
        ("Does OVH have as many offers as Oodrive?", "same"),
        ("OVH est-il qualifié ?", ""),
        ("Is OVH qualified?", ""),
        ("OVH ou Oodrive, qui a le plus d'offres ?", "more"),
        ("Who has more offers pending, OVH or Oodrive?", "more"),
        ("OVH ou Oodrive, qui a le moins d'offres ?", "less"),
        ("Who has the fewest offers, OVH or Oodrive?", "less"),
        ("Qui a le plus d'offres ?", ""),
        ("Who has the most offers?", ""),
    ],
)
def test_way_of_a_comparison(linker: EntityLinker, text: str, compared: str) -> None:
    assert relation(linker, text).numbers.compared == compared


@pytest.mark.parametrize(
    ("text", "claimed", "of_providers"),
    [
        ("Il y a 12 prestataires qualifiés, c'est ça ?", 12, True),
        ("There are twelve qualified providers, right?", 12, True),
        ("Oodrive a trois offres qualifiées ?", 3, False),
        ("Oodrive has 3 qualified offers?", 3, False),
        ("Les deux offres d'OVH sont-elles qualifiées ?", None, False),
        ("Are the two offers of OVH qualified?", None, False),
        ("Y a-t-il au moins 5 prestataires qualifiés ?", None, False),
        ("Are there at least 5 qualified providers?", None, False),
        ("Je cherche 3 prestataires qualifiés en PaaS", None, False),
        ("Name two candidates for PaaS", None, False),
    ],
)
def test_number_that_a_question_supposes(
    linker: EntityLinker, text: str, claimed: int | None, *, of_providers: bool
) -> None:
    found = relation(linker, text).numbers
    assert (found.claimed, found.of_providers) == (claimed, of_providers)


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("Aucun SaaS n'est qualifié, si ?", True),
        ("Is it true that no CaaS offer is qualified?", True),
        ("Quels prestataires n'ont aucun SaaS ?", False),
        ("Which providers have no SaaS?", False),
    ],
)
def test_nothing_is_supposed(linker: EntityLinker, text: str, *, supposed: bool) -> None:
    found = relation(linker, text)
    assert found.numbers.none is supposed
    assert bool(found.absent) is not supposed
