"""Questions about a passage, named by its words → the passage that holds these words today."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from snc_assistant.errors import CorpusError, QuoteNotFound
from snc_assistant.facts.load import occurrences
from snc_assistant.facts.questions import Anchor, Questions, TargetQuestions
from snc_assistant.ingest.passages import Structure
from snc_assistant.types import Passage, Span


def locate_questions(questions: Questions, structures: Iterable[Structure]) -> Questions:
    """The questions, those with an anchor now leading to the passage that shares most of its words.

    :raises CorpusError: if a document is unknown.
    :raises QuoteNotFound: if a quote is not in its document, or is ambiguous, or in no passage.
    """
    known = {s.document.doc_id: s for s in structures}
    return replace(questions, targets=tuple(_located(t, known) for t in questions.targets))


def _located(target: TargetQuestions, structures: Mapping[str, Structure]) -> TargetQuestions:
    if target.anchor is None:
        return target
    return replace(target, target_id=_passage(target.anchor, structures).passage_id)


def _passage(anchor: Anchor, structures: Mapping[str, Structure]) -> Passage:
    if anchor.doc_id not in structures:
        raise CorpusError(f"{anchor.where}: unknown document {anchor.doc_id}")
    structure = structures[anchor.doc_id]
    start = _start(anchor, structure.document.text)
    span = Span(anchor.doc_id, start, start + len(anchor.quote))
    sharing = [p for p in structure.passages if p.span.overlaps(span)]
    if not sharing:
        raise QuoteNotFound(f"{anchor.where}: in no passage of {anchor.doc_id}: {anchor.quote!r}")
    return max(sharing, key=lambda p: min(p.end, span.end) - max(p.start, span.start))


def _start(anchor: Anchor, text: str) -> int:
    starts = list(occurrences(anchor.quote, text))
    if not starts:
        raise QuoteNotFound(f"{anchor.where}: not in {anchor.doc_id}: {anchor.quote!r}")
    if anchor.occurrence is None and len(starts) > 1:
        raise QuoteNotFound(
            f"{anchor.where}: stands {len(starts)} times in {anchor.doc_id}; say which `occurrence`"
        )
    wanted = anchor.occurrence or 1
    if wanted > len(starts):
        raise QuoteNotFound(f"{anchor.where}: occurrence {wanted} of only {len(starts)}")
    return starts[wanted - 1]
