"""Does a percentage in a question keep within the limits that a fact states?

A fact with `limit_alone` and `limit_together` among its fields (percentages) decides questions
such as "can a US fund hold 30 %?".
"""

import re
from collections.abc import Set

from snc_assistant.facts.finding import Phrase
from snc_assistant.language import NUMBER_WORDS, fold
from snc_assistant.types import Fact

_SIGN = r" ?(?:%|pour ?cent|per ?cent)"
_PERCENT = re.compile(rf"(\d+(?:[.,]\d+)?){_SIGN}")
_CLAUSE = re.compile(r"[:;,.?!]\s+")
_TOGETHER = re.compile(
    r"\b(collective\w*|ensemble|together|a plusieurs|altogether|jointly|au total|in total|combined|cumul\w*|avec d'autres|with others|reunis|entre eux|between them|a eux tous|put together"
    r"|(?:deux|trois|quatre|two|three|four|several|plusieurs) (?:\S+ ){0,3}?(?:fonds|funds|actionnaires|shareholders|investi\w*|entit\w*|soci\w*|compan\w*))\b"
)
_EACH = re.compile(r"\b(?:chacun\w*|each|apiece|par tete)\b")
_ADDED = re.compile(rf"\d{_SIGN}[^.?!]{{0,60}}?\b(?:and|et|plus)\b[^.?!]{{0,60}}?\d{_SIGN}")
_AGAINST = re.compile(  # asks whether there is something against it: a yes says that there is
    r"(?<!\bno )(?<!\bnot a )(?<!\bnot any )(?<!\bwithout any )(?<!\bwithout )(?<!\bsans )(?<!\bpas de )(?<!\bpas un )(?<!\baucun )\b(?:problem\w*|souci|obstacle|genant\w*|trop|too (?:much|high)|depass\w*|exce(?:ss|de|ed)\w*"
    r"|interdit\w*|forbidden|bloqu\w*|block\w*|disqualif\w*|empech\w*|prevent\w*|over the (?:limit|cap|ceiling)|above the (?:limit|cap|ceiling)|breach\w*|break\w*|violat\w*"
    r"|enfrein\w*|viole\w*|non conforme|rules? (?:us |it |them )?out|exclu(?:t|s|re|e|ent)\b|redhibitoire|deal ?breaker)\b"
)
_FOR = re.compile(  # asks whether it is all right: a yes says that it is
    r"\b(?:can|could|may|might|allow\w*|permit\w*|ok|okay|fine|good|accept\w*|compatib\w*|eligib\w*|qualif\w*|compl(?:y|ian\w*)|legal\w*|pass\w*|in line|within|under|below|enough"
    r"|peut|peuvent|peux|pouvons|pourr\w*|possible|droit|autoris\w*|admis\w*|conforme\w*|bon|clous|suffi\w*|tolere\w*|vise[rz]?|candidat\w*)\b"
)
_PREDICATE = re.compile(
    r"\b(?:are|is|am|will|would|sommes|suis|est|sont|va|vont|allons|serai\w*|serons|risqu\w*|faut|doit|doivent)\b"
)
_OF_IT = r"(?=\s+(?:of|du|de|des|d'|the|la|le|its|our|your|their|ensemble|together|between|a eux)\b|\s*(?:[,.;:?!)]|$))"
_FRACTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("67 %", re.compile(rf"\b(?:deux tiers|two[ -]thirds){_OF_IT}")),
    ("33 %", re.compile(rf"\b(?:un tiers|le tiers|a third|one[ -]third){_OF_IT}")),
    ("25 %", re.compile(rf"\b(?:un quart|le quart|a quarter|one[ -]quarter){_OF_IT}")),
    ("20 %", re.compile(rf"\b(?:un cinquieme|a fifth|one[ -]fifth){_OF_IT}")),
    ("50 %", re.compile(rf"\b(?:la moitie|half){_OF_IT}")),
    ("51 %", re.compile(r"\bmajorit(?:aire\w*|e|y)\b")),
)
_MAJORITY = 51.0
_LIMIT = r"(?:limites?|plafonds?|seuils?|bornes?|limits?|caps?|ceilings?|thresholds?|rules?|regles?)"
_QUOTED = re.compile(
    rf"\b{_LIMIT}\W+(?:(?:de|des|a|of|at|is|est|sont|are|the|les)\W+){{0,2}}(?P<after>\d+(?:[.,]\d+)?){_SIGN}"
    rf"|(?P<before>\d+(?:[.,]\d+)?){_SIGN}\W+{_LIMIT}\b"
)
_HOLDERS = re.compile(
    r"\b(\d|deux|trois|quatre|cinq|two|three|four|five) (?:\S+ ){0,3}?(?:fonds|funds|actionnaires|shareholders|investi\w*|entit\w*|soci\w*"
    r"|compan\w*|associe\w*|partners|holders|owners|vc\w*|banks|banques)\b"
)
# A holder from inside the Union is not what these limits are about.
_EUROPEAN = re.compile(
    r"\b(?<!non-)(?<!non )(?<!hors )(francais\w*|french|allemand\w*|german|italien\w*|italian|espagnol\w*|spanish|belge\w*|belgian"
    r"|neerlandais\w*|hollandais\w*|dutch|europeen\w*|european|irlandais\w*|irish|suedois\w*|swedish|danois\w*|danish|polonais\w*|polish"
    r"|portugais\w*|portuguese|luxembourgeois\w*|autrichien\w*|austrian|finlandais\w*|finnish|eu fund|eu company)\b"
)


