"""Does a claim deny what its source affirms, or affirm what it denies? Compared part by part.

A claim's denied stretches are matched to the source's text by their words, not its whole sentence
to a whole sentence: "not the State's cloud; the cloud for high-responsibility functions" holds a
negation and an affirmation. A word taken the other way round (`opposites`) counts as a negation,
so "must not be stored outside the EU" agrees with "must be stored within the EU".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from snc_assistant.grounding.opposites import contradictions, poles, says_one_twice, without_poles
from snc_assistant.grounding.scopes import stretches
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import Language

_PREFIX = re.compile(r"\b(?:in|im|un|ir|il|dis|des?)(?=[a-z]{4})")
_ATTRIBUTION = re.compile(
    r"\b(?:selon|d'apres|according to|in|dans)? ?(?:the |l')?(?:edit\w+ (?:de |d'|of )?[a-z]+ 20\d\d|[a-z]+ 20\d\d edit\w+)(?: \((?:en|in) \w+\))?"
    r"|\b(?:selon|d'apres|according to) (?:the |l')edit\w+"
)
_FRAGMENT = re.compile(r"[,;:.()]|\b(?:et|and|but|mais|whereas|while|tandis que|alors que)\b")
_MOST_REMEMBERED = 8192
_SAME_CLAUSE = 0.85  # of the words of two clauses together: one says the other again


@dataclass(frozen=True, slots=True)
class Part:
    """The terms of one stretch of a text, and whether they are denied; a subject is neither."""

    words: frozenset[str]
    text: str
    denied: bool
    subject: bool
    clause: int


@lru_cache(maxsize=_MOST_REMEMBERED)
def parts(folded: str, language: Language) -> tuple[Part, ...]:
    """The stretches of a folded text with their terms in a language."""
    found = []
    for stretch in stretches(folded):
        text = folded[stretch.start : stretch.end]
        found.append(
            Part(frozenset(terms(text, language)), text, stretch.denied, stretch.subject, stretch.clause)
        )
    return tuple(found)


def disagreement(claim: str, stated: Sequence[str], twins: Sequence[str], language: Language) -> bool:
    """Whether a folded claim and the folded texts of its sources disagree on a negation.

    :param stated: the texts in the claim's language.
    :param twins: what says the same in the other language; looked at for opposites only.
    """
    own = parts(_ATTRIBUTION.sub(" ", claim), language)
    theirs = [p for text in stated for p in parts(_ATTRIBUTION.sub(" ", text), language)]
    all_poles = frozenset[tuple[int, int]]().union(*(poles(t) for t in (*stated, *twins)))
    affirmed = frozenset[str]().union(*(p.words for p in theirs if not p.denied and not p.subject))
    denied = frozenset[str]().union(*(p.words for p in theirs if p.denied))
    told = affirmed | denied | frozenset[str]().union(*(p.words for p in theirs))
    if says_one_twice(claim, stated) or _turned_copy(own, theirs) or _crossed(claim, stated, language):
        return True
    claim_words: dict[bool, set[str]] = {True: set(), False: set()}
    for at, part in enumerate(own):
        turned = contradictions(poles(part.text), all_poles) + _unprefixed(part.words, told)
        says_denied = part.denied ^ bool(turned % 2)
        if part.subject and not turned:
            continue
        claim_words[says_denied] |= part.words
        if says_denied and not _borne(part.words, denied, affirmed, otherwise=bool(denied)):
            return True
        framing = any(p.denied and p.clause == part.clause for p in own[at + 1 :])
        if not says_denied and not framing and not _borne(part.words, affirmed, denied, otherwise=True):
            return True
    return any(_affirms(p.words, claim_words, affirmed) for p in theirs if p.denied)


def _borne(words: frozenset[str], same: frozenset[str], other: frozenset[str], *, otherwise: bool) -> bool:
    """Whether the words of a part stand where the source says the same rather than the other."""
    against, agreeing = len((words & other) - same), len((words & same) - other)
    return agreeing >= against if against or agreeing else otherwise


def _turned_copy(own: Sequence[Part], theirs: Sequence[Part]) -> bool:
    """Whether a clause has the words of a clause of the source, but not its negation."""
    stated = list(_clauses(theirs))
    for words, denied in _clauses(own):
        alike = [d for w, d in stated if words and len(words & w) >= _SAME_CLAUSE * len(words | w)]
        if alike and denied not in alike:
            return True
    return False


def _crossed(claim: str, stated: Sequence[str], language: Language) -> bool:
    """Whether a claim says one opposite of what the source says the other of.

    "The cost is continuous" where the source has "the cost is initial and the benefit continuous".
    """
    theirs = [f for text in stated for f in _fragments(text, language)]
    told = frozenset[tuple[int, int]]().union(*(p for _, p in theirs))
    for words, own in _fragments(claim, language):
        crossed = sum(_takes_other_side(pole, words, theirs) for pole in own)
        strange = contradictions(frozenset(p for p in own if not _pair_of(p) & told), told)
        if crossed and (crossed + strange) % 2:
            return True
    return False


def _takes_other_side(
    pole: tuple[int, int],
    words: frozenset[str],
    theirs: Sequence[tuple[frozenset[str], frozenset[tuple[int, int]]]],
) -> bool:
    """Whether the source's fragments most like a claim's one have only the other pole of a pair."""
    near = [(len(words & w), p) for w, p in theirs if _pair_of(pole) & p]
    most = max((n for n, _ in near), default=0)
    return most > 0 and all(pole not in p for n, p in near if n == most)


def _pair_of(pole: tuple[int, int]) -> frozenset[tuple[int, int]]:
    return frozenset({(pole[0], 0), (pole[0], 1)})


@lru_cache(maxsize=_MOST_REMEMBERED)
def _fragments(
    folded: str, language: Language
) -> tuple[tuple[frozenset[str], frozenset[tuple[int, int]]], ...]:
    """The terms and the poles of each undenied fragment that has a pole, the poles' words left out."""
    found = []
    for text in _FRAGMENT.split(_ATTRIBUTION.sub(" ", folded)):
        has = poles(text)
        if has and not any(s.denied for s in stretches(text)):
            found.append((frozenset(terms(without_poles(text), language)), has))
    return tuple(found)


def _clauses(found: Sequence[Part]) -> Iterator[tuple[frozenset[str], bool]]:
    """The terms of each clause, and whether something in it is denied."""
    for _, group in groupby(found, key=lambda p: p.clause):
        members = list(group)
        yield frozenset[str]().union(*(p.words for p in members)), any(p.denied for p in members)


def _affirms(words: frozenset[str], claimed: dict[bool, set[str]], affirmed: frozenset[str]) -> bool:
    """Whether a claim affirms the words of a part that the source denies."""
    own = words - affirmed
    said = own & claimed[False] - claimed[True]
    return len(said) > len(own & claimed[True])


def _unprefixed(words: frozenset[str], told: frozenset[str]) -> int:
    """How many words differ from the source's only by a denying prefix: "non-critical"."""
    found = 0
    for word in words - told:
        bare = _PREFIX.sub("", word)
        found += (bare != word and bare in told) or any(
            t.endswith(word) and _PREFIX.sub("", t) == word for t in told if len(t) > len(word) > 4
        )
    return found
