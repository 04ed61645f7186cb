"""`snc-assistant eval ...` on the real corpus with a bag-of-words encoder: exit codes, files."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from snc_assistant.build import build_index
from snc_assistant.errors import CorpusError, UsageError
from snc_assistant.evaluation.commands import eval_group

from .encoders import BagOfWordsEncoder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the corpus and its index."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    build_index(folder / "corpus", folder / "index", BagOfWordsEncoder())
    return folder


@pytest.fixture
def call(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def] # a closure
    monkeypatch.setenv("SNC_CORPUS", str(home / "corpus"))
    monkeypatch.setenv("SNC_INDEX", str(home / "index"))
    monkeypatch.setattr("snc_assistant.opening.open_encoder", lambda name: BagOfWordsEncoder())
    paths = {
        "--questions": ROOT / "eval" / "questions",
        "--results": tmp_path / "results",
        "--gates": tmp_path / "gates.toml",
    }
    (tmp_path / "gates.toml").write_text(
        'engines = ["extractive"]\n[[gate]]\nmetric = "quotes_verbatim"\nexactly = 1.0\n'
        'selection = "dev"\n[[gate]]\nmetric = "strict"\nselection = "dev"\nat_least = 0\n'
    )

    def run(command: str, *arguments: str, takes: str = "--questions --results --gates") -> Result:
        options = [part for name in takes.split() for part in (name, str(paths[name]))]
        return CliRunner().invoke(eval_group, [command, *arguments, *options])

    return run


def test_run_compare_report_and_table(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # see call
    first = call("run", "--split", "dev", "--subset", "12", "--junit", str(tmp_path / "j.xml"))
    assert (first.exit_code, first.exception) == (0, None)
    assert "strict" in first.stdout.splitlines()[0]
    assert "gates: not judged" in first.stderr
    folder = next((tmp_path / "results").iterdir())
    assert (folder / "report.html").is_file()
    assert (tmp_path / "j.xml").read_text().startswith("<?xml")

    other = call("run", "--split", "dev", "--subset", "12", "--system", "echo", "--no-compare", "--json")
    assert json.loads(other.stdout)["identity"]["system"] == "echo"
    echo = max((tmp_path / "results").iterdir(), key=lambda p: p.stat().st_mtime)

    compared = call("compare", str(echo), str(folder), takes="--questions")
    assert compared.stdout.startswith(("The second run is better", "Neither"))
    assert (folder / f"compared-with-{echo.name}.html").is_file()

    reported = call("report", str(folder), "--report", str(tmp_path / "r.html"))
    assert reported.exit_code == 0
    assert (tmp_path / "r.html").is_file()

    page = tmp_path / "README.md"
    page.write_text("<!-- eval:begin -->\n<!-- eval:end -->\n")
    arguments = ("table", str(folder), "--write", str(page))
    assert call(*arguments, "--check", takes="--results").exit_code == 1
    assert call(*arguments, takes="--results").exit_code == 0
    assert call(*arguments, "--check", takes="--results").exit_code == 0


def test_failed_gate_is_exit_code_one(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # see call
    gates = 'engines = ["echo"]\n[[gate]]\nmetric = "strict"\nselection = "dev"\nat_least = 0.9\n'
    (tmp_path / "gates.toml").write_text(gates)
    result = call("run", "--split", "dev", "--system", "echo", "--no-compare")
    assert result.exit_code == 1
    assert "gate fails: strict [all]" in result.stderr
    assert "gates: 0 of 1 hold" in result.stderr


def test_gates_are_raised_from_the_latest_run(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # see call
    call("run", "--split", "dev", "--system", "always-abstain", "--no-compare")
    raised = call("raise", takes="--results --gates")
    assert raised.stdout.startswith("strict [all]: 0.0 to 0.")
    assert call("raise", takes="--results --gates").stdout == ""


def test_validate_prints_counts_and_overlap(call) -> None:  # type: ignore[no-untyped-def] # see call
    found = json.loads(call("validate", "--json", takes="--questions").stdout)
    assert found["counts"]["questions"] >= 370
    assert 0 <= found["overlap"]["dev"]["near"] <= 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("run", "--system", "no-such", "--no-compare"), UsageError),
        (("report",), CorpusError),
    ],
)
def test_mistakes_are_our_errors(call, arguments: tuple[str, ...], error: type) -> None:  # type: ignore[no-untyped-def] # see call
    assert isinstance(call(*arguments).exception, error)


def test_check_needs_a_page() -> None:
    result = CliRunner().invoke(eval_group, ["table", "--check"])
    assert (result.exit_code, "--check needs --write PAGE" in result.stderr) == (2, True)
