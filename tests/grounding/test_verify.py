"""A claim is shown only if what it cites bears it out; every rule in both languages."""

import pytest

from snc_assistant.generation.extractive import fact_source
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.verify import Rejected, Verifier
from snc_assistant.types import LANGUAGES, Bilingual, Claim, DraftClaim, Language, Source, Span
from tests.conftest import Built

CAPITAL = "criterion.legal.capital-limits"
SCALEWAY = "offer.scaleway.scaleway-secnumcloud.iaas"
CEGEDIM = "offer.cegedim.cegnumcloud-secured-iaas.iaas"
J0 = "stage.J0"
GOOD = {
    (
        CAPITAL,
        "fr",
    ): "La détention du capital par des entités hors UE est limitée à 24 % seul et 39 % ensemble.",
    (CAPITAL, "en"): "Non-EU entities may hold 24% of the capital individually, 39% collectively.",
    (SCALEWAY, "fr"): "Scaleway est en cours de qualification en IaaS avec Scaleway SecNumCloud.",
    (SCALEWAY, "en"): "Scaleway is an applicant in IaaS with Scaleway SecNumCloud.",
    (CEGEDIM, "fr"): "Cegedim est qualifié en IaaS (édition d'avril 2026).",
    (CEGEDIM, "en"): "Cegedim is qualified in IaaS (April 2026 edition).",
    (J0, "fr"): "J0 est la demande de qualification auprès de l'ANSSI.",
    (J0, "en"): "J0 is the application submitted to ANSSI.",
}
CHANGES = {
    (CAPITAL, "fr"): [("24", "25"), ("39", "93"), ("est limitée", "n'est pas limitée")],
    (CAPITAL, "en"): [("24", "25"), ("39", "3.9"), ("may hold", "may not hold")],
    (SCALEWAY, "fr"): [("Scaleway est", "Bleu est"), ("IaaS", "SaaS"), ("en cours de qualification", "qualifié")],
    (SCALEWAY, "en"): [("Scaleway is", "OVH is"), ("IaaS", "PaaS"), ("an applicant", "qualified")],
    (CEGEDIM, "fr"): [("Cegedim", "AWS"), ("avril", "mars"), ("est qualifié", "est candidat"), ("est qualifié", "n'est pas encore qualifié")],
    (CEGEDIM, "en"): [("Cegedim", "Oodrive"), ("2026", "2025"), ("is qualified", "is in progress"), ("is qualified", "is not yet qualified")],
    (J0, "fr"): [("J0", "J1"), ("J0", "J4"), ("est la", "n'est pas la")],
    (J0, "en"): [("J0", "J3"), ("J0", "J0 and J2"), ("is the", "is not the")],
}  # fmt: skip
SWAPS = [(fact, lang, old, new) for (fact, lang), swaps in CHANGES.items() for old, new in swaps]


@pytest.fixture(scope="module")
def verifier(snapshot: Built) -> Verifier:
    """Over the real corpus."""
    return Verifier(Locator(snapshot.structures), FacetReader(snapshot.data.names))


def check(
    verifier: Verifier, snapshot: Built, fact_id: str, text: str, language: Language
) -> Claim | Rejected:
    """The verdict on a text that cites one fact."""
    sources = {fact_id: fact_source(snapshot.facts[fact_id])}
    return verifier.verify(DraftClaim(text, (fact_id,)), sources, language)


@pytest.mark.parametrize(("fact_id", "language"), GOOD, ids=[f"{f}-{lang}" for f, lang in GOOD])
def test_faithful_paraphrase_passes(
    verifier: Verifier, snapshot: Built, fact_id: str, language: Language
) -> None:
    claim = check(verifier, snapshot, fact_id, GOOD[fact_id, language], language)
    assert isinstance(claim, Claim), claim
    assert claim.text == GOOD[fact_id, language]


