"""One evaluation from start to end: ask, score, compare with others, write, judge the gates."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from snc_assistant.evaluation.answers import System
from snc_assistant.evaluation.context import AssistantContext
from snc_assistant.evaluation.dataset import (
    Case,
    Selection,
    locate_cases,
    read_questions,
    select,
    set_digest,
)
from snc_assistant.evaluation.identity import RunIdentity, code_digest, commit_id
from snc_assistant.evaluation.latency import summarise_latency
from snc_assistant.evaluation.others import build_others, measure_context, measure_systems
from snc_assistant.evaluation.overlap import measure_overlap
from snc_assistant.evaluation.results import Run, RunFolder, Summary, read_run
from snc_assistant.evaluation.runner import ask_into_folder, measure
from snc_assistant.evaluation.support import SupportJudge
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.translations import read_translations
from snc_assistant.types import Document, Passage

if TYPE_CHECKING:
    from snc_assistant.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Ground:
    """What every system is measured against: the documents and what is indexed of them."""

    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    indexed_questions: Sequence[str]
    snapshot_id: str
    encoder_identity: str
    judge: SupportJudge


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask and where to write it."""

    questions: Path
    results: Path
    selection: Selection = "all"
    subset: int | None = None
    parallel: int = 1
    fresh: bool = False
    show_progress: bool = True


def ground_of(assistant: "Assistant") -> Ground:
    """What the assistant's snapshot holds."""
    snapshot, manifest = assistant.snapshot, assistant.manifest
    return Ground(
        documents={s.document.doc_id: s.document for s in snapshot.structures},
        passages=[p for s in snapshot.structures for p in s.passages],
        indexed_questions=[e.text for e in snapshot.entries if e.kind == "question"],
        snapshot_id=manifest.snapshot_id,
        encoder_identity=manifest.inputs.get("encoder", ""),
        judge=SupportJudge(snapshot.structures, snapshot.names, read_translations()),
    )


def read_cases(plan: Plan, documents: Mapping[str, Document]) -> list[Case]:
    """The cases that the plan selects.

    :raises CorpusError: if a question file is wrong or a quote is not in its document.
    """
    cases = locate_cases(read_questions(plan.questions), documents)
    return select(cases, plan.selection, plan.subset)


def identify(system: str, plan: Plan, cases: Sequence[Case], ground: Ground) -> RunIdentity:
    """What exactly this run is."""
    return RunIdentity(
        system=system,
        encoder=ground.encoder_identity,
        snapshot=ground.snapshot_id,
        questions=set_digest([c.question for c in cases]),
        selection=plan.selection if plan.subset is None else f"{plan.selection}, {len(cases)} of it",
        code=code_digest(),
        commit=commit_id(plan.questions.resolve().parent.parent),
    )


def evaluate(
    system: System,
    plan: Plan,
    ground: Ground,
    *,
    assistant: "Assistant | None" = None,
    encoder: Encoder | None = None,
) -> Run:
    """Ask, score and write; with an encoder, also measure baselines and known bad systems.

    :param assistant: whose retrieval is compared with the baselines', if any.
    """
    cases = read_cases(plan, ground.documents)
    folder = RunFolder(plan.results, identify(system.name, plan, cases, ground), fresh=plan.fresh)
    answers = ask_into_folder(folder, system, cases, parallel=plan.parallel, show_progress=plan.show_progress)
    measured = measure(folder.identity, cases, answers, ground.documents, ground.judge)
    summary = replace(
        measured.summary,
        overlap=measure_overlaps(cases, ground.indexed_questions, ground.documents),
    )
    if encoder is not None:
        summary = _with_others(summary, cases, ground, assistant, encoder)
    latency = summarise_latency([a.timings_ms for a in answers.values()])
    folder.finish(answers, measured.scored, summary, latency)
    return read_run(folder.path)


def _with_others(
    summary: Summary,
    cases: Sequence[Case],
    ground: Ground,
    assistant: "Assistant | None",
    encoder: Encoder,
) -> Summary:
    others = build_others(cases, ground.documents, ground.passages, encoder)
    systems = measure_systems(others.systems, cases, ground.documents, ground.judge)
    if assistant is None:
        return replace(summary, systems=systems)
    context = measure_context(AssistantContext(assistant), others, cases, ground.documents)
    return replace(summary, systems=systems, context=context)


def measure_overlaps(
    cases: Sequence[Case], indexed: Sequence[str], documents: Mapping[str, Document]
) -> dict[str, dict[str, float]]:
    """The overlap of each split with the indexed questions and with the documents."""
    found = {}
    for split in ("dev", "test"):
        members = [c for c in cases if c.question.split == split]
        if members:
            found[split] = asdict(measure_overlap(members, indexed, documents))
    return found
