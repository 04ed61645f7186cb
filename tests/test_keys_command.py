"""`snc-assistant keys`: the key on stdout once, its name ever after."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from snc_assistant.cli import main
from snc_assistant.web.keys import KeyRing


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that SNC_KEYS names."""
    path = tmp_path / "keys.json"
    monkeypatch.setenv("SNC_KEYS", str(path))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["keys", *arguments])


def test_a_new_key_is_printed_alone(path: Path) -> None:
    result = run("create", "alice")
    assert result.exit_code == 0
    key = KeyRing(path).find(result.stdout.rstrip("\n"))
    assert key is not None and (key.name, key.scopes) == ("alice", ("ask",))
    assert result.stderr == f"key 'alice' (ask) is known by its hash in {path}; note it now\n"


def test_a_key_may_have_both_scopes(path: Path) -> None:
    result = run("create", "ops", "--scope", "admin", "--scope", "ask")
    key = KeyRing(path).find(result.stdout.strip())
    assert key is not None and key.scopes == ("ask", "admin")


def test_keys_are_listed_by_name_without_their_hash() -> None:
    secret = run("create", "alice", "--scope", "admin").stdout.strip()
    listed, as_json = run("list").stdout, run("list", "--json").stdout
    assert listed.startswith("alice  admin  20")
    (key,) = json.loads(as_json)["keys"]
    assert set(key) == {"name", "scopes", "created"}
    assert secret not in listed + as_json


def test_no_key_yet_is_said_on_stderr() -> None:
    result = run("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "snc-assistant keys create NAME" in result.stderr


def test_a_revoked_key_is_gone(path: Path) -> None:
    secret = run("create", "alice").stdout.strip()
    assert run("revoke", "alice").exit_code == 0
    assert KeyRing(path).find(secret) is None
    assert json.loads(run("list", "--json").stdout) == {"keys": []}


def test_a_mistake_is_a_usage_error() -> None:
    for arguments in (["revoke", "nobody"], ["create", "a b"], ["create", "a", "--scope", "root"]):
        assert run(*arguments).exit_code == 2
