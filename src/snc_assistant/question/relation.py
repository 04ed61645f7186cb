"""How a question about offers relates to the names in it: set aside, lacking, alone, counted.

"Besides OVH, who is qualified?", "which providers are not in IaaS?", "who offers only SaaS?" and
"who covers more than one service model?" name something and mean its complement, or count it.
"""

import re
from collections.abc import Iterator, Sequence

from snc_assistant.language import fold, words
from snc_assistant.question.numbers import OFFERS, read_numbers
from snc_assistant.question.parts import asking
from snc_assistant.types import Entity, EntityKind, Grouping, Relation

_FILLER = r"(?:\W+(?:en|de|du|d|des|la|le|les|l|un|une|in|for|the|of|a|an|any|on|pour|sur|dans|offres?|offers?|offerings?|services?))*\W*$"
_EXCEPT = re.compile(
    r"\b(?:(?:mis(?:es?)? )?a part|sauf|hors|hormis|excepte|en dehors|en plus|autres?(?: chose)? que?|outre|sans compter"
    r"|besides|apart from|except(?: for)?|other than|aside from|excluding|without counting|(?:all|every\w*|any\w*) but|in addition to)\b"
    + _FILLER
)
_LEFT = re.compile(
    r"\b(?:quitter|remplac\w+|au lieu d\w*|plutot qu\w*|a la place d\w*|alternatives? (?:a|aux)|sortir d\w*|migrer d\w*|partir d\w*|abandonner|arreter"
    r"|leav(?:e|ing)|replac(?:e|ing)|replacements? (?:for|of)|instead of|rather than|alternatives? (?:to|for)|away from|(?:mov|migrat|switch|com)(?:e|ing)? (?:off|from|out of)"
    r"|get(?:ting)? (?:off|out of|rid of)|drop(?:ping)?|ditch(?:ing)?|substitutes? for)" + _FILLER
)
_LACKING = re.compile(
    r"(?:\bpas|\baucune?|\bni|\bsans(?: (?!etre\b)\w+)?|\bnon|\bnot|\bno|\bwithout(?: \w+)?|\bnor|n't(?: \w+)?|\bnot (?:have|offer|cover|do)|\brien|\bnothing|\bnone)\b"
    + _FILLER
)
_NOT_THIS = re.compile(r"\b(?:pas|not|sans|without|minus|moins)\W+$")
_JOINS = re.compile(r"^\W*(?:(?:et|and|ou|or|ni|nor|en|in|de|d|le|la|les|the)\W+)*$")
_ELSE = re.compile(
    r"\b(?:who|what|which|any\w*) else\b|\b(?:qui|quoi) d'autre\b|\b(?:y a-t-il |y a |il y en a |en a )d'autres\b|^(?!.*\bles uns\b).*\bles autres\b"
    r"|\bthe (?:others|rest)\b|\b(?:other|autres?) (?:providers?|vendors?|suppliers?|candidates?|applicants?|compan\w+|prestataires?|candidats?"
    r"|fournisseurs?|acteurs?|hebergeurs?|societes?)\b"
)
_ONLY_BEFORE = re.compile(
    r"(?:\bn(?:e |')\w+(?: \w+)? qu(?:e\b|(?='))|(?:uniquement|seulement|exclusivement|purely|exclusively|solely|rien que)"
    r"|(?<!the )only (?:offers?|does?|ha(?:ve|s)|sells?|provides?|covers?|qualified)|(?:offers?|does?|ha(?:ve|s)|sells?|provides?|covers?|qualified|present|listed) only)\b"
    r"(?:\W+(?:qualifi\w*|listee?s?|listed|presente?s?))?" + _FILLER
)
_ONLY_AFTER = re.compile(r"^(?:-| )(?:only|uniquement|seulement|exclusivement)\b")
_WHO = re.compile(
    r"\b(?:qui|who|prestataires?|fournisseurs?|hebergeurs?|candidats?|acteurs?|societes?|entreprises?"
    r"|providers?|vendors?|suppliers?|compan\w+|applicants?|candidates?|hosters?|lequel|lesquels|which ones?|lesquelles|(?:quels|quelles|les|des) qualifie\w*|any(?:body|one)|some(?:body|one)|nobody|no one|quelqu'un|personne|aucun|aucune)\b"
)
_BETWEEN = r"(?:\s+[^\W\d]+){0,2}?\s+"
_MODELS = r"(?:service )?(?:models?|layers?|levels?|categor\w+|kinds?|types?|modeles?|couches?|niveaux)\b"
_SEVERAL = r"\b(?:more than (?:one|1)|several|multiple|at least (?:two|2)|(?:two|2) or more|plusieurs|plus d'une?|au moins (?:deux|2)|(?:deux|2) ou plus)"
_EVERY = (
    r"\b(?:in|on|across|for|covers?|covering|with|ha(?:s|ve)|offers?|offering|dans|sur|avec|couvr\w+|propos\w+|pour) "
    r"(?:all|every|each|tous|toutes|chaque|chacune? des|l'ensemble des|les quatre|les 4|the four)"
)
_ONE = r"\b(?:only one|just one|a single|exactly one|une? seule?)"
_MOST = (
    r"\b(?:(?:the )?most|le plus(?: grand nombre)?|(?:largest|highest|greatest|biggest) number|au maximum)"
)
_WIDEST = r"\b(?:widest|broadest|plus (?:large|complet|complete|etendue?))\b(?:\s+[^\W\d]+){0,2}"

