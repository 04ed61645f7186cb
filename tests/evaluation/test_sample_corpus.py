"""The same commands on documents that have no facts, no questions and no names."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from snc_assistant.cli import main

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "eval" / "corpora" / "sample"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's index, with the bundled encoder."""
    folder = tmp_path_factory.mktemp("sample")
    built = CliRunner().invoke(main, ["index", "--corpus", str(SAMPLE), "--index", str(folder)])
    assert "2 documents, 32 passages, 0 facts, 0 questions" in built.stdout
    return folder


@pytest.fixture
def run(index: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def] # a closure
    monkeypatch.setenv("SNC_CORPUS", str(SAMPLE))
    monkeypatch.setenv("SNC_INDEX", str(index))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return call


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("prix d'une page imprimée", "Ordinateurs"),
        ("annual rent", "Rent"),
        ("loyer annuel", "Rent"),
        ("lost book", "Livres perdus ou abîmés"),
    ],
)
def test_passage_is_found_in_either_language(run, query: str, heading: str) -> None:  # type: ignore[no-untyped-def] # see run
    hits = json.loads(run("search", query, "-k", "1", "--json").stdout)["hits"]
    assert hits[0]["heading_path"][-1] == heading


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("combien de livres peut-on emprunter ?", "huit livres"),
        ("how tall may a shed be?", "two metres"),
        ("what happens if a book is lost?", "remplacé par le lecteur"),
    ],
)
def test_answer_is_a_sentence_of_the_documents_with_its_citation(run, question: str, quote: str) -> None:  # type: ignore[no-untyped-def] # see run
    answer = json.loads(run("ask", question, "--engine", "extractive", "--json").stdout)
    assert answer["outcome"] == "answered"
    assert quote in answer["claims"][0]["citations"][0]["quote"]


@pytest.mark.parametrize(
    "question", ["quelle est la capitale de l'Australie ?", "who won the football world cup?"]
)
def test_what_the_documents_do_not_say_is_not_made_up(run, question: str) -> None:  # type: ignore[no-untyped-def] # see run
    answer = json.loads(run("ask", question, "--engine", "extractive", "--json").stdout)
    assert (answer["outcome"], answer["claims"]) == ("not_in_sources", [])


def test_evaluation_of_its_own_questions_is_mostly_right(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # see run
    gates = tmp_path / "gates.toml"
    gates.write_text(
        'engines = ["extractive"]\n[[gate]]\nmetric = "strict"\nselection = "dev"\nat_least = 0\n'
    )
    places = [
        "--questions",
        str(SAMPLE / "asked"),
        "--results",
        str(tmp_path / "runs"),
        "--gates",
        str(gates),
    ]
    done = run("eval", "run", "--split", "dev", "--no-compare", "--json", *places)
    figures = json.loads(done.stdout)["figures"]
    assert figures["split:dev"]["strict"]["value"] >= 0.85
    assert figures["split:dev"]["recall@5"]["value"] >= 0.9
    assert figures["split:dev"]["quotes_verbatim"]["value"] == 1.0
