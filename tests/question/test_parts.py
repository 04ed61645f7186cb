"""Questions of several parts."""

import pytest

from snc_assistant.question.parts import split_parts, without_courtesy, without_thanks


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Scaleway est-il qualifié et combien ça coûte ?",
            ["Scaleway est-il qualifié?", "combien ça coûte ?"],
        ),
        ("Who is qualified? What does J1 mean?", ["Who is qualified?", "What does J1 mean?"]),
        (
            "Qui est qualifié ? Que signifie J1 en pratique ?",
            ["Qui est qualifié ?", "Que signifie J1 en pratique ?"],
        ),
    ],
)
def test_each_question_is_a_part(text: str, parts: list[str]) -> None:
    assert split_parts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Quels sont les critères techniques et juridiques ?",
        "Who is qualified in IaaS and PaaS?",
        "Bonjour ! Qui est qualifié ?",
        "",
    ],
)
def test_one_question_stays_one(text: str) -> None:
    assert split_parts(text) == [text]


def test_circumstances_stay_with_the_question_after_them() -> None:
    text = "We are a hospital. Who is qualified in SaaS? How many are applicants?"
    assert split_parts(text) == ["We are a hospital. Who is qualified in SaaS?", "How many are applicants?"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok merci. Rien à voir : qui est qualifié ?", "qui est qualifié ?"),
        ("Thanks! Another question: who is qualified?", "who is qualified?"),
        ("SecNumCloud en une phrase, c'est quoi ?", "SecNumCloud  , c'est quoi ?"),
        ("What is PaaS in one sentence?", "What is PaaS  ?"),
        ("Bonjour !", "Bonjour !"),
        ("Hello!", "Hello!"),
    ],
)
def test_courtesy_is_not_searched_for(text: str, rest: str) -> None:
    assert without_courtesy(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Bleu est-il qualifié ? Merci d'avance, Sylvie", "Bleu est-il qualifié ?"),
        ("Is Bleu qualified? Thanks a lot. Cheers, Tom", "Is Bleu qualified?"),
        ("Merci", "Merci"),
        ("Thanks", "Thanks"),
    ],
)
def test_thanks_at_the_end_ask_nothing(text: str, rest: str) -> None:
    assert without_thanks(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Le maire veut quelqu'un qui a la qualification. Quels noms je lui donne ?",
        "The mayor wants somebody who has the qualification. Which names do I give?",
    ],
)
def test_sentence_that_tells_is_no_part_beside_one_that_asks(text: str) -> None:
    assert split_parts(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Which of OVH, Outscale and Scaleway are qualified?",
        "Lesquels d'OVH, Outscale et Scaleway sont qualifiés ?",
        "Except for OVH and Outscale who has IaaS?",
        "Hormis OVH et Outscale, qui est qualifié en IaaS ?",
    ],
)
def test_names_that_and_joins_are_no_parts(text: str) -> None:
    assert split_parts(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Is Bleu qualified and is it expensive?",
        "Whaller : qualifié ? et le prix par mois ?",
        "Whaller: qualified? and price per month?",
        "name of the PaaS product and since when is it qualified",
        "l'offre qualifiée c'est laquelle et elle coûte combien par mois",
    ],
)
def test_second_half_that_asks_is_a_part(text: str) -> None:
    assert len(split_parts(text)) == 2
