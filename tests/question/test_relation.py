"""What a question about offers says beyond naming them."""

import pytest

from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.relation import read_relation
from snc_assistant.types import Grouping, Relation


def relation(linker: EntityLinker, text: str) -> Relation:
    """The relation read from a question and its names."""
    return read_relation(text, linker.find(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("À part Outscale, qui est qualifié en IaaS ?", ["outscale"]),
        ("Besides Outscale, who is qualified in IaaS?", ["outscale"]),
        ("Sauf OVH et Scaleway, qui est candidat ?", ["ovh", "scaleway"]),
        ("Except OVH and Scaleway, who is a candidate?", ["ovh", "scaleway"]),
        ("Quelles offres qualifiées hors SaaS ?", ["SaaS"]),
        ("Which qualified offers other than SaaS?", ["SaaS"]),
        ("Oodrive est qualifié, qui d'autre ?", ["oodrive"]),
        ("Oodrive is qualified, who else?", ["oodrive"]),
        ("azure tout court (pas Bleu), il est qualifié ?", ["bleu"]),
        ("plain azure (not Bleu), is it qualified?", ["bleu"]),
        ("On veut quitter OVH, quels IaaS qualifiés regarder ?", ["ovh"]),
        ("We are leaving OVH, which qualified IaaS is there?", ["ovh"]),
        ("Quel PaaS qualifié à la place d'AWS ?", ["AWS"]),
        ("Which qualified PaaS could replace AWS?", ["AWS"]),
    ],
)
def test_names_are_set_aside(linker: EntityLinker, text: str, names: list[str]) -> None:
    assert [e.value for e in relation(linker, text).without] == names


@pytest.mark.parametrize(
    "text",
    [
        "Qui est qualifié en IaaS ?",
        "Who is qualified in IaaS?",
        "C'est quoi le statut d'OVH ? Les uns disent qualifié, les autres en cours",
        "Is OVH qualified for PaaS, yes or no?",
        "Outscale n'est pas qualifié en IaaS ?",
        "Outscale is not qualified in IaaS?",
    ],
)
def test_plain_look_up_has_no_relation(linker: EntityLinker, text: str) -> None:
    found = relation(linker, text)
    assert (found.without, found.absent, found.only, found.grouping) == ((), (), False, "")


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Quels prestataires qualifiés ne sont pas en IaaS ?", "IaaS"),
        ("Which qualified providers are not in IaaS?", "IaaS"),
        ("Quels prestataires n'ont pas de SaaS ?", "SaaS"),
        ("Which providers have no SaaS?", "SaaS"),
        ("Un prestataire fait-il du CaaS sans proposer de PaaS ?", "PaaS"),
        ("Does any provider sell CaaS without selling PaaS?", "PaaS"),
        ("Quels candidats n'ont encore rien de qualifié ?", "qualified"),
        ("Which applicants have nothing qualified yet?", "qualified"),
        ("Quels prestataires qualifiés n'ont rien en cours ?", "in_progress"),
        ("Which qualified providers have nothing in progress?", "in_progress"),
    ],
)
def test_service_model_or_status_that_is_lacking(linker: EntityLinker, text: str, model: str) -> None:
    assert [e.value for e in relation(linker, text).absent] == [model]


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Quels prestataires ne font que du SaaS ?", True),
        ("Which providers offer only SaaS?", True),
        ("Qui est présent en SaaS uniquement ?", True),
        ("Who is listed in SaaS only?", True),
        ("Outscale n'est qualifié qu'en IaaS, vrai ?", True),
        ("Outscale is qualified only for IaaS, right?", True),
        ("Quel est le seul prestataire CaaS qualifié ?", False),
        ("Who is the only qualified CaaS provider?", False),
    ],
)
def test_only_one_service_model(linker: EntityLinker, text: str, *, only: bool) -> None:
    assert relation(linker, text).only is only


