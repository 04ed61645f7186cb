"""Questions about the tables, in both languages, each with what a right answer may and must say."""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from snc_assistant.types import Language
from tests.expectations import NO_TYPE, Expected, Provider, listing, provider, verdict
from tests.tables import (
    MODELS,
    STATUSES,
    all_rows,
    common_words,
    count_offers,
    count_providers,
    provider_names,
    rows,
)
from tests.wordings import EDITION_WORDS, WORDINGS

_COMMON_WORDS = frozenset(("bleu", "edt", "sens"))  # in lower case no names
_TERSE = 4  # words
_POLITELY: dict[Language, str] = {"fr": "Bonjour, {} Merci d'avance.", "en": "Hello, {} Thanks."}


class LookUp(NamedTuple):
    """A question with the questions asked before it."""

    kind: str
    language: Language
    text: str
    expected: Expected
    history: tuple[str, ...] = ()


def every_look_up(language: Language, seed: int = 2026) -> list[LookUp]:
    """Questions over each provider, offer, service model, status and edition.

    :param seed: chooses the wording and the register of each; what is asked about is always everything.
    """
    asking = _Asking(language, random.Random(seed))
    asked = [q for slug in dict.fromkeys(r.slug for r in all_rows()) for q in asking.about_provider(slug)]
    asked += [
        q for row in dict.fromkeys((r.slug, r.offer) for r in all_rows()) for q in asking.about_offer(*row)
    ]
    return [*asked, *asking.about_all()]


