"""Sections and passages: exact offsets always, and the structure of both editions."""

import itertools
from collections import Counter

import pytest
from hypothesis import given

from snc_assistant.ingest.passages import Structure
from snc_assistant.types import Span
from tests.documents import markdown, split

EN, FR = "observatory-2026-02-en", "observatory-2026-04-fr"


@pytest.mark.parametrize("structure", ["outline", "observatory"])
@given(text=markdown)
def test_passages_stand_at_their_offsets(structure: str, text: str) -> None:
    for passage in split(text, structure).passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""


@pytest.mark.parametrize("structure", ["outline", "observatory"])
@given(text=markdown)
def test_passages_come_in_order_and_never_overlap(structure: str, text: str) -> None:
    passages = split(text, structure).passages
    assert all(a.end <= b.start for a, b in itertools.pairwise(passages))
    assert len({p.passage_id for p in passages}) == len(passages)


@pytest.mark.parametrize("structure", ["outline", "observatory"])
@given(text=markdown)
def test_sections_lie_in_the_document_one_within_another(structure: str, text: str) -> None:
    sections = split(text, structure).sections
    for section in sections:
        assert 0 <= section.start < section.end <= len(text)
    for one in sections:
        for other in sections:
            assert not one.start < other.start < one.end < other.end


@given(text=markdown)
def test_passage_is_under_the_headings_of_its_section(text: str) -> None:
    structure = split(text)
    for passage in structure.passages:
        path = structure.heading_path(passage.span)
        assert passage.heading_path[: len(path)] == path


def kinds(text: str) -> list[tuple[str, str]]:
    """The (kind, text) of each passage."""
    return [(p.kind, p.text) for p in split(text).passages]


def test_paragraph_is_cut_into_sentences() -> None:
    assert kinds("# T\n\nOne. Two\nlines.\n") == [("sentence", "One."), ("sentence", "Two\nlines.")]


def test_list_right_below_a_paragraph_is_a_list() -> None:
    assert kinds("It needs:\n- a key\n- a door\n") == [
        ("sentence", "It needs:"),
        ("bullet", "a key"),
        ("bullet", "a door"),
    ]


def test_bullet_goes_on_over_the_next_line() -> None:
    assert kinds("- > Limites : UE:\n24% seul, 39% ensemble\n- b\n") == [
        ("bullet", "Limites : UE:\n24% seul, 39% ensemble"),
        ("bullet", "b"),
    ]


def test_indented_bullets_are_under_the_one_that_opens_them() -> None:
    passages = split("- > **Le client** :\n - décide\n- > Autre\n").passages
    assert [p.heading_path for p in passages] == [(), ("Le client",), ()]


def test_steps_below_a_stage_label_bear_it() -> None:
    passages = split("- **J2**\n- > Audits\n- > Rapport\n").passages
    assert [(p.text, p.heading_path) for p in passages] == [("Audits", ("J2",)), ("Rapport", ("J2",))]


@pytest.mark.parametrize(
    "text", ["\tindented by a tab\n", "Article 1\tThe provider\n", "24 hours later.\n", "x\r\n"]
)
def test_no_text_is_lost(text: str) -> None:
    [passage] = split(text).passages
    assert passage.text == text.strip()


@pytest.mark.parametrize("text", ["> \n", "- \n- a\n", "1. \n", "- > \n"])
def test_empty_list_item_is_no_passage(text: str) -> None:
    assert all(p.text.strip() for p in split(text).passages)


def test_heading_path_of_nothing_is_empty() -> None:
    assert split("Une phrase.").heading_path(Span("doc", 0, 3)) == ()


