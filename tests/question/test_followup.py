"""Follow-ups read with the question before them."""

import pytest

from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.followup import make_standalone
from snc_assistant.types import Turn


def standalone(linker: EntityLinker, *asked: str) -> str:
    """The last question as it reads alone; answers stand between the questions."""
    history = [t for q in asked[:-1] for t in (Turn("user", q), Turn("assistant", "Voici OVH et Bleu."))]
    return make_standalone(asked[-1], history, linker)


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Qui est qualifié en IaaS ?", "et en CaaS ?", "Qui est qualifié en CaaS ?"),
        ("Who is qualified in IaaS?", "and in CaaS?", "Who is qualified in CaaS?"),
        ("Scaleway est-il qualifié ?", "et Bleu ?", "Bleu est-il qualifié ?"),
        ("Is Scaleway qualified?", "what about OVH?", "Is OVH qualified?"),
        ("Que signifie J1 ?", "et J2 ?", "Que signifie J2 ?"),
        ("What does J1 mean?", "and J2?", "What does J2 mean?"),
        ("Qui est qualifié ?", "et en février 2026 ?", "Qui est qualifié février 2026 ?"),
    ],
)
def test_name_of_the_same_kind_takes_the_place_of_the_old_one(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Scaleway est-il qualifié ?", "quelles sont ses offres ?", "quelles sont ses offres (Scaleway) ?"),
        ("Is Scaleway qualified?", "what are their offers?", "what are their offers (Scaleway) ?"),
    ],
)
def test_pronoun_gets_the_name_it_points_to(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Scaleway est-il qualifié ?", "Quels sont les critères juridiques ?"),
        ("Is Scaleway qualified?", "What are the legal criteria?"),
        ("Scaleway est-il qualifié ?", "Qui est qualifié en SaaS ?"),
        ("Is Scaleway qualified?", "Who is qualified in SaaS?"),
        ("Qui est qualifié en IaaS ?", "Bleu est-il qualifié ?"),
        ("Que signifie J1 ?", "Qui fournit des offres CaaS qualifiées en France ?"),
    ],
)
def test_question_that_stands_alone_is_left_as_it_is(linker: EntityLinker, before: str, asked: str) -> None:
    assert standalone(linker, before, asked) == asked


def test_follow_ups_follow_one_another(linker: EntityLinker) -> None:
    assert (
        standalone(linker, "Qui est qualifié en IaaS ?", "et en CaaS ?", "et en SaaS ?")
        == "Qui est qualifié en SaaS ?"
    )


def test_first_question_has_nothing_to_lean_on(linker: EntityLinker) -> None:
    assert standalone(linker, "et en CaaS ?") == "et en CaaS ?"


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Qui est qualifié en IaaS ?", "ils sont aussi en PaaS ?", "OVH, Bleu : ils sont aussi en PaaS ?"),
        ("Who is qualified in IaaS?", "do they do PaaS too?", "OVH, Bleu : do they do PaaS too?"),
        ("Qui est qualifié en IaaS ?", "et le deuxième, il a quoi d'autre ?", "Bleu : et le deuxième, il a quoi d'autre ?"),
        ("Who is qualified in IaaS?", "what else does the first one have?", "OVH : what else does the first one have?"),
        ("Qui est qualifié en IaaS ?", "et le dernier ?", "Bleu : et le dernier ?"),
        ("Who is qualified in IaaS?", "and the last one?", "Bleu : and the last one?"),
    ],
)  # fmt: skip
def test_they_and_the_second_one_are_the_providers_of_the_answer(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Qui est qualifié en IaaS ?", "ce sont les seuls ?"),
        ("Who is qualified in IaaS?", "are they the only ones?"),
        ("Que signifie J0 ?", "et le deuxième ?"),
        ("What does J0 mean?", "and the second one?"),
    ],
)
def test_providers_of_the_answer_are_not_always_meant(linker: EntityLinker, before: str, asked: str) -> None:
    assert "OVH" not in standalone(linker, before, asked)


