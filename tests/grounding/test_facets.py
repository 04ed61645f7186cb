"""What a text commits itself to."""

import pytest

from snc_assistant.facts.names import Names, OfferName, Provider
from snc_assistant.grounding.facets import FacetReader, Facets, merge, of_edition

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


def test_missing_is_what_the_support_does_not_say() -> None:
    assert read("OVH : 24 % en IaaS à J1").missing_from(read("24 % à J1")) == ("IaaS", "provider:ovh")


def test_merged_facets_hold_everything() -> None:
    merged = merge([read("24 % en IaaS"), read("pas J1")])
    assert (merged.numbers, merged.models, merged.stages) == ({"24"}, {"IaaS"}, {"J1"})
    assert merged.measures == {"24 %"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("l'ANSSI étudie le rapport de l'organisme d'évaluation", {"ANSSI", "evaluator"}),
        ("the auditor informs the customer", {"evaluator", "client"}),
        ("le prestataire et le commanditaire", {"provider", "client"}),
        ("the cloud provider and its users", {"provider", "user"}),
        ("opérateurs d'importance vitale", set()),
        ("operators of vital importance", set()),
    ],
)
def test_parties_are_read_in_both_languages(text: str, roles: set[str]) -> None:
    assert read(text).roles == roles


@pytest.mark.parametrize(
    ("claim", "source", "missing"),
    [
        ("chaque jour", "annuelle", ("every day",)),
        ("every year", "Révision annuelle", ()),
        ("the legal criteria", "Critères Techniques", ("legal criteria",)),
        ("en février", "édition d'avril 2026", ("02",)),
        ("in 23 years", "23 jours", ("23 year",)),
        ("2026 seconds", "39 secondes, 2026", ("2026 second",)),
        ("le client", "l'ANSSI", ("client",)),
        ("le prestataire", "une sauvegarde", ()),
        ("le prestataire", "l'utilisateur", ("provider",)),
    ],
)
def test_each_kind_of_value_can_be_missing(claim: str, source: str, missing: tuple[str, ...]) -> None:
    assert read(claim).missing_from(read(source)) == missing


def test_edition_bears_out_its_date_and_language() -> None:
    claim = read("l'édition française d'avril 2026")
    assert claim.missing_from(of_edition("2026-04", "fr")) == ()
    assert claim.missing_from(of_edition("2026-02", "en")) == ("04", "2026-04", "French")
