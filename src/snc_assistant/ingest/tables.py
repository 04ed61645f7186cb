"""Tab-separated tables: the labelled cells of each row, by offsets.

Knows nothing about providers; a cell's labels are the row's first cell and its column's
headers, outermost first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from snc_assistant.ingest.lines import Line

_TAGS = re.compile(r"<[^>]+>")
_ITEM = re.compile(r"<(p|li|h\d)[^>]*>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with its offsets and the labels that say what it holds."""

    labels: tuple[str, ...]
    start: int
    end: int


def clean(text: str) -> str:
    """The text without tags and with single blanks."""
    return re.sub(r"\s+", " ", _TAGS.sub(" ", text)).strip()


def split_cells(line: Line) -> list[tuple[int, int]]:
    """The offsets of a row's cells, tabs excluded."""
    cells, start = [], line.start
    for part in line.text.split("\t"):
        cells.append((start, start + len(part)))
        start += len(part) + 1
    return cells


def table_cells(text: str, rows: Sequence[Line]) -> list[Cell]:
    """The labelled cells of a table; the rows before the first label in column one are headers."""
    head = _leading_headers(text, rows)
    head = head if len(head) < len(rows) else []  # nothing below: the row is the content
    columns = _column_labels(text, head)
    found = []
    for row in rows[len(head) :]:
        cells = split_cells(row)
        label = clean(text[slice(*cells[0])])
        if sum(bool(clean(text[a:b])) for a, b in cells) < 2:
            continue  # a row of which only the label is left says nothing
        labelled = bool(label) and len(cells) > 1 and len(head) > 1
        for at, (start, end) in enumerate(cells[1:] if labelled else cells):
            column = at + 1 if labelled else at
            if clean(text[start:end]):
                names = columns[column] if column < len(columns) else ()
                found.append(Cell(((label, *names) if labelled else names), start, end))
    return found


def items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The offsets of the paragraphs and list items marked up in a cell, tags excluded."""
    found = []
    for match in _ITEM.finditer(text, start, end):
        inner_start, inner_end = _without_outer_tags(text, *match.span(2))
        if clean(text[inner_start:inner_end]):
            found.append((inner_start, inner_end))
    return found


def _leading_headers(text: str, rows: Sequence[Line]) -> list[Line]:
    head: list[Line] = []
    for row in rows:
        first = clean(text[slice(*split_cells(row)[0])])
        if first and (head or "<" in row.text):
            break
        head.append(row)
        if first:  # a single header row that fills column one, too
            break
    return head


def _column_labels(text: str, head: Sequence[Line]) -> list[tuple[str, ...]]:
    columns: list[tuple[str, ...]] = []
    for row in head:
        carried = ""
        for at, (start, end) in enumerate(split_cells(row)):
            carried = clean(text[start:end]) or carried
            if at >= len(columns):
                columns.append(())
            if (carried and at > 0) or (carried and len(head) == 1):
                columns[at] = (*columns[at], carried)
    return columns


def _without_outer_tags(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without list marks, blanks and a tag pair that wraps the whole item."""
    found = re.match(r"\s*(?:&gt;)?\s*", text[start:end])
    start += found.end() if found else 0
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    wrapped = re.fullmatch(r"<(\w+)>\s*([^<]*?)\s*</\1>", text[start:end])
    if wrapped:
        return start + wrapped.start(2), start + wrapped.end(2)
    return start, end
