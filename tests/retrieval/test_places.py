"""Where targets stand."""

from snc_assistant.retrieval.places import Places
from tests.conftest import Built


def test_passage_shown_for_a_fact_states_it_in_the_readers_language(snapshot: Built) -> None:
    places = Places(snapshot.data)
    for language, document in (("fr", "observatory-2026-04-fr"), ("en", "observatory-2026-02-en")):
        shown = places.passage("criterion.legal.gdpr", language)
        assert shown.doc_id == document
        assert any(s.overlaps(shown.span) for s in places.spans("criterion.legal.gdpr"))


def test_gap_has_no_place_but_shows_its_nearest_fact(snapshot: Built) -> None:
    places = Places(snapshot.data)
    gap = next(g for g in snapshot.data.gaps if g.nearest)
    assert places.spans(gap.gap_id) == ()
    shown = places.passage(gap.gap_id, "fr")
    assert any(s.overlaps(shown.span) for n in gap.nearest for s in places.spans(n))
