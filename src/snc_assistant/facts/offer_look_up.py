"""Typed question → the offers that answer it: by any mix of filters, what they lack, and counts.

Knows nothing about wording: a `Finding` says which facts, in which layout and under which lead.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from snc_assistant.facts.base import FactBase
from snc_assistant.facts.finding import Editions, Finding, Layout, Phrase
from snc_assistant.types import EntityKind, Fact, Grouping, Outcome, Question

_FILTERS: tuple[EntityKind, ...] = ("provider", "offer", "service_model", "status")
_NARROWING: tuple[EntityKind, ...] = ("provider", "offer", "service_model")
_MODELS = 4

Filters = dict[str, tuple[str, ...]]


class OfferLookUp:
    """Answers questions about the tables of offers from the facts alone."""

    def __init__(self, facts: FactBase, editions: Editions) -> None:
        self._facts = facts
        self._editions = editions

    def find(self, question: Question, select: Mapping[str, Sequence[str]] | None = None) -> Finding | None:
        """The offers that a question asks about, with a yes or a no if it asks for one.

        :param select: filters known from elsewhere; the question's own names take precedence.
        """
        wanted = {k: tuple(v) for k, v in (select or {}).items()} | filters_of(question)
        named = [k for k in _NARROWING if question.values(k)]
        if len(question.values("status")) > 1 and not named:
            return self.both_statuses()
        if "provider" in wanted or "offer" in wanted:
            return self._of_providers(question, wanted)
        if question.intent == "compare":
            return self.changes(question)
        return self._of_all(question, wanted)

    def _of_all(self, question: Question, wanted: Filters) -> Finding | None:
        """The offers of whoever fits."""
        edition = self._edition(question)
        doc_id = self._editions.documents.get(edition)
        relation = question.relation
        found = self._without(question, self._facts.offers(wanted, doc_id))
        if relation.absent or relation.only:
            status = {k: v for k, v in wanted.items() if k == "status"}
            lacked, named = {e.value for e in relation.absent}, wanted.get("service_model", ())
            others = {
                _provider(f)
                for f in self._facts.offers(status, doc_id)
                if f.fields["service_model"] in lacked
                or (relation.only and f.fields["service_model"] not in named)
            }
            found = tuple(f for f in found if _provider(f) not in others)
        values = {**_named(wanted), **_apart(question, wanted), "edition": edition}
        if relation.grouping:
            found, lead = _grouped(found, relation.grouping, values)
            return Finding(found, lead=lead, layout="by_provider", doc_id=doc_id) if found else None
        if not found:
            return None
        counts = {**_counts(found), **_by_status(found), "models": _by_model(found, wanted)}
        lead = Phrase("offers.list", {**values, **counts})
        return Finding(found, lead=lead, layout="by_provider", doc_id=doc_id)

    def _of_providers(self, question: Question, wanted: Filters) -> Finding | None:
        edition = self._edition(question)
        doc_id = self._editions.documents.get(edition)
        scope = {k: v for k, v in wanted.items() if k != "status"}
        found = self._without(question, self._facts.offers(scope, doc_id))
        if not found:
            return self._not_among(scope, edition, doc_id)
        asked = wanted.get("status", ())
        names = {_provider(f) for f in found}
        several = len(names) > 1
        lead = None
        if asked and several:
            lead = _among(found, asked[0], edition)
        elif asked and question.yes_no:
            lead = _verdict(found, asked, edition, named=_provider_name(found))
        elif len(found) > 1:
            key = "provider.count" if question.intent == "count" else "provider.list"
            lead = Phrase(key, {**_counts(found), "provider": _provider_name(found), "edition": edition})
        unlisted = question.values("unlisted")
        if unlisted and lead:
            lead = replace(lead, values={**lead.values, "unlisted": ", ".join(unlisted)})
        shown = found
        if question.intent in ("list", "count") and asked and not several:
            shown = tuple(f for f in found if f.fields["status"] in asked) or found
        extra = self._listing_notes(question, wanted)
        both = doc_id if question.values("edition") else None
        layout: Layout = "by_provider" if several else "each"
        return Finding((*shown, *extra), lead=lead, doc_id=both, layout=layout)

    def _not_among(self, scope: Filters, edition: str, doc_id: str | None) -> Finding | None:
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
        return self._notes(set(wanted.get("provider", ())))

    def _notes(self, slugs: set[str]) -> tuple[Fact, ...]:
        notes = [f for f in self._facts.all() if f.fact_id.startswith("offers.") and f.kind != "topic"]
        return tuple(f for f in notes if any(s in f.fact_id for s in slugs))

    def both_statuses(self, edition: str = "") -> Finding:
        """The providers with a qualified offer and one in progress."""
        edition = edition or self._editions.latest
        doc_id = self._editions.documents.get(edition)
        offers = self._facts.offers(doc_id=doc_id)
        found = _kept(offers, lambda rows: len({f.fields["status"] for f in rows}) > 1)
        values: dict[str, str | int] = {"providers": len({_provider(f) for f in found}), "edition": edition}
        return Finding(found, lead=Phrase("offers.both", values), doc_id=doc_id)

    def changes(self, question: Question) -> Finding | None:
        """What differs between the editions' tables: offers gone, come or listed otherwise."""
        wanted = filters_of(question)
        ids = list(self._editions.documents.values())
        lists = [{f.fact_id for f in self._facts.offers(wanted, doc_id)} for doc_id in ids]
        listed = self._facts.offers(wanted)
        moved = tuple(f for f in listed if len({f.fact_id in x for x in lists}) > 1)
        notes = self._notes({_provider(f) for f in listed})
        shown = listed if "provider" in wanted or "offer" in wanted else moved
        if not listed:
            return None
        values: dict[str, str | int] = {"count": len(lists[-1]) if lists else 0, **_named(wanted)}
        if not shown and not notes:
            return Finding(listed, lead=Phrase("changes.none", values), layout="by_provider")
        return Finding(shown + notes, lead=Phrase("changes.some" if moved else "changes.none", values))

    def unlisted(self, name: str) -> Finding:
        """The abstention for a name that stands in no table."""
        nearest = tuple(f for f in self._facts.all() if f.compute == "unlisted")
        return Finding((), Outcome.NOT_IN_SOURCES, Phrase("unlisted", {"name": name}), nearest=nearest)

    def _without(self, question: Question, offers: Sequence[Fact]) -> tuple[Fact, ...]:
        """The offers without those of the names set aside."""
        aside = {(e.kind, e.value) for e in question.relation.without}
        return tuple(
            f
            for f in offers
            if not aside & {("provider", _provider(f)), *((k, f.fields.get(k, "")) for k in ("offer", "service_model"))}
        )  # fmt: skip

    def _edition(self, question: Question) -> str:
        asked = [e for e in question.values("edition") if e in self._editions.documents]
        return asked[0] if len(asked) == 1 else self._editions.latest


