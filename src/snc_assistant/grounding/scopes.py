"""Which stretches of a folded sentence are denied, in French and in English.

A negation reaches from its word to the end of its clause; "it is not true that" turns the whole
sentence; two negations cancel. "Not only" and "ne… que" deny nothing.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_PARTICLE = re.compile(r"^\W*(?:non|no|nope|oui|yes|si)\s*[,:.;!-]")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")
_DENIAL = re.compile(
    r"\b(?:(?:it is|it's|that is|this is|which is|is it) (?:not true|untrue|false|not the case|incorrect|wrong|inaccurate|not correct|a myth)(?: to (?:say|claim))?"
    r"|(?:it is|it's) (?:hardly|by no means) (?:true|the case)|(?:it )?isn't (?:true|the case|correct)|contrary to (?:the claim|what is said|the idea)"
    r"|(?:il est|c'est|ce qui est|cela est|est) (?:faux|inexact|errone|incorrect)(?: (?:de dire|d'affirmer|de pretendre))?"
    r"|(?:il |ce |c'|ceci |cela |qui )?n'est (?:pas|nullement|aucunement|en rien) (?:vrai|exact|le cas|juste|correct)"
    r"|on ne (?:peut|saurait) (?:pas )?dire|(?:nobody|no one|no document|no source) (?:says|claims|states)|il n'y a pas de raison de dire"
    r"|(?:one|you) (?:cannot|can't) say|loin de la|dement(?:i|ent)|denie[sd]?|refute\w*|wrongly|a tort)\b"
)
_CLAUSE = re.compile(
    r"[;:]|\s-\s|,?\s(?=(?:qui|who|which|that (?:cannot|do not|does not|is not|are not)|mais|but|tandis que|alors que|while|whereas|although|bien que|cependant|however)\b)"
    r"|,\s(?=(?:il|elle|ils|elles|c'est|ce qui|ce|it|they|this|these|which|there|et (?:il|elle|ils|elles|c'est|cela|les?|la|l')|and (?:it|they|there|this|the))\b)"
)
_NOT_ONLY = re.compile(
    r"\b(?:not|no longer|isn't|doesn't|aren't|n't|non) (?:\w+ )?(?:only|merely|just|solely|simply|alone)\b"
    r"|\bdoes not (?:merely|stop at)\b|\b(?:n'|ne )(?:[\w'-]+ ){1,4}?(?:pas|plus) (?:seulement|uniquement|simplement|que)\b"
    r"|\bne (?:se )?(?:contente|limite|borne|resume) pas\b|\bnon (?:plus |pas )?(?:seulement|uniquement)\b|\bpas seulement\b"
)
_ONLY = re.compile(r"\b(?:n'|ne )(?:(?!pas\b|plus\b|jamais\b|rien\b)[\w'-]+,? ){1,6}?qu(?:e |')")
_CUE = re.compile(
    r"(?P<ne>\bn'(?=\w)|\bne\b)|(?P<pas>\bpas\b|\baucune?s?\b|\bni\b|\bnulle?\b|\bnullement\b|\bjamais\b)|(?P<rien>\brien\b)"
    r"|(?P<adjective>\bnon[ -](?!europ)(?=[a-z]{4})(?!seulement|plus\b|celui|celle|pour\b|dans\b))"
    r"|(?P<non>\bnon\b(?=,? (?:par|pas|pour|de|le|la|les|un|une|au|aux|a|sur|en|dans|celui|celle)\b))"
    r"|(?P<without>\bsans\b|\bwithout\b|\bau lieu d|\bplutot qu|\brather than\b|\binstead of\b|\bsauf\b|\bexcept\b|\bhormis\b)"
    r"|(?P<not>\bnot\b|\bnever\b|\bcannot\b|\b\w+n't\b|\bno\b|\bnone\b|\bnothing\b|\bnobody\b|\bneither\b|\bhardly\b)|(?P<nor>\bnor\b)"
    r"|(?P<lacks>\bprevent\w*|\bempech\w*|\bevit(?:e|er|ent|ant)\b|\bavoid\w*|\bstop(?:s|ped)? \w+ing\b|\bcess(?:e|ent|er) de\b|\brenonc\w+ a\b|\bse pass\w+ d|\bdoes? away with\b|\bfail(?:s|ed)? to\b|\black(?:s|ed)?\b|\babsence (?:of|d)|\bunable to\b|\bincapables? d|\bexempt\w*|\bdispens\w*|\bdepourvu\w*)"
)
_VERBAL = ("ne", "not")
_WORD_END = re.compile(r"(?=\W)|$")
_PHRASES = ("without", "non", "lacks")
_OPENS = re.compile(r"^[\s,]*$|(?:^|,)\s*(?:to|in order to|so as to|afin d(?:e |')|pour|d')\s*$")
_MOST_REMEMBERED = 8192


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text: `denied` or not; `subject` if it only stands before a negated verb."""

    start: int
    end: int
    denied: bool
    subject: bool = False
    clause: int = 0


