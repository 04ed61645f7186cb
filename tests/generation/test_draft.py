"""A model's text becomes draft claims, sentence by sentence, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.generation.draft import DraftParser
from snc_assistant.types import DraftClaim

NUMBERING = ("a", "b", "c", "d")


def parse(*pieces: str) -> list[DraftClaim]:
    """All claims of an answer that came in these pieces."""
    parser = DraftParser(NUMBERING)
    return [c for p in pieces for c in parser.feed(p)] + parser.close()


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("Le dossier est accepté [2].", ("b",)),
        ("Le dossier est accepté. [2]", ("b",)),
        ("Le dossier est accepté [1][3].", ("a", "c")),
        ("Le dossier est accepté [1] [3].", ("a", "c")),
        ("Le dossier est accepté [1, 3].", ("a", "c")),
        ("Le dossier est accepté [1 et 3].", ("a", "c")),
        ("Le dossier est accepté [2-4].", ("b", "c", "d")),
        ("Le dossier est accepté [source 2].", ("b",)),
        ("Le dossier est accepté (source 2).", ("b",)),
        ("Le dossier est accepté (sources 1 et 2).", ("a", "b")),
        ("Le dossier est accepté (voir sources [1] et [2]).", ("a", "b")),
        ("Le dossier est accepté【2】.", ("b",)),
        ("Le dossier est accepté.\n[2]", ("b",)),
        ("[2] Le dossier est accepté.", ("b",)),
        ("Le dossier [2] est accepté [2].", ("b",)),
    ],
)
def test_numbers_become_sources(said: str, ids: tuple[str, ...]) -> None:
    assert parse(said) == [DraftClaim("Le dossier est accepté.", ids)]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("- **Le délai** est de *3* mois. [1]", "Le délai est de 3 mois."),
        ("2. Le délai est de 3 mois. [1]", "Le délai est de 3 mois."),
        ("> # Le `délai` est de __3__ mois. [1]", "Le délai est de 3 mois."),
        ("The [file](https://evil.example/?q=1) is accepted. [1]", "The file is accepted."),
        ("The file ![x](https://evil.example/a.png) is accepted. [1]", "The file is accepted."),
        ("The file <img src='https://evil.example'> is accepted. [1]", "The file is accepted."),
        ("The file &lt;script src=x&gt; is accepted. [1]", "The file is accepted."),
        ("The file <a href='x is accepted [1].", "The file"),
        ("The file is at https://evil.example/a?b=c. [1]", "The file is at"),
        ("The file\u202e is\u200b accepted. [1]", "The file is accepted."),
        ("The [J1] file_name is accepted. [1]", "The J1 file_name is accepted."),
        ("Au plus 24 % (et non 39 %). [1]", "Au plus 24 % (et non 39 %)."),
        ("Moins de 3 < 4 mois. [1]", "Moins de 3 < 4 mois."),
    ],
)
def test_only_a_plain_sentence_comes_out(said: str, text: str) -> None:
    assert [c.text.rstrip() for c in parse(said, "")] == ([text] if "href" not in said else [])


def test_a_link_on_a_number_is_that_number() -> None:
    assert parse("Oui [1](https://evil.example).") == [DraftClaim("Oui.", ("a",))]


def test_a_claim_comes_as_soon_as_its_sentence_is_over() -> None:
    parser = DraftParser(NUMBERING)
    assert parser.feed("Le dossier est accepté. [1]") == []
    assert parser.feed("[2] L") == [DraftClaim("Le dossier est accepté.", ("a", "b"))]
    assert parser.feed("'audit suit [3].\n") == [DraftClaim("L'audit suit.", ("c",))]
    assert parser.close() == []


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (
            "Selon le réf. 3.2 (art. 19), M. X est désigné [1]. Et 24 % au plus ! [2]",
            ["Selon le réf. 3.2 (art. 19), M. X est désigné.", "Et 24 % au plus !"],
        ),
        (
            "The file, e.g. version 3.2, is accepted [1]. At most 24 %! [2]",
            ["The file, e.g. version 3.2, is accepted.", "At most 24 %!"],
        ),
    ],
    ids=["fr", "en"],
)
def test_an_abbreviation_does_not_end_a_sentence(said: str, texts: list[str]) -> None:
    assert [c.text for c in parse(said)] == texts


def test_an_unknown_number_is_dropped_and_counted() -> None:
    parser = DraftParser(NUMBERING)
    assert parser.feed("Oui [2][9].\nNon [0].\n") == [DraftClaim("Oui.", ("b",))]
    assert (parser.unknown, parser.uncited) == (2, 1)


@pytest.mark.parametrize(
    "said",
    ["Voici la réponse :\nLe dossier est accepté [1].", "Here it is:\nThe file is accepted [1]."],
    ids=["fr", "en"],
)
def test_a_sentence_without_number_is_dropped_and_counted(said: str) -> None:
    parser = DraftParser(NUMBERING)
    assert len(parser.feed(said) + parser.close()) == 1
    assert parser.uncited == 1


@pytest.mark.parametrize(
    "said",
    ["NO_ANSWER", "**NO_ANSWER**.", "NO ANSWER", "NO_ANSWER : rien n'est dit. [1]", "`no_answer`"],
)
def test_a_refusal_is_recognised(said: str) -> None:
    parser = DraftParser(NUMBERING)
    assert parser.feed(said) + parser.close() == []
    assert parser.no_answer
    assert parser.uncited == 0


@pytest.mark.parametrize("said", ["Il n'y a pas de réponse [1].", "There is no answer in it [1]."])
def test_a_sentence_about_answers_is_not_a_refusal(said: str) -> None:
    parser = DraftParser(NUMBERING)
    assert len(parser.feed(said) + parser.close()) == 1
    assert not parser.no_answer


def test_a_repeated_sentence_is_said_once() -> None:
    parser = DraftParser(NUMBERING)
    assert len(parser.feed("Oui [1].\n" * 50)) == 1
    assert parser.repeated == 49


@pytest.mark.parametrize("piece", ["mot ", "x", "[", "(", "Oui. [", "<a "])
def test_output_without_end_is_cut_and_counted(piece: str) -> None:
    parser = DraftParser(NUMBERING)
    claims = [c for _ in range(20_000) for c in parser.feed(piece)]
    assert len(parser._buffer) <= 1500
    assert claims == []
    assert parser.feed("\nLe dossier est accepté [1].\n")[-1].text == "Le dossier est accepté."
    assert parser.cut + parser.uncited > 0


def test_a_stretch_that_was_cut_is_no_claim() -> None:
    parser = DraftParser(NUMBERING)
    said = "mot " * 500 + "fin [1].\nLe dossier est accepté [2].\n"
    assert parser.feed(said) == [DraftClaim("Le dossier est accepté.", ("b",))]
    assert parser.cut == 1


PARTS = ["Oui", " non", ".", " ", "\n", "[1]", "[2, 3]", "(source 4)", "A", "é", "- ", "[x](y)"]


@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_the_pieces_do_not_matter(parts: list[str]) -> None:
    said = "".join(parts)
    assert parse(*said) == parse(said) == parse(*parts)


@given(st.text(max_size=400))
def test_nothing_that_a_page_could_run_comes_out(said: str) -> None:
    assert not any("://" in c.text or "](" in c.text for c in parse(said))
