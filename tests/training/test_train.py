"""Training brings a text and its translation together and leaves unseen tokens alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
tokenizers = pytest.importorskip("tokenizers")

_WORDS = 40  # English ones first, then their translations in the same order, then one never seen


@pytest.fixture(autouse=True)
def _training_is_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


def trained() -> tuple[np.ndarray, np.ndarray]:
    """Vectors before and after some steps on texts of one or two words."""
    from training.bank import TextBank
    from training.examples import Headings
    from training.train import Corpus, Recipe, Trainer

    vocabulary = {f"w{i}": i for i in range(2 * _WORDS + 1)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="w0"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    chance = np.random.default_rng(1)
    start = chance.normal(size=(2 * _WORDS + 1, 16)).astype(np.float32)
    drawn = [chance.integers(0, _WORDS, 2) for _ in range(400)]
    banks = [
        TextBank(tokenizer, [" ".join(f"w{i + shift}" for i in d) for d in drawn]) for shift in (0, _WORDS)
    ]
    means = np.stack([start[d].mean(axis=0) for d in drawn])
    taught = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float16)
    corpus = Corpus(banks[0], banks[1], taught)
    rows = np.arange(400, dtype=np.int64)
    headings = Headings(rows, np.stack([rows, np.full(400, -1)], axis=1))
    recipe = replace(Recipe(), steps=60, blocks=4, everyday=32, headings=32, rate=0.05)
    trainer = Trainer(start, corpus, corpus, headings, recipe)
    return start, trainer.run(lambda step, values: None)


def nearest_is_translation(vectors: np.ndarray) -> float:
    """The share of words whose nearest word of the other language is their translation."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = unit[:_WORDS] @ unit[_WORDS : 2 * _WORDS].T
    return float((scores.argmax(axis=1) == np.arange(_WORDS)).mean())


def test_translations_come_together_and_an_unseen_token_stays() -> None:
    start, after = trained()
    assert nearest_is_translation(start) < 0.2
    assert nearest_is_translation(after) > 0.9
    np.testing.assert_array_equal(after[-1], start[-1])
