"""Allowed, required, forbidden, dispensable?"""

import pytest

from snc_assistant.question.modality import Modality, modality_of


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Peut-on partager un compte ?", "allowed"),
        ("May two operators share an account?", "allowed"),
        ("Un mot de passe, ça suffit ?", "allowed"),
        ("Is a password enough?", "allowed"),
        ("Faut-il un RSSI ?", "required"),
        ("Is a CISO mandatory?", "required"),
        ("Est-il interdit de partager un compte ?", "forbidden"),
        ("Is sharing an account forbidden?", "forbidden"),
        ("A-t-on pas le droit de partager un compte ?", "forbidden"),
        ("Is it not allowed to share an account?", "forbidden"),
        ("La sauvegarde est-elle facultative ?", "dispensable"),
        ("Can we skip the backup?", "dispensable"),
        ("Ne faut-il pas un RSSI ?", None),
        ("Don't they need a CISO?", None),
        ("Qui est qualifié ?", None),
        ("Who is qualified?", None),
    ],
)
def test_modality(text: str, modality: Modality | None) -> None:
    assert modality_of(text) == modality
