"""HTTP connections with the deadlines that uvicorn lacks. Knows nothing about what is served."""

import asyncio
import json
import logging
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from snc_assistant.web.protection import HEADERS

logger = logging.getLogger(__name__)
MAX_CONNECTIONS = 1500
_CHECK_S = 1.0


class BoundedProtocol(H11Protocol):
    """A connection that ends if its client sends or reads too slowly.

    A request's head may take `receive_s` seconds, and so may its body; what was written must have
    left within `send_s` seconds. They are looked at once every second or so.
    """

    # Longer than a slow body is given, so that its client is told: 408.
    receive_s: ClassVar[float] = 13.0
    send_s: ClassVar[float] = 20.0
    most: ClassVar[int] = MAX_CONNECTIONS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn
        """Serve a client, or tell it that there are too many."""
        super().connection_made(transport)
        self._watching: asyncio.TimerHandle | None = None
        if len(self.connections) > self.most:
            transport.write(_FULL)
            transport.close()
        now = self.loop.time()
        self._receiving: tuple[object, object] | None = None
        self._received_at = self._sent_at = now
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        if self._watching:
            self._watching.cancel()
        super().connection_lost(exc)

    def _watch(self) -> None:
        now = self.loop.time()
        stage = (self.conn.their_state, self.cycle)
        if stage != self._receiving or self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._receiving, self._received_at = stage, now
        if not self.transport.get_write_buffer_size():
            self._sent_at = now
        if now - self._received_at > self.receive_s or now - self._sent_at > self.send_s:
            logger.info("connection ended: its client was too slow")
            self.transport.abort()
            return
        interval = min(_CHECK_S, self.receive_s / 4, self.send_s / 4)
        self._watching = self.loop.call_later(interval, self._watch)


def _full_response() -> bytes:
    body = {
        "type": "about:blank",
        "title": "Service indisponible · Service unavailable",
        "status": 503,
        "detail": "Trop de connexions ; réessayez dans 5 s. · Too many connections; try again in 5 s.",
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = {
        **HEADERS,
        "content-type": "application/problem+json",
        "content-length": str(len(content)),
        "retry-after": "5",
        "connection": "close",
    }
    lines = ["HTTP/1.1 503 Service Unavailable", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + content


_FULL = _full_response()
