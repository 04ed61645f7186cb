"""Which stem translates which is learnt from aligned texts."""

from pathlib import Path

import pytest

pytest.importorskip("scipy")


@pytest.fixture(autouse=True)
def _training_is_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


TEXTS = [
    ("red house", "maison rouge"),
    ("green house", "maison verte"),
    ("red book 12", "livre rouge 12"),
    ("green book 12", "livre vert 12"),
]


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [("fr", "maison", "hous"), ("fr", "livr", "book"), ("en", "red", "roug"), ("en", "book", "livr")],
)
def test_stems_that_always_meet_translate_each_other(language: str, source: str, target: str) -> None:
    from training.pairs import Pair
    from training.translations import learn_translations

    found = dict(learn_translations([Pair(*t) for t in TEXTS * 3]))
    assert found[language][source][0][0] == target  # type: ignore[index] # languages are plain strings here
    assert found[language][source][0][1] > 0.9  # type: ignore[index]


def test_figures_and_stems_of_one_text_are_left_out() -> None:
    from training.pairs import Pair
    from training.translations import learn_translations

    found = learn_translations([Pair(*t) for t in [*TEXTS, ("rare", "rarissime")]])
    assert "12" not in found["fr"] and "12" not in found["en"]
    assert "rarissim" not in found["fr"] and "rare" not in found["en"]


def test_alignment_is_that_of_model_1() -> None:
    """Brown et al. 1993, by hand: two texts, one word shared, first round of equal shares."""
    import numpy as np
    from scipy import sparse

    from training.translations import align

    sources = sparse.csr_matrix(np.array([[1, 1], [1, 0]], np.float32))
    targets = sparse.csr_matrix(np.array([[1, 1], [1, 0]], np.float32))
    first = np.array([[5 / 6, 1 / 3], [1 / 3, 1 / 3], [5 / 6, 1 / 3]])  # thirds and halves: a null word too
    first /= first.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(align(sources, targets, rounds=1).toarray(), first[:2], rtol=1e-5)
    shared = first[:, 0] / first[:, 0].sum()
    alone, other = first[[0, 2], 0] / first[[0, 2], 0].sum(), first[:, 1] / first[:, 1].sum()
    second = np.array([[shared[0] + alone[0], other[0]], [shared[1], other[1]]])
    second /= second.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(align(sources, targets, rounds=2).toarray(), second, rtol=1e-5)


def test_command_writes_the_same_table_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip
    import sys

    from snc_assistant.retrieval.translations import FILE, read_translations
    from training.translations import main

    lines = "".join(f"{english}\t{french}\n" for english, french in TEXTS)
    (tmp_path / "canada-laws.tsv.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "canada-laws-terms.tsv").write_text("house\tmaison\t3\n", encoding="utf-8")
    for name in ("a", "b"):
        monkeypatch.setattr(sys, "argv", ["t", "--data", str(tmp_path), "--out", str(tmp_path / name)])
        main()
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
    assert read_translations(tmp_path / "a" / FILE)["fr"]["maison"][0][0] == "hous"
