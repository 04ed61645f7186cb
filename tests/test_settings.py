"""Settings come from SNC_ variables and the command line, and make sense or are refused."""

from pathlib import Path

import pytest

from snc_assistant.errors import UsageError
from snc_assistant.settings import Settings, default_corpus, read_settings


def test_nothing_set_gives_what_works_on_a_laptop() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.engine) == ("127.0.0.1", 8000, "auto")
    assert (settings.index, settings.openai_url) == (Path("index"), "")


def test_every_field_has_a_description() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_environment_sets_a_field_by_its_name() -> None:
    settings = read_settings({"SNC_PORT": "9001", "SNC_ENGINE": "ollama", "PORT": "1"})
    assert (settings.port, settings.engine) == (9001, "ollama")


def test_command_line_wins_over_the_environment() -> None:
    assert read_settings({"SNC_PORT": "9001"}, port=9002).port == 9002


def test_option_that_was_not_given_leaves_the_environment() -> None:
    assert read_settings({"SNC_PORT": "9001"}, port=None).port == 9001


def test_empty_variable_is_as_good_as_none() -> None:
    assert read_settings({"SNC_PORT": "", "SNC_OLLAMA_URL": ""}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "70000"),
        ("port", "http"),
        ("engine", "gpt"),
        ("context_tokens", "12"),
        ("total_s", "0"),
        ("total_s", "nan"),
        ("first_token_s", "-1"),
        ("max_question_chars", "3"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_variable(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=rf"^setting {name} \(SNC_{name.upper()}\): "):
        read_settings({f"SNC_{name.upper()}": value})


def test_key_is_not_shown_with_the_settings() -> None:
    assert "secret" not in repr(read_settings({"SNC_OPENAI_KEY": "secret"}))


def test_corpus_of_the_current_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "sources.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    assert default_corpus() == Path("corpus")


def test_corpus_of_the_package_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (default_corpus() / "sources.toml").is_file()
