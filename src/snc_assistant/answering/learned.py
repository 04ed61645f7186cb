"""What is learnt from a corpus's own texts when it is built."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from snc_assistant.facts.names import Names
from snc_assistant.language import language_odds, words
from snc_assistant.question.subject import look_up_odds, look_up_weights, name_pattern, without_any
from snc_assistant.retrieval.encoder import Vectors
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


def learn_look_ups(
    entries: Sequence[Entry], facts: Iterable[Fact], names: Names, encode: Callable[[Sequence[str]], Vectors]
) -> tuple[float, ...]:
    """How the vector of a question that names a provider or an offer tells whether it asks who is listed.

    :param encode: gives the unit vectors of questions.
    """
    lookups = {f.fact_id for f in facts if is_look_up(f)}
    offers = [n for o in names.offers for n in (o.offer, *o.aliases)]
    pattern = name_pattern([*(n for p in names.providers for n in (p.name, *p.aliases)), *offers])
    asked = [(e, without_any(e.text, pattern, e.language)) for e in entries if e.kind == "question"]
    naming = [(e, text) for e, text in asked if text != e.text]
    if not naming:
        return ()
    return look_up_weights(
        encode([t for _, t in naming]), np.array([e.target_id in lookups for e, _ in naming])
    )


def _vocabulary(entries: Iterable[Entry], names: Names) -> tuple[str, ...]:
    """The words that occur often enough in the corpus to be ordinary, not names misspelt."""
    counts = Counter(w for e in entries for w in words(e.text))
    named = {w for p in names.providers for a in (p.name, *p.aliases) for w in words(a)}
    return tuple(sorted({w for w, n in counts.items() if n >= _VOCABULARY_MIN} | named))
