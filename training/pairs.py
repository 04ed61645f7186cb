"""Reads aligned English-French texts: provisions, terms, interface messages, our own phrases.

Knows nothing about vectors; sees only strings.
"""

import ast
import gzip
import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_LONGEST = 600  # characters of a message; longer ones are licences and changelogs
_MARKUP = re.compile(r"<[^>]{1,80}>|%\([^)]*\)[sdr]|%[sdr]|\{[^}]{0,40}\}|&(?=\w)|[`*]")
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d_]{2}")


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


def read_catalogues(folder: Path) -> list[Pair]:
    """The French interface messages inside the wheels of a folder, without duplicates."""
    found = (pair for wheel in sorted(folder.glob("*.whl")) for pair in _wheel_messages(wheel))
    cleaned = (Pair(_clean(p.english), _clean(p.french)) for p in found)
    return list(dict.fromkeys(p for p in cleaned if _is_usable(p)))


def _wheel_messages(wheel: Path) -> Iterator[Pair]:
    with zipfile.ZipFile(wheel) as archive:
        names = [n for n in archive.namelist() if re.search(r"[/\\]fr(?:[_-]FR)?[/\\]", n)]
        with_text = [n for n in names if n.endswith(".po")]
        for name in sorted(with_text):
            yield from parse_po(archive.read(name).decode("utf-8", errors="replace").splitlines())


def parse_po(lines: Iterable[str]) -> Iterator[Pair]:
    """The translated messages of a gettext catalogue, those marked fuzzy left out."""
    entry: dict[str, str] = {}
    key = ""
    fuzzy = False
    for line in [*lines, ""]:
        if line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in line
        elif match := re.match(r'(msgid|msgid_plural|msgstr(?:\[0\])?)\s+(".*")$', line):
            key = match[1].removesuffix("[0]")
            entry[key] = _unquote(match[2])
        elif line.startswith('"') and key:
            entry[key] += _unquote(line)
        elif line.startswith("msg"):
            key = ""
        elif not line.strip():
            if entry.get("msgid") and entry.get("msgstr") and not fuzzy:
                yield Pair(entry["msgid"], entry["msgstr"])
            entry, key, fuzzy = {}, "", False


def _unquote(text: str) -> str:
    try:
        return str(ast.literal_eval(text.strip()))
    except (SyntaxError, ValueError):
        return ""  # a message with a broken escape is not worth having


def _clean(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(_MARKUP.sub(" ", text))).strip()


def _is_usable(pair: Pair) -> bool:
    texts = (pair.english, pair.french)
    return pair.english != pair.french and all(_LETTERS.search(t) and len(t) <= _LONGEST for t in texts)