@pytest.mark.parametrize(
    ("fact_id", "language", "old", "new"), SWAPS, ids=[f"{lang}-{old}→{new}" for _, lang, old, new in SWAPS]
)
def test_changed_digit_name_model_stage_status_date_or_negation_is_rejected(
    verifier: Verifier, snapshot: Built, fact_id: str, language: Language, old: str, new: str
) -> None:
    text = GOOD[fact_id, language]
    assert old in text
    assert isinstance(check(verifier, snapshot, fact_id, text.replace(old, new, 1), language), Rejected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reviewed_statement_passes_its_own_check(
    verifier: Verifier, snapshot: Built, language: Language
) -> None:
    rejected = [
        (f.fact_id, verdict.reason)
        for f in snapshot.data.facts
        if f.spans
        and isinstance(
            verdict := check(verifier, snapshot, f.fact_id, f.statement[language], language), Rejected
        )
    ]
    assert rejected == []


@pytest.mark.parametrize(
    ("language", "denial"),
    [("fr", "Il n'est pas vrai que ceci : {}"), ("en", "It is not true that: {}")],
    ids=LANGUAGES,
)
def test_denied_statement_is_rejected(
    verifier: Verifier, snapshot: Built, language: Language, denial: str
) -> None:
    accepted = [
        f.fact_id
        for f in snapshot.data.facts
        if f.spans
        and isinstance(check(verifier, snapshot, f.fact_id, denial.format(f.statement[language]), language), Claim)
    ]  # fmt: skip
    assert accepted == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il n'est pas vrai que Cegedim est qualifié en IaaS."),
        ("en", "It is not true that Cegedim is qualified in IaaS."),
    ],
    ids=LANGUAGES,
)
def test_denied_offer_is_rejected(verifier: Verifier, snapshot: Built, language: Language, text: str) -> None:
    assert isinstance(check(verifier, snapshot, CEGEDIM, text, language), Rejected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il n'est pas vrai que Scaleway est candidat en IaaS."),
        ("en", "It is not true that Scaleway is an applicant in IaaS."),
    ],
    ids=LANGUAGES,
)
def test_denied_application_is_rejected(
    verifier: Verifier, snapshot: Built, language: Language, text: str
) -> None:
    assert isinstance(check(verifier, snapshot, SCALEWAY, text, language), Rejected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Non, Scaleway n'est pas encore qualifié en IaaS."),
        ("en", "No, Scaleway is not yet qualified in IaaS."),
    ],
    ids=LANGUAGES,
)
def test_not_yet_qualified_is_what_in_progress_means(
    verifier: Verifier, snapshot: Built, language: Language, text: str
) -> None:
    assert isinstance(check(verifier, snapshot, SCALEWAY, text, language), Claim)


@pytest.mark.parametrize("source_ids", [(), ("nobody",)], ids=["none", "unknown"])
def test_claim_that_names_no_known_source_is_rejected(
    verifier: Verifier, source_ids: tuple[str, ...]
) -> None:
    verdict = verifier.verify(DraftClaim("Rien.", source_ids), {}, "fr")
    assert isinstance(verdict, Rejected)
    assert verdict.reason == "no known source"


@pytest.mark.parametrize("language", LANGUAGES)
def test_claim_without_a_span_to_cite_is_rejected(
    verifier: Verifier, snapshot: Built, language: Language
) -> None:
    topic = next(f for f in snapshot.facts.all() if f.kind == "topic" and not f.spans)
    verdict = check(verifier, snapshot, topic.fact_id, topic.statement[language], language)
    assert isinstance(verdict, Rejected)
    assert verdict.reason == "no span of a document to cite"


