"""Each value is said of what the source says it of."""

import pytest

from snc_assistant.grounding.bindings import misplaced, named_twice
from snc_assistant.language import fold
from snc_assistant.types import Language

LIMITS: dict[Language, str] = {
    "fr": "le capital est limite a 24 % individuellement et a 39 % collectivement",
    "en": "capital is limited to 24% individually and 39% collectively",
}
DUTY: dict[Language, str] = {
    "fr": "le prestataire a un devoir d'information envers le client",
    "en": "the provider has a duty to inform the client",
}
STAGES: dict[Language, str] = {
    "fr": "la feuille de route des audits j2 est fixee a l'etape j1",
    "en": "the roadmap for the j2 audits is set at stage j1",
}


@pytest.mark.parametrize(
    ("source", "language", "claim"),
    [
        (LIMITS, "fr", "39 % ensemble, 24 % seule"),
        (LIMITS, "fr", "collectivement, la limite est de 39 %"),
        (LIMITS, "en", "individually 24%, and together 39%"),
        (LIMITS, "en", "the capital is limited to 39% collectively"),
        (DUTY, "fr", "le client doit être informé par le prestataire"),
        (DUTY, "en", "the client has to be informed by the provider"),
        (STAGES, "fr", "l'étape J1 comprend la feuille de route des audits J2"),
        (STAGES, "en", "stage J1 sets the roadmap of the J2 audits"),
    ],
)
def test_value_beside_its_own_words_is_at_its_place(
    source: dict[Language, str], language: Language, claim: str
) -> None:
    assert misplaced(fold(claim), [source[language]], language) is None


@pytest.mark.parametrize(
    ("source", "language", "claim", "kind"),
    [
        (LIMITS, "fr", "limité à 39 % individuellement et à 24 % collectivement", "number"),
        (LIMITS, "en", "individually 39%, and together 24%", "number"),
        (LIMITS, "en", "24% collectively and 39% collectively", "number"),
        (DUTY, "fr", "le client a un devoir d'information envers le prestataire", "party"),
        (DUTY, "en", "the client has a duty to inform the provider", "party"),
        (STAGES, "fr", "la feuille de route des audits J1 est fixée à l'étape J2", "stage"),
        (STAGES, "en", "the roadmap for the J2 audits is set at stage J2", "stage"),
    ],
)
def test_value_beside_the_words_of_another_is_misplaced(
    source: dict[Language, str], language: Language, claim: str, kind: str
) -> None:
    assert misplaced(fold(claim), [source[language]], language) == kind


@pytest.mark.parametrize("language", ["fr", "en"])
def test_year_that_the_sentence_does_not_have_is_misplaced_beside_its_words(language: Language) -> None:
    source = {"fr": "en 2025, le delai est de 23 jours", "en": "in 2025, the delay is 23 days"}[language]
    claim = {"fr": "en 2018, le delai est de 23 jours", "en": "in 2018, the delay is 23 days"}[language]
    other = {"fr": "en 2018, il fallait 2,3 ans", "en": "in 2018, it took 2.3 years"}[language]
    assert misplaced(claim, [source, other], language) == "year"
    assert misplaced(source, [source, other], language) is None


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("les libellés français de J2 et J2", "les libelles francais de j1 et j2"),
        ("the French labels of J2 and J2", "the french labels of j1 and j2"),
        ("les activités critiques des activités critiques", "les activites critiques des non critiques"),
    ],
)
def test_pair_is_of_two_things_unless_the_source_repeats_itself(claim: str, source: str) -> None:
    assert named_twice(fold(claim), [source])
    assert named_twice(source, [source]) is None
    assert named_twice(fold(claim), [source, fold(claim)]) is None
