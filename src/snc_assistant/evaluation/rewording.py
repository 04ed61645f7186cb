"""A sentence as someone else would put it: attribution moved, common words replaced.

Deterministic. The meaning stays; the words change enough that nothing can be compared literally.
"""

import re
from collections.abc import Mapping

from snc_assistant.types import Language

_ATTRIBUTION: Mapping[Language, re.Pattern[str]] = {
    "fr": re.compile(r"^Selon (l'[ée]dit\w+ d[e' ]\s?\w+ \d{4})(?: \(en \w+\))?, "),
    "en": re.compile(r"^According to the (\w+ \d{4} edit\w+)(?: \(in \w+\))?, "),
}
_MOVED: Mapping[Language, str] = {"fr": "{}, d'après {}.", "en": "{}, according to the {}."}
_OPENING: Mapping[Language, str] = {"fr": "En résumé, {}", "en": "In short, {}"}
_OTHER_WORDS: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("doivent être", "ont l'obligation d'être"), ("doit être", "a l'obligation d'être"), ("est exigée", "est requise"),
        ("est exigé", "est requis"), ("commanditaire (client)", "client"), ("commanditaires (clients)", "clients"),
        ("client (commanditaire)", "client"), ("commanditaire (le client)", "client"), ("empêcher", "éviter"),
        ("prévoient", "comprennent"), ("comprend", "inclut"), ("au sein de l'UE", "dans l'Union européenne"),
        ("est la mise à disposition", "est la fourniture"), ("gère", "prend en charge"), ("étudie", "examine"),
        ("transmis", "envoyé"), ("désigné", "nommé"), ("limitée à", "plafonnée à"), ("candidat à la qualification (en cours)", "en cours de qualification"),
        ("vise à attester", "a pour but d'attester"), ("s'intitule", "a pour titre"), ("en fin de contrat", "à la fin du contrat"),
    ),
    "en": (
        ("must be", "has to be"), ("is required", "is mandatory"), ("must have", "need to have"), ("must", "has to"),
        ("prevent", "avoid"), ("provide for", "include"), ("includes", "comprises"), ("within the EU", "inside the European Union"),
        ("is the provision of", "means providing"), ("manages", "takes care of"), ("reviews", "examines"), ("transmitted", "sent"),
        ("appointed", "designated"), ("limited to", "capped at"), ("a candidate for qualification (in progress)", "an applicant"),
        ("aims to attest", "is meant to attest"), ("is titled", "bears the title"), ("upon contract termination", "at the end of the contract"),
        ("client", "customer"), ("annually", "every year"),
    ),
}  # fmt: skip


def reword(text: str, language: Language) -> str:
    """The same statement in other words."""
    attribution = _ATTRIBUTION[language].match(text)
    if attribution:
        text = _MOVED[language].format(_capital(text[attribution.end() :]).rstrip("."), attribution[1])
    for old, new in _OTHER_WORDS[language]:
        text = re.sub(rf"\b{re.escape(old)}(?!\w)", new, text)
    return text if attribution else _OPENING[language].format(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
