"""The questions of a corpus: those that each fact answers, those that nothing here answers, and
those about something else.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from snc_assistant.errors import CorpusError
from snc_assistant.facts.schema import Entry, Text
from snc_assistant.facts.yaml_lines import LINE, read_yaml
from snc_assistant.types import LANGUAGES, Bilingual, Gap, Language

_Read = TypeVar("_Read")
OFF_TOPIC = "off."  # ids of what stands for questions about something else


@dataclass(frozen=True, slots=True)
class TargetQuestions:
    """The questions that lead to one target: a fact, a gap or another subject."""

    target_id: str
    questions: dict[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions of a corpus, with its gaps."""

    gaps: tuple[Gap, ...]
    targets: tuple[TargetQuestions, ...]


class _Asked(Entry):
    fr: tuple[str, ...]
    en: tuple[str, ...]


class _GapEntry(Entry):
    id: str
    statement: Text
    nearest: tuple[str, ...] = ()
    questions: _Asked


class _OffTopicEntry(Entry):
    id: str
    questions: _Asked


def load_questions(folder: Path) -> Questions:
    """The questions of a folder: `*.jsonl` for facts, `gaps.yaml` and `off_topic.yaml`.

    :raises CorpusError: if a file is wrong; the message has file and line.
    """
    targets = [t for path in sorted(folder.glob("*.jsonl")) for t in _fact_questions(path)]
    gaps = []
    for entry in _entries(folder / "gaps.yaml", "gaps", TypeAdapter(_GapEntry)):
        gaps.append(Gap(entry.id, Bilingual(entry.statement.fr, entry.statement.en), entry.nearest))
        targets.append(_target(entry.id, entry.questions))
    for other in _entries(folder / "off_topic.yaml", "off_topic", TypeAdapter(_OffTopicEntry)):
        if not other.id.startswith(OFF_TOPIC):
            raise CorpusError(f"{folder / 'off_topic.yaml'}:{other.line}: id must start with {OFF_TOPIC}")
        targets.append(_target(other.id, other.questions))
    return Questions(tuple(gaps), tuple(targets))


def _fact_questions(path: Path) -> Iterator[TargetQuestions]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            asked: dict[Language, tuple[str, ...]] = {
                lang: tuple(str(q) for q in entry[lang]) for lang in LANGUAGES
            }
            yield TargetQuestions(str(entry["fact"]), asked)
        except (ValueError, KeyError, TypeError) as exc:
            raise CorpusError(f"{path}:{number}: needs fact, fr and en: {exc}") from exc


def _entries(path: Path, key: str, adapter: TypeAdapter[_Read]) -> Iterator[_Read]:
    content = read_yaml(path).get(key, ()) if path.exists() else ()
    for entry in content or ():
        try:
            yield adapter.validate_python(entry)
        except ValidationError as exc:
            problem = exc.errors()[0]
            where = ".".join(str(part) for part in problem["loc"])
            line = entry.get(LINE, 1) if isinstance(entry, dict) else 1
            raise CorpusError(f"{path}:{line}: {where}: {problem['msg']}") from exc


def _target(target_id: str, asked: _Asked) -> TargetQuestions:
    return TargetQuestions(target_id, {"fr": asked.fr, "en": asked.en})
