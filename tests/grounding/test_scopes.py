"""How far a negation reaches, in both languages."""

import pytest

from snc_assistant.grounding.scopes import stretches
from snc_assistant.language import fold


def denied(text: str) -> str:
    """What a text denies, as one string."""
    folded = fold(text)
    found = "".join(folded[s.start : s.end] for s in stretches(folded) if s.denied)
    return found.strip(" ,;.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ce n'est pas l'outil de l'État ; c'est le cloud.", "n'est pas l'outil de l'etat"),
        ("It is not the State's cloud; it is a cloud.", "not the state's cloud"),
        ("L'État n'est ni le seul client ni même le client central.", "n'est ni le seul client ni meme le client central"),
        ("The State is neither the sole customer nor the central one.", "neither the sole customer nor the central one"),
        ("Il l'utilise sans avoir à installer, héberger ou maintenir.", "sans avoir a installer, heberger ou maintenir"),
        ("Without this clarity, it will remain ambiguous.", "without this clarity"),
        ("Aucun compte n'est partagé.", "aucun compte n'est partage"),
        ("No account is shared.", "no account is shared"),
        ("un outil, mais pas un jouet", "pas un jouet"),
        ("Il n'est pas vrai que la limite est de 24 %.", "il n'est pas vrai que la limite est de 24 %"),
        ("It is false that the limit is 24%.", "it is false that the limit is 24%"),
        ("The limit is 24%, which is not the case.", "the limit is 24%, which is not the case"),
        ("activités non critiques du cloud", "non critiques"),
        ("a mechanism that prevents data recovery", "prevents data recovery"),
    ],
)  # fmt: skip
def test_negation_reaches_to_the_end_of_its_clause(text: str, expected: str) -> None:
    assert denied(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "L'IA ne transforme pas seulement les menaces.", "AI does not only transform threats.",
        "Les données ne peuvent être stockées que dans l'UE.", "entités non-UE", "non-EU entities",
        "Non, un compte est nominatif.", "No, an account is nominative.", "une note de notification",
        "a notable notion",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_negation_denies_nothing(text: str) -> None:
    assert denied(text) == ""


@pytest.mark.parametrize(
    "text", ["Il n'est pas vrai que ce n'est pas un outil.", "It is not true that it is not a tool."]
)
def test_two_negations_cancel(text: str) -> None:
    assert "outil" not in denied(text)
    assert "tool" not in denied(text)


@pytest.mark.parametrize("text", ["La performance n'est pas sacrifiée.", "Performance is not sacrificed."])
def test_subject_of_a_negated_verb_is_neither_affirmed_nor_denied(text: str) -> None:
    subject, rest = stretches(fold(text))
    assert (subject.subject, subject.denied) == (True, False)
    assert (rest.subject, rest.denied) == (False, True)
