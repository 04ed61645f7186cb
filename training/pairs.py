"""Reads aligned English-French texts: provisions, terms, our own phrases.

Knows nothing about vectors; sees only strings.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in English and in French."""

    english: str
    french: str


def read_laws(folder: Path) -> list[Pair]:
    """The aligned provisions and titles, in the order of the file: neighbours share a law."""
    with gzip.open(folder / "canada-laws.tsv.gz", "rt", encoding="utf-8") as lines:
        return [Pair(*line.rstrip("\n").split("\t")[:2]) for line in lines]


def read_terms(folder: Path) -> list[Pair]:
    """The defined terms."""
    text = (folder / "canada-laws-terms.tsv").read_text(encoding="utf-8")
    return [Pair(*line.split("\t")[:2]) for line in text.splitlines()]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Wordings that mean the same, in both languages."""

    english: tuple[str, ...]
    french: tuple[str, ...]


def read_phrases() -> list[Meaning]:
    """Our own everyday and computing phrases, from phrases.txt; its head tells the format."""
    text = (Path(__file__).parent / "phrases.txt").read_text(encoding="utf-8")
    return [m for line in text.splitlines() if " = " in line for m in _meanings(line)]


def _meanings(line: str) -> list[Meaning]:
    english, french = line.split(" = ")
    if " / " in line:
        items = zip(english.split(" / "), french.split(" / "), strict=True)
        return [Meaning((e,), (f,)) for e, f in items]
    return [Meaning(tuple(english.split(" | ")), tuple(french.split(" | ")))]
