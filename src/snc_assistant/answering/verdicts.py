"""A yes or a no first, where a fact decides a question of what is allowed or required."""

import re

from snc_assistant.facts.finding import Phrase
from snc_assistant.language import fold, words
from snc_assistant.question.frame import residue
from snc_assistant.question.modality import modality_of
from snc_assistant.types import Fact, Question

_STEM = 5  # letters that words of one family share
_WITHOUT = re.compile(r"\b(?:sans|without)\b")
_NUMBER = re.compile(r"\d+")
_MODAL = frozenset(
    """
        faut doit doivent oblige obligation obligatoire obligatoires exige exigee exiges exigees requis requise requises impose
        imposee necessaire must have need needs needed required requires mandatory compulsory necessary obliged to est-il est-elle
        """.split()
)


def verdict(fact: Fact, question: Question) -> Phrase | None:
    """Yes or no, if the fact's reviewed rules decide the question; None in any doubt.

    What is excluded decides by itself. That something is required decides only if the question says
    nothing beside it: "is an hourly backup required?" is not answered by a daily one.
    """
    if fact.rules is None or not question.yes_no:
        return None
    folded = fold(question.standalone)
    found = re.search(fact.rules.excludes, folded) if fact.rules.excludes else None
    excluded = bool(found)
    # "without telling us" is what is excluded, not a negation of the question
    modality = modality_of(folded.replace(found[0], _WITHOUT.sub(" ", found[0])) if found else folded)
    required = bool(fact.rules.requires and re.search(fact.rules.requires, folded))
    if excluded and modality in ("allowed", "forbidden"):
        return Phrase("verdict.no" if modality == "allowed" else "verdict.yes")
    if excluded or not required or not _says_nothing_beside(fact, question):
        return None
    if modality == "required":
        return Phrase("verdict.yes")
    return Phrase("verdict.no") if modality == "dispensable" else None


def _says_nothing_beside(fact: Fact, question: Question) -> bool:
    """Whether every word of the question is in the fact, in its rule, or of the frame."""
    stated = " ".join((fact.statement.fr, fact.statement.en, fact.label.fr, fact.label.en))
    rule = fact.rules.requires if fact.rules else ""
    known = {w[:_STEM] for w in words(f"{stated} {rule}")}
    left = [w for w in residue(question.standalone, question.entities) if w not in _MODAL]
    return all(w[:_STEM] in known for w in left) and not _NUMBER.search(fold(question.standalone))
