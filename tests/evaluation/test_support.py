"""ALCE's citation recall and precision by a judge without a model, on two editions made by hand."""

import pytest

from snc_assistant.evaluation.answers import CitedQuote
from snc_assistant.evaluation.support import Support, support_scores
from snc_assistant.types import Language

from .supporting import JUDGE, claim, quote, whole

CAPITAL = {"en": "Limits on the holding of capital by non-EU entities: 24% individually.",
           "fr": "Limites sur la détention du capital par des entités hors UE : 24 % individuellement."}  # fmt: skip
STORAGE = {"en": "Storage and processing of data within the EU.",
           "fr": "Stockage et traitement des données au sein de l'UE."}  # fmt: skip
CUSTOMER = {"en": "The State is not the sole customer.", "fr": "L'État n'est pas le seul client."}
BACKUP = {"en": "Daily data backup policy.", "fr": "Politique de sauvegarde quotidienne des données."}
UNLABELLED = "Validation of the audit plan by ANSSI, unlabelled"
AUDIT = {"en": "Validation of the audit plan by ANSSI", "fr": "Validation du plan d'audit par l'ANSSI"}


def entails(language: Language, text: str, *citations: CitedQuote) -> bool:
    return JUDGE.entails(text, citations, language)


@pytest.mark.parametrize(
    ("language", "text", "cited"),
    [
        ("en", "Non-EU entities may hold at most 24% of the capital individually.", CAPITAL),
        ("fr", "Une entité hors UE peut détenir au plus 24 % du capital individuellement.", CAPITAL),
        ("en", "Data must be stored and processed within the EU.", STORAGE),
        ("fr", "Les données doivent être stockées et traitées au sein de l'UE.", STORAGE),
        ("en", "At stage J1, ANSSI validates the audit plan.", AUDIT),
        ("fr", "À l'étape J1, l'ANSSI valide le plan d'audit.", AUDIT),
        ("en", "According to the February 2026 edition, the State is not the sole customer.", CUSTOMER),
        ("fr", "Selon l'édition d'avril 2026, l'État n'est pas le seul client.", CUSTOMER),
    ],
)
def test_right_claim_is_supported_by_its_quote(
    language: Language, text: str, cited: dict[Language, str]
) -> None:
    assert entails(language, text, quote(language, cited[language]))


@pytest.mark.parametrize(
    ("language", "text", "cited"),
    [
        ("fr", "Les données doivent être stockées et traitées au sein de l'UE.", STORAGE),
        ("en", "Data must be stored and processed within the EU.", STORAGE),
        ("fr", "L'État n'est pas le seul client.", CUSTOMER),
        ("en", "The State is not the sole customer.", CUSTOMER),
    ],
)
def test_citation_in_the_other_language_supports_what_it_says(
    language: Language, text: str, cited: dict[Language, str]
) -> None:
    other: Language = "en" if language == "fr" else "fr"
    assert entails(language, text, quote(other, cited[other]))
    assert not entails(language, text, quote(other, BACKUP[other]))


