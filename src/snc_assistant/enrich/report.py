"""What a run of the enrichment did, in words and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from snc_assistant.enrich.asker import Asked
from snc_assistant.enrich.choosing import Verdict
from snc_assistant.enrich.journal import Journal
from snc_assistant.enrich.needs import Need
from snc_assistant.enrich.proposal import Proposal

_EXCERPT = 100  # characters


@dataclass(frozen=True, slots=True)
class Run:
    """The passages without questions, what was asked, the verdicts, and what they would add."""

    needs: Sequence[Need]
    asked: Asked
    verdicts: Sequence[Verdict]
    proposal: Proposal


def summary(run: Run, journal: Journal) -> Iterator[str]:
    """The lines that tell a reader what happened and what to do next."""
    kept = sum(v.kept for v in run.verdicts)
    yield f"{len(run.needs)} passages without questions; {len(run.proposal.kept)} of them get {kept} questions"
    reasons = Counter(v.reason for v in run.verdicts if not v.kept)
    for reason, number in (*reasons.most_common(), *_lines_dropped(journal).most_common()):
        yield f"  dropped {number}: {reason}"
    for failure in run.asked.failed:
        yield f"  failed: {failure}"
    if run.proposal.after:
        yield "read the diff; to add exactly this: snc-assistant enrich --write"


def as_json_object(run: Run, journal: Journal) -> dict[str, Any]:
    """The same for programs, with every question that was kept or dropped."""
    return {
        "without_questions": len(run.needs),
        "answered": run.asked.answered,
        "failed": list(run.asked.failed),
        "journal": str(journal.path),
        "kept": {k: {lang: list(q) for lang, q in v.items()} for k, v in run.proposal.kept.items()},
        "dropped": [_dropped(v) for v in run.verdicts if not v.kept],
        "lines_dropped": dict(_lines_dropped(journal)),
        "diff": run.proposal.diff,
    }


def plan(selected: Sequence[Need]) -> Iterator[str]:
    """A line for each passage that would be asked for."""
    for need in selected:
        yield f"{need.passage.passage_id}  {' '.join(need.passage.text.split())[:_EXCERPT]}"


def plan_json(needs: Sequence[Need], selected: Sequence[Need], journal: Journal) -> dict[str, Any]:
    """The same for programs."""
    return {
        "without_questions": len(needs),
        "would_ask": [
            {"passage_id": n.passage.passage_id, "text": n.passage.text, "heading_path": list(n.passage.heading_path)}
            for n in selected
        ],
        "journal": str(journal.path),
    }  # fmt: skip


def _dropped(verdict: Verdict) -> dict[str, Any]:
    candidate = verdict.candidate
    return {
        "passage_id": candidate.need.passage.passage_id,
        "language": candidate.language,
        "question": candidate.text,
        "reason": verdict.reason,
        "rank": verdict.rank,
    }


def _lines_dropped(journal: Journal) -> Counter[str]:
    total: Counter[str] = Counter()
    for said in journal.answers:
        total.update(said.dropped)
    return total
