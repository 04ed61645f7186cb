"""Typed question → the facts that answer it: offers, stages, families, topics.

Knows nothing about wording: a `Finding` says which facts, in which layout and under which lead.
"""

from collections.abc import Sequence
from dataclasses import replace

from snc_assistant.facts.base import FactBase
from snc_assistant.facts.finding import Editions, Finding, Phrase
from snc_assistant.facts.offer_look_up import OfferLookUp
from snc_assistant.types import Entity, Fact, Outcome, Question

_LIST = "list."  # ids of topics that enumerate


class LookUp:
    """Answers typed questions from the facts alone."""

    def __init__(self, facts: FactBase, editions: Editions) -> None:
        self._facts = facts
        self.offers = OfferLookUp(facts, editions)

    def stage(self, question: Question) -> Finding | None:
        """What a stage label means: both editions if they disagree, else its label and steps."""
        labels = question.values("stage")
        topics = [f for f in self._facts.all() if f.kind == "topic" and f.conflict]
        for topic in topics:
            if len(labels) == 1 and topic.fields.get("stage") == labels[0]:
                return self.topic(topic, question)
        if len(labels) > 1:
            return self._several_stages(labels, topics)
        facts = [
            f for f in self._facts.all() if f.kind in ("stage", "step") and f.fields.get("stage") == labels[0]
        ]
        return Finding(tuple(facts)) if facts else None

    def stage_of(self, fact: Fact, question: Question) -> Finding | None:
        """What a stage is, found through one of its facts: its label and its steps."""
        label = Entity("stage", fact.fields.get("stage", ""), "")
        return self.stage(replace(question, entities=(label,))) if label.value else Finding((fact,))

    def _several_stages(self, labels: Sequence[str], topics: Sequence[Fact]) -> Finding | None:
        facts: dict[str, Fact] = {}
        for fact in self._facts.all():
            if fact.kind == "stage" and fact.fields.get("stage") in labels:
                facts[fact.fact_id] = fact
        disagree = [t for t in topics if t.fields.get("stage") in labels]
        for topic in disagree:
            facts |= {m.fact_id: m for m in self._facts.members(topic)}
        if not facts:
            return None
        outcome = Outcome.CONFLICT if disagree else Outcome.ANSWERED
        lead = Phrase("stages.conflict") if disagree else None
        return Finding(tuple(facts.values()), outcome, lead)

    def topic(self, topic: Fact, question: Question) -> Finding | None:
        """The facts that answer a topic together."""
        if topic.compute == "both_statuses":
            return (
                self.offers.find(question)
                if question.relation.numbers.compared
                else self.offers.both_statuses()
            )
        if topic.compute == "changes":
            return self.offers.changes(question)
        if topic.compute == "count" or topic.select:
            return self.offers.find(question, topic.select)
        if topic.compute == "unlisted":
            return None
        members = self._facts.members(topic)
        outcome = Outcome.CONFLICT if topic.conflict else Outcome.ANSWERED
        is_counted = (
            question.intent == "count" and outcome is Outcome.ANSWERED and topic.fact_id.startswith(_LIST)
        )
        key = "text.counted" if is_counted else "text"
        lead = Phrase(key, {"fr": topic.statement.fr, "en": topic.statement.en, "count": len(members)})
        return Finding(members or (topic,), outcome, lead if members else None)

    def family(self, question: Question) -> Finding | None:
        """The criteria of the families that a question names."""
        facts: list[Fact] = []
        for family in question.values("family"):
            facts += [
                f
                for f in self._facts.all()
                if f.kind == "criterion" and f.fact_id.startswith(f"criterion.{family}.")
            ]
        lead = Phrase("criteria", {"family": ",".join(question.values("family")), "count": len(facts)})
        return Finding(tuple(facts), lead=lead) if facts else None
