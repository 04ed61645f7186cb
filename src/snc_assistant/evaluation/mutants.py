"""Can the verifier be talked round? Right claims, made wrong in one place, must all be rejected.

Takes the extractive claims of all questions, as the assistant drafts them. A mutant keeps the
sources of its claim; it is tried as it is, and reworded as a language model would.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from snc_assistant.evaluation.dataset import EvalQuestion
from snc_assistant.evaluation.mutations import Original, mutations
from snc_assistant.evaluation.rewording import reword
from snc_assistant.grounding.facets import FacetReader
from snc_assistant.grounding.locate import Locator
from snc_assistant.grounding.verify import Rejected, Verifier
from snc_assistant.types import LANGUAGES, DraftClaim, Language, Source

if TYPE_CHECKING:
    from snc_assistant.assistant import Assistant

RIGHT = "right claims"
FORMS = ("as stated", "reworded")


@dataclass(frozen=True, slots=True)
class RightClaim:
    """A draft that the extractive engine made, with the sources that it names."""

    text: str
    language: Language
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence put to the verifier: a mutant of some kind, or a right claim."""

    kind: str
    form: str
    language: Language
    text: str
    rejected: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of so many were rejected."""

    rejected: int
    n: int

    @property
    def share(self) -> float:
        """In [0, 1]; 1 of none."""
        return self.rejected / self.n if self.n else 1.0


@dataclass(frozen=True, slots=True)
class MutantReport:
    """All trials, and their rates."""

    trials: tuple[Trial, ...]

    def rate(
        self, kind: str | None = None, language: Language | None = None, form: str | None = None
    ) -> Rate:
        """The rejected among the mutants of a kind (of all kinds by default) or the right claims."""
        chosen = [
            t
            for t in self.trials
            if (t.kind == kind if kind else t.kind != RIGHT)
            and language in (None, t.language)
            and form in (None, t.form)
        ]
        return Rate(sum(t.rejected is not None for t in chosen), len(chosen))

    @property
    def kinds(self) -> list[str]:
        """The kinds of mutants, in the order of their rules."""
        return [k for k in Counter(t.kind for t in self.trials) if k != RIGHT]

    def holds(self, min_rejected: float, max_lost: float) -> bool:
        """Whether enough mutants were rejected and few enough right claims were lost."""
        return self.rate().share >= min_rejected and self.rate(RIGHT).share <= max_lost


async def right_claims(assistant: "Assistant", questions: Iterable[EvalQuestion]) -> list[RightClaim]:
    """The extractive drafts of all questions, each once."""
    from snc_assistant.events import EvidenceFound

    found: dict[tuple[str, tuple[str, ...]], RightClaim] = {}
    for question in questions:
        stream = assistant.stream(question.question, history=question.turns, engine="extractive")
        async for event in stream:
            if isinstance(event, EvidenceFound):
                evidence = event.evidence
                sources = {s.source_id: s for s in evidence.sources}
                for draft in evidence.drafts:
                    claim = RightClaim(
                        draft.text, evidence.question.language, tuple(sources[i] for i in draft.source_ids)
                    )
                    found.setdefault((draft.text, draft.source_ids), claim)
    return list(found.values())


def try_mutants(assistant: "Assistant", claims: Sequence[RightClaim]) -> MutantReport:
    """Every claim and every mutant of it, in both forms, put to the verifier."""
    snapshot = assistant.snapshot
    structures = {s.document.doc_id: s for s in snapshot.structures}
    verifier = Verifier(Locator(structures), FacetReader(snapshot.names))
    trials: list[Trial] = []
    for claim in claims:
        original = Original(claim.text, claim.language, claim.sources, snapshot.names)
        for kind, text in [(RIGHT, claim.text), *((m.kind, m.text) for m in mutations(original))]:
            for form in FORMS:
                said = reword(text, claim.language) if form == "reworded" else text
                trials.append(Trial(kind, form, claim.language, said, _objection(verifier, said, claim)))
    return MutantReport(tuple(trials))


def _objection(verifier: Verifier, text: str, claim: RightClaim) -> str | None:
    sources = {s.source_id: s for s in claim.sources}
    verdict = verifier.verify(DraftClaim(text, tuple(sources)), sources, claim.language)
    return verdict.reason if isinstance(verdict, Rejected) else None


def failures(report: MutantReport) -> list[Trial]:
    """The mutants that were accepted, and the right claims that were lost."""
    return [t for t in report.trials if (t.kind == RIGHT) == (t.rejected is not None)]


def render_mutants(report: MutantReport) -> str:
    """The rates as a table: mutants rejected by kind and language, then right claims lost."""
    lines = [f"{'rejected':<18}{'fr':>14}{'en':>14}{'reworded':>14}{'all':>14}"]
    lines += [_line(report, kind, kind) for kind in report.kinds]
    lines += [_line(report, None, "all mutants"), "", _line(report, RIGHT, "right claims lost")]
    return "\n".join(lines)


def _line(report: MutantReport, kind: str | None, title: str) -> str:
    rates = [report.rate(kind, lang) for lang in LANGUAGES]
    rates += [report.rate(kind, form="reworded"), report.rate(kind)]
    return f"{title:<18}" + "".join(f"{_shown(r):>14}" for r in rates)


def _shown(rate: Rate) -> str:
    return f"{100 * rate.share:.1f}% {rate.n:>5}" if rate.n else "-"


def mutants_json(report: MutantReport) -> dict[str, object]:
    """The same figures for scripts: shares in [0, 1] with the number of trials."""
    rows: dict[str, object] = {}
    for name in (*report.kinds, "all", RIGHT):
        kind = None if name == "all" else name
        rates: dict[str, Rate] = {lang: report.rate(kind, lang) for lang in LANGUAGES}
        rates |= {form: report.rate(kind, form=form) for form in FORMS}
        rates["all"] = report.rate(kind)
        rows[name] = {k: {"rejected": round(r.share, 5), "n": r.n} for k, r in rates.items()}
    return rows
