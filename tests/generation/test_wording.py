"""The assistant's own sentences."""

import re

import pytest

from snc_assistant.facts.finding import Phrase
from snc_assistant.generation import wording
from snc_assistant.generation.wording import edition_name, status_name, word
from snc_assistant.types import LANGUAGES, Language


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    blanks = {
        language: {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in texts.items()}
        for language, texts in wording._TEXTS.items()
    }
    assert blanks["fr"] == blanks["en"]


@pytest.mark.parametrize(
    ("edition", "language", "name"),
    [
        ("2026-04", "fr", "avril 2026"),
        ("2026-02", "en", "February 2026"),
        ("2025-12", "fr", "décembre 2025"),
        ("2026-13", "fr", "2026-13"),
        ("v2", "en", "v2"),
        ("", "fr", ""),
    ],
)
def test_edition_is_named_by_its_month(edition: str, language: Language, name: str) -> None:
    assert edition_name(edition, language) == name


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        ("2026-04", "d'avril 2026"),
        ("2026-02", "de février 2026"),
        ("2026-08", "d'août 2026"),
        ("2026-10", "d'octobre 2026"),
    ],
)
def test_french_elides_before_a_vowel(edition: str, words: str) -> None:
    assert (
        word(Phrase("status.yes.qualified", {"edition": edition}), "fr") == f"Oui, d'après l'édition {words}."
    )


LISTS = [
    (
        "fr",
        12,
        12,
        "in_progress",
        "IaaS",
        "12 offres IaaS en cours de qualification, de 12 candidats, dans l'édition d'avril 2026 :",
    ),
    (
        "fr",
        1,
        1,
        "qualified",
        "CaaS",
        "1 offre CaaS qualifiée, de 1 prestataire, dans l'édition d'avril 2026 :",
    ),
    (
        "fr",
        19,
        17,
        "qualified",
        "",
        "19 lignes qualifiées (17 offres distinctes), de 10 prestataires, dans l'édition d'avril 2026 :",
    ),
    (
        "en",
        12,
        12,
        "in_progress",
        "IaaS",
        "12 IaaS offers in progress, from 12 applicants, in the April 2026 edition:",
    ),
    ("en", 1, 1, "qualified", "CaaS", "1 qualified CaaS offer, from 1 provider, in the April 2026 edition:"),
    (
        "en",
        19,
        17,
        "qualified",
        "",
        "19 qualified rows (17 distinct offers), from 10 providers, in the April 2026 edition:",
    ),
]


@pytest.mark.parametrize(
    ("language", "rows", "offers", "status", "model", "text"), LISTS, ids=[f"{x[0]}-{x[1]}" for x in LISTS]
)
def test_list_is_introduced_by_its_counts(
    language: Language, rows: int, offers: int, status: str, model: str, text: str
) -> None:
    providers = {12: 12, 1: 1, 19: 10}[rows]
    values = {
        "rows": rows,
        "offers": offers,
        "providers": providers,
        "status": status,
        "service_model": model,
        "edition": "2026-04",
    }
    assert word(Phrase("offers.list", values), language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les 10 critères opérationnels et juridiques :"),
        ("en", "The 10 operational and legal criteria:"),
    ],
)
def test_families_are_named_in_words(language: Language, text: str) -> None:
    assert word(Phrase("criteria", {"family": "operational,legal", "count": 10}), language) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_in_a_question_are_shown_as_typed(language: Language) -> None:
    assert "{provider}" in word(Phrase("unlisted", {"unlisted": "{provider}"}), language)


