"""Short follow-ups made standalone from the conversation.

"et en CaaS ?" after "Qui est qualifié en IaaS ?" means "Qui est qualifié en CaaS ?": a name of
the same kind takes the old one's place; what has no place is added. "They", "it" and "the second
one" are the providers that the answer before names. Nothing is generated: but for those names,
every word of the standalone question was typed by the user.
"""

import re
from collections.abc import Sequence

from snc_assistant.language import fold, words
from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.expects import expected_answer
from snc_assistant.question.frame import residue
from snc_assistant.question.parts import sets_aside
from snc_assistant.types import Turn

_OPENERS = re.compile(
    r"^(?:ok |d'accord |merci |thanks |right )?(et|and|mais|but|puis|then|ou|or|so|donc|alors|what about|how about|quid|pareil|idem|same|also|aussi)\b"
)
_POINTING = re.compile(
    r"\b(ils?|elles?|eux|lui|ca|cela|celui\S*|celle\S*|ceux|leurs?|it|its|they|them|their|those|these|that|this one"
    r"|lesquels|lesquelles|laquelle|lequel|which ones?|of them|of the two|des deux|les deux|d'entre eux|cette offre|ce prestataire|this provider"
    r"|son|sa|ses|he|she|la-dessus|there|l'(?:a|as|ont|est|avez|aura|avait))\b"
)
_COMPLETE = re.compile(
    r"^(qui|quels?|quelles?|que|qu'|combien|est-ce|who|which|what|how many|is|are|has|does|list|liste|cite|donne\w*|give|show)\b"
)
_QUESTION = re.compile(
    r"\b(?:qui|quel\w*|combien|comment|pourquoi|quand|lequel|laquelle|lesquel\w*|who|which|what|how|why|when|where)\b"
)
_INVERTED = re.compile(r"\b(est|sont|a-t|ont)-(il|elle|on)s?\b")
_BARE_FAMILY_FR = re.compile(
    r"\b(?:les|ceux|côté|cote|volet)\s+(techniques?|op[ée]rationnel\w*|juridiques?)\b", re.IGNORECASE
)
_BARE_FAMILY_EN = re.compile(
    r"\b(technical|operational|legal)(?:\s+ones?)?(?=\s*(?:[?.!,]|$))", re.IGNORECASE
)
_BARE_STAGE_FR = re.compile(
    r"\b(?:la|le)\s+(premi[eè]re?|deuxi[eè]me|seconde?|troisi[eè]me|derni[eè]re?)(?=\s*(?:[?.!,]|$|c'est|est|signifie|veut|consiste))",
    re.IGNORECASE,
)
_BARE_STAGE_EN = re.compile(
    r"\bthe\s+(first|second|third|last|final)(?:\s+one)?(?=\s*(?:[?.!,]|$|is|means?|stands?|about))",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"^(?:et |and |ok |mais |but )?(?:les autres|(?:who|what|anyone) else|the (?:others|rest)|(?:qui|quoi) d'autre|d'autres|any others?|le reste)\b"
)
_NEXT = re.compile(
    r"\b(?:next (?:one|step|stage)|the next|(?:etape|jalon|stade|phase) (?:suivante?|d'apres)|(?:celui|celle) d'apres|(?:la|le) suivante?|after that|(?:et|puis) (?:juste |tout de suite )?apres|juste apres|et ensuite|la suite|and then|right after|(?:what|what s|what's) (?:is |comes |happens )?next)\b"
)
_BEFORE = re.compile(
    r"\b(?:previous (?:one|step|stage)|the one before|(?:etape|jalon|stade|phase) (?:precedente?|d'avant)|(?:celui|celle) d'avant|et avant|and before)\b"
)
_UNRELATED = re.compile(
    r"\b(?:rien a voir|autre (?:chose|question|sujet)|changeons de sujet|sujet different|laisse(?:z)? tomber|different (?:question|topic|subject)"
    r"|another (?:question|topic|subject)|unrelated|by the way|btw|au fait|forget (?:it|that)|never ?mind)\b"
)
_CORRECTING = re.compile(
    r"^(?:(?:sorry|pardon|oups|oops|no|non|nope|my (?:mistake|bad)|desol[ée]e?|excuse(?:z)?-moi|erreur|en fait|actually)\b[\s,.!:…-]*)*"
    r"(?:i (?:meant|mean)|je (?:voulais|veux) dire|je parl(?:e|ais) (?:de|du|des)|je pensais (?:à|a|au)|plut[oô]t|rather)\s+(?:les? |la |the |pour |for |au |en )?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:ils|elles|eux|leurs?|they|them|their|these|those(?! (?:who|that|which))|lesquels|lesquelles|parmi (?:eux|elles|ceux-la)|(?:d'|l')?entre (?:eux|elles)"
    r"|of (?:them|the (?:two|three|four|five))|(?:les|des|ces) (?:deux|trois|quatre|cinq)|(?:those|these|the|all) (?:two|three|four|five)|both|ceux-la|celles-la|ceux-ci)\b"
)
_ONE = re.compile(
    r"\b(?:il|elle|lui|it|its|celui-(?:la|ci)|celle-(?:la|ci)|son|sa|ses|ce prestataire|cette (?:offre|societe|entreprise)|this (?:one|provider|company|offer)|that (?:one|company))\b"
)
_ALONE_FR = r"(?=\s*(?:[?.!,;:]|$|(?:il|elle|est|a|fait|peut|c'est|n'est|d'entre)\b))"
_ALONE_EN = r"(?: one\b| of (?:them|those|these)\b|(?=\s*(?:[?.!,;:]|$)))"
_ORDINALS = tuple(
    re.compile(rf"\b(?:(?:le|la|du|au) {french}{_ALONE_FR}|(?:the|that) {english}{_ALONE_EN})")
    for french, english in (
        ("premiere?", "(?:first|1st)"),
        ("(?:deuxieme|seconde?)", "(?:second|2nd)"),
        ("troisieme", "(?:third|3rd)"),
    )
)
_LAST = re.compile(r"\b(?:(?:le|la|du|au) derniere?(?=\s*(?:[?.!,]|$))|the last(?: one)?(?=\s*(?:[?.!,]|$)))")
_WHO = re.compile(r"\b(?:qui|who)\b")  # what asks for a provider does not stand for one
_SOLE = re.compile(r"\b(?:only|sole|seule?s?|unique)\b")
_AGAIN = re.compile(
    r"^(?:(?:and|et|but|mais|ok|ah|oh|hm+|euh) )*(?:(?:(?:are|r) (?:you|u)|(?:tu|vous) (?:es|etes)|t'es|etes-vous|es-tu) (?:really |vraiment |bien |tout a fait )?(?:sure|certain|sur|sure|certaine?)s?"
    r"|(?:really|vraiment|serieux|seriously|for real)|(?:where|ou) (?:is|est|does|was|c'est|est-ce)(?: que c'est)? ?(?:that|this|it|ca|cela)?(?: is)? ?(?:written|stated|said|say(?: so| that| this| it)?|ecrite?|dit|marque|indique)"
    r"|c'est (?:ecrit|dit|marque|indique) ou|(?:quelle est |what is |what's |whats )?(?:ta|votre|your|la|the|une?|a)? ?(?:sources?|references?)(?: (?:for (?:that|this)|de ca))?"
    r"|(?:can|could) you (?:confirm|prove)(?: it| that| this)?|(?:tu|vous) (?:confirmes?|confirmez)|d'ou (?:ca|cela) vient|says who|qui le dit)\W*(?:stp|svp|please|pls)?\W*$"
)
_SENTENCE = re.compile(r"(?<=[?!.])\s+")
_NO_SUBJECT = frozenset(
    """
        monde certain certaine certains sure everyone everybody anyone obligatoire obligatoires mandatory compulsory necessaire
        required partout everywhere exemple exemples example examples detail details precise precis
        sous within etape etapes stade moment stage step point delai delais deadline frequence frequency
        jours jour semaines mois ans annees heures temps souvent longtemps days day weeks months years hours long often time
        """.split()
)
_MOST_LISTED = 5  # more names than that are no antecedent of "they"
_NAMES = ("provider", "offer", "unlisted")
_SWITCHED = ("provider", "offer", "service_model", "stage")
_MAX_WORDS = 9