_AT_ONCE = re.compile(
    r"\b(?:a la fois|en meme temps|simultanement|both|as well as|and also|along with|alongside|at the same time"
    r"|et (?:aussi )?une? (?:autre )?(?:en|pour|dans)|and (?:also )?(?:one|another)(?: one)? (?:in|for|on)|ainsi que|et aussi|mais aussi|et egalement|en plus d\w*|tous les deux)\b"
)
_ANY_ALSO = re.compile(
    r"\b(?:any\w*|some|certaine?s|quelqu'un)\b.{0,60}\b(?:also|too|as well|aussi|egalement)\b"
)
_VERSUS = re.compile(
    r"\b(?:vs|versus|compar\w+|differ\w+|between|entre|hesit\w+|torn|au meme (?:point|niveau|stade)|the same (?:point|stage|level)|memes?|same)\b"
)

_TOGETHER: tuple[tuple[EntityKind, Grouping], ...] = (
    ("status", "both_statuses"),
    ("service_model", "named_models"),
)
_SUBSET = re.compile(
    r"\b(?:all|every|each|tous|toutes|chaque)\b.{0,60}\b(?:also|too|as well|aussi|egalement|forcement|necessarily|automatically)\b"
)
_SAME_STATUS = re.compile(
    r"\b(?:memes?|same|identical|identiques?)\W+(?:exact\w* )?(?:statuts?|status|stade|stage|point|niveau|level)\b|\b(?:statuts?|status)\W+identi\w+"
)
_NAMING = re.compile(
    r"\b(?:in|dans) (?:(?:their|its|the|an?|leurs?|son|le) )?(?:own )?(?:names?|noms?)\b|\b(?:noms?|names?) (?:qui )?(?:conti\w+|comport\w+|contain\w*|with|including|avec)\b"
)
_CHOICE = re.compile(
    r"\b(?:ou|or)\b(?!\s+(?:alors )?(?:pas|non|toujours|encore|bien|rien|c'est bon|not|no|still|nothing|what|quoi|any|a few|more|plus)\b)"
    r"|\b(?:lequel|laquelle|which)\b"
)
_SOLE = re.compile(r"\b(?:le|la|les) seule?s?\b|\bthe (?:only|sole|single)\b|\balone\b|\b(?:est|is) seule?\b")
_SAME = re.compile(r"\b(?:memes?|same|identiques?|identical|pareils?|inchange\w*|unchanged|stables?)\b")
_DENIED = re.compile(r"\b(?:pas|not|isnt|arent|aint|ni|neither|nor|aucun\w*|non)\b|n't\b")

_PAIR = 2
_GROUPINGS: tuple[tuple[Grouping, re.Pattern[str]], ...] = (
    ("three_models", re.compile(rf"\b(?:three|trois|3)(?: or more| ou plus)?{_BETWEEN}{_MODELS}")),
    ("several_models", re.compile(rf"{_SEVERAL}{_BETWEEN}{_MODELS}")),
    ("most_models", re.compile(rf"{_MOST}(?: of| de| d')?{_BETWEEN}{_MODELS}|{_WIDEST}")),
    ("every_model", re.compile(rf"{_EVERY}{_BETWEEN}{_MODELS}")),
    ("several_offers", re.compile(rf"{_SEVERAL}{_BETWEEN}{OFFERS}")),
    ("one_offer", re.compile(rf"{_ONE}{_BETWEEN}{OFFERS}")),
    (
        "by_model",
        re.compile(
            rf"\b(?:quel(?:le)?s?|which|what)\W+(?:(?:of the|des)(?: (?:four|quatre|4))? ?)?{_MODELS}|\b(?:par|per|by|for each|pour chaque|each) {_MODELS}"
        ),
    ),
    ("most_offers", re.compile(rf"{_MOST}(?: of| de| d')?{_BETWEEN}{OFFERS}|{_MOST} d'{OFFERS}")),
)


