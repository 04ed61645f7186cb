"""Answers scored by hand-made questions: facts, outcomes, citations, language, faults."""

from dataclasses import replace

import pytest

from snc_assistant.evaluation.answers import CitedClaim, CitedQuote, SystemAnswer
from snc_assistant.evaluation.cited_text import count_words
from snc_assistant.evaluation.dataset import EvalQuestion, locate_cases
from snc_assistant.evaluation.scorers import Fault, Scored, score
from snc_assistant.types import Document, Outcome, Span

from .conftest import answer, cite, question, unanswerable
from .supporting import JUDGE, STRUCTURES, claim, quote

Documents = dict[str, Document]
RIGHT = Span("en", 9, 12)
AUDITS = Span("en", 27, 40)


def scored(asked: EvalQuestion, given: SystemAnswer, documents: Documents) -> Scored:
    return score(locate_cases([asked], documents)[0], given, documents)


def test_right_answer_is_strictly_right(documents: Documents) -> None:
    claim = cite("It is 24 % for each.", "24% individually")
    found = scored(question(), answer(claim.text, claim, hits=[RIGHT]), documents)
    assert found.fault is None
    applicable = {k: v for k, v in found.scores.items() if v is not None and k != "words"}
    assert set(applicable.values()) == {1.0}
    assert len(applicable) == 19


def test_facts_are_counted_one_by_one(documents: Documents) -> None:
    asked = question(facts=[["24 ?%"], ["39 ?%", "thirty-nine"], ["collective"]])
    found = scored(asked, answer("24 % and thirty\u2013nine"), documents)
    assert found.scores["fact_recall"] == pytest.approx(2 / 3)
    assert found.check.missing == (("collective",),)
    assert found.scores["strict"] == 0.0


@pytest.mark.parametrize(
    "text", ["Qualifiées à 24 %", "QUALIFIEES A 24\u00a0%", "qualifie\u0301es à 24\u202f%"]
)
def test_case_accents_and_blanks_do_not_matter(documents: Documents, text: str) -> None:
    asked = question(facts=[["qualifiees a 24 ?%"]])
    assert scored(asked, answer(text), documents).scores["fact_recall"] == 1.0


def test_forbidden_statement_makes_a_complete_answer_wrong(documents: Documents) -> None:
    found = scored(question(), answer("24%, at times 49%", hits=[RIGHT]), documents)
    assert (found.scores["fact_recall"], found.scores["strict"]) == (1.0, 0.0)
    assert (found.scores["truthfulness"], found.fault) == (-1.0, Fault.USED_WRONGLY)


def test_citations_are_judged_by_the_evidence_that_they_overlap(documents: Documents) -> None:
    good, beside = cite("24 %", "24%"), cite("On site.", "Audits")
    mixed = CitedClaim("24 % too", (*cite("", "24 %", "fr").citations, *beside.citations))
    found = scored(question(), answer("24 %", good, mixed, beside), documents)
    assert found.scores["citation_recall"] == pytest.approx(2 / 3)
    assert found.scores["citation_precision"] == pytest.approx(2 / 4)
    assert found.scores["evidence_cited"] == 1.0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Storage and processing of data within the EU."),
        ("fr", "Stockage et traitement des données au sein de l'UE."),
    ],
)
def test_support_is_judged_by_the_cited_text_whatever_the_question(language: str, text: str) -> None:
    documents = {k: s.document for k, s in STRUCTURES.items()}
    case = locate_cases([unanswerable(language=language)], documents)[0]
    given = answer(text, claim(text, quote(language, text)), claim("300 €", quote(language, text)))
    found = score(case, given, documents, JUDGE).scores
    assert (found["citation_support_recall"], found["citation_support_precision"]) == (0.5, 0.5)
    assert "citation_recall" not in found


def test_support_is_about_answers_with_claims_and_needs_a_judge(documents: Documents) -> None:
    case = locate_cases([question()], documents)[0]
    cited = answer("24 %", cite("24 %", "24%"))
    for given, judge in ((SystemAnswer("24 %"), JUDGE), (cited, None)):
        assert "citation_support_recall" not in score(case, given, documents, judge).scores


@pytest.mark.parametrize(
    "bad",
    [
        CitedQuote("en", 9, 12, "25%"),
        CitedQuote("en", 8, 12, "24%"),
        CitedQuote("de", 9, 12, "24%"),
        CitedQuote("en", 900, 903, "24%"),
        CitedQuote("en", -3, -1, ""),
    ],
    ids=["other words", "shifted", "no such document", "beyond the end", "negative"],
)
def test_quote_that_does_not_stand_where_cited_is_not_verbatim(documents: Documents, bad: CitedQuote) -> None:
    given = answer("24 %", CitedClaim("24 %", (bad,)))
    assert scored(question(), given, documents).scores["quotes_verbatim"] == 0.0


