"""A passage is found by what it stands among, too."""

import hashlib
import re
from pathlib import Path

import pytest

from snc_assistant.build import build_index
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import SnapshotData, read_snapshot
from snc_assistant.types import Language
from tests.fakes import BagOfWordsEncoder

TEXTS: dict[Language, str] = {
    "fr": "# Congés\n\nLa demande part vite. Le chef lit tout.\n\n"
    "# Voyages lointains\n\nLe train est payé. Le train est lent. La demande part vite.\n",
    "en": "# Leave\n\nThe request goes fast. The head reads all.\n\n"
    "# Travel far away\n\nThe train is paid. The train is slow. The request goes fast.\n",
}


def snapshot_of(folder: Path, texts: dict[Language, str]) -> SnapshotData:
    """Of documents without facts or questions."""
    (folder / "documents").mkdir()
    entries = []
    for lang, text in texts.items():
        (folder / "documents" / f"{lang}.md").write_text(text, encoding="utf-8")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        entries.append(
            f'[[document]]\nid = "{lang}"\ntitle = "T"\nedition = "2026-01"\nlanguage = "{lang}"\n'
            f'publisher = "P"\nfile = "{lang}.md"\nsha256 = "{sha256}"\nrights = "R"\n'
        )
    (folder / "sources.toml").write_text("\n".join(entries), encoding="utf-8")
    build_index(folder, folder / "index", BagOfWordsEncoder())
    return read_snapshot(folder / "index")[1]


def retriever(folder: Path, texts: dict[Language, str]) -> Retriever:
    """Over documents without facts or questions."""
    return Retriever(snapshot_of(folder, texts), BagOfWordsEncoder())


@pytest.mark.parametrize(
    ("query", "language", "heading"),
    [
        ("demande pour un train lent et payé", "fr", "Voyages lointains"),
        ("request for a slow and paid train", "en", "Travel far away"),
    ],
    ids=["fr", "en"],
)
def test_of_two_like_passages_the_one_in_the_nearer_section_is_first(
    tmp_path: Path, query: str, language: Language, heading: str
) -> None:
    hits = retriever(tmp_path, TEXTS).search(query, language, k=20)
    alike = [h for h in hits if h.passage.text in ("La demande part vite.", "The request goes fast.")]
    of_language = [h for h in alike if h.passage.language == language]
    assert of_language[0].passage.heading_path == (heading,)
    assert of_language[0].dense_score == pytest.approx(of_language[1].dense_score, abs=0.02)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_document_without_headings_is_one_section(tmp_path: Path, language: Language) -> None:
    texts = {lang: re.sub(r"# .*", "", text) for lang, text in TEXTS.items()}
    assert len(retriever(tmp_path, texts)._sections._vectors) == 2


def test_score_of_a_hit_is_its_own_cosine(tmp_path: Path) -> None:
    hits = retriever(tmp_path, TEXTS).search("Voyages lointains: Le train est payé.", "fr")
    assert hits[0].dense_score == pytest.approx(1.0, abs=1e-5)
