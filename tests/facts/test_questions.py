"""The questions of a corpus: of its facts, of what it lacks, and of other subjects."""

from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.facts.questions import Anchor, Questions, TargetQuestions, load_questions
from snc_assistant.types import Bilingual, Gap
from tests.conftest import Built

GAP = (
    'gaps: [{id: g, statement: {fr: Rien., en: None.}, nearest: [f], questions: {fr: ["a ?"], en: ["b?"]}}]\n'
)


def test_folder_may_be_absent(tmp_path: Path) -> None:
    assert load_questions(tmp_path / "none") == Questions((), ())


def test_line_has_the_questions_of_one_fact(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"fact": "f", "fr": ["qui ?"], "en": ["who?"]}\n')
    assert load_questions(tmp_path).targets == (TargetQuestions("f", {"fr": ("qui ?",), "en": ("who?",)}),)


def test_line_may_be_about_a_passage_named_by_its_words(tmp_path: Path) -> None:
    line = '{"doc": "d", "quote": "a\u2028b", "occurrence": 2, "fr": ["qui ?"], "en": []}'
    (tmp_path / "q.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    [target] = load_questions(tmp_path).targets
    assert target.anchor == Anchor("d", "a\u2028b", 2, f"{tmp_path / 'q.jsonl'}:2")
    assert (target.target_id, target.questions) == ("", {"fr": ("qui ?",), "en": ()})


def test_gap_has_a_statement_its_nearest_facts_and_questions(tmp_path: Path) -> None:
    (tmp_path / "gaps.yaml").write_text(GAP)
    found = load_questions(tmp_path)
    assert found.gaps == (Gap("g", Bilingual("Rien.", "None."), ("f",)),)
    assert found.targets == (TargetQuestions("g", {"fr": ("a ?",), "en": ("b?",)}),)


def test_other_subject_has_questions_only(tmp_path: Path) -> None:
    (tmp_path / "off_topic.yaml").write_text(
        "off_topic: [{id: off.weather, questions: {fr: [météo], en: [rain]}}]\n"
    )
    assert load_questions(tmp_path) == Questions(
        (), (TargetQuestions("off.weather", {"fr": ("météo",), "en": ("rain",)}),)
    )


WRONG = {
    "not JSON": ("q.jsonl", '{"fact": "f", "fr": [], "en": []}\n{', r"q\.jsonl:2: needs fact, fr and en"),
    "no English": ("q.jsonl", '{"fact": "f", "fr": []}\n', r"q\.jsonl:1: needs fact, fr and en: en: Field required"),
    "fact and passage": ("q.jsonl", '{"fact": "f", "doc": "d", "quote": "q", "fr": [], "en": []}', r"q\.jsonl:1: needs either fact, or doc and quote"),
    "passage without its words": ("q.jsonl", '{"doc": "d", "fr": [], "en": []}', r"q\.jsonl:1: needs either fact, or doc and quote"),
    "occurrence from zero": ("q.jsonl", '{"doc": "d", "quote": "q", "occurrence": 0, "fr": [], "en": []}', r"q\.jsonl:1: .*occurrence"),
    "misspelt field": ("q.jsonl", '{"fact": "f", "fr": [], "en": [], "ocurrence": 1}', r"q\.jsonl:1: .*ocurrence"),
    "gap without a statement": ("gaps.yaml", "# seen\ngaps:\n  - id: g\n", r"gaps\.yaml:3: statement: Field required"),
    "typing error": ("gaps.yaml", GAP.replace("nearest", "nearst"), r"gaps\.yaml:1: nearst: Extra inputs"),
    "gap that is no mapping": ("gaps.yaml", "gaps: [g]", r"gaps\.yaml:1"),
    "id of another kind": ("off_topic.yaml", "off_topic: [{id: gap.x, questions: {fr: [], en: []}}]", r"off_topic\.yaml:1: id must start with off\."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), WRONG.values(), ids=WRONG)
def test_wrong_entry_is_refused_with_file_and_line(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(CorpusError, match=message):
        load_questions(tmp_path)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_gap_of_the_corpus_says_that_the_editions_do_not_say(snapshot: Built, language: str) -> None:
    assert all(gap.statement[language].strip() and gap.nearest is not None for gap in snapshot.data.gaps)  # type: ignore[index]


def test_same_question_leads_to_one_place_only(snapshot: Built) -> None:
    leads: dict[tuple[str, str], set[str]] = {}
    for entry in snapshot.data.entries:
        if entry.kind == "question":
            leads.setdefault((entry.language, entry.text), set()).add(entry.target_id)
    contradictory = {
        text: sorted(targets)
        for text, targets in leads.items()
        if len({t.split(".")[0] in ("gap", "off") for t in targets}) > 1
    }
    assert contradictory == {}
