"""Is an edition or a stage named beside what its own source says?

A claim may cite two sources that differ in their edition: "X in February, Y in April". Each part
of it must then be borne out, edition included, by the source whose words it uses.
"""

import re
from collections.abc import Sequence

from snc_assistant.grounding.facets import FacetReader
from snc_assistant.grounding.reading import all_terms, term_set
from snc_assistant.types import LANGUAGES, Language, Source

_PART = re.compile(r"[;,:.]\s|\b(?:and|et|but|mais|while|whereas|tandis que|alors que)\b", re.IGNORECASE)
_VALUE = re.compile(r"\bJ ?[0-3]\b|\w+ 20\d\d\b", re.IGNORECASE)
_LEAST_WORDS = 2


def of_another_source(
    text: str, sources: Sequence[Source], reader: FacetReader, language: Language
) -> str | None:
    """The edition or stage that a part of the claim takes from a source it does not speak of."""
    if len(sources) < 2:
        return None
    said = [
        (
            frozenset[str]().union(*(all_terms(s.text[lang]) for lang in LANGUAGES)),
            frozenset[str]().union(*(_values(s.text[lang], reader) for lang in LANGUAGES)),
        )
        for s in sources
    ]
    for part in _PART.split(text):
        values = _values(part, reader)
        own = term_set(_VALUE.sub(" ", part), language)
        shared = [len(own & words) for words, _ in said]
        most = max(shared)
        borne = frozenset[str]().union(*(v for n, (_, v) in zip(shared, said, strict=True) if n == most))
        if most >= _LEAST_WORDS and borne and values - borne:
            return ", ".join(sorted(values - borne))
    return None


def _values(text: str, reader: FacetReader) -> frozenset[str]:
    facets = reader.read(text)
    return facets.dates | facets.stages
