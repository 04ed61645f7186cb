"""What is indexed, and to which target each text leads."""

from snc_assistant.facts.questions import Questions, TargetQuestions
from snc_assistant.retrieval.entries import build_entries, readable
from snc_assistant.types import Bilingual, Fact, Gap, Passage, Span
from tests.conftest import Built

TEXT = Bilingual("Texte.", "Text.")
NONE = Questions((), ())


def passage(start: int, text: str, *path: str) -> Passage:
    """A passage of one document."""
    return Passage(f"d:{start}", "d", "fr", path, text, start, start + len(text), "bullet")


def fact(fact_id: str, *spans: Span) -> Fact:
    """A fact that stands at some spans."""
    return Fact(fact_id, "criterion", Bilingual("Nom", "Name"), TEXT, spans)


def test_readable_passage_has_its_last_headings_and_no_markup() -> None:
    assert (
        readable(passage(0, "**Chiffrement** <b>fort</b>\tici", "A", "B", "C"))
        == "B: C: Chiffrement fort ici"
    )


def test_passage_leads_to_the_fact_that_it_states() -> None:
    entries = build_entries([passage(0, "abcd")], [fact("f", Span("d", 1, 2))], Questions((), ()))
    assert [(e.target_id, e.kind) for e in entries if e.kind == "passage"] == [("f", "passage")]


def test_passage_that_states_nothing_leads_to_itself() -> None:
    entries = build_entries([passage(7, "abcd")], [fact("f", Span("d", 1, 2))], Questions((), ()))
    assert entries[0].target_id == "d:7"


def test_passage_that_states_many_facts_is_its_own_target() -> None:
    facts = [fact(f"f{i}", Span("d", 0, 1)) for i in range(4)]
    assert build_entries([passage(0, "abcd")], facts, Questions((), ()))[0].target_id == "d:0"


def test_fact_is_found_by_its_statement_in_both_languages() -> None:
    entries = build_entries([], [fact("f")], Questions((), ()))
    assert [(e.language, e.kind, e.text) for e in entries] == [
        ("fr", "statement", "Nom. Texte."),
        ("en", "statement", "Name. Text."),
    ]


def test_questions_lead_to_their_fact_or_gap() -> None:
    questions = [TargetQuestions("g", {"fr": ("Combien\u00a0?",), "en": ("How much?",)})]
    entries = build_entries([], [], Questions((Gap("g", TEXT, ()),), tuple(questions)))
    assert [(e.target_id, e.kind, e.text) for e in entries][2:] == [
        ("g", "question", "Combien ?"),
        ("g", "question", "How much?"),
    ]


def test_questions_about_a_passage_lead_to_where_the_passage_leads() -> None:
    asked = tuple(TargetQuestions(i, {"fr": (f"{i} ?",), "en": ()}) for i in ("d:0", "d:7"))
    passages = [passage(0, "abcd"), passage(7, "efgh")]
    entries = build_entries(passages, [fact("f", Span("d", 1, 2))], Questions((), asked))
    assert [(e.target_id, e.text) for e in entries if e.kind == "question"] == [
        ("f", "d:0 ?"),
        ("d:7", "d:7 ?"),
    ]


def test_every_fact_of_the_corpus_is_indexed_in_both_languages(snapshot: Built) -> None:
    indexed = {(e.target_id, e.language) for e in snapshot.data.entries}
    facts = {(f.fact_id, lang) for f in snapshot.data.facts for lang in ("fr", "en")}
    gaps = {(g.gap_id, lang) for g in snapshot.data.gaps for lang in ("fr", "en")}
    assert facts | gaps <= indexed


def test_every_passage_of_the_corpus_is_indexed(snapshot: Built) -> None:
    texts = {e.text for e in snapshot.data.entries if e.kind == "passage"}
    assert {readable(p) for s in snapshot.data.structures for p in s.passages} <= texts
