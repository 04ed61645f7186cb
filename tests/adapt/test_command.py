"""`snc-assistant adapt`: learns from a corpus's questions, or says why it cannot."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from snc_assistant.adapt import command
from snc_assistant.cli import main
from snc_assistant.opening import open_encoder
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
    assert read_projection(corpus, encoder.identity).shape == (encoder.dimension, encoder.dimension)
    assert "run `snc-assistant index`" in adapt(corpus).stdout
