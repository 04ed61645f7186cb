"""The names that stand in a text: providers, offers, well-known names in no table, and strangers.

The longest name wins: "Ecritel Solutions" is not "Ecritel", "Pronote Primaire" not "Pronote".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from snc_assistant.facts.names import Names
from snc_assistant.grounding.reading import folded as fold_text
from snc_assistant.language import fold, normalise

_ORDINARY = ("orange", "integra", "dista", "cyllene-its", "iaas", "donjon", "free pro", "thales", "edt")
_SENTENCE_END = re.compile(r"(?:[.!?:;…]|^)[\s\"'(«»“”*-]*$")
_CAPITALISED = re.compile(r"(?<![\w@/.-])[A-ZÀ-Ý][\w-]{2,}")
_WORD_START = re.compile(r"(?<![a-z0-9])[a-z0-9]{2}")
_LINK = re.compile(r"https?://\S+")
_KNOWN_TO_ALL = frozenset(
    """
        secnumcloud observatory observatoire edition union europeenne european europe france french francais
        francaise francaises english anglais anglaise rgpd gdpr cloud etat state states member iaas caas paas saas
        january february march april may june july august september october november december
        service services software infrastructure platform container stage saas-based anssi mfa oui non yes
    """.split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a folded text: which, in which spelling, and where."""

    name: str
    spelling: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamesFound:
    """The names of a text, and the folded text with a space in place of each.

    `strangers`: folded words that are capitalised in mid-sentence and part of no known name.
    """

    mentions: tuple[Mention, ...]
    rest: str
    strangers: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """The names as `kind:name`."""
        return frozenset(m.name for m in self.mentions)


class NameFinder:
    """Finds a corpus's names in texts."""

    def __init__(self, names: Names) -> None:
        spellings: dict[str, str] = {}
        for offer in names.offers:
            if len(offer.offer) > 5 or (offer.offer.isupper() and offer.offer != "IaaS"):
                spellings.setdefault(_pattern(offer.offer), f"offer:{offer.offer}")
        for provider in names.providers:
            for spelling in (provider.name, *_long(provider.aliases)):
                spellings.setdefault(_pattern(spelling), f"provider:{provider.slug}")
        for offer in names.offers:
            for spelling in _long(offer.aliases):
                spellings.setdefault(_pattern(spelling), f"offer:{offer.offer}")
        for unlisted in names.unlisted:
            spellings.setdefault(_pattern(unlisted.name), f"unlisted:{unlisted.name}")
        starts: dict[str, list[str]] = {}
        for pattern in sorted(spellings, key=len, reverse=True):
            starts.setdefault(_start(pattern), []).append(pattern)
        self._starting = {
            start: (re.compile("|".join(f"({p}(?![a-z0-9]))" for p in group)), [spellings[p] for p in group])
            for start, group in starts.items()
        }
        self._common = {fold(w) for w in names.common_words}
        self._common |= {fold(u.name) for u in names.unlisted if not u.name[0].islower()}
        self._aliases = {a: f"unlisted:{u.name}" for u in names.unlisted for a in u.aliases if len(a) > 2}
        alternatives = "|".join(re.escape(a) for a in sorted(self._aliases, key=len, reverse=True)) or r"(?!)"
        self._alias = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")

    def find(self, text: str) -> NamesFound:
        """The names of a text, in reading order."""
        plain, folded = normalise(text), fold_text(text)
        mentions = [
            m
            for m in self._listed(folded)
            if m.spelling not in self._common or not plain[m.start : m.end].islower()
        ]
        rest = folded
        for mention in mentions:
            rest = rest[: mention.start] + " " * len(mention.spelling) + rest[mention.end :]
        mentions += [
            Mention(self._aliases[m[0]], fold(m[0]), m.start(), m.end())
            for m in self._alias.finditer(plain)
            if not any(k.start <= m.start() < k.end for k in mentions)
        ]
        known = {w for m in mentions for w in re.findall(r"[a-z0-9]+", m.spelling)}
        return NamesFound(tuple(sorted(mentions, key=lambda m: m.start)), rest, _strangers(plain) - known)

    def _listed(self, folded: str) -> list[Mention]:
        """The listed names, looked up by their first two characters."""
        found: list[Mention] = []
        for word in _WORD_START.finditer(folded):
            pattern, names = self._starting.get(word[0], (None, []))
            match = pattern.match(folded, word.start()) if pattern else None
            if match and not (found and word.start() < found[-1].end):
                found.append(Mention(names[(match.lastindex or 1) - 1], match[0], match.start(), match.end()))
        return found


def _strangers(plain: str) -> frozenset[str]:
    plain = _LINK.sub(" ", plain)
    found = set()
    for match in _CAPITALISED.finditer(plain):
        if not _SENTENCE_END.search(plain[: match.start()]):
            found |= set(re.findall(r"[a-z0-9]+", fold(match[0])))
    return frozenset(w for w in found if len(w) > 2) - _KNOWN_TO_ALL


def _start(pattern: str) -> str:
    return re.sub(r"\\.|\[.*?\]\*|[^a-z0-9]", "", pattern)[:2]


def _pattern(spelling: str) -> str:
    return re.sub(r"\\ |\\-|_", r"[\\s_-]*", re.escape(fold(spelling)))


def _long(aliases: Iterable[str]) -> tuple[str, ...]:
    """Spellings that cannot be mistaken for ordinary words."""
    return tuple(a for a in aliases if len(a) > 4 and fold(a) not in _ORDINARY)