def test_any_acceptable_outcome_will_do(documents: Documents) -> None:
    asked = question(outcome=["conflict", "answered"])
    assert scored(asked, answer("24 %"), documents).scores["outcome_accuracy"] == 1.0
    strict = question(outcome=["conflict"])
    found = scored(strict, answer("24 %", hits=[RIGHT]), documents)
    assert (found.scores["strict"], found.fault) == (0.0, Fault.WRONG_OUTCOME)


@pytest.mark.parametrize(
    ("text", "abstains"),
    [
        ("Les documents ne le disent pas.", True),
        ("Je ne sais pas.", True),
        ("The documents do not mention a price.", True),
        ("Sorry, I can only answer questions about SecNumCloud.", True),
        ("", True),
        ("Le prix est de 300 k€.", False),
        ("It is 24%; that does not change.", False),
    ],
)
def test_outcome_of_a_bare_text_is_inferred(documents: Documents, text: str, abstains: bool) -> None:
    found = scored(unanswerable(), SystemAnswer(text), documents)
    assert found.outcome.abstains is abstains
    assert found.scores["outcome_accuracy"] == float(abstains)


def test_abstention_is_scored_by_what_the_sources_hold(documents: Documents) -> None:
    abstained = SystemAnswer("The documents do not say.", Outcome.NOT_IN_SOURCES)
    rightly = scored(unanswerable(), abstained, documents).scores
    wrongly = scored(question(), abstained, documents).scores
    assert (rightly["abstention_recall"], rightly["abstention_precision"]) == (1.0, 1.0)
    assert (wrongly["not_refused"], wrongly["abstention_precision"]) == (0.0, 0.0)
    assert (rightly["truthfulness"], wrongly["truthfulness"]) == (1.0, 0.0)


def test_question_that_may_be_abstained_on_or_answered_is_left_out(documents: Documents) -> None:
    asked = unanswerable(outcome=["not_in_sources", "partial"])
    assert "abstention_recall" not in scored(asked, answer("Some."), documents).scores


@pytest.mark.parametrize(
    ("language", "text", "match"),
    [
        ("fr", "Les audits sont réalisés sur site.", 1.0),
        ("fr", "The audits are done on site.", 0.0),
        ("en", "The audits are done on site.", 1.0),
        ("en", "Les audits sont réalisés sur site.", 0.0),
        ("en", "The text says: « les audits sont réalisés sur le site du prestataire »", 1.0),
        ("fr", "Scaleway, OVH", 1.0),
        ("en", "Scaleway, OVH", 1.0),
        ("en", "", None),
    ],
)
def test_language_of_the_answers_own_words(
    documents: Documents, language: str, text: str, match: float | None
) -> None:
    found = scored(question(language=language), answer(text), documents)
    assert found.scores["language_match"] == match


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (answer("Some.", hits=[AUDITS]), Fault.NOT_RETRIEVED),
        (replace(answer("No.", hits=[RIGHT]), outcome=Outcome.NOT_IN_SOURCES), Fault.REFUSED),
        (answer("Ils sont réalisés sur le site.", hits=[RIGHT]), Fault.WRONG_LANGUAGE),
        (answer("It is small.", hits=[RIGHT]), Fault.NOT_USED),
        (answer("It is 25 %.", cite("It is 25 %.", "24%"), hits=[RIGHT]), Fault.USED_WRONGLY),
        (answer("It is small."), Fault.NOT_USED),
    ],
    ids=["not retrieved", "refused", "language", "not used", "misread", "hits unknown"],
)  # fmt: skip
def test_fault_says_where_it_went_wrong(documents: Documents, given: SystemAnswer, fault: Fault) -> None:
    assert scored(question(), given, documents).fault is fault


def test_faults_of_questions_without_an_answer(documents: Documents) -> None:
    invented = scored(unanswerable(), answer("About 300 k€."), documents)
    abstained = scored(unanswerable(), SystemAnswer("No.", Outcome.OUT_OF_SCOPE), documents)
    assert invented.fault is Fault.ANSWERED_UNANSWERABLE
    assert abstained.fault is Fault.WRONG_OUTCOME


def test_words_are_counted_without_bare_punctuation() -> None:
    assert count_words("- Le cloud : 24 % , l'offre.") == 4
