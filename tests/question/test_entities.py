"""Names in questions, however they are typed; and common words that are no names."""

import pytest

from snc_assistant.facts.names import Names, Provider
from snc_assistant.question.entities import EntityLinker
from tests.conftest import Built


def found(linker: EntityLinker, text: str) -> list[tuple[str, str]]:
    """The (kind, value) of each entity."""
    return [(e.kind, e.value) for e in linker.find(text)]


PROVIDERS = [
    ("cloudtemple", "cloud-temple"),
    ("Cloud-Temple", "cloud-temple"),
    ("CLOUD TEMPLE", "cloud-temple"),
    ("cloud tempel", "cloud-temple"),
    ("bretagne telecom", "bretagne-telecom"),
    ("OVHcloud", "ovh"),
    ("ovh sas", "ovh"),
    ("scalewya", "scaleway"),
    ("scalway", "scaleway"),
    ("numsopt", "numspot"),
    ("Cégédim", "cegedim"),
    ("wordline", "worldline"),
    ("Index Éducation", "index-education"),
    ("Prolival", "prolival-tenexa"),
    ("S3NS", "s3ns"),
    ("Free Pro", "free-pro"),
]


@pytest.mark.parametrize(("typed", "slug"), PROVIDERS, ids=[t for t, _ in PROVIDERS])
@pytest.mark.parametrize("frame", ["{} est-il qualifié ?", "Is {} qualified?"], ids=["fr", "en"])
def test_provider_is_known_however_it_is_typed(
    linker: EntityLinker, frame: str, typed: str, slug: str
) -> None:
    assert ("provider", slug) in found(linker, frame.format(typed))


@pytest.mark.parametrize(
    "text",
    [
        "pourquoi le ciel est bleu ?",
        "quelle est la couleur bleu ciel",
        "une orange pressée",
        "ça n'a pas de sens",
        "un index du document",
        "is it free?",
        "what colour is its flag?",
        "share the work",
        "out of the box",
    ],
)
def test_common_word_is_no_name(linker: EntityLinker, text: str) -> None:
    assert found(linker, text) == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("bleu est-il qualifié ?", "bleu"),
        ("l'offre de Bleu", "bleu"),
        ("is bleu an applicant?", "bleu"),
        ("quel statut pour orange ?", "orange-business"),
        ("is Orange qualified?", "orange-business"),
    ],
)
def test_common_word_is_a_name_where_the_subject_says_so(linker: EntityLinker, text: str, slug: str) -> None:
    assert ("provider", slug) in found(linker, text)


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("openshift cloud temple", "PaaS Openshift"),
        ("PREMI3NS est-il qualifié ?", "Cloud de Confiance PREMI3NS"),
        ("Is Hosted Private Cloud powered by VMware qualified?", "Hosted Private Cloud powered by VMware"),
        ("CloudAvenue SecNum Dynamic", "Cloud Avenue SecNum Dynamic"),
        ("oodrive meet", "Oodrive_Meet"),
    ],
)
def test_offer_is_found_by_its_longest_name(linker: EntityLinker, text: str, offer: str) -> None:
    assert ("offer", offer) in found(linker, text)


