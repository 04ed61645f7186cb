"""What is learnt from a corpus's own texts when it is built."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from snc_assistant.facts.names import Names
from snc_assistant.language import language_odds, words
from snc_assistant.question.subject import look_up_odds, name_pattern, without_any
from snc_assistant.retrieval.entries import Entry
from snc_assistant.retrieval.learnt import Learnt
from snc_assistant.types import Fact

_VOCABULARY_MIN = 3  # a word this frequent in the corpus is no misspelt name


def is_look_up(fact: Fact) -> bool:
    """Whether a fact says who is listed and how."""
    return fact.kind == "offer" or bool(fact.select) or fact.compute not in ("", "changes")


def learn(entries: Sequence[Entry], facts: Iterable[Fact], names: Names) -> Learnt:
    """The ordinary words, and the odds of languages and of look-ups."""
    lookups = {f.fact_id for f in facts if is_look_up(f)}
    asked = [e for e in entries if e.kind == "question"]
    return Learnt(
        vocabulary=_vocabulary(entries, names),
        language_odds=language_odds(
            (e.text for e in entries if e.language == "fr"), (e.text for e in entries if e.language == "en")
        ),
        look_up_odds=look_up_odds(
            (e.text for e in asked if e.target_id in lookups),
            (e.text for e in asked if e.target_id not in lookups),
        ),
    )


def asked_of_anyone(entries: Sequence[Entry], targets: Set[str], names: Names) -> list[str]:
    """The questions of some targets that name a provider or an offer, with "a provider" in its place; each once."""
    offers = [n for o in names.offers for n in (o.offer, *o.aliases)]
    pattern = name_pattern([*(n for p in names.providers for n in (p.name, *p.aliases)), *offers])
    asked = (e for e in entries if e.kind == "question" and e.target_id in targets)
    return sorted({text for e in asked if (text := without_any(e.text, pattern, e.language)) != e.text})


def _vocabulary(entries: Iterable[Entry], names: Names) -> tuple[str, ...]:
    """The words that occur often enough in the corpus to be ordinary, not names misspelt."""
    counts = Counter(w for e in entries for w in words(e.text))
    named = {w for p in names.providers for a in (p.name, *p.aliases) for w in words(a)}
    return tuple(sorted({w for w, n in counts.items() if n >= _VOCABULARY_MIN} | named))
