"""The facts of a corpus, by id, by members and by the offers that a filter picks."""

from collections.abc import Iterable, Mapping, Sequence

from snc_assistant.facts.load import expand
from snc_assistant.types import Fact


class FactBase:
    """All facts of a snapshot. Immutable."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {f.fact_id: f for f in facts}

    def __len__(self) -> int:
        return len(self._facts)

    def __contains__(self, fact_id: str) -> bool:
        return fact_id in self._facts

    def __getitem__(self, fact_id: str) -> Fact:
        return self._facts[fact_id]

    def all(self) -> tuple[Fact, ...]:
        """Every fact, in file order."""
        return tuple(self._facts.values())

    def members(self, topic: Fact) -> tuple[Fact, ...]:
        """The facts that answer a topic together, in reading order, topics among them expanded."""
        found: dict[str, Fact] = {}
        for member in topic.members:
            for fact_id in expand(member, self._facts):
                fact = self._facts[fact_id]
                for leaf in self.members(fact) if fact.kind == "topic" else (fact,):
                    found[leaf.fact_id] = leaf
        for offer in self.offers(topic.select) if topic.select else ():
            found[offer.fact_id] = offer
        return tuple(found.values())

    def offers(
        self, select: Mapping[str, Sequence[str]] | None = None, doc_id: str | None = None
    ) -> tuple[Fact, ...]:
        """The offers whose fields have one of the selected values, in the order of the tables.

        With `doc_id`, only those that the document lists.
        """
        found = [f for f in self._facts.values() if f.kind == "offer"]
        for field, values in (select or {}).items():
            found = [f for f in found if f.fields.get(field) in values]
        if doc_id:
            found = [f for f in found if any(s.doc_id == doc_id for s in f.spans)]
        return tuple(found)
