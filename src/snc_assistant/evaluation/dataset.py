"""The question set: what is asked, what a right answer names, and where it stands.

One JSON object a line in `eval/questions/*.jsonl`. Knows nothing about systems or scores.
"""

import hashlib
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from snc_assistant.errors import CorpusError, QuoteNotFound
from snc_assistant.types import Document, Language, Outcome, Span, Turn

Split = Literal["dev", "test"]
Selection = Literal["dev", "test", "all"]
Category = Literal[
    "criteria", "stages", "providers", "service_models", "definitions", "ai", "editorial",
    "conflict", "follow_up", "not_in_sources", "out_of_scope", "injection",
]  # fmt: skip
CATEGORIES: tuple[Category, ...] = get_args(Category)
EvidenceGroup = tuple[Span, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HistoryTurn(_Strict):
    """An earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str


class Quote(_Strict):
    """A verbatim stretch of a document, wherever it stands in it."""

    doc: str
    quote: str = Field(min_length=1)


class EvalQuestion(_Strict):
    """A question as people ask it, with the checks that a right answer passes.

    `facts`: each item is required, any of its alternatives will do; expressions are searched in
    the folded answer (`language.fold`). `outcome`: acceptable ones, the best first. `evidence`:
    each item is one piece of information, stated equally well by each of its quotes.
    """

    id: str = Field(min_length=1)
    split: Split
    language: Language
    category: Category
    question: str = Field(min_length=1)
    history: tuple[HistoryTurn, ...] = ()
    outcome: tuple[Outcome, ...] = Field(min_length=1)
    facts: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    evidence: tuple[tuple[Quote, ...], ...] = ()
    pair: str = ""
    reference: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the best outcome makes claims."""
        return not self.outcome[0].abstains

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The earlier messages, as the assistant takes them."""
        return tuple(Turn(t.role, t.content) for t in self.history)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its evidence located: every place of every quote."""

    question: EvalQuestion
    evidence: tuple[EvidenceGroup, ...]
    direction: str

    @property
    def crosses_languages(self) -> bool:
        """Whether some evidence stands only in the other language."""
        return bool(self.direction) and self.direction[:2] != self.direction[-2:]


def read_questions(folder: Path) -> list[EvalQuestion]:
    """All questions of a folder, file by file.

    :raises CorpusError: if a line is not a question; the message has file, line and field.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise CorpusError(f"{folder} holds no question file (*.jsonl)")
    return [q for path in files for q in _read_file(path)]


def _read_file(path: Path) -> list[EvalQuestion]:
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            questions.append(EvalQuestion.model_validate_json(line))
        except ValidationError as exc:
            first = exc.errors()[0]
            field = ".".join(str(p) for p in first["loc"])
            raise CorpusError(f"{path}:{number}: {field or 'line'}: {first['msg']}") from exc
    return questions


def locate_cases(questions: Sequence[EvalQuestion], documents: Mapping[str, Document]) -> list[Case]:
    """The questions with their quotes located.

    :raises QuoteNotFound: if a quote is not in its document; the message names the question.
    """
    return [_locate(q, documents) for q in questions]


def _locate(question: EvalQuestion, documents: Mapping[str, Document]) -> Case:
    groups = []
    for number, quotes in enumerate(question.evidence):
        try:
            groups.append(tuple(s for q in quotes for s in find_quote(q, documents)))
        except QuoteNotFound as exc:
            raise QuoteNotFound(f"question {question.id}: evidence {number}: {exc}") from exc
    return Case(question, tuple(groups), _direction(question.language, groups, documents))


def find_quote(quote: Quote, documents: Mapping[str, Document]) -> EvidenceGroup:
    """Every place of a quote in its document, in order.

    :raises QuoteNotFound: if there is none.
    """
    document = documents.get(quote.doc)
    if document is None:
        raise QuoteNotFound(f"no document {quote.doc!r}")
    starts = [m.start() for m in re.finditer(re.escape(quote.quote), document.text)]
    if not starts:
        raise QuoteNotFound(f"not in {quote.doc}: {quote.quote[:80]!r}")
    return tuple(Span(quote.doc, s, s + len(quote.quote)) for s in starts)


def _direction(language: Language, groups: Sequence[EvidenceGroup], documents: Mapping[str, Document]) -> str:
    """`fr-fr`, `fr-en`...: the question's language, and the one that its evidence needs.

    A question crosses languages if at least one piece of evidence stands only in the other one.
    """
    if not groups:
        return ""
    own = all(any(documents[s.doc_id].language == language for s in g) for g in groups)
    other: Language = "en" if language == "fr" else "fr"
    return f"{language}-{language if own else other}"


def select(cases: Sequence[Case], selection: Selection, subset: int | None = None) -> list[Case]:
    """The cases of a split, or `subset` of them picked with a fixed seed, in their order."""
    chosen = [c for c in cases if selection in ("all", c.question.split)]
    if subset is None or subset >= len(chosen):
        return chosen
    kept = random.Random(20260401).sample(range(len(chosen)), subset)  # noqa: S311 # not a secret
    return [chosen[i] for i in sorted(kept)]


def set_digest(questions: Sequence[EvalQuestion]) -> str:
    """A short name for exactly these questions, whatever their order and files."""
    lines = sorted(json.dumps(q.model_dump(mode="json"), sort_keys=True) for q in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
