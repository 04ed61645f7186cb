"""Words that contradict each other, and words of quantity."""

import pytest

from snc_assistant.grounding.opposites import (
    contradictions,
    overstates,
    poles,
    quantity,
    says_one_twice,
    without_poles,
)
from snc_assistant.language import fold


def contradicted(claim: str, source: str) -> int:
    """How often a claim takes a word of its source the other way round."""
    return contradictions(poles(fold(claim)), poles(fold(source)))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("hors de l'UE", "au sein de l'UE"), ("outside the EU", "within the EU"), ("EU entities", "non-EU entities"),
        ("stocké ailleurs", "au sein de l'UE"), ("anywhere", "within an EU Member State"),
        ("une sauvegarde facultative", "une sauvegarde est exigée"), ("an optional backup", "a backup is required"),
        ("il est interdit de sauvegarder", "une sauvegarde"), ("backups are forbidden", "backup policy"),
        ("audits à distance", "audits sur site"), ("remote audits", "on-site audits"),
        ("organisations privées", "organisations publiques"), ("private bodies", "public bodies"),
        ("l'IA ralentit", "l'IA accélère"), ("AI slows down", "AI speeds up"),
        ("des comptes partagés", "un compte nominatif"), ("shared accounts", "nominative accounts"),
    ],
)  # fmt: skip
def test_opposite_contradicts_in_both_languages(claim: str, source: str) -> None:
    assert contradicted(claim, source) > 0


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("in the European Union", "au sein de l'UE"), ("entités non européennes", "non-EU entities"),
        ("mandatory", "une sauvegarde"), ("permet de sauvegarder", "sauvegarde"),
        ("public or private", "publiques comme privées"), ("d'après l'éditorial", "vérifiée en amont"),
    ],
)  # fmt: skip
def test_same_pole_or_silence_contradicts_nothing(claim: str, source: str) -> None:
    assert contradicted(claim, source) == 0


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("une partie du service", "l'ensemble du service", "a part where the source does not say so"),
        ("some of the service", "the entire service", "a part where the source does not say so"),
        ("toutes les données", "certaines données", "all where the source says a part"),
        ("all data", "certain data", "all where the source says a part"),
        ("uniquement les menaces", "pas seulement les menaces", "only where the source does not say so"),
        ("only threats", "not only threats", "only where the source does not say so"),
        ("l'ANSSI doit demander", "l'ANSSI peut demander", "a duty where the source says a possibility"),
        ("ANSSI must request", "ANSSI may request", "a duty where the source says a possibility"),
        ("le compte peut être nominatif", "le compte doit être nominatif", "a possibility where the source says a duty"),
        ("accounts may be nominative", "accounts must be nominative", "a possibility where the source says a duty"),
        ("toutes les données", "les données", None),
        ("all data", "data", None),
        ("data may only be stored there", "data must be stored there", None),
        ("at most 24%", "24 %", None),
    ],
)  # fmt: skip
def test_quantity_and_duty_are_the_sources(claim: str, source: str, expected: str | None) -> None:
    assert overstates(quantity(fold(claim)), [quantity(fold(source))]) == expected


def test_saying_one_of_two_opposites_twice_is_seen() -> None:
    assert says_one_twice("privees comme privees", ["publiques comme privees"])
    assert says_one_twice("public or public", ["public or private"])
    assert not says_one_twice("public or private", ["public or private"])


def test_text_without_poles_keeps_the_other_words() -> None:
    assert without_poles("the cost is continuous").split() == ["the", "cost", "is"]
