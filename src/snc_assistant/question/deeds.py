"""Does a text ask for a deed, to write a letter or to mend a script, rather than for something that documents say?

Only what is addressed to the assistant counts: "Must the provider draft a policy?" asks for no deed.
"""

import re

from snc_assistant.language import fold

_DEEDS_FR = (
    r"ecri(?:s|vez|re)|redige[rsz]?|redigez|corrige[rsz]?|resou(?:s|dre)|traduis|traduire|reserve[rsz]?|organise[rsz]?|compose[rsz]?"
    r"|dessine[rsz]?|programme[rsz]?|prepare[rsz]?|repare[rsz]?|invente[rsz]?|signe[rsz]?|(?:t'en )?charger"
)
_DEEDS_EN = r"write|draft|compose|fix|debug|solve|translate|book|organi[sz]e|design|prepare|repair|invent|sign|issue|walk (?:me|us) through it"
_ASKS_FR = (
    r"(?:peux-tu|tu peux|pouvez-vous|vous pouvez|pourriez-vous|pourrais-tu|tu pourrais|vous pourriez|il (?:me |nous )?fau(?:t|drait)|aide[sz]?(?:-| )(?:moi|nous) a|m'aider a|nous aider a|merci de"
    r"|j'ai besoin que tu|je veux que tu)(?: (?:m'|me |nous |lui |leur )?)? ?"
)
_ASKS_EN = r"(?:can you|could you|would you|will you|please|pls|help (?:me|us)(?: to)?|i need you to|i want you to)(?: please| just| kindly)? "
_START = r"(?:^|[.!?;:,] ?|\b(?:et|and|puis|then|so|alors|stp|svp) )(?:please |pls |svp |stp |merci de )?"
_DEED = re.compile(
    rf"{_ASKS_FR}(?:{_DEEDS_FR})\b|{_ASKS_EN}(?:{_DEEDS_EN})\b|{_START}(?:{_DEEDS_FR})(?:-(?:moi|nous|lui|leur))?\b(?! t-)|{_START}(?:{_DEEDS_EN})\b"
)


def asks_for_a_deed(text: str) -> bool:
    """Whether a text asks the assistant to make or do something."""
    return bool(_DEED.search(fold(text)))