def negations_before(folded: str, position: int) -> int:
    """1 if what stands at a position is denied, else 0."""
    return int(any(s.denied for s in stretches(folded) if s.start <= position < s.end))


@lru_cache(maxsize=_MOST_REMEMBERED)
def stretches(folded: str) -> tuple[Stretch, ...]:
    """The stretches of a folded text in order, each wholly denied or wholly not."""
    particle = _PARTICLE.match(folded)
    text = _blank(_ONLY, _blank(_NOT_ONLY, folded))
    if particle:
        text = " " * particle.end() + text[particle.end() :]
    found: list[Stretch] = []
    for start, end in _pieces(_SENTENCE, text, 0, len(text)):
        sentence = text[start:end]
        turned = len(_DENIAL.findall(sentence)) % 2 == 1
        text = text[:start] + _blank(_DENIAL, sentence) + text[end:]
        for clause in _pieces(_CLAUSE, text, start, end):
            found += [replace(s, clause=clause[0]) for s in _clause(text, *clause, turned)]
    return tuple(found)


def _clause(text: str, start: int, end: int, turned: bool) -> list[Stretch]:
    """The stretches of one clause; "ne… pas", "ni… ni" and "neither… nor" each deny once."""
    found: list[Stretch] = []
    at, denied, said, back = start, turned, set[str](), None
    for cue in _CUE.finditer(text, start, end):
        kind = str(cue.lastgroup)
        if back is not None and back <= cue.start():
            found.append(Stretch(at, back, denied))
            at, denied, back = back, not denied, None
        group = {"ne": "fr", "pas": "fr", "rien": "fr", "non": "fr", "nor": "en"}.get(kind, cue[0])
        if kind == "rien" and "fr" not in said:
            continue
        if (
            (group in said and kind not in ("without", "adjective"))
            or (kind == "nor" and said)
            or (cue[0] == "ni" and denied)
        ):
            continue
        if kind != "adjective":
            said |= {group, "fr" if group == "fr" else "en"}
        before = text[at : cue.start()].rstrip()
        if kind in _VERBAL and not denied:
            subject = before.rfind(",") + 1 + at
            found += [Stretch(at, subject, denied), Stretch(subject, cue.start(), denied, subject=True)]
        else:
            found.append(Stretch(at, cue.start(), denied))
        at, denied = cue.start(), not denied
        if kind == "adjective":
            back = _WORD_END.search(text, cue.end(), end).start()  # type: ignore[union-attr] # a word follows
        comma = text.find(",", cue.end(), end)
        if kind in _PHRASES and comma >= 0 and _OPENS.search(text[start : cue.start()]):
            back = comma
    if back is not None:
        found.append(Stretch(at, back, denied))
        at, denied = back, not denied
    found.append(Stretch(at, end, denied))
    return [s for s in found if s.end > s.start]


def _pieces(separator: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, at = [], start
    for match in separator.finditer(text, start, end):
        pieces.append((at, match.end()))
        at = match.end()
    pieces.append((at, end))
    return [(a, b) for a, b in pieces if b > a]


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text at the same length, with spaces for what matches."""
    return pattern.sub(lambda m: " " * len(m[0]), text)
