"""Which passages have no questions yet."""

from dataclasses import dataclass

from snc_assistant.facts.base import FactBase
from snc_assistant.facts.load import occurrences
from snc_assistant.ingest.passages import Structure
from snc_assistant.retrieval.entries import targets_of
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Document, Passage

_NOTHING_TO_ASK = ("heading", "link")


@dataclass(frozen=True, slots=True)
class Need:
    """A passage to write questions for; `occurrence` (1-based) only if its text stands several times."""

    passage: Passage
    document: Document
    occurrence: int | None
    targets: tuple[str, ...]


def find_needs(data: SnapshotData) -> list[Need]:
    """The passages that no question leads to, nor to any fact that they state, in reading order."""
    asked = _asked(data)
    needs = []
    for structure in data.structures:
        for passage in structure.passages:
            targets = tuple(targets_of(passage, data.facts))
            if passage.kind not in _NOTHING_TO_ASK and not asked & {*targets, *_stated(passage, data)}:
                needs.append(Need(passage, structure.document, _occurrence(passage, structure), targets))
    return needs


def _asked(data: SnapshotData) -> set[str]:
    """What questions lead to: their targets, and the facts with which a topic answers."""
    facts = FactBase(data.facts)
    asked = {e.target_id for e in data.entries if e.kind == "question"}
    topics = [facts[t] for t in asked if t in facts]
    return asked | {member.fact_id for topic in topics for member in facts.members(topic)}


def _stated(passage: Passage, data: SnapshotData) -> set[str]:
    return {f.fact_id for f in data.facts if any(s.overlaps(passage.span) for s in f.spans)}


def _occurrence(passage: Passage, structure: Structure) -> int | None:
    starts = list(occurrences(passage.text, structure.document.text))
    return starts.index(passage.start) + 1 if len(starts) > 1 else None