def filters_of(question: Question) -> Filters:
    """What the names of a question select, without those set aside or lacking."""
    relation = question.relation
    aside = {(e.kind, e.value) for e in (*relation.without, *relation.absent)}
    kinds = {k: tuple(v for v in question.values(k) if (k, v) not in aside) for k in _FILTERS}
    if kinds["offer"]:
        kinds["provider"] = ()
    if len(kinds["status"]) > 1:
        kinds["status"] = ()
    return {k: v for k, v in kinds.items() if v}


def _grouped(
    offers: Sequence[Fact], grouping: Grouping, values: dict[str, str]
) -> tuple[tuple[Fact, ...], Phrase]:
    """The offers of the providers that a count picks, and what is said of them."""
    size = _models if grouping.endswith(("models", "model")) else _titles
    sizes = {p: size(rows) for p, rows in _by_provider(offers).items()}
    most = max(sizes.values(), default=0)
    if grouping.startswith("several"):
        picked = {p for p, n in sizes.items() if n > 1}
    elif grouping == "one_offer":
        picked = {p for p, n in sizes.items() if n == 1}
    elif grouping == "every_model":
        picked = {p for p, n in sizes.items() if n == _MODELS}
    elif grouping == "named_models":
        named = values["service_model"].split(", ")
        picked = {p for p, n in sizes.items() if n == len(named)}
        values = {**values, "service_model": "", "models": " + ".join(named)}
    else:
        picked = {p for p, n in sizes.items() if n == most}
    key = f"group.{grouping}"
    if not picked:
        key, picked = f"{key}.none", {p for p, n in sizes.items() if n == most}
    found = tuple(f for f in offers if _provider(f) in picked)
    names = _provider_name(found, ", ")
    counts: dict[str, str | int] = {"providers": len(picked), "names": names, "most": most}
    return found, Phrase(key, {**values, **counts})