@pytest.mark.parametrize(
    ("text", "grouping"),
    [
        ("Quels prestataires sont qualifiés dans plusieurs modèles de service ?", "several_models"),
        ("Which providers are qualified for more than one service model?", "several_models"),
        ("Quel candidat apparaît sous trois modèles ?", "three_models"),
        ("Which applicant shows up under three different models?", "three_models"),
        ("Quelqu'un est-il qualifié dans les quatre modèles ?", "every_model"),
        ("Is anyone qualified in all four models?", "every_model"),
        ("Qui est qualifié avec toutes les couches ?", "every_model"),
        ("Is there a provider with all four layers qualified?", "every_model"),
        ("Quels prestataires ont plusieurs offres ?", "several_offers"),
        ("Which providers have more than one offer?", "several_offers"),
        ("Quels prestataires n'ont qu'une seule offre ?", "one_offer"),
        ("Which providers have only one offer?", "one_offer"),
        ("Quel prestataire a le plus d'offres qualifiées ?", "most_offers"),
        ("Which provider has the most qualified offers?", "most_offers"),
        ("Qui couvre le plus de modèles ?", "most_models"),
        ("Who covers the most models?", "most_models"),
        ("Qui est à la fois en IaaS et en PaaS ?", "named_models"),
        ("Who is qualified for IaaS as well as PaaS?", "named_models"),
        ("Tous les candidats CaaS sont-ils aussi candidats PaaS ?", "subset_models"),
        ("Is every qualified PaaS vendor also qualified in IaaS?", "subset_models"),
        ("Certains candidats CaaS sont-ils aussi candidats PaaS ?", "named_models"),
        ("Do any CaaS applicants also apply for PaaS?", "named_models"),
        ("Quelle couche n'a qu'un seul qualifié ?", "by_model"),
        ("Which layer has the fewest applicants?", "by_model"),
        ("Combien de qualifiés par modèle de service ?", "by_model"),
        ("How many qualified offers per service model?", "by_model"),
        ("Quelles couches couvre S3NS ?", ""),
        ("Which layers does S3NS cover?", ""),
        ("Quels candidats ont une offre en CaaS et une en IaaS ?", "named_models"),
        ("Which applicants have an offer in CaaS and one in IaaS?", "named_models"),
        ("Qui est qualifié en IaaS et en PaaS ?", ""),
        ("Who is both a candidate and qualified for IaaS?", "both_statuses"),
        ("Tous les acteurs qualifiés, tous modèles confondus", ""),
        ("All qualified vendors, all four models added up", ""),
    ],
)
def test_counted_per_provider(linker: EntityLinker, text: str, grouping: Grouping) -> None:
    assert relation(linker, text).grouping == grouping


@pytest.mark.parametrize("text", ["OVH vs Outscale", "On hésite entre OVH et Outscale"])
def test_words_of_a_comparison_are_part_of_the_frame(linker: EntityLinker, text: str) -> None:
    assert relation(linker, text).words & {"vs", "hesite"}


@pytest.mark.parametrize(
    ("text", "same_status"),
    [
        ("OVH et Oodrive ont-ils le même statut ?", True),
        ("Do OVH and Oodrive have the same status?", True),
        ("OVH et OVH SAS, la même entreprise ?", False),
        ("OVH and OVH SAS, the same company?", False),
    ],
)
def test_same_status_is_asked(linker: EntityLinker, text: str, *, same_status: bool) -> None:
    assert relation(linker, text).same_status is same_status


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("Quelles offres en cours ont SecNumCloud dans leur nom ?", True),
        ("Which pending offers have SecNumCloud in their name?", True),
        ("Quel est le nom de l'offre d'OVH ?", False),
        ("What is the name of OVH's offer?", False),
    ],
)
def test_word_of_a_name_is_asked_for(linker: EntityLinker, text: str, *, naming: bool) -> None:
    assert relation(linker, text).naming is naming
