"""`snc-assistant adapt`: learns from a corpus's questions, or says why it cannot."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from snc_assistant.adapt import command
from snc_assistant.build import build_index, open_snapshot
from snc_assistant.cli import main
from snc_assistant.errors import SnapshotStale
from snc_assistant.opening import open_encoder
from snc_assistant.retrieval.classifier import read_classifier
from snc_assistant.retrieval.projection import read_projection
from tests.corpora import write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A French page and an English one, with a handful of questions."""
    return write_corpus(tmp_path / "corpus")


def adapt(corpus: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["adapt", "--corpus", str(corpus), *options])


def test_few_questions_are_refused_with_what_to_do(corpus: Path) -> None:
    result = adapt(corpus)
    assert result.exit_code == 1
    assert "fewer than 2000" in result.stderr
    assert "snc-assistant enrich" in result.stderr
    assert not (corpus / "projection.npz").exists()


def test_projection_of_the_present_encoder_is_written(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_LEAST", 1)
    report = json.loads(adapt(corpus, "--json").stdout)
    encoder = open_encoder("bundled")
    assert report["encoder"] == encoder.identity
    assert report["path"] == str(corpus / "projection.npz")
    assert report["classifier"] == str(corpus / "classifier.npz")
    assert set(read_classifier(corpus, encoder.identity).targets) == {
        "criterion.technical.backup",
        "gap.price",
    }
    assert read_projection(corpus, encoder.identity).shape == (encoder.dimension, encoder.dimension)
    done = adapt(corpus)
    assert (done.exit_code, done.stdout) == (
        0,
        f"{corpus / 'projection.npz'} and classifier.npz written from 4 questions; run `snc-assistant index`\n",
    )


def test_index_that_the_command_names_holds_what_was_learnt(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "_LEAST", 1)
    encoder = open_encoder("bundled")
    build_index(corpus, tmp_path / "index", encoder)
    adapt(corpus)
    with pytest.raises(SnapshotStale, match=r"projection\.npz, classifier\.npz; run `snc-assistant index`"):
        open_snapshot(corpus, tmp_path / "index", encoder.identity)
    build_index(corpus, tmp_path / "index", encoder)
    data = open_snapshot(corpus, tmp_path / "index", encoder.identity)[1]
    np.testing.assert_array_equal(data.projection, read_projection(corpus, encoder.identity))


def test_damaged_projection_is_replaced(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_LEAST", 1)
    (corpus / "projection.npz").write_bytes(b"PK")
    assert adapt(corpus).exit_code == 0
    assert read_projection(corpus, open_encoder("bundled").identity).size


def test_seed_decides_what_is_learnt(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_LEAST", 1)
    learnt = []
    for seed in ("1", "1", "2"):
        adapt(corpus, "--seed", seed)
        learnt.append((corpus / "projection.npz").read_bytes())
    assert learnt[0] == learnt[1] != learnt[2]


def test_projection_that_cannot_be_written_fails_with_the_reason(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_LEAST", 1)
    (corpus / "projection.npz").mkdir()
    result = adapt(corpus)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "projection.npz cannot be written: Is a directory" in result.stderr


def test_negative_seed_is_refused(corpus: Path) -> None:
    result = adapt(corpus, "--seed", "-1")
    assert result.exit_code == 2
    assert "--seed" in result.stderr