def test_rejection_says_what_is_not_in_the_spans(verifier: Verifier, snapshot: Built) -> None:
    verdict = check(verifier, snapshot, CAPITAL, "Limite : 51 % en SaaS.", "fr")
    assert isinstance(verdict, Rejected)
    assert verdict.reason == "not in the cited spans: 51, SaaS"


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Limite : vingt-cinq pour cent."), ("en", "The limit is twenty-five percent.")],
    ids=LANGUAGES,
)
def test_number_in_words_is_checked_like_one_in_digits(
    verifier: Verifier, snapshot: Built, language: Language, text: str
) -> None:
    verdict = check(verifier, snapshot, CAPITAL, text, language)
    assert isinstance(verdict, Rejected)
    assert verdict.reason == "not in the cited spans: 25"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Selon Deloitte, la détention du capital par des entités hors UE est limitée."),
        ("en", "According to Deloitte, the holding of capital by non-EU entities is limited."),
    ],
    ids=LANGUAGES,
)
def test_capitalised_word_that_no_source_has_is_an_unknown_name(
    verifier: Verifier, snapshot: Built, language: Language, text: str
) -> None:
    verdict = check(verifier, snapshot, CAPITAL, text, language)
    assert isinstance(verdict, Rejected)
    assert verdict.reason == "unknown names: deloitte"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Selon l'éditorial de février 2026, SecNumCloud est le cloud de l'État ; ce n'est pas le cloud des fonctions à haute responsabilité."),
        ("en", "According to the February 2026 editorial, SecNumCloud is the State's cloud; it is not the cloud for high-responsibility functions."),
    ],
    ids=LANGUAGES,
)  # fmt: skip
def test_negation_moved_to_the_other_half_is_rejected(
    verifier: Verifier, snapshot: Built, language: Language, text: str
) -> None:
    verdict = check(verifier, snapshot, "editorial.2026-02.high-responsibility", text, language)
    assert isinstance(verdict, Rejected)
    assert verdict.reason == "the claim and its source disagree on a negation"


def test_counted_number_must_be_printed_too(verifier: Verifier, snapshot: Built) -> None:
    sources = {CEGEDIM: fact_source(snapshot.facts[CEGEDIM])}
    assert isinstance(verifier.verify(DraftClaim("Cegedim : 1 offre.", (CEGEDIM,)), sources, "fr"), Rejected)


@pytest.mark.parametrize(
    ("language", "first"), [("fr", "observatory-2026-04-fr"), ("en", "observatory-2026-02-en")]
)
def test_each_edition_is_cited_once_the_readers_language_first(
    verifier: Verifier, snapshot: Built, language: Language, first: str
) -> None:
    claim = check(verifier, snapshot, "criterion.technical.daily-backup", "Une sauvegarde.", language)
    assert isinstance(claim, Claim)
    documents = [c.doc_id for c in claim.citations]
    assert documents[0] == first
    assert sorted(documents) == ["observatory-2026-02-en", "observatory-2026-04-fr"]


def test_offer_is_cited_by_both_of_its_cells(verifier: Verifier, snapshot: Built) -> None:
    claim = check(verifier, snapshot, SCALEWAY, GOOD[SCALEWAY, "fr"], "fr")
    assert isinstance(claim, Claim)
    assert [c.quote for c in claim.citations] == ["Scaleway", "Scaleway SecNumCloud"] * 2


def test_doubtful_source_makes_a_doubtful_claim(verifier: Verifier, snapshot: Built) -> None:
    fact_id = next(f.fact_id for f in snapshot.facts.offers() if f.fields["provider"] == "outscale")
    claim = check(verifier, snapshot, fact_id, "Outscale est qualifié en IaaS.", "fr")
    assert isinstance(claim, Claim)
    assert claim.uncertain


def test_bare_passage_supports_what_it_says(verifier: Verifier, french_text: str) -> None:
    start = french_text.index("En 2025, c'est 23 jours.")
    source = Source(
        "p",
        Bilingual("En 2025, c'est 23 jours.", "En 2025, c'est 23 jours."),
        (Span("observatory-2026-04-fr", start, start + 24),),
    )
    assert isinstance(verifier.verify(DraftClaim("23 jours en 2025.", ("p",)), {"p": source}, "fr"), Claim)
    assert isinstance(verifier.verify(DraftClaim("32 jours en 2025.", ("p",)), {"p": source}, "fr"), Rejected)


@pytest.fixture
def french_text(snapshot: Built) -> str:
    """The April edition's text."""
    return snapshot.structures["observatory-2026-04-fr"].document.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_heading_above_a_quote_is_not_cited_beside_it(
    verifier: Verifier, snapshot: Built, language: Language
) -> None:
    fact = snapshot.facts["service.caas.administration-location"]
    claim = check(verifier, snapshot, fact.fact_id, fact.statement[language], language)
    assert isinstance(claim, Claim)
    assert [c.doc_id for c in claim.citations if "pécifi" in c.quote or "Specifics" in c.quote] == []
    assert len(claim.citations) == 2
