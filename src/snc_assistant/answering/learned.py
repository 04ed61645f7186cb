"""What is learnt from a snapshot's own texts when it is opened."""

from snc_assistant.facts.base import FactBase
from snc_assistant.language import LanguageDetector, words
from snc_assistant.question.subject import LookUpOdds
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Fact, Language

_VOCABULARY_MIN = 3  # a word this frequent in the corpus is no misspelt name


def is_look_up(fact: Fact) -> bool:
    """Whether a fact says who is listed and how."""
    return fact.kind == "offer" or bool(fact.select or fact.compute)


def look_up_odds(data: SnapshotData, facts: FactBase) -> LookUpOdds:
    """Odds learnt from the corpus's questions: those about who is listed, and all others."""
    inside: list[str] = []
    outside: list[str] = []
    for entry in data.entries:
        if entry.kind == "question":
            listed = entry.target_id in facts and is_look_up(facts[entry.target_id])
            (inside if listed else outside).append(entry.text)
    return LookUpOdds(inside, outside)


def language_detector(data: SnapshotData) -> LanguageDetector:
    """A detector that has seen the snapshot's own texts in both languages."""
    texts: dict[Language, list[str]] = {"fr": [], "en": []}
    for entry in data.entries:
        texts[entry.language].append(entry.text)
    return LanguageDetector(texts["fr"], texts["en"])


def vocabulary(data: SnapshotData) -> frozenset[str]:
    """The words that occur often enough in the corpus to be ordinary, not names misspelt."""
    counts: dict[str, int] = {}
    for entry in data.entries:
        for token in words(entry.text):
            counts[token] = counts.get(token, 0) + 1
    names = {w for p in data.names.providers for a in (p.name, *p.aliases) for w in words(a)}
    return frozenset(w for w, n in counts.items() if n >= _VOCABULARY_MIN) | names
