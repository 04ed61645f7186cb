"""What the checks read of a text, remembered: the same few sources are read for claim after claim."""

import re
from functools import lru_cache

from snc_assistant.language import fold
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import LANGUAGES, Language

_MOST_REMEMBERED = 8192
_WORD = re.compile(r"[a-z0-9]+")

folded = lru_cache(maxsize=_MOST_REMEMBERED)(fold)


@lru_cache(maxsize=_MOST_REMEMBERED)
def term_set(text: str, language: Language) -> frozenset[str]:
    """The index terms of a text in a language."""
    return frozenset(terms(text, language))


@lru_cache(maxsize=_MOST_REMEMBERED)
def all_terms(text: str) -> frozenset[str]:
    """The index terms of a text, read in either language."""
    return frozenset[str]().union(*(term_set(text, language) for language in LANGUAGES))


@lru_cache(maxsize=_MOST_REMEMBERED)
def word_set(text: str) -> frozenset[str]:
    """The folded words of a text."""
    return frozenset(_WORD.findall(folded(text)))
