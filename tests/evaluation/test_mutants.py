"""Right claims made wrong in one place: the mutations, the rates, and the verifier on a sample."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from snc_assistant.assistant import Assistant
from snc_assistant.build import build_index
from snc_assistant.evaluation.dataset import read_questions
from snc_assistant.evaluation.mutants import (
    RIGHT,
    MutantReport,
    Rate,
    RightClaim,
    Trial,
    failures,
    mutants_json,
    render_mutants,
    right_claims,
    try_mutants,
)
from snc_assistant.evaluation.mutants_command import mutants_command
from snc_assistant.evaluation.mutations import Original, mutations
from snc_assistant.evaluation.rewording import reword
from snc_assistant.generation.extractive import fact_source
from snc_assistant.types import LANGUAGES, Language
from tests.conftest import Built

from .encoders import BagOfWordsEncoder

ROOT = Path(__file__).parents[2]
CEGEDIM = "offer.cegedim.cegnumcloud-secured-iaas.iaas"
CAPITAL = "criterion.legal.capital-limits"


def mutants_of(snapshot: Built, fact_id: str, language: Language) -> dict[str, list[str]]:
    """The mutants of a fact's statement by kind."""
    fact = snapshot.facts[fact_id]
    original = Original(fact.statement[language], language, [fact_source(fact)], snapshot.data.names)
    found: dict[str, list[str]] = {}
    for mutation in mutations(original):
        found.setdefault(mutation.kind, []).append(mutation.text)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_limit_is_changed_in_every_way(snapshot: Built, language: Language) -> None:
    found = mutants_of(snapshot, CAPITAL, language)
    kinds = {"digit", "percentage", "number in words", "values exchanged", "bound", "negation added", "denied", "opposite"}  # fmt: skip
    assert kinds <= set(found)


@pytest.mark.parametrize(
    ("fact_id", "language", "kind", "text"),
    [
        (CAPITAL, "en", "values exchanged", "The holding of capital and voting rights by non-EU entities is limited to 39% individually and 24% collectively."),
        (CEGEDIM, "fr", "status", "Cegedim est en cours d'évaluation pour l'offre IaaS « CegNumCloud Secured IaaS »."),
        (CEGEDIM, "en", "status", "Cegedim is not yet qualified for the IaaS offering “CegNumCloud Secured IaaS”."),
        (CEGEDIM, "en", "denied", "It is not true that Cegedim is qualified for the IaaS offering “CegNumCloud Secured IaaS”."),
        ("step.J3.report-review", "fr", "actor", "À l'étape J3, le prestataire étudie le rapport d'audit J2."),
        ("editorial.2026-04.not-political", "en", "negation removed", "According to the April 2026 editorial, SecNumCloud is a political tool."),
        ("criterion.legal.data-location", "fr", "opposite", "Les données doivent être stockées et traitées hors de l'UE."),
    ],
)  # fmt: skip
def test_mutant_is_wrong_in_one_place(
    snapshot: Built, fact_id: str, language: Language, kind: str, text: str
) -> None:
    assert text in mutants_of(snapshot, fact_id, language)[kind]


@pytest.mark.parametrize("language", LANGUAGES)
def test_mutations_are_always_the_same_and_never_the_original(snapshot: Built, language: Language) -> None:
    first = mutants_of(snapshot, CEGEDIM, language)
    assert first == mutants_of(snapshot, CEGEDIM, language)
    assert snapshot.facts[CEGEDIM].statement[language] not in [t for texts in first.values() for t in texts]


def test_model_that_a_cited_row_has_is_no_mutant(snapshot: Built) -> None:
    rows = [snapshot.facts[f"offer.s3ns.cloud-de-confiance-premi3ns.{m}"] for m in ("iaas", "caas")]
    text = "S3NS: “Cloud de Confiance PREMI3NS” (IaaS, CaaS)"
    original = Original(text, "en", [fact_source(r) for r in rows], snapshot.data.names)
    models = [m.text for m in mutations(original) if m.kind == "service model"]
    assert sorted(models) == [
        text.replace("CaaS", "PaaS"), text.replace("CaaS", "SaaS"), text.replace("IaaS", "PaaS"), text.replace("IaaS", "SaaS"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "reworded"),
    [
        ("Selon l'éditorial d'avril 2026, le coût est initial.", "fr", "Le coût est initial, d'après l'éditorial d'avril 2026."),
        ("According to the April 2026 editorial, the cost is initial.", "en", "The cost is initial, according to the April 2026 editorial."),
        ("Un responsable doit être désigné.", "fr", "En résumé, Un responsable a l'obligation d'être nommé."),
        ("A manager must be appointed.", "en", "In short, A manager has to be designated."),
    ],
)  # fmt: skip
def test_rewording_keeps_the_meaning(text: str, language: Language, reworded: str) -> None:
    assert reword(text, language) == reworded


