"""Typed question → the facts that answer it: offers by any mix of filters, stages, families.

Knows nothing about wording: a `Finding` says which facts, in which layout and under which lead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from snc_assistant.facts.base import FactBase
from snc_assistant.types import Entity, EntityKind, Fact, Outcome, Question

Layout = Literal["each", "by_provider"]
_LIST = "list."  # ids of topics that enumerate
_NARROWING: tuple[EntityKind, ...] = ("provider", "offer", "service_model")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence to be worded in the reader's language: its key and what fills it."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What answers a question: facts in reading order, and how they are introduced.

    `doc_id` restricts the citations to one edition; None cites every edition.
    """

    facts: tuple[Fact, ...]
    outcome: Outcome = Outcome.ANSWERED
    lead: Phrase | None = None
    layout: Layout = "each"
    doc_id: str | None = None
    nearest: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Editions:
    """The corpus's editions: edition name → document id, oldest first."""

    documents: Mapping[str, str]

    @property
    def latest(self) -> str:
        """The newest edition's name."""
        return max(self.documents) if self.documents else ""


class LookUp:
    """Answers typed questions from the facts alone."""

    def __init__(self, facts: FactBase, editions: Editions) -> None:
        self._facts = facts
        self._editions = editions

    def offers(self, question: Question, select: Mapping[str, Sequence[str]] | None = None) -> Finding | None:
        """The offers that a question asks about, with a yes or a no if it asks for one.

        :param select: filters known from elsewhere; the question's own names take precedence.
        """
        wanted = {k: tuple(v) for k, v in (select or {}).items()}
        wanted |= _filters(question)
        named = [k for k in _NARROWING if question.values(k)]
        if len(question.values("status")) > 1 and not named:
            return self.both_statuses()
        edition = self._edition(question)
        doc_id = self._editions.documents.get(edition)
        if "provider" in wanted or "offer" in wanted:
            return self._of_provider(question, wanted, edition, doc_id)
        if question.intent == "compare":
            return self.changes(question)
        found = self._facts.offers(wanted, doc_id)
        if not found:
            return None
        lead = Phrase("offers.list", {**_counts(found), **_named(wanted), "edition": edition})
        return Finding(found, lead=lead, layout="by_provider", doc_id=doc_id)

    def _of_provider(
        self, question: Question, wanted: dict[str, tuple[str, ...]], edition: str, doc_id: str | None
    ) -> Finding | None:
        scope = {k: v for k, v in wanted.items() if k != "status"}
        found = self._facts.offers(scope, doc_id)
        if not found:
            return self._not_among(scope, edition, doc_id)
        asked = wanted.get("status", ())
        lead = None
        if asked and question.yes_no:
            lead = _verdict(found, asked, edition, named=_provider_name(found))
        elif len(found) > 1:
            key = "provider.count" if question.intent == "count" else "provider.list"
            lead = Phrase(key, {**_counts(found), "provider": _provider_name(found), "edition": edition})
        shown = found
        if question.intent == "list" and asked:
            shown = tuple(f for f in found if f.fields["status"] in asked) or found
        extra = self._listing_notes(question, wanted)
        both = doc_id if question.values("edition") else None
        return Finding((*shown, *extra), lead=lead, doc_id=both)

    def _not_among(
        self, scope: dict[str, tuple[str, ...]], edition: str, doc_id: str | None
    ) -> Finding | None:
        """The provider's other offers, when none is of the asked service model."""
        others = self._facts.offers({k: v for k, v in scope.items() if k == "provider"}, doc_id)
        if not others:
            return None
        values = {**_named(scope), "provider": _provider_name(others), "edition": edition}
        return Finding(others, lead=Phrase("provider.none", values))

    def _listing_notes(self, question: Question, wanted: Mapping[str, Sequence[str]]) -> tuple[Fact, ...]:
        """What the tables' own listing of a provider is worth saying (a name printed twice)."""
        if question.intent not in ("count", "compare") and not question.values("edition"):
            return ()
        slugs = wanted.get("provider", ())
        notes = [f for f in self._facts.all() if f.fact_id.startswith("offers.")]
        return tuple(f for f in notes if f.kind != "topic" and any(s in f.fact_id for s in slugs))

    def both_statuses(self, edition: str = "") -> Finding:
        """The providers with a qualified offer and one in progress."""
        edition = edition or self._editions.latest
        doc_id = self._editions.documents.get(edition)
        offers = self._facts.offers(doc_id=doc_id)
        by_provider: dict[str, set[str]] = {}
        for offer in offers:
            by_provider.setdefault(offer.fields["provider"], set()).add(offer.fields["status"])
        slugs = [p for p, statuses in by_provider.items() if len(statuses) > 1]
        found = tuple(f for p in slugs for f in offers if f.fields["provider"] == p)
        lead = Phrase("offers.both", {"providers": len(slugs), "edition": edition})
        return Finding(found, lead=lead, doc_id=doc_id)

    def changes(self, question: Question) -> Finding | None:
        """What differs between the editions' tables: offers gone, come or listed otherwise."""
        wanted = _filters(question)
        ids = list(self._editions.documents.values())
        lists = [{f.fact_id for f in self._facts.offers(wanted, doc_id)} for doc_id in ids]
        listed = self._facts.offers(wanted)
        moved = tuple(f for f in listed if len({f.fact_id in x for x in lists}) > 1)
        slugs = {f.fields["provider"] for f in listed}
        notes = tuple(
            f
            for f in self._facts.all()
            if f.fact_id.startswith("offers.") and f.kind != "topic" and any(s in f.fact_id for s in slugs)
        )
        named = "provider" in wanted or "offer" in wanted
        shown = listed if named else moved
        if not shown and not notes:
            return None
        values: dict[str, str | int] = {"count": len(lists[-1]) if lists else 0, **_named(wanted)}
        return Finding(shown + notes, lead=Phrase("changes.some" if moved else "changes.none", values))

    def unlisted(self, name: str) -> Finding:
        """The abstention for a name that stands in no table."""
        nearest = tuple(f for f in self._facts.all() if f.compute == "unlisted")
        return Finding((), Outcome.NOT_IN_SOURCES, Phrase("unlisted", {"name": name}), nearest=nearest)

    def stage(self, question: Question) -> Finding | None:
        """What a stage label means: both editions if they disagree, else its label and steps."""
        labels = question.values("stage")
        topics = [f for f in self._facts.all() if f.kind == "topic" and f.conflict]
        for topic in topics:
            if len(labels) == 1 and topic.fields.get("stage") == labels[0]:
                return self.topic(topic, question)
        if len(labels) > 1:
            return self._several_stages(labels, topics)
        facts = [
            f for f in self._facts.all() if f.kind in ("stage", "step") and f.fields.get("stage") == labels[0]
        ]
        return Finding(tuple(facts)) if facts else None

    def stage_of(self, fact: Fact, question: Question) -> Finding | None:
        """What a stage is, found through one of its facts: its label and its steps."""
        label = Entity("stage", fact.fields.get("stage", ""), "")
        return self.stage(replace(question, entities=(label,))) if label.value else Finding((fact,))

    def _several_stages(self, labels: Sequence[str], topics: Sequence[Fact]) -> Finding | None:
        facts: dict[str, Fact] = {}
        for fact in self._facts.all():
            if fact.kind == "stage" and fact.fields.get("stage") in labels:
                facts[fact.fact_id] = fact
        disagree = [t for t in topics if t.fields.get("stage") in labels]
        for topic in disagree:
            facts |= {m.fact_id: m for m in self._facts.members(topic)}
        if not facts:
            return None
        outcome = Outcome.CONFLICT if disagree else Outcome.ANSWERED
        lead = Phrase("stages.conflict") if disagree else None
        return Finding(tuple(facts.values()), outcome, lead)

    def topic(self, topic: Fact, question: Question) -> Finding | None:
        """The facts that answer a topic together."""
        if topic.compute == "both_statuses":
            return self.both_statuses()
        if topic.compute == "count" or topic.select:
            return self.offers(question, topic.select)
        if topic.compute == "unlisted":
            return None
        members = self._facts.members(topic)
        outcome = Outcome.CONFLICT if topic.conflict else Outcome.ANSWERED
        is_counted = (
            question.intent == "count" and outcome is Outcome.ANSWERED and topic.fact_id.startswith(_LIST)
        )
        key = "text.counted" if is_counted else "text"
        lead = Phrase(key, {"fr": topic.statement.fr, "en": topic.statement.en, "count": len(members)})
        return Finding(members or (topic,), outcome, lead if members else None)

    def family(self, question: Question) -> Finding | None:
        """The criteria of the families that a question names."""
        facts: list[Fact] = []
        for family in question.values("family"):
            facts += [
                f
                for f in self._facts.all()
                if f.kind == "criterion" and f.fact_id.startswith(f"criterion.{family}.")
            ]
        lead = Phrase("criteria", {"family": ",".join(question.values("family")), "count": len(facts)})
        return Finding(tuple(facts), lead=lead) if facts else None

    def _edition(self, question: Question) -> str:
        asked = [e for e in question.values("edition") if e in self._editions.documents]
        return asked[0] if len(asked) == 1 else self._editions.latest


