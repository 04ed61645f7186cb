"""French start vectors are those by which French texts say what their translations say."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("scipy")
tokenizers = pytest.importorskip("tokenizers")

_ENGLISH = ["key", "host", "law", "audit", "2026"]
_FRENCH = ["clef", "hebergeur", "loi", "controle", "2026"]  # a year is the same in both


@pytest.fixture(autouse=True)
def _training_is_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


def regressed(seen: int) -> tuple[np.ndarray, np.ndarray]:
    """The vectors of the English words, and those found for the French ones."""
    from training.bank import TextBank
    from training.initial import regress

    words = [*_ENGLISH, *_FRENCH[:-1]]
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="key")
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    chance = np.random.default_rng(3)
    drawn = [chance.integers(0, 5, chance.integers(2, 6)) for _ in range(seen)]
    banks = [
        TextBank(tokenizer, [" ".join(language[i] for i in order) for order in orders])
        for language, orders in ((_ENGLISH, drawn), (_FRENCH, [d[::-1] for d in drawn]))
    ]
    start = np.zeros((9, 8), dtype=np.float32)
    start[:5] = chance.normal(size=(5, 8))
    return start[:4], regress(start, banks[0], banks[1], np.arange(5, 9))


def test_french_word_gets_the_vector_of_its_translation() -> None:
    english, french = regressed(seen=4000)
    np.testing.assert_allclose(french, english, atol=0.02)


def test_french_word_seen_rarely_stays_small() -> None:
    english, french = regressed(seen=3)
    assert np.linalg.norm(french) < 0.8 * np.linalg.norm(english)
