"""Requests' bodies: whole, not too large, in time. Pure ASGI."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from snc_assistant.types import Language
from snc_assistant.web.problems import Refusal

MAX_BODY = 1_000_000
BODY_DEADLINE_S = 12.0
_TOO_LARGE: Mapping[Language, str] = {
    "fr": f"Au plus {MAX_BODY} octets ; raccourcissez la question ou l'historique.",
    "en": f"At most {MAX_BODY} bytes; shorten the question or the history.",
}
_TOO_SLOW: Mapping[Language, str] = {
    "fr": "La requête n'est pas arrivée à temps ; renvoyez-la.",
    "en": "The request did not arrive in time; send it again.",
}


class _Gone(Exception):
    """The client left before its request was complete."""


class Bodies:
    """Passes a request on once its body is there; refuses the endless ones."""

    def __init__(self, app: ASGIApp, deadline_s: float = BODY_DEADLINE_S) -> None:
        self._app = app
        self._deadline_s = deadline_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the whole request on.

        :raises Refusal: if it is too large or too slow.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdigit() and int(length) > MAX_BODY:
            raise Refusal(413, _TOO_LARGE)
        try:
            body = await asyncio.wait_for(_read(receive), self._deadline_s)
        except TimeoutError as exc:
            raise Refusal(408, _TOO_SLOW, headers={"Connection": "close"}) from exc
        except _Gone:
            return
        await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise Refusal(413, _TOO_LARGE)
        more = message.get("more_body", False)
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """The whole body as one message, then what the server says: that the client left."""
    pending = [body]

    async def replayed() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replayed
