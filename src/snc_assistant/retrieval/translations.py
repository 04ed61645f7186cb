"""Stems → stems of the other language: what a question's words may be called there.

Probabilistic structured queries (Darwish & Oard, SIGIR 2003): every word of a question stands for
its few likeliest translations at once. The table is learnt by `training/translations.py`; a
snapshot keeps what its corpus has words for.
"""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from snc_assistant.errors import DependencyMissing
from snc_assistant.retrieval.analyzer import stem, words
from snc_assistant.retrieval.sparse import Word
from snc_assistant.types import LANGUAGES, Language

FILE = "translations.tsv.gz"
BUNDLED = Path(__file__).parent.parent / "models" / "word-translations" / FILE
OTHER: Mapping[Language, Language] = {"fr": "en", "en": "fr"}

# By the language translated from: each stem's translations with their probabilities, best first.
Translations = Mapping[Language, Mapping[str, Word]]
NONE: Translations = {lang: {} for lang in LANGUAGES}


def read_translations(path: Path = BUNDLED) -> Translations:
    """The table of a file: lines of language, stem, translation, probability.

    :raises DependencyMissing: if it cannot be read.
    """
    try:
        lines = gzip.decompress(_content(path)).decode().splitlines()
        rows = [line.split("\t") for line in lines]
        by_stem = groupby(rows, key=lambda row: (row[0], row[1]))
        found = {key: tuple((to, float(p)) for _, _, to, p in group) for key, group in by_stem}
    except (OSError, EOFError, ValueError) as exc:
        raise DependencyMissing(
            f"{path} is no translation table: {exc}; install snc-assistant again"
        ) from exc
    return {lang: {s: word for (of, s), word in found.items() if of == lang} for lang in LANGUAGES}


def write_translations(path: Path, translations: Translations) -> None:
    """Write a table; the same table always gives the same bytes."""
    lines = [
        f"{lang}\t{source}\t{target}\t{probability:.3f}\n"
        for lang in LANGUAGES
        for source, word in sorted(translations[lang].items())
        for target, probability in word
    ]
    path.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))


def table_identity(path: Path = BUNDLED) -> str:
    """A short name for exactly this table.

    :raises DependencyMissing: if it cannot be read.
    """
    return hashlib.sha256(_content(path)).hexdigest()[:12]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise DependencyMissing(
            f"no translation table in {path}: {exc}; install snc-assistant again"
        ) from exc


def of_corpus(translations: Translations, known: Mapping[Language, Iterable[str]]) -> Translations:
    """The translations that a corpus has words for.

    :param known: the stems of the corpus in each language.
    """
    stems = {lang: frozenset(known[lang]) for lang in LANGUAGES}
    kept: dict[Language, dict[str, Word]] = {}
    for lang in LANGUAGES:
        there = stems[OTHER[lang]]
        words = {s: tuple(t for t in word if t[0] in there) for s, word in translations[lang].items()}
        kept[lang] = {s: word for s, word in words.items() if word}
    return kept


def translate(text: str, language: Language, translations: Translations) -> list[Word]:
    """The words of a text as a text in the other language may have them.

    A word that the table does not know, such as a name or a figure, stands for itself.
    """
    other, known = OTHER[language], translations[language]
    return [known.get(stem(w, language)) or ((stem(w, other), 1.0),) for w in words(text, language)]