@pytest.mark.parametrize(
    ("language", "text", "cited"),
    [
        ("en", "Non-EU entities may hold at most 39% of the capital individually.", CAPITAL),
        ("fr", "Une entité hors UE peut détenir au plus 39 % du capital individuellement.", CAPITAL),
        ("en", "Twenty-six percent is the individual limit on the holding of capital.", CAPITAL),
        ("fr", "La limite individuelle de détention du capital est de vingt-six pour cent.", CAPITAL),
        ("en", "At stage J2, ANSSI validates the audit plan.", AUDIT),
        ("fr", "À l'étape J2, l'ANSSI valide le plan d'audit.", AUDIT),
        ("en", "According to the April 2026 edition, data is stored and processed within the EU.", STORAGE),
        ("fr", "Selon l'édition de février 2026, les données sont stockées au sein de l'UE.", STORAGE),
        ("en", "There is a weekly data backup policy.", BACKUP),
        ("fr", "Une politique de sauvegarde hebdomadaire des données est requise.", BACKUP),
        ("en", "Data must be stored and processed within the EU by Granite Hosting.", STORAGE),
        ("fr", "Les données doivent être stockées et traitées dans l'UE par Granite Hosting.", STORAGE),
        ("en", "The plan of the audit is validated by ANSSI and by Wavestone.", AUDIT),
        ("fr", "Le plan d'audit est validé par l'ANSSI et par Wavestone.", AUDIT),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_value_that_is_not_cited_is_not_supported(
    language: Language, text: str, cited: dict[Language, str]
) -> None:
    assert not entails(language, text, quote(language, cited[language]))


@pytest.mark.parametrize(
    ("language", "text", "cited"),
    [
        ("en", "The State is the sole customer.", CUSTOMER),
        ("fr", "L'État est le seul client.", CUSTOMER),
        ("en", "It is not true that data must be stored and processed within the EU.", STORAGE),
        ("fr", "Les données ne doivent pas être stockées ni traitées au sein de l'UE.", STORAGE),
    ],
)
def test_negation_that_only_one_side_has_is_not_supported(
    language: Language, text: str, cited: dict[Language, str]
) -> None:
    assert not entails(language, text, quote(language, cited[language]))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Encryption keys belong to the client."),
        ("fr", "Les clés de chiffrement appartiennent au client."),
        ("en", "Data storage within banks needs strong keys."),
        ("fr", "Le stockage des données au sein des banques exige des clés fortes."),
        ("en", "The legal criteria are many."),
        ("fr", "Les critères juridiques sont nombreux."),
    ],
    ids=[
        "other words en",
        "other words fr",
        "some words en",
        "some words fr",
        "heading alone en",
        "heading alone fr",
    ],
)
def test_words_that_the_quote_does_not_have_are_not_supported(language: Language, text: str) -> None:
    assert not entails(language, text, quote(language, STORAGE[language]))


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("en", "Granite Hosting is qualified for the IaaS offering “Granite Shield”.",
         "Granite Hosting is a candidate (in progress) for the IaaS offering “Granite Shield”."),
        ("fr", "Granite Hosting est qualifié pour l'offre IaaS « Granite Shield ».",
         "Granite Hosting est candidat (en cours) pour l'offre IaaS « Granite Shield »."),
    ],
)  # fmt: skip
def test_status_is_that_of_the_innermost_heading(language: Language, right: str, wrong: str) -> None:
    cells = quote(language, "Granite Hosting"), quote(language, "Granite Shield")
    assert entails(language, right, *cells)
    assert not entails(language, wrong, *cells)
    assert not entails(language, right.replace("IaaS", "PaaS"), *cells)


def test_cells_of_a_row_count_together_in_each_edition() -> None:
    cells = [quote(d, c) for d in ("en", "fr") for c in ("Nimbus Cloud", "Nimbus Vault")]
    text = "Nimbus Cloud is a candidate (in progress) for the IaaS offering “Nimbus Vault”."
    assert JUDGE.judge(claim(text, *cells), "en") == Support(True, (True,) * 4)
    assert JUDGE.judge(claim(text, cells[0]), "en") == Support(False, (False,))


@pytest.mark.parametrize(
    "text", ["Nimbus Cloud: “Nimbus Vault” (IaaS, PaaS)", "Nimbus Cloud : « Nimbus Vault » (IaaS, PaaS)"]
)
def test_cell_of_every_row_counts_and_a_repeated_one_does_not(text: str) -> None:
    names = "Nimbus Cloud", "Nimbus Vault"
    rows = [quote("en", name, last=last) for last in (False, True) for name in names]
    assert JUDGE.judge(claim(text, *rows), "en") == Support(True, (True,) * 4)
    again = JUDGE.judge(claim(text, *rows, rows[0]), "en")
    assert again == Support(True, (False, True, True, True, False))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_of_two_citations_counts_if_it_supports_alone(language: Language) -> None:
    same = quote(language, STORAGE[language])
    assert JUDGE.judge(claim(STORAGE[language], same, same), language).needed == (True, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The holding of capital by non-EU entities is limited to 24% individually; see “plan d'audit”.",
        ),
        ("fr", "La détention du capital par des entités hors UE est limitée à 24 % ; voir « audit plan »."),
    ],
)
def test_citation_that_prints_what_is_quoted_counts(language: Language, text: str) -> None:
    other: Language = "en" if language == "fr" else "fr"
    both = claim(text, quote(language, CAPITAL[language]), quote(other, AUDIT[other]))
    assert JUDGE.judge(both, language) == Support(True, (True, True))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_citation_that_adds_nothing_does_not_count(language: Language) -> None:
    text = STORAGE[language]
    both = claim(text, quote(language, STORAGE[language]), quote(language, BACKUP[language]))
    assert JUDGE.judge(both, language) == Support(True, (True, False))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A policy covers storage and processing of data within the EU."),
        ("fr", "Une politique couvre le stockage et le traitement des données au sein de l'UE."),
    ],
)
def test_citation_that_adds_a_single_word_does_not_count(language: Language, text: str) -> None:
    both = claim(text, quote(language, STORAGE[language]), quote(language, BACKUP[language]))
    assert JUDGE.judge(both, language) == Support(True, (True, False))


