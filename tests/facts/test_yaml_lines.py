"""YAML whose mappings know their line."""

from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.facts.yaml_lines import LINE, read_yaml


def test_mapping_knows_the_line_it_starts_on(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("# a comment\na:\n  - b: 1\n")
    assert read_yaml(path) == {"a": [{"b": 1, LINE: 3}], LINE: 2}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- a\n", "expected a mapping"),
        ("a: [", "cannot be read"),
        ("a: 1\na: 2\n", "line 1: key given twice: a"),
    ],
)
def test_unusable_file_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(content)
    with pytest.raises(CorpusError, match=message) as refused:
        read_yaml(path)
    assert str(path) in str(refused.value)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is missing"):
        read_yaml(tmp_path / "none.yaml")


def test_no_code_is_run_from_yaml(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: !!python/object/apply:os.system ['touch ran']\n")
    with pytest.raises(CorpusError, match="cannot be read"):
        read_yaml(path)
