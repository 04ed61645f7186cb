"""One right sentence → wrong ones: a digit, a name, a status, a negation changed, each labelled.

Deterministic. Knows nothing about how sentences are verified: its word lists are its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from snc_assistant.evaluation import mutation_words as words
from snc_assistant.facts.names import Names
from snc_assistant.language import fold
from snc_assistant.types import Language, Source


@dataclass(frozen=True, slots=True)
class Mutation:
    """A kind of change, and the sentence after it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Original:
    """A right sentence, the sources that it names, and the names that others might bear."""

    text: str
    language: Language
    sources: Sequence[Source]
    names: Names


_Rule = Callable[[Original], Iterator[str]]
_NUMBER = re.compile(r"(?<![\w.,/#-])\d+(?:[.,]\d+)?(?![\w/])")
_PERCENT = re.compile(r"(?<![\w.,])(\d+)(?=\s?%)")
_STAGE = re.compile(r"\bJ([0-3])\b")
_MODEL = re.compile(r"(?<!« )(?<!“)\b([ICPS])(?=aaS\b)")
_YEAR = re.compile(r"(?<=\s)20\d\d\b")
_LINK = re.compile(r"https?://\S+")
_STATED = re.compile(
    r"est candidat à la qualification \(en cours\) pour|est qualifié pour"
    r"|is a candidate for qualification \(in progress\) for|is qualified for"
)


def mutations(original: Original) -> list[Mutation]:
    """The wrong sentences that one right sentence gives, each once."""
    found: dict[str, Mutation] = {}
    for kind, rule in _RULES.items():
        for text in rule(original):
            if fold(text) != fold(original.text) and not _is_stated(text, original):
                found.setdefault(text, Mutation(kind, text))
    return list(found.values())


def _is_stated(text: str, original: Original) -> bool:
    """Whether a cited source's own reviewed statement says just this."""
    return fold(text) in {fold(s.text[original.language]) for s in original.sources}


def _digit(original: Original) -> Iterator[str]:
    for match in _numbers(original.text):
        digits = match[0]
        at = match.start() + len(digits) - 1
        yield _put(original.text, at, at + 1, str((int(digits[-1]) + 1) % 10))


def _percentage(original: Original) -> Iterator[str]:
    for match in _PERCENT.finditer(original.text):
        for other in (str(int(match[1]) + 10), match[1][::-1], f"{match[1]}.5"):
            yield _put(original.text, match.start(1), match.end(1), other)


def _in_words(original: Original) -> Iterator[str]:
    spelled = words.WORDS[original.language]
    for match in _numbers(original.text):
        wrong = spelled.get(int(match[0]) + 1) if match[0].isdigit() else None
        if wrong:
            yield _put(original.text, *match.span(), wrong)
    for number, name in spelled.items():
        for match in re.finditer(rf"(?<![\w-]){name}(?![\w-])", original.text) if number > 1 else ():
            wrong = spelled.get(number + 1, spelled[2])
            yield _put(original.text, *match.span(), wrong)


def _exchanged(original: Original) -> Iterator[str]:
    """Two different numbers, stages or dates of one sentence in each other's place."""
    dates = re.compile(r"\b(?:février|avril|February|April) 2026\b")
    for pattern in (_NUMBER, _STAGE, dates):
        matches = [
            m
            for m in pattern.finditer(original.text)
            if not _in_link(original.text, m) and (pattern is dates or not _in_date(original.text, m))
        ]
        for first, second in pairwise(matches):
            if first[0] != second[0] and not _same_words_around(original.text, first, second):
                text = _put(original.text, *second.span(), first[0])
                yield _put(text, *first.span(), second[0])


def _date(original: Original) -> Iterator[str]:
    months = words.MONTHS[original.language]
    for at, month in enumerate(months):
        for match in re.finditer(rf"\b{month} (?=20\d\d)", original.text):
            yield _put(original.text, *match.span(), months[(at + 3) % len(months)] + " ")
    for match in _YEAR.finditer(original.text):
        yield _put(original.text, *match.span(), str(int(match[0]) - 1))


def _edition(original: Original) -> Iterator[str]:
    """The other edition; for rows, which both editions list, one that there never was."""
    pairs = {"fr": (("février", "avril"), ("d'", "de ")), "en": (("February", "April"), ("", ""))}
    (one, other), _ = pairs[original.language]
    for old, new in ((one, other), (other, one)):
        for match in re.finditer(rf"\b{old} 2026\b", original.text):
            yield _put(original.text, *match.span(), f"{new} 2026")
    if _rows(original):
        note = " (édition de mars 2025)." if original.language == "fr" else " (March 2025 edition)."
        yield original.text.rstrip(".") + note


def _name(original: Original) -> Iterator[str]:
    """A provider or an offer in another's place, never one that the sources are about."""
    about = fold(" ".join([original.text, *(s.text[original.language] for s in original.sources)]))
    providers = [p.name for p in original.names.providers]
    offers = [o.offer for o in original.names.offers if len(o.offer) > 4]
    unlisted = [u.name for u in original.names.unlisted]
    for own, others in ((providers, (providers, unlisted)), (offers, (offers,))):
        for name in own:
            if name not in original.text:
                continue
            at = original.text.index(name)
            for group in others:
                strangers = [o for o in group if fold(o) not in about and fold(name) not in fold(o)]
                yield _put(original.text, at, at + len(name), strangers[len(original.text) % len(strangers)])


def _stage(original: Original) -> Iterator[str]:
    for match in _STAGE.finditer(original.text):
        for step in (1, 2):
            yield _put(original.text, *match.span(), f"J{(int(match[1]) + step) % 4}")


