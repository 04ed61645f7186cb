"""Facts by id, by membership and by filter."""

from snc_assistant.facts.base import FactBase
from snc_assistant.types import Bilingual, Fact, Span

TEXT = Bilingual("x", "x")


def offer(fact_id: str, status: str, *documents: str) -> Fact:
    """An offer row listed in some documents."""
    spans = tuple(Span(d, 0, 1) for d in documents)
    return Fact(fact_id, "offer", TEXT, TEXT, spans, {"status": status})


def topic(fact_id: str, *members: str, **select: tuple[str, ...]) -> Fact:
    """A topic answered by its members or by a selection of offers."""
    return Fact(fact_id, "topic", TEXT, TEXT, (), members=members, select=select)


FACTS = FactBase(
    [
        offer("o.1", "qualified", "feb", "apr"),
        offer("o.2", "in_progress", "apr"),
        topic("all", "listed", "o.*"),
        topic("listed", status=("qualified",)),
        topic("later", "o.2", "listed"),
    ]
)


def ids(facts: tuple[Fact, ...]) -> list[str]:
    """The ids of facts."""
    return [f.fact_id for f in facts]


def test_members_are_in_reading_order_each_once() -> None:
    assert ids(FACTS.members(FACTS["later"])) == ["o.2", "o.1"]
    assert ids(FACTS.members(FACTS["all"])) == ["o.1", "o.2"]


def test_selection_picks_offers_by_their_fields() -> None:
    assert ids(FACTS.offers({"status": ("in_progress",)})) == ["o.2"]
    assert ids(FACTS.offers({"status": ("in_progress", "qualified")})) == ["o.1", "o.2"]


def test_document_restricts_to_the_offers_that_it_lists() -> None:
    assert ids(FACTS.offers(doc_id="feb")) == ["o.1"]


def test_base_knows_its_ids() -> None:
    assert ("o.1" in FACTS, "o.9" in FACTS, len(FACTS)) == (True, False, 5)
