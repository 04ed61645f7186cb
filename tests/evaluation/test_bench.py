"""The speed table: what each process measures of itself, and how it is shown."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from snc_assistant.assistant import Assistant
from snc_assistant.errors import IndexUnavailable
from snc_assistant.evaluation.bench import (
    STAGES,
    Cold,
    Milliseconds,
    Place,
    Speed,
    Warm,
    build,
    measure_warm,
    render_speed,
    weights_mb,
)
from snc_assistant.evaluation.bench_command import bench
from snc_assistant.retrieval import static_encoder
from tests.evaluation.conftest import question
from tests.fakes import BagOfWordsEncoder


def speed(encoder: str) -> Speed:
    stages = {name: Milliseconds(1.0, 2.5, 0.5, 0.75) for name in STAGES}
    return Speed(encoder, Warm(300, stages, 180.4, 14781.0, 12.0), Cold(0.9, 0.81), 19.6, 0.4)


def test_table_has_a_column_for_each_encoder() -> None:
    lines = render_speed([speed("bundled"), speed("minilm")]).splitlines()

    assert lines[:3] == [
        "|  | bundled | minilm |",
        "|---|---:|---:|",
        "| encode, ms p50 / p95 | 1.00 / 2.50 | 1.00 / 2.50 |",
    ]
    assert "| retrieval, ms of processor p50 / p95 | 0.50 / 0.75 | 0.50 / 0.75 |" in lines
    assert "| passages a second | 14,781 | 14,781 |" in lines


def test_every_stage_is_measured_in_french_and_in_english(assistant: Assistant) -> None:
    asked = [question(question=q, language=lang) for q, lang in (("qui ?", "fr"), ("who?", "en"))]

    warm = measure_warm(assistant, BagOfWordsEncoder(), asked)

    assert warm.questions == 2
    assert tuple(warm.stages) == STAGES
    assert all(0 <= stage.p50 <= stage.p95 for stage in warm.stages.values())


def test_weights_are_the_files_that_are_loaded() -> None:
    files = [static_encoder.BUNDLED / name for name in (static_encoder.WEIGHTS, static_encoder.TOKENIZER)]
    assert weights_mb("bundled") == round(sum(f.stat().st_size for f in files) / 1e6, 1)


def test_failure_of_a_measured_process_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="snc_assistant index"):
        build(Place(tmp_path, tmp_path / "index", "bundled", tmp_path))


def test_command_names_its_options() -> None:
    printed = CliRunner().invoke(bench, ["--help"]).output
    assert "--with" in printed
    assert "--json" in printed
