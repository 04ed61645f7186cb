"""Sentences of a paragraph, by offsets, in French and in English.

Rules after Kiss & Strunk's observations (2006, "Unsupervised Multilingual Sentence Boundary
Detection"): a full stop ends a sentence unless an abbreviation or an ellipsis bears it.
"""

import re

_ABBREVIATIONS = frozenset(
    """
        art al cf etc ex fig m mm mme no p pp réf ref st vs e.g i.e dr
        """.split()
)
_END = re.compile(r"([.!?…]+)([\"”»')\]]|\s?»)*(?=\s|$)")
_ENUMERATOR = re.compile(r"\s*\(?[0-9a-z]{1,3}[.)]$")
_OPENS = re.compile(r"\s+[\"“«'(\[*]*\s?[A-ZÀ-ÖØ-Þ0-9]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the sentences, blanks between them excluded."""
    spans, start = [], 0
    for found in _END.finditer(text):
        if found.end() < len(text) and not _ends_sentence(text, found):
            continue
        if _ENUMERATOR.match(text[start : found.end()]):
            continue  # "3." opens the sentence that follows
        spans.append((start, found.end()))
        start = found.end()
    spans.append((start, len(text)))
    return [s for s in (_trim(text, a, b) for a, b in spans) if s[0] < s[1]]


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if end.group(1) in ("...", "…"):
        return False
    if not _OPENS.match(text, end.end()):
        return False
    if end.group(1) != ".":
        return True
    before = re.search(r"([^\s'’]+)$", text[: end.start()])
    return before is None or before.group(1).lower().strip("(«\"'") not in _ABBREVIATIONS


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
