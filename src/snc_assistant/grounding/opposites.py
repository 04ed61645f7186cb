"""Words that contradict each other without a "not", in both languages, and words of quantity.

Each pair has its two poles as expressions over folded text. Where the source is silent, the first
pole of a pair marked `silent_first` is meant: a requirement is mandatory unless it says otherwise.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_EU = r"(?:eu|ue|union europeenne|european union|europe|europeen\w*|european)\b"
_NOT_EU = re.compile(
    rf"\b(?:non|extra|hors|outside|exterieur|dehors|beyond)[ -](?:of |de |d'|the |any |l'|un |an |tout )*(?:etat membre |member state )?(?:de |of )?(?:l'|the )?{_EU}"
    r"|\b(?:ailleurs|elsewhere|anywhere|abroad|n'importe ou|partout|a l'etranger)\b"
    rf"|\bnon-?(?:eu|ue)\b|\bthird countr\w+|\bpays tiers\b|\bhors d[eu' ]+(?:\w+ )?(?:etats? membres?) (?:de |of )(?:l'|the )?{_EU}"
)
_ANY_EU = re.compile(rf"\b{_EU}")
_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two poles; a sentence that has one of them contradicts a source that has only the other."""

    first: re.Pattern[str]
    second: re.Pattern[str]
    silent_first: bool = False


def _pair(first: str, second: str, silent_first: bool = False) -> Opposites:
    return Opposites(re.compile(rf"\b(?:{first})"), re.compile(rf"\b(?:{second})"), silent_first)


