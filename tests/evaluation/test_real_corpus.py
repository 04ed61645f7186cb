"""On the real questions: bad systems score badly, and worse retrieval shows in the figures."""

import shutil
from pathlib import Path

import pytest

from snc_assistant.build import build_index, open_snapshot
from snc_assistant.evaluation.dataset import Case, locate_cases, read_questions
from snc_assistant.evaluation.known_bad import known_bad_systems
from snc_assistant.evaluation.metrics import retrieval_scores
from snc_assistant.evaluation.others import measure_systems
from snc_assistant.evaluation.overlap import measure_overlap
from snc_assistant.evaluation.support import SupportJudge
from snc_assistant.facts.names import load_names
from snc_assistant.ingest.passages import split_document
from snc_assistant.ingest.sources import load_sources
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.translations import read_translations
from snc_assistant.types import Document

from .encoders import BagOfWordsEncoder, RandomEncoder

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="module")
def real_documents() -> dict[str, Document]:
    return {s.document.doc_id: s.document for s in load_sources(CORPUS)}


@pytest.fixture(scope="module")
def real_cases(real_documents: dict[str, Document]) -> list[Case]:
    questions = read_questions(ROOT / "eval" / "questions")
    return locate_cases([q for q in questions if q.split == "dev"], real_documents)


@pytest.fixture(scope="module")
def bad(real_cases: list[Case], real_documents: dict[str, Document]) -> dict[str, dict[str, float]]:
    structures = [split_document(s.document, s.structure) for s in load_sources(CORPUS)]
    judge = SupportJudge(structures, load_names(CORPUS / "facts"), read_translations())
    rows = measure_systems(known_bad_systems(real_documents), real_cases[::3], real_documents, judge)
    return {r.system: {name: e.value for name, e in r.figures.items()} for r in rows}


@pytest.mark.parametrize("system", ["empty", "echo", "always-abstain", "same-answer"])
def test_bad_system_is_strictly_right_on_few_questions(bad: dict[str, dict[str, float]], system: str) -> None:
    assert bad[system]["strict"] < 0.35
    assert bad[system]["fact_recall"] < 0.25


def test_always_abstaining_is_exposed_by_its_refusals(bad: dict[str, dict[str, float]]) -> None:
    assert (bad["always-abstain"]["abstention_recall"], bad["always-abstain"]["not_refused"]) == (
        1,
        0,
    )


def test_whole_corpus_is_exposed_by_length_precision_and_abstention(
    bad: dict[str, dict[str, float]],
) -> None:
    pasted = bad["whole-corpus"]
    assert pasted["recall@1"] == 1.0
    assert pasted["words"] > 3000
    assert (pasted["citation_precision"], pasted["abstention_recall"]) == (0.0, 0.0)
    assert (pasted["citation_support_recall"], pasted["citation_support_precision"]) == (0.0, 0.0)


def mean_score(measure: str, corpus: Path, index: Path, encoder: Encoder, cases: list[Case]) -> float:
    build_index(corpus, index, encoder)
    _, data = open_snapshot(corpus, index, encoder.identity)
    retriever = Retriever(data, encoder)
    found = [
        retrieval_scores(c.evidence, [h.spans for h in retriever.search(q.question, q.language, 5)])
        for c in cases
        if (q := c.question) and c.evidence
    ]
    return sum(s[measure] for s in found) / len(found)


def test_worse_retrieval_shows_in_the_scores(real_cases: list[Case], tmp_path: Path) -> None:
    asked = [c for c in real_cases if c.evidence][::6]
    bare = tmp_path / "corpus"
    shutil.copytree(CORPUS, bare)
    for file in (bare / "questions").glob("*.jsonl"):
        file.unlink()
    good = mean_score("rr", CORPUS, tmp_path / "good", BagOfWordsEncoder(), asked)
    random = mean_score("rr", CORPUS, tmp_path / "random", RandomEncoder(), asked)
    without_questions = mean_score("rr", bare, tmp_path / "bare", BagOfWordsEncoder(), asked)
    assert random < good - 0.03
    assert without_questions < good - 0.03


def test_dev_questions_share_little_with_the_documents(
    real_cases: list[Case], real_documents: dict[str, Document]
) -> None:
    found = measure_overlap(real_cases, ["who is qualified?"], real_documents)
    assert found.little > 0.5
    assert found.near < 0.02