def make_standalone(text: str, history: Sequence[Turn], linker: EntityLinker) -> str:
    """The question as it reads without the conversation; unchanged if it stands alone."""
    previous = _previous_question(history, linker)
    if not previous or _UNRELATED.search(fold(text)):
        return text
    text = _CORRECTING.sub("et " if re.search("[éèàôù]|je ", text) else "and ", text, count=1)
    doubted, text = _doubt(text)
    if doubted and not linker.find(text):
        return previous
    if sets_aside(text):
        narrows = any(e.kind in ("service_model", "status") for e in linker.find(text))
        return text if narrows and _asks_anew(text) else f"{previous.rstrip(' ?!.')}, {text}"
    if not _leans(text, linker):
        return text
    neighbour = _neighbour(text, previous, linker)
    if neighbour:
        return neighbour
    meant = _meant_of_answer(text, previous, history, linker)
    if meant:
        return f"{', '.join(meant)} : {text}"
    if _OTHERS.search(fold(text)):
        return f"{previous.rstrip(' ?!.')} : {text}"
    text = _name_stage(_name_family(text, previous, linker), previous, linker)
    new = linker.find(text)
    if not new and not residue(text, new) and not _asks_anew(text) and not _POINTING.search(fold(text)):
        return f"{previous.rstrip(' ?!.')} : {text}"
    if not new or residue(text, new):
        return _with_subject(text, previous, linker)
    standalone = previous
    for entity in new:
        kinds = _NAMES if entity.kind in _NAMES else (entity.kind,)
        old = [e for e in linker.find(standalone) if e.kind in kinds]
        if old and all(e.value != entity.value for e in old):
            replaced = [
                e.surface for e in old if e.value == old[-1].value
            ]  # "between IaaS and PaaS": the last
            standalone = _replace(standalone, replaced, entity.surface)
        elif not old:
            standalone = f"{standalone.rstrip(' ?!.')} {entity.surface} ?"
    return standalone


