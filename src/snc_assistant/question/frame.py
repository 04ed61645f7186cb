"""What a question asks for, apart from the names in it.

The *frame* of a look-up ("who is …", "list of …", "is … qualified?") consists of words that
carry no subject of their own. What is left once names and frame are taken away is the
*residue*: empty for a pure look-up, else the subject that retrieval must find.
"""

import re
from collections.abc import Sequence

from snc_assistant.language import fold, words
from snc_assistant.types import Entity, Intent

_FRAME = frozenset(
    """
        a ai as au aux avec c ca ce ces cet cette d dans de deja des dis donc du elle elles en encore
        es est et etre eux faire fait font il ils j je l la le les leur leurs lui m ma me mes moi
        mon n ne nos notre nous on ont ou par parmi pas pour plus qu quand que quel quelle quelles
        quels qui quoi s sa se ses si son sont sur t te tous tout toute toutes tu un une vos votre
        vous y etait etaient sera bien bon alors aussi c'est sais sait savoir veux voudrais peux
        peut pouvez donne donner donnez montre liste lister listes listez cite citer citez nomme
        nommer enumere dire dites moi stp svp please quid ok actuellement aujourd hui aujourdhui
        maintenant present actuel actuels actuelle jour derniere dernieres dernier recente parmi
        entre autres chez selon apres version edition editions observatoire brochure document
        documents source sources tableau tableaux table tables figure figurent figurer apparait
        apparaissent present presente presents offre offres service services solution solutions
        produit produits prestataire prestataires fournisseur fournisseurs hebergeur hebergeurs
        acteur acteurs entreprise entreprises societe societes boite boites operateur operateurs nom
        noms qualification qualif qualifs secnumcloud snc label labels labellise statut statuts
        cloud clouds nuage modele modeles couche couches niveau niveaux type types categorie
        categories perimetre couvre couvrent couvert couverte propose proposent proposes dispose
        disposent possede possedent obtenu obtenue obtenir decroche eu ait combien nombre total
        compte comptes y-a-t-il oui non toujours vraiment est-ce a-t-on france francais francaise
        francaises a about am an and any are as at be been being by can could did do does doing done
        for from get give got had has have he her his how i if in into is it its just latest list
        listed listing many me my name names named number of offer offered offering offerings offers
        on only or other our out over please product products provider providers put service
        services she show so still tell than that the their them then there these they thing this
        those to today total up us version was we were what which who whom whose with within would
        yet you your now currently current company companies vendor vendors supplier suppliers host
        hosts hoster hosters actor actors operator operators solution solutions layer layers model
        models type types kind kinds category scope cover covers covered status statuses label
        labelled pls exactement exactly moment cb back go going course partie lesquels lesquelles lequel laquelle fois differents differentes distincts distinctes moins least one distinct different together altogether confondus confondues ensemble
        hold holds held already officially yes no exactly really obtained earned won
        certified certifie certifies edition editions observatory table tables brochure document
        appear appears all every both each also french mots bref resume court short brief briefly
        quick quickly rapidement vite panorama overview recap else other others autre autres rest
        besides apart except sauf hormis part rows row lines line lignes ligne added up column columns colonne
        colonnes case cases isnt arent isn aren anymore longer encore always managed reussi arrive confondus
        raison vrai faux true false correct juste confirm confirmez confirmer
        nb nbre qte four quatre anybody anyone nobody none personne quelqu aucun aucune
        chiffre chiffres svp companies firms firm acteurs mais but newest issue parution publication
        sell sells selling sold vend vendent vendre vends remplacer replace instead lieu quitter leave leaving alternative alternatives
        faites fais dresse dressez
        garde garder reste restent rester remain remains remaining keep kept left
        make makes made edite editent edit
        complete complet full entire alphabetical alphabetically alphabetique order ordre sorted sort tri trie triee
        provide provides provided providing fournit fournissent fournir
        parle parlez raconte anywhere somewhere whos whats wheres behind derriere according zut tant pis damn alas right
        """.split()
)
_WH = re.compile(
    r"\b(qui|quel|quelle|quels|quelles|combien|quoi|comment|pourquoi|quand|who|which|what|how|why|when|where|list\w*|cite\w*"
    r"|whats|whos|wheres|hows|lesquel\w*|lequel|laquelle)\b"
)
_NAMES_A_LIST = re.compile(
    r"^\W*(?:(?:les|the|all|toutes|tous|any)\W+)*(?:\w+ )?(?:offres|offers|offerings|services|statuts?|status)\b"
)
_COUNT = re.compile(r"\b(combien|nombre|nb|nbre|how many|number of|count|total)\b")
_MEANING = re.compile(
    r"\b(signifi\w*|veut dire|veulent dire|correspond\w*|definition|defini\w*|c'est quoi|c est quoi|qu'est-ce que?"
    r"|mean\w*|stand\w* for|what is|what's|whats|define\w*|libelle\w*|label|intitule|appel\w*|called|nom)\b"
)
_COMPARE = re.compile(
    r"\b(chang\w*|evolu\w*|differ\w*|compar\w*|nouveau\w*|nouvel\w*|new|entre les (?:deux )?editions|depuis|since|versus|vs"
    r"|between|moved|ajout\w*|added|removed|retire\w*|disparu\w*|same|meme\w*|identique\w*)\b"
)
_TREND = re.compile(
    r"\b(?:(?:go|goes|went|gone|going) (?:up|down)|increas\w*|decreas\w*|grow\w*|grew|shr[aiu]nk|augment\w*|diminu\w*|progress(?:e|er|ent|ait)|baiss\w*)\b"
)
_BRIEFLY = re.compile(
    r"\ben (?:deux|quelques|un|3|trois) mots?\b|\bin (?:a few|two|one|few) words?\b|\ben une (?:phrase|ligne)\b|\bin one (?:line|sentence)\b"
    r"|\b(?:pour|for) (?:mon|ma|mes|notre|nos|my|our) (?:rapport|report|dossier|file|tableau|excel|spreadsheet|slides?|presentation|deck|patron|boss|chef|dg|dsi|rssi|ciso|cto)\b",
    re.IGNORECASE,
)
_MEANING_WORDS = frozenset(
    """
        signifie signifient veut dire veulent correspond correspondent definition definis definir
        quoi mean means meaning stand stands define etape etapes stage stages step steps milestone milestones jalon
        jalons phase phases palier stade dossier sigle acronyme acronym libelle intitule appelle
        appelez called label explique expliquer explain expliquez sens concretement exactement
        represente designe desig rappel rappelle keskecest cest ca juste simple simplement procedure
        """.split()
)


