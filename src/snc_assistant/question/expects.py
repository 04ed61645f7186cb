"""What kind of answer a question expects: an amount, a moment, a duration, a person…

A sentence on the right subject that lacks the kind of thing asked for does not answer: "the cost
is initial" says nothing about how much. The kinds follow Li & Roth (2002, "Learning question
classifiers"), as far as these documents need them.
"""

import re
from typing import Literal

from snc_assistant.language import fold

Expected = Literal["money", "moment", "duration", "frequency", "anything"]

_MONEY = re.compile(
    r"\b(cout\w*|prix|tarif\w*|budget\w*|factur\w*|devis|euros?|eur|cost\w*|pric\w*|fees?|quote|pay|payer|paie|cher|expensive)\b|€"
)
_HOW_MUCH = re.compile(
    r"\b(combien|how much|quel\w*|what|which|montant|amount|prix|tarif\w*|prices?|pricing|budget|fees?)\b"
)
_MOMENT = re.compile(  # asked for, unlike the circumstance of "when I leave, who …"
    r"\bwhen (?:is|are|was|were|does|do|did|will|would|can|could|has|have|had|should|must|exactly)\b|\bwhen['’]s\b"
    r"|\bquand (?:est|sera|sont|seront|etait|a|ont|aura|auront|faut|doit|peut|va|sort|arrive|y a)\b|\bquand (?:[^\s,]+ ){1,4}(?:aura|sera|\w{3,}era|\w+ront)\b[^,]*$|\bquand (?:\S+ )?\S+-(?:t-)?(?:il|elle|on)s?\b"
    r"|\b(?:depuis|jusqu'a|pour|savoir|sait|et|ou) quand\b|\b(?:since|until|till|by|know|say|and|or) when\b|\b(?:quand|when)[ ?!.]*$"
    r"|\b(?:sera|seront|serai\w*|va|vont|will|would)\b(?: \S+){0,4} (?:qualifi|label)\w*|\b(?:sera|seront)-t?-?(?:il|elle)s? (?:\S+ )?qualifi\w*"
    r"|\b(?:quelle|quel|which|what) (?:annee|mois|jour|year|month|day)\b"
    r"|\b(?:quelle date|what date|which date|date de|date of|prochaine?|next edition)\b"
)
_DURATION = re.compile(
    r"\b(combien de (?:temps|mois|semaines|jours|annees|ans|heures)|combien d'(?:heures|annees)|how long|how many (?:months|weeks|days|years|hours)"
    r"|quel delai|quels delais|sous combien|within how|time ?frame|duree|duration|deadline|delais?)\b"
)
_OFTEN = re.compile(r"\b(tous les combien|how often|frequence|frequency|a quel rythme)\b")
_HOW_MUCH_ALONE = re.compile(
    r"\bc'?est combien\b|\bcombien (?:ca|c'est|cela|il faut|faut-il) (?:coute|compter|payer|chiffre)|\bca (?:fait|revient a|coute) combien\b(?! d)"
    r"|\bhow much (?:is|are|does|do|for|would|will|money)\b|\bcombien d'argent\b"
)
_HOW_MANY = re.compile(r"\b(?:combien d(?:e |')|how many )")
_COUNTED = re.compile(
    r"\b(?:combien d(?:e |')|how many |nombre d(?:e |')|number of |nb (?:de |d')?)((?:[\w-]+[ ']?){1,3})"
)
_NO_NOUN = re.compile(
    r"(?:a|ont|sont|en|il|y|est|does?|did|are|is|has|have|were|was|can|will|of|them|these|those|ces|leurs?|ses)\b"
)
_ROW = re.compile(  # what tables of providers and offers have several of
    r"\b(?:offres?|offer(?:ing)?s?|services?|produits?|products?|solutions?|logiciels?|software|apps?|applis?|applications?|outils?|tools?|clouds?"
    r"|prestataires?|fournisseurs?|hebergeurs?|operateurs?|operators?|acteurs?|actors?|players?|entreprises?|societes?|boites?|structures?|firm(?:e|es|s)?"
    r"|compan(?:y|ies)|business(?:es)?|vendors?|providers?|suppliers?|hosts?|hosters?|editeurs?|publishers?|candidat\w*|applicants?|postulants?|dossiers?"
    r"|demandes?|requests?|files?|qualif\w*|labels?|labelled|visas?|certif\w*|lignes?|rows?|lines?|entrees?|entries|noms?|names?|marques?|brands?"
    r"|modeles?|models?|types?|couches?|layers?|niveaux?|levels?|categor\w*|fois|times?|editions?|statuts?|status(?:es)?|[ipcs]aas)\b"
)
_PLACE = re.compile(
    r"\b(?:quel(?:le)?s? (?:ville|pays|region|commune|departement|continent|adresse)|(?:which|what) (?:city|cities|country|countries|town|region|continent|address)"
    r"|(?:est|sont|etait|is|are|was|were)(?:-ils?|-elles?)? (?:\w+ )?(?:situee?s?|basee?s?|implantee?s?|localisee?s?|located|based|headquartered)"
    r"|siege(?: social)?|head ?quarters?|head office)\b"
)
_ALL_OF = re.compile(
    r"\b(?:etapes|phases|jalons|steps|stages|points|specificites|particularites|obligations|regles|exigences|mesures|criteres|roles|devoirs|conditions|types"
    r"|pistes|familles|rules|requirements|duties|measures|criteria|demands|specifics|options|ways|liste\w*|list|lesquel\w*|quels|quelles|tous|toutes|all"
    r"|deroule|deroulement|walk me through|complet|complete|whole|entire|en entier|overview|resume|summary)\b"
)
_A_SUM = re.compile(r"€|\beuros?\b|\bk€|\b\d[\d ]*(?:euros?|eur)\b")
_A_LENGTH = re.compile(
    r"\d+ ?(?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|annees?|seconds?|hours?|days?|weeks?|months?|years?)\b|\d ?h\b"
    r"|\b(?:quotidien\w*|journali\w*|annuel\w*|chaque (?:annee|jour)|daily|annual\w*|every (?:day|year)|permanen\w*|continu\w*|limit\w*)"
)
_A_NUMBER = re.compile(
    r"(?<![a-z])\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|six|seven|eight|nine|ten|seule?|single|only)\b"
)
_EDITION = re.compile(r"\b(?:fevrier|avril|february|april) 20\d\d\b")
_A_TIME = re.compile(
    r"\d|\b(?:quotidien\w*|journali\w*|annuel\w*|chaque (?:annee|jour)|daily|annual\w*|every (?:day|year)|fin d[eu]|end of|a la fin|a l'etape"
    r"|at stage|stage j|etape j|permanen\w*|continu\w*)"
)


