"""Runs the application. Knows about sockets, not about answers."""

import socket
from collections.abc import Callable, Sequence

import uvicorn

from snc_assistant.assistant import Assistant
from snc_assistant.errors import UsageError
from snc_assistant.web.app import create_app

_GRACE_S = 5


def serve_app(
    assistant: Assistant,
    host: str,
    port: int,
    announce: Callable[[str], None],
    names: Sequence[str] = (),
) -> None:
    """Serve until interrupted.

    :param names: under which a proxy serves it, besides the local names.

    :raises UsageError: if the address cannot be listened on.
    """
    listener = _listen(host, port)
    shown = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    announce(f"snc-assistant is ready: http://{shown}:{listener.getsockname()[1]}/")
    config = uvicorn.Config(
        create_app(assistant, hosts=(host, *names)),
        log_level="warning",
        timeout_graceful_shutdown=_GRACE_S,
        server_header=False,
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as exc:
        raise UsageError(f"cannot listen on {host}:{port}: {exc.strerror}; choose another --port") from exc
    return listener
