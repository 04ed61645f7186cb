"""A copy of the real corpus in which orders to a machine are planted."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

BROCHURE = {"en": "000_4369a50d70d9f132.txt", "fr": "003_62e4e5096646af21.txt"}


def plant(corpus: Path, into: Path, paragraphs: dict[str, Sequence[str]]) -> Path:
    """The copy: by language, every other paragraph at the end of the brochure, the rest in a new document."""
    shutil.copytree(corpus, into)
    sources = (into / "sources.toml").read_text(encoding="utf-8")
    for language, planted in paragraphs.items():
        brochure = into / "documents" / BROCHURE[language]
        before = brochure.read_bytes()
        after = before + "".join(f"\n\n{p}\n" for p in planted[::2]).encode()
        brochure.write_bytes(after)
        sources = sources.replace(_sha256(before), _sha256(after))
        annex = ("# Annex\n\n" + "\n\n".join(planted[1::2]) + "\n").encode()
        (into / "documents" / f"annex-{language}.md").write_bytes(annex)
        sources += _entry(language, annex)
    (into / "sources.toml").write_text(sources, encoding="utf-8")
    return into


def _entry(language: str, content: bytes) -> str:
    return f"""
[[document]]
id = "annex-{language}"
title = "Annex"
edition = "2026-05"
language = "{language}"
publisher = "Somebody"
file = "annex-{language}.md"
sha256 = "{_sha256(content)}"
rights = "None"
"""


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