def test_citation_with_the_rest_of_the_claim_counts() -> None:
    text = "Data is stored and processed within the EU, and a daily backup policy is required."
    both = claim(text, quote("en", STORAGE["en"]), quote("en", BACKUP["en"]))
    assert JUDGE.judge(both, "en") == Support(True, (True, True))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Data is stored and processed within the EU, and the holding of capital is known."),
        (
            "fr",
            "Les données sont stockées et traitées au sein de l'UE, et la détention du capital est connue.",
        ),
    ],
)
def test_citation_with_two_words_more_counts(language: Language, text: str) -> None:
    storage, capital = quote(language, STORAGE[language]), quote(language, CAPITAL[language])
    assert JUDGE.judge(claim(text, storage), language) == Support(True, (True,))
    assert JUDGE.judge(claim(text, storage, capital), language) == Support(True, (True, True))


@pytest.mark.parametrize(
    ("language", "text", "items"),
    [
        ("en", "The criteria are legal, technical and operational, and data storage is within the EU.",
         (STORAGE["en"], "Technical", "Operational")),
        ("fr", "Les critères sont juridiques, techniques et opérationnels, et le stockage des données est au sein de l'UE.",
         (STORAGE["fr"], "Techniques", "Opérationnels")),
    ],
)  # fmt: skip
def test_item_of_a_list_counts_for_the_one_word_that_it_is(
    language: Language, text: str, items: tuple[str, ...]
) -> None:
    cited = [quote(language, item) for item in items]
    assert JUDGE.judge(claim(text, *cited), language) == Support(True, (True,) * 3)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "At stage J1, the audit plan is validated by ANSSI."),
        ("fr", "À l'étape J1, le plan d'audit est validé par l'ANSSI."),
    ],
)
def test_citation_counts_whose_label_another_edition_prints(language: Language, text: str) -> None:
    cited = [quote("en", UNLABELLED), quote("fr", AUDIT["fr"])]
    assert JUDGE.judge(claim(text, cited[0]), language) == Support(False, (False,))
    assert JUDGE.judge(claim(text, *cited), language) == Support(True, (True, True))
    beside = claim(text, quote("en", BACKUP["en"]), cited[1])
    assert JUDGE.judge(beside, language) == Support(True, (False, True))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Granite Hosting is printed three times."),
        ("fr", "Granite Hosting est imprimé trois fois."),
    ],
)
def test_numbers_written_as_words_are_no_words(language: Language, text: str) -> None:
    cited = quote("en", "Granite Hosting Granite Hosting Granite Hosting")
    assert entails(language, text, cited)
    assert not entails(language, text.replace("three", "four").replace("trois", "quatre"), cited)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whole_document_supports_nothing_but_a_stretch_of_it_may(language: Language) -> None:
    text, everything = STORAGE[language], whole(language)
    end = everything.quote.index("lorem")
    stretch = CitedQuote(language, 0, end, everything.quote[:end])
    assert entails(language, text, stretch)
    assert not entails(language, text, everything)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_quote_that_stands_elsewhere_supports_nothing(language: Language) -> None:
    text = STORAGE[language]
    right = quote(language, text)
    assert entails(language, text, right)
    assert not entails(language, text, CitedQuote(language, right.start + 1, right.end + 1, text))
    assert not entails(language, text, CitedQuote("none", right.start, right.end, text))
    assert not entails(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Both editions ask for storage and processing of data within the EU."),
        ("fr", "Les deux éditions demandent le stockage et le traitement des données dans l'UE."),
    ],
)
def test_number_of_editions_is_counted_from_the_citations(language: Language, text: str) -> None:
    one, other = quote("en", STORAGE["en"]), quote("fr", STORAGE["fr"])
    assert entails(language, text, one, other)
    wrong = text.replace("Both", "All three").replace("Les deux", "Les trois")
    assert not entails(language, wrong, one, other)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Names: Granite Hosting {} times."),
        ("fr", "Noms (« names ») : Granite Hosting {} fois."),
    ],
)
def test_number_of_times_that_a_name_is_printed_is_counted(language: Language, text: str) -> None:
    cited = quote("en", "Granite Hosting Granite Hosting Granite Hosting")
    assert entails(language, text.format(3), cited)
    assert not entails(language, text.format(4), cited)


def test_figures_are_shares_of_claims_and_of_citations() -> None:
    claims = [
        claim("Data is stored within the EU.", quote("en", STORAGE["en"]), quote("en", BACKUP["en"])),
        claim("The price is 300 euros.", quote("en", STORAGE["en"])),
        claim("Nothing is cited."),
    ]
    found = support_scores(claims, [JUDGE.judge(c, "en") for c in claims])
    assert found["citation_support_recall"] == pytest.approx(1 / 3)
    assert found["citation_support_precision"] == pytest.approx(1 / 3)


def test_claims_without_citations_have_no_precision() -> None:
    claims = [claim("Data is stored within the EU.")]
    found = support_scores(claims, [JUDGE.judge(c, "en") for c in claims])
    assert found == {"citation_support_recall": 0.0}
