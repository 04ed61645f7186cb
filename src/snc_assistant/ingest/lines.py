"""A document's lines with their offsets and what each looks like.

Knows nothing about headings: which line is one is the structure's business.
"""

import re
from dataclasses import dataclass

_BULLET = re.compile(r"^\s*(?:[-*•]\s+(?:>\s+|\d{1,2}[.)]?\s+(?=\S))?|>\s+|\d{1,2}[.)]\s+(?=\S))")
_NUMBERED = re.compile(r"^\s*[-*•]\s+\d{1,2}\s+")
_STAGE = re.compile(r"^\s*[-*•]\s+(?:\*\*)?(J[0-9])\*\*\s*")  # one edition lost the opening stars
_LINK = re.compile(r"^\s*<(https?://[^>\s]+)>\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its offsets without the line end, and its text."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read on the line."""
        return not self.text.strip() or set(self.text.strip()) <= {"-", "*", "_", " "}

    @property
    def stage(self) -> str | None:
        """The stage label that opens the line (`- **J1** …`), if any."""
        found = _STAGE.match(self.text)
        return found.group(1) if found else None

    @property
    def link(self) -> tuple[int, int] | None:
        """Offsets of a bare `<https://…>` link, brackets excluded."""
        found = _LINK.match(self.text)
        return (self.start + found.start(1), self.start + found.end(1)) if found else None

    @property
    def is_row(self) -> bool:
        """Whether the line is a table row (tab-separated cells), not just indented by tabs."""
        return "\t" in self.text.lstrip("\t")

    @property
    def is_bullet(self) -> bool:
        """Whether the line opens a list item."""
        return bool(self.stage or _BULLET.match(self.text)) and not self.is_row

    @property
    def indent(self) -> int:
        """Leading blanks."""
        return len(self.text) - len(self.text.lstrip(" "))

    def body(self) -> tuple[int, int]:
        """Offsets of the text after list markers and without surrounding blanks."""
        found = _NUMBERED.match(self.text) or _BULLET.match(self.text)
        start = self.start + (found.end() if found else self.indent)
        return start, max(start, self.start + len(self.text.rstrip()))


def split_lines(text: str) -> list[Line]:
    """The lines of a text, with offsets such that `text[line.start:line.end] == line.text`."""
    lines, start = [], 0
    for raw in text.split("\n"):
        content = raw.rstrip("\r")
        lines.append(Line(start, start + len(content), content))
        start += len(raw) + 1
    return lines
