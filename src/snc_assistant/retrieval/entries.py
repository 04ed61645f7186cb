"""What is indexed: texts that each lead to a target (a fact, a gap or a bare passage).

A fact is found by its statement, by the passages that state it and by the questions that it
answers; whichever matches best counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from snc_assistant.facts.questions import Questions
from snc_assistant.language import normalise
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.retrieval.sparse import Postings, index_terms
from snc_assistant.types import LANGUAGES, Fact, Language, Passage

EntryKind = Literal["passage", "statement", "question"]
_MAX_SHARED = 3  # a passage that states more facts than this (a table row) is its own target


@dataclass(frozen=True, slots=True)
class Entry:
    """One indexed text and the target that it leads to."""

    target_id: str
    language: Language
    kind: EntryKind
    text: str


def readable(passage: Passage) -> str:
    """A passage with its headings, without markup: what is encoded and analysed."""
    text = passage.text.replace("**", "").replace("<b>", "").replace("</b>", "").replace("\t", " ")
    return normalise(": ".join([*passage.heading_path[-2:], text]))


def targets_of(passage: Passage, facts: Iterable[Fact]) -> list[str]:
    """What a passage leads to: the few facts that it states, else itself."""
    stating = [f.fact_id for f in facts if any(s.overlaps(passage.span) for s in f.spans)]
    return stating if 0 < len(stating) <= _MAX_SHARED else [passage.passage_id]


def build_entries(
    passages: Sequence[Passage],
    facts: Iterable[Fact],
    questions: Questions,
) -> list[Entry]:
    """All entries, in a stable order."""
    facts = list(facts)
    entries = []
    leads = {p.passage_id: targets_of(p, facts) for p in passages}
    for passage in passages:
        for target in leads[passage.passage_id]:
            entries.append(Entry(target, passage.language, "passage", readable(passage)))
    for fact in facts:
        for language in LANGUAGES:
            text = f"{fact.label[language]}. {fact.statement[language]}"
            entries.append(Entry(fact.fact_id, language, "statement", normalise(text)))
    for gap in questions.gaps:
        for language in LANGUAGES:
            entries.append(Entry(gap.gap_id, language, "statement", normalise(gap.statement[language])))
    for asked in questions.targets:
        for target in leads.get(asked.target_id, [asked.target_id]):
            for language, texts in asked.questions.items():
                entries += [Entry(target, language, "question", normalise(t)) for t in texts]
    return entries


def index_entries(entries: Sequence[Entry]) -> Mapping[Language, Postings]:
    """The postings of the entries of each language, in their order."""
    return {
        lang: index_terms([terms(e.text, lang) for e in entries if e.language == lang]) for lang in LANGUAGES
    }
