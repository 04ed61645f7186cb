"""Which lines are headings."""

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.ingest.headings import find_headings, heading_rule
from snc_assistant.ingest.lines import split_lines


def headings(text: str, structure: str = "outline") -> list[tuple[int, str]]:
    """The (level, text) of each heading."""
    return [(h.level, h.text) for h in find_headings(split_lines(text), heading_rule(structure))]


def test_markdown_headings_keep_their_level_and_lose_their_marks() -> None:
    assert headings("# One\ntext\n### ***Three***\n") == [(1, "One"), (3, "Three")]


@pytest.mark.parametrize(
    "line", ["Les principaux critères", "The main criteria", "« Une citation »" + " de plus", "2026 en bref"]
)
def test_short_line_that_stands_alone_is_a_heading(line: str) -> None:
    assert headings(f"Avant.\n\n{line}\n\nAprès.\n") == [(2, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Une phrase entière.",
        "sans majuscule",
        "L" + "ong" * 40,
        "- Puce",
        "Nom\tPrix",
        "<https://a.fr>",
        "Une liste ;",
    ],
    ids=["sentence", "lower case", "long", "bullet", "row", "link", "semicolon"],
)
def test_other_lines_that_stand_alone_are_none(line: str) -> None:
    assert headings(f"Avant.\n\n{line}\n\nAprès.\n") == []


def test_line_within_a_paragraph_is_no_heading() -> None:
    assert headings("Un titre possible\nmais la suite est collée.\n") == []


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Critères Juridiques", 2),
        ("SecNumCloud c'est qui ?", 1),
        ("SecNumCloud c’est quoi ?", 1),
        ("EN COURS", 3),
        ("Lexique", 1),
    ],
)
def test_brochure_headings_are_known_by_their_wording(line: str, level: int) -> None:
    assert headings(f"Avant.\n{line}\n- > après\n", "observatory") == [(level, line)]


def test_unknown_structure_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CorpusError, match="unknown structure 'pdf'; known: observatory, outline"):
        heading_rule("pdf")
