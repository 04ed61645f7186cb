"""API keys in their file: hashed, private, revocable at once, never half written."""

import hashlib
import json
import stat
import threading
from pathlib import Path

import pytest

from snc_assistant.errors import UsageError
from snc_assistant.web.keys import KeyRing, create_key, read_keys, revoke_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet, in a folder that is not there yet."""
    return tmp_path / "etc" / "keys.json"


def test_a_key_is_kept_as_its_hash_only(path: Path) -> None:
    secret = create_key(path, "alice", ["ask"])
    text = path.read_text()
    assert secret.startswith("snc_") and len(secret) == 47
    assert secret not in text
    assert json.loads(text)["keys"][0]["sha256"] == hashlib.sha256(secret.encode()).hexdigest()


def test_only_the_owner_may_read_the_file(path: Path) -> None:
    create_key(path, "alice", ["ask"])
    create_key(path, "bob", ["ask"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_has_its_name_and_scopes(path: Path) -> None:
    create_key(path, "ops", ["admin", "ask"])
    (key,) = read_keys(path)
    assert (key.name, key.scopes) == ("ops", ("ask", "admin"))
    assert key.created.endswith("+00:00")


def test_two_keys_differ(path: Path) -> None:
    assert create_key(path, "a", ["ask"]) != create_key(path, "b", ["ask"])


def test_a_ring_knows_its_keys_and_no_other(path: Path) -> None:
    secret = create_key(path, "alice", ["ask"])
    ring = KeyRing(path)
    found = ring.find(secret)
    assert found is not None and found.name == "alice"
    assert [ring.find(s) for s in ("", "snc_", secret[:-1], secret + "x", "é\ud800")] == [None] * 5


def test_a_ring_sees_what_changes_while_it_is_used(path: Path) -> None:
    first = create_key(path, "first", ["ask"])
    ring = KeyRing(path)
    second = create_key(path, "second", ["ask"])
    assert ring.find(second) is not None
    revoke_key(path, "first")
    assert ring.find(first) is None
    assert ring.find(second) is not None


@pytest.mark.parametrize("damage", ["remove", "garbage", "open to others"])
def test_a_file_that_is_gone_or_damaged_opens_nothing(
    path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret = create_key(path, "alice", ["ask"])
    ring = KeyRing(path)
    if damage == "remove":
        path.unlink()
    elif damage == "garbage":
        path.write_text("{}garbage")
    else:
        path.write_text(path.read_text() + " ")
        path.chmod(0o666)
    assert ring.find(secret) is None
    assert ("no API key is accepted" in caplog.text) == (damage != "remove")


@pytest.mark.parametrize("name", ["", " a", "a b", "-a", "é", "a" * 65, "a/b", "a\n"])
def test_a_strange_name_is_refused(path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a key"):
        create_key(path, name, ["ask"])


def test_a_name_is_given_once(path: Path) -> None:
    create_key(path, "alice", ["ask"])
    with pytest.raises(UsageError, match="already; revoke it first"):
        create_key(path, "alice", ["admin"])


def test_an_unknown_key_cannot_be_revoked(path: Path) -> None:
    with pytest.raises(UsageError, match=r"no key 'alice' .* keys list"):
        revoke_key(path, "alice")


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"keys": [{"name": "a"}]}', "\xff"])
def test_another_file_is_no_key_file(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(UsageError, match="API keys"):
        read_keys(path)


def test_a_file_that_others_may_write_to_is_refused(path: Path) -> None:
    create_key(path, "alice", ["ask"])
    path.chmod(0o620)
    with pytest.raises(UsageError, match="chmod 600"):
        read_keys(path)


def test_keys_made_at_the_same_time_are_all_kept(path: Path) -> None:
    makers = [threading.Thread(target=create_key, args=(path, f"k{i}", ["ask"])) for i in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert {k.name for k in read_keys(path)} == {f"k{i}" for i in range(8)}