def _neighbour(text: str, previous: str, linker: EntityLinker) -> str:
    """The previous question about the stage after (or before) its own, if the follow-up asks for that."""
    folded = fold(text)
    step = 1 if _NEXT.search(folded) else -1 if _BEFORE.search(folded) else 0
    stages = [e for e in linker.find(previous) if e.kind == "stage"]
    if not step or len(stages) != 1 or any(e.kind == "stage" for e in linker.find(text)):
        return ""
    wanted = int(stages[0].value[1:]) + step
    return _replace(previous, [stages[0].surface], f"J{wanted}") if wanted >= 0 else ""


def _meant_of_answer(
    text: str, previous: str, history: Sequence[Turn], linker: EntityLinker
) -> tuple[str, ...]:
    """The providers and offers that "they", "it" or "the second one" stands for in the answer before."""
    if any(e.kind in (*_NAMES, "stage", "family") for e in (*linker.find(text), *linker.find(previous))):
        return ()
    folded = fold(text)
    if history[-1].role != "assistant" or _SOLE.search(folded):
        return ()
    listed = _listed(history[-1].content, linker)
    for at, ordinal in enumerate(_ORDINALS):
        if ordinal.search(folded):
            return listed[at : at + 1]
    if _LAST.search(folded):
        return listed[-1:]
    if _SEVERAL.search(folded):
        return listed if 1 < len(listed) <= _MOST_LISTED else ()
    is_one = len(listed) == 1 and _ONE.search(folded) and not _WHO.search(folded)
    return listed if is_one else ()


def _listed(answer: str, linker: EntityLinker) -> tuple[str, ...]:
    """The providers that an answer names, in its order and wording; its offers if it names none."""
    found = sorted(linker.find(answer), key=lambda e: fold(answer).find(fold(e.surface)))
    for kind in ("provider", "offer"):
        names = {e.value: e.surface for e in reversed(found) if e.kind == kind}
        if names:
            return tuple(dict.fromkeys(names[e.value] for e in found if e.kind == kind))
    return ()