_PAIRS = (
    _pair(
        r"allow\w*|permit\w*|permis\w*|permet\w*|authori[sz]\w*|autoris\w*|lets?\b|enabl\w*",
        r"forbid\w*|prohibit\w*|interdi\w*|unauthori\w*|impossib\w*|ban(?:s|ned)?\b|bloqu\w*|block\w*",
        silent_first=True,
    ),
    _pair(
        r"must\b|requir\w*|mandatory|obligat\w*|oblig\w*|doi(?:t|vent)\b|exig\w*|requis\w*|impos(?:e|es|ed|ee|ent)\b|ha(?:s|ve) to\b|faut\b|compulsory|needs? to\b"
        r"|necessa\w*|devoir\b|duty\b",
        r"optional\w*|facultati\w*|voluntar\w*|volontaire\w*|recommend\w*|recommand\w*|conseill\w*|superflu\w*|unnecessary|inutile\w*|au (?:libre )?choix|left to\b|discretion\w*|libre(?:ment)? (?:de|choix)",
        silent_first=True,
    ),
    _pair(r"on-?\s?site\b|sur (?:site|place)\b|in person\b", r"remote\w*|a distance\b|off-?site\b|hors site\b"),
    _pair(r"accept\w*|approv\w*|valid\w*", r"refus\w*|reject\w*|rejet\w*|declin\w*|invalid\w*", silent_first=True),
    _pair(r"strict\w*|stro?ng\w*|forte?s?\b|rigoureu\w*|robust\w*", r"loose\w*|souples?\b|weak\w*|faibles?\b|lax\w*|laches?\b"),
    _pair(r"open\b|ouverte?s?\b", r"proprietary|proprietaires?\b(?!s? et)"),
    _pair(r"publi(?:c|cs|que|ques)\b", r"priv(?:ate|ee?s?)\b"),
    _pair(r"accele\w*|speed\w* up|faster|quick\w*|plus (?:rapides?|vite)\b", r"ralenti\w*|slow\w*|plus lents?\b|decele\w*"),
    _pair(
        r"redui\w*|reduc\w*|shorten\w*|shorter|diminu\w*|raccourci\w*|plus courte?s?\b|decreas\w*|contracte\w*|lower\w*|simplif\w*",
        r"augment\w*|increas\w*|lengthen\w*|(?<!no )longer|allonge\w*|plus longue?s?\b|grow\w*|compli\w*|extend\w*|worsen\w*|aggrav\w*",
    ),
    _pair(r"gard\w*|retain\w*|keep\w*|kept|conserv(?:e|er|ent|ant)\b|maintain\w* control|maitris\w*", r"perd\w*|los(?:e|es|ing|t)\b|loss\b"),
    _pair(r"more\b|plus\b(?! de \d)|increasingly|davantage", r"less\b(?! than \d)|(?<!au )moins\b(?! de \d)|fewer\b"),
    _pair(r"always\b|toujours\b|permanent\w*|constant\w*|continu\w*", r"occasional\w*|ponctuel\w*|sometimes\b|parfois\b|rarely\b|rarement\b|initial\w*|one-off|unique\b"),
    _pair(r"agree\b|agrees\b|s'accord\w*|concord\w*|coheren\w*|consistent\w*|same\b|memes?\b", r"disagree\w*|contradi\w*|differ\w*|diverge\w*|incoheren\w*|inconsisten\w*"),
    _pair(r"(?:fin|terme|issue|echeance) d[ue]|terminat\w*|end of|expir\w*|upon leaving", r"(?:debut|commencement|signature) d[ue]|start of|beginning of|signing of"),
    _pair(r"before\b|avant\b|upfront|en amont", r"(?:after|afterwards?|en aval)\b|(?<!d')apres\b"),
    _pair(r"hauts?\b|hautes?\b|high\w*|eleve\w*", r"basse?s?\b|low\b|lower\b|faibles?\b"),
    _pair(r"essenti\w*|vita(?:l|ux|les?)\b|critical\w*|critiques?\b|central\w*|primar\w*|premiers?\b", r"accessoire\w*|secondar\w*|secondaires?\b|marginal\w*|negligeabl\w*|negligible|trivial"),
    _pair(r"advantage\w*|avantag\w*|benefi\w*", r"disadvantage\w*|desavantag\w*|inconvenient\w*|drawback\w*|handicap\w*"),
    _pair(r"power(?:ful|er)\w*|puissan\w*|able\b|capab\w*", r"powerless|impuissan\w*|unable|incapab\w*"),
    _pair(r"isol\w*|segregat\w*|separat\w*|separe\w*|cloison\w*", r"shar(?:e|ed|ing)\b|partag\w*|pooled|mutualis\w*|mix(?:ed|ing)?\b", silent_first=True),
    _pair(r"effac\w*|eras\w*|delet\w*|supprim\w*|destr\w*|detrui\w*|restitu\w*|obliterat\w*", r"conserve(?:e|es|r|s)?\b|kept\b|keeps?\b|retained\b|retains\b|garde(?:e|es|r)\b"),
    _pair(r"physical\w*|physiques?\b", r"virtual\w*|virtuel\w*"),
    _pair(r"nominati\w*|named\b|individual accounts", r"anonym\w*|generi\w*"),
)  # fmt: skip
_MUST = re.compile(
    r"\b(?:must|has to|have to|doi(?:t|vent)|ne peu(?:t|vent) (?:\w+ ){0,4}?qu|(?:may|can) only|required\b|obliges? de\b|tenue?s? de\b|requires?\b|exige(?:nt)?\b)"
)
_MAY = re.compile(
    r"\b(?:may|might|can|could|(?<!ne )(?<!n')peu(?:t|vent)|(?<!ne )pourr\w*|libres? de|free to)\b(?! (?:only|ne|not|afford))(?!not)"
)
_POSSIBLE = re.compile(r"\b(?:possib\w*|potentiel\w*|potential\w*|eventuel\w*)")
_ALL = re.compile(
    r"\b(?:all|every|each|entire\w*|whole|fully|complete\w*|tous|toute?s?|tout|chaque|l'ensemble|ensemble d|integral\w*|entierement|totalit\w*|both|any)\b"
)
_PART = re.compile(
    r"\b(?:some|partly|partially|partial|a few|certaine?s?|certain|quelques|partielle?(?:ment|s)?|partiels?|(?<!at )most|majority|la plupart|mostly|largely"
    r"|majorit\w*|parfois|sometimes|(?:un|une|an|only|seule|en|la plus grande) partie(?: seulement)?|(?<!is )(?<!are )(?:a |only |an )part of|a portion|la moitie|half)\b"
)
_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|uniquement|seulement|exclusivement)\b|\b(?:n'|ne )(?:(?!pas\b|plus\b|jamais\b|rien\b)[\w'-]+,? ){1,6}?qu(?:e |')"
)
_ALSO = re.compile(
    r"\b(?:not|longer|isn't|doesn't|aren't|non|pas|plus) (?:\w+ )?(?:only|merely|solely|seulement|uniquement|simplement)\b"
)