def expected_answer(text: str) -> Expected:
    """The kind of answer that a question expects."""
    folded = fold(text)
    if _OFTEN.search(folded):
        return "frequency"
    if _DURATION.search(folded):
        return "duration"
    if _HOW_MUCH_ALONE.search(folded) or (_MONEY.search(folded) and _HOW_MUCH.search(folded)):
        return "money"
    return "moment" if _MOMENT.search(folded) else "anything"


def asks_how_many(text: str) -> bool:
    """Whether a question asks for a number of things."""
    return bool(_HOW_MANY.search(fold(text)))


def asks_beyond_tables(text: str) -> bool:
    """Whether a question asks for what tables of who is listed cannot have: a place, a number of customers."""
    folded = fold(text)
    counted = _COUNTED.search(folded)
    if counted and not _NO_NOUN.match(counted[1]) and not _ROW.search(counted[1]):
        return True
    return bool(_PLACE.search(folded))


def gives_a_number(statement: str) -> bool:
    """Whether a statement contains a number that is not the date of an edition."""
    return bool(_A_NUMBER.search(_EDITION.sub("", fold(statement))))


def asks_for_all(text: str) -> bool:
    """Whether a question asks for several things of a kind rather than for one."""
    return bool(_ALL_OF.search(fold(text)))


def gives(statement: str, expected: Expected) -> bool:
    """Whether a statement contains the kind of thing expected."""
    folded = fold(statement)
    if expected == "money":
        return bool(_A_SUM.search(folded))
    if expected in ("duration", "frequency"):
        return bool(_A_LENGTH.search(folded))
    if expected == "moment":
        return bool(_A_TIME.search(_EDITION.sub("", folded)))
    return True
