"""The questions of a corpus: those that a fact or a passage answers, those that nothing here
answers, and those about something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from snc_assistant.errors import CorpusError
from snc_assistant.facts.schema import Entry, Text
from snc_assistant.facts.yaml_lines import LINE, read_yaml
from snc_assistant.types import Bilingual, Gap, Language

_Read = TypeVar("_Read")
OFF_TOPIC = "off."  # ids of what stands for questions about something else


@dataclass(frozen=True, slots=True)
class Anchor:
    """The passage that a line is about, by its words: offsets would not survive a new splitter.

    `occurrence` is 1-based, none if the quote must stand once; `where` is file and line.
    """

    doc_id: str
    quote: str
    occurrence: int | None
    where: str


@dataclass(frozen=True, slots=True)
class TargetQuestions:
    """The questions that lead to one target: a fact, a passage, a gap or another subject.

    Those of a passage have an anchor, and no target until it is located.
    """

    target_id: str
    questions: dict[Language, tuple[str, ...]]
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions of a corpus, with its gaps."""

    gaps: tuple[Gap, ...]
    targets: tuple[TargetQuestions, ...]


class _Asked(Entry):
    fr: tuple[str, ...]
    en: tuple[str, ...]


class _Line(BaseModel):
    """A line of a `.jsonl` file: about a fact, or about a passage that its words name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fr: tuple[str, ...]
    en: tuple[str, ...]
    fact: str = ""
    doc: str = ""
    quote: str = ""
    occurrence: int | None = Field(default=None, ge=1)


class _GapEntry(Entry):
    id: str
    statement: Text
    nearest: tuple[str, ...] = ()
    questions: _Asked


class _OffTopicEntry(Entry):
    id: str
    questions: _Asked


def load_questions(folder: Path) -> Questions:
    """The questions of a folder: `*.jsonl` for facts and passages, `gaps.yaml`, `off_topic.yaml`.

    :raises CorpusError: if a file is wrong; the message has file and line.
    """
    targets = [t for path in sorted(folder.glob("*.jsonl")) for t in _line_questions(path)]
    gaps = []
    for entry in _entries(folder / "gaps.yaml", "gaps", TypeAdapter(_GapEntry)):
        gaps.append(Gap(entry.id, Bilingual(entry.statement.fr, entry.statement.en), entry.nearest))
        targets.append(_target(entry.id, entry.questions))
    for other in _entries(folder / "off_topic.yaml", "off_topic", TypeAdapter(_OffTopicEntry)):
        if not other.id.startswith(OFF_TOPIC):
            raise CorpusError(f"{folder / 'off_topic.yaml'}:{other.line}: id must start with {OFF_TOPIC}")
        targets.append(_target(other.id, other.questions))
    return Questions(tuple(gaps), tuple(targets))


def _line_questions(path: Path) -> Iterator[TargetQuestions]:
    for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not text.strip():
            continue
        where = f"{path}:{number}"
        try:
            line = _Line.model_validate_json(text)
        except ValidationError as exc:
            problem = exc.errors()[0]
            field = ".".join(str(part) for part in problem["loc"])
            raise CorpusError(f"{where}: needs fact, fr and en: {field}: {problem['msg']}") from exc
        yield TargetQuestions(line.fact, {"fr": line.fr, "en": line.en}, _anchor(line, where))


def _anchor(line: _Line, where: str) -> Anchor | None:
    if line.fact and not (line.doc or line.quote or line.occurrence):
        return None
    if line.fact or not (line.doc and line.quote):
        raise CorpusError(f"{where}: needs either fact, or doc and quote")
    return Anchor(line.doc, line.quote, line.occurrence, where)


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