def _kept(offers: Sequence[Fact], fits: Callable[[Sequence[Fact]], bool]) -> tuple[Fact, ...]:
    """The offers of the providers whose offers fit together, provider by provider."""
    return tuple(f for rows in _by_provider(offers).values() if fits(rows) for f in rows)


def _by_provider(offers: Sequence[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for offer in offers:
        found.setdefault(_provider(offer), []).append(offer)
    return found


def _provider(offer: Fact) -> str:
    return offer.fields.get("provider", "")


def _models(offers: Sequence[Fact]) -> int:
    return len({f.fields.get("service_model") for f in offers})


def _titles(offers: Sequence[Fact]) -> int:
    return len({f.fields.get("offer", f.fact_id) for f in offers})


def _named(wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {
        "service_model": ", ".join(wanted.get("service_model", ())),
        "status": wanted["status"][0] if len(wanted.get("status", ())) == 1 else "",
    }


def _apart(question: Question, wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the offers shown leave out, and why."""
    relation = question.relation
    return {
        "without": ", ".join(dict.fromkeys(e.surface for e in relation.without)),
        "absent": ", ".join(dict.fromkeys(e.value for e in relation.absent)),
        "only": ", ".join(wanted.get("service_model", ())) if relation.only else "",
    }


def _counts(offers: Sequence[Fact]) -> dict[str, str | int]:
    return {
        "rows": len(offers),
        "offers": len({(_provider(f), f.fields.get("offer", f.fact_id)) for f in offers}),
        "providers": len({f.fields.get("provider_name") or _provider(f) for f in offers}),
    }


def _by_status(offers: Sequence[Fact]) -> dict[str, int]:
    """How many rows have each status, if there are several."""
    counts = Counter(f.fields["status"] for f in offers)
    return dict(counts) if len(counts) > 1 else {}


def _by_model(offers: Sequence[Fact], wanted: Mapping[str, Sequence[str]]) -> str:
    """How many rows each of several service models has: "IaaS 12, SaaS 3"."""
    models = wanted.get("service_model", ())
    counts = Counter(f.fields["service_model"] for f in offers)
    return ", ".join(f"{m} {counts[m]}" for m in models) if len(models) > 1 else ""


def _provider_name(offers: Sequence[Fact], between: str = " / ") -> str:
    return between.join(dict.fromkeys(f.fields.get("provider_name", _provider(f)) for f in offers))


def _verdict(offers: Sequence[Fact], asked: Sequence[str], edition: str, named: str) -> Phrase:
    """Yes, no, or it depends on the offer."""
    matching = [f for f in offers if f.fields["status"] in asked]
    key = "yes" if len(matching) == len(offers) else "mixed" if matching else "no"
    return Phrase(f"status.{key}.{asked[0]}", {"provider": named, "edition": edition})


def _among(offers: Sequence[Fact], status: str, edition: str) -> Phrase:
    """Which of several providers have an offer of a status, and which have none."""
    having = {_provider(f) for f in offers if f.fields["status"] == status}
    names = _provider_name([f for f in offers if f.fields["status"] == status], ", ")
    others = _provider_name([f for f in offers if _provider(f) not in having], ", ")
    key = "every" if not others else "some" if names else "none"
    return Phrase(
        f"among.{key}.{status}", {"names": names, "others": others, "status": status, "edition": edition}
    )
