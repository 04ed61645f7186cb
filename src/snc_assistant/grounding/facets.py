"""The parts of a sentence that must not be wrong: numbers, stages, models, statuses, names, negation.

Knows nothing about sources; sees one text at a time.
"""

import re
from dataclasses import dataclass

from snc_assistant.facts.names import Names
from snc_assistant.language import fold

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])|(?<=[a-z_])\d+(?=\b)")
_STAGE = re.compile(r"\bj ?([0-3])\b")
_MODEL = re.compile(r"\b([icps])aas\b")
_MONTH = {
    "janvier": "01", "january": "01", "fevrier": "02", "february": "02", "mars": "03", "march": "03",
    "avril": "04", "april": "04", "mai": "05", "may": "05", "juin": "06", "june": "06", "juillet": "07",
    "july": "07", "aout": "08", "august": "08", "septembre": "09", "september": "09", "octobre": "10",
    "october": "10", "novembre": "11", "november": "11", "decembre": "12", "december": "12",
}  # fmt: skip
_DATE = re.compile(rf"\b({'|'.join(_MONTH)})\s+(20\d\d)\b")
_STATUS = {
    "in_progress": re.compile(
        r"\ben cours\b|\bcandidate?s?\b|\bapplicants?\b|\bin progress\b|\bunder review\b|\bnot (?:yet )?qualified\b"
        r"|\bpas (?:encore |deja )?qualifie"
    ),
    "qualified": re.compile(
        r"(?<!pas )(?<!pas encore )\b(?<!not )(?<!not yet )qualifi(?:e|ee|es|ees|ed)\b(?! auditor)"
    ),
}
_NEGATION = re.compile(
    r"\b(ne|n|not|no|never|neither|nor|without|sans|aucun|aucune|jamais|ni|pas|cannot|non(?!-)|isn|doesn|don|won|aren|can't|nothing|rien|none)\b"
)
_REMEMBERED = 5000  # texts whose facets are kept


@dataclass(frozen=True, slots=True)
class Facets:
    """What a text commits itself to."""

    numbers: frozenset[str]
    stages: frozenset[str]
    models: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]
    statuses: frozenset[str]
    negated: bool

    def missing_from(self, support: "Facets") -> tuple[str, ...]:
        """What this text says that the support does not, negation aside."""
        pairs = (
            (self.numbers, support.numbers),
            (self.stages, support.stages),
            (self.models, support.models),
            (self.dates, support.dates),
            (self.names, support.names),
        )
        return tuple(sorted(value for own, other in pairs for value in own - other))


class FacetReader:
    """Reads the facets of texts, knowing a corpus's names."""

    def __init__(self, names: Names) -> None:
        self._names: list[tuple[str, re.Pattern[str]]] = []
        self._read: dict[str, Facets] = {}
        for provider in names.providers:
            self._add(f"provider:{provider.slug}", (provider.name, *_long(provider.aliases)))
        for offer in names.offers:
            if len(offer.offer) > 5 or (offer.offer.isupper() and offer.offer not in ("IaaS",)):
                self._add(f"offer:{offer.offer}", (offer.offer,))
        for unlisted in names.unlisted:
            self._add(f"unlisted:{unlisted.name}", (unlisted.name,))

    def read(self, text: str) -> Facets:
        """The facets of a text; the same few sources are read for question after question."""
        known = self._read.get(text)
        if known is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            known = self._read[text] = self._facets(text)
        return known

    def _facets(self, text: str) -> Facets:
        folded = fold(text)
        dates = {f"{year}-{_MONTH[month]}" for month, year in _DATE.findall(folded)}
        undated = _DATE.sub(" ", folded)
        names = {n for n, pattern in self._names if pattern.search(folded)}
        unnamed = undated
        for name, pattern in self._names:
            if name in names:
                unnamed = pattern.sub(" ", unnamed)
        return Facets(
            numbers=frozenset(n.replace(",", ".") for n in _NUMBER.findall(_STAGE.sub(" ", unnamed))),
            stages=frozenset(f"J{n}" for n in _STAGE.findall(folded)),
            models=frozenset(m.upper() + "aaS" for m in _MODEL.findall(unnamed)),
            dates=frozenset(dates),
            names=frozenset(names),
            statuses=frozenset(s for s, pattern in _STATUS.items() if pattern.search(folded)),
            negated=bool(_NEGATION.search(folded)),
        )

    def _add(self, name: str, spellings: tuple[str, ...]) -> None:
        parts = [re.escape(fold(s)).replace(r"\ ", r"[\s_-]*").replace(r"\-", r"[\s-]*") for s in spellings]
        parts.sort(key=len, reverse=True)
        spelling = "|".join(parts)
        self._names.append((name, re.compile(rf"(?<![a-z0-9])(?:{spelling})(?![a-z0-9])")))


def _long(aliases: tuple[str, ...]) -> tuple[str, ...]:
    """Spellings that cannot be mistaken for ordinary words."""
    return tuple(
        a for a in aliases if len(a) > 4 and fold(a) not in ("orange", "integra", "dista", "cyllene-its")
    )


def merge(parts: list[Facets]) -> Facets:
    """The union of several texts' facets; negated if any is."""
    return Facets(
        numbers=frozenset().union(*(p.numbers for p in parts)),
        stages=frozenset().union(*(p.stages for p in parts)),
        models=frozenset().union(*(p.models for p in parts)),
        dates=frozenset().union(*(p.dates for p in parts)),
        names=frozenset().union(*(p.names for p in parts)),
        statuses=frozenset().union(*(p.statuses for p in parts)),
        negated=any(p.negated for p in parts),
    )
