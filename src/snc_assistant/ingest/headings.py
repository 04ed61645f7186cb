"""Which lines are headings, and at which level.

Two structures: `observatory` knows the wording of the brochures, whose French edition has no
Markdown headings; `outline` reads Markdown headings and, where a document has none, short
lines that stand alone. Knows nothing about passages.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from snc_assistant.errors import CorpusError
from snc_assistant.ingest.lines import Line
from snc_assistant.language import fold

HeadingLevel = Callable[[Sequence[Line], int], int | None]

_MARKDOWN = re.compile(r"^(#{1,6})\s+\S")
_STRONG = re.compile(r"^\*\*[^*]+\*\*$")
_SENTENCE_END = (".", ";", ",", "»", ">", "…")
_MAX_HEADING = 80

# The brochures' own headings, folded: the level that the layout gives them.
_OBSERVATORY: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"^secnumcloud c'est (quoi|qui) \?$", 1),
        (r"^(lexique|les principaux criteres d'evaluation|la procedure de qualification)$", 1),
        (r"^criteres (techniques|operationnels|juridiques)$", 2),
        (r"^(il vise a attester|il etablit un cadre)$", 2),
        (r"^la difference entre qualification et certification$", 2),
        (r"^(les services soumis a la qualification|les candidats)$", 2),
        (r"^(perimetre de la qualification|statut des candidats a la qualification)$", 2),
        (r"^(en cours|les qualifies)$", 3),
        (r"^[icps]aas \(\w+ as a service\)$", 2),
        (r'^les points specifiques "[icps]aas"$', 3),
    )
)


def plain(text: str) -> str:
    """A heading's text without Markdown marks."""
    return re.sub(r"[#*_]+", "", text).strip()


def outline_level(lines: Sequence[Line], at: int) -> int | None:
    """The level of a heading in any document, or None.

    Markdown headings keep their level; a short line that stands alone, opens with a capital
    and does not end like a sentence is a heading of level 2.
    """
    text = lines[at].text.strip()
    if found := _MARKDOWN.match(text):
        return len(found.group(1))
    return 2 if _stands_alone(lines, at) else None


def observatory_level(lines: Sequence[Line], at: int) -> int | None:
    """The level of a heading in the Observatory brochures, or None."""
    text = lines[at].text.strip()
    if found := _MARKDOWN.match(text):
        return len(found.group(1))
    if any(_MARKDOWN.match(line.text) for line in lines):
        # In the Markdown edition the only other headings are the link owners ("**of Bleu**").
        return 1 if _STRONG.match(text) and _next_is_link(lines, at) else None
    folded = fold(plain(text))
    for pattern, level in _OBSERVATORY:
        if pattern.match(folded):
            return level
    return 2 if _stands_alone(lines, at) else None


def heading_rule(structure: str) -> HeadingLevel:
    """The rule for a structure named in sources.toml.

    :raises CorpusError: if there is no such structure.
    """
    rules: dict[str, HeadingLevel] = {"observatory": observatory_level, "outline": outline_level}
    if structure not in rules:
        known = ", ".join(sorted(rules))
        raise CorpusError(f"sources.toml: unknown structure {structure!r}; known: {known}")
    return rules[structure]


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    text = line.text.strip()
    before = at == 0 or lines[at - 1].blank
    after = at + 1 >= len(lines) or lines[at + 1].blank
    if not (before and after) or line.blank or line.is_row or line.is_bullet or line.link:
        return False
    opens_high = plain(text)[:1].isupper() or plain(text)[:1] in "«\"'0123456789"
    return opens_high and len(text) <= _MAX_HEADING and not text.endswith(_SENTENCE_END)


def _next_is_link(lines: Sequence[Line], at: int) -> bool:
    following = next((line for line in lines[at + 1 :] if not line.blank), None)
    return following is not None and following.link is not None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: its index among the lines, its level and its text."""

    line: int
    level: int
    text: str


def find_headings(lines: Sequence[Line], rule: HeadingLevel) -> list[Heading]:
    """The headings of a document, in order."""
    found = []
    for at, line in enumerate(lines):
        if line.blank:
            continue
        level = rule(lines, at)
        if level is not None:
            found.append(Heading(at, level, plain(line.text)))
    return found
