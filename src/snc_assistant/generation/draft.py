"""The model's text, as it comes → draft claims: one sentence with the sources that it names.

Nothing but plain sentences comes out: no link, image, HTML or Markdown. Knows nothing about what
the sources say.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from snc_assistant.generation.prompt import NO_ANSWER
from snc_assistant.ingest.sentences import split_sentences
from snc_assistant.types import DraftClaim

_LONGEST_SENTENCE = 1200
_LONGEST_BRACKET = 300
_WIDEST_RANGE = 20

_NUMBERS = r"\d{1,9}(?:\s*(?:,|;|&|/|-|\u2013|\bet\b|\band\b|\bà\b|\bto\b)\s*\d{1,9})*"
_SQUARE = rf"[\[【]\s*(?:sources?|S|n°|\^)?\s*:?\s*(?:{_NUMBERS})\s*[\]】]"
_ROUND = rf"\(\s*(?:voir|see|cf\.?)?\s*sources?\s*:?\s*(?:{_NUMBERS})\s*\)"
_MARK = re.compile(f"{_SQUARE}|{_ROUND}", re.IGNORECASE)
_STOP_THEN_MARKS = re.compile(rf"([.!?…]+[\"”»)]*)((?:\s*(?:{_MARK.pattern}))+)", re.IGNORECASE)
_LINE_OF_MARKS = re.compile(rf"\n\s*(?=(?:{_MARK.pattern}))", re.IGNORECASE)
_OPEN_BRACKET = re.compile(r"[\[(【<][^\])】>\n]*\Z")
_RANGE = re.compile(r"(\d+)\s*(?:-|\u2013|à|to)\s*(\d+)|(\d+)", re.IGNORECASE)

_IMAGE = re.compile(r"!\[[^\]]*\]\s*(?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]\[]*)\]\(\s*[^)]*\)")
_TAG = re.compile(r"<[a-z/!?][^<>]*(?:>|\Z)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b(?:mailto|javascript|data):)[^\s\[\]()<>]+",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"^\s*(?:(?:[-*+•\u2013\u2014>#|]+|\d{1,2}[.)])\s+)+")
_BRACKETED = re.compile(r"[\[【]([^\]】]*)[\]】]")
_EMPTIED = re.compile(r"\(\s*(?:(?:voir|see|cf\.?|sources?|et|and|[,;:])\s*)*\)", re.IGNORECASE)
_EMPHASIS = re.compile(r"[*`~]+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
_REFUSAL = re.compile(rf"\b{NO_ANSWER}\b|^\W*NO[ -]?ANSWER\W*$", re.IGNORECASE)


class DraftParser:
    """Turns pieces of a model's answer into draft claims, each as soon as its sentence is over.

    What was left out is counted: `unknown` source numbers, `uncited` sentences, `repeated` ones,
    and `cut` stretches that were too long to be a sentence. `no_answer` tells that the model said
    that the sources do not answer; claims may stand beside it.
    """

    def __init__(self, numbering: Sequence[str]) -> None:
        """Start with the source ids that [1], [2]… stand for."""
        self.unknown = 0
        self.uncited = 0
        self.repeated = 0
        self.cut = 0
        self.no_answer = False
        self._numbering = tuple(numbering)
        self._buffer = ""
        self._skipping = False
        self._seen: set[DraftClaim] = set()

    def feed(self, chunk: str) -> list[DraftClaim]:
        """The claims whose sentences became complete with this piece."""
        claims: list[DraftClaim] = []
        for start in range(0, len(chunk), _LONGEST_BRACKET):
            self._buffer += _printable(chunk[start : start + _LONGEST_BRACKET])
            claims += self._claims([*self._take_lines(), *self._take_sentences()])
            self._bound()
        return claims

    def close(self) -> list[DraftClaim]:
        """The claims of what is left when the model has finished."""
        lines = self._buffer.splitlines()
        self._buffer = ""
        return self._claims([s for line in lines for s in _sentences(line)])

    def _take_lines(self) -> list[str]:
        """The sentences of the complete lines, which leave the buffer.

        A line whose last sentence names no source is over only when the next line does not begin
        with source numbers.
        """
        taken: list[str] = []
        while (end := self._buffer.find("\n")) >= 0:
            *over, last = _sentences(self._buffer[:end]) or [""]
            taken += over
            if last and not _MARK.search(last):
                self._buffer = last + self._buffer[end:]
                if marks := _LINE_OF_MARKS.match(self._buffer, len(last)):
                    self._buffer = f"{last} {self._buffer[marks.end() :]}"
                    continue
                if _may_become_marks(self._buffer[len(last) :].lstrip()):
                    break
                end = len(last)
            taken.append(last)
            self._buffer = self._buffer[end + 1 :]
        return taken

    def _take_sentences(self) -> list[str]:
        """The sentences of the last line that are over, which leave the buffer."""
        begun = _OPEN_BRACKET.search(self._buffer)
        ready = self._buffer[: begun.start()] if begun else self._buffer
        starts = [start for start, _ in split_sentences(_masked(ready))]
        if len(starts) < 2:
            return []
        self._buffer = self._buffer[starts[-1] :]
        return [ready[a:b] for a, b in pairwise(starts)]

    def _bound(self) -> None:
        if len(self._buffer) <= _LONGEST_SENTENCE:
            return
        self.cut += not self._skipping
        self._skipping = True
        self._buffer = self._buffer[-_LONGEST_BRACKET:]

    def _claims(self, sentences: Sequence[str]) -> list[DraftClaim]:
        return [claim for s in sentences if (claim := self._claim(s)) is not None]

    def _claim(self, sentence: str) -> DraftClaim | None:
        if self._skipping:
            self._skipping = False
            return None
        inert = _inert(sentence)
        text = _plain(_MARK.sub(" ", inert))
        if _REFUSAL.search(text):
            self.no_answer = True
            return None
        if not any(c.isalpha() for c in text):
            return None
        claim = DraftClaim(text, self._source_ids(inert))
        if not claim.source_ids:
            self.uncited += 1
            return None
        if claim in self._seen:
            self.repeated += 1
            return None
        self._seen.add(claim)
        return claim

    def _source_ids(self, sentence: str) -> tuple[str, ...]:
        ids: dict[str, None] = {}
        for number in (n for mark in _MARK.findall(sentence) for n in _numbers(mark)):
            if 1 <= number <= len(self._numbering):
                ids[self._numbering[number - 1]] = None
            else:
                self.unknown += 1
        return tuple(ids)


def _may_become_marks(text: str) -> bool:
    """Whether the beginning of a line could still turn out to be source numbers."""
    if not text:
        return True
    return text[0] in "[(【" and len(text) < _LONGEST_BRACKET and not re.search(r"[\])】\n]", text)


def _sentences(line: str) -> list[str]:
    return [line[start:end] for start, end in split_sentences(_masked(line))]


def _masked(text: str) -> str:
    """The text at the same length, with source numbers before the full stop and links as words."""
    for hidden in (_IMAGE, _LINK, _TAG):
        text = hidden.sub(lambda m: _filler(m) if not _MARK.match(m[0]) else m[0], text)
    text = _STOP_THEN_MARKS.sub(lambda m: "x" * len(m[2]) + m[1], text)
    return _MARK.sub(_filler, text)


def _filler(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _numbers(mark: str) -> Iterator[int]:
    for first, last, single in _RANGE.findall(mark):
        if single:
            yield int(single)
        elif int(first) <= int(last) <= int(first) + _WIDEST_RANGE:
            yield from range(int(first), int(last) + 1)
        else:
            yield from (int(first), int(last))


def _printable(text: str) -> str:
    """The text without control and format characters, which could hide or reorder it."""
    text = text.replace("\t", " ")
    return "".join(c for c in text if c == "\n" or not unicodedata.category(c).startswith("C"))


def _inert(sentence: str) -> str:
    """The sentence without anything that a page could follow, load or run."""
    text = _IMAGE.sub(" ", html.unescape(sentence))
    text = _LINK.sub(lambda m: f"[{m[1]}]" if m[1].strip().isdigit() else m[1], text)
    return _ADDRESS.sub(" ", _TAG.sub(" ", text))


def _plain(text: str) -> str:
    """The sentence as a reader sees it: no list mark, no emphasis, no hole where a number stood."""
    text = _EMPTIED.sub(" ", _LIST_MARK.sub("", text))
    text = _EMPHASIS.sub("", _BRACKETED.sub(r"\1", text))
    text = re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text))
    text = re.sub(r"\s+([.,…])(?=\s|$)", r"\1", text)
    return re.sub(r"([.!?])\s*\.$", r"\1", text).strip()
