"""API keys: named, hashed, revocable, with scopes; kept in one file. Knows nothing about HTTP.

A key is 256 random bits. Nobody can try them out, so one SHA-256 protects a stolen file as well as
a slow password hash would, and costs a request nothing (NIST SP 800-63B, 3.1.2.2: look-up secrets
of 112 bits or more).
"""

import hashlib
import logging
import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from snc_assistant.errors import UsageError

logger = logging.getLogger(__name__)
Scope = Literal["ask", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_PREFIX = "snc_"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_WRITABLE_BY_OTHERS = 0o022
_LOCK_S = 10


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: its hash instead of itself. `created` is a time in UTC, ISO 8601."""

    name: str
    scopes: tuple[Scope, ...]
    sha256: str
    created: str


class _KeysFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    keys: tuple[ApiKey, ...] = ()


def read_keys(path: Path) -> tuple[ApiKey, ...]:
    """The keys of a file; none if there is no file.

    :raises UsageError: if it cannot be read, holds something else, or others may write to it.
    """
    try:
        text = path.read_text(encoding="utf-8")
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"cannot read the API keys in {path}: {exc}") from exc
    if os.name == "posix" and mode & _WRITABLE_BY_OTHERS:
        raise UsageError(f"others may write to {path}, and so let themselves in; `chmod 600 {path}`")
    try:
        return _KeysFile.model_validate_json(text).keys
    except ValidationError as exc:
        raise UsageError(
            f"{path} holds no API keys; SNC_KEYS names another file, `snc-assistant keys create` makes one"
        ) from exc


def create_key(path: Path, name: str, scopes: Sequence[Scope]) -> str:
    """A new key, which is kept as a hash only: this is the one time that it can be read.

    :raises UsageError: if the name is taken or cannot be one, or the file cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot name a key; use letters, digits and . _ @ -, at most 64")
    secret = _PREFIX + secrets.token_urlsafe(32)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    key = ApiKey(name, tuple(s for s in SCOPES if s in scopes), _hash(secret), created)
    with _locked(path):
        known = read_keys(path)
        if any(k.name == name for k in known):
            raise UsageError(f"there is a key {name!r} already; revoke it first, or choose another name")
        _write(path, (*known, key))
    return secret


def revoke_key(path: Path, name: str) -> None:
    """Forget a key: a server that runs refuses it from its next request on.

    :raises UsageError: if there is no such key.
    """
    if name not in {k.name for k in read_keys(path)}:
        raise UsageError(f"there is no key {name!r} in {path}; `snc-assistant keys list` shows them")
    with _locked(path):
        _write(path, tuple(k for k in read_keys(path) if k.name != name))


class KeyRing:
    """The keys of a file, read again whenever it changes; a file that is gone or damaged opens nothing."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        :raises UsageError: as `read_keys`.
        """
        self._path = path
        self._seen = _signature(path)
        self._by_hash = _by_hash(read_keys(path))

    def find(self, presented: str) -> ApiKey | None:
        """The key that was presented, if it is one."""
        signature = _signature(self._path)
        if signature != self._seen:
            self._seen = signature
            self._read_again()
        return self._by_hash.get(_hash(presented))

    def _read_again(self) -> None:
        try:
            self._by_hash = _by_hash(read_keys(self._path))
        except UsageError as exc:
            logger.error("no API key is accepted: %s", exc)
            self._by_hash = {}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _by_hash(keys: Sequence[ApiKey]) -> dict[str, ApiKey]:
    return {k.sha256: k for k in keys}


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _locked(path: Path) -> AbstractContextManager[object]:
    """The only right to change the file; ends with `with`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(f"{path}.lock", mode=0o600).acquire(timeout=_LOCK_S)
    except OSError as exc:
        raise UsageError(f"cannot write the API keys to {path}: {exc}") from exc


def _write(path: Path, keys: tuple[ApiKey, ...]) -> None:
    """Replace the file at once: a reader sees the old one or the new one."""
    text = _KeysFile(keys=keys).model_dump_json(indent=2) + "\n"
    try:
        # mkstemp makes files that only their owner may read.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as exc:
        raise UsageError(f"cannot write the API keys to {path}: {exc}") from exc
