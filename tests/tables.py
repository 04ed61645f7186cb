"""The tables of providers as the fact files have them, and what an answer says of them.

Reads the YAML and the text that a reader sees: nothing of the package takes part, so that a fault of the
look-up cannot hide in the expectation.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import yaml

from tests.conftest import CORPUS

MODELS = ("IaaS", "CaaS", "PaaS", "SaaS")
STATUSES = ("qualified", "in_progress")
EDITIONS = {"2026-02": ("février 2026", "February 2026"), "2026-04": ("avril 2026", "April 2026")}
LATEST = "2026-04"

_STATUS_WORDS = {
    "qualifiée": "qualified",
    "qualified": "qualified",
    "en cours de qualification": "in_progress",
    "in progress": "in_progress",
}
_DOUBT = r"(?: \((?:appariement incertain|uncertain pairing)\))?"
_SENTENCES = (
    re.compile(
        r"^(?P<name>.+?) est (?P<status>qualifié|candidat à la qualification \(en cours\))"
        rf" pour l'offre (?P<model>\w+) « (?P<offer>.+?) »{_DOUBT}\.$"
    ),
    re.compile(
        r"^(?P<name>.+?) is (?P<status>qualified|a candidate for qualification \(in progress\))"
        rf" for the (?P<model>\w+) offering “(?P<offer>.+?)”{_DOUBT}\.$"
    ),
)
_GROUP = re.compile(r"^(?P<name>[^«“]+?) ?: (?P<offers>[«“].*)$")
_ITEM = re.compile(r"[«“] ?(?P<offer>.+?) ?[»”] \((?P<details>[^)]*)\)")
_NO_TYPE = re.compile(r"^(?P<name>Free Pro) (?:est également en cours|is also undergoing)")
_YES, _NO = re.compile(r"(?:Oui|Yes)\b"), re.compile(r"(?:Non\b|No[:,])")
_MIXED = re.compile(r"(?:Cela dépend de l'offre|It depends on the offer)\b")
_NOBODY = re.compile(r"(?:Aucun |None |Non\b|No\b)")
_AMONG = re.compile(
    r"(?:Avec (?:une|des) offres?(?: (?P<modèle>\w+))? qualifiées?|With (?:a )?qualified (?:(?P<model>\w+) )?offers?), [^:]*:"
    r" (?P<having>[^.]*)\. (?:Sans offre(?: \w+)? qualifiée :|Without (?:any |a )?qualified (?:\w+ )?offers?:) (?P<lacking>.*)\."
)


class Row(NamedTuple):
    """A line of a table: an offer of a provider under one service model."""

    slug: str
    name: str
    offer: str | None
    model: str | None
    status: str


class Said(NamedTuple):
    """A row as an answer states it; `status` is None where it is left open."""

    name: str
    offer: str | None
    model: str | None
    status: str | None


@cache
def all_rows() -> tuple[Row, ...]:
    """The rows, the same in both editions: only how often Oodrive is printed differs."""
    facts = yaml.safe_load((CORPUS / "facts" / "offers.yaml").read_text(encoding="utf-8"))["facts"]
    fields = [f["fields"] for f in facts if f["kind"] == "offer"]
    return tuple(
        Row(f["provider"], f["provider_name"], f["offer"], f["service_model"], f["status"]) for f in fields
    )


@cache
def provider_names() -> dict[str, tuple[str, ...]]:
    """The printed name of each provider, then its other spellings."""
    return {p["slug"]: (p["name"], *p["aliases"]) for p in _names()["providers"]}


def common_words() -> frozenset[str]:
    """Words that are a name only where the question says so ("orange")."""
    return frozenset(_names()["common_words"])


@cache
def _names() -> Any:
    return yaml.safe_load((CORPUS / "facts" / "names.yaml").read_text(encoding="utf-8"))


def rows(
    slug: str | None = None, *, model: str | None = None, status: str | None = None, offer: str | None = None
) -> list[Row]:
    """The rows that fit."""
    wanted = {"slug": slug, "model": model, "status": status, "offer": offer}
    asked = {k: v for k, v in wanted.items() if v is not None}
    return [r for r in all_rows() if all(getattr(r, k) == v for k, v in asked.items())]


def count_rows(found: Iterable[Row]) -> int:
    """How many lines of the tables these are: Free Pro stands in none, a sentence beside them names it."""
    return len([r for r in found if r.offer])


def count_offers(found: Iterable[Row]) -> int:
    """How many offers the rows are of: one offer may stand under several service models."""
    return len({(r.slug, r.offer) for r in found if r.offer})


def count_providers(found: Iterable[Row]) -> int:
    """How many providers the rows are of."""
    return len({r.slug for r in found})


def rows_said(claim: str, lead: str) -> list[Said]:
    """The rows that a claim states under a lead; none if it is about something else."""
    free = _NO_TYPE.match(claim)
    if free:
        return [Said(free["name"], None, None, "in_progress")]
    for pattern in _SENTENCES:
        if found := pattern.match(claim):
            status = "qualified" if found["status"].startswith("qualifi") else "in_progress"
            return [Said(found["name"], found["offer"], found["model"], status)]
    group = _GROUP.match(claim)
    return _of_group(group["name"], group["offers"], lead) if group else []


def _of_group(name: str, offers: str, lead: str) -> list[Said]:
    said = []
    for item in _ITEM.finditer(offers):
        details = item["details"].split(", ")
        told = [_STATUS_WORDS[d] for d in details if d in _STATUS_WORDS]
        status = told[0] if told else _status_of_all(lead)
        said += [Said(name, item["offer"], d, status) for d in details if d in MODELS]
    return said


def _status_of_all(lead: str) -> str | None:
    """The one status that a lead gives to all that it introduces."""
    if _NOBODY.match(lead):
        return None
    qualified = bool(re.search(r"\bqualifiée?s?\b|\bqualified\b", lead.lower()))
    in_progress = bool(re.search(r"\ben cours\b|\bin progress\b", lead.lower()))
    if qualified == in_progress:
        return None
    return "qualified" if qualified else "in_progress"


def verdicts_of(lead: str) -> set[str]:
    """Each yes, no or "it depends" of a lead; "" if it has none."""
    found = set()
    for sentence in re.split(r"(?<=[.:]) ", lead):
        patterns = {"yes": _YES, "no": _NO, "mixed": _MIXED}
        found |= {verdict for verdict, pattern in patterns.items() if pattern.match(sentence)}
    return found or {""}


def editions_of(text: str) -> set[str]:
    """The editions that a text names."""
    return {edition for edition, names in EDITIONS.items() if any(n in text for n in names)}


def numbers_of(lead: str) -> list[int]:
    """The numbers of a lead, without its year."""
    return [int(n) for n in re.findall(r"\b\d+\b", re.sub(r"\b20\d\d\b", "", lead))]


def told_apart(lead: str) -> list[tuple[str, str | None, bool]]:
    """Each name that a lead tells from others, the service model meant, whether it has a qualified offer there."""
    found = _AMONG.match(lead)
    if not found:
        return []
    model = found["model"] or found["modèle"]
    having = [(name, model, True) for name in found["having"].split(", ")]
    return having + [(name, model, False) for name in found["lacking"].split(", ")]


def has_qualified(name: str, model: str | None) -> bool:
    """Whether any row of the provider printed under a name is qualified, under a service model if one is given."""
    slugs = {r.slug for r in all_rows() if r.name in name.split(" / ")}
    return any(rows(slug, model=model, status="qualified") for slug in slugs)
