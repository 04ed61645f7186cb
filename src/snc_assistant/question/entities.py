"""Names in a question: providers, offers, service models, stages, editions, statuses, families.

Names are compared squashed (folded, without blanks or punctuation), so that "cloudtemple",
"Cloud-Temple" and "CLOUD TEMPLE" are one; then by edit distance for typing errors. A name that
is also a common word counts only where the writing or the subject says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from snc_assistant.facts.names import Names
from snc_assistant.language import fold, normalise
from snc_assistant.types import Entity, EntityKind

_TOKEN = re.compile(r"[^\W_]+(?:\.[^\W_]+)*", re.UNICODE)
_NOT_SQUASHED = re.compile(r"[^a-z0-9]+")
_MAX_WORDS = 6
_MIN_FUZZY = 6  # shorter names have too many neighbours

_FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("technical", r"techniques?", "technical"),
    ("operational", r"operationnel\w*", "operational"),
    ("legal", r"juridiques?|legales?|legaux", "legal"),
)
_NOUNS_FR = r"criteres?|exigences?|volet|points?|aspects?|obligations?|conditions?|mesures?|regles?|prerequis"
_NOUNS_EN = (
    r"criteri\w+|requirements?|points?|aspects?|obligations?|conditions?|measures?|rules?|demands?|side|part"
)

_ISSUE_FR = r"(?:edition|numero|version|parution|brochure)"
_ISSUE_EN = r"(?:edition|issue|version|brochure|observatory)"

_PATTERNS: tuple[tuple[EntityKind, str, str], ...] = (
    *(("stage", f"J{n}", rf"\bj ?{n}\b") for n in range(10)),
    ("service_model", "IaaS", r"\biaas\b|\binfrastructure[ -]as[ -]a[ -]service\b"),
    ("service_model", "CaaS", r"\bcaas\b|\bcontainers?[ -]as[ -]a[ -]service\b"),
    ("service_model", "PaaS", r"\bpaas\b|\bplatform[ -]as[ -]a[ -]service\b"),
    ("service_model", "SaaS", r"\bsaas\b|\bsoftware[ -]as[ -]a[ -]service\b"),
    ("edition", "2026-02", rf"\b(fevrier|february|feb)( 2026)?\b|\b2026-02\b|\b(?:winter|older|earlier|previous|english) {_ISSUE_EN}\b"
        rf"|\b(?:ancienne|precedente|premiere) {_ISSUE_FR}\b|\b{_ISSUE_FR} (?:d'hiver|precedente?|anterieure?|anglaise?|d'avant)\b"),
    ("edition", "2026-04", rf"\b(avril|april|apr)( 2026)?\b|\b2026-04\b|\b(?:spring|newest|newer|french) {_ISSUE_EN}\b"
        rf"|\b{_ISSUE_FR} (?:de printemps|du printemps|francaise?)\b"),
    (
        "status",
        "in_progress",
        r"\ben cours(?: de (?:qualification|qualif))?\b|\bcandidat(?:e|s|es|ure|ures)?\b|\bpostulants?\b"
        r"|\bapplicants?\b|\bcandidates?\b|\bin[ -]progress\b|\bunder ?(?:review|going)\b|\bpending\b"
        r"|\b(?:attend\w*|waiting for|awaiting|awaits?)(?: \w+)? (?:qualif\w*|visas?|label)\b|\bqueu(?:e|es|ed|ing)\b|\b(?:file|liste) d'attente\b|\b(?:what|which|who|ones?) (?:isn't|isnt|aren't|arent|is not|are not)\b(?=\s*(?:[?.!,;]|$))|\bne (?:l'est|le sont) pas\b|\b(?:waiting list|still waiting|toujours en attente)\b|\bappl(?:ying|ied)\b|\bappl(?:y|ies) for\b|\bin the (?:pipeline|queue)\b|\ben attente\b|\bpas encore (?:passe|valide|obtenu|decroche|eu|aboutie?)\w*|(?:\bnot |n't )(?:been )?(?:yet )?(?:through|passed|approved|made it)\b|\bdans les? (?:tuyaux|pipe)\b|\bin the works\b|\ben lice\b|\bin the running\b|\ben course\b|\bpretendants?\b|\bpas (?:encore |toujours )?qualifi\w*|\bnon[ -]qualifi\w*"
        r"|(?:\b(?:not|isnt|arent|aint)|n't) (?:yet |currently )?qualified(?: yet)?\b|\bunqualified\b",
    ),
    ("status", "qualified", r"\b(?:holds?|ha(?:ve|s|d)|got|obtain\w*|obten\w*|decroch\w*|detien\w*|possed\w*|(?:ont|a|avoir) (?=la |l'|une |sa |leur ))"
        r"(?: ?(?:la|l'|the|a|an|une?|its|their|sa|leur|secnumcloud|[icps]aas)){0,3} ?(?:qualification|qualif)\b|\b(?:q|k)u?al+i?fi?(?:e|ee|es|ees|ed)\b|\blabel+is\w+\b|\bapproved\b"
        r"|\b(?:l'ont|l'a) (?:deja|obtenue?|decrochee?)\b|\balready (?:have|has|got) it\b|\b(?:have|has|got) it already\b"
        r"|\b(?:a|ont|avoir|avec|eu|obtenu|decroche|has|have|holds?|got|with)(?: (?:deja|already|le|la|un|the|a|its|their|son|leur|secnumcloud|snc)){0,3}"
        r" ?(?:feu vert|visas?|sesame|tampon|green light|go-ahead|stamp)\b"),
    *(("family", family, rf"\b(?:{_NOUNS_FR}) (?:{fr})\b|\b(?:{en}) (?:{_NOUNS_EN})\b") for family, fr, en in _FAMILIES),
)  # fmt: skip

# What people call a service model where the question is about who has which status.
_LAY_MODELS: tuple[tuple[str, str], ...] = (
    ("CaaS", r"\b(?:conteneurs?|containers?|kubernetes|k8s)\b"),
    ("IaaS", r"\b(?:infra|infrastructures?|machines? virtuelles?|virtual machines?|vms?)\b"),
    ("SaaS", r"\b(?:logiciels?|softwares?)\b"),
)
_RANGE = re.compile(
    r"\bj ?(?P<first>\d) ?(?:-|/|>|\.{2,3}|a|au|jusqu'a|jusqu'au|to|through|until|up to|till)+ ?j ?(?P<last>\d)\b"
)
_DOMAIN = re.compile(
    r"\b(secnumcloud|snc|qualifi\w*|candidat\w*|applicants?|offres?|offer\w*|visas?|label\w*|provider|prestataires?|fournisseurs?"
    r"|[icps]aas|in progress|en cours|anssi|cloud|hebergeur|statut|status|j[0-3]|etape|stade|stage|modeles?|depose\w*|dossier)\b"
)
_UNDER_REVIEW = re.compile(
    next(p for kind, value, p in _PATTERNS if (kind, value) == ("status", "in_progress"))
)
# Common words that name a provider when the subject is right; the others also need capitals.
_NAMED_BY_SUBJECT = frozenset({"bleu", "orange", "donjon", "edt"})
_BESIDE_NAMES = frozenset(
    ("et", "and", "ou", "or", "quid", "de", "what", "about", "pour", "for", "alors", "vs")
)
_GENERIC = frozenset(
    ["iaas", "caas", "paas", "saas", "secnumcloud", "cloud", "plateforme", "des", "services", "service", "de"]
)


@dataclass(frozen=True, slots=True)
class _Name:
    kind: EntityKind
    value: str
    squashed: str
    words: int


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    folded: str
    squashed: str
    start: int
    end: int


_REMEMBERED = 8  # texts: one question is read several times, for its language, its names and its parts


class EntityLinker:
    """Finds the names of one corpus in questions. Knows nothing about what is asked."""

    def __init__(self, names: Names, vocabulary: Iterable[str] = ()) -> None:
        self._names = _index(names)
        self._exact: dict[str, list[_Name]] = {}
        for name in self._names:
            self._exact.setdefault(name.squashed, []).append(name)
        self._common = {_squash(w) for w in names.common_words}
        self._vocabulary = frozenset(vocabulary)
        self._found = lru_cache(maxsize=_REMEMBERED)(self._find)

    def find(self, text: str) -> tuple[Entity, ...]:
        """The entities of a question, in the order of the text."""
        return self._found(text)

    def _find(self, text: str) -> tuple[Entity, ...]:
        named = list(self._named(text))
        within = [(at, at + len(e.surface)) for at, e in named if e.kind == "offer"]
        found = [
            *named,
            *((at, e) for at, e in _patterned(text) if not any(a <= at < b for a, b in within)),
        ]
        if not any(e.kind == "service_model" for _, e in found) and any(e.kind == "status" for _, e in found):
            found += _lay_models(fold(text))
        return tuple(entity for _, entity in sorted(found, key=lambda pair: pair[0]))

    def _named(self, text: str) -> Iterator[tuple[int, Entity]]:
        tokens = [_token(m) for m in _TOKEN.finditer(text)]
        folded = fold(text)
        subject = bool(_DOMAIN.search(folded) or _UNDER_REVIEW.search(folded))
        subject = subject or self._has_plain_name(tokens) or self._only_names(tokens)
        taken: set[int] = set()
        for length in range(min(_MAX_WORDS, len(tokens)), 0, -1):
            for at in range(len(tokens) - length + 1):
                window = tokens[at : at + length]
                if taken & set(range(at, at + length)):
                    continue
                names = self._match(text, window, at == 0, subject)
                if names:
                    taken |= set(range(at, at + length))
                surface = text[window[0].start : window[-1].end]
                for name in names:
                    yield window[0].start, Entity(name.kind, name.value, surface)

    def _has_plain_name(self, tokens: Sequence[_Token]) -> bool:
        """Whether a provider is named by a word that means nothing else: then others may be."""
        found = (n for t in tokens for n in self._exact.get(t.squashed, ()))
        return any(n.kind == "provider" and n.squashed not in self._common for n in found)

    def _only_names(self, tokens: Sequence[_Token]) -> bool:
        """Whether a text is nothing but names of providers: "Bleu?", "Bleu ou Free Pro ?"."""
        rest = [t for t in tokens if t.folded not in _BESIDE_NAMES]
        at = 0
        while at < len(rest):
            length = next((n for n in range(_MAX_WORDS, 0, -1) if self._names_one(rest[at : at + n])), 0)
            if not length:
                return False
            at += length
        return bool(rest)

    def _names_one(self, window: Sequence[_Token]) -> bool:
        squashed = "".join(t.squashed for t in window)
        return any(n.kind == "provider" for n in self._exact.get(squashed, ()))

    def _match(self, text: str, window: Sequence[_Token], first: bool, subject: bool) -> list[_Name]:
        """The names that a window writes: several where one spelling may mean either."""
        squashed = "".join(t.squashed for t in window)
        names = self._exact.get(squashed)
        if names:
            values = {n.value: n for n in reversed(names) if n.kind == names[0].kind}
            common = len(window) == 1 and squashed in self._common
            is_name = not common or _written_as_name(window[0], first, subject)
            return list(reversed(values.values())) if is_name else []
        if len(squashed) < _MIN_FUZZY or self._ordinary(window):
            return []
        allowed = 1 if len(squashed) < 9 else 2
        near = [
            (DamerauLevenshtein.distance(squashed, n.squashed, score_cutoff=allowed), n)
            for n in self._names
            if n.words <= len(window) + 1 and len(n.squashed) >= _MIN_FUZZY and n.squashed[0] == squashed[0]
        ]
        near = [(d, n) for d, n in near if d <= allowed]
        return [min(near, key=lambda pair: pair[0])[1]] if near else []

    def _ordinary(self, window: Sequence[_Token]) -> bool:
        """Whether a word of the window is an ordinary one: no typing error of a name."""
        return any(t.folded in self._vocabulary or len(t.folded) < 3 for t in window)


def _written_as_name(token: _Token, first: bool, subject: bool) -> bool:
    if token.text.isupper() and len(token.text) > 1 and token.folded != "its":
        return True
    if token.folded in _NAMED_BY_SUBJECT and subject:
        return True
    return token.text[:1].isupper() and not first


def _token(found: re.Match[str]) -> _Token:
    folded = fold(found.group())
    return _Token(found.group(), folded, _NOT_SQUASHED.sub("", folded), found.start(), found.end())


def _squash(text: str) -> str:
    return _NOT_SQUASHED.sub("", fold(text))


def _index(names: Names) -> list[_Name]:
    found = []
    for provider in names.providers:
        for alias in (provider.name, *provider.aliases):
            found.append(_Name("provider", provider.slug, _squash(alias), len(alias.split())))
    for offer in names.offers:
        for alias in (offer.offer, *offer.aliases):
            if not set(_TOKEN.findall(fold(alias).replace("_", " "))) <= _GENERIC:
                found.append(_Name("offer", offer.offer, _squash(alias), len(alias.split())))
    for unlisted in names.unlisted:
        for alias in (unlisted.name, *unlisted.aliases):
            found.append(_Name("unlisted", unlisted.name, _squash(alias), len(alias.split())))
    for unspoken in names.unspoken:
        for alias in (unspoken.name, *unspoken.aliases):
            found.append(_Name("unspoken", unspoken.gap, _squash(alias), len(alias.split())))
    for stage in names.stages:
        for alias in stage.aliases:
            found.append(_Name("stage", stage.stage, _squash(alias), len(alias.split())))
    return found


def _lay_models(folded: str) -> Iterator[tuple[int, Entity]]:
    """The service models that everyday words stand for."""
    for model, pattern in _LAY_MODELS:
        for match in re.finditer(pattern, folded):
            yield match.start(), Entity("service_model", model, match.group())


def _between(folded: str, shown: str) -> Iterator[tuple[int, Entity]]:
    """The stages inside a range: J1 and J2 for "J0 to J3"."""
    for match in _RANGE.finditer(folded):
        first, last = int(match["first"]), int(match["last"])
        for n in range(first + 1, last):
            yield match.start(), Entity("stage", f"J{n}", shown[match.start() : match.end()])


def _patterned(text: str) -> Iterator[tuple[int, Entity]]:
    folded, typed = fold(text), normalise(text)
    shown = typed if len(typed) == len(folded) else folded
    statuses: list[tuple[int, int]] = []
    for kind, value, pattern in _PATTERNS:
        for match in re.finditer(pattern, folded):
            if kind == "status":
                if shown[match.start()] in "àÀ":
                    continue  # "candidat à la qualification" has none yet
                if any(a <= match.start() < b for a, b in statuses):
                    continue  # "pas encore qualifié" is in progress, not qualified
                statuses.append(match.span())
            yield match.start(), Entity(kind, value, shown[match.start() : match.end()])
    yield from _between(folded, shown)