@pytest.mark.parametrize("edition", ["english", "french"])
def test_edition_loses_no_word_outside_its_headings(edition: str, request: pytest.FixtureRequest) -> None:
    structure: Structure = request.getfixturevalue(edition)
    text = list(structure.document.text)
    for passage in structure.passages:
        text[passage.start : passage.end] = " " * len(passage.text)
    headings = {h for s in structure.sections for h in s.heading_path}
    left = [w for w in "".join(text).split() if any(c.isalnum() for c in w)]
    known = {w.strip("*#") for h in headings for w in h.split()}
    markup = {"1", "2", "3", "<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "</div>"}
    unknown = [w for w in left if w.strip("*#") not in known | markup and "<" not in w and "=" not in w]
    assert set(unknown) <= {
        "J0**",
        "J1**",
        "J2**",
        "J3**",
        "**J0**",
        "**J1**",
        "**J2**",
        "**J3**",
        "&gt;",
        'center;">',
        'none">',
    }


CRITERIA = {
    "english": ("Technical Criteria", "Operational Criteria", "Legal Criteria"),
    "french": ("Critères Techniques", "Critères Opérationnels", "Critères Juridiques"),
}


@pytest.mark.parametrize("edition", ["english", "french"])
def test_edition_lists_its_criteria_twice(edition: str, request: pytest.FixtureRequest) -> None:
    structure: Structure = request.getfixturevalue(edition)
    counts = Counter(
        p.heading_path
        for p in structure.passages
        if p.heading_path[-1:] and p.heading_path[-1] in CRITERIA[edition]
    )
    found = {
        family: sorted(n for path, n in counts.items() if path[-1] == family) for family in CRITERIA[edition]
    }
    assert list(found.values()) == [[6, 6], [5, 5], [5, 5]]


def test_french_headings_are_found_without_markdown(french: Structure) -> None:
    assert "#" not in french.document.text
    top = [s.heading_path[0] for s in french.sections if len(s.heading_path) == 1]
    assert top == [
        "OBSERVATOIRE",
        "SecNumCloud",
        "ÉDITION AVRIL 2026",
        "Une redéfinition de la performance : de la technique au tempo",
        "Le basculement du marché : une nouvelle équation d'achat",
        "SecNumCloud : un standard de marché en accélération",
        "SecNumCloud n'est pas un outil politique",
        "SecNumCloud c'est quoi ?",
        "La procédure de qualification",
        "Les principaux critères d'évaluation",
        "SecNumCloud c'est qui ?",
        "Lexique",
    ]


def test_english_headings_are_the_markdown_ones_and_the_link_owners(english: Structure) -> None:
    top = [s.heading_path[0] for s in english.sections if len(s.heading_path) == 1]
    assert top == [
        "SecNumCloud",
        "Focus: Deploying AI in a SecNumCloud Environment",
        "SecNumCloud",
        "SecNumCloud",
        "Glossary of Cloud Offerings",
        "of Cloud Temple",
        "of SENS",
        "of Bleu",
        "of NumSpot",
        "of Orange Business Services",
        "of Scaleway",
        "of Outscale",
    ]


def test_french_steps_bear_their_stage(french: Structure) -> None:
    under = [p for p in french.passages if p.heading_path[0] == "La procédure de qualification"]
    assert Counter(p.heading_path[-1] for p in under if p.kind == "bullet") == {
        "J0": 3,
        "J1": 2,
        "J2": 2,
        "J3": 3,
    }
    assert [p.text[:2] for p in under if p.kind == "stage"] == ["J0", "J2", "J1", "J3"]


def test_english_steps_are_ten_and_bear_no_stage(english: Structure) -> None:
    under = [p for p in english.passages if p.heading_path[-1:] == ("The Qualification Procedure",)]
    assert Counter(p.kind for p in under) == {"stage": 4, "bullet": 10}


TABLE_CELLS = [
    ("english", ("IaaS", "IN PROGRESS", "Applicants"), "<b>Adista</b> <b>Bleu</b>"),
    ("english", ("Caas", "QUALIFIED", "Provider"), "<b>S3NS</b>"),
    ("english", ("PaaS", "QUALIFIED", "Offering"), "PaaS Openshift Cloud de Confiance PREMI3NS"),
    ("french", ("IaaS", "EN COURS", "Candidat"), "Adista Bleu"),
    ("french", ("CaaS", "LES QUALIFIÉS", "Entreprises"), "S3NS"),
    ("french", ("SaaS", "EN COURS", "Offre"), "Ecritel Secure Backup Share and Workspace Wimi"),
]


@pytest.mark.parametrize(
    ("edition", "labels", "opening"), TABLE_CELLS, ids=[f"{e}-{' '.join(c)}" for e, c, _ in TABLE_CELLS]
)
def test_table_cell_is_a_section_with_its_labels(
    edition: str, labels: tuple[str, ...], opening: str, request: pytest.FixtureRequest
) -> None:
    structure: Structure = request.getfixturevalue(edition)
    [cell] = [s for s in structure.sections if s.heading_path[-3:] == labels]
    assert structure.document.text[cell.start : cell.end].startswith(opening)


@pytest.mark.parametrize("edition", ["english", "french"])
def test_table_has_a_row_for_each_service_model(edition: str, request: pytest.FixtureRequest) -> None:
    structure: Structure = request.getfixturevalue(edition)
    rows = [p.text.split("\t")[0].lower() for p in structure.passages if p.kind == "row"]
    assert rows == ["iaas", "caas", "paas", "saas"]


def test_ai_offers_are_cells_under_their_number(english: Structure) -> None:
    cells = Counter(p.heading_path[-1] for p in english.passages if p.kind == "cell")
    assert cells == {"Offer 1": 1, "Offer 2": 3, "Offer 3": 3}


def test_links_are_quoted_as_printed_under_their_owner(english: Structure) -> None:
    links = {p.heading_path[-1]: p.text for p in english.passages if p.kind == "link"}
    assert len(links) == 7
    assert links["of NumSpot"] == "https://numspot.com/en/produit/sovereign-data-aisovereign-data-ai/"
    assert links["of Orange Business Services"].endswith("233858?")


@pytest.mark.parametrize(
    ("edition", "counts"),
    [
        ("english", {"IaaS": (5, 2), "CaaS": (4, 4), "PaaS": (3, 2), "SaaS": (4, 2)}),
        ("french", {"IaaS": (8, 2), "CaaS": (5, 4), "PaaS": (4, 2), "SaaS": (6, 2)}),
    ],
)
def test_glossary_lists_each_model_and_its_specifics(
    edition: str, counts: dict[str, tuple[int, int]], request: pytest.FixtureRequest
) -> None:
    structure: Structure = request.getfixturevalue(edition)
    found = {}
    for model in counts:
        under = [
            p
            for p in structure.passages
            if p.kind == "bullet" and any(h.startswith(f"{model} (") for h in p.heading_path)
        ]
        specific = sum(
            "pecifics of" in "".join(p.heading_path) or "spécifiques" in "".join(p.heading_path)
            for p in under
        )
        found[model] = (len(under) - specific, specific)
    assert found == counts
