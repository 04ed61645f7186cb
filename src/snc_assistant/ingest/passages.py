"""Sections and passages of a document.

A passage is what is found and cited: a bullet, a sentence, a step, a table row, a link. A
section is a heading with all under it, or a labelled table cell. Invariant:
`document.text[p.start:p.end] == p.text`.
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from snc_assistant.ingest.headings import Heading, find_headings, heading_rule
from snc_assistant.ingest.lines import Line, split_lines
from snc_assistant.ingest.sentences import split_sentences
from snc_assistant.ingest.tables import clean, items, table_cells
from snc_assistant.types import Document, Passage, PassageKind, Section, Span

SPLITTER_VERSION = 2
_LONG_ITEM = 400  # characters from which a list item is read as a paragraph


@dataclass(frozen=True, slots=True)
class Structure:
    """A document's sections and passages, both in reading order."""

    document: Document
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]

    def heading_path(self, span: Span) -> tuple[str, ...]:
        """The headings, and cell labels, above a span, outermost first."""
        holding = [s for s in self.sections if s.start <= span.start and span.end <= s.end]
        return min(holding, key=lambda s: s.end - s.start).heading_path if holding else ()


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: PassageKind
    under: tuple[str, ...] = ()


def split_document(document: Document, structure: str) -> Structure:
    """The sections and passages of a document.

    :raises CorpusError: if the structure is unknown.
    """
    lines = split_lines(document.text)
    headings = find_headings(lines, heading_rule(structure))
    sections = _sections(document, lines, headings)
    cells: list[Section] = []
    pieces: list[_Piece] = []
    for block in _blocks(lines, headings):
        if block[0].is_row:
            cells += _cell_sections(document, block, sections)
        pieces += _pieces(document.text, block)
    sections = sorted([*sections, *cells], key=lambda s: (s.start, -s.end))
    passages = [_passage(document, sections, p) for p in sorted(pieces, key=lambda p: p.start)]
    return Structure(document, tuple(sections), tuple(passages))


def _sections(document: Document, lines: list[Line], headings: list[Heading]) -> list[Section]:
    sections: list[Section] = []
    open_: list[Heading] = []
    for at, heading in enumerate(headings):
        open_ = [h for h in open_ if h.level < heading.level] + [heading]
        closing = next((h for h in headings[at + 1 :] if h.level <= heading.level), None)
        end = lines[closing.line].start if closing else len(document.text)
        path = tuple(h.text for h in open_)
        sections.append(Section(document.doc_id, path, lines[heading.line].start, end))
    return sections


def _blocks(lines: list[Line], headings: list[Heading]) -> Iterator[list[Line]]:
    """Runs of lines with no blank line or heading between them; a table is one block."""
    heads = {h.line for h in headings}
    block: list[Line] = []
    for at, line in enumerate(lines):
        if (line.blank and not line.is_row) or at in heads or (block and _breaks(block, line)):
            if block:
                yield block
            block = []
        if not line.blank and at not in heads:
            block.append(line)
    if block:
        yield block


def _breaks(block: list[Line], line: Line) -> bool:
    """Whether a table begins or ends here, or a list right below a paragraph."""
    opens_list = line.is_bullet and not block[0].is_bullet and not block[0].is_row
    return line.is_row != block[-1].is_row or opens_list


def _cell_sections(document: Document, rows: list[Line], sections: list[Section]) -> list[Section]:
    holding = [s for s in sections if s.start <= rows[0].start and rows[-1].end <= s.end]
    path = min(holding, key=lambda s: s.end - s.start).heading_path if holding else ()
    return [
        Section(document.doc_id, (*path, *cell.labels), cell.start, cell.end)
        for cell in table_cells(document.text, rows)
    ]


def _pieces(text: str, block: list[Line]) -> list[_Piece]:
    if block[0].is_row:
        return _row_pieces(text, block)
    if block[0].is_bullet:
        return [part for piece in _list_pieces(block) for part in _short(text, piece)]
    link = block[0].link
    if link:
        return [_Piece(*link, "link")]
    start, end = block[0].body()[0], block[-1].body()[1]
    sentences = split_sentences(text[start:end])
    return [_Piece(start + a, start + b, "sentence") for a, b in sentences]


def _short(text: str, piece: _Piece) -> list[_Piece]:
    """A list item as it is, or its sentences if it is as long as a paragraph."""
    if piece.end - piece.start <= _LONG_ITEM:
        return [piece]
    sentences = split_sentences(text[piece.start : piece.end])
    return [_Piece(piece.start + a, piece.start + b, "sentence", piece.under) for a, b in sentences]


def _row_pieces(text: str, rows: list[Line]) -> list[_Piece]:
    pieces = []
    for cell in table_cells(text, rows):
        pieces += [_Piece(a, b, "cell") for a, b in items(text, cell.start, cell.end)]
    if pieces:
        return pieces
    return [
        _Piece(row.end - len(row.text.lstrip()), row.start + len(row.text.rstrip()), "row")
        for row in rows
        if any(row.start <= cell.start < row.end for cell in table_cells(text, rows))
    ]


def _list_pieces(block: list[Line]) -> list[_Piece]:
    pieces: list[_Piece] = []
    parent: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    for line in block:
        start, end = line.body()
        text = line.text[start - line.start : end - line.start]
        if start >= end:
            continue  # a list mark with nothing behind it
        if not line.is_bullet and pieces:  # the item goes on on the next line
            pieces[-1] = _Piece(pieces[-1].start, end, pieces[-1].kind, pieces[-1].under)
            continue
        if line.stage and text.strip("*") == line.stage:
            stage = (line.stage,)
            continue
        if not line.text.lstrip().startswith(">") and line.indent and parent:
            pieces.append(_Piece(start, end, "bullet", (*stage, *parent)))
            continue
        parent = (clean(text.replace("**", "")).rstrip(" :"),) if text.endswith(":") else ()
        pieces.append(_Piece(start, end, "stage" if line.stage else "bullet", stage))
    return pieces


def _passage(document: Document, sections: Sequence[Section], piece: _Piece) -> Passage:
    starts = [s.start for s in sections]
    candidates = sections[: bisect.bisect_right(starts, piece.start)]
    holding = [s for s in candidates if piece.end <= s.end]
    path = min(holding, key=lambda s: s.end - s.start).heading_path if holding else ()
    return Passage(
        passage_id=f"{document.doc_id}:{piece.start}-{piece.end}",
        doc_id=document.doc_id,
        language=document.language,
        heading_path=(*path, *piece.under),
        text=document.text[piece.start : piece.end],
        start=piece.start,
        end=piece.end,
        kind=piece.kind,
    )
