"""Typed question → the offers that answer it: by any mix of filters, what they lack, and counts.

Knows nothing about wording: a `Finding` says which facts, in which layout and under which lead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from snc_assistant.facts.base import FactBase
from snc_assistant.facts.finding import Editions, Finding, Layout, Phrase
from snc_assistant.facts.named_offers import (
    fits,
    lead_of,
    none_of,
    share_of,
    shown,
    subjects_of,
    verdict_of_number,
)
from snc_assistant.facts.offer_groups import grouped, verdict_of_kinds, with_words
from snc_assistant.facts.offer_rows import (
    Filters,
    by_model,
    by_provider,
    by_status,
    counts,
    filters_of,
    named,
    provider_of,
)
from snc_assistant.types import EntityKind, Fact, Outcome, Question, Relation

_LACKABLE: tuple[EntityKind, ...] = ("service_model", "status")
_NARROWING: tuple[EntityKind, ...] = ("provider", "offer", "service_model")
_SEVERAL = 2


class OfferLookUp:
    """Answers questions about the tables of offers from the facts alone."""

    def __init__(self, facts: FactBase, editions: Editions) -> None:
        self._facts = facts
        self._editions = editions

    def find(self, question: Question, select: Mapping[str, Sequence[str]] | None = None) -> Finding | None:
        """The offers that a question asks about, with a yes or a no if it asks for one.

        :param select: filters known from elsewhere; the question's own names take precedence.
        """
        aside = {(e.kind, e.value) for e in question.relation.without}
        given = {k: tuple(v for v in values if (k, v) not in aside) for k, values in (select or {}).items()}
        if len(set(question.values("status"))) > 1:
            given.pop("status", None)  # both are asked about
        wanted = {k: v for k, v in given.items() if v} | filters_of(question)
        if "offer" in wanted and (others := self._other_providers(question, wanted)):
            wanted["provider"] = others
        if self._has_both(question):
            return self.both_statuses(wanted)
        if question.relation.sole and ("provider" in wanted or "offer" in wanted):
            return self._sole(question, wanted)
        if "provider" in wanted or "offer" in wanted:
            return self._of_named(question, wanted)
        if question.intent == "compare":
            return self.changes(question)
        return self._of_all(question, wanted)

    def _has_both(self, question: Question) -> bool:
        """Whether those with an offer of each status are sought, and not how many there are of each."""
        if question.relation.grouping == "both_statuses":
            return True
        is_counted = question.intent == "count" or question.relation.numbers.compared
        statuses = set(question.values("status")) - {e.value for e in question.relation.absent}
        several = len(statuses) > 1 and not any(question.values(k) for k in _NARROWING)
        return several and not is_counted

    def _other_providers(self, question: Question, wanted: Filters) -> tuple[str, ...]:
        """The providers named beside an offer that is none of theirs."""
        owners = {provider_of(f) for f in self._facts.offers({"offer": wanted["offer"]})}
        return tuple(p for p in question.meant("provider") if p not in owners)

    def _of_all(self, question: Question, wanted: Filters) -> Finding | None:
        """The offers of whoever fits."""
        edition = self._edition(question)
        doc_id = self._editions.documents.get(edition)
        relation = question.relation
        if relation.numbers.share and len(wanted.get("service_model", ())) < _SEVERAL:
            wanted = {k: v for k, v in wanted.items() if k != "status"}  # all of them are told, by status
        found = self._without(question, self._facts.offers(wanted, doc_id))
        if relation.absent or relation.only:
            others = self._with_others(relation, wanted, doc_id)
            found = tuple(f for f in found if provider_of(f) not in others)
        if relation.naming:
            found = with_words(found, question.standalone)
        unlisted = ", ".join(question.values("unlisted"))
        values = {**named(wanted), **_apart(question, wanted), "edition": edition, "unlisted": unlisted}
        if relation.grouping:
            found, lead = grouped(found, question, values)
            return Finding(found, lead=lead, layout="by_provider", doc_id=doc_id) if found else None
        if not found:
            return self._none_else(relation, wanted, values, doc_id)
        told = {**counts(found), **by_status(found), "models": by_model(found, wanted)}
        verdict = verdict_of_number(question, found) or verdict_of_kinds(question, found)
        lead = Phrase("offers.list", {**values, **told, "verdict": verdict})
        return Finding(found, lead=lead, layout="by_provider", doc_id=doc_id)

    def _with_others(self, relation: Relation, wanted: Filters, doc_id: str | None) -> set[str]:
        """The providers with an offer that those sought are to lack."""
        models = wanted.get("service_model", ())
        lacked = {kind: {e.value for e in relation.absent if e.kind == kind} for kind in _LACKABLE}
        # "with nothing qualified" is of all that a provider offers, "not in IaaS" of the status asked for
        scope = {k: v for k, v in wanted.items() if k == "status" and not lacked["status"]}
        return {
            provider_of(f)
            for f in self._facts.offers(scope, doc_id)
            if any(f.fields[kind] in values for kind, values in lacked.items())
            or (relation.only and f.fields["service_model"] not in models)
        }

    def _none_else(
        self, relation: Relation, wanted: Filters, values: dict[str, str], doc_id: str | None
    ) -> Finding | None:
        """What there is where nothing but what is set aside fits, or where all have what they are to lack."""
        if not (relation.without or relation.absent or relation.only):
            return None
        found = self._facts.offers(wanted, doc_id)
        lead = Phrase("offers.none_else" if relation.without else "offers.none_apart", values)
        return Finding(found, lead=lead, layout="by_provider", doc_id=doc_id) if found else None

    def _sole(self, question: Question, wanted: Filters) -> Finding | None:
        """Everyone of whom the same is true, with a yes or a no to "the only one?"."""
        subjects = subjects_of(
            self._facts.offers(doc_id=self._editions.documents.get(self._edition(question))), wanted
        )
        scope = {k: v for k, v in wanted.items() if k not in ("provider", "offer")}
        found = self._of_all(replace(question, relation=Relation()), scope)
        if not found or not found.lead or not scope:
            return self._of_named(question, wanted)
        named_ones = {provider_of(f) for s in subjects for f in s.matching}
        is_sole = {provider_of(f) for f in found.facts} == named_ones
        lead = replace(found.lead, values={**found.lead.values, "verdict": "yes" if is_sole else "no"})
        return replace(found, lead=lead if question.yes_no else found.lead)

    def _of_named(self, question: Question, wanted: Filters) -> Finding | None:
        """The rows of the providers or offers that are named."""
        edition = self._edition(question)
        doc_id = self._editions.documents.get(edition)
        relation = question.relation
        is_of_others = relation.only or bool(relation.absent)
        scope = {
            k: v for k, v in wanted.items() if k not in ("status", "service_model" if is_of_others else "")
        }
        subjects = subjects_of(self._without(question, self._facts.offers(doc_id=doc_id)), wanted)
        rows = {f.fact_id: f for s in subjects for f in s.rows if fits(f, scope)}
        found = tuple(rows.values())
        if not found:
            return self._none(question, wanted, edition, doc_id)
        lead = lead_of(question, subjects, found, wanted, edition)
        if question.relation.numbers.share and len(subjects) == 1:
            rest = {k: v for k, v in wanted.items() if k not in ("provider", "offer")}
            lead = share_of(subjects[0], self._facts.offers(rest, doc_id), rest, edition)
        unlisted = question.values("unlisted")
        if unlisted and lead:
            lead = replace(lead, values={**lead.values, "unlisted": ", ".join(unlisted)})
        extra = self._listing_notes(question, wanted)
        both = doc_id if question.values("edition") else None
        layout: Layout = "by_provider" if len({provider_of(f) for f in found}) > 1 else "each"
        return Finding(
            (*shown(question, subjects, found, wanted), *extra), lead=lead, doc_id=both, layout=layout
        )

    def _none(self, question: Question, wanted: Filters, edition: str, doc_id: str | None) -> Finding | None:
        """What else the named ones have, when nothing of theirs is of the asked service model."""
        subjects = subjects_of(self._facts.offers(doc_id=doc_id), wanted)
        if not subjects:
            return None
        others = tuple({f.fact_id: f for s in subjects for f in s.rows}.values())
        return Finding(others, lead=none_of(subjects, wanted, question, edition))

    def _listing_notes(self, question: Question, wanted: Mapping[str, Sequence[str]]) -> tuple[Fact, ...]:
        """What the tables' own listing of a provider is worth saying (a name printed twice)."""
        if question.intent not in ("count", "compare") and not question.values("edition"):
            return ()
        return self._notes(set(wanted.get("provider", ())))

    def _notes(self, slugs: set[str]) -> tuple[Fact, ...]:
        notes = [f for f in self._facts.all() if f.fact_id.startswith("offers.") and f.kind != "topic"]
        return tuple(f for f in notes if any(s in f.fact_id for s in slugs))

    def both_statuses(self, wanted: Filters | None = None) -> Finding:
        """The providers with a qualified offer and one in progress, of the service models asked for."""
        edition = self._editions.latest
        doc_id = self._editions.documents.get(edition)
        models = {k: v for k, v in (wanted or {}).items() if k == "service_model"}
        offers = self._facts.offers(models, doc_id)
        found = _kept(offers, lambda rows: len({f.fields["status"] for f in rows}) > 1)
        values: dict[str, str | int] = {
            "providers": len({provider_of(f) for f in found}),
            "edition": edition,
            "models": ", ".join(models.get("service_model", ())),
        }
        return Finding(found or offers, lead=Phrase("offers.both", values), doc_id=doc_id)

    def changes(self, question: Question) -> Finding | None:
        """What differs between the editions' tables: offers gone, come or listed otherwise."""
        wanted = filters_of(question)
        if "provider" in wanted or "offer" in wanted:
            wanted.pop("status", None)  # the one that it may have changed to
        ids = list(self._editions.documents.values())
        lists = [{f.fact_id for f in self._facts.offers(wanted, doc_id)} for doc_id in ids]
        listed = self._facts.offers(wanted)
        moved = tuple(f for f in listed if len({f.fact_id in x for x in lists}) > 1)
        notes = self._notes({provider_of(f) for f in listed})
        worth = listed if "provider" in wanted or "offer" in wanted else moved
        if not listed:
            return None
        verdict = _of_sameness(question, same=not moved)
        values: dict[str, str | int] = {
            "count": len(lists[-1]) if lists else 0,
            **named(wanted),
            "verdict": verdict,
        }
        lead = Phrase("changes.some" if moved else "changes.none", values)
        if not worth and not notes:
            return Finding(listed, lead=lead, layout="by_provider")
        return Finding(worth + notes, lead=lead)

    def unlisted(self, *names: str) -> Finding:
        """The abstention for names that stand in no table."""
        nearest = tuple(f for f in self._facts.all() if f.compute == "unlisted")
        lead = Phrase("unlisted", {"unlisted": ", ".join(names)})
        return Finding((), Outcome.NOT_IN_SOURCES, lead, nearest=nearest)

    def _without(self, question: Question, offers: Sequence[Fact]) -> tuple[Fact, ...]:
        """The offers without those of the names set aside."""
        aside = {(e.kind, e.value) for e in question.relation.without}
        return tuple(
            f
            for f in offers
            if not aside & {("provider", provider_of(f)), *((k, f.fields.get(k, "")) for k in ("offer", "service_model"))}
        )  # fmt: skip

    def _edition(self, question: Question) -> str:
        asked = [e for e in question.values("edition") if e in self._editions.documents]
        return asked[0] if len(asked) == 1 else self._editions.latest


def _of_sameness(question: Question, *, same: bool) -> str:
    """A yes or a no to "did it change?", the opposite to "is it the same?"."""
    if not question.yes_no or question.relation.choice:
        return ""
    return "yes" if question.relation.same is same else "no"


def _kept(offers: Sequence[Fact], fits: Callable[[Sequence[Fact]], bool]) -> tuple[Fact, ...]:
    """The offers of the providers whose offers fit together, provider by provider."""
    return tuple(f for rows in by_provider(offers).values() if fits(rows) for f in rows)


def _apart(question: Question, wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the offers shown leave out, and why."""
    relation = question.relation
    absent = {k: ", ".join(dict.fromkeys(e.value for e in relation.absent if e.kind == k)) for k in _LACKABLE}
    return {
        "without": ", ".join(dict.fromkeys(e.surface for e in relation.without if e.kind != "unlisted")),
        "absent": absent["service_model"],
        "absent_status": absent["status"],
        "only": ", ".join(wanted.get("service_model", ())) if relation.only else "",
    }