@pytest.mark.parametrize(
    ("asked", "takes"),
    [
        ("and who is waiting for that one?", False),
        ("et qui attend encore pour celui-là ?", False),
        ("is that one in the April edition too?", True),
        ("celui-là est aussi dans l'édition d'avril ?", True),
    ],
)
def test_who_does_not_stand_for_the_one_provider_of_the_answer(
    linker: EntityLinker, asked: str, takes: bool
) -> None:
    history = [Turn("user", "Qui est qualifié en CaaS ?"), Turn("assistant", "Voici S3NS.")]
    assert ("S3NS" in make_standalone(asked, history, linker)) is takes


def test_too_many_names_are_no_antecedent(linker: EntityLinker) -> None:
    names = "OVH, Bleu, Scaleway, S3NS, Worldline, Cegedim"
    history = [Turn("user", "Qui est candidat ?"), Turn("assistant", names)]
    assert "Worldline" not in make_standalone("ils sont en PaaS ?", history, linker)


def test_names_in_answers_are_not_taken_up(linker: EntityLinker) -> None:
    assert "OVH" not in standalone(linker, "Qui est qualifié en IaaS ?", "et en CaaS ?")


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("C'est quoi J0 ?", "ok et l'étape d'après ?", "C'est quoi J1 ?"),
        ("What is J0?", "ok and the next one?", "What is J1?"),
        ("C'est quoi J2 ?", "et celle d'avant ?", "C'est quoi J1 ?"),
        ("What is J2?", "and the previous one?", "What is J1?"),
        ("C'est quoi J0 ?", "et celle d'avant ?", "et celle d'avant (J0) ?"),
        ("What is J0?", "and the previous one?", "and the previous one (J0) ?"),
    ],
)
def test_neighbouring_stage_takes_the_place_of_the_old_one(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked"),
    [("Oodrive est qualifié en SaaS ?", "les autres ?"), ("Is Oodrive qualified in SaaS?", "who else?")],
)
def test_the_others_keep_the_question_before(linker: EntityLinker, before: str, asked: str) -> None:
    assert standalone(linker, before, asked) == f"{before.rstrip(' ?')} : {asked}"


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Quels sont les points spécifiques CaaS ?", "et qu'y a-t-il de propre au PaaS ?"),
        ("What is specific to CaaS?", "and what is peculiar to PaaS?"),
    ],
)
def test_name_in_a_longer_follow_up_replaces_the_old_one(
    linker: EntityLinker, before: str, asked: str
) -> None:
    assert "CaaS" not in standalone(linker, before, asked)


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Qui est qualifié en PaaS ?", "non pardon je voulais dire SaaS", "Qui est qualifié en SaaS ?"),
        ("Who is qualified for PaaS?", "sorry, my mistake, I meant SaaS", "Who is qualified for SaaS?"),
        ("Est-ce que S3NS est qualifié ?", "et aws ?", "Est-ce que aws est qualifié ?"),
        ("Is S3NS qualified?", "and AWS?", "Is AWS qualified?"),
    ],
)
def test_correction_and_absent_name_take_the_place_of_the_old_one(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Whaller est-il qualifié ?", "rien à voir : ils peuvent partager un login ?"),
        ("Is Whaller qualified?", "by the way, may they share a login?"),
    ],
)
def test_change_of_subject_leaves_the_question_before(linker: EntityLinker, before: str, asked: str) -> None:
    assert standalone(linker, before, asked) == asked


