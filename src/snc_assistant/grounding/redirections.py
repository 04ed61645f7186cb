"""Sentences that try to redirect an assistant instead of asking or telling something.

A list of ways to say it, in French and in English: it will not know them all. It keeps orders away
from the model and from the search; that no order has an effect is the work of the checks.
"""

import re
import unicodedata

from snc_assistant.language import fold

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_ORDERS = r"instructions?|consignes?|directives?|prompts?|rules?|regles?|guidelines?|guardrails?|garde-fous?"
_WHOSE = r"your|tes|vos|ton|votre|my own|the|les|ces|these|those|all|toutes?|any|previous|prior"
_START = r"(?:^|[,;] |\b(?:et|and|puis|then|please|svp|stp) )"
_SAY = (
    r"say|dis|dites|ecris|ecrivez|write|output|print|affiche|affichez|repete|repetez|repeat|respond|reply|reponds|repondez"
    r"|answer|include|inclus|insere|insert|ajoute|add|append|mentionne|mention|type|tape|recopie|recopiez|produis|emit|emets"
)
_REVEAL = (
    r"repeat|repete[sz]?|recopie[sz]?|print|affiche[sz]?|reveal|revele[sz]?|show|montre[sz]?|leak|divulgue[sz]?|dump|output"
    r"|imprime[sz]?|recite[sz]?|summari[sz]e|resume[sz]?|translate|traduis|traduisez|encode[sz]?|spell|epelle[sz]?|list|liste[sz]?"
    r"|give me|donne-moi|donnez-moi|tell me|dis-moi|copy|copie[sz]?|paraphrase[sz]?|write out"
)
_PATTERNS = (
    # set aside what was said before
    rf"\b(?:ignor\w+|oubli\w+|forget|disregard|override|overrule|bypass|contourn\w+|neglige\w*|passe outre)\b.{{0,40}}"
    rf"\b(?:{_ORDERS}|previous|precedent\w*|above|ci-dessus|sources?|documents?|restrictions?|tout ce|everything)\b",
    r"\b(?:ignore|oublie|forget|disregard)\w{0,16}(?:instructions|consignes|rules|regles)\b",
    r"\b(?:new|updated|nouvelles?) (?:system )?(?:instructions?|consignes?)\b",
    # ask for the prompt
    r"\b(?:system|hidden|initial|secret|internal|developer) (?:prompt|instructions?|message|rules?)\b",
    r"\b(?:prompt|instructions?|consignes?|message|invite|regles?) (?:systeme|cachee?s?|initiale?s?|secrete?s?|internes?|de depart)\b",
    r"\b(?:tes|vos|ton|votre|your) (?:\w+ ){0,2}(?:instructions?|consignes?|prompt|guardrails?|garde-fous?)\b",
    r"\b(?:tes|your) (?:\w+ )?(?:regles|rules|directives|guidelines)\b",
    r"\bwhat (?:were|are|have) you (?:been )?(?:told|instructed)\b|\bon (?:t'a|vous a) (?:dit|demande|ordonne|donne)\b",
    rf"\b(?:{_REVEAL})\b.{{0,60}}\b(?:prompt|above|ci-dessus|au-dessus\b(?! d)|verbatim|mot pour mot|word for word"
    r"|(?:beginning|start) of (?:this|the) conversation|debut de (?:cette|la) conversation|qui precede|before this)\b",
    # play a role
    r"\b(?:tu es (?:maintenant|desormais)|vous etes (?:maintenant|desormais)|you are now|desormais,? (?:tu|vous)"
    r"|(?:from now on|a partir de maintenant),? (?:tu|vous|you|your|reponds|repondez|answer|reply|respond|act|say)"
    r"|pretend (?:to be|you|that)|fais comme si|fais semblant|comporte-toi|role ?-?play|jeu de role|imagine (?:que tu|you are|that you)|stay in character|reste dans (?:ton|le) personnage)\b",
    rf"{_START}(?:act as|agis comme|agissez comme|behave (?:as|like)|joue[sz]? le role)\b",
    r"\b(?:(?:developer|debug|admin|god|root|sudo|dan) mode|mode (?:developpeur|debug|admin|dieu|root|dan)|jailbreak\w*|do anything now)\b",
    r"\b(?:you are|you're|tu es|vous etes) (?:dan\b|an? (?:unrestricted|uncensored|unfiltered|evil)|(?:une? )?ia sans)",
    r"^(?:jouons|on joue|let's play|lets play)\b.{0,20}\b(?:tu|vous|you|i am|je suis)\b|\b(?:have|has|with) no (?:limits|restrictions|filters?)\b",
    # dictate the answer
    r"\b(?:tu|vous|you) (?:dois|devez|must|have to|need to) (?:always |toujours |just |only )?(?:say|answer|reply|respond|claim|state|confirm|dire"
    r"|repondre|affirmer|confirmer)\b",
    r"\b(?:using|use|en utilisant|utilise[sz]?) (?:only|just|seulement|uniquement) (?:me|moi|this message|ce message)\b",
    r"\b(?:reponds|repondez|answer|reply|respond) (?:moi |me )?(?:uniquement|seulement|juste|simplement|only|just|simply|par|with|exactly|exactement)\b",
    r"\b(?:say only|repeat after me|repete apres moi|output the|(?<!observatory )(?<!edition )(?<!document )print the|translate the following|(?<!je )traduis|only say|ne dis que)\b",
    rf"{_START}(?:{_SAY})\b.{{0,40}}(?<!\w)[\"'].",
    rf"{_START}(?:{_SAY})\b.{{0,20}}\b(?:the (?:word|phrase|code)|le (?:mot|code)|la phrase)\b",
    r"\b(?:end|finish|start|begin|prefix|termine[sz]?|finis(?:sez)?|commence[sz]?|conclus)\b.{0,12}\b(?:each|every|your|all|chaque|ta|tes|vos|votre"
    r"|toutes)\b.{0,20}\b(?:sentences?|answers?|responses?|replys?|replies|lines?|phrases?|reponses?|lignes?)\b",
    r"^(?:affirme[sz]?|pretends|pretendez|jure[sz]?|claim|swear|declare[sz]?|assert)\b.{0,8}\b(?:que|qu'|that)",
    # hide the order, call a tool, make a link
    r"\b(?:base ?-?64|rot ?-?13|morse|leet ?speak|pig latin|verlan|code (?:de )?cesar|caesar cipher|ascii)\b",
    r"^(?:decode[sz]?|decrypt|dechiffre[sz]?)\b",
    r"^(?:please |and |et )?(?:call|invoke|execute[sz]?|run|appelle[sz]?|lance[sz]?|invoque[sz]?)\b.{0,40}\b(?:tools?|functions?|commands?|shell|bash|curl"
    r"|python|outils?|fonctions?|commandes?|scripts?|sql|requete)\b",
    r"\b(?:tool_calls?|function_calls?|rm -rf|drop table|os\.system|eval\()",
    r"\b(?:click|clique\w*|visit\w*|load|charge\w*|fetch|open|ouvre\w*|envoie\w*|send|render|include|inclus|insert|add|ajoute\w*|insere\w*|append"
    r"|link|lien|image|display|affiche\w*|post|download|telecharge\w*|ends? with|termine\w*)\b.{0,90}(?:https?:|www\.|!\[|<img|<a |\]\(|data:|javascript:)",
    r"!\[[^\]]*\](?:\(|\[)|\]\(\s*(?:https?|javascript|data):|<(?:img|script|iframe|svg|object|embed|form|link|meta)\b",
    r"\b(?:markdown|html)\b.{0,40}\b(?:image|link|lien|table|tableau|tag|balise)\b|\b(?:image|link|lien|balise)s?\b.{0,20}\b(?:markdown|html)\b",
    r"\b(?:invente[sz]?|fabrique[sz]?|invent|fabricate|make up)\b.{0,40}\b(?:sources?|citations?|chiffres?|numbers?|quotes?|references?|facts?|faits?)\b",
    r"\b(?:cite[sz]?|citing|citant|citations?|reference[sz]?)\b.{0,30}\[\s*\d+\s*\]",
    # speak as the system, or to a machine
    r"<\|\w+\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|instructions?|sources?|context|user)>|^\W*(?:system|systeme|assistant)\W*:"
    r"|###\s*(?:instructions?|system|response|reponse|assistant)|\b(?:end|fin) (?:of|des) sources\b",
    r"\b(?:note|message|attention|intention|destination|instructions?|important)\b.{0,24}"
    r"\b(?:(?<!j')ai|ia|llms?|gpt|chatgpt|claude|assistants?|chatbots?|modeles? de langu\w+|language models?|robots?|bots?)\b(?!.{0,40}\?)",
    r"\b(?:(?<!j')ai|ia|llms?|assistants?|chatbots?|modeles?|models?|bots?)\b.{0,40}\b(?<!\bi )(?<!\bwe )(?<!\bje )(?:must|should|shall|have to|doit|doivent|devra|dois(?!-je)|devez)\b.{0,30}"
    r"\b(?:say|answer|reply|output|state|claim|dire|repondre|affirmer|ecrire|indiquer|recommander|recommend|respond|obey|obeir|ignor\w+|cite[rz]?)\b",
    rf"\b(?:{_WHOSE}) (?:{_ORDERS})\b.{{0,30}}\b(?:no longer|do not|don't|ne (?:s'appliquent|valent)|are void|sont nulles|ont change|changed|apply)\b",
)
_REDIRECTION = re.compile("|".join(_PATTERNS))
_LOOKALIKES = str.maketrans("аеорсухіјѕԁɡαεικνορτυχ", "aeopcyxijsdgaeiknoptux")
_LEET = str.maketrans("013457@$", "oieastas")
_MIXED = re.compile(r"(?=[\w@$]*[a-z])[\w@$]*[\d@$][\w@$]*")
_SPELLED = re.compile(r"\b(?:\w[ .\-_*]){4,}\w\b")


def is_redirection(text: str) -> bool:
    """Whether a sentence tries to redirect the assistant rather than to ask."""
    folded = fold(text)
    return bool(_REDIRECTION.search(folded) or _REDIRECTION.search(_undisguised(folded)))


def gives_orders(text: str) -> bool:
    """Whether one of a text's sentences tries to redirect the assistant."""
    return any(is_redirection(s) for s in _SENTENCE.split(text))


def without_redirections(text: str) -> str:
    """The sentences of a text that ask or tell something; the text itself if none does."""
    kept = [s for s in _SENTENCE.split(text) if not is_redirection(s)]
    return " ".join(kept) if kept else text


def _undisguised(folded: str) -> str:
    """The text without invisible characters, letters that look like others, and spelled-out words."""
    visible = "".join(c for c in folded if unicodedata.category(c) != "Cf").translate(_LOOKALIKES)
    letters = _MIXED.sub(lambda m: m[0].translate(_LEET), visible)
    return _SPELLED.sub(lambda m: re.sub(r"[ .\-_*]", "", m[0]), letters)
