"""What the tables say of providers or offers that a question names, each told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from snc_assistant.facts.finding import Phrase
from snc_assistant.facts.offer_rows import (
    Filters,
    asks_plainly,
    count_models,
    count_titles,
    counts,
    named,
    provider_names,
)
from snc_assistant.types import Fact, Question

_MODELS = 4
_TWO = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """A named provider or offer: what it is called, all its rows, and those that are asked about."""

    name: str
    rows: tuple[Fact, ...]
    matching: tuple[Fact, ...]


def subjects_of(offers: Sequence[Fact], wanted: Filters) -> list[Subject]:
    """The named providers and offers that an edition lists.

    :param offers: all rows of the edition.
    """
    found = []
    for kind, value in ((k, v) for k in ("offer", "provider") for v in wanted.get(k, ())):
        rows = tuple(f for f in offers if f.fields.get(kind) == value)
        if rows:
            name = value if kind == "offer" else provider_names(rows)
            found.append(Subject(name, rows, tuple(f for f in rows if fits(f, wanted))))
    return found


def fits(offer: Fact, wanted: Filters) -> bool:
    """Whether a row has the service model and the status that are asked for."""
    return all(
        offer.fields.get(kind) in wanted[kind] for kind in ("service_model", "status") if kind in wanted
    )


def lead_of(
    question: Question, subjects: Sequence[Subject], found: Sequence[Fact], wanted: Filters, edition: str
) -> Phrase | None:
    """How the rows found are introduced: a yes or a no if one is asked for and decided.

    :param found: the rows of the subjects in the service models asked for, whatever their status.
    """
    values: dict[str, str | int] = {**named(wanted), "edition": edition, "provider": provider_names(found)}
    relation = question.relation
    if len(subjects) > 1 and relation.numbers.compared:
        return _compared(question, subjects, values)
    if len(subjects) > 1 and relation.same_status and asks_plainly(question):
        statuses = {frozenset(f.fields["status"] for f in s.rows) for s in subjects}
        return Phrase("provider.list", {**values, "verdict": "yes" if len(statuses) == 1 else "no"})
    if len(subjects) > 1:
        return _told_apart(subjects, values, by_name="offer" not in wanted)
    if verdict := verdict_of_number(question, subjects[0].matching):
        return Phrase("provider.count", {**values, **counts(subjects[0].matching), "verdict": verdict})
    if relation.only or relation.absent:
        return _of_others(question, subjects[0], wanted, values)
    if relation.grouping and "provider" in wanted:
        return _counted(question, subjects[0], wanted, values)
    models = wanted.get("service_model", ())
    having = [m for m in models if any(f.fields["service_model"] == m for f in subjects[0].matching)]
    if 0 < len(having) < len(models):
        lacking = ", ".join(m for m in models if m not in having)
        return Phrase(
            "models.some", {**values, "service_model": "", "having": ", ".join(having), "lacking": lacking}
        )
    asked = wanted.get("status", ())
    if question.intent == "count":
        counted = subjects[0].matching if asked else found
        return Phrase("provider.count", {**values, **counts(counted)}) if asked or len(found) > 1 else None
    if asked and question.yes_no and not relation.choice:
        return _verdict(found, subjects[0].matching, asked[0], values)
    return Phrase("provider.list", values) if len(found) > 1 else None


def _compared(question: Question, subjects: Sequence[Subject], values: dict[str, str | int]) -> Phrase:
    """How many offers each has, with a yes or a no to "more than the other?"."""
    sizes = [count_titles(s.matching) for s in subjects]
    holds = {"more": sizes[0] > sizes[1], "less": sizes[0] < sizes[1], "same": sizes[0] == sizes[1]}
    is_asked = asks_plainly(question) and len(sizes) == _TWO
    verdict = ("yes" if holds[question.relation.numbers.compared or "same"] else "no") if is_asked else ""
    numbers = ", ".join(f"{s.name} ({n})" for s, n in zip(subjects, sizes, strict=True))
    return Phrase("among.numbers", {**values, "numbers": numbers, "verdict": verdict})


def verdict_of_number(question: Question, offers: Sequence[Fact]) -> str:
    """A yes or a no to a number that a question supposes, or to there being none."""
    numbers = question.relation.numbers
    if numbers.compared:
        return ""
    if numbers.none:  # what denies is this very supposition
        return "no" if question.yes_no and not question.relation.choice else ""
    if numbers.claimed is None or not asks_plainly(question):
        return ""
    counted = counts(offers)
    kinds = ("providers",) if numbers.of_providers else ("offers", "rows")
    return "yes" if numbers.claimed in [counted[k] for k in kinds] else "no"


def share_of(subject: Subject, all_offers: Sequence[Fact], wanted: Filters, edition: str) -> Phrase:
    """How many of all offers of a kind are a named one's."""
    of_all = {"count": counts(subject.matching)["offers"], "total": counts(all_offers)["offers"]}
    return Phrase("offers.share", {**named(wanted), **of_all, "provider": subject.name, "edition": edition})


