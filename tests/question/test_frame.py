"""What kind of look-up a question is, and what is left of it beside names."""

import pytest

from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.frame import intent_of, is_yes_no, residue


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Qui est qualifié en IaaS ?", []),
        ("Who is qualified in IaaS?", []),
        ("Scaleway est-il qualifié ?", []),
        ("Is Scaleway qualified?", []),
        ("Où sont les datacenters de Scaleway ?", ["ou", "datacenters"]),
        ("Where are Scaleway's datacenters?", ["datacenters"]),
    ],
)
def test_residue_is_the_subject_beside_names_and_frame(
    linker: EntityLinker, text: str, left: list[str]
) -> None:
    assert [w for w in residue(text, linker.find(text)) if w not in ("ou", "where")] == [
        w for w in left if w != "ou"
    ]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Combien de candidats en IaaS ?", "count"),
        ("How many applicants in IaaS?", "count"),
        ("Qui est qualifié ?", "list"),
        ("Who is qualified?", "list"),
        ("Scaleway est-il qualifié ?", "status"),
        ("Is Scaleway qualified?", "status"),
        ("Que signifie J1 ?", "meaning"),
        ("What does J1 mean?", "meaning"),
        ("Quoi de neuf entre février et avril ?", "compare"),
        ("Le nombre de qualifiés a-t-il augmenté ?", "compare"),
        ("Did the number of qualified offers go up?", "compare"),
        ("What changed between February and April?", "compare"),
        ("Pourquoi chiffrer les données ?", "open"),
        ("Why encrypt the data?", "open"),
    ],
)
def test_intent_is_read_from_the_frame(linker: EntityLinker, text: str, intent: str) -> None:
    assert intent_of(text, linker.find(text)) == intent


@pytest.mark.parametrize(
    ("text", "yes_no"),
    [
        ("Scaleway est-il qualifié ?", True),
        ("Est-ce que Scaleway est qualifié ?", True),
        ("Is Scaleway qualified?", True),
        ("Qui est qualifié ?", False),
        ("Which offers are qualified?", False),
    ],
)
def test_yes_or_no_is_asked_without_a_question_word(text: str, yes_no: bool) -> None:
    assert is_yes_no(text) is yes_no


@pytest.mark.parametrize(
    "text", ["la liste des candidats IaaS pour mon rapport", "the list of IaaS applicants for my report"]
)
def test_what_a_list_is_for_is_not_asked(linker: EntityLinker, text: str) -> None:
    assert residue(text, linker.find(text)) == []