@pytest.mark.parametrize(
    ("typed", "name"), [("AWS", "AWS"), ("azure", "Microsoft Azure"), ("google cloud", "Google Cloud")]
)
@pytest.mark.parametrize("frame", ["{} est-il qualifié ?", "Is {} qualified?"], ids=["fr", "en"])
def test_known_name_of_no_table_is_unlisted(linker: EntityLinker, frame: str, typed: str, name: str) -> None:
    assert ("unlisted", name) in found(linker, frame.format(typed))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui est qualifié ?", [("status", "qualified")]),
        ("les offres labellisées", [("status", "qualified")]),
        ("qui n'est pas encore qualifié", [("status", "in_progress")]),
        ("who is not yet qualified", [("status", "in_progress")]),
        ("applicants in IaaS", [("status", "in_progress"), ("service_model", "IaaS")]),
        ("candidats en Container-as-a-Service", [("status", "in_progress"), ("service_model", "CaaS")]),
        ("Que signifie j 1 ?", [("stage", "J1")]),
        ("février puis avril 2026", [("edition", "2026-02"), ("edition", "2026-04")]),
        ("February and April editions", [("edition", "2026-02"), ("edition", "2026-04")]),
        ("les critères juridiques", [("family", "legal")]),
        ("technical criteria", [("family", "technical")]),
    ],
)
def test_words_of_the_subject_are_entities_in_the_order_of_the_text(
    linker: EntityLinker, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(linker, text) == expected


def test_surface_is_the_words_that_were_typed(linker: EntityLinker) -> None:
    surfaces = [e.surface for e in linker.find("CloudTemple en CaaS, Février 2026, labellisé ?")]
    assert surfaces == ["CloudTemple", "CaaS", "Février 2026", "labellisé"]


def test_ordinary_word_is_no_typing_error() -> None:
    names = Names((Provider("worldline", "Worldline"),))
    assert found(EntityLinker(names), "wordlines") == [("provider", "worldline")]
    assert found(EntityLinker(names, ["wordlines"]), "wordlines") == []


@pytest.mark.parametrize("text", ["", "?", "€", "   ", "IaaS2"])
def test_nothing_is_found_in_nothing(linker: EntityLinker, text: str) -> None:
    assert found(linker, text) == []


def test_every_printed_provider_is_found_by_its_name(snapshot: Built, linker: EntityLinker) -> None:
    lost = [
        p.name
        for p in snapshot.data.names.providers
        if ("provider", p.slug) not in found(linker, f"{p.name} est-il qualifié ?")
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Qui a la qualification ?", ("qualified",)),
        ("Who holds a SaaS qualification?", ("qualified",)),
        ("ki é kalifié ?", ("qualified",)),
        ("who is qualifed?", ("qualified",)),
        ("Qu'est-ce qu'une qualification ?", ()),
        ("What is a qualification?", ()),
        ("À quoi sert la qualification ?", ()),
        ("What comes with a qualification?", ()),
        ("Quels points s'appliquent à l'IaaS ?", ()),
        ("Which points apply to IaaS?", ()),
    ],
)
def test_qualification_held_is_a_status_and_the_word_alone_is_not(
    linker: EntityLinker, text: str, statuses: tuple[str, ...]
) -> None:
    assert tuple(e.value for e in linker.find(text) if e.kind == "status") == statuses


@pytest.mark.parametrize("text", ["Bleu et S3NS sont-ils au même point ?", "Bleu and S3NS, same point?"])
def test_provider_named_by_a_common_word_is_known_beside_another(linker: EntityLinker, text: str) -> None:
    assert [e.value for e in linker.find(text) if e.kind == "provider"] == ["bleu", "s3ns"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J0 à J3 en une ligne", ["J0", "J1", "J2", "J3"]),
        ("from J0 to J3", ["J0", "J1", "J2", "J3"]),
        ("J1 ou J3 ?", ["J1", "J3"]),
        ("la toute première étape", ["J0"]),
        ("the final stage", ["J3"]),
    ],
)
def test_stages_of_a_range_and_by_their_order(linker: EntityLinker, text: str, expected: list[str]) -> None:
    assert sorted(e.value for e in linker.find(text) if e.kind == "stage") == expected


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("Qui est qualifié pour des conteneurs ?", ["CaaS"]),
        ("Who is qualified for containers?", ["CaaS"]),
        ("Qui gère les conteneurs ?", []),
        ("Who manages the containers?", []),
    ],
)
def test_everyday_word_is_a_service_model_beside_a_status_only(
    linker: EntityLinker, text: str, models: list[str]
) -> None:
    assert [e.value for e in linker.find(text) if e.kind == "service_model"] == models


@pytest.mark.parametrize("text", ["Cloud de Confiance, c'est qualifié ?", "Is Cloud de Confiance qualified?"])
def test_one_spelling_may_mean_two_offers(linker: EntityLinker, text: str) -> None:
    offers = {e.value for e in linker.find(text) if e.kind == "offer"}
    assert offers == {"Cloud de Confiance Bleu", "Cloud de Confiance PREMI3NS"}


@pytest.mark.parametrize("text", ["PaaS Openshift en CaaS ?", "PaaS Openshift for CaaS?"])
def test_service_model_in_the_name_of_an_offer_is_not_asked_for(linker: EntityLinker, text: str) -> None:
    assert [e.value for e in linker.find(text) if e.kind == "service_model"] == ["CaaS"]


@pytest.mark.parametrize("text", ["Bleu ?", "Bleu ou Free Pro ?", "Bleu or Free Pro?"])
def test_names_alone_are_names(linker: EntityLinker, text: str) -> None:
    assert "bleu" in [e.value for e in linker.find(text)]
