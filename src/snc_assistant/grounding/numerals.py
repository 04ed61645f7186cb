"""Numbers in running text, in digits or in words, with their units and the limits put on them.

Sees folded text only (`language.fold`).
"""

import re

from text_to_num import alpha2digit

_PER_CENT = re.compile(r"\bpour[ -]?cents?\b|\bper[ -]?cent(?!\w)|\bpercent\b")
_BOTH = re.compile(r"\b(?:tous|toutes) (?:les )?deux\b|\ball two\b")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])|(?<=[a-z_])\d+(?=\b)")
_ONE = re.compile(r"(?<![\w.,])1(?![\w.,])")
_KEPT_ONE = "\u2081"  # a digit 1 that was typed as such, while words are turned into digits
_FRACTIONS = {
    "1/2": re.compile(r"\bmoitie\b|\bhalf\b|\bdemi(?:e|s)?\b"),
    "1/3": re.compile(r"\b(?:un|1|deux|2) tiers\b|\b(?:a|one|two|1|2) thirds?\b"),
    "1/4": re.compile(r"\bquarts?\b|\bquarters?\b(?! of the year)"),
}
_UNITS = {
    "%": r"%", "year": r"ans?|annees?|years?", "month": r"mois|months?", "week": r"semaines?|weeks?",
    "day": r"jours?|days?", "hour": r"heures?|hours?", "minute": r"minutes?", "second": r"secondes?|seconds?",
    "euro": r"€|euros?|k€|m€",
}  # fmt: skip
_MEASURE = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)*)[ -]?(?:" + "|".join(f"(?P<u{i}>{p})" for i, p in enumerate(_UNITS.values())) + r")(?![a-z])"
)  # fmt: skip
_ALL_OF_THEM = re.compile(r"\b(?:tous|toutes|all) (\d+)\b(?! (?!qualifi)[a-z]+s\b)")
TOGETHER = "together"
_NAMES = tuple(_UNITS)

_NOT = r"(?:not|n't|cannot|never|no|without|ne|n'|sans|pas|ni|nor|neither|interdit\w*|forbidden|prohibited)"
_OVER = r"(?:more than|greater than|above|beyond|over|exceed(?:s|ing|ed)?|plus de|plus que|superieure?s? a|au-dela de|au-dessus de|depass\w*|exced\w*)"
_UNDER = (
    r"(?:less than|fewer than|below|under|moins de|moins que|inferieure?s? a|au-dessous de|en dessous de)"
)
_NOT_OVER = re.compile(rf"\b{_NOT}(?:\W+\w+){{0,4}}?\W+{_OVER}\b|\b{_NOT} {_OVER}\b")
_NOT_UNDER = re.compile(rf"\b{_NOT}(?:\W+\w+){{0,4}}?\W+{_UNDER}\b|\b{_NOT} {_UNDER}\b")
_NO_MORE = re.compile(
    r"\b(?:n'|ne )(?:(?!pas\b|plus\b)[\w'-]+,? ){1,8}?qu(?:e |')(?=\d)|\b(?:only|seulement) (?=\d)"
)
_BOUNDS = {
    "at most": re.compile(
        r"\bat most\b|\bau plus\b|\bmaxim\w*|\bup to (?=\d)|\bjusqu'a (?=\d)|\blimit\w*|\bplafon\w*|\bcap(?:s|ped)?\b|\bceiling\b|≤"
    ),
    "at least": re.compile(r"\bat least\b|\bau moins\b|\bminim\w*|\bor more\b|\bou plus\b|≥"),
    "over": re.compile(rf"\b{_OVER}\b(?=(?: (?:the|le|la|les|a|limit\w*|limite \w+|of|de|threshold|seuil))* ?\d)"),
    "under": re.compile(rf"\b{_UNDER}\b(?=(?: \w+)? ?\d)"),
}  # fmt: skip


def in_digits(folded: str) -> str:
    """The text with spelled-out numbers in digits; "un", "une" and "one" are articles and stay out."""
    text = _ONE.sub(_KEPT_ONE, _BOTH.sub("both", _PER_CENT.sub("%", folded)))
    for language in ("fr", "en"):
        text = alpha2digit(text, language, threshold=0)
    return _ONE.sub("un", text).replace(_KEPT_ONE, "1")


def numbers(digits: str) -> frozenset[str]:
    """The numbers of a text whose words are in digits already; a decimal comma becomes a point."""
    found = {n.replace(",", ".") for n in _NUMBER.findall(digits)}
    return frozenset(found | {name for name, pattern in _FRACTIONS.items() if pattern.search(digits)})


def measures(digits: str) -> frozenset[str]:
    """The numbers that have a unit, such as `24 %` or `23 day`, whatever the language."""
    found = set()
    for match in _MEASURE.finditer(digits):
        unit = next(_NAMES[i] for i in range(len(_NAMES)) if match[f"u{i}"])
        found.add(f"{match[1].replace(',', '.')} {unit}")
    return frozenset(found | {f"{n} {TOGETHER}" for n in _ALL_OF_THEM.findall(digits)})


def without_limits(digits: str) -> tuple[str, frozenset[str]]:
    """The text without its negated limits, and the kinds of limit that it sets.

    "not more than" is `at most`: its negation is no denial.
    """
    kinds = set()
    text = digits
    for pattern, kind in ((_NOT_OVER, "at most"), (_NO_MORE, "at most"), (_NOT_UNDER, "at least")):
        text, times = pattern.subn(" ", text)
        if times:
            kinds.add(kind)
    kinds |= {kind for kind, pattern in _BOUNDS.items() if pattern.search(text)}
    return text, frozenset(kinds)
