"""An edition or a stage stands with what its own source says."""

import pytest

from snc_assistant.generation.extractive import fact_source
from snc_assistant.grounding.attribution import of_another_source
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.types import Language
from tests.conftest import Built

CITED = ("stage.J1.2026-02-en", "stage.J1.2026-04-fr")


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "J1 : « Evaluation work accepted » en février 2026 et « Stratégie d'évaluation acceptée » en avril 2026.", None),
        ("fr", "J1 : « Evaluation work accepted » en avril 2026 et « Stratégie d'évaluation acceptée » en février 2026.", "2026-04"),
        ("en", "J1 is “Evaluation work accepted” in February 2026 and “Stratégie d'évaluation acceptée” in April 2026.", None),
        ("en", "J1 is “Evaluation work accepted” in April 2026 and “Stratégie d'évaluation acceptée” in February 2026.", "2026-04"),
    ],
)  # fmt: skip
def test_edition_of_the_other_source_is_seen(
    snapshot: Built, language: Language, text: str, value: str | None
) -> None:
    sources = [fact_source(snapshot.facts[f]) for f in CITED]
    assert of_another_source(text, sources, FacetReader(snapshot.data.names), language) == value


def test_single_source_has_no_other(snapshot: Built) -> None:
    sources = [fact_source(snapshot.facts[CITED[0]])]
    assert of_another_source("J1 in April 2026", sources, FacetReader(snapshot.data.names), "en") is None
