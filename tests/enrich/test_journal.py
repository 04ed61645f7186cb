"""The journal: what is on disk survives, what was torn is asked again."""

from pathlib import Path

import pytest

from snc_assistant.enrich.journal import Journal, Said, Shown, Task
from snc_assistant.enrich.needs import Need
from snc_assistant.errors import CorpusError
from snc_assistant.types import Document, Passage

DOCUMENT = Document("guide", "Guide", "2026-01", "fr", "P", "guide.md", "", "", "")


def task(text: str = "Comptes\u2028nominatifs", start: int = 0, occurrence: int | None = None) -> Task:
    passage = Passage(f"guide:{start}", "guide", "fr", (), text, start, start + len(text), "bullet")
    return Task(Need(passage, DOCUMENT, occurrence, (passage.passage_id,)), "fr")


def said(of: Task, *questions: str, model: str = "m", count: int = 12) -> Said:
    doc, quote, occurrence, language = of.key
    return Said(
        doc=doc, quote=quote, occurrence=occurrence, language=language, model=model, count=count,
        questions=questions, dropped={"markup": 1},
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal is, or will be."""
    return tmp_path / "enrich.jsonl"


def test_what_was_added_is_read_again(path: Path) -> None:
    line = said(task(), "qui ?", "où ?")
    journal = Journal(path)
    journal.add(line)
    journal.add(Shown(sha256="abc"))
    for again in (journal, Journal(path)):
        assert again.answer(task()) == line
        assert again.shown == "abc"
        assert again.answers == (line,)


def test_an_answer_is_found_by_the_words_of_its_passage_not_by_its_place(path: Path) -> None:
    journal = Journal(path)
    journal.add(said(task(start=0), "qui ?"))
    assert journal.answer(task(start=500)) is not None
    assert journal.answer(task("Comptes partagés")) is None
    assert journal.answer(task(occurrence=2)) is None


@pytest.mark.parametrize("torn", [b'{"kind": "said", "doc', b'{"kind":"shown","sha256":"x"}', b"\xc3"])
def test_a_torn_last_line_is_forgotten_and_written_over(path: Path, torn: bytes) -> None:
    Journal(path).add(said(task(), "qui ?"))
    path.write_bytes(path.read_bytes() + torn)
    journal = Journal(path)
    assert journal.shown is None
    journal.add(Shown(sha256="abc"))
    assert (Journal(path).shown, len(Journal(path).answers)) == ("abc", 1)
    assert torn not in path.read_bytes().splitlines()


def test_a_line_that_is_none_is_an_error_with_its_place(path: Path) -> None:
    path.write_text('{"kind": "said"}\n')
    with pytest.raises(CorpusError, match=r"enrich\.jsonl:1: no line of an enrichment journal"):
        Journal(path)


def test_a_task_is_done_once_it_gave_questions_or_its_model_had_none(path: Path) -> None:
    journal = Journal(path)
    assert not journal.done(task(), 12, "m")
    journal.add(said(task(), model="m"))
    assert journal.done(task(), 12, "m")
    assert not journal.done(task(), 12, "another")
    journal.add(said(task(), "qui ?", model="m"))
    assert journal.done(task(), 12, "another")
    assert not journal.done(task(), 20, "m")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="choose another --journal"):
        Journal(tmp_path / "none" / "enrich.jsonl").add(Shown(sha256="abc"))