@pytest.mark.parametrize(("language", "name"), [("fr", "en cours de qualification"), ("en", "in progress")])
def test_status_is_named_in_words(language: Language, name: str) -> None:
    assert status_name("in_progress", language) == name


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "Non : Oodrive : aucune offre en cours de qualification, d'après l'édition d'avril 2026 :"),
        ("en", "No: Oodrive: no offers in progress, according to the April 2026 edition:"),
    ],
)
def test_none_of_a_provider_is_counted_with_a_no_first(language: Language, expected: str) -> None:
    values: dict[str, str | int] = {
        "provider": "Oodrive",
        "edition": "2026-04",
        "status": "in_progress",
        "service_model": "",
        "rows": 0,
        "offers": 0,
        "providers": 0,
        "verdict": "no",
    }
    assert word(Phrase("provider.count", values), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "S3NS, d'après l'édition d'avril 2026 : offres qualifiées en IaaS, aucune en SaaS :"),
        ("en", "S3NS, according to the April 2026 edition: qualified offers for IaaS, none for SaaS:"),
    ],
)
def test_service_models_that_one_has_and_lacks(language: Language, expected: str) -> None:
    values: dict[str, str | int] = {
        "provider": "S3NS",
        "edition": "2026-04",
        "status": "qualified",
        "service_model": "",
        "having": "IaaS",
        "lacking": "SaaS",
    }
    assert word(Phrase("models.some", values), language) == expected


SPLIT = {"rows": 39, "offers": 33, "providers": 25, "status": "", "service_model": "", "edition": "2026-04"}
SPLIT |= {"qualified": 19, "qualified_providers": 10, "in_progress": 1, "in_progress_providers": 1}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "(19 qualifiées de 10 prestataires, 1 en cours de qualification de 1 candidat)"),
        ("en", "(19 qualified from 10 providers, 1 in progress from 1 applicant)"),
    ],
)
def test_list_of_both_statuses_says_how_many_of_each_and_from_whom(language: Language, expected: str) -> None:
    assert expected in word(Phrase("offers.list", SPLIT), language)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "Aucun prestataire n'a d'offres CaaS en cours de qualification (sans offre IaaS), d'après"),
        ("en", "No provider has CaaS offers in progress (with no IaaS offer), according to"),
    ],
)
def test_nobody_who_lacks_it_is_worded(language: Language, expected: str) -> None:
    values = {"status": "in_progress", "service_model": "CaaS", "absent": "IaaS", "edition": "2026-04"}
    assert word(Phrase("offers.none_apart", values), language).startswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", "(sans offre qualifiée)"), ("en", "(with no offer qualified)")]
)
def test_status_that_is_lacking_is_worded(language: Language, expected: str) -> None:
    values = {
        "status": "in_progress",
        "service_model": "",
        "absent_status": "qualified",
        "edition": "2026-04",
    }
    assert expected in word(Phrase("offers.none_apart", values), language)


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("fr", "« A » ne figure dans", "« A » et « B » ne figurent dans"),
        ("en", "“A” is not listed in", "“A” and “B” are not listed in"),
    ],
)
def test_names_in_no_table_are_worded_each(language: Language, one: str, several: str) -> None:
    assert word(Phrase("unlisted", {"unlisted": "A"}), language).startswith(one)
    assert word(Phrase("unlisted", {"unlisted": "A, B"}), language).startswith(several)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "fr",
            "Lignes par modèle de service, d'après l'édition d'avril 2026 : qualifiées : IaaS 8 ; en cours de qualification : PaaS 3.",
        ),
        (
            "en",
            "Rows per service model, according to the April 2026 edition: qualified: IaaS 8; in progress: PaaS 3.",
        ),
    ],
)
def test_rows_of_each_model_are_worded(language: Language, expected: str) -> None:
    values = {"qualified_models": "IaaS 8", "in_progress_models": "PaaS 3", "edition": "2026-04"}
    assert word(Phrase("group.by_model", values), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "fr",
            "Non : des prestataires d'offres CaaS n'en ont pas en PaaS, d'après l'édition d'avril 2026 : A.",
        ),
        (
            "en",
            "No: some providers of CaaS offers have no PaaS ones, according to the April 2026 edition: A.",
        ),
    ],
)
def test_not_all_is_worded(language: Language, expected: str) -> None:
    values = {"status": "", "service_model": "CaaS", "other": "PaaS", "names": "A", "verdict": "no"}
    assert word(Phrase("group.subset_models.none", {**values, "edition": "2026-04"}), language) == expected
