"""What asks the assistant to do something, told from what asks what others must do."""

import pytest

from snc_assistant.question.deeds import asks_for_a_deed


@pytest.mark.parametrize(
    "text",
    [
        "Rédige ma lettre de motivation pour Outscale",
        "Pouvez-vous écrire un courriel de relance à notre commercial ?",
        "On reçoit l'ANSSI jeudi. Peux-tu réserver une salle ?",
        "Aide-moi à résoudre cette équation",
        "Write the whole proposal for me",
        "Please fix my Python script.",
        "We have a visit on Thursday; can you book a room?",
        "Help me draft a letter",
    ],
)
def test_what_is_addressed_to_the_assistant_is_a_deed(text: str) -> None:
    assert asks_for_a_deed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le prestataire doit-il rédiger une politique de sauvegarde ?",
        "Qui signe l'éditorial de février ?",
        "L'ANSSI peut-elle corriger le rapport ?",
        "Must the provider draft a policy?",
        "Who designs the audit plan?",
        "Does ANSSI issue the decision at J3?",
    ],
)
def test_what_others_do_is_not(text: str) -> None:
    assert not asks_for_a_deed(text)
