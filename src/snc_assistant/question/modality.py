"""Does a yes/no question ask whether something is allowed, required, forbidden or dispensable?

The four corners of deontic logic (von Wright 1951). A negated question has none: "mustn't they …?"
is answered by what the documents say, not by a yes or a no that could be read both ways.
"""

import re
from typing import Literal

from snc_assistant.language import fold

Modality = Literal["allowed", "required", "forbidden", "dispensable"]

_FORBIDDEN = re.compile(
    r"\b(?:interdit\w*|prohib\w*|forbidden|banned|pas le droit|not allowed|n'a pas le droit|illegal\w*)\b"
)
_DISPENSABLE = re.compile(
    r"\b(?:facultati\w*|optionn?el\w*|optional|dispens\w*|se passer|skip|do without|exempt\w*|superflu\w*)\b"
)
_NEGATED = re.compile(r"\b(?:pas|jamais|aucune?|ni|not|never|no|without|sans|cannot)\b|n't\b")
_REQUIRED = re.compile(
    r"\b(?:faut|doit|doivent|devons|dois|oblig\w*|exig\w*|requi\w*|impos\w*|necessaire\w*|must|ha(?:ve|s) to|needs? to|need"
    r"|mandatory|compulsory|necessary|demand\w*)\b"
)
_ALLOWED = re.compile(
    r"\b(?:peut|peuvent|puis|pouvons|peux|pourrait|pourraient|droit|autoris\w*|permi\w*|possible|acceptable|accept\w*|admis\w*|ca passe|ok|okay"
    r"|can|could|may|might|allow\w*|permitted|fine|enough|suffi\w*|legit\w*|tolere\w*|licit\w*|dans les clous)\b"
)


def modality_of(text: str) -> Modality | None:
    """The modality of a question; None where it has none, or a negation."""
    folded = fold(text)
    if _FORBIDDEN.search(folded):
        return "forbidden"
    if _NEGATED.search(folded):
        return None
    if _DISPENSABLE.search(folded):
        return "dispensable"
    if _ALLOWED.search(folded):
        return "allowed"
    return "required" if _REQUIRED.search(folded) else None
