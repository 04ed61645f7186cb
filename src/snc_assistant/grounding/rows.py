"""Claims about the offers' tables: each name must have the status and the models of its own row.

A sentence may cite a qualified row and one in progress: both statuses are then in its sources, so
it matters which name each of them is said of.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from snc_assistant.grounding.naming import Mention, NameFinder
from snc_assistant.grounding.opposites import quantity
from snc_assistant.grounding.reading import folded as fold_text
from snc_assistant.grounding.scopes import stretches
from snc_assistant.grounding.status import StatusMention, status_mentions
from snc_assistant.types import Fact

_MODEL = re.compile(r"\b([icps])aas\b")
_BREAK = re.compile(r"[.;](?=\s|$)|\b(?:while|whereas|tandis que|alors que|mais|but)\b")
_BRACKET = re.compile(r"\s*[\"”»]?\s*\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the tables."""

    provider: str
    printed: str
    offer: str
    model: str
    status: str


def row_of(fact: Fact) -> Row:
    """The row that an offer states."""
    fields = fact.fields
    return Row(
        f"provider:{fields.get('provider', '')}",
        fold_text(fields.get("provider_name", "")),
        f"offer:{fields.get('offer', '')}",
        fields.get("service_model", ""),
        fields.get("status", ""),
    )


@dataclass(frozen=True, slots=True)
class _Assertion:
    """A piece of a sentence that says at most one status."""

    names: tuple[Mention, ...]
    status: StatusMention | None
    models: frozenset[str]
    everything: bool


def denies(text: str, finder: NameFinder) -> bool:
    """Whether a claim denies something else than a status: "does not offer"."""
    folded = fold_text(text)
    statuses = status_mentions(_unnamed(folded, finder.find(text).mentions))
    return any(s.denied for s in stretches(folded)) and not any(s.denied for s in statuses)


def row_objection(text: str, facts: Sequence[Fact], finder: NameFinder) -> str | None:
    """What a claim says that none of the rows it cites says, if anything."""
    rows = [row_of(f) for f in facts]
    folded = fold_text(text)
    mentions = _placed(finder.find(text).mentions, rows)
    statuses = status_mentions(_unnamed(folded, mentions))
    for mention in mentions:
        if objection := _bracket_objection(folded, mention, rows):
            return objection
    for assertion in _assertions(folded, mentions, statuses):
        if objection := _assertion_objection(assertion, rows):
            return objection
    return None


def _placed(mentions: Sequence[Mention], rows: Sequence[Row]) -> tuple[Mention, ...]:
    """The names that the rows know; an alias of both a provider and an offer may be either."""
    return tuple(m for m in mentions if _rows_of(m, rows))


def _rows_of(mention: Mention, rows: Sequence[Row]) -> list[Row]:
    """The rows of a name; a provider's printed name ("OVH SAS") means the rows printed so."""
    printed = [r for r in rows if r.printed == mention.spelling]
    others = {r.printed for r in rows if r.provider == mention.name} - {mention.spelling}
    if printed and any(o.startswith(mention.spelling) for o in others):
        printed = []
    return printed or [r for r in rows if mention.name in (r.provider, r.offer)]


def _unnamed(folded: str, mentions: Sequence[Mention]) -> str:
    for m in mentions:
        folded = folded[: m.start] + " " * (m.end - m.start) + folded[m.end :]
    return folded


@lru_cache(maxsize=1024)
def _models(text: str) -> frozenset[str]:
    return frozenset(m.upper() + "aaS" for m in _MODEL.findall(text))


def _bracket_objection(folded: str, mention: Mention, rows: Sequence[Row]) -> str | None:
    """What the brackets behind a name say that none of its rows says: "« Offer » (IaaS, PaaS)"."""
    bracket = _BRACKET.match(folded, mention.end)
    if not bracket:
        return None
    own = _rows_of(mention, rows)
    strange = _models(bracket[1]) - {r.model for r in own}
    if strange:
        return f"not in the row of {mention.spelling}: {', '.join(sorted(strange))}"
    return None


def _assertions(
    folded: str, mentions: Sequence[Mention], statuses: Sequence[StatusMention]
) -> list[_Assertion]:
    """The pieces of a sentence, one a status; names before the first status lead to the next one."""
    bounds = _bounds(folded, mentions, statuses)
    unnamed = _unnamed(folded, mentions)
    found = []
    for start, end in bounds:
        inside = [s for s in statuses if start <= s.start < end]
        names = tuple(m for m in mentions if start <= m.start < end)
        found.append(
            _Assertion(
                names,
                inside[0] if inside else None,
                _models(unnamed[start:end]),
                quantity(folded[start:end]).everything,
            )
        )
    return found


def _bounds(
    folded: str, mentions: Sequence[Mention], statuses: Sequence[StatusMention]
) -> list[tuple[int, int]]:
    """Where the pieces begin and end.

    A list that begins with its status ("Qualified: A, B. In progress: C") is cut before each
    status. Otherwise a piece ends where the next one's subject begins: at a break between two
    statuses, else before the first provider behind a status, else behind the brackets.
    """
    cuts = [0]
    status_first = bool(statuses and mentions and statuses[0].start < mentions[0].start)
    for one, other in pairwise(statuses):
        between = [m for m in mentions if one.end <= m.start < other.start]
        breaks = [b for b in _BREAK.finditer(folded, one.end, other.start)]
        if one.status == other.status and not breaks and not between:
            continue
        if status_first:
            cuts.append(other.start)
        elif breaks:
            cuts.append(breaks[-1].start())
        else:
            providers = [m for m in between if m.name.startswith("provider:")]
            closed = folded.find(")", one.end, other.start)
            first = providers or between
            cuts.append(first[0].start if first else closed + 1 if closed >= 0 else other.start)
    cuts.append(len(folded))
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _assertion_objection(assertion: _Assertion, rows: Sequence[Row]) -> str | None:
    status = assertion.status.status if assertion.status else None
    matching = [r for r in rows if status in (None, r.status)]
    if status and not matching:
        return f"status not in the cited rows: {status}"
    for mention in assertion.names:
        own = [r for r in _rows_of(mention, rows) if r in matching]
        if not own:
            return f"not the status of {mention.spelling}: {status}"
        if assertion.everything and len(own) < len(_rows_of(mention, rows)):
            return f"not the status of all that {mention.spelling} has: {status}"
        if assertion.models and not any(r.model in assertion.models for r in own):
            return f"not the service model of {mention.spelling}"
    offers = [m for m in assertion.names if m.name.startswith("offer:")]
    owners = {m.name for m in assertion.names if m.name.startswith("provider:")}
    for mention in offers:
        if owners and not any(r.provider in owners for r in _rows_of(mention, matching)):
            return f"not an offer of that provider: {mention.spelling}"
    strange = assertion.models - {r.model for r in matching}
    return f"not in the cited rows: {', '.join(sorted(strange))}" if strange else None
