"""A yes or a no only where the reviewed rules of a fact decide."""

import pytest

from snc_assistant.answering import Answerer
from snc_assistant.assistant import Assistant


@pytest.fixture(scope="module")
def answerer(shipped: Assistant) -> Answerer:
    """Of the installed assistant."""
    return shipped._answerer


def lead(answerer: Answerer, text: str) -> str:
    """What stands before the claims."""
    return answerer.evidence(answerer.understand(text)).lead or ""


@pytest.mark.parametrize(
    "text",
    [
        "La sauvegarde quotidienne est-elle obligatoire ?",
        "Is a daily backup mandatory?",
        "Faut-il un RSSI ?",
        "Is sharing an account among operators forbidden?",
        "Est-il interdit de partager un compte entre opérateurs ?",
        "Do we have to be informed in case of a personal data breach?",
    ],
)
def test_yes(answerer: Answerer, text: str) -> None:
    assert lead(answerer, text) in ("Oui :", "Yes:")


@pytest.mark.parametrize(
    "text",
    [
        "Deux opérateurs peuvent-ils utiliser le même login ?",
        "May two operators use the same login?",
        "Une sauvegarde hebdomadaire, ça suffit ?",
        "Is a weekly backup enough?",
        "Les données peuvent-elles être stockées hors UE ?",
        "Can the data be stored in Switzerland?",
        "Le prestataire PaaS peut-il modifier ses logiciels sans prévenir le client ?",
        "Can a PaaS provider change its software without telling the client?",
    ],
)
def test_no(answerer: Answerer, text: str) -> None:
    assert lead(answerer, text) in ("Non :", "No:")


@pytest.mark.parametrize(
    "text",
    [
        "Une sauvegarde toutes les heures est-elle obligatoire ?",
        "Is an hourly backup required?",
        "Ne faut-il pas un RSSI ?",
        "Don't they need a CISO?",
        "Faut-il chiffrer avec AES-256 ?",
        "Is AES-256 required?",
        "À quelle fréquence sauvegarder les données ?",
        "How often must data be backed up?",
    ],
)
def test_neither_where_the_documents_do_not_decide(answerer: Answerer, text: str) -> None:
    assert not lead(answerer, text).startswith(("Oui", "Non", "Yes", "No:"))
