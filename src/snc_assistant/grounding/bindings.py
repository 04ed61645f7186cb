"""Is each value said of what the source says it of? "39 % individually" is wrong where 24 % is.

Only where the sources hold several values of a kind (numbers, years, stages, editions, parties).
Each value is known by the words next to it in the source; in a claim those words must not be
another value's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from snc_assistant.grounding.numerals import in_digits
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import Language

_REACH = 3  # words on either side that a value is known by
_MONTHS = "janvier|january|fevrier|february|mars|march|avril|april|mai|may|juin|june|juillet|july|aout|august|septembre|september|octobre|october|novembre|november|decembre|december"
_SAME = {"january": "janvier", "february": "fevrier", "march": "mars", "april": "avril", "may": "mai", "june": "juin",
         "july": "juillet", "august": "aout", "september": "septembre", "october": "octobre",
         "november": "novembre", "december": "decembre"}  # fmt: skip
_SYNONYMS = (
    (re.compile(r"\bindividuel\w*|\bindividual\w*|\bseule?\b|\balone\b|\bchacune?\b|\bsingly\b|\bon (?:its|their) own\b|\bon an individual basis\b|\beach\b"), "individu"),
    (re.compile(r"\bcollectiv\w*|\bensemble\b|\btogether\b|\bjointly\b|\bin total\b|\bau total\b|\bcombined\b|\bcumul\w*"), "collectiv"),
)  # fmt: skip
_VALUES = (
    ("zed", re.compile(rf"\b(?:edition |editorial )?(?:of |de |d')?({_MONTHS}) (?:20\d\d)\b(?:'s)?(?: edit\w+)?")),
    ("zst", re.compile(r"\bj ?([0-3])\b")),
    ("zye", re.compile(r"(?<![\w.,-])((?:19|20)\d\d)(?![\w%])")),
    ("znu", re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?![\w])")),
    ("zpa", re.compile(r"\b(anssi)\b")),
    ("zpb", re.compile(r"\b(prestataire|fournisseur|provider|operateur|operator)s?\b(?: de cloud)?")),
    ("zpc", re.compile(r"\b(client|commanditaire|customer)s?\b(?: \((?:le )?(?:client|commanditaire)s?\))?")),
    ("zpd", re.compile(r"\b(organisme d'evaluation|organisme agree|auditeur|auditor|evaluateur|evaluator|evaluation body|accredited organi[sz]ation)s?\b")),
    ("zpe", re.compile(r"\b(utilisateur|user)s?\b")),
)  # fmt: skip
_TWICE = re.compile(r"\b(\w+(?: \w+){0,2}),? (?:et|ou|and|or|puis|then|des|from) \1\b")
_BOUNDARY = re.compile(r"[,;:.()\"]|\bet\b|\band\b|\bor\b|\bou\b")
_MARK = re.compile(r"z(?:ed|st|ye|nu|p[a-e])x?\w*0$")
_EDGE = "zbo0"
_PARTY = "zp"
_NAMES = {"zed": "edition", "zst": "stage", "zye": "year", "znu": "number", _PARTY: "party"}
_TOLERATED = {"zed": 0.3, "zst": 0.3, "zye": 0.3, "znu": 0.3, _PARTY: 1.01}
_TOLERATED_PARTIES = 0.7  # of all parties together: "informed by the provider" moves the words


@dataclass(frozen=True, slots=True)
class _Mention:
    """A value, the words near it with weights in (0, 1], and the words just beside it.

    `frame`: the words before it, or before the first of a list: "limited to 24 % and 39 %".
    """

    value: str
    near: Mapping[str, float]
    frame: Mapping[str, float]
    beside: tuple[str, str] | None = None

    @property
    def kind(self) -> str:
        """Its first letters; all parties are one kind."""
        return _PARTY if self.value.startswith(_PARTY) else self.value[:3]


def named_twice(claim: str, stated: Sequence[str]) -> str | None:
    """What a folded claim names twice side by side ("J2 and J2") where no source does."""
    for match in _TWICE.finditer(claim):
        if not any(match[0] in text for text in stated):
            return match[1]
    return None


def misplaced(claim: str, stated: Sequence[str], language: Language) -> str | None:
    """The kind of value that a folded claim says of something else than its sources do, if any."""
    known: dict[str, dict[str, float]] = {}
    beside: dict[tuple[str, tuple[str, str] | None], set[str]] = {}
    for text in stated:
        for mention in _mentions(text, language):
            near = known.get(mention.value, {})
            known[mention.value] = _fullest(near, _fullest(mention.near, mention.frame))
            if mention.beside:
                beside.setdefault((mention.kind, mention.beside), set()).add(mention.value)
    parties = 0.0
    for mention in _mentions(claim, language):
        score = _score(mention, known)
        parties += score if mention.kind == _PARTY else 0.0
        others = beside.get((mention.kind, mention.beside)) if mention.beside else None
        if score < -_TOLERATED[mention.kind] or (others and mention.value not in others):
            return _NAMES[mention.kind]
    return _NAMES[_PARTY] if parties < -_TOLERATED_PARTIES else None


def _score(mention: _Mention, known: Mapping[str, Mapping[str, float]]) -> float:
    """How much better the words near a value are the value's own than another's; 0 if unknown."""
    kind = mention.kind
    own = known.get(mention.value, None if kind == _PARTY else {})
    rivals = [near for value, near in known.items() if value.startswith(kind) and value != mention.value]
    if own is None or not rivals:
        return 0.0
    return sum(
        weight * (own.get(word, 0.0) - max(r.get(word, 0.0) for r in rivals))
        for word, weight in mention.near.items()
    )


@lru_cache(maxsize=4096)
def _mentions(folded: str, language: Language) -> tuple[_Mention, ...]:
    """The values of a text with the words near each, which count for the nearest value only."""
    tokens = terms(_marked(folded), language)
    found: list[_Mention] = []
    inherited: dict[str, dict[str, float]] = {}
    for place, value in enumerate(tokens):
        if not _MARK.match(value):
            continue
        kind = _Mention(value, {}, {}).kind
        before = _near(tokens[:place][::-1], kind)
        after = tokens[place + 1 :]
        if after[:1] == [_EDGE]:  # "offer 1 (infrastructure)", "offer 1, the infrastructure"
            after = after[1:]
        near = _fullest(before, _near(after, kind))
        inherited[kind] = before or inherited.get(kind, {})
        found.append(_Mention(value, near, inherited[kind], _beside(tokens[max(0, place - 1) : place + 2])))
    return tuple(found)


def _near(tokens: list[str], kind: str) -> dict[str, float]:
    """The words up to a boundary, those nearer to another value of the kind left out."""
    reach = _REACH
    for distance, token in enumerate(tokens[: 2 * _REACH + 1], start=1):
        if token == _EDGE:
            reach = min(reach, distance - 1)
            break
        if token.startswith(kind) and _MARK.match(token):
            reach = min(reach, distance // 2)
            break
    near: dict[str, float] = {}
    for distance, token in enumerate(tokens[:reach], start=1):
        if not _MARK.match(token):
            near.setdefault(token, distance**-0.5)
    return near


def _fullest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {word: max(one.get(word, 0.0), other.get(word, 0.0)) for word in {**one, **other}}


def _beside(tokens: Sequence[str]) -> tuple[str, str] | None:
    """The words just before and after a value; None if they are too common to tell values apart."""
    if len(tokens) < 3:
        return None
    before, _, after = tokens
    inner = [t for t in (before, after) if t != _EDGE]
    return (before, after) if len(inner) == 2 or (inner and _MARK.match(inner[0])) else None


def _marked(folded: str) -> str:
    """The text with a word of its own for each value and each boundary."""
    text = in_digits(folded)
    for pattern, word in _SYNONYMS:
        text = pattern.sub(word, text)
    for mark, pattern in _VALUES:
        text = pattern.sub(partial(_mark, mark), text)
    return _BOUNDARY.sub(" zbo0 ", text)


def _mark(mark: str, match: re.Match[str]) -> str:
    """The word that stands for a value; a party's spellings all give the same one."""
    return f" {mark}0 " if mark.startswith(_PARTY) else f" {mark}x{_name(match[1])}0 "


def _name(value: str) -> str:
    """A value in letters: the analyzer splits digits from letters that follow them."""
    plain = _SAME.get(value, value).replace(",", "p").replace(".", "p")
    return "".join("abcdefghij"[int(c)] if c.isdigit() else c for c in plain)