class _Asking:
    """Asks in one language, in wordings and registers drawn at random."""

    def __init__(self, language: Language, chance: random.Random) -> None:
        self._language = language
        self._chance = chance
        self._wordings = WORDINGS[language]

    def about_provider(self, slug: str) -> Iterator[LookUp]:
        who = provider(slug)
        number = (count_offers(who.rows),) if len(who.rows) > 1 else ()
        yield self._ask("offers", who.expect({""}), x=who.names)
        yield self._ask("count.offers", who.expect({""}, counts=number), x=who.names)
        yield self._ask("not", who.expect({"yes", "no", "mixed"}), x=who.names)
        for status in STATUSES:
            yield from self._of_status(who, status)
        for model in MODELS:
            found = rows(slug, model=model)
            kind, verdicts = self._chance.choice((("model", {"", "yes"}), ("model.status", {""})))
            if not found:
                verdicts = {"no"} if kind == "model" else {"", "no"}
            yield self._ask(kind, who.expect(verdicts, found), x=who.names, m=model)
        yield from self._of_two_models(who)
        yield from self._beside_others(who)

    def _of_status(self, who: Provider, status: str) -> Iterator[LookUp]:
        found = rows(who.slug, status=status)
        several = count_offers(found) > 1
        number = (count_offers(found),) if len(found) > 1 else ()  # one is shown without a number
        yield self._ask(f"count.{status}.offers", who.expect({""}, found, counts=number), x=who.names)
        yield self._ask(f"several.{status}", who.expect({"yes" if several else "no"}, found), x=who.names)
        verdicts = verdict(who.rows, status)
        yield self._ask(f"is.{status}", who.expect(verdicts), x=who.names)
        before = self._plain(f"is.{status}", x=self._other(who.slug))
        yield self._ask("and.provider", who.expect({"", *verdicts}), before, x=who.names[0])
        for edition, when in EDITION_WORDS[self._language].items():
            yield self._ask(f"was.{status}", who.expect(verdicts, edition=edition), x=who.names, e=when)
        for model in MODELS if who.slug != NO_TYPE else ():
            yield from self._of_model(who, model, status)

    def _of_model(self, who: Provider, model: str, status: str) -> Iterator[LookUp]:
        found = rows(who.slug, model=model)
        verdicts, x = verdict(found, status), who.names[0]
        yield self._ask(f"is.{status}.model", who.expect(verdicts, found), x=who.names, m=model)
        expected = who.expect({"", *verdicts}, found)
        if self._chance.random() < 0.5:
            yield self._ask("and.model", expected, self._plain(f"is.{status}", x=x), m=model)
        else:
            before = self._plain(f"is.{status}.model", x=self._other(who.slug), m=model)
            yield self._ask("and.provider", expected, before, x=x)

    def _of_two_models(self, who: Provider) -> Iterator[LookUp]:
        for first in MODELS if who.slug != NO_TYPE else ():
            second = self._chance.choice([m for m in MODELS if m != first])
            found = [r for r in who.rows if r.model in (first, second)]
            is_in_both = {r.model for r in found} == {first, second}
            is_all = is_in_both and verdict(found, "qualified") == {"yes"}
            verdicts = {"yes"} if is_all else {"", "no", "mixed"}
            yield self._ask(
                "is.qualified.models", who.expect(verdicts, found), x=who.names, m=first, k=second
            )

    def _beside_others(self, who: Provider) -> Iterator[LookUp]:
        other = provider(
            self._chance.choice([s for s in provider_names() if s not in {r.slug for r in who.kin}])
        )
        x, y, both = who.names[0], other.names[0], who.rows + other.rows
        allowed = frozenset(who.kin + other.kin)
        alike = {r.status for r in who.kin} == {r.status for r in other.kin}
        verdicts = frozenset({"", "yes" if alike else "no"})  # "Compare …" asks for none
        yield self._ask("compare", Expected(verdicts, frozenset(both), allowed), x=x, y=y)
        verdicts = frozenset({"", *verdict(both, "qualified")})
        yield self._ask("or", Expected(verdicts, frozenset(both), allowed), x=x, y=y)
        for model in self._chance.sample(MODELS, 2):
            found = [r for r in both if r.model == model]
            qualified = frozenset(r for r in found if r.status == "qualified")
            verdicts = frozenset({"", *verdict(found, "qualified")})
            if len({r.slug for r in found}) == 1:
                verdicts -= {"yes"}
            yield self._ask("or.model", Expected(verdicts, qualified, allowed), x=x, y=y, m=model)
            alone = {r.slug for r in rows(model=model, status="qualified")} == {who.slug}
            expected = Expected(frozenset({"yes" if alone else "no"}), frozenset(), frozenset(all_rows()))
            yield self._ask("alone", expected, x=x, m=model)
            rest = [r for r in rows(model=model, status="qualified") if r.slug != who.slug]
            if rest:
                yield self._ask("except", listing(rest), x=x, m=model)

    def about_offer(self, slug: str, offer: str | None) -> Iterator[LookUp]:
        found = rows(slug, offer=offer)
        if offer is None or not _is_a_name(offer):
            return
        own = frozenset(found)
        for status in STATUSES:
            verdicts = frozenset(verdict(found, status))
            yield self._ask(f"offer.{status}", Expected(verdicts, own, own), o=offer)
        for model in MODELS:
            under = [r for r in found if r.model == model]
            expected = Expected(frozenset(verdict(under, "qualified")), frozenset(under or found), own)
            yield self._ask("offer.model", expected, o=offer, m=model)
        yield self._ask("offer", Expected(frozenset({""}), own, own), o=offer)

    def about_all(self) -> Iterator[LookUp]:
        for status in STATUSES:
            found = rows(status=status)
            yield from self._every(f"who.{status}", listing(found))
            yield from self._every(f"count.{status}", listing(found, all_counts=True))
            for model in MODELS:
                yield from self._about_model(model, status)
        for model in MODELS:
            applying = listing(rows(model=model, status="in_progress"))
            yield from self._every("not.model", applying, m=model)
            if model != "PaaS":  # OVH has one in progress: lacking or not, as one reads it
                having = {r.slug for r in rows(model=model)}
                lacking = [r for r in rows(status="qualified") if r.slug not in having]
                yield from self._every("lacking", listing(lacking), m=model)
        for kind in ("new", "not.yet", "both"):
            yield from self._every(kind, _OF_ALL[kind]())

    def _about_model(self, model: str, status: str) -> Iterator[LookUp]:
        found = rows(model=model, status=status)
        yield from self._every(f"who.{status}.model", listing(found), m=model)
        yield from self._every(f"count.{status}.model", listing(found, all_counts=True), m=model)
        for edition, when in EDITION_WORDS[self._language].items():
            yield from self._every(f"who.{status}.edition", listing(found, edition), m=model, e=when)
        for other in MODELS:
            if other != model:
                before = self._plain(f"who.{status}.model", m=other)
                yield self._ask("and.model", listing(found), before, m=model)

    def _ask(self, kind: str, expected: Expected, *before: str, **names: str | Sequence[str]) -> LookUp:
        """One wording in one register; a name given with other spellings may take one of these."""
        spelt = {k: v if isinstance(v, str) else self._spelling(v) for k, v in names.items()}
        text = self._chance.choice(self._wordings[kind]).format(**spelt)
        return LookUp(kind, self._language, text if before else self._register(text), expected, before)

    def _every(self, kind: str, expected: Expected, **names: str) -> Iterator[LookUp]:
        for wording in self._wordings[kind]:
            text = wording.format(**names)
            for shown in dict.fromkeys((text, _plainly(text))):
                yield LookUp(kind, self._language, shown, expected)

    def _plain(self, kind: str, **names: str) -> str:
        return self._wordings[kind][0].format(**names)

    def _other(self, slug: str) -> str:
        return self._chance.choice([n[0] for s, n in provider_names().items() if s != slug])

    def _spelling(self, names: Sequence[str]) -> str:
        return self._chance.choice([names[0], *[n for n in names if n.lower() not in common_words()]])

    def _register(self, text: str) -> str:
        register = self._chance.choice(("as it is", "in a hurry", "politely"))
        if register == "in a hurry" and not _COMMON_WORDS & set(_plainly(text).split()):
            return _plainly(text)
        is_long = len(text.split()) > _TERSE and "?" in text
        return _POLITELY[self._language].format(text) if register == "politely" and is_long else text


def _is_a_name(offer: str) -> bool:
    """Whether an offer's printed name is more than generic words: those need their provider beside them."""
    return offer not in ("IaaS", "IaaS SecNumCloud", "Plateforme des services cloud")


def _nothing_new() -> Expected:
    return Expected(frozenset({"", "no"}), frozenset(), frozenset(all_rows()), edition="")


def _not_yet() -> Expected:
    return listing(rows(status="in_progress"))


def _with_both() -> Expected:
    mixed = frozenset(r for r in all_rows() if len({x.status for x in rows(r.slug)}) > 1)
    return Expected(frozenset({""}), mixed, mixed, (count_providers(mixed),))


_OF_ALL: dict[str, Callable[[], Expected]] = {"new": _nothing_new, "not.yet": _not_yet, "both": _with_both}


def _plainly(text: str) -> str:
    """A question as typed in a hurry: no capitals, no accents, no question mark."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).lower().rstrip(" ?")
