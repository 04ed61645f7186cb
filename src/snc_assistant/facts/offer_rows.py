"""Rows of the tables of offers: grouped by provider, counted, named."""

from collections import Counter
from collections.abc import Mapping, Sequence

from snc_assistant.types import EntityKind, Fact, Question

Filters = dict[str, tuple[str, ...]]

_SEVERAL = 2
_FILTERS: tuple[EntityKind, ...] = ("provider", "offer", "service_model", "status")


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


def asks_plainly(question: Question) -> bool:
    """Whether a question asks for a yes or a no that cannot be read both ways: no choice, nothing denied."""
    return question.yes_no and not question.relation.choice and not question.relation.denied


def named(wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The service models and the status asked for, as they are worded."""
    return {
        "service_model": ", ".join(wanted.get("service_model", ())),
        "status": wanted["status"][0] if len(wanted.get("status", ())) == 1 else "",
    }


def by_provider(offers: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The rows of each provider, in their order."""
    found: dict[str, list[Fact]] = {}
    for offer in offers:
        found.setdefault(provider_of(offer), []).append(offer)
    return found


def provider_of(offer: Fact) -> str:
    """The slug of the provider of a row."""
    return offer.fields.get("provider", "")


def provider_names(offers: Sequence[Fact], between: str = " / ") -> str:
    """The printed names of the providers of some rows, each once."""
    return between.join(dict.fromkeys(f.fields.get("provider_name", provider_of(f)) for f in offers))


def count_models(offers: Sequence[Fact]) -> int:
    """How many service models some rows have."""
    return len({f.fields.get("service_model") for f in offers})


def count_titles(offers: Sequence[Fact]) -> int:
    """How many offers some rows have: one may stand in several rows."""
    return len({f.fields.get("offer", f.fact_id) for f in offers})


def counts(offers: Sequence[Fact]) -> dict[str, str | int]:
    """How many rows, offers and printed provider names there are; an applicant's unknown offer is none."""
    rows = [f for f in offers if f.fields.get("offer")]
    return {
        "rows": len(rows),
        "offers": len({(provider_of(f), f.fields["offer"]) for f in rows}),
        "providers": len({f.fields.get("provider_name") or provider_of(f) for f in offers}),
    }


def by_status(offers: Sequence[Fact]) -> dict[str, int]:
    """How many rows have each status, and how many providers they are of, if there are several."""
    found = Counter(f.fields["status"] for f in offers if f.fields.get("offer"))
    if len(found) < _SEVERAL:
        return {}
    of = {s: counts([f for f in offers if f.fields["status"] == s])["providers"] for s in found}
    return {**found, **{f"{s}_providers": int(n) for s, n in of.items()}}


def by_model(offers: Sequence[Fact], wanted: Mapping[str, Sequence[str]]) -> str:
    """How many rows each of several service models has: "IaaS 12, SaaS 3"."""
    models = wanted.get("service_model", ())
    found = Counter(f.fields["service_model"] for f in offers)
    return ", ".join(f"{m} {found[m]}" for m in models) if len(models) > 1 else ""