def _model(original: Original) -> Iterator[str]:
    """Another service model, unless a cited row of the same offer has it."""
    offered = {s.fact.fields["service_model"] for s in _rows(original) if s.fact}
    for match in _MODEL.finditer(original.text):
        for letter in "ICPS":
            if letter != match[1] and f"{letter}aaS" not in offered:
                yield _put(original.text, *match.span(), letter)


def _status(original: Original) -> Iterator[str]:
    """The other status, in each of its wordings."""
    text, language = original.text, original.language
    for match in _STATED.finditer(text):
        true = "in_progress" if "candidat" in match[0] else "qualified"
        false = "qualified" if true == "in_progress" else "in_progress"
        for wording in words.STATUSES[language][false]:
            yield _put(text, *match.span(), wording)
    for match in re.finditer(
        r"(?<=, )(?:qualifiée|en cours de qualification|qualified|in progress)(?=\))", text
    ):
        yield _put(text, *match.span(), words.NOTED[match[0]])
    yield from _replaced(text, words.BOTH_QUALIFIED[language])


def _negation_added(original: Original) -> Iterator[str]:
    text, language = original.text, original.language
    for verb, negated in words.VERBS[language]:
        for match in re.finditer(
            rf"(?<![\w'-]){verb} (?!not\b|just\b|pas\b|plus\b|ni\b|neither\b|no\b)", text
        ):
            before = text[: match.start()].lower()
            if not re.search(r"(?:\bn[e']|n'|\bni\b|\bnot\b|neither|in return)\W*(?:\w+\W+)?$", before):
                yield _put(text, *match.span(), negated + " ")
    for pattern, new in words.NO[language]:
        if first := re.search(pattern, text):
            yield _put(text, *first.span(), new)


def _negation_removed(original: Original) -> Iterator[str]:
    for pattern, new in words.REMOVALS[original.language]:
        for match in re.finditer(pattern, original.text):
            yield _put(original.text, *match.span(), match.expand(new))


def _denied(original: Original) -> Iterator[str]:
    for frame in words.DENIALS[original.language]:
        inner = original.text.rstrip(".") if frame.startswith("{}") else original.text
        yield frame.format(inner)


def _quantifier(original: Original) -> Iterator[str]:
    yield from _replaced(original.text, words.QUANTIFIERS[original.language])


def _bound(original: Original) -> Iterator[str]:
    yield from _replaced(original.text, words.LIMITED[original.language])
    for match in _numbers(original.text):
        if re.match(r"\s?(?:%|ans|jours?|secondes|years|days|seconds)", original.text[match.end() :]):
            for bound in words.BOUNDS[original.language]:
                yield _put(original.text, match.start(), match.start(), bound)


def _actor(original: Original) -> Iterator[str]:
    """One party in another's place, and two of one sentence exchanged."""
    groups = words.ACTORS[original.language]
    text = original.text
    present = [
        (m.span(), g)
        for g in groups
        for spelling in g[:2]
        if (m := re.search(rf"(?i)\b{re.escape(spelling)}\b", text))
    ]
    for (start, end), group in present:
        for other in groups:
            if other is not group and not any(re.search(rf"(?i)\b{re.escape(s)}\b", text) for s in other):
                yield _put(text, start, end, _cased(other[0], text[start]))
    for (a, first), (b, second) in ((p, q) for p in present for q in present):
        if first is not second and a[1] <= b[0]:
            exchanged = _put(text, *b, _cased(text[slice(*a)], text[b[0]]))
            yield _put(exchanged, *a, _cased(text[slice(*b)], text[a[0]]))


def _opposite(original: Original) -> Iterator[str]:
    yield from _replaced(original.text, words.OPPOSITES[original.language])


_RULES: Mapping[str, _Rule] = {
    "digit": _digit,
    "percentage": _percentage,
    "number in words": _in_words,
    "values exchanged": _exchanged,
    "edition": _edition,
    "date": _date,
    "name": _name,
    "stage": _stage,
    "service model": _model,
    "status": _status,
    "negation added": _negation_added,
    "negation removed": _negation_removed,
    "denied": _denied,
    "quantifier": _quantifier,
    "bound": _bound,
    "actor": _actor,
    "opposite": _opposite,
}


def _rows(original: Original) -> list[Source]:
    return [s for s in original.sources if s.fact is not None and s.fact.kind == "offer"]


def _numbers(text: str) -> Iterator[re.Match[str]]:
    return (m for m in _NUMBER.finditer(text) if not _in_link(text, m))


def _in_link(text: str, match: re.Match[str]) -> bool:
    return any(link.start() <= match.start() < link.end() for link in _LINK.finditer(text))


def _in_date(text: str, match: re.Match[str]) -> bool:
    months = "|".join(m for names in words.MONTHS.values() for m in names)
    return bool(re.search(rf"(?:{months}) $", text[: match.start()]))


def _same_words_around(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two values merely stand in a row, so that their order says little."""
    return not re.search(r"\w", text[first.end() : second.start()].replace("et", "").replace("and", ""))


def _replaced(text: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for old, new in pairs:
        if match := re.search(rf"(?<![\w-]){re.escape(old)}", text):
            if text[match.end() :].startswith(("not ", "pas ")):
                continue
            if old[-1].isalpha() and not old.endswith(" d") and re.match(r"\w", text[match.end() :]):
                continue
            yield _put(text, *match.span(), new)


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _cased(text: str, like: str) -> str:
    return text[0].upper() + text[1:] if like.isupper() else text
