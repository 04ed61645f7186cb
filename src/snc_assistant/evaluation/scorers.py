"""One answer → its scores. No model judges anything: expressions, spans and outcomes do.

Every score is None where it does not apply, so that a mean over questions is a mean over those
that it is about. Higher is better everywhere but for `words`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from snc_assistant.evaluation.answers import CitedQuote, SystemAnswer
from snc_assistant.evaluation.cited_text import MAX_CITED_WORDS, count_words, is_verbatim
from snc_assistant.evaluation.dataset import Case, EvalQuestion
from snc_assistant.evaluation.metrics import covered_groups, retrieval_scores
from snc_assistant.evaluation.refusals import infer_outcome
from snc_assistant.evaluation.support import SupportJudge, support_scores
from snc_assistant.language import detect_language, fold
from snc_assistant.types import Document, Language, Outcome

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_folded = lru_cache(maxsize=8)(fold)  # a pasted corpus is checked against every question


class Fault(StrEnum):
    """Why an answer is not strictly right; the first that holds, in the order of `find_fault`."""

    NOT_RETRIEVED = "not_retrieved"
    REFUSED = "refused"
    WRONG_LANGUAGE = "wrong_language"
    USED_WRONGLY = "used_wrongly"
    NOT_USED = "not_used"
    WRONG_OUTCOME = "wrong_outcome"
    ANSWERED_UNANSWERABLE = "answered_unanswerable"


@dataclass(frozen=True, slots=True)
class TextCheck:
    """What the expressions found in an answer: a flag per fact, and the forbidden ones made."""

    named: tuple[bool, ...]
    made: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one answer, and what they rest on."""

    question_id: str
    outcome: Outcome
    check: TextCheck
    scores: Mapping[str, float | None]
    fault: Fault | None


def check_text(question: EvalQuestion, text: str) -> TextCheck:
    """Which facts the folded text names and which forbidden statements it makes.

    A nugget check in the sense of TREC RAG 2024 (strict: a fact is named or it is not), with the
    assignment made by expressions instead of a model.
    """
    folded = _folded(text)
    named = tuple(any(re.search(a, folded) for a in alts) for alts in question.facts)
    made = tuple(p for p in question.forbidden if re.search(p, folded))
    missing = tuple(alts for alts, ok in zip(question.facts, named, strict=True) if not ok)
    return TextCheck(named, made, missing)


def score(
    case: Case,
    answer: SystemAnswer,
    documents: Mapping[str, Document],
    judge: SupportJudge | None = None,
) -> Scored:
    """All scores of one answer.

    :param judge: of whether cited text supports its claim; without one, that is not scored.
    """
    question = case.question
    outcome = answer.outcome or infer_outcome(answer.text)
    check = check_text(question, answer.text)
    scores: dict[str, float | None] = {}
    if case.evidence and answer.hits is not None:
        scores |= retrieval_scores(case.evidence, [h.spans for h in answer.hits])
    scores |= _answer_scores(question, answer, outcome, check)
    scores |= _abstention_scores(question, outcome)
    scores |= _citation_scores(case, answer, documents)
    if judge is not None and answer.claims:
        supports = [judge.judge(claim, question.language) for claim in answer.claims]
        scores |= support_scores(answer.claims, supports)
    fault = None if scores["strict"] else find_fault(case, answer, outcome, check, scores)
    return Scored(question.id, outcome, check, scores, fault)


def _answer_scores(
    question: EvalQuestion, answer: SystemAnswer, outcome: Outcome, check: TextCheck
) -> dict[str, float | None]:
    """Facts, forbidden statements, outcome, language and length.

    - fact_recall: share of required facts named (nugget recall);
    - strict: all facts named, no forbidden statement made, outcome acceptable; an empty answer
      never is;
    - forbidden_free: 1 if no forbidden statement is made;
    - outcome_accuracy: 1 if the outcome is acceptable;
    - language_match: 1 if the answer's own words are in the question's language;
    - truthfulness: CRAG's +1 strictly right, 0 abstained, -1 otherwise (Yang et al. 2024);
    - words: length of the answer.
    """
    accepted = outcome_accepted(question, answer.outcome, outcome)
    strict = all(check.named) and not check.made and accepted and bool(answer.text.strip())
    missed = 0.0 if outcome.abstains else -1.0
    return {
        "strict": float(strict),
        "fact_recall": sum(check.named) / len(check.named) if check.named else None,
        "forbidden_free": float(not check.made) if question.forbidden else None,
        "outcome_accuracy": float(accepted),
        "language_match": language_match(question, answer.text),
        "truthfulness": 1.0 if strict else missed,
        "words": float(count_words(answer.text)),
    }


def outcome_accepted(question: EvalQuestion, stated: Outcome | None, outcome: Outcome) -> bool:
    """Whether the outcome is acceptable; an inferred one only has to abstain or not, rightly."""
    if stated is not None:
        return outcome in question.outcome
    return any(o.abstains == outcome.abstains for o in question.outcome)


