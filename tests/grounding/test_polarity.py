"""A claim denies what its source denies and nothing else, part by part."""

import pytest

from snc_assistant.grounding.polarity import disagreement
from snc_assistant.language import fold
from snc_assistant.types import Language

CLOUD: dict[Language, str] = {
    "fr": "SecNumCloud n'est pas le cloud de l'État ; c'est le cloud des fonctions à haute responsabilité.",
    "en": "SecNumCloud is not the State's cloud; it is the cloud for high-responsibility functions.",
}
DATA: dict[Language, str] = {
    "fr": "Les données doivent être stockées au sein de l'UE.",
    "en": "Data must be stored within the EU.",
}
COST: dict[Language, str] = {
    "fr": "Le coût est initial et le bénéfice est continu.",
    "en": "The cost is initial and the benefit is continuous.",
}


def disagrees(claim: str, source: str, language: Language) -> bool:
    """Whether a claim and one sentence of the same language disagree."""
    return disagreement(fold(claim), [fold(source)], [], language)


@pytest.mark.parametrize(
    ("source", "language", "claim"),
    [
        (CLOUD, "fr", "C'est le cloud des fonctions à haute responsabilité, et non celui de l'État."),
        (CLOUD, "en", "It is the cloud for high-responsibility functions, not the State's cloud."),
        (CLOUD, "fr", "SecNumCloud n'est pas le cloud de l'État."),
        (CLOUD, "en", "SecNumCloud is the cloud for high-responsibility functions."),
        (DATA, "fr", "Les données ne doivent pas être stockées hors de l'UE."),
        (DATA, "en", "Data must not be stored outside the EU."),
        (DATA, "fr", "Il est interdit de stocker les données hors de l'UE."),
        (DATA, "en", "Storing data outside the EU is forbidden."),
        (COST, "fr", "Le bénéfice est continu, le coût est initial."),
        (COST, "en", "The benefit is continuous, the cost is initial."),
    ],
)
def test_same_meaning_agrees(source: dict[Language, str], language: Language, claim: str) -> None:
    assert not disagrees(claim, source[language], language)


@pytest.mark.parametrize(
    ("source", "language", "claim"),
    [
        (CLOUD, "fr", "SecNumCloud est le cloud de l'État."),
        (CLOUD, "en", "SecNumCloud is the State's cloud."),
        (CLOUD, "fr", "SecNumCloud n'est pas le cloud des fonctions à haute responsabilité."),
        (CLOUD, "en", "SecNumCloud is not the cloud for high-responsibility functions."),
        (CLOUD, "fr", "Il est faux de dire que c'est le cloud des fonctions à haute responsabilité."),
        (CLOUD, "en", "It is not true that it is the cloud for high-responsibility functions."),
        (DATA, "fr", "Les données ne doivent pas être stockées au sein de l'UE."),
        (DATA, "en", "Data must not be stored within the EU."),
        (DATA, "fr", "Les données doivent être stockées hors de l'UE."),
        (DATA, "en", "Data must be stored outside the EU."),
        (DATA, "fr", "Aucune donnée n'est stockée dans l'UE."),
        (DATA, "en", "No data is stored in the EU."),
        (COST, "fr", "Le coût est continu et le bénéfice est continu."),
        (COST, "en", "The cost is continuous and the benefit is initial."),
    ],
)
def test_opposite_meaning_disagrees(source: dict[Language, str], language: Language, claim: str) -> None:
    assert disagrees(claim, source[language], language)
