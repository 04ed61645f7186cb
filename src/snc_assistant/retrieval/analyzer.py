"""Text → index terms, in French and in English.

Folded (case, accents, quotes, no-break spaces), elisions split, stop words dropped, stemmed by
Snowball (Porter 2001). Accents are folded before stemming on both sides, so that "etape" and
"étape" meet.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import Stemmer

from snc_assistant.language import fold
from snc_assistant.types import Language

ANALYZER_VERSION = 3

_FEMININE = re.compile(r"ees?$")
_TERM = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+\d*[^\W_]*")
_STOP: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
            a ai as au aux avec c ca ce cela ces cet cette ceci ci d dans de des du donc elle elles
            en est et eux il ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos
            notre nous on ont ou par pas pour qu que qui quoi s sa se ses si son sont sur t ta te
            tes toi ton tu un une vos votre vous y etre sera est-ce quel quelle quels quelles
            comment combien quand koi kel kelle keske kesako
            """.split()
    ),
    "en": frozenset(
        """
            a an and are as at be been but by can d did do does for from had has have he her his how
            i if in into is it its ll m me my no not of on or our re s she so some such t than that
            the their them then there these they this to us ve was we were what when where which who
            whom whose why will with you your
            """.split()
    ),
}


@lru_cache(maxsize=2)
def _stemmer(language: Language) -> Callable[[str], str]:
    stemmer = Stemmer.Stemmer("french" if language == "fr" else "english")

    @lru_cache(maxsize=50_000)
    def stem_word(word: str) -> str:
        if language == "fr":  # "qualifiée" without its accent: the stemmer would not see a participle
            word = _FEMININE.sub("e", word)
        return str(stemmer.stemWord(word))

    return stem_word


def words(text: str, language: Language) -> list[str]:
    """The folded words and figures of a text but its stop words, in order, repeats included."""
    stop = _STOP[language]
    found = _TERM.findall(fold(text).replace("_", " "))
    return [w.replace(",", ".") for w in found if w not in stop]


def stem(word: str, language: Language) -> str:
    """The index term of a folded word."""
    return _stemmer(language)(word)


def terms(text: str, language: Language) -> list[str]:
    """The index terms of a text, in order, repeats included."""
    stem_word = _stemmer(language)
    return [stem_word(w) for w in words(text, language)]