@pytest.mark.parametrize(
    ("before", "asked", "label"),
    [("Que signifie J0 ?", "et la dernière ?", "J3"), ("What does J0 mean?", "and the last one?", "J3")],
)
def test_bare_ordinal_after_a_stage_is_a_stage(
    linker: EntityLinker, before: str, asked: str, label: str
) -> None:
    assert [e.value for e in linker.find(standalone(linker, before, asked))] == [label]


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Scaleway est-il qualifié ?", "tu es sûr ?"),
        ("Scaleway est-il qualifié ?", "c'est écrit où ?"),
        ("Is Scaleway qualified?", "are you sure?"),
        ("Is Scaleway qualified?", "where is that written?"),
        ("Is Scaleway qualified?", "what's your source?"),
        ("Scaleway est-il qualifié ?", "tu es sûr ? Leur commercial l'a juré au maire."),
        ("Is Scaleway qualified?", "Are you sure? Their salesman swore it to the mayor."),
    ],
)
def test_doubt_asks_the_same_again(linker: EntityLinker, before: str, asked: str) -> None:
    assert standalone(linker, before, asked) == before


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Qui est qualifié en IaaS ?", "sans OVH ?", "Qui est qualifié en IaaS, sans OVH ?"),
        ("Who is qualified for IaaS?", "without OVH?", "Who is qualified for IaaS, without OVH?"),
        (
            "Qui est qualifié en IaaS ?",
            "hors OVH, qui reste ?",
            "Qui est qualifié en IaaS, hors OVH, qui reste ?",
        ),
        ("Who is qualified?", "except OVH, who is left?", "Who is qualified, except OVH, who is left?"),
        ("Who is qualified?", "except OVH, who does PaaS?", "except OVH, who does PaaS?"),
    ],
)
def test_name_set_aside_is_so_in_the_question_before(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Faut-il du MFA ?", "pour tout le monde ?"),
        ("Faut-il du MFA ?", "combien de temps ?"),
        ("Is MFA required?", "for everyone?"),
        ("Is MFA required?", "how long?"),
    ],
)
def test_follow_up_without_a_subject_keeps_the_one_before(
    linker: EntityLinker, before: str, asked: str
) -> None:
    assert standalone(linker, before, asked) == f"{before.rstrip(' ?')} : {asked}"


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Quelle différence entre IaaS et PaaS ?", "et le SaaS ?", "Quelle différence entre IaaS et SaaS ?"),
        ("What differs between IaaS and PaaS?", "and SaaS?", "What differs between IaaS and SaaS?"),
    ],
)
def test_last_of_several_names_is_the_one_replaced(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Qui décide ?", "à quelle étape ?"),
        ("Who decides?", "at which stage?"),
        ("Les données sont-elles effacées ?", "sous quel délai ?"),
        ("Is the data erased?", "within what time?"),
        ("C'est quoi le MFA ?", "qui l'a créé ?"),
        ("What is MFA?", "who made it?"),
    ],
)
def test_where_and_when_are_asked_of_the_question_before(
    linker: EntityLinker, before: str, asked: str
) -> None:
    assert standalone(linker, before, asked) == f"{before.rstrip(' ?')} : {asked}"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            ["Qui est candidat en CaaS ?", "font-ils aussi du IaaS ?", "et qualifiés ?"],
            "OVH, Bleu : font-ils aussi du IaaS qualifiés ?",
        ),
        (
            ["Who is applying for CaaS?", "are they also in IaaS?", "and qualified?"],
            "OVH, Bleu : are they also in IaaS qualified ?",
        ),
    ],
    ids=["fr", "en"],
)
def test_names_of_an_earlier_answer_stay(linker: EntityLinker, asked: list[str], expected: str) -> None:
    assert standalone(linker, *asked) == expected


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        (
            "Depuis quand OVH est-il qualifié ?",
            "et ils ont d'autres offres ?",
            "et ils ont d'autres offres (OVH) ?",
        ),
        ("Since when is OVH qualified?", "and do they have others?", "and do they have others (OVH) ?"),
    ],
)
def test_pronoun_is_preferred_to_the_whole_question(
    linker: EntityLinker, before: str, asked: str, expected: str
) -> None:
    assert standalone(linker, before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Scaleway est-il qualifié ?", "tu es sûr ? et OVH ?", "OVH est-il qualifié ?"),
        ("Is Scaleway qualified?", "are you sure? and OVH?", "Is OVH qualified?"),
    ],
)
def test_what_follows_a_doubt_is_asked(linker: EntityLinker, before: str, asked: str, expected: str) -> None:
    assert standalone(linker, before, asked) == expected
