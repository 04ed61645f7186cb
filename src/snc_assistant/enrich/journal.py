"""What a model said so far, line by line on disk, so that an interrupted run loses one answer at most."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from snc_assistant.enrich.needs import Need
from snc_assistant.errors import CorpusError
from snc_assistant.types import Language

NAME = "enrich.jsonl"


class Said(BaseModel):
    """What a model was asked for one passage in one language, and its lines that may be questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["said"] = "said"
    doc: str
    quote: str
    occurrence: int | None
    language: Language
    model: str
    count: int
    questions: tuple[str, ...]
    dropped: Mapping[str, int]


class Shown(BaseModel):
    """The SHA-256 of a diff that a reader was shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["shown"] = "shown"
    sha256: str


_LINE: TypeAdapter[Said | Shown] = TypeAdapter(Annotated[Said | Shown, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class Task:
    """One call of the model: a passage and the language of its questions."""

    need: Need
    language: Language

    @property
    def key(self) -> tuple[str, str, int | None, Language]:
        """What names the task in the journal, whatever the passage's offsets."""
        passage = self.need.passage
        return (passage.doc_id, passage.text, self.need.occurrence, self.language)


class Journal:
    """A file of what was said and shown. Only ever appended to."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one; a last line that was torn is not counted, and overwritten.

        :raises CorpusError: if a line is no line of a journal.
        """
        self.path = path
        self._said: dict[tuple[str, str, int | None, Language], Said] = {}
        self.shown: str | None = None
        self._size = 0
        content = path.read_bytes() if path.exists() else b""
        for number, line in enumerate(content.split(b"\n")[:-1], start=1):
            self._take(_parsed(line, f"{path}:{number}"))
            self._size += len(line) + 1

    def answer(self, task: Task) -> Said | None:
        """What was said for a task, if anything was."""
        return self._said.get(task.key)

    def done(self, task: Task, count: int, model: str) -> bool:
        """Whether a task need not be asked again: it gave questions, or this very model had none."""
        said = self.answer(task)
        return said is not None and said.count >= count and bool(said.questions or said.model == model)

    @property
    def answers(self) -> tuple[Said, ...]:
        """The newest answer to each task."""
        return tuple(self._said.values())

    def add(self, line: Said | Shown) -> None:
        """Append a line; it is on disk when this returns.

        :raises CorpusError: if the file cannot be written.
        """
        data = line.model_dump_json().encode() + b"\n"
        try:
            with self.path.open("r+b" if self.path.exists() else "wb") as file:
                file.seek(self._size)
                file.truncate()
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as exc:
            raise CorpusError(f"cannot write {self.path}: {exc.strerror}; choose another --journal") from exc
        self._size += len(data)
        self._take(line)

    def _take(self, line: Said | Shown) -> None:
        if isinstance(line, Said):
            self._said[(line.doc, line.quote, line.occurrence, line.language)] = line
        else:
            self.shown = line.sha256


def tasks_of(needs: Iterable[Need], languages: Iterable[Language]) -> list[Task]:
    """The calls that the passages need, in reading order."""
    languages = tuple(languages)
    return [Task(need, language) for need in needs for language in languages]


def _parsed(line: bytes, where: str) -> Said | Shown:
    try:
        return _LINE.validate_json(line)
    except ValidationError as exc:
        raise CorpusError(f"{where}: no line of an enrichment journal; remove it, or the file") from exc
