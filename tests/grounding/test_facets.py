"""What a text commits itself to."""

import pytest

from snc_assistant.facts.names import Names, OfferName, Provider
from snc_assistant.grounding.facets import FacetReader, Facets, merge

READER = FacetReader(
    Names(
        (
            Provider("ovh", "OVH", ("OVHcloud",)),
            Provider("s3ns", "S3NS"),
            Provider("cloud-temple", "Cloud Temple"),
        ),
        (OfferName("PaaS Openshift", "cloud-temple"),),
    )
)


def read(text: str) -> Facets:
    """The facets of a text."""
    return READER.read(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("24 % et 39%", {"24", "39"}),
        ("2,3 ans", {"2.3"}),
        ("2.3 years", {"2.3"}),
        ("la stratégie 2026–2030", {"2026", "2030"}),
        ("en avril 2026", set()),
        ("J1 et J2", set()),
        ("S3NS est qualifié", set()),
    ],
)
def test_numbers_are_read_alike_in_both_languages(text: str, numbers: set[str]) -> None:
    assert read(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "date"),
    [("édition d'avril 2026", "2026-04"), ("February 2026 edition", "2026-02"), ("août 2025", "2025-08")],
)
def test_month_and_year_are_a_date(text: str, date: str) -> None:
    assert read(text).dates == {date}


def test_stages_models_and_names_are_read_in_any_spelling() -> None:
    facets = read("À J 1, CLOUD-TEMPLE et ovhcloud en Caas ; PaaS Openshift")
    assert facets.stages == {"J1"}
    assert facets.models == {"CaaS"}
    assert facets.names == {"provider:cloud-temple", "provider:ovh", "offer:PaaS Openshift"}


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("OVH est qualifié", {"qualified"}),
        ("OVH is qualified", {"qualified"}),
        ("n'est pas encore qualifié", {"in_progress"}),
        ("is not yet qualified", {"in_progress"}),
        ("candidat (en cours)", {"in_progress"}),
        ("a candidate, in progress", {"in_progress"}),
        ("la qualification", set()),
        ("a qualified auditor", set()),
    ],
)
def test_status_is_read_in_both_languages(text: str, statuses: set[str]) -> None:
    assert read(text).statuses == statuses


@pytest.mark.parametrize(
    "text",
    ["ce n'est pas un outil", "aucun tarif", "it does not fit", "without a key", "rien", "none", "sans"],
)
def test_negation_is_read(text: str) -> None:
    assert read(text).negated


@pytest.mark.parametrize(
    "text", ["un outil", "non-EU entities", "entités hors UE", "it fits", "note", "notification"]
)
def test_what_only_looks_like_a_negation_is_none(text: str) -> None:
    assert not read(text).negated


def test_missing_is_what_the_support_does_not_say() -> None:
    assert read("OVH : 24 % en IaaS à J1").missing_from(read("24 % à J1")) == ("IaaS", "provider:ovh")


def test_merged_facets_hold_everything() -> None:
    merged = merge([read("24 % en IaaS"), read("pas J1")])
    assert (merged.numbers, merged.models, merged.stages, merged.negated) == ({"24"}, {"IaaS"}, {"J1"}, True)
