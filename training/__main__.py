"""Trains the encoder: `python -m training --data FOLDER --out FOLDER`."""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.bank import TextBank
from training.bundle import write_bundle, write_static_embedding
from training.examples import (
    Headings,
    ask_about,
    find_headings,
    misspell,
    phrase_pairs,
    short_things,
)
from training.initial import blend, initial_vectors, without_common
from training.pairs import Pair, read_laws, read_phrases, read_terms
from training.teacher import Teacher
from training.train import Corpus, Recipe, Trainer
from training.vocabulary import build_tokenizer

_QUESTIONS = 40_000
_SEED = 20
_TRAINED_SHARE = 0.8


def everyday_pairs(data: Path) -> list[Pair]:
    """Terms and our phrases, these three times."""
    return [*read_terms(data), *phrase_pairs(read_phrases()) * 3]


def with_slips(pairs: list[Pair]) -> list[Pair]:
    """The pairs, one text in four misspelt."""
    chance = random.Random(_SEED)

    def maybe(text: str) -> str:
        return misspell(text, chance) if chance.random() < 0.25 else text

    return [Pair(maybe(p.english), maybe(p.french)) for p in pairs]


def read_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="laws and terms")
    parser.add_argument("--out", type=Path, required=True, help="the bundle goes here")
    parser.add_argument("--build", type=Path, default=Path("build/encoder"))
    parser.add_argument(
        "--tokenizer", type=Path, help="use this tokenizer.json rather than learning one anew"
    )
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(words)


def main() -> None:
    """Train, then write both forms of the model."""
    arguments = read_arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(_SEED)
    teacher = Teacher(arguments.build / "cache")
    recipe = replace(Recipe(), steps=arguments.steps)
    known = Tokenizer.from_file(str(arguments.tokenizer)) if arguments.tokenizer else None
    start = prepare(arguments.data, teacher, known)
    trainer = Trainer(start.vectors, start.laws, start.everyday, start.headings, recipe)
    vectors = finish(trainer.run(_report), start)
    tokenizer = start.tokenizer
    write_static_embedding(arguments.build / "static-embedding", vectors, tokenizer)
    write_bundle(arguments.out, vectors, tokenizer)


@dataclass(frozen=True, slots=True)
class Start:
    """All that a training run starts from."""

    vectors: NDArray[np.float32]
    laws: Corpus
    everyday: Corpus
    headings: Headings
    tokenizer: Tokenizer

    def banks(self) -> list[TextBank]:
        """All texts, by kind and language."""
        corpora = (self.laws, self.everyday)
        return [bank for c in corpora for bank in (c.english, c.french)]


def finish(trained: NDArray[np.float32], start: Start) -> NDArray[np.float32]:
    """The vectors to ship: trained ones with a share of the start, less their common direction."""
    blended = blend(trained, start.vectors, _TRAINED_SHARE).astype(np.float32)
    return without_common(blended, start.banks(), 1)


def prepare(data: Path, teacher: Teacher, tokenizer: Tokenizer | None = None) -> Start:
    """Reads the texts, builds the tokenizer, asks the teacher and sets the start vectors."""
    laws, plain = read_laws(data), everyday_pairs(data)
    everyday = [*plain, *ask_about(short_things(plain), _QUESTIONS, _SEED)]
    pairs = [*laws, *everyday]
    tokenizer = tokenizer or learn_tokenizer([*laws, *plain], teacher)
    _say(f"{tokenizer.get_vocab_size()} pieces, {len(laws)} + {len(everyday)} pairs")
    law = Corpus(
        TextBank(tokenizer, [p.english for p in laws]),
        TextBank(tokenizer, [p.french for p in laws]),
        teacher.encode([p.english for p in laws]),
    )
    taught = teacher.encode([p.english for p in everyday])
    written = with_slips(everyday)
    daily = Corpus(
        TextBank(tokenizer, [p.english for p in written]),
        TextBank(tokenizer, [p.french for p in written]),
        taught,
    )
    headings = find_headings(laws, law.teacher)
    _say(f"{len(headings.titles)} headings with their provisions")
    english = TextBank(tokenizer, [p.english for p in pairs])
    french = TextBank(tokenizer, [p.french for p in pairs])
    vectors = initial_vectors(tokenizer, teacher, english, french)
    start = Start(vectors, law, daily, headings, tokenizer)
    return replace(start, vectors=without_common(vectors, start.banks(), 4))


def learn_tokenizer(pairs: list[Pair], teacher: Teacher) -> Tokenizer:
    """A tokenizer of both languages; of pieces equally frequent, which is kept is left to chance."""
    english_pieces = teacher.model.tokenizer.get_vocab()
    return build_tokenizer(
        [p.english for p in pairs], [p.french for p in pairs],
        sorted(english_pieces, key=english_pieces.__getitem__), french_size=24_000,
    )  # fmt: skip


def _report(step: int, values: dict[str, float]) -> None:
    _say(f"step {step}: " + ", ".join(f"{name} {value:.3f}" for name, value in values.items()))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