def has_share(question: str) -> bool:
    """Whether a question names a percentage."""
    return bool(_PERCENT.search(fold(question)))


def limit_verdict(fact: Fact, question: str) -> Phrase | None:
    """Yes or no with the limit that decides; None without a percentage or for a European holder.

    Where the question speaks of holders together, the largest percentage is compared with the limit for all,
    and "three funds with 15 % each" is their sum, like "one with 24 % and one with 20 %". A yes to "is it a
    problem?" says that it is; where the way of asking is not known, the comparison stands alone.
    """
    if "limit_alone" not in fact.fields or "limit_together" not in fact.fields:
        return None
    limits = {float(fact.fields["limit_alone"]), float(fact.fields["limit_together"])}
    folded = _without_quoted(limits, _in_figures(fold(question)))
    shares = [s for s in _shares(folded) if s not in _quoted(folded)]
    if not shares or _EUROPEAN.search(folded):
        return None
    together = bool(_TOGETHER.search(folded))
    share = max(shares)
    holders = _HOLDERS.search(folded)
    if holders and _EACH.search(folded) and share <= float(fact.fields["limit_alone"]):
        together = True  # each may keep within its own limit: the sum decides
        share *= NUMBER_WORDS.get(holders[1]) or int(holders[1])
    elif len(shares) > 1 and share <= float(fact.fields["limit_alone"]) and _ADDED.search(folded):
        together, share = True, sum(shares)
    limit = float(fact.fields["limit_together" if together else "limit_alone"])
    is_within = share <= limit
    key = f"limit.{'within' if is_within else 'above'}.{'together' if together else 'alone'}"
    told = "> 50" if share == _MAJORITY else f"{share:g}"
    return Phrase(
        key, {"share": told, "limit": f"{limit:g}", "verdict": _verdict(folded, is_within=is_within)}
    )


def _verdict(folded: str, *, is_within: bool) -> str:
    """A yes or a no to what is asked of the limit; "" where it is not known which way it is asked ("are we out?")."""
    if _AGAINST.search(folded):
        return "no" if is_within else "yes"
    if _PREDICATE.search(folded) and not _FOR.search(folded):
        return ""
    return "yes" if is_within else "no"


def _in_figures(folded: str) -> str:
    """The question with "a third" as 33 %, and a majority as the next whole number above half, if it has no figure."""
    if _PERCENT.search(folded):
        return folded
    for figure, pattern in _FRACTIONS:
        folded = pattern.sub(figure, folded)
    return folded


def _without_quoted(limits: Set[float], folded: str) -> str:
    """The question without the clauses that only quote a limit, if it has another percentage."""
    if set(_shares(folded)) <= limits:
        return folded
    clauses = _CLAUSE.split(folded)
    return ", ".join(c for c in clauses if not _shares(c) or set(_shares(c)) - limits)


def _quoted(folded: str) -> set[float]:
    """The percentages that the question calls limits, rightly ("the 39% limit") or not."""
    return {_number(m["after"] or m["before"]) for m in _QUOTED.finditer(folded)}


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _shares(folded: str) -> list[float]:
    return [_number(p) for p in _PERCENT.findall(folded)]
