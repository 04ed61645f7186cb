"""What a fact file may say, checked field by field before anything is located.

Knows nothing about documents: quotes are strings here.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from snc_assistant.facts.yaml_lines import LINE
from snc_assistant.types import FactKind


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _as_text(value: object) -> object:
    return "" if value is None else str(value)


class Entry(BaseModel):
    """A mapping of a file, knowing the line on which it starts."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    line: int = Field(default=0, alias=LINE)


class Text(Entry):
    """One text in both languages."""

    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Scope(Entry):
    """A named verbatim stretch inside which quotes are searched."""

    doc: str
    quote: str


class SourceQuote(Entry):
    """Where a statement stands: a verbatim quote of a document or of a scope."""

    quote: Annotated[str, Field(min_length=1)]
    doc: str | None = None
    within: str | None = Field(default=None, alias="in")
    occurrence: int | Literal["all"] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "SourceQuote":
        if (self.doc is None) == (self.within is None):
            raise ValueError("give either `doc` or `in`")
        return self


class RulesEntry(Entry):
    """What a fact obliges to and rules out: regular expressions over folded questions."""

    requires: str = ""
    excludes: str = ""

    @field_validator("requires", "excludes")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as exc:
            raise ValueError(f"not a regular expression: {exc}") from exc
        return pattern


class FactEntry(Entry):
    """One fact as written in a file."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-_]*$")]
    kind: FactKind
    label: Text
    statement: Text
    sources: tuple[SourceQuote, ...] = ()
    gloss: tuple[Literal["fr", "en"], ...] = ()
    fields: dict[str, Annotated[str, BeforeValidator(_as_text)] | int] = Field(default_factory=dict)
    certainty: Literal["certain", "uncertain"] = "certain"
    note: Text | None = None
    members: tuple[str, ...] = ()
    select: dict[str, Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] | int] = Field(
        default_factory=dict
    )
    compute: Literal["", "count", "both_statuses", "changes", "unlisted"] = ""
    conflict: bool = False
    rules: RulesEntry | None = None
    draft: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "FactEntry":
        if not (self.sources or self.members or self.select or self.compute):
            raise ValueError("needs `sources`, `members`, `select` or `compute`")
        if self.kind != "topic" and not self.sources:
            raise ValueError("only a topic may have no `sources`")
        if self.certainty == "uncertain" and self.note is None:
            raise ValueError("an uncertain fact needs a `note`")
        return self


class FactFile(Entry):
    """A whole fact file."""

    facts: tuple[FactEntry, ...]
    scopes: dict[str, Scope | int] = Field(default_factory=dict)


def without_line(mapping: Mapping[str, object]) -> dict[str, object]:
    """A mapping without the line number that the reader added."""
    return {k: v for k, v in mapping.items() if k != LINE}
