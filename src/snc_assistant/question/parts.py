"""A question of several parts → its parts, each a question of its own."""

import re

from snc_assistant.language import words

_SENTENCES = re.compile(r"(?<=[?!])\s+(?=\w)|(?<=[.;])\s+(?=[A-ZÀ-Þ¿])")
_JOINED = re.compile(
    r"\s*,?\s+(?:et|and|mais|but|puis|ainsi que|also|aussi|plus)\s+(?=(?:(?:a|à|de|in|at|for|to|by|from|en|pour|sur|par|dans|depuis)\s+)?"
    r"(?:qui\b|quels?\b|quelles?\b|combien\b|comment\b|pourquoi\b|quand\b|où\b|ou\b|est-ce\b|qu'|what|who|which|how|why|when|where|is\b|are\b"
    r"|does\b|do\b|did\b|can\b|was\b|has\b|a-t-|y a-t-il|peut-|faut-|son prix|its price|le prix|the price|ça coûte|ca coute|il coûte))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$|^(?:qui|quels?|quelles?|combien|comment|pourquoi|quand|où|est-ce|what|who|which|how|why|when|where|is|are|does|do|did"
    r"|can|was|has|peut-on|faut-il|son prix|its price|le prix|the price|ça coûte|ca coute|il coûte)\b",
    re.IGNORECASE,
)
_MIN_WORDS = 3


def split_parts(text: str) -> list[str]:
    """The parts of a question that can be answered apart; the question alone if it has one.

    Only what asks is a part: a greeting or the circumstances stay with the question beside them.
    """
    sentences = [s.strip() for s in _SENTENCES.split(text) if s.strip()]
    pieces = [p.strip() for s in sentences for p in _JOINED.split(s) if p.strip()]
    parts: list[str] = []
    context = ""
    for piece in pieces:
        if _ASKS.search(piece) and len(words(piece)) >= _MIN_WORDS:
            parts.append(f"{context} {piece}".strip())
            context = ""
        else:
            context = f"{context} {piece}".strip()
    return parts if len(parts) > 1 and not context else [text]
