"""Where it may listen, and with which keys."""

import logging
from pathlib import Path

import pytest
from click.testing import CliRunner

from snc_assistant.cli import main
from snc_assistant.errors import UsageError
from snc_assistant.web.keys import create_key, revoke_key
from snc_assistant.web.serving import host_names, is_local, open_keys

HERE = ["127.0.0.1", "127.8.8.8", "::1", "localhost"]
BEYOND = ["0.0.0.0", "::", "192.168.1.2", "assistant.example", "", "localhost.evil.example"]


@pytest.mark.parametrize("host", HERE)
def test_this_machine_alone_needs_no_key(host: str, tmp_path: Path) -> None:
    assert is_local(host)
    assert open_keys(tmp_path / "keys.json", host) is None


@pytest.mark.parametrize("host", BEYOND)
def test_it_refuses_to_serve_others_without_a_key(host: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"without an API key.*keys create NAME.*or listen on 127\.0\.0\.1"):
        open_keys(tmp_path / "keys.json", host)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_key_is_asked_for_as_soon_as_there_is_one(host: str, tmp_path: Path) -> None:
    secret = create_key(tmp_path / "keys.json", "alice", ["ask"])
    keys = open_keys(tmp_path / "keys.json", host)
    assert keys is not None and keys.find(secret) is not None


def test_a_file_without_keys_lets_nobody_in_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "keys.json"
    secret = create_key(path, "alice", ["ask"])
    revoke_key(path, "alice")
    caplog.set_level(logging.WARNING)
    keys = open_keys(path, "127.0.0.1")
    assert keys is not None and keys.find(secret) is None
    assert "nobody can ask" in caplog.text
    with pytest.raises(UsageError, match="without an API key"):
        open_keys(path, "0.0.0.0")


def test_serve_refuses_before_it_builds_or_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0"])
    assert result.exit_code == 2
    assert result.stderr.startswith("snc-assistant: refusing to listen on 0.0.0.0 without an API key")
    assert list(tmp_path.iterdir()) == []


def test_it_answers_to_its_address_and_to_the_names_of_its_proxy() -> None:
    assert list(host_names("127.0.0.1", " a.example, ,b.example ")) == ["127.0.0.1", "a.example", "b.example"]
