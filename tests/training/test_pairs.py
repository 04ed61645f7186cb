"""Our own phrases are read in both languages, meaning by meaning."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _training_is_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


def test_every_line_of_the_phrases_has_both_languages() -> None:
    from training.pairs import read_phrases

    meanings = read_phrases()
    assert all(w.strip() for m in meanings for w in (*m.english, *m.french))
    assert not any("=" in w or "|" in w for m in meanings for w in (*m.english, *m.french))


def test_items_of_aligned_lists_are_meanings_of_their_own() -> None:
    from training.pairs import Meaning, read_phrases

    meanings = read_phrases()
    assert Meaning(("keyboard",), ("clavier",)) in meanings
    assert Meaning(("mouse",), ("souris",)) in meanings


def test_wordings_of_one_meaning_stay_together() -> None:
    from training.pairs import Meaning, read_phrases

    assert Meaning(("public cloud",), ("cloud public",)) in read_phrases()
    assert any("mdp" in m.french and "password" in m.english for m in read_phrases())