def _told_apart(subjects: Sequence[Subject], values: dict[str, str | int], *, by_name: bool) -> Phrase:
    """Which of several have what is asked for, and which do not."""
    if not values["status"] and not values["service_model"]:
        return Phrase("provider.list", values)
    names = [s.name for s in subjects if s.matching]
    others = [s.name for s in subjects if not s.matching]
    key = "every" if not others else "some" if names else "none"
    told = {"names": ", ".join(names), "others": ", ".join(others)}
    return Phrase(f"among.{key}" if by_name else f"among.offers.{key}", {**values, **told})


def _counted(
    question: Question, subject: Subject, wanted: Filters, values: dict[str, str | int]
) -> Phrase | None:
    """How many offers or service models one provider has, with a yes or a no to "several?"."""
    grouping = question.relation.grouping
    is_of_models = grouping.endswith(("models", "model"))
    size = (count_models if is_of_models else count_titles)(subject.matching)
    wanted_models = len(wanted.get("service_model", ()))
    needed = {"every_model": _MODELS, "three_models": 3, "named_models": wanted_models, "one_offer": 1}.get(
        grouping, 2
    )
    holds = size == needed if grouping == "one_offer" else size >= needed
    is_asked = question.yes_no and not question.relation.choice and not grouping.startswith("most")
    verdict = ("yes" if holds else "no") if is_asked else ""
    models = ", ".join(dict.fromkeys(f.fields["service_model"] for f in subject.matching))
    return Phrase(
        "provider.count",
        {**values, **counts(subject.matching), "verdict": verdict, "models": models if is_of_models else ""},
    )


def _of_others(
    question: Question, subject: Subject, wanted: Filters, values: dict[str, str | int]
) -> Phrase | None:
    """Whether one has some service models and no others, or not some others."""
    status = {k: v for k, v in wanted.items() if k == "status"}
    having = {f.fields.get("service_model") for f in subject.rows if fits(f, status)}
    asked, lacked = set(wanted.get("service_model", ())), {e.value for e in question.relation.absent}
    holds = asked <= having and not having & lacked and (not question.relation.only or having <= asked)
    # of several models, "only PaaS is pending, IaaS being done" may say something of each
    is_clear = len(asked) <= 1 or not question.relation.only
    is_asked = bool(status) and question.yes_no and not question.relation.choice and is_clear
    values = {**values, "verdict": ("yes" if holds else "no") if is_asked else ""}
    return Phrase("provider.list", {**values, "provider": subject.name})


def _verdict(
    found: Sequence[Fact], matching: Sequence[Fact], asked: str, values: dict[str, str | int]
) -> Phrase:
    """Yes, no, or it depends on the offer."""
    key = "yes" if len(matching) == len(found) else "mixed" if matching else "no"
    return Phrase(f"status.{key}.{asked}", values)


def none_of(subjects: Sequence[Subject], wanted: Filters, question: Question, edition: str) -> Phrase | None:
    """What is said where the named ones have no row of the service models asked for."""
    key = "offer" if "offer" in wanted else "provider"
    if any(not f.fields.get("service_model") for s in subjects for f in s.rows):
        return None  # what an applicant has asked for is not known
    says_no = asks_plainly(question)
    values = {
        **named(wanted),
        "provider": " / ".join(s.name for s in subjects),
        "edition": edition,
        "verdict": "no" if says_no and wanted.get("service_model") else "",
    }
    return Phrase(f"{key}.none" if wanted.get("service_model") else "provider.no_other", values)


def shown(
    question: Question, subjects: Sequence[Subject], found: Sequence[Fact], wanted: Filters
) -> tuple[Fact, ...]:
    """The rows worth showing: those of the status asked for where one's rows are listed or counted."""
    if question.intent not in ("list", "count") or "status" not in wanted or len(subjects) > 1:
        return tuple(found)
    return subjects[0].matching or tuple(found)
