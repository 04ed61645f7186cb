"""Where sentences end, in French and in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.ingest.sentences import split_sentences


def sentences(text: str) -> list[str]:
    """The sentences themselves."""
    return [text[a:b] for a, b in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux !  Trois ?", ["Un.", "Deux !", "Trois ?"]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("En 2026... 1,6 jour ». Et après.", ["En 2026... 1,6 jour ».", "Et après."]),
        ("« Oui. » Elle accélère.", ["« Oui. »", "Elle accélère."]),
        ("He said “Go.” They went.", ["He said “Go.”", "They went."]),
        ("Voir l'art. 28 et M. Strubel.", ["Voir l'art. 28 et M. Strubel."]),
        ("See e.g. Annex A, i.e. the list.", ["See e.g. Annex A, i.e. the list."]),
        ("Version 3.2 du référentiel. Fin", ["Version 3.2 du référentiel.", "Fin"]),
        ("It is 2.3 years. 23 days later.", ["It is 2.3 years.", "23 days later."]),
        ("sans majuscule. ici on reste", ["sans majuscule. ici on reste"]),
        ("  \n ", []),
    ],
)
def test_sentence_ends_where_a_reader_ends_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text("aBé.!?… «»\"'()0\n\u00a0"))
def test_sentences_keep_every_character_but_the_blanks_between(text: str) -> None:
    spans = split_sentences(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
