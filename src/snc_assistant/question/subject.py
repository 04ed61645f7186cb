"""Do the words around the names ask who is listed and how, or for something else?

"What has Cloud Temple got that is qualified?" and "Who audited Cloud Temple?" name the same
provider; the words that are neither name nor frame decide. Learnt from the corpus's own
questions: naive Bayes with add-half smoothing (Manning, Raghavan & Schütze 2008, chapter 13).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from snc_assistant.language import words
from snc_assistant.types import Language, Question

_HALF = 0.002  # smoothing, as a share of the texts
_UNKNOWN = -0.5  # a word never seen speaks a little against a look-up
_MOST_UNKNOWN = -1.0  # as a story around a question has many of them
_SHORTEST = 2  # letters that are no name to look for
_ANYONE: Mapping[Language, str] = {"fr": "un prestataire", "en": "a provider"}


class LookUpOdds:
    """Scores words by how much more often look-ups use them than other questions do."""

    def __init__(self, odds: Mapping[str, float]) -> None:
        """:param odds: of words, as `look_up_odds` gives them."""
        self._odds = odds

    def of(self, subject: Sequence[str]) -> float:
        """The log odds that these words belong to a look-up; 0 for no words."""
        unknown = sum(w not in self._odds for w in subject)
        return sum(self._odds.get(w, 0.0) for w in subject) + max(_UNKNOWN * unknown, _MOST_UNKNOWN)


def without_names(question: Question) -> str:
    """The question with "a provider" in place of each name: what is asked, of whomever."""
    text = question.standalone
    for entity in question.entities:
        if entity.kind in ("provider", "offer", "unlisted") and entity.surface:
            text = text.replace(entity.surface, _ANYONE[question.language])
    return text


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some names in a text, whatever their case, the longest first."""
    longest_first = sorted({n for n in names if len(n) > _SHORTEST}, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def without_any(text: str, names: re.Pattern[str], language: Language) -> str:
    """A text with "a provider" in place of each name."""
    return names.sub(_ANYONE[language], text)


def look_up_odds(lookups: Iterable[str], others: Iterable[str]) -> dict[str, float]:
    """The log odds that a question with each word is a look-up."""
    inside, outside = _share(lookups), _share(others)
    return {
        w: math.log((inside.get(w, 0.0) + _HALF) / (outside.get(w, 0.0) + _HALF))
        for w in sorted(inside.keys() | outside.keys())
    }


def _share(texts: Iterable[str]) -> dict[str, float]:
    """The share of the texts that use each word."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update(set(words(text)))
        total += 1
    return {word: count / total for word, count in counts.items()}