@pytest.fixture(scope="module")
def report(assistant: Assistant) -> MutantReport:
    """What the verifier says of the claims of some development questions."""
    questions = [q for q in read_questions(ROOT / "eval" / "questions") if q.split == "dev" and q.answerable]
    return try_mutants(assistant, asyncio.run(right_claims(assistant, questions[::20])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sample_of_mutants_is_rejected_and_right_claims_pass(
    report: MutantReport, language: Language
) -> None:
    mutants, lost = report.rate(language=language), report.rate(RIGHT, language)
    assert mutants.n > 100
    assert mutants.share >= 0.99, [t.text for t in failures(report) if t.kind != RIGHT]
    assert lost.n > 5
    assert lost.share <= 0.02, [t.text for t in failures(report) if t.kind == RIGHT]


def test_rates_count_mutants_and_right_claims_apart() -> None:
    found = MutantReport((
        Trial("digit", "as stated", "fr", "25 %", "no"), Trial("digit", "reworded", "en", "25%", None),
        Trial(RIGHT, "as stated", "fr", "24 %", None),
    ))  # fmt: skip
    assert (found.rate(), found.rate("digit", "en"), found.rate(RIGHT)) == (
        Rate(1, 2),
        Rate(0, 1),
        Rate(0, 1),
    )
    assert [t.text for t in failures(found)] == ["25%"]
    assert (found.holds(0.5, 0.0), found.holds(0.6, 0.0)) == (True, False)
    assert render_mutants(found).splitlines()[1].split() == ["digit", "100.0%", "1", "0.0%", "1", "0.0%", "1", "50.0%", "2"]  # fmt: skip
    assert mutants_json(found)["digit"] == {
        "fr": {"rejected": 1.0, "n": 1}, "en": {"rejected": 0.0, "n": 1}, "as stated": {"rejected": 1.0, "n": 1},
        "reworded": {"rejected": 0.0, "n": 1}, "all": {"rejected": 0.5, "n": 2},
    }  # fmt: skip


def test_each_draft_is_tried_once(assistant: Assistant) -> None:
    questions = [q for q in read_questions(ROOT / "eval" / "questions") if q.split == "dev" and q.answerable]
    claims = asyncio.run(right_claims(assistant, [questions[0], questions[0]]))
    assert len(claims) == len({c.text for c in claims}) > 0
    assert all(isinstance(c, RightClaim) and c.sources for c in claims)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the corpus and its index."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    build_index(folder / "corpus", folder / "index", BagOfWordsEncoder())
    return folder


@pytest.fixture
def call(home: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def] # a closure
    monkeypatch.setenv("SNC_CORPUS", str(home / "corpus"))
    monkeypatch.setenv("SNC_INDEX", str(home / "index"))
    monkeypatch.setattr("snc_assistant.opening.open_encoder", lambda name: BagOfWordsEncoder())
    questions = ("--questions", str(ROOT / "eval" / "questions"), "--split", "dev", "--subset", "6")
    return lambda *arguments: CliRunner().invoke(mutants_command, [*questions, *arguments])


def test_command_prints_the_table_or_json(call) -> None:  # type: ignore[no-untyped-def] # see call
    table = call()
    assert (table.exit_code, table.stdout.split()[:3]) == (0, ["rejected", "fr", "en"])
    assert json.loads(call("--json").stdout)[RIGHT]["all"]["n"] > 0


def test_bound_that_is_not_reached_is_exit_code_one(call, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def] # see call
    monkeypatch.setattr("snc_assistant.evaluation.mutants.MutantReport.holds", lambda *_: False)
    result = call("--min-rejected", "1")
    assert result.exit_code == 1
    assert "at least 1 rejected and at most 1 lost are wanted" in result.stderr


def test_blind_questions_are_never_shown() -> None:
    result = CliRunner().invoke(mutants_command, ["--split", "test", "--show"])
    assert (result.exit_code, "the test questions are blind" in result.stderr) == (2, True)
