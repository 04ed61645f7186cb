"""A model's claims in place of the extractive ones, claim by claim, so that no fact is lost.

An extractive claim gives way only to sentences that rest on all of its sources, repeat all of its
numbers, dates, stages, service models, names and statuses, and use enough of its words. Until then
it stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from snc_assistant.grounding.facets import Facets, merge
from snc_assistant.language import words
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import Claim, Language

_SAID_AGAIN = 0.2  # of the terms that are replaced, for the rest may be said in other words
_LEAST_LENGTH = 0.4  # of a passage in the other language, whose terms cannot be compared


@dataclass(frozen=True, slots=True)
class Grounded:
    """A checked claim, the ids of the sources that it rests on, and the words that carry its facts.

    `is_foreign` tells that these words are not in the reader's language.
    """

    claim: Claim
    source_ids: tuple[str, ...]
    says: str
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Replaced:
    """The claims to show, and how many of the model's are held back as they say only a part."""

    claims: tuple[Claim, ...]
    withheld: int


def replace_claims(
    extractive: Sequence[Grounded],
    phrased: Sequence[Grounded],
    read: Callable[[str], Facets],
    language: Language,
) -> Replaced:
    """The model's claims where they say all that the extractive ones say, these elsewhere."""
    about = [[p for p in phrased if set(p.source_ids) & set(e.source_ids)] for e in extractive]
    covered = [_covers(found, e, read, language) for found, e in zip(about, extractive, strict=True)]
    used: list[Claim] = []
    for e, found, is_covered in zip(extractive, about, covered, strict=True):
        used += [p.claim for p in found] if is_covered else [e.claim]
    known = {i for e in extractive for i in e.source_ids}
    used += [p.claim for p in phrased if not known & set(p.source_ids)]
    claims = tuple(dict.fromkeys(used))
    return Replaced(claims, sum(p.claim not in claims for p in phrased))


def _covers(
    phrased: Sequence[Grounded], extractive: Grounded, read: Callable[[str], Facets], language: Language
) -> bool:
    if set(extractive.source_ids) - {i for p in phrased for i in p.source_ids}:
        return False
    said, wanted = merge([read(p.says) for p in phrased]), read(extractive.says)
    if wanted.missing_from(said) or not wanted.statuses <= said.statuses:
        return False
    return _said_again(extractive, " ".join(p.says for p in phrased), language)


def _said_again(extractive: Grounded, text: str, language: Language) -> bool:
    if extractive.is_foreign:
        return len(words(text)) >= _LEAST_LENGTH * len(words(extractive.says))
    wanted = set(terms(extractive.says, language))
    return len(wanted & set(terms(text, language))) >= _SAID_AGAIN * len(wanted)