def _filters(question: Question) -> dict[str, tuple[str, ...]]:
    kinds = {
        "provider": question.values("provider"),
        "offer": question.values("offer"),
        "service_model": question.values("service_model"),
        "status": question.values("status"),
    }
    if kinds["offer"]:
        kinds["provider"] = ()
    if len(set(kinds["status"])) > 1:
        kinds["status"] = ()
    return {k: v for k, v in kinds.items() if v}


def _named(wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {
        "service_model": ", ".join(wanted.get("service_model", ())),
        "status": wanted["status"][0] if len(wanted.get("status", ())) == 1 else "",
    }


def _counts(offers: Sequence[Fact]) -> dict[str, str | int]:
    return {
        "rows": len(offers),
        "offers": len({(f.fields["provider"], f.fields.get("offer", f.fact_id)) for f in offers}),
        "providers": len({f.fields.get("provider_name") or f.fields["provider"] for f in offers}),
    }


def _provider_name(offers: Sequence[Fact]) -> str:
    return " / ".join(dict.fromkeys(f.fields.get("provider_name", f.fields["provider"]) for f in offers))


def _verdict(offers: Sequence[Fact], asked: Sequence[str], edition: str, named: str) -> Phrase:
    """Yes, no, or it depends on the offer."""
    matching = [f for f in offers if f.fields["status"] in asked]
    key = "yes" if len(matching) == len(offers) else "mixed" if matching else "no"
    return Phrase(f"status.{key}.{asked[0]}", {"provider": named, "edition": edition})
