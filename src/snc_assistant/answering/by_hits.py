"""What the best hit says, if it is good enough and the kind of thing asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from snc_assistant.answering.abstaining import Abstaining, confidence_of
from snc_assistant.answering.learned import is_look_up
from snc_assistant.answering.part import Part
from snc_assistant.answering.verdicts import verdict
from snc_assistant.answering.what_is_asked import WhatIsAsked
from snc_assistant.facts.base import FactBase
from snc_assistant.facts.finding import Finding
from snc_assistant.facts.limits import has_share, limit_verdict
from snc_assistant.facts.lookup import LookUp
from snc_assistant.facts.questions import OFF_TOPIC
from snc_assistant.generation.extractive import compose_passage, passage_source
from snc_assistant.grounding.evidence import in_domain
from snc_assistant.grounding.redirections import gives_orders
from snc_assistant.ingest.passages import Structure
from snc_assistant.language import words
from snc_assistant.question.expects import (
    asks_beyond_tables,
    asks_for_all,
    asks_how_many,
    expected_answer,
    gives,
    gives_a_number,
)
from snc_assistant.question.frame import residue
from snc_assistant.question.modality import modality_of
from snc_assistant.question.subject import LookUpOdds
from snc_assistant.retrieval.calibration import Calibration
from snc_assistant.types import Fact, Gap, Hit, Outcome, Question

_NEAR_HITS = 6
_BESIDE = 2  # facts shown beside the best one
_AS_GOOD = 0.8  # of the best hit's relevance
_AS_GOOD_IF_UNSURE = 0.6  # the same where the best hit is not sure to be the right one
_SURE = 0.9  # confidence
_PART_OF = 0.8  # of the best hit's relevance, for the topic that it is part of
_NEAR_COSINE = 0.1
_NO_LOOK_UP = -1.0
_ANOTHER_SUBJECT = 0.0  # in cosine, by which a gap is nearer than any look-up
_ABOUT_AS_NEAR = 0.15  # in cosine
_NEXT = 4
_CLEARLY = 0.03  # in cosine
_NEAR = 0.21  # confidence from which even a question without a word of the subject is about it
_LEAST = 0.3  # in cosine
_LEAST_OF_GAP = 0.4  # in cosine: less is lost by a less exact abstention


class ByHits:
    """Decides by meaning: the best hit answers, or says why nothing does."""

    def __init__(
        self,
        facts: FactBase,
        lookup: LookUp,
        gaps: Mapping[str, Gap],
        structures: Mapping[str, Structure],
        odds: LookUpOdds,
        what_is_asked: WhatIsAsked,
        calibration: Calibration,
        abstaining: Abstaining,
        *,
        tells_subjects: bool,
    ) -> None:
        """:param tells_subjects: whether the corpus says what it is not about."""
        self._facts = facts
        self._lookup = lookup
        self._gaps = gaps
        self._structures = structures
        self._odds = odds
        self._what_is_asked = what_is_asked
        self._calibration = calibration
        self._tells_subjects = tells_subjects
        self._abstaining = abstaining

    def decide(self, question: Question, hits: Sequence[Hit]) -> Finding | Part:
        """What the hits say, an abstention if they say nothing."""
        speaks_of_it = not self._tells_subjects or in_domain(question.standalone, bool(question.entities))
        hits = self._on_topic(question, hits) if speaks_of_it else hits
        if not hits or confidence_of(hits) < self._calibration.threshold:
            near = confidence_of(hits) >= _NEAR
            outcome = Outcome.NOT_IN_SOURCES if speaks_of_it or near else Outcome.OUT_OF_SCOPE
            return self._abstaining.plainly(question, hits, outcome)
        if not speaks_of_it and hits[0].dense_score < self._least(hits[0]):
            return self._abstaining.plainly(question, hits, Outcome.OUT_OF_SCOPE)
        hits = self._limit_first(question, hits)
        best = hits[0]
        if best.target_id.startswith(OFF_TOPIC):
            return self._abstaining.plainly(question, hits, Outcome.OUT_OF_SCOPE)
        if best.target_id in self._gaps:
            return self._abstaining.by_gap(question, self._gaps[best.target_id], hits)
        if best.target_id not in self._facts:
            return self._passage(question, best, hits)
        fact = self._whole(question, self._facts[best.target_id], hits)
        listed = self._of_named(question, fact, hits)
        if listed:
            return listed
        if not self._answers(question, fact, hits):
            return self._abstaining.by_nearest_gap(question, hits)
        return self._fact(question, fact, hits)

    def _on_topic(self, question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits without other subjects, if something of this subject is about as near as the best.

        What is only listed of a provider or offer that is named is near because of the name alone.
        """
        kept = [h for h in hits if not h.target_id.startswith(OFF_TOPIC)]
        if not kept or kept[0].dense_score < hits[0].dense_score - _ABOUT_AS_NEAR:
            return hits
        if not _names_one(question):
            return kept
        listed = kept[0].target_id in self._facts and is_look_up(self._facts[kept[0].target_id])
        is_other = hits[0] is not kept[0] and self._what_is_asked.nearer_gap(question) > _ANOTHER_SUBJECT
        return hits if listed or is_other else kept

    def _least(self, hit: Hit) -> float:
        """The cosine below which a question without a word of the subject is about something else."""
        return _LEAST_OF_GAP if hit.target_id in self._gaps else _LEAST

    def _limit_first(self, question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits with a limit before a gap, where the question gives a share that the limit decides."""
        if hits[0].target_id not in self._gaps or not has_share(question.standalone):
            return hits
        for hit in hits[1:_NEXT]:
            if hit.target_id in self._facts and "limit_alone" in self._facts[hit.target_id].fields:
                return [hit, *(h for h in hits if h is not hit)]
        return hits

    def _of_named(self, question: Question, fact: Fact, hits: Sequence[Hit]) -> Finding | Part | None:
        """What the tables say of a provider or offer that is named, rather than an unsure fact about nobody."""
        if not _names_one(question) or confidence_of(hits) >= _SURE:
            return None
        about_names = fact.kind == "offer" or fact.select or fact.fields.get("provider")
        if (
            about_names
            or _speaks_of_named(question, fact)
            or expected_answer(question.standalone) != "anything"
        ):
            return None
        if self._what_is_asked.nearer_gap(question) > _ANOTHER_SUBJECT:
            return self._abstaining.by_nearest_gap(question, hits)
        return self._lookup.offers.find(question)

    def _whole(self, question: Question, fact: Fact, hits: Sequence[Hit]) -> Fact:
        """The topic that a fact is part of, where the question asks for all of it and both match."""
        topics = [self._facts[h.target_id] for h in hits[:_NEAR_HITS] if h.target_id in self._facts]
        stages = set(question.values("stage"))
        for topic in topics if len(stages) > 1 else ():
            if topic.kind == "topic" and stages <= self._told_of(topic):
                return topic
        if fact.kind in ("topic", "offer") or not asks_for_all(question.text):
            return fact
        for hit in hits[1:_NEXT]:
            if hit.target_id not in self._facts:
                continue
            topic = self._facts[hit.target_id]
            is_nearer = hit.dense_score >= hits[0].dense_score + _CLEARLY
            if topic.kind != "topic" or hit.score < _PART_OF * hits[0].score:
                continue
            if len(stages) == 1 and not self._told_of(topic) <= stages:
                continue
            if is_nearer or self._is_part(fact, topic):
                return topic
        return fact

    def _told_of(self, topic: Fact) -> set[str]:
        """The stages that a topic tells of."""
        return {m.fields["stage"] for m in self._facts.members(topic) if m.fields.get("stage")}

    def _is_part(self, fact: Fact, topic: Fact) -> bool:
        """Whether a topic enumerates a fact, or the stage that a step belongs to."""
        members = self._facts.members(topic)
        stage = fact.fields.get("stage") if fact.kind == "step" else None
        return fact in members or (bool(stage) and stage in self._told_of(topic))

    def _answers(self, question: Question, fact: Fact, hits: Sequence[Hit]) -> bool:
        """Whether a fact on the right subject also says what is asked."""
        statements = " ".join(f.statement[question.language] for f in (fact, *self._facts.members(fact)))
        if not gives(statements, expected_answer(question.standalone)):
            return False
        counts = _is_enumerated(fact) and (fact.kind != "stage" or asks_for_all(question.standalone))
        if asks_how_many(question.standalone) and not counts and not gives_a_number(statements):
            return False
        if fact.kind == "editorial" and question.yes_no and modality_of(question.standalone) == "required":
            # An opinion obliges nobody.
            return not any(h.target_id in self._gaps for h in hits[1:_NEXT])
        if fact.kind == "offer" or fact.select:
            # A look-up says who is listed and how; any other subject in the question is not in it.
            odds = self._odds.of(residue(question.standalone, question.entities))
            is_named = _names_one(question)
            if is_named and asks_beyond_tables(question.standalone):
                return False
            if is_named and self._what_is_asked.nearer_gap(question) > _ANOTHER_SUBJECT:
                return False
            return (odds > _NO_LOOK_UP or is_named) and not (odds < 0 and self._gap_is_near(hits))
        return True

    def _gap_is_near(self, hits: Sequence[Hit]) -> bool:
        """Whether a question known to have no answer is about as near as the best hit."""
        gaps = [h.dense_score for h in hits[:_NEAR_HITS] if h.target_id in self._gaps]
        return bool(gaps) and max(gaps) >= hits[0].dense_score - _NEAR_COSINE

    def _fact(self, question: Question, fact: Fact, hits: Sequence[Hit]) -> Finding | Part:
        if fact.compute == "unlisted":
            names = question.values("unlisted")
            if names:
                return self._lookup.offers.unlisted(*names)
            return self._abstaining.plainly(question, hits, Outcome.NOT_IN_SOURCES)
        if fact.kind == "topic":
            found = self._lookup.topic(fact, question)
        elif fact.kind == "stage":
            found = self._lookup.stage_of(fact, question)
        elif fact.kind == "offer":
            found = self._lookup.offers.find(question, {"provider": (fact.fields.get("provider", ""),)})
        else:
            lead = limit_verdict(fact, question.standalone)
            beside = self._same_of_others(question, fact) or self._beside(question, fact, hits)
            found = Finding((fact, *beside), lead=lead)
        return _decided(found or Finding((fact,)), question)

    def _same_of_others(self, question: Question, fact: Fact) -> tuple[Fact, ...]:
        """What is said of the other service models that a question compares with the fact's."""
        asked = set(question.values("service_model")) - {fact.fields.get("service_model", "")}
        aspect = fact.fields.get("aspect")
        if fact.kind != "service_model" or not aspect:
            return ()
        twins = [f for f in self._facts.all() if f.kind == fact.kind and f.fields.get("aspect") == aspect]
        return tuple(f for f in twins if f.fields.get("service_model") in asked)

    def _beside(self, question: Question, fact: Fact, hits: Sequence[Hit]) -> tuple[Fact, ...]:
        """Facts that match about as well as the best one: a question often needs two of them.

        The less sure the best one is, and where several are asked for, the more of the others are shown.
        """
        is_one = confidence_of(hits) >= _SURE and not asks_for_all(question.standalone)
        share = _AS_GOOD if is_one else _AS_GOOD_IF_UNSURE
        near = [
            self._facts[h.target_id] for h in hits[1:_NEAR_HITS] if self._as_good(h, share * hits[0].score)
        ]
        return tuple(f for f in near if f is not fact)[:_BESIDE]

    def _as_good(self, hit: Hit, needed: float) -> bool:
        if hit.target_id not in self._facts or hit.score < needed:
            return False
        fact = self._facts[hit.target_id]
        return fact.kind not in ("topic", "offer", "stage") and fact.fields.get("aspect") != "family"

    def _passage(self, question: Question, hit: Hit, hits: Sequence[Hit]) -> Part:
        document = self._structures[hit.passage.doc_id].document
        draft = compose_passage(
            hit.passage, document, question.language, is_labelled=gives_orders(hit.passage.text)
        )
        source = passage_source(hit.passage)
        return Part(Outcome.ANSWERED, None, (), (source,), (draft,), tuple(hits), confidence_of(hits))


def _names_one(question: Question) -> bool:
    return bool(question.meant("provider") or question.meant("offer"))


def _speaks_of_named(question: Question, fact: Fact) -> bool:
    """Whether a fact's statement itself has the provider or offer that a question names."""
    said = words(f"{fact.statement.fr} {fact.statement.en}")
    spaced = f" {' '.join(said)} "
    named = [words(e.surface) for e in question.entities if e.kind in ("provider", "offer")]
    return any(f" {' '.join(name)} " in spaced or "".join(name) in said for name in named)


def _is_enumerated(fact: Fact) -> bool:
    """Whether a fact is answered by a list of others, which says how many there are."""
    return fact.kind in ("topic", "offer", "stage") or bool(fact.select or fact.compute)


def _decided(finding: Finding, question: Question) -> Finding:
    """The finding with a yes or a no first, and the fact that decides it at the head."""
    for fact in finding.facts if finding.outcome is Outcome.ANSWERED else ():
        found = verdict(fact, question)
        if found and (finding.lead is None or finding.lead.key.startswith("text")):
            rest = tuple(f for f in finding.facts if f is not fact)
            return replace(finding, lead=found, facts=(fact, *rest))
    return finding
