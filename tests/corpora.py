"""A corpus of one page, small enough to be built in every test."""

import hashlib
import json
from pathlib import Path

GUIDE = (
    "# Guide\n\n- Sauvegarde quotidienne des données\n- Comptes nominatifs\n\nLe siège est dans l'Union.\n"
)
MANUAL = "# Manual\n\nThe keys stay in the safe. Guests sign the book.\n"

FACTS = """\
facts:
  - id: criterion.technical.backup
    kind: criterion
    label: {fr: Sauvegarde, en: Backup}
    statement: {fr: "Les données sont sauvegardées chaque jour.", en: "Data is backed up every day."}
    sources: [{doc: guide, quote: Sauvegarde quotidienne des données}]
    gloss: [en]
"""
QUESTIONS = {
    "fact": "criterion.technical.backup",
    "fr": ["à quel rythme sauvegarder ?"],
    "en": ["how often to back up?"],
}
GAPS = """\
gaps:
  - id: gap.price
    statement: {fr: "Aucun prix n'est donné.", en: "No price is given."}
    nearest: [criterion.technical.backup]
    questions: {fr: ["combien ça coûte ?"], en: ["how much does it cost?"]}
"""


def write_corpus(folder: Path, *, guide: str = GUIDE, facts: str = FACTS) -> Path:
    """The folder, holding a French guide and an English manual with one fact and one gap."""
    entries = ""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for doc_id, language, edition, text in (
        ("guide", "fr", "2026-04", guide),
        ("manual", "en", "2026-02", MANUAL),
    ):
        (folder / "documents" / f"{doc_id}.md").write_text(text, encoding="utf-8")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        entries += f"""[[document]]
id = "{doc_id}"
title = "{doc_id}"
edition = "{edition}"
language = "{language}"
publisher = "P"
file = "{doc_id}.md"
sha256 = "{sha256}"
rights = "R"
"""
    (folder / "sources.toml").write_text(entries, encoding="utf-8")
    for name, content in (
        ("facts/f.yaml", facts),
        ("questions/q.jsonl", json.dumps(QUESTIONS) + "\n"),
        ("questions/gaps.yaml", GAPS),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder
