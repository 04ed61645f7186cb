"""The page is self-contained, escapes what it shows, hides blind answers; JUnit and tables too."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.compare import compare_runs
from snc_assistant.evaluation.dataset import Case, locate_cases
from snc_assistant.evaluation.gates import Verdict
from snc_assistant.evaluation.identity import RunIdentity
from snc_assistant.evaluation.junit import render_junit
from snc_assistant.evaluation.latency import summarise_latency
from snc_assistant.evaluation.report import render_report
from snc_assistant.evaluation.results import ContextRow, Run, SystemRow
from snc_assistant.evaluation.runner import measure
from snc_assistant.evaluation.statistics import estimate
from snc_assistant.evaluation.table import render_readme, render_table, with_block, write_into
from snc_assistant.types import Document, Span

from .conftest import answer, cite, question, unanswerable

Documents = dict[str, Document]
RIGHT = Span("en", 9, 12)


@pytest.fixture
def cases(documents: Documents) -> list[Case]:
    asked = [
        question(id="right"),
        question(id="wrong", question="<script>alert(1)</script>?"),
        question(id="blind", question="secret?", split="test", language="fr"),
        unanswerable(id="none"),
    ]
    return locate_cases(asked, documents)


@pytest.fixture
def run(cases: list[Case], documents: Documents) -> Run:
    claim = cite("It is 24 %.", "24% individually")
    answers = {
        "right": answer(claim.text, claim, hits=[RIGHT]),
        "wrong": answer("<img src=x onerror=alert(1)>", hits=[RIGHT]),
        "blind": answer("Rien.", hits=[RIGHT]),
        "none": answer("About 300 k€.", hits=[RIGHT]),
    }
    answers = {k: replace(a, timings_ms={"total": 12.5}) for k, a in answers.items()}
    return finished("extractive", cases, answers, documents)


def finished(name: str, cases: list[Case], answers: dict[str, SystemAnswer], documents: Documents) -> Run:
    identity = RunIdentity(name, "minilm@1", "snap", "0123456789", "all", "code", "abc")
    measured = measure(identity, cases, answers, documents)
    other = SystemRow("echo", {"strict": estimate([0.0, 1.0], "rate")})
    context = [ContextRow("bm25", words, estimate([0.5], "mean")) for words in (150, 300)]
    summary = replace(measured.summary, systems=[other], context=context)
    timings = [dict(a.timings_ms) for a in answers.values()]
    scored = {s.question_id: s for s in measured.scored}
    totals = [t["total"] for t in timings]
    return Run(Path(name), summary, answers, scored, summarise_latency(timings), totals)


def test_page_loads_nothing_and_runs_nothing(run: Run, cases: list[Case], documents: Documents) -> None:
    page = render_report(run, cases, documents)
    assert not re.search(r"<(script|img|link|iframe|object|embed)\b|@import|url\(", page)
    assert re.findall(r'href="([^#])', page) == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_page_shows_wrong_answers_beside_their_evidence(
    run: Run, cases: list[Case], documents: Documents
) -> None:
    page = render_report(run, cases, documents)
    assert "3 of 4 answers are not strictly right." in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<blockquote>24% individually" in page
    assert "answered the unanswerable: <b>1</b>" in page


def test_blind_answers_are_hidden_unless_asked_for(run: Run, cases: list[Case], documents: Documents) -> None:
    hidden = render_report(run, cases, documents)
    shown = render_report(run, cases, documents, show_test=True)
    assert "secret?" not in hidden
    assert "1 answers to blind test questions are not shown" in hidden
    assert "secret?" in shown


def test_gates_and_other_systems_are_on_the_page(run: Run, cases: list[Case], documents: Documents) -> None:
    verdicts = [Verdict("strict [all]", False, "too low"), Verdict("words", True, "fine")]
    page = render_report(run, cases, documents, verdicts=verdicts)
    assert "Gates: 1 of 2 hold" in page
    assert page.index("too low") < page.index("fine")
    assert "<td>echo</td>" in page


def test_comparison_page_says_which_is_better(run: Run, cases: list[Case], documents: Documents) -> None:
    page = render_report(run, cases, documents, comparison=compare_runs(run, run, cases))
    assert "Two runs compared" in page
    assert "Neither run is better: the same questions are strictly right in both." in page


def test_page_of_perfect_answers_has_no_faults(documents: Documents) -> None:
    cases = locate_cases([question()], documents)
    claim = cite("24 %", "24%")
    given = replace(answer("24 %", claim, hits=[RIGHT]), timings_ms={"total": 1.0})
    page = render_report(finished("x", cases, {"q1": given}, documents), cases, documents)
    assert "Every answer is strictly right." in page


def test_junit_fails_gates_and_skips_wrong_answers(run: Run, cases: list[Case]) -> None:
    verdicts = [Verdict("strict [all]", False, "too low")]
    root = ElementTree.fromstring(render_junit(verdicts, cases, run.scored, run.answers))
    found = {s.get("name"): (s.get("tests"), s.get("failures"), s.get("skipped")) for s in root}
    assert found == {
        "gates": ("1", "1", "0"),
        "criteria": ("3", "0", "2"),
        "not_in_sources": ("1", "0", "1"),
    }


def test_table_has_a_row_for_each_part(run: Run) -> None:
    table = render_table(run.summary)
    assert table.splitlines()[1].split()[:3] == ["all", "4", "0.250"]
    assert "English → English" in table
    assert "wrong answers: not used 2, answered unanswerable 1" in table


def test_readme_block_is_renewed_and_staleness_seen(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("before\n<!-- eval:begin -->\nold\n<!-- eval:end -->\nafter\n", encoding="utf-8")
    block = render_readme(run.summary)
    assert write_into(page, block)
    assert not write_into(page, block)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- eval:begin -->\n4 questions, engine `extractive`")
    assert text.endswith("<!-- eval:end -->\nafter\n")
    assert "| Answers strictly right (all facts, nothing false, right outcome) | **25.0** " in text
    assert "| Claims that their cited text supports (ALCE's citation recall) | " in text
    assert "| Citations on the question's labelled evidence | **" in text


def test_readme_without_markers_is_refused() -> None:
    with pytest.raises(CorpusError, match="page needs the lines <!-- eval:begin -->"):
        with_block("nothing", "block", "page")
