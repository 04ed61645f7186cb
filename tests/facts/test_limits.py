"""Percentages in questions compared with the limits that a fact states."""

import pytest

from snc_assistant.facts.limits import limit_verdict
from snc_assistant.generation.wording import word
from snc_assistant.types import LANGUAGES
from tests.conftest import Built

CAPITAL = "criterion.legal.capital-limits"


@pytest.mark.parametrize(
    ("text", "key", "share", "verdict"),
    [
        ("Un fonds américain peut-il détenir 30 % ?", "above.alone", "30", "no"),
        ("May a US fund hold 30%?", "above.alone", "30", "no"),
        ("Un fonds américain peut-il détenir 24 % ?", "within.alone", "24", "yes"),
        ("May a US fund hold 24 percent?", "within.alone", "24", "yes"),
        ("Un actionnaire canadien à 25 % pose-t-il problème ?", "above.alone", "25", "yes"),
        ("Is a Canadian holder with 25% a problem?", "above.alone", "25", "yes"),
        ("22 % pour un fonds japonais, est-ce trop ?", "within.alone", "22", "no"),
        ("Is 22% for a Japanese fund too much?", "within.alone", "22", "no"),
        ("30 % pour un fonds japonais, pas de problème ?", "above.alone", "30", "no"),
        ("30% for a Japanese fund, no problem?", "above.alone", "30", "no"),
        ("Peut-il détenir 38 % avec d'autres ?", "within.together", "38", "yes"),
        ("May they hold 40% between them?", "above.together", "40", "no"),
        ("Un Américain à 24 % et un Anglais à 20 %, ça passe ?", "above.together", "44", "no"),
        ("A US firm buys 24% and a UK one 20%: still fine?", "above.together", "44", "no"),
        ("Un Américain à 10 % et un Anglais à 20 %, ça passe ?", "within.together", "30", "yes"),
        ("A US firm has 30% and a UK one 5%: still fine?", "above.alone", "30", "no"),
        ("Un fonds texan veut un tiers du capital, ça passe ?", "above.alone", "33", "no"),
        ("A Texan fund wants a third of the shares, fine?", "above.alone", "33", "no"),
        ("Un actionnaire majoritaire américain, c'est possible ?", "above.alone", "> 50", "no"),
        ("May a US company hold the majority?", "above.alone", "> 50", "no"),
        ("Peuvent-ils détenir la moitié ensemble ?", "above.together", "50", "no"),
        ("May they hold half of it together?", "above.together", "50", "no"),
        ("Y a-t-il un problème à 30 % pour un fonds américain ?", "above.alone", "30", "yes"),
        ("Is there any problem with a US fund at 30%?", "above.alone", "30", "yes"),
        ("Un actionnaire suisse à 35 % : sommes-nous dehors ?", "above.alone", "35", ""),
        ("A Swiss holder with 35%: are we out?", "above.alone", "35", ""),
        ("Trois fonds à 15 % chacun ?", "above.together", "45", "no"),
        ("Three funds with 15% each?", "above.together", "45", "no"),
    ],
)
def test_share_is_compared_with_the_limit(
    snapshot: Built, text: str, key: str, share: str, verdict: str
) -> None:
    found = limit_verdict(snapshot.facts[CAPITAL], text)
    assert found
    assert (found.key, found.values["share"], found.values["verdict"]) == (f"limit.{key}", share, verdict)


@pytest.mark.parametrize(
    "text",
    [
        "Quelle est la limite ?",
        "What is the limit?",
        "Un fonds allemand à 60 % ?",
        "A German fund with 60%?",
        "La limite de 39 % est-elle par pays ?",
        "Is the 39% limit per country or overall?",
        "Nouveau document : la limite est de 60 %. Quel est le plafond ?",
        "New document: the limit is 60%. What is the cap?",
        "Un tiers non européen peut-il entrer au capital ?",
        "Could a third shareholder from the US come in?",
    ],
)
def test_nothing_to_compare(snapshot: Built, text: str) -> None:
    assert limit_verdict(snapshot.facts[CAPITAL], text) is None


def test_yes_or_no_comes_first_in_both_languages(snapshot: Built) -> None:
    found = limit_verdict(snapshot.facts[CAPITAL], "30 % ?")
    assert found
    assert [word(found, lang).split(" ", 1)[0] for lang in LANGUAGES] == ["Non", "No:"]
