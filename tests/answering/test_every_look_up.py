"""No answer about the tables states a false status, number, provider or service model, or leaves one out."""

import asyncio
from dataclasses import replace

import pytest

from snc_assistant.assistant import Assistant
from snc_assistant.types import LANGUAGES, Answer, Language, Turn
from tests.look_ups import LookUp, every_look_up
from tests.tables import (
    Said,
    all_rows,
    editions_of,
    has_qualified,
    numbers_of,
    rows_said,
    told_apart,
    verdicts_of,
)

_NOT_ROWS = ("the name Oodrive is printed", "le nom Oodrive est imprimé")  # said beside the rows, and so


def faults(asked: LookUp, answer: Answer) -> list[str]:
    """What is wrong with an answer; empty if nothing is."""
    if answer.outcome.abstains:
        return [f"abstains: {answer.lead}"]
    expected, lead = asked.expected, answer.lead or ""
    claims = [c.text for c in answer.claims if not any(n in c.text for n in _NOT_ROWS)]
    said = {s for c in claims for s in rows_said(c, lead)}
    found = [f"not about the tables: {c}" for c in claims if not rows_said(c, lead)]
    found += [f"false: {s}" for s in said if not _is_so(s)]
    stated = {(s.name, s.offer, s.model) for s in said}
    found += [f"left out: {r}" for r in expected.shown if (r.name, r.offer, r.model) not in stated]
    allowed = {(r.name, r.offer, r.model) for r in expected.allowed}
    found += [f"not asked about: {s}" for s in stated - allowed]
    if not verdicts_of(lead) <= expected.verdicts:
        found.append(f"says {verdicts_of(lead)}, not {set(expected.verdicts)}")
    found += [f"{n} is not in {lead!r}" for n in expected.counts if n not in numbers_of(lead)]
    if expected.edition and not editions_of(lead) <= {expected.edition}:
        found.append(f"says {editions_of(lead)}, not {expected.edition}")
    found += [f"not so: {t}" for t in told_apart(lead) if has_qualified(*t[:2]) is not t[2]]
    return found


def _is_so(said: Said) -> bool:
    """Whether a row of the tables is as it is said to be."""
    return any(r[1:4] == said[:3] and said.status in (None, r.status) for r in all_rows())


@pytest.fixture(scope="module")
def answered(shipped: Assistant) -> dict[Language, list[tuple[LookUp, Answer]]]:
    """Every question of both languages with its answer."""

    async def ask_all(language: Language) -> list[tuple[LookUp, Answer]]:
        pairs = []
        for asked in every_look_up(language):
            history = [Turn("user", text) for text in asked.history]
            pairs.append((asked, await shipped.ask(asked.text, history=history, engine="extractive")))
        return pairs

    return {language: asyncio.run(ask_all(language)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_look_up_is_answered_wrongly(
    answered: dict[Language, list[tuple[LookUp, Answer]]], language: Language
) -> None:
    wrong = [
        f"{' / '.join((*asked.history, asked.text))} [{asked.kind}]: {found}"
        for asked, answer in answered[language]
        if (found := faults(asked, answer))
    ]
    assert not wrong, f"{len(wrong)} of {len(answered[language])}:\n" + "\n".join(wrong[:40])


def _as(
    text: str, language: Language, kind: str, answered: dict[Language, list[tuple[LookUp, Answer]]]
) -> tuple[LookUp, Answer]:
    return next(
        (q, a) for q, a in answered[language] if q.kind == kind and text in a.text and not faults(q, a)
    )


@pytest.mark.parametrize(
    ("language", "kind", "said", "instead", "found"),
    [
        ("fr", "is.qualified", "Oui, d'après", "Non, d'après", "says"),
        ("en", "is.qualified", "Yes, according", "No, according", "says"),
        ("fr", "who.qualified.model", "8 offres IaaS", "7 offres IaaS", "is not in"),
        ("en", "who.qualified.model", "8 qualified IaaS", "9 qualified IaaS", "is not in"),
        ("fr", "who.in_progress.edition", "de février 2026", "d'avril 2026", "says"),
        ("en", "who.in_progress.edition", "February 2026", "April 2026", "says"),
        ("fr", "who.qualified.model", "offres PaaS qualifiées", "offres PaaS en cours", "false"),
        ("en", "who.qualified.model", "qualified PaaS offers", "PaaS offers in progress", "false"),
    ],
)  # fmt: skip
def test_a_changed_lead_is_a_fault(
    answered: dict[Language, list[tuple[LookUp, Answer]]],
    language: Language,
    kind: str,
    said: str,
    instead: str,
    found: str,
) -> None:
    asked, answer = _as(said, language, kind, answered)
    changed = replace(answer, lead=(answer.lead or "").replace(said, instead))
    assert any(f.startswith(found) or found in f for f in faults(asked, changed))


@pytest.mark.parametrize(
    ("language", "said", "instead"),
    [
        ("fr", "S3NS est qualifié", "Bleu est qualifié"),
        ("en", "S3NS is qualified", "Bleu is qualified"),
        ("fr", "est qualifié pour", "est candidat à la qualification (en cours) pour"),
        ("en", "is qualified for", "is a candidate for qualification (in progress) for"),
        ("fr", "l'offre PaaS", "l'offre SaaS"),
        ("en", "the PaaS offering", "the SaaS offering"),
    ],
)
def test_a_changed_claim_is_a_fault(
    answered: dict[Language, list[tuple[LookUp, Answer]]], language: Language, said: str, instead: str
) -> None:
    asked, answer = _as(said, language, "is.qualified.model", answered)
    first, *rest = [replace(c, text=c.text.replace(said, instead)) for c in answer.claims]
    assert faults(asked, replace(answer, claims=(first, *rest)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_provider_left_out_is_a_fault(
    answered: dict[Language, list[tuple[LookUp, Answer]]], language: Language
) -> None:
    asked, answer = _as("Outscale", language, "who.qualified.model", answered)
    kept = tuple(c for c in answer.claims if not c.text.startswith("Outscale"))
    assert any("left out" in f and "Outscale" in f for f in faults(asked, replace(answer, claims=kept)))


@pytest.mark.parametrize(
    ("language", "having", "lacking"),
    [("fr", "Avec des offres", "Sans offre"), ("en", "With qualified offers", "Without any")],
    ids=LANGUAGES,
)
def test_providers_told_apart_the_wrong_way_are_a_fault(
    answered: dict[Language, list[tuple[LookUp, Answer]]], language: Language, having: str, lacking: str
) -> None:
    asked, answer = _as(lacking, language, "or", answered)
    lead = answer.lead or ""
    told = told_apart(lead)
    first, second = (next(name for name, _, has in told if has is side) for side in (True, False))
    swapped = lead.replace(first, "?").replace(second, first).replace("?", second)
    assert lead.startswith(having)
    assert any(f.startswith("not so") for f in faults(asked, replace(answer, lead=swapped)))
