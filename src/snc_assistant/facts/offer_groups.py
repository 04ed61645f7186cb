"""Offers grouped by provider or by service model, and what a count of them says.

Knows nothing about wording, like `offer_look_up`.
"""

from collections import Counter
from collections.abc import Sequence

from snc_assistant.facts.finding import Phrase
from snc_assistant.facts.offer_rows import (
    asks_plainly,
    by_provider,
    count_models,
    count_titles,
    counts,
    provider_names,
    provider_of,
)
from snc_assistant.language import fold, words
from snc_assistant.types import EntityKind, Fact, Question

_COMPARED_KINDS: tuple[EntityKind, ...] = ("service_model", "status")
_TWO = 2
_THREE = 3
_MODELS = 4
_TELLING = 5  # letters of a word that a name may be found by


def with_words(offers: Sequence[Fact], text: str) -> tuple[Fact, ...]:
    """The offers whose names have a word of the question in them; all, if none has."""
    asked = {w for w in words(text) if len(w) >= _TELLING}
    found = tuple(f for f in offers if any(w in fold(f.fields.get("offer", "")) for w in asked))
    return found or tuple(offers)


def verdict_of_kinds(question: Question, offers: Sequence[Fact]) -> str:
    """A yes or a no to "more in IaaS than in PaaS?", and to "more applicants than qualified?"; both by rows and by providers."""
    compared = question.relation.numbers.compared
    if not compared or not asks_plainly(question):
        return ""
    holds: set[bool] = set()
    for kind in _COMPARED_KINDS:
        asked = list(dict.fromkeys(question.values(kind)))
        if len(asked) != _TWO:
            continue
        sides = [counts([f for f in offers if f.fields.get(kind) == value]) for value in asked]
        for unit in ("rows", "providers"):
            one, other = (int(s[unit]) for s in sides)
            holds.add({"more": one > other, "less": one < other, "same": one == other}[compared])
    return "" if len(holds) != 1 else "yes" if holds.pop() else "no"


def _by_model(offers: Sequence[Fact], values: dict[str, str]) -> Phrase:
    """How many rows each service model has, of each status."""
    told = {}
    for status in ("qualified", "in_progress"):
        found = Counter(f.fields.get("service_model", "") for f in offers if f.fields["status"] == status)
        told[f"{status}_models"] = ", ".join(f"{m} {n}" for m, n in found.items() if m)
    return Phrase("group.by_model", {**values, **told})


def _subset(
    offers: Sequence[Fact], values: dict[str, str], *, is_asked: bool
) -> tuple[tuple[Fact, ...], Phrase]:
    """The offers of those who have the first of two service models, and whether all have the other."""
    first, second = values["service_model"].split(", ")
    held = {p: {f.fields["service_model"] for f in rows} for p, rows in by_provider(offers).items()}
    having = {p for p, models in held.items() if first in models}
    lacking = {p for p in having if second not in held[p]}
    found = tuple(f for f in offers if provider_of(f) in having)
    names = provider_names([f for f in found if not lacking or provider_of(f) in lacking], ", ")
    key = "group.subset_models.none" if lacking else "group.subset_models"
    verdict = ("no" if lacking else "yes") if is_asked else ""
    told = {"service_model": first, "other": second, "names": names, "verdict": verdict}
    return found, Phrase(key, {**values, **told})


def grouped(
    offers: Sequence[Fact], question: Question, values: dict[str, str]
) -> tuple[tuple[Fact, ...], Phrase]:
    """The offers of the providers that a count picks, and what is said of them."""
    grouping = question.relation.grouping
    if grouping == "by_model":
        return tuple(offers), _by_model(offers, values)
    if grouping == "subset_models":
        return _subset(offers, values, is_asked=asks_plainly(question))
    size = count_models if grouping.endswith(("models", "model")) else count_titles
    sizes = {p: size(rows) for p, rows in by_provider(offers).items()}
    most = max(sizes.values(), default=0)
    if grouping.startswith("several"):
        picked = {p for p, n in sizes.items() if n > 1}
    elif grouping == "three_models":
        picked = {p for p, n in sizes.items() if n >= _THREE}
    elif grouping == "one_offer":
        picked = {p for p, n in sizes.items() if n == 1}
    elif grouping == "every_model":
        picked = {p for p, n in sizes.items() if n == _MODELS}
    elif grouping == "named_models":
        models = values["service_model"].split(", ")
        picked = {p for p, n in sizes.items() if n == len(models)}
        values = {**values, "service_model": "", "models": " + ".join(models)}
    else:
        picked = {p for p, n in sizes.items() if n == most}
    key = f"group.{grouping}"
    if not picked:
        key, picked = f"{key}.none", {p for p, n in sizes.items() if n == most}
    found = tuple(f for f in offers if provider_of(f) in picked)
    names = provider_names(found, ", ")
    told: dict[str, str | int] = {"providers": len(picked), "names": names, "most": most}
    return found, Phrase(key, {**values, **told})