def language_match(question: EvalQuestion, text: str) -> float | None:
    """1 if the answer without its quotes is in the question's language; None if it is empty.

    Quotes stay in their source's language, so they do not count. Names alone are in either
    language: the question's is the default.
    """
    language = _own_language(text, question.language)
    return None if language is None else float(language == question.language)


@lru_cache(maxsize=8)
def _own_language(text: str, default: Language) -> Language | None:
    own = _QUOTED.sub(" ", text)
    return detect_language(own, default=default) if own.strip() else None


def _abstention_scores(question: EvalQuestion, outcome: Outcome) -> dict[str, float | None]:
    """Abstention as a decision, whatever was said.

    - abstention_recall: over questions that the sources do not answer, 1 if abstained
      (1 - NoMIRACL's hallucination rate; Thakur et al. 2024);
    - abstention_precision: over abstentions, 1 if the sources do not answer;
    - not_refused: over questions that the sources answer, 1 if not abstained (1 - NoMIRACL's
      error rate).

    Questions for which both are acceptable are left out.
    """
    if len({o.abstains for o in question.outcome}) > 1:
        return {}
    if question.answerable:
        precision = 0.0 if outcome.abstains else None
        return {"not_refused": float(not outcome.abstains), "abstention_precision": precision}
    precision = 1.0 if outcome.abstains else None
    return {"abstention_recall": float(outcome.abstains), "abstention_precision": precision}


def _citation_scores(
    case: Case, answer: SystemAnswer, documents: Mapping[str, Document]
) -> dict[str, float | None]:
    """Whether the citations are on the question's labelled evidence, and verbatim.

    A citation is on it if it overlaps a span of it and is short enough to be checked by a reader
    (150 words). That says how much of an answer is about the question's labelled evidence: a claim
    beside it is not on it, however well its citation supports it (`support_scores`).

    - citation_recall: share of the answer's claims with at least one citation on the evidence;
    - citation_precision: share of its citations that are;
    - evidence_cited: share of the question's evidence groups that such a citation overlaps;
    - quotes_verbatim: 1 if every citation's quote is exactly what its document has there.

    The first three are about answers with claims to questions with evidence.
    """
    citations = [c for claim in answer.claims for c in claim.citations]
    scores: dict[str, float | None] = {}
    if citations:
        scores["quotes_verbatim"] = float(all(_is_verbatim(c, documents) for c in citations))
    if not case.evidence or not answer.claims:
        return scores
    on_evidence = [any(_is_on_evidence(c, case) for c in claim.citations) for claim in answer.claims]
    scores["citation_recall"] = sum(on_evidence) / len(on_evidence)
    if citations:
        scores["citation_precision"] = sum(_is_on_evidence(c, case) for c in citations) / len(citations)
    cited = covered_groups(case.evidence, [c.span for c in citations if _is_on_evidence(c, case)])
    return scores | {"evidence_cited": len(cited) / len(case.evidence)}


def _is_verbatim(citation: CitedQuote, documents: Mapping[str, Document]) -> bool:
    document = documents.get(citation.doc_id)
    return document is not None and is_verbatim(citation, document.text)


def find_fault(
    case: Case,
    answer: SystemAnswer,
    outcome: Outcome,
    check: TextCheck,
    scores: Mapping[str, float | None],
) -> Fault:
    """Where a wrong answer came from: retrieval first, then the use made of it.

    After RAGChecker's split of retriever and generator faults (Ru et al. 2024). Evidence counts
    as retrieved if the first ten hits cover all of it.
    """
    question = case.question
    if not question.answerable:
        return Fault.WRONG_OUTCOME if _abstained_badly(outcome, check) else _unanswerable(outcome)
    if (outcome.abstains or check.missing) and scores.get("recall@10", 1.0) != 1.0:
        return Fault.NOT_RETRIEVED
    if outcome.abstains:
        return Fault.REFUSED
    if scores["language_match"] == 0.0:
        return Fault.WRONG_LANGUAGE
    if check.made or (check.missing and scores.get("evidence_cited") == 1.0):
        return Fault.USED_WRONGLY
    return Fault.NOT_USED if check.missing else Fault.WRONG_OUTCOME


def _abstained_badly(outcome: Outcome, check: TextCheck) -> bool:
    return outcome.abstains and not check.made


def _unanswerable(outcome: Outcome) -> Fault:
    return Fault.USED_WRONGLY if outcome.abstains else Fault.ANSWERED_UNANSWERABLE


def _is_on_evidence(citation: CitedQuote, case: Case) -> bool:
    short = count_words(citation.quote) <= MAX_CITED_WORDS
    return short and bool(covered_groups(case.evidence, [citation.span]))
