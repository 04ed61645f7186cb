"""Runs the application. Knows about sockets and who may reach them, not about answers."""

import ipaddress
import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from snc_assistant.errors import UsageError
from snc_assistant.web.connections import MAX_CONNECTIONS, BoundedProtocol
from snc_assistant.web.keys import KeyRing, read_keys

logger = logging.getLogger(__name__)
_GRACE_S = 5
_KEEP_ALIVE_S = 5
_OTHER_FILES = 200


def open_keys(path: Path, host: str) -> KeyRing | None:
    """The keys that a server on this address asks for; None if it is for this machine and has no file.

    :raises UsageError: if the address is reached from elsewhere and there is no key.
    """
    keys = read_keys(path)
    if not keys and not is_local(host):
        raise UsageError(
            f"refusing to listen on {host} without an API key: anyone who reaches it could ask and read. "
            f"Create one with `snc-assistant keys create NAME` (kept in {path}; SNC_KEYS names another file), "
            "or listen on 127.0.0.1"
        )
    if not keys and not path.exists():
        return None
    if not keys:
        logger.warning("%s holds no API key, so nobody can ask; remove the file to serve without keys", path)
    return KeyRing(path)


def is_local(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def configure(app: FastAPI, *, log_level: str = "warning", grace_s: int = _GRACE_S) -> uvicorn.Config:
    """How uvicorn serves an application: with deadlines, without telling what it is."""
    return uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        log_level=log_level,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=grace_s,
        server_header=False,
    )


def serve_app(app: FastAPI, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted.

    :raises UsageError: if the address cannot be listened on.
    """
    listener = _listen(host, port)
    _allow_connections()
    shown = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    announce(f"snc-assistant is ready: http://{shown}:{listener.getsockname()[1]}/")
    uvicorn.Server(configure(app)).run(sockets=[listener])


def host_names(host: str, proxied: str) -> Sequence[str]:
    """The names that a server answers to: its address and those under which a proxy serves it."""
    return [host, *(name.strip() for name in proxied.split(",") if name.strip())]


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # who connects before the application runs, waits
    except OSError as exc:
        raise UsageError(f"cannot listen on {host}:{port}: {exc.strerror}; choose another --port") from exc
    return listener


def _allow_connections() -> None:
    """Let the process open as many files as it may have connections, where the system has such a limit."""
    try:
        import resource
    except ImportError:
        return
    needed = MAX_CONNECTIONS + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < needed:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(needed, hard), hard))