def _name_family(text: str, previous: str, linker: EntityLinker) -> str:
    """ "the operational ones" after "the legal criteria": the noun is taken over."""
    if not any(e.kind == "family" for e in linker.find(previous)):
        return text
    french = _BARE_FAMILY_FR.sub(r"critères \1", text)
    return _BARE_FAMILY_EN.sub(r"\1 criteria", text) if french == text else french


def _name_stage(text: str, previous: str, linker: EntityLinker) -> str:
    """ "the last one" after a question about a stage: the noun is taken over."""
    if not any(e.kind == "stage" for e in linker.find(previous)):
        return text
    french = _BARE_STAGE_FR.sub(r"\1 étape", text)
    return _BARE_STAGE_EN.sub(r"\1 stage", text) if french == text else french


def _previous_question(history: Sequence[Turn], linker: EntityLinker) -> str:
    """The last question of a conversation as it reads alone, each read with the one before it and its answer."""
    before: list[Turn] = []
    standalone = ""
    for turn in history:
        if turn.role == "user":
            standalone = make_standalone(turn.content, before, linker) if before else turn.content
            before = [Turn("user", standalone)]
        elif before:
            before = [before[0], turn]
    return standalone


def _leans(text: str, linker: EntityLinker) -> bool:
    """Whether a question needs the one before it."""
    folded = fold(text)
    if len(words(text)) > _MAX_WORDS and not _POINTING.search(folded):
        return False
    names = linker.find(text)
    if _OPENERS.search(folded):
        return True
    if _INVERTED.search(folded) and any(e.kind in ("provider", "offer", "unlisted") for e in names):
        return False  # "Bleu est-il …": the pronoun points to the name beside it
    if _POINTING.search(folded) or (not names and any(o.search(folded) for o in (*_ORDINALS, _LAST))):
        return True
    if names and _COMPLETE.search(folded):
        return False
    own = [w for w in residue(text, names) if w not in _NO_SUBJECT]
    return not own or len(words(text)) <= 2


def _doubt(text: str) -> tuple[bool, str]:
    """Whether a follow-up begins with "are you sure?" or the like, and what follows it."""
    first, *rest = _SENTENCE.split(text.strip(), maxsplit=1)
    return (True, "".join(rest)) if _AGAIN.search(fold(first)) else (False, text)


def _asks_anew(text: str) -> bool:
    """Whether a follow-up has a question of its own beside what it adds."""
    return bool(_QUESTION.search(fold(text))) or expected_answer(text) != "anything"


def _with_subject(text: str, previous: str, linker: EntityLinker) -> str:
    """The follow-up with the names of the question before it, or with that question itself."""
    own = {e.kind for e in linker.find(text)}
    for entity in linker.find(text):
        old = [e.surface for e in linker.find(previous) if e.kind == entity.kind and e.value != entity.value]
        previous = _replace(previous, old, entity.surface) if old and entity.kind in _SWITCHED else previous
    subjects = [e for e in linker.find(previous) if e.kind not in own | {"status", "edition"}]
    if len(residue(text, linker.find(text))) < 2 and not subjects:
        return f"{previous.rstrip(' ?!.')} : {text}"
    surfaces = dict.fromkeys(e.surface for e in subjects)
    return (
        f"{text.rstrip(' ?!.')} ({', '.join(surfaces)}) ?"
        if surfaces
        else f"{previous.rstrip(' ?!.')} : {text}"
    )


def _replace(text: str, old: Sequence[str], new: str) -> str:
    result, first = text, True
    for surface in old:
        pattern = re.compile(re.escape(surface), re.IGNORECASE)
        folded_at = fold(result).find(fold(surface))
        match = pattern.search(result)
        start = match.start() if match else folded_at
        if start < 0:
            continue
        result = result[:start] + (new if first else "") + result[start + len(surface) :]
        first = False
    return result if not first else f"{text.rstrip(' ?!.')} {new} ?"
