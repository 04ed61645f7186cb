"""Does a bare text abstain? For systems that state no outcome. Rules only, both languages.

After NoMIRACL's rule-scored answers (Thakur et al. 2024): a text that says that the sources do
not say counts as an abstention, an empty text too.
"""

import re

from snc_assistant.language import fold
from snc_assistant.types import Outcome

_ANYWHERE = re.compile(
    r"(?:documents?|sources?|textes?|extraits?|contexte|context|passages?|editions?|corpus) "
    r"(?:\w+ ){0,4}?(?:ne |n')(?:\w+ ){0,2}?"
    r"(?:mentionne|precise|disent|dit|donne|indique|contien|fourni|permet|traite|repond|parle)"
    r"|(?:documents?|sources?|text|context|passages?|editions?|corpus|excerpts?) (?:\w+ ){0,3}?"
    r"(?:do(?:es)? not|don't|doesn't|did not) "
    r"(?:\w+ )?(?:mention|say|state|specify|give|contain|provide|indicate|answer|cover|include)"
)
_AT_START = re.compile(
    r"^\W*(?:desole|sorry|i'm sorry|i am sorry|je (?:ne sais pas|ne peux pas|ne reponds|regrette)"
    r"|i (?:do not|don't) (?:know|have)|i (?:cannot|can't|can not|am unable)|cannot answer"
    r"|(?:aucune?|pas d')\W*information|no information"
    r"|not (?:in|found in|mentioned|stated|available)"
    r"|(?:ce |cela )?(?:n'est|ne figure) pas (?:dans|mention|precis|indiqu)"
    r"|hors (?:du )?(?:sujet|perimetre)|out of scope|empty response)"
)


def infer_outcome(text: str) -> Outcome:
    """`not_in_sources` if the text abstains or is empty, else `answered`."""
    folded = fold(text)
    if not folded or _AT_START.search(folded) or _ANYWHERE.search(folded[:400]):
        return Outcome.NOT_IN_SOURCES
    return Outcome.ANSWERED
