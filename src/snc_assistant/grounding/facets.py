"""The values a sentence commits itself to: numbers, dates, stages, service models, names, roles, statuses.

Knows nothing about sources; sees one text at a time. Whether a value is denied: `polarity`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from snc_assistant.facts.names import Names
from snc_assistant.grounding.naming import NameFinder
from snc_assistant.grounding.numerals import TOGETHER, in_digits, measures, numbers, without_limits
from snc_assistant.grounding.status import statuses_of

_STAGE = re.compile(r"\bj ?([0-3])\b")
_LINK = re.compile(r"https?://\S+")
_MODEL = re.compile(r"\b([icps])aas\b")
_MONTH = {
    "janvier": "01", "january": "01", "fevrier": "02", "february": "02", "mars": "03", "march": "03",
    "avril": "04", "april": "04", "mai": "05", "may": "05", "juin": "06", "june": "06", "juillet": "07",
    "july": "07", "aout": "08", "august": "08", "septembre": "09", "september": "09", "octobre": "10",
    "october": "10", "novembre": "11", "november": "11", "decembre": "12", "december": "12",
}  # fmt: skip
_MONTHS = "|".join(_MONTH)
_DATE = re.compile(rf"\b({_MONTHS})\s+(?:of |de )?(20\d\d)\b")
_NUMERIC_DATE = re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])\b|\b(0[1-9]|1[0-2])/(20\d\d)\b")
_BARE_MONTH = re.compile(
    rf"\bedit\w+ (?:of |de |d')?({_MONTHS})\b|\b({_MONTHS})(?:'s)? edit\w+|\b(fevrier|february|avril|april|janvier|january)\b"
)
_ROLES = {
    "ANSSI": re.compile(r"\banssi\b"),
    "provider": re.compile(
        r"\bprestataires?\b|\bfournisseurs?\b|\bproviders?\b|\bhebergeurs?\b|\boperat(?:eu|o)rs?\b(?! d'importance| of vital)"
    ),
    "client": re.compile(r"\bclients?\b|\bclientes\b|\bcommanditaires?\b|\bcustomers?\b"),
    "evaluator": re.compile(
        r"\borganismes? (?:d'evaluation|agree|evaluateur|qualifie)\w*|\b(?:auditeur|auditor|evaluateur|evaluator|cesti|assessor)s?\b"
        r"|\bevaluation (?:bod(?:y|ies)|cent(?:er|re)s?)|\b(?:accredited|approved) (?:organi[sz]ation|body)|\bcentres? d'evaluation"
    ),
    "user": re.compile(r"\butilisateurs?\b|\busers?\b"),
}  # fmt: skip
_CLASSES = {
    "every day": re.compile(r"\bquotidien\w*|\bdaily\b|\b(?:every|each|per) day\b|\bchaque jour\b|\btous les jours\b|\bpar jour\b"),
    "every week": re.compile(r"\bhebdomadaire\w*|\bweekly\b|\b(?:every|each|per) week\b|\bchaque semaine\b|\bpar semaine\b"),
    "every month": re.compile(r"\bmensuel\w*|\bmonthly\b|\b(?:every|each|per) month\b|\bchaque mois\b|\bpar mois\b"),
    "every quarter": re.compile(r"\btrimestriel\w*|\bquarterly\b|\b(?:every|each) quarter\b|\bchaque trimestre\b"),
    "every year": re.compile(
        r"\bannuel\w*|\bannual\w*|\byearly\b|\b(?:every|each|per) year\b|\bonce a year\b|\bchaque annee\b|\btous les ans\b|\bpar an\b"
    ),
    "French": re.compile(r"\b(?:en|in) (?:francais|french)\b|\bfrench (?:edition|version|label)s?|\b(?:edition|version) francaise|\blibelles francais"),
    "English": re.compile(r"\b(?:en|in) (?:anglais|english)\b|\benglish (?:edition|version|label)s?|\b(?:edition|version) anglaise|\blibelles anglais"),
    "technical criteria": re.compile(r"\bcriteres? techniques?|\btechnical criteri"),
    "operational criteria": re.compile(r"\bcriteres? operationnels?|\boperational criteri"),
    "legal criteria": re.compile(r"\bcriteres? (?:juridiques?|legaux|legal)|\blegal criteri"),
}  # fmt: skip
_FULL = {"en": "English", "fr": "French"}
_MEASURED = re.compile(rf"(?:19|20)\d\d |\d+ {TOGETHER}$")  # a year is no quantity
_REMEMBERED = 5000  # texts whose facets are kept


@dataclass(frozen=True, slots=True)
class Facets:
    """What a text commits itself to, as sets of values that mean the same in both languages.

    `limits`: kinds of limit (`at most`, `at least`, `over`, `under`). `classes`: frequencies,
    languages of an edition, families of criteria. `strangers`: capitalised words that are no
    known name. `statuses` after any "not": "not yet qualified" is `in_progress`.
    """

    numbers: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()

    def missing_from(self, support: "Facets") -> tuple[str, ...]:
        """The values of this text that the support does not have, statuses and strangers aside.

        A provider is no stranger to a source that names no party at all: requirements are theirs.
        """
        missing = set()
        for name in ("numbers", "limits", "stages", "models", "dates", "months", "names", "classes"):
            missing |= getattr(self, name) - getattr(support, name)
        measured = {m.split()[0] for m in support.measures}
        missing |= {
            m for m in self.measures - support.measures if m.split()[0] in measured or _MEASURED.match(m)
        }
        roles = self.roles - support.roles
        if support.roles or roles != {"provider"}:
            missing |= roles
        return tuple(sorted(missing))


class FacetReader:
    """Reads the facets of texts, knowing a corpus's names."""

    def __init__(self, names: Names) -> None:
        self.names = NameFinder(names)
        self._read: dict[str, Facets] = {}

    def read(self, text: str) -> Facets:
        """The facets of a text; the same few sources are read for question after question."""
        known = self._read.get(text)
        if known is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            known = self._read[text] = self._facets(text)
        return known

    def _facets(self, text: str) -> Facets:
        found = self.names.find(text)
        folded = in_digits(found.rest)
        dates = {f"{year}-{_MONTH[month]}" for month, year in _DATE.findall(folded)}
        dates |= {f"{a or d}-{b or c}" for a, b, c, d in _NUMERIC_DATE.findall(folded)}
        undated = _NUMERIC_DATE.sub(" ", _DATE.sub(" ", folded))
        months = {_MONTH[next(filter(None, m))] for m in _BARE_MONTH.findall(undated)}
        unstaged = _STAGE.sub(" ", undated)
        return Facets(
            numbers=numbers(_LINK.sub(" ", unstaged)),
            measures=measures(unstaged),
            limits=without_limits(unstaged)[1],
            stages=frozenset(f"J{n}" for n in _STAGE.findall(folded)),
            models=frozenset(m.upper() + "aaS" for m in _MODEL.findall(folded)),
            dates=frozenset(dates),
            months=frozenset(months | {d[5:] for d in dates}),
            names=found.names,
            roles=frozenset(r for r, pattern in _ROLES.items() if pattern.search(folded)),
            classes=frozenset(c for c, pattern in _CLASSES.items() if pattern.search(folded)),
            statuses=statuses_of(folded),
            strangers=found.strangers,
        )


def merge(parts: Iterable[Facets]) -> Facets:
    """The union of several texts' facets."""
    found = list(parts)
    return Facets(*(frozenset().union(*(getattr(p, f.name) for p in found)) for f in fields(Facets)))


def of_edition(edition: str, language: str) -> Facets:
    """What the edition of a citation bears out: its date and its language."""
    classes = frozenset({_FULL[language]})
    return Facets(
        numbers=frozenset({edition[:4]}),
        dates=frozenset({edition}),
        months=frozenset({edition[5:]}),
        classes=classes,
    )