def read_relation(text: str, entities: Sequence[Entity]) -> Relation:
    """What a question about offers says beyond its names; empty for a plain look-up."""
    folded = fold(text)
    placed = list(_place(folded, entities))
    names = [e for e, _, _ in placed if e.kind in ("provider", "offer")]
    spans: list[tuple[int, int]] = []
    without = _set_aside(folded, placed, spans)
    kept = [(e, a, b) for e, a, b in placed if e not in without]
    still_named = [e for e in names if e not in without]
    absent: tuple[Entity, ...] = ()
    only = False
    grouping: Grouping = ""
    of_several = len({e.value for e in names}) > 1
    numbers, told = read_numbers(folded, of_several=of_several, of_anyone=not still_named)
    spans += told
    if not still_named and _WHO.search(folded):
        absent = () if numbers.none else _lacking(folded, kept, spans)
        only = not absent and _is_alone(folded, kept, spans)
        having = [(e, a, b) for e, a, b in kept if e not in absent]
        grouping = _subset(folded, having) or _named_together(folded, kept, spans) or _grouping(folded, spans)
    elif len({e.value for e in still_named}) == 1:
        absent = _lacking(folded, kept, spans)
        only = not absent and _is_alone(folded, kept, spans)
        grouping = _grouping(folded, spans)
        grouping = "" if grouping == "by_model" else grouping
    elif not still_named and any(e.kind == "status" for e in entities):
        grouping = _grouping(folded, spans)  # "which layer has a single qualified one?"
    if not without and (found := _ELSE.search(folded)) and still_named:
        without = tuple(still_named)
        spans.append(found.span())
    if of_several:
        spans += [m.span() for m in _VERSUS.finditer(folded)]
    said = frozenset(w for a, b in spans for w in words(folded[a:b]))
    return Relation(
        without,
        absent,
        only,
        sole=bool(still_named and _SOLE.search(folded)),
        grouping=grouping,
        choice=bool(_CHOICE.search(fold(asking(text)))),
        same=bool(_SAME.search(folded)),
        same_status=bool(_SAME_STATUS.search(folded)),
        naming=bool(_NAMING.search(folded)),
        denied=bool(_DENIED.search(folded)),
        numbers=numbers,
        words=said,
    )


def _subset(folded: str, placed: Sequence[tuple[Entity, int, int]]) -> Grouping:
    """Whether all who have one service model are said to have another."""
    models = {e.value for e, _, _ in placed if e.kind == "service_model"}
    return "subset_models" if len(models) == _PAIR and _SUBSET.search(folded) else ""


def _place(folded: str, entities: Sequence[Entity]) -> Iterator[tuple[Entity, int, int]]:
    """Each entity with its place in the folded text."""
    at = 0
    for entity in entities:
        surface = fold(entity.surface)
        start = folded.find(surface, at)
        start = start if start >= 0 else folded.find(surface)
        if start >= 0:
            yield entity, start, start + len(surface)
            at = start


def _set_aside(
    folded: str, placed: Sequence[tuple[Entity, int, int]], spans: list[tuple[int, int]]
) -> tuple[Entity, ...]:
    """The names after "besides", "except", "instead of" and the like, with those joined to them."""
    found: list[Entity] = []
    after = -1
    for entity, start, end in placed:
        if entity.kind not in ("provider", "offer", "service_model", "unlisted"):
            continue
        cue = _EXCEPT.search(folded[:start])
        if entity.kind != "service_model":
            cue = cue or _LEFT.search(folded[:start])
        if entity.kind == "provider" and len(placed) > 1:
            cue = cue or _NOT_THIS.search(folded[:start])
        is_joined = after >= 0 and found[-1].kind == entity.kind and _JOINS.match(folded[after:start])
        if cue or is_joined:
            spans.append((cue.start() if cue else after, start))
            found.append(entity)
            after = end
        else:
            after = -1
    return tuple(found)


def _lacking(
    folded: str, placed: Sequence[tuple[Entity, int, int]], spans: list[tuple[int, int]]
) -> tuple[Entity, ...]:
    statuses = {e.value for e, _, _ in placed if e.kind == "status"}
    found = []
    for entity, start, _ in placed:
        is_lackable = entity.kind == "service_model" or (entity.kind == "status" and len(statuses) > 1)
        cue = _LACKING.search(folded[:start]) if is_lackable else None
        if cue:
            spans.append((cue.start(), start))
            found.append(entity)
    return tuple(found)


def _is_alone(folded: str, placed: Sequence[tuple[Entity, int, int]], spans: list[tuple[int, int]]) -> bool:
    for entity, start, end in placed:
        if entity.kind != "service_model":
            continue
        cue = _ONLY_BEFORE.search(folded[:start])
        if cue or _ONLY_AFTER.match(folded[end:]):
            spans.append((cue.start(), start) if cue else (end, end + len("-exclusivement")))
            return True
    return False


def _named_together(
    folded: str, placed: Sequence[tuple[Entity, int, int]], spans: list[tuple[int, int]]
) -> Grouping:
    """Whether one provider is to have each of several named things ("both in IaaS and in PaaS")."""
    found = _AT_ONCE.search(folded) or _ANY_ALSO.search(folded)
    for kind, grouping in _TOGETHER:
        if found and len({e.value for e, _, _ in placed if e.kind == kind}) > 1:
            spans.append(found.span())
            return grouping
    return ""


def _grouping(folded: str, spans: list[tuple[int, int]]) -> Grouping:
    for grouping, pattern in _GROUPINGS:
        found = pattern.search(folded)
        if found:
            spans.append(found.span())
            return grouping
    return ""
