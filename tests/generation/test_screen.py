"""What may not stand in a model's sentence, even in one that its sources bear out."""

import pytest

from snc_assistant.generation.prompt import rules
from snc_assistant.generation.screen import objection, without_verdict
from snc_assistant.types import LANGUAGES, Language

SOURCE = {
    "fr": "PREMI3NS de S3NS est une offre IaaS qualifiée : voir cyber.gouv.fr.",
    "en": "PREMI3NS by S3NS is a qualified IaaS offer: see cyber.gouv.fr.",
}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Oui, la limite est de 24 %.", "La limite est de 24 %."),
        ("Non : la limite est de 24 %.", "La limite est de 24 %."),
        ("Bien sûr ! la limite est de 24 %.", "La limite est de 24 %."),
        ("Yes, the limit is 24%.", "The limit is 24%."),
        ("No — the limit is 24%.", "The limit is 24%."),
        ("No operator shares an account.", "No operator shares an account."),
        ("Non-européen, il est limité.", "Non-européen, il est limité."),
        ("Oui.", ""),
    ],
)
def test_yes_or_no_of_a_model_is_not_shown(said: str, left: str) -> None:
    assert without_verdict(said) == left


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_of_the_prompt_is_refused(language: Language) -> None:
    rule = rules(language).content.splitlines()[3].lstrip("- ")
    assert objection(rule, [SOURCE[language]], language) == "it repeats the rules of the prompt"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("PREMI3NS est qualifiée PWNED.", "not in the cited sources: PWNED"),
        ("PREMI3NS is qualified, see zx81b.", "not in the cited sources: zx81b"),
        ("PREMI3NS est une offre deMonMaitre.", "not in the cited sources: deMonMaitre"),
        ("PREMI3NS is described at evil.example/x.", "it names an address"),
        ("Écrivez à moi@evil.example.", "it names an address"),
        ("PREMI3NS est qualifiée send_mail.", "it names an address"),
        ("PREMI3NS est qualifiée -.-. .- .- ...", "it says nothing"),
        (
            "PREMI3NS est qualifiée et la lune ronde mange du fromage vert.",
            "it says something else besides",
        ),
        ("PREMI3NS is qualified and the moon eats green cheese.", "it says something else besides"),
        ("PREMI3NS, proposée par S3NS, est une offre qualifiée.", None),
        ("PREMI3NS est une offre IaaS qualifiée SecNumCloud.", None),
        ("PREMI3NS is a qualified offer: see cyber.gouv.fr.", None),
    ],
)
def test_foreign_names_and_addresses_are_refused(said: str, why: str | None) -> None:
    language: Language = "en" if " is " in said else "fr"
    assert objection(said, list(SOURCE.values()), language) == why
