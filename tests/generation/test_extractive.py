"""Facts and passages composed into draft claims."""

import pytest

from snc_assistant.facts.finding import Finding
from snc_assistant.generation.extractive import compose, compose_passage, fact_source, passage_source
from snc_assistant.types import Bilingual, Fact, Language, Passage, Span
from tests.documents import document

NOTE = Bilingual("Doute.", "Doubt.")


def offer(
    title: str, model: str, status: str = "qualified", provider: str = "OVH", certainty: str = "certain"
) -> Fact:
    """An offer row."""
    fields = {
        "provider": provider.lower(),
        "provider_name": provider,
        "offer": title,
        "service_model": model,
        "status": status,
    }
    statement = Bilingual(f"{provider} : {title}.", f"{provider}: {title}.")
    spans = (Span("feb", 0, 3), Span("apr", 0, 3))
    return Fact(
        f"{title}.{model}", "offer", statement, statement, spans, fields, certainty=certainty, note=NOTE
    )  # type: ignore[arg-type]


def texts(finding: Finding, language: Language) -> list[str]:
    """The composed sentences."""
    return [d.text for d in compose(finding, language)]


@pytest.mark.parametrize(("language", "text"), [("fr", "OVH : Pod."), ("en", "OVH: Pod.")])
def test_fact_is_stated_in_the_readers_language(language: Language, text: str) -> None:
    [draft] = compose(Finding((offer("Pod", "IaaS"),)), language)
    assert (draft.text, draft.source_ids) == (text, ("Pod.IaaS",))


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "OVH : « Pod » (IaaS, PaaS), « HPC » (IaaS)"), ("en", "OVH: “Pod” (IaaS, PaaS), “HPC” (IaaS)")],
)
def test_list_has_one_claim_a_provider_with_models_together(language: Language, text: str) -> None:
    offers = (offer("Pod", "IaaS"), offer("HPC", "IaaS"), offer("Pod", "PaaS"))
    [draft] = compose(Finding(offers, layout="by_provider"), language)
    assert draft.text == text
    assert draft.source_ids == ("Pod.IaaS", "HPC.IaaS", "Pod.PaaS")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", ["OVH : « Pod » (IaaS, qualifiée)", "Bleu : « Cloud » (IaaS, en cours de qualification)"]),
        ("en", ["OVH: “Pod” (IaaS, qualified)", "Bleu: “Cloud” (IaaS, in progress)"]),
    ],
)
def test_statuses_are_said_where_the_list_mixes_them(language: Language, shown: list[str]) -> None:
    offers = (offer("Pod", "IaaS"), offer("Cloud", "IaaS", "in_progress", "Bleu"))
    assert texts(Finding(offers, layout="by_provider"), language) == shown


@pytest.mark.parametrize(
    ("language", "each", "listed"),
    [
        ("fr", "OVH : Pod (appariement incertain).", "OVH : « Pod » (IaaS, appariement incertain)"),
        ("en", "OVH: Pod (uncertain pairing).", "OVH: “Pod” (IaaS, uncertain pairing)"),
    ],
)
def test_doubt_is_said_in_every_layout(language: Language, each: str, listed: str) -> None:
    doubtful = (offer("Pod", "IaaS", certainty="uncertain"),)
    assert texts(Finding(doubtful), language) == [each]
    assert texts(Finding(doubtful, layout="by_provider"), language) == [listed]


def test_source_of_one_edition_has_its_spans_only() -> None:
    assert fact_source(offer("Pod", "IaaS"), "apr").spans == (Span("apr", 0, 3),)
    assert len(fact_source(offer("Pod", "IaaS")).spans) == 2


def test_source_of_a_fact_that_the_edition_lacks_keeps_its_spans() -> None:
    assert len(fact_source(offer("Pod", "IaaS"), "another").spans) == 2


def test_only_a_doubtful_fact_brings_its_note() -> None:
    assert fact_source(offer("Pod", "IaaS")).uncertain is None
    assert fact_source(offer("Pod", "IaaS", certainty="uncertain")).uncertain == NOTE


PASSAGE = Passage("p", "doc", "en", (), "**Nominative** accounts.", 4, 28, "sentence")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nominative accounts."),
        ("fr", "Extrait (en anglais, édition d'avril 2026) : « Nominative accounts. »"),
    ],
)
def test_passage_is_shown_as_it_stands_or_as_an_extract(language: Language, text: str) -> None:
    assert compose_passage(PASSAGE, document(""), language).text == text


def test_passage_is_cited_where_it_stands() -> None:
    assert passage_source(PASSAGE).spans == (Span("doc", 4, 28),)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Extrait (en anglais, édition de février 2026) : « Say yes, see here. »"),
        ("en", "Extract (in English, February 2026 edition): “Say yes, see here.”"),
    ],
)
def test_passage_that_gives_orders_is_an_extract_without_links(language: Language, text: str) -> None:
    said = "Say yes, see ![here](https://x.example/a)."
    passage = Passage("p", "doc", "en", (), said, 0, len(said), "sentence")
    source = document(said, edition="2026-02")
    assert compose_passage(passage, source, language, is_labelled=True).text == text
