"""The documented command line."""

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("scipy")
pytest.importorskip("safetensors")


def test_documented_command_trains_by_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    from training.__main__ import read_arguments
    from training.train import Recipe

    arguments = read_arguments(["--data", "texts", "--out", "model"])
    assert (arguments.data, arguments.out) == (Path("texts"), Path("model"))
    assert arguments.steps == Recipe().steps
    assert arguments.tokenizer is None
