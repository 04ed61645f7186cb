"""What differs between two editions, computed from which facts each of them proves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from snc_assistant.as_json import Json
from snc_assistant.types import Fact, FactKind
from snc_assistant.web.facts.rows import FactTables, Row

Change = Literal["added", "removed", "changed", "noted"]

_PAIRED_BY = {
    "offer": ("provider", "offer", "service_model"),
    "stage": ("stage", "aspect"),
    "step": ("stage", "order"),
}
_ORDER: tuple[Change, ...] = ("changed", "noted", "added", "removed")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the editions do not say alike.

    `changed` has both sides, `added` only the later one, `removed` only the earlier one; `noted` is
    a fact about the difference itself and cites both editions, as its later side.
    """

    change: Change
    kind: FactKind
    before: Row | None
    after: Row | None

    def json(self) -> Json:
        """The difference as clients see it."""
        return {
            "change": self.change,
            "kind": self.kind,
            "before": self.before.json() if self.before else None,
            "after": self.after.json() if self.after else None,
        }


def differences(tables: FactTables, before: str, after: str) -> tuple[list[Difference], Counter[FactKind]]:
    """What differs between two editions, and how many facts of each kind both prove."""
    rows = [_between(r, before, after) for r in tables.proven()]
    both = [r for r in rows if r.editions == tuple(sorted((before, after)))]
    noted = [r for r in both if _is_about_difference(r.fact)]
    found = [Difference("noted", r.fact.kind, None, r) for r in noted]
    found += _one_sided(
        [r for r in rows if r.editions == (before,)], [r for r in rows if r.editions == (after,)]
    )
    alike = Counter(r.fact.kind for r in both if r not in noted)
    return sorted(found, key=lambda d: _ORDER.index(d.change)), alike


def _between(row: Row, before: str, after: str) -> Row:
    return replace(row, citations=tuple(c for c in row.citations if c.edition in (before, after)))


# A definition of one provider says how the tables print it; an aspect "consistency" compares editions.
def _is_about_difference(fact: Fact) -> bool:
    is_listing = fact.kind == "definition" and "provider" in fact.fields
    return is_listing or fact.fields.get("aspect") == "consistency"


def _one_sided(gone: Sequence[Row], come: Sequence[Row]) -> list[Difference]:
    waiting = {identity: row for row in come if (identity := _identity(row.fact))}
    found, paired = [], set()
    for row in gone:
        identity = _identity(row.fact)
        match = waiting.pop(identity, None) if identity else None
        if match:
            paired.add(match.fact.fact_id)
        found.append(Difference("changed" if match else "removed", row.fact.kind, row, match))
    return found + [Difference("added", r.fact.kind, None, r) for r in come if r.fact.fact_id not in paired]


def _identity(fact: Fact) -> tuple[str, ...] | None:
    """What stays the same when an edition says something else of it; None where nothing does."""
    names = _PAIRED_BY.get(fact.kind)
    if not names or any(n not in fact.fields for n in names):
        return None
    return (fact.kind, *(fact.fields[n] for n in names))
