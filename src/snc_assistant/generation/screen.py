"""What a model's sentence must not hold, whatever it cites: our own rules, foreign names, addresses.

The checks of `grounding` compare a sentence with its sources. These stop what an instruction in a
question or in a document may have put into a sentence that is otherwise right.
"""

import re
from collections.abc import Sequence

from snc_assistant.generation.prompt import rules
from snc_assistant.language import fold, words
from snc_assistant.retrieval.analyzer import terms
from snc_assistant.types import LANGUAGES, Language

_RULE_WORDS = 5  # in a row: no sentence from the documents shares as many with the rules
_MOST_NEW_TERMS = 3  # in a row that no cited source uses: a paraphrase has fewer, another subject more
_VERDICT = re.compile(
    r"^(?:oui|non|yes|no|si|absolument|effectivement|certainement|bien sûr|tout à fait|en effet|exact(?:ement)?|vrai|faux"
    r"|absolutely|certainly|indeed|of course|correct|exactly|right|true|false)(?:\s*[,;:.!…]+\s*|\s+[–—-]+\s+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z]{2,}(?:/\S*)?|\S+@\S+", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+", re.IGNORECASE)
_SIGNALS = re.compile(r"(?:[.\-_/\\|]{2,}\s*){3,}")
_CODE = re.compile(r"[A-Z]{4,}|\w*[a-z][A-Z]\w*|(?=\w*\d)(?=\w*[^\W\d])\w{4,}|\w{25,}")
_OWN_NAMES = frozenset({"secnumcloud", "anssi"})
_STAGES = frozenset({"j0", "j1", "j2", "j3"})


def without_verdict(text: str) -> str:
    """The sentence without the yes or no that it begins with: the facts decide that, not a model."""
    rest = _VERDICT.sub("", text)
    return rest if rest == text else rest[:1].upper() + rest[1:]


def objection(text: str, sources: Sequence[str], language: Language) -> str | None:
    """Why a sentence may not be shown, given the texts that it cites; none if it may."""
    said = words(text)
    if not said or _SIGNALS.search(text):
        return "it says nothing"
    plain = [w for w in said if w not in _STAGES]
    if any(tuple(plain[i : i + _RULE_WORDS]) in _RULES for i in range(len(plain))):
        return "it repeats the rules of the prompt"
    cited = " ".join(fold(s) for s in sources)
    if any(fold(a[0]) not in cited for p in (_ADDRESS, _IDENTIFIER) for a in p.finditer(text)):
        return "it names an address"
    known = {*words(cited), *_OWN_NAMES}
    codes = [t for t in _TOKEN.findall(text) if _CODE.fullmatch(t)]
    foreign = [c for c in codes if not known.issuperset(words(c))]
    if foreign:
        return f"not in the cited sources: {', '.join(foreign)}"
    return "it says something else besides" if _digresses(text, sources, language) else None


def _digresses(text: str, sources: Sequence[str], language: Language) -> bool:
    """Whether several terms in a row are in none of the sources."""
    known = {t for s in sources for lang in LANGUAGES for t in terms(s, lang)}
    in_a_row = 0
    for term in terms(text, language):
        in_a_row = 0 if term in known else in_a_row + 1
        if in_a_row > _MOST_NEW_TERMS:
            return True
    return False


def _runs() -> frozenset[tuple[str, ...]]:
    texts = [[w for w in words(rules(lang).content) if w not in _STAGES] for lang in LANGUAGES]
    return frozenset(tuple(t[i : i + _RULE_WORDS]) for t in texts for i in range(len(t) - _RULE_WORDS + 1))


_RULES = _runs()