@lru_cache(maxsize=_MOST_REMEMBERED)
def poles(folded: str) -> frozenset[tuple[int, int]]:
    """The poles that a text has: number of the pair, and 0 for its first pole or 1."""
    found = {
        (i, side)
        for i, pair in enumerate(_PAIRS)
        for side, pole in enumerate((pair.first, pair.second))
        if pole.search(folded)
    }
    inside, outside = len(_PAIRS), len(_PAIRS)
    without_outside, times = _NOT_EU.subn(" ", folded)
    if times:
        found.add((outside, 1))
    if _ANY_EU.search(without_outside):
        found.add((inside, 0))
    return frozenset(found)


def says_one_twice(claim: str, stated: Iterable[str]) -> bool:
    """Whether a claim says one of two opposites twice where its source says both: "private or private"."""
    texts = list(stated)
    for i, pair in enumerate(_PAIRS):
        if (i, 0) in poles(claim) and (i, 1) in poles(claim):
            continue
        for side, pole in enumerate((pair.first, pair.second)):
            times = len(pole.findall(claim)) if (i, side) in poles(claim) else 0
            both = [t for t in texts if {(i, 0), (i, 1)} <= poles(t)]
            if times > 1 and both and all(len(pole.findall(t)) < times for t in both):
                return True
    return False


def without_poles(folded: str) -> str:
    """The text without the words that are a pole of a pair."""
    for pair in _PAIRS:
        folded = pair.second.sub(" ", pair.first.sub(" ", folded))
    return folded


def contradictions(claimed: frozenset[tuple[int, int]], stated: frozenset[tuple[int, int]]) -> int:
    """How many pairs a claim takes the other way round than its source."""
    return sum(
        (i, 1 - side) in stated
        or (side == 1 and i < len(_PAIRS) and _PAIRS[i].silent_first and (i, 0) not in stated)
        for i, side in claimed
        if (i, side) not in stated
    )


@dataclass(frozen=True, slots=True)
class Quantity:
    """Words of quantity and of possibility in a text."""

    everything: bool
    part: bool
    only: bool
    must: bool
    may: bool
    possible: bool


@lru_cache(maxsize=_MOST_REMEMBERED)
def quantity(folded: str) -> Quantity:
    """The words of quantity and of possibility in a folded text."""
    text = _ALSO.sub(" ", folded)
    return Quantity(
        everything=bool(_ALL.search(text)),
        part=bool(_PART.search(text)),
        only=bool(_ONLY.search(text)),
        must=bool(_MUST.search(text)),
        may=bool(_MAY.search(text)),
        possible=bool(_POSSIBLE.search(text)),
    )


def overstates(claimed: Quantity, stated: Iterable[Quantity]) -> str | None:
    """What a claim says of how much or how surely that none of the stated texts says."""
    texts = list(stated)
    everything, part = any(q.everything for q in texts), any(q.part for q in texts)
    must, may = any(q.must for q in texts), any(q.may for q in texts)
    if claimed.part and not part:
        return "a part where the source does not say so"
    if claimed.everything and part and not everything:
        return "all where the source says a part"
    if claimed.only and not any(q.only for q in texts) and not must:
        return "only where the source does not say so"
    possible = may or any(q.possible for q in texts)
    if claimed.must and not claimed.may and not claimed.possible and possible and not must:
        return "a duty where the source says a possibility"
    if claimed.may and not claimed.must and must and not may:
        return "a possibility where the source says a duty"
    return None
