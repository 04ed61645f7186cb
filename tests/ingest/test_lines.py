"""Lines, their offsets and what each looks like."""

import pytest
from hypothesis import given

from snc_assistant.ingest.lines import Line, split_lines
from tests.documents import markdown


@given(markdown)
def test_every_line_stands_at_its_offsets(text: str) -> None:
    lines = split_lines(text)
    assert [text[line.start : line.end] for line in lines] == [line.text for line in lines]
    assert "\n".join(line.text for line in lines) == text.replace("\r\n", "\n")


@given(markdown)
def test_body_lies_within_its_line(text: str) -> None:
    for line in split_lines(text):
        start, end = line.body()
        assert line.start <= start <= end <= line.end


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("- > **Nominative accounts** for users.", "**Nominative accounts** for users."),
        ("- 1 de la qualité", "de la qualité"),
        (" - construit les services  ", "construit les services"),
        ("1. First", "First"),
        ("> cited", "cited"),
        ("- **J1** Stratégie", "**J1** Stratégie"),
        ("- J1** Stratégie", "J1** Stratégie"),
        ("plain text", "plain text"),
        ("24 hours later", "24 hours later"),
        ("39% collectivement", "39% collectivement"),
    ],
)
def test_body_is_the_text_after_list_marks(text: str, body: str) -> None:
    line = Line(0, len(text), text)
    assert text[slice(*line.body())] == body


@pytest.mark.parametrize(
    ("text", "bullet"),
    [
        ("- a", True),
        ("- > a", True),
        ("2) a", True),
        ("* a", True),
        ("24 hours later", False),
        ("a - b", False),
        ("-a", False),
    ],
)
def test_list_item_opens_with_a_mark(text: str, bullet: bool) -> None:
    assert Line(0, len(text), text).is_bullet is bullet


@pytest.mark.parametrize(
    ("text", "stage"),
    [("- J0** Demande", "J0"), ("- **J2**", "J2"), ("- J1 sans étoiles", None), ("J1** hors liste", None)],
)
def test_stage_label_opens_a_list_item(text: str, stage: str | None) -> None:
    assert Line(0, len(text), text).stage == stage


@pytest.mark.parametrize(
    ("text", "row"),
    [("a\tb", True), ("\tEN COURS\t", True), ("IaaS\t", True), ("\tindented text", False), ("a b", False)],
)
def test_row_has_cells_beyond_its_indent(text: str, row: bool) -> None:
    assert Line(0, len(text), text).is_row is row


def test_link_is_what_stands_between_the_brackets() -> None:
    line = Line(10, 38, "<https://numspot.com/en/?a=1>")
    assert line.link == (11, 38)
    assert Line(0, 9, "<not one>").link is None


@pytest.mark.parametrize("text", ["", "  ", "---", "***", "_ _"])
def test_rule_or_white_space_is_blank(text: str) -> None:
    assert Line(0, len(text), text).blank
