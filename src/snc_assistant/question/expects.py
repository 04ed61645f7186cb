"""What kind of answer a question expects: an amount, a moment, a duration, a person…

A sentence on the right subject that lacks the kind of thing asked for does not answer: "the cost
is initial" says nothing about how much. The kinds follow Li & Roth (2002, "Learning question
classifiers"), as far as these documents need them.
"""

import re
from typing import Literal

from snc_assistant.language import fold

Expected = Literal["money", "moment", "duration", "anything"]

_MONEY = re.compile(
    r"\b(cout\w*|prix|tarif\w*|budget\w*|factur\w*|devis|euros?|eur|cost\w*|pric\w*|fees?|quote|pay|payer|paie|cher|expensive)\b|€"
)
_HOW_MUCH = re.compile(
    r"\b(combien|how much|quel\w*|what|which|montant|amount|prix|tarif\w*|prices?|pricing|budget|fees?)\b"
)
_MOMENT = re.compile(
    r"\b(quand|when|depuis quand|since when|quelle date|what date|which date|date de|date of|jusqu'a quand|until when|prochaine?|next edition)\b"
)
_DURATION = re.compile(
    r"\b(combien de (?:temps|mois|semaines|jours|annees|ans|heures)|combien d'(?:heures|annees)|how long|how many (?:months|weeks|days|years|hours)"
    r"|quel delai|quels delais|sous combien|within how|time ?frame|duree|duration|deadline|delais?)\b"
)
_OFTEN = re.compile(r"\b(tous les combien|how often|frequence|frequency|a quel rythme)\b")
_A_SUM = re.compile(r"€|\beuros?\b|\bk€|\b\d[\d ]*(?:euros?|eur)\b")
_A_TIME = re.compile(
    r"\d|\b(?:quotidien\w*|journali\w*|annuel\w*|chaque (?:annee|jour)|daily|annual\w*|every (?:day|year)|fin d[eu]|end of|a la fin|a l'etape"
    r"|at stage|stage j|etape j|permanen\w*|continu\w*)"
)


def expected_answer(text: str) -> Expected:
    """The kind of answer that a question expects."""
    folded = fold(text)
    if _OFTEN.search(folded):
        return "anything"
    if _DURATION.search(folded):
        return "duration"
    if _MONEY.search(folded) and _HOW_MUCH.search(folded):
        return "money"
    return "moment" if _MOMENT.search(folded) else "anything"


def gives(statement: str, expected: Expected) -> bool:
    """Whether a statement contains the kind of thing expected."""
    folded = fold(statement)
    if expected == "money":
        return bool(_A_SUM.search(folded))
    if expected in ("moment", "duration"):
        return bool(_A_TIME.search(re.sub(r"\b(?:fevrier|avril|february|april) 20\d\d\b", "", folded)))
    return True
