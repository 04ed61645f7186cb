"""A question of several parts → its parts, each a question of its own."""

import re

from snc_assistant.language import fold, words
from snc_assistant.question.expects import expected_answer
from snc_assistant.question.frame import without_brevity

_SENTENCES = re.compile(r"(?<=[?!])\s+(?=[\w(])|(?<=[.;])\s+(?=[A-ZÀ-Þ¿(])")
_JOINED = re.compile(
    r"\s*,?\s+(?:et|mais|puis|ainsi que|aussi)\s+(?=(?:[^\s,;?]+\s+){0,5}?"
    r"(?:qui|quels?|quelles?|combien|comment|pourquoi|quand|où|est-ce|prix|tarif|faut-il|peut-on|doit-on|c'est quoi)\b)"
    r"|\s*,?\s+(?:and|but|then|also)\s+(?=(?:[^\s,;?]+\s+){0,3}?"
    r"(?:what|who|which|how|why|when|where|price|cost)\b|(?:is|are|does|do|did|can)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$|^(?:(?:and|but|et|mais) )?(?:(?:since|until|from|by|in|at|for|depuis|jusqu'à|à|en|dans|pour|sous|par) )?(?:c'est quoi|faut-il|qui|quels?|quelles?|combien|comment|pourquoi|quand|où|est-ce|what|who|which|how|why|when|where|is|are|does|do|did"
    r"|can|was|has|peut-on|faut-il|son prix|its price|le prix|the price|(?:ça|ca|il|elle) co[uû]te)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:they|them|it|its|their|this|that|ils?|elles?|eux|ca|cela|leurs?|lui|celui-ci|ones|lesquels|lesquelles|son|sa|ses)\b"
)
_COURTESY = re.compile(
    r"^\s*(?:ok|okay|merci|thanks|thank you|bonjour|bonsoir|salut|hello|hi|hey|coucou|rebonjour|good morning)\b[^.?!:;,]{0,25}[.!:;,]+\s*"
    r"(?:(?:rien à voir|autre question|autre sujet|another question|different topic|unrelated)[^.?!:;,]{0,20}[.!:;,]+\s*)?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?<=[?.!])\s*(?:(?:un grand|grand|many|d'avance|par avance) )?(?:merci|thanks|thank you|thx|cordialement|bien [àa] vous|(?:best |kind )?regards"
    r"|cheers|bonne (?:journ[ée]e|soir[ée]e)|bon courage|have a (?:nice|good) \w+)\b[^?]{0,40}$",
    re.IGNORECASE,
)
_SETS_ASIDE = re.compile(
    r"^\W*(?:et |and |ok |mais |but )*(?:except|besides|apart from|other than|aside from|excluding|without|leaving out|(?:mis(?:es?)? )?a part"
    r"|sans|sauf|hors|hormis|excepte|outre|en dehors|en plus)\b"
)
_STOPS = re.compile(r"(?<=[.!?;:])\s+")
_WH = re.compile(
    r"\b(qui|quels?|quelles?|lequel|laquelle|lesquels|lesquelles|combien|quand|what|who|which|how|when|where)\b",
    re.IGNORECASE,
)
_MIN_WORDS = 3
_TAG_WORDS = 2
_PAIR = 2


def split_parts(text: str) -> list[str]:
    """The parts of a question that can be answered apart; the question alone if it has one.

    Only what asks is a part: a greeting or the circumstances stay with the question beside them.
    """
    sentences = [s.strip() for s in _SENTENCES.split(text) if s.strip()]
    pieces = [p for s in sentences for p in _pieces(s)]
    parts: list[str] = []
    context = ""
    asked = any(_ASKS.search(p) for p in pieces)
    marked = any(p.endswith("?") for p in pieces)
    for at, piece in enumerate(pieces):
        opens = at == 0 and asked and len(pieces) == _PAIR and not piece.endswith((".", "!"))
        tells = marked and piece.endswith(".")  # "someone who has it." beside "Which names?"
        asks = _ASKS.search(piece) or (_WH.search(piece) and not tells) or opens
        enough = _PAIR if at == 0 and piece.endswith("?") else _MIN_WORDS
        if asks and (len(words(piece)) >= enough or expected_answer(piece) != "anything"):
            parts.append(f"{context} {piece}".strip())
            context = ""
        else:
            context = f"{context} {piece}".strip()
    return parts if len(parts) > 1 and not context else [text]


def _pieces(sentence: str) -> list[str]:
    """The clauses of a sentence that "and" joins; each asks, if the sentence does."""
    if sets_aside(sentence):
        return [sentence]  # "Except for OVH and Outscale, who …" joins names
    pieces = [p.strip() for p in _JOINED.split(sentence) if p.strip()]
    mark = "?" if sentence.endswith("?") else ""
    return [p if p.endswith(("?", ".", "!")) else f"{p}{mark}" for p in pieces]


def sets_aside(text: str) -> bool:
    """Whether a text begins with names to leave out ("except for OVH…")."""
    return bool(_SETS_ASIDE.search(fold(text)))


def asking(text: str) -> str:
    """The sentences that ask, without the story around them; all of it if none is marked."""
    sentences = _STOPS.split(text)
    marked = [s for s in sentences if s.rstrip().endswith("?")]
    asked = " ".join(marked)
    is_story = len(marked) < len(sentences) and len(words(asked)) > _TAG_WORDS  # "… True?" asks for all of it
    return asked if marked and is_story else text


def without_courtesy(text: str) -> str:
    """The question without the greeting or the thanks before it, and without "in one sentence"."""
    rest = without_brevity(_COURTESY.sub("", text, count=1))
    return rest if len(words(rest)) >= _PAIR else text


def without_thanks(text: str) -> str:
    """The question without the thanks or the regards after it."""
    rest = _CLOSING.sub("", text)
    return rest if words(rest) else text


def points_back(text: str) -> bool:
    """Whether a part speaks of something that the part before it names."""
    return bool(_POINTS_BACK.search(fold(text)))
