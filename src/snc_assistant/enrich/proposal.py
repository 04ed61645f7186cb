"""Kept questions → the lines that they would add to `questions/`, as a diff to read, then as files."""

import difflib
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from snc_assistant.enrich.choosing import Verdict
from snc_assistant.enrich.needs import Need
from snc_assistant.errors import CorpusError
from snc_assistant.types import LANGUAGES, Language

_LINES = re.compile(r"[^\n]*\n|[^\n]+")  # `str.splitlines` would also split at U+2028, which JSON may hold
_NOT_IN_NAMES = re.compile(r"[^\w.-]")
_NO_END = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The questions kept, by passage and language, and the files as they were and would be."""

    kept: Mapping[str, Mapping[Language, tuple[str, ...]]]
    before: Mapping[Path, str]
    after: Mapping[Path, str]

    @property
    def diff(self) -> str:
        """What would change, as a unified diff that `git apply` and `patch -p1` take in the corpus folder."""
        return "".join(line for path in self.after for line in self._file_diff(path))

    @property
    def sha256(self) -> str:
        """Of the diff: tells whether it was shown."""
        return hashlib.sha256(self.diff.encode()).hexdigest()

    def _file_diff(self, path: Path) -> Iterator[str]:
        name = f"{path.parent.name}/{path.name}"
        old, new = (_LINES.findall(version.get(path, "")) for version in (self.before, self.after))
        of = f"a/{name}" if path in self.before else "/dev/null"
        for line in difflib.unified_diff(old, new, of, f"b/{name}"):
            yield line if line.endswith("\n") else f"{line}\n{_NO_END}"


def propose(folder: Path, needs: Sequence[Need], verdicts: Sequence[Verdict]) -> Proposal:
    """A line for each passage with a kept question, at the end of the file of its document.

    :param folder: `questions/` of the corpus.
    :raises CorpusError: if a file there cannot be read.
    """
    kept: dict[str, dict[Language, tuple[str, ...]]] = {}
    for verdict in verdicts:
        if verdict.kept:
            of = kept.setdefault(
                verdict.candidate.need.passage.passage_id, {language: () for language in LANGUAGES}
            )
            of[verdict.candidate.language] += (verdict.candidate.text,)
    before: dict[Path, str] = {}
    after: dict[Path, str] = {}
    for need in needs:
        if need.passage.passage_id in kept:
            path = folder / f"{_NOT_IN_NAMES.sub('_', need.passage.doc_id)}.jsonl"
            if path not in after:
                before |= {path: _read(path)} if path.exists() else {}
                after[path] = _ended(before.get(path, ""))
            after[path] += _line(need, kept[need.passage.passage_id])
    return Proposal(kept, before, after)


def write(proposal: Proposal) -> None:
    """Put the new files in place, each at once.

    :raises CorpusError: if one cannot be written.
    """
    for path, text in proposal.after.items():
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(exist_ok=True)
            aside.write_text(text, encoding="utf-8", newline="\n")
            os.replace(aside, path)
        except OSError as exc:
            raise CorpusError(f"cannot write {path}: {exc.strerror}") from exc


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise CorpusError(f"cannot read {path}: {exc}") from exc


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _line(need: Need, questions: Mapping[Language, tuple[str, ...]]) -> str:
    place: dict[str, object] = {"doc": need.passage.doc_id, "quote": need.passage.text}
    if need.occurrence is not None:
        place["occurrence"] = need.occurrence
    return json.dumps(place | {k: list(v) for k, v in questions.items()}, ensure_ascii=False) + "\n"
