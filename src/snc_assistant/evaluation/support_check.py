"""How often the judge of citations errs: right claims it refuses, wrong pairs it accepts.

Right are the extractive claims with their own citations. Wrong are the same claims with the
citations of others, and the same citations under claims made wrong in one place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING

from snc_assistant.evaluation.answers import CitedClaim, CitedQuote
from snc_assistant.evaluation.dataset import EvalQuestion
from snc_assistant.evaluation.mutations import Original, mutations
from snc_assistant.evaluation.statistics import Estimate, estimate
from snc_assistant.evaluation.support import SupportJudge
from snc_assistant.facts.names import Names
from snc_assistant.ingest.passages import Structure
from snc_assistant.language import words
from snc_assistant.types import Language, Source

if TYPE_CHECKING:
    from snc_assistant.assistant import Assistant

REFUSED = "right claims refused"
ANYWHERE = "citations of another claim accepted"
NEARBY = "citations under the same heading accepted"
ADDED = "an added foreign citation counted"
MUTANT = "made wrong in one place, accepted"
_PAIRS = 20  # wrong pairs that each claim gives, anywhere
_PAIRS_NEARBY = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim as the assistant makes it, its language, and the sources that it names."""

    claim: CitedClaim
    language: Language
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One question put to the judge whose right answer is known: of what kind, and whether it erred."""

    kind: str
    claim: CitedClaim
    erred: bool


async def sample_claims(assistant: "Assistant", questions: Iterable[EvalQuestion]) -> list[Sample]:
    """The extractive claims of all questions, each once."""
    from snc_assistant.events import Done, EvidenceFound

    found: dict[CitedClaim, Sample] = {}
    for question in questions:
        sources: dict[str, tuple[Source, ...]] = {}
        stream = assistant.stream(question.question, history=question.turns, engine="extractive")
        async for event in stream:
            if isinstance(event, EvidenceFound):
                known = {s.source_id: s for s in event.evidence.sources}
                sources = {d.text: tuple(known[i] for i in d.source_ids) for d in event.evidence.drafts}
            if isinstance(event, Done):
                for made in event.answer.claims:
                    quotes = tuple(CitedQuote(c.doc_id, c.start, c.end, c.quote) for c in made.citations)
                    claim = CitedClaim(made.text, quotes)
                    language = event.answer.question.language
                    found.setdefault(claim, Sample(claim, language, sources.get(made.text, ())))
    return list(found.values())


def check_judge(
    judge: SupportJudge, samples: Sequence[Sample], structures: Iterable[Structure], names: Names
) -> list[Trial]:
    """What the judge says of right and of wrong pairs; the same samples give the same trials."""
    random = Random(0)  # noqa: S311  # picks pairs, keeps no secret
    headings = _headings(samples, structures)
    trials = []
    for sample in samples:
        claim = sample.claim
        supported = judge.judge(claim, sample.language).supported
        trials.append(Trial(REFUSED, claim, not supported))
        others = [o for o in samples if not _share_a_quote(claim, o.claim)]
        nearby = [o for o in others if headings[claim] & headings[o.claim]]
        for kind, pool, most in ((ANYWHERE, others, _PAIRS), (NEARBY, nearby, _PAIRS_NEARBY)):
            for other in random.sample(pool, min(most, len(pool))):
                wrong = CitedClaim(claim.text, other.claim.citations)
                trials.append(Trial(kind, wrong, judge.judge(wrong, sample.language).supported))
        if supported:
            trials += _added(judge, sample, random.sample(nearby, min(5, len(nearby))), random)
            trials += _mutants(judge, sample, names)
    return trials


def error_rates(trials: Sequence[Trial]) -> dict[str, Estimate]:
    """The share of errors of each kind, with its 95 % interval; mutants also by what was changed."""
    order = {kind: at for at, kind in enumerate((REFUSED, ANYWHERE, NEARBY, ADDED, MUTANT))}
    ranked = sorted(trials, key=lambda t: (order.get(t.kind, len(order)), t.kind))
    return {
        kind: estimate([float(t.erred) for t in found], "rate")
        for kind, found in groupby(ranked, key=lambda t: t.kind)
    }


def render_errors(rates: Mapping[str, Estimate]) -> str:
    """The rates as a table."""
    width = max(len(kind) for kind in rates)
    return "\n".join(
        f"{kind:<{width}} {100 * e.value:>6.2f} % of {e.n:<6} ({100 * e.low:.2f} to {100 * e.high:.2f})"
        for kind, e in rates.items()
    )


def _added(judge: SupportJudge, sample: Sample, others: Sequence[Sample], random: Random) -> Iterator[Trial]:
    for other in others:
        foreign = random.choice(other.claim.citations)
        claim = CitedClaim(sample.claim.text, (*sample.claim.citations, foreign))
        yield Trial(ADDED, claim, judge.judge(claim, sample.language).needed[-1])


def _mutants(judge: SupportJudge, sample: Sample, names: Names) -> Iterator[Trial]:
    original = Original(sample.claim.text, sample.language, sample.sources, names)
    for mutation in mutations(original):
        claim = CitedClaim(mutation.text, sample.claim.citations)
        erred = judge.judge(claim, sample.language).supported
        yield Trial(MUTANT, claim, erred)
        yield Trial(f"  {mutation.kind}", claim, erred)


def _headings(
    samples: Sequence[Sample], structures: Iterable[Structure]
) -> dict[CitedClaim, frozenset[tuple[str, ...]]]:
    by_id = {s.document.doc_id: s for s in structures}
    return {
        s.claim: frozenset(by_id[c.doc_id].heading_path(c.span) for c in s.claim.citations) for s in samples
    }


def _share_a_quote(one: CitedClaim, other: CitedClaim) -> bool:
    """Whether they cite the same place, or the same words elsewhere: then neither is foreign."""
    said = {tuple(words(c.quote)) for c in one.citations}
    if any(tuple(words(c.quote)) in said for c in other.citations):
        return True
    return any(a.span.overlaps(b.span) for a in one.citations for b in other.citations)
