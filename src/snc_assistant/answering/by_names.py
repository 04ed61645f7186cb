"""What the names of a question decide without looking at meaning."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from snc_assistant.answering.abstaining import Abstaining
from snc_assistant.answering.learned import is_look_up
from snc_assistant.answering.part import Part
from snc_assistant.answering.what_is_asked import WhatIsAsked
from snc_assistant.facts.base import FactBase
from snc_assistant.facts.finding import Finding
from snc_assistant.facts.lookup import LookUp
from snc_assistant.facts.questions import OFF_TOPIC
from snc_assistant.language import fold, words
from snc_assistant.question.expects import asks_beyond_tables, expected_answer
from snc_assistant.question.frame import residue
from snc_assistant.question.parts import asking, without_courtesy
from snc_assistant.question.subject import LookUpOdds
from snc_assistant.types import Gap, Hit, Outcome, Question

_PROGRESS = re.compile(
    r"\b(etapes?|stades?|stages?|jalons?|phases?|avancement|how far along|progress so far|(?:quel|which|what|combien|numero) j|j combien)\b"
)
_APPLICANTS = r"(?:candidats?|candidatures?|prestataires?|fournisseurs?|hebergeurs?|dossiers?|applicants?|candidates?|providers?|vendors?|companies)"
_WHICH_APPLICANTS = re.compile(
    rf"\b(?:combien (?:de |d')|nombre de |quels? |lesquels des |how many |number of |which |what )(?:\w+ )?{_APPLICANTS}\b"
    r"(?!\W+(?:must|should|need|do(?:es)? (?:a|the)|doi(?:t|vent)|faut))"
)
_LISTED = re.compile(
    r"\b(?:prestataires?|fournisseurs?|hebergeurs?|offres?|candidats?|providers?|vendors?|offers?|offerings?|applicants?|tableaux?|tables?|listes?|lists?)\b"
)
_WHICH = re.compile(
    r"\b(?:(?<!est-ce )qui|who|quels?|quelles?|which|combien|how many|nombre|number|nb|total|list\w*|donne\w*|cite\w*|nomme\w*|name|show|any\w*|some\w*|lesquel\w*|lequel"
    r"|(?:il )?y a|y a-t-il|is there|are there|prestataires?|fournisseurs?|hebergeurs?|offres?|candidats?|providers?|vendors?|offers?|offerings?|applicants?)\b"
)
_REFUSED = re.compile(
    r"\b(?:recal[ee]\w*|refuse[es]*|rejet[ee]\w*|echoue\w*|retoque\w*|turned down|rejected|refused|failed|flunked|kicked out"
    r"|(?:perd\w*|lost|loses?|losing) (?:sa |la |leur |son |its |the |their )?(?:qualif\w*|label|visa|statut|status))\b"
)
_STATUS = re.compile(r"\b(qualif\w*|label\w*|liste\w*|listed|list|secnumcloud|snc)\b")
_DETERMINERS = (
    "mon|ma|mes|notre|nos|votre|vos|leurs?|un|une|des|du|le|la|les|ce|cette|my|our|your|their|a|an|the|this"
)
_SHORTEST_NAME = 3
_SHORT = 7  # words of a question that can be a bare name with a frame around it
_BESIDE_IT = 0.2  # in cosine
_FAR = 0.1  # in cosine
_SEVERAL = 2
_LOOK_UP = 1.0  # log odds from which the words beside the names make a look-up
_NO_LOOK_UP = 0.0  # the same where several filters are named
_EVEN = 0.0  # log odds by what the corpus taught, from which it is one whatever its words
_NONE_NEAR = 0.2  # cosine of what is not among the hits
# Where a provider or an offer is named: by logistic regression on development questions (docs/how-it-works.md).
_OF_ODDS = 0.45
_OF_FILTER = 1.1
_OF_GAP = 7.0
_OF_GAP_OF_ANYONE = 14.0
_NAMED_LOOK_UP = 0.6


class ByNames:
    """Decides look-ups: who is listed, with what, and what a stage or a family of criteria is."""

    def __init__(
        self,
        facts: FactBase,
        lookup: LookUp,
        gaps: Mapping[str, Gap],
        vocabulary: frozenset[str],
        odds: LookUpOdds,
        what_is_asked: WhatIsAsked,
        abstaining: Abstaining,
    ) -> None:
        self._facts = facts
        self._lookup = lookup
        self._gaps = gaps
        self._vocabulary = vocabulary
        self._odds = odds
        self._what_is_asked = what_is_asked
        self._abstaining = abstaining

    def decide(self, question: Question, hits: Sequence[Hit]) -> Finding | Part | None:
        """What the names decide; None where meaning has to."""
        said = question.relation.words
        left = [w for w in residue(_asked(question), question.entities) if w not in said]
        stages = question.values("stage")
        if any(not self._is_stage(label) for label in stages):
            return self._abstaining.plainly(question, hits, Outcome.NOT_IN_SOURCES)
        if _asks_progress(question):
            return self._abstaining.by_nearest_gap(question, hits, of_anyone=True)
        if question.intent == "compare" and question.entities and _about_tables(question):
            return self._lookup.offers.changes(question)
        if stages and not residue(question.standalone, question.entities, meaning=True):
            return self._lookup.stage(question)
        unspoken = self._of_unspoken(question, hits)
        if unspoken:
            return unspoken
        if expected_answer(question.standalone) != "anything":
            return None  # a table of names gives no amount and no date
        return self._of_unlisted(question, left, hits) or self._of_listed(question, left, hits)

    def contradicting(self, question: Question) -> Finding | None:
        """The listing of a named provider whose status is not the one that a question takes for granted."""
        named = question.meant("provider") + question.meant("offer")
        supposed = question.values("status")
        if "?" in question.standalone and not supposed and _REFUSED.search(fold(question.standalone)):
            supposed = ("refused",)
        if not named or len(supposed) != 1 or expected_answer(question.standalone) != "anything":
            return None
        plain = tuple(e for e in question.entities if e.kind != "status")
        found = self._lookup.offers.find(replace(question, entities=plain, intent="status"))
        if found and found.lead and found.lead.key in ("provider.none", "offer.none"):
            return found
        statuses = {f.fields.get("status") for f in found.facts} if found else set()
        return found if statuses and supposed[0] not in statuses else None

    def _of_unspoken(self, question: Question, hits: Sequence[Hit]) -> Part | None:
        """A name that no document speaks of, unless something far nearer is asked beside it."""
        nearest = hits[0].dense_score if hits else 0.0
        for gap_id in question.values("unspoken"):
            near = max((h.dense_score for h in hits if h.target_id == gap_id), default=0.0)
            if gap_id in self._gaps and near >= nearest - _BESIDE_IT:
                return self._abstaining.by_gap(question, self._gaps[gap_id], hits)
        return None

    def _of_unlisted(self, question: Question, left: list[str], hits: Sequence[Hit]) -> Finding | None:
        """A name that stands in no table: one known to be absent, or one never heard of."""
        names = question.meant("provider") + question.meant("offer")
        unlisted = question.meant("unlisted")
        off_topic = bool(hits) and hits[0].target_id.startswith(OFF_TOPIC)
        if unlisted and not names and not off_topic and (not left or self._about_offers(hits)):
            return self._lookup.offers.unlisted(*unlisted)
        unknown = [w for w in left if w not in self._vocabulary]
        alone = left == unknown and 0 < len(left) <= 2 and not names and question.intent != "count"
        alone = alone and not _is_common_noun(left[0], question.standalone)
        if alone and _asks_status(question) and len(words(question.standalone)) <= _SHORT:
            return self._lookup.offers.unlisted(" ".join(left))
        return None

    def _of_listed(self, question: Question, left: list[str], hits: Sequence[Hit]) -> Finding | None:
        filters = {e.kind for e in question.entities} & {"status", "service_model", "provider", "offer"}
        if left and not self._is_look_up(question, left, filters, hits):
            return None
        if left and self._is_far_from_tables(hits, gap_is_nearer=_is_inherited(question)):
            return None
        if question.values("family"):
            return self._lookup.family(question)
        names = question.meant("provider") + question.meant("offer")
        filtered = question.values("service_model") and _asks_for_rows(question)
        if names or question.values("status") or filtered or question.relation.grouping:
            return self._lookup.offers.find(question)
        return None

    def _is_look_up(
        self, question: Question, left: list[str], filters: Set[str], hits: Sequence[Hit]
    ) -> bool:
        """Whether a question with these words beside its names still asks who is listed and how."""
        if not question.entities and not question.relation.grouping:
            return False
        if not question.values("status") and _REFUSED.search(fold(question.standalone)):
            return False  # why is asked, of what is not so
        odds = self._odds.of(left)
        if filters & {"provider", "offer"}:
            if asks_beyond_tables(question.standalone):
                return False
            others = len(filters - {"provider", "offer"})
            gap = _OF_GAP * self._nearer_gap(hits) + _OF_GAP_OF_ANYONE * self._what_is_asked.nearer_gap(
                question
            )
            return _OF_ODDS * odds + _OF_FILTER * others - gap > _NAMED_LOOK_UP
        if odds >= (_LOOK_UP if len(filters) < _SEVERAL else _NO_LOOK_UP):
            return True
        taught = self._what_is_asked.look_up_odds(question)
        return taught is not None and taught > _EVEN

    def _nearer_gap(self, hits: Sequence[Hit]) -> float:
        """By how much the nearest gap is nearer than the nearest listing, in cosine."""
        listing = (
            h.dense_score for h in hits if h.target_id in self._facts and is_look_up(self._facts[h.target_id])
        )
        gaps = (h.dense_score for h in hits if h.target_id in self._gaps or h.target_id.startswith(OFF_TOPIC))
        return max(gaps, default=_NONE_NEAR) - max(listing, default=_NONE_NEAR)

    def _is_far_from_tables(self, hits: Sequence[Hit], *, gap_is_nearer: bool) -> bool:
        """Whether something else is far nearer to the question than anything that tables list.

        :param gap_is_nearer: whether any gap among the hits may be that, not the best hit alone.
        """
        if not hits or hits[0].target_id.startswith(OFF_TOPIC):
            return False
        listing = [
            h.dense_score for h in hits if h.target_id in self._facts and is_look_up(self._facts[h.target_id])
        ]
        gaps = [h.dense_score for h in hits if gap_is_nearer and h.target_id in self._gaps]
        return max(hits[0].dense_score, *gaps, 0.0) > max(listing, default=0.0) + _FAR

    def _about_offers(self, hits: Sequence[Hit]) -> bool:
        """Whether the best hit is about who is listed, not about something else said of a name."""
        target = hits[0].target_id if hits else ""
        return is_look_up(self._facts[target]) if target in self._facts else target in self._gaps

    def _is_stage(self, label: str) -> bool:
        return any(f.fields.get("stage") == label for f in self._facts.all())


def _asked(question: Question) -> str:
    """What a question asks, without the story around it; all of a follow-up, with what it leans on."""
    leans = question.standalone.endswith(question.text) and question.standalone != question.text
    return question.standalone if leans else asking(without_courtesy(question.standalone))


def _is_inherited(question: Question) -> bool:
    """Whether the provider or offer is named in the part before this one, not in it."""
    text = fold(question.standalone)
    return any(e.kind in ("provider", "offer") and fold(e.surface) not in text for e in question.entities)


def _is_common_noun(word: str, text: str) -> bool:
    """Whether a word stands in the question as an ordinary noun or abbreviation, not as a name."""
    if len(word) < _SHORTEST_NAME:
        return True
    return bool(re.search(rf"\b(?:{_DETERMINERS})\W+(?:\S+ )?{re.escape(word)}\b", fold(text)))


def _asks_progress(question: Question) -> bool:
    """Whether a question asks at which stage given applicants are, or who is at one: a fact of no document."""
    folded = fold(question.standalone)
    if question.values("provider") or question.values("offer"):
        if question.relation.same:
            return bool(question.values("stage"))  # "are they at the same point?" is asked of their status
        return bool(question.values("stage") or _PROGRESS.search(folded))
    return bool(question.values("stage") and _WHICH_APPLICANTS.search(folded))


def _asks_for_rows(question: Question) -> bool:
    """Whether who or which offers there are is asked, rather than what a service model is like."""
    if question.relation.absent or question.relation.only:
        return True
    return question.intent in ("list", "count") and bool(_WHICH.search(fold(question.standalone)))


def _asks_status(question: Question) -> bool:
    return bool(question.values("status") or _STATUS.search(question.standalone.lower()))


def _about_tables(question: Question) -> bool:
    """Whether a comparison is about who is listed rather than about all that the editions say."""
    named = any(e.kind in ("status", "provider", "offer", "service_model") for e in question.entities)
    return named or bool(_LISTED.search(fold(question.standalone)))
