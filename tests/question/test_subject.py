"""Names set aside from a question, and the odds of the words that are left."""

import pytest

from snc_assistant.question.subject import LookUpOdds, look_up_odds, name_pattern, without_any, without_names
from snc_assistant.types import Entity, EntityKind, Language, Question


def question(text: str, language: Language, *named: tuple[EntityKind, str]) -> Question:
    entities = tuple(Entity(kind, name, name) for kind, name in named)
    return Question(text=text, standalone=text, language=language, intent="open", entities=entities)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (question("qui audite Oodrive ?", "fr", ("provider", "Oodrive")), "qui audite un prestataire ?"),
        (question("who audits Oodrive?", "en", ("provider", "Oodrive")), "who audits a provider?"),
        (question("AWS, en PaaS ?", "fr", ("unlisted", "AWS")), "un prestataire, en PaaS ?"),
        (question("qui est en PaaS ?", "fr", ("service_model", "PaaS")), "qui est en PaaS ?"),
    ],
)
def test_names_give_way_to_anyone_and_other_entities_stay(asked: Question, expected: str) -> None:
    assert without_names(asked) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("qui audite CLOUD TEMPLE ?", "fr", "qui audite un prestataire ?"),
        ("who audits Cloud Temple's site?", "en", "who audits a provider's site?"),
        ("le cloud templer n'est pas un nom", "fr", "le cloud templer n'est pas un nom"),
    ],
)
def test_longest_name_is_found_in_any_case_as_a_whole(text: str, language: Language, expected: str) -> None:
    assert without_any(text, name_pattern(["Temple", "Cloud Temple", "un"]), language) == expected


def test_words_of_look_ups_speak_for_one_and_others_against() -> None:
    odds = LookUpOdds(look_up_odds(["qui propose du PaaS", "who lists PaaS"], ["qui audite", "who audits"]))
    assert odds.of(["propose"]) > 0 > odds.of(["audite"])
    assert odds.of(["lists"]) > 0 > odds.of(["audits"])
    assert odds.of([]) == 0
    assert -1 <= odds.of(["never", "heard", "of", "these"]) < 0
