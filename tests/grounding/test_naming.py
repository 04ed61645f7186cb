"""Names in texts: the longest wins, common words need a capital, unknown capitals are strangers."""

import pytest

from snc_assistant.facts.names import Names, OfferName, Provider, Unlisted
from snc_assistant.grounding.naming import NameFinder

FINDER = NameFinder(
    Names(
        (Provider("ecritel", "Ecritel"), Provider("ecritel-solutions", "Ecritel Solutions"), Provider("bleu", "Bleu"),
         Provider("cloud-solutions", "Cloud Solutions", ("Wimi suite",))),
        (OfferName("Pronote", "x"), OfferName("Pronote Primaire", "x"), OfferName("IaaS", "y"),
         OfferName("Oodrive_Work", "z"), OfferName("Oodrive_Work_Share", "z")),
        (Unlisted("AWS", ("Amazon Web Services",)), Unlisted("Box", ("Box.com",)), Unlisted("o2switch")),
        common_words=("bleu",),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ecritel Solutions est candidat", {"provider:ecritel-solutions"}),
        ("Écritel is an applicant", {"provider:ecritel"}),
        ("Pronote Primaire et Pronote", {"offer:Pronote Primaire", "offer:Pronote"}),
        ("Oodrive Work Share", {"offer:Oodrive_Work_Share"}),
        ("l'IaaS", set()),
        ("le ciel bleu", set()),
        ("the provider Bleu", {"provider:bleu"}),
        ("a small box", set()),
        ("Box and Amazon Web Services", {"unlisted:Box", "unlisted:AWS"}),
        ("o2switch", {"unlisted:o2switch"}),
        ("Ecritelle", set()),
    ],
)
def test_longest_name_wins_and_common_words_need_a_capital(text: str, names: set[str]) -> None:
    assert FINDER.find(text).names == names


def test_names_leave_the_rest_at_its_place() -> None:
    found = FINDER.find("Pronote Primaire (SaaS)")
    assert found.rest == " " * 16 + " (saas)"
    assert [(m.spelling, m.start, m.end) for m in found.mentions] == [("pronote primaire", 0, 16)]


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("Selon Deloitte, la limite", {"deloitte"}),
        ("The limit, says Atos", {"atos"}),
        ("Limite : Une entité. Deux entités", set()),
        ("an EU Member State in France", set()),
        ("Ecritel Solutions", set()),
    ],
)
def test_capital_in_mid_sentence_is_a_stranger_unless_known(text: str, strangers: set[str]) -> None:
    assert FINDER.find(text).strangers == strangers