def residue(text: str, entities: Sequence[Entity], *, meaning: bool = False) -> list[str]:
    """The words of a question that are neither names nor frame."""
    taken = {w for e in entities for w in words(e.surface)}
    frame = _FRAME | _MEANING_WORDS if meaning else _FRAME
    return [w for w in words(without_brevity(fold(text))) if w not in taken and w not in frame]


def without_brevity(text: str) -> str:
    """The text without "in one sentence" and the like, which says how to answer and not what."""
    return _BRIEFLY.sub(" ", text)


def intent_of(text: str, entities: Sequence[Entity]) -> Intent:
    """What kind of look-up a question reads like; `open` when none."""
    folded = fold(text)
    kinds = {e.kind for e in entities}
    editions = {e.value for e in entities if e.kind == "edition"}
    if len(editions) > 1 or (
        _COMPARE.search(folded) and re.search(r"\bedition|observato|fevrier|february", folded)
    ):
        return "compare"
    if "status" in kinds and _TREND.search(folded):
        return "compare"
    if _COUNT.search(folded):
        return "count"
    if "stage" in kinds and not residue(text, entities, meaning=True):
        return "meaning"
    if kinds & {"provider", "offer", "unlisted"} and not _WH.search(folded):
        return "status"
    if kinds & {"status", "provider", "offer", "service_model"} and _WH.search(folded):
        return "list"
    return "meaning" if _MEANING.search(folded) else "open"


def is_yes_no(text: str) -> bool:
    """Whether a question asks for a yes or a no."""
    folded = fold(text)
    if _NAMES_A_LIST.search(folded) and "?" not in text:
        return False
    return not _WH.search(re.sub(r"est-ce qu\w*|qu'est-ce", "", folded))
