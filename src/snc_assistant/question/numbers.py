"""What a question about offers says of how many there are: a share, a comparison, a number, none at all."""

import re

from snc_assistant.language import NUMBER_WORDS
from snc_assistant.types import Compared, Numbers

OFFERS = r"(?:offers?|offerings?|offres?|services?|products?|produits?|solutions?|qualifications?|qualifs?)\b"
_COMPARED: tuple[tuple[Compared, re.Pattern[str]], ...] = (
    (
        "more",
        re.compile(
            r"\b(?:plus|davantage)\b.{1,60}\bqu(?:e\b|')|\b(?:more|longer|larger|bigger|greater|higher)\b.{1,60}\bthan\b|\bsuperieure?s? (?:a|au|aux)\b"
        ),
    ),
    (
        "less",
        re.compile(
            r"\bmoins\b.{1,60}\bqu(?:e\b|')|\b(?:fewer|less|shorter|smaller|lower)\b.{1,60}\bthan\b|\binferieure?s? (?:a|au|aux)\b"
        ),
    ),
    ("same", re.compile(r"\bautant\b.{1,60}\bqu(?:e\b|')|\bas many\b.{1,60}\bas\b")),
)
_MORE_OF = re.compile(
    rf"\b(?P<more>more|most|plus)(?: d['e ]|\W)+(?:[^\W\d]+\W+){{0,2}}?{OFFERS}|\b(?:fewer|fewest|less|least|moins)(?: d['e ]|\W)+(?:[^\W\d]+\W+){{0,2}}?{OFFERS}"
)
_SHARE = re.compile(
    r"\b(?:quelle (?:est la )?part|(?:une|la) part (?:des|d'|de)|proportion|pourcentage|percentage|percent|what share|share of|fraction|ratio)\b"
)
_NONE_IS = re.compile(
    r"\b(?:no|not a single|not one|none of the|aucune?|pas une? seule?)\s+(?:[\w-]+\s+){0,3}?(?:is|are|has|have|was|were|n'(?=\w)|ne\b|ait\b|soit\b)"
)
_PROVIDERS = r"prestataires?|fournisseurs?|hebergeurs?|acteurs?|entreprises?|societes?|candidats?|postulants?|providers?|vendors?|suppliers?|compan(?:y|ies)|applicants?|candidates?"
_CLAIMED = re.compile(
    rf"(?<!les )(?<!the )(?<!ces )(?<!ses )(?<!its )(?<!these )(?<!those )(?<!their )(?<!leurs )(?<!moins )(?<!least )(?<!plus de )(?<!than )(?<!over )(?<!to )(?<!edition )"
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s+(?:[^\W\d]+\s+){{0,2}}?(?:(?P<providers>{_PROVIDERS})|offres?|offers?|offerings?|lignes?|rows?)\b"
)
_WANTED = re.compile(  # "name two", "I need three": so many are asked for, not supposed
    r"\b(?:name|give|show|find|need|want|looking for|search\w*|shortlist|pick|choose|donne\w*|cite\w*|nomme\w*|trouve\w*|indique\w*|besoin|cherch\w*|veux|voulons|voudrais|faut|choisi\w*)\b"
)


def read_numbers(folded: str, *, of_several: bool, of_anyone: bool) -> tuple[Numbers, list[tuple[int, int]]]:
    """What a folded question says of numbers, and where it says so.

    :param of_several: whether it names several providers or offers, `of_anyone`: whether it names none.
    """
    claimed = None if _WANTED.search(folded) else _CLAIMED.search(folded)
    found = Numbers(
        share=bool(_SHARE.search(folded)),
        compared=_compared(folded, of_several=of_several),
        claimed=_number(claimed["number"]) if claimed else None,
        of_providers=bool(claimed and claimed["providers"]),
        none=of_anyone and bool(_NONE_IS.search(folded)),
    )
    return found, [claimed.span("number")] if claimed else []


def _compared(folded: str, *, of_several: bool) -> Compared:
    """Which way numbers are compared: "more … than …", or "who has more offers, A or B?"."""
    found = _MORE_OF.search(folded) if of_several else None
    if found:
        return "more" if found["more"] else "less"
    return next((way for way, pattern in _COMPARED if pattern.search(folded)), "")


def _number(text: str) -> int:
    return NUMBER_WORDS.get(text) or int(text)
