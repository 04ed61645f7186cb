"""Is the question set sound? Its checks are checked before any answer is.

Knows nothing about systems.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from snc_assistant.errors import QuoteNotFound
from snc_assistant.evaluation.dataset import (
    CATEGORIES,
    Case,
    EvalQuestion,
    find_quote,
    locate_cases,
)
from snc_assistant.evaluation.scorers import check_text
from snc_assistant.language import fold
from snc_assistant.types import LANGUAGES, Document

_ESCAPED_CLASS = re.compile(r"\\[SWDB]")


@dataclass(frozen=True, slots=True)
class Requirements:
    """How large and how balanced the set must be."""

    questions: int = 500
    unanswerable: int = 150
    across_languages: int = 80
    per_category: int = 5
    language_share: float = 0.45
    test_share: float = 0.30


def find_problems(questions: Sequence[EvalQuestion], documents: Mapping[str, Document]) -> list[str]:
    """What is wrong with the questions, one line each; empty if nothing."""
    problems = [f"{q.id}: {p}" for q in questions for p in _question_problems(q, documents)]
    return problems + list(_repeats(questions))


def find_shortfalls(
    questions: Sequence[EvalQuestion],
    documents: Mapping[str, Document],
    wanted: Requirements | None = None,
) -> list[str]:
    """Where the set is too small or lopsided, one line each; questions must have no problems."""
    wanted = wanted or Requirements()
    cases = locate_cases(questions, documents)
    total = len(cases)
    counts = [
        ("questions", total, wanted.questions),
        ("unanswerable questions", sum(not q.answerable for q in questions), wanted.unanswerable),
        ("across languages", sum(c.crosses_languages for c in cases), wanted.across_languages),
        ("in the test split", _in_test(cases), round(wanted.test_share * total)),
    ]
    for language in LANGUAGES:
        having = sum(q.language == language for q in questions)
        counts.append((f"questions in {language}", having, round(wanted.language_share * total)))
        for category in CATEGORIES:
            having = sum(q.language == language and q.category == category for q in questions)
            counts.append((f"{category} questions in {language}", having, wanted.per_category))
    return [f"{what}: {has}, needs {needs}" for what, has, needs in counts if has < needs]


def count_questions(cases: Sequence[Case]) -> dict[str, int]:
    """How many questions of each kind there are."""
    counts = Counter({"questions": len(cases)})
    for case in cases:
        q = case.question
        counts[f"split {q.split}"] += 1
        counts[f"language {q.language}"] += 1
        counts[f"category {q.category}"] += 1
        counts["answerable" if q.answerable else "unanswerable"] += 1
        if case.direction:
            counts[f"direction {case.direction}"] += 1
    return dict(sorted(counts.items()))


def _in_test(cases: Sequence[Case]) -> int:
    return sum(c.question.split == "test" for c in cases)


def _question_problems(q: EvalQuestion, documents: Mapping[str, Document]) -> Iterator[str]:
    yield from _pattern_problems(q)
    yield from _evidence_problems(q, documents)
    if q.answerable and not q.facts:
        yield "an answerable question needs facts"
    if q.answerable and not q.evidence:
        yield "an answerable question needs evidence"
    if q.answerable and not q.wrong:
        yield "an answerable question needs a wrong answer that its checks refuse"
    if not list(_broken_patterns(q)):
        yield from _reference_problems(q)


def _pattern_problems(q: EvalQuestion) -> Iterator[str]:
    yield from _broken_patterns(q)
    if any(not alternatives for alternatives in q.facts):
        yield "a fact without alternatives"
    for pattern in (a for alternatives in q.facts for a in alternatives):
        if fold(pattern) != pattern.strip() and not _ESCAPED_CLASS.search(pattern):
            yield f"expression can never match a folded answer: {pattern!r}"


def _broken_patterns(q: EvalQuestion) -> Iterator[str]:
    for pattern in [*(a for alternatives in q.facts for a in alternatives), *q.forbidden]:
        try:
            re.compile(pattern)
        except re.error as exc:
            yield f"expression {pattern!r} does not compile: {exc}"


def _evidence_problems(q: EvalQuestion, documents: Mapping[str, Document]) -> Iterator[str]:
    for number, quotes in enumerate(q.evidence):
        if not quotes:
            yield f"evidence {number} has no quote"
        for quote in quotes:
            try:
                find_quote(quote, documents)
            except QuoteNotFound as exc:
                yield f"evidence {number}: {exc}"


def _reference_problems(q: EvalQuestion) -> Iterator[str]:
    if not q.facts and not q.forbidden:
        return
    check = check_text(q, q.reference)
    if check.missing or check.made:
        yield f"its reference answer fails: missing {check.missing}, forbidden {check.made}"
    for wrong in q.wrong:
        check = check_text(q, wrong)
        if not check.missing and not check.made:
            yield f"a wrong answer passes: {wrong[:80]!r}"


def _repeats(questions: Sequence[EvalQuestion]) -> Iterator[str]:
    ids = Counter(q.id for q in questions)
    yield from (f"{key}: id used {n} times" for key, n in ids.items() if n > 1)
    texts = Counter((fold(q.question), q.history) for q in questions)
    yield from (f"asked {n} times: {key[0][:80]!r}" for key, n in texts.items() if n > 1)
