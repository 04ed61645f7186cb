"""Headers, host check and body limit for every response. Pure ASGI, so that streams stay streams."""

import asyncio
import logging
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from snc_assistant.types import Language
from snc_assistant.web.problems import Refusal, problem, reader_language

logger = logging.getLogger(__name__)
MAX_BODY = 1_000_000
BODY_DEADLINE_S = 15.0
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    # Asked again each time: after an update, a page must not run with the scripts of the old one.
    "cache-control": "no-cache",
}
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"http": "80", "https": "443"}
_FOREIGN_HOST: Mapping[Language, str] = {
    "fr": "Ce serveur ne répond pas sous ce nom d'hôte ; utilisez l'adresse qu'il a affichée.",
    "en": "This server does not answer for that Host; use the address that it printed.",
}
_FOREIGN_ORIGIN: Mapping[Language, str] = {
    "fr": "Les requêtes venant d'autres sites sont refusées ; ouvrez la page de ce serveur.",
    "en": "Requests from other sites are refused; open this server's own page.",
}
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


class Protection:
    """Refuses foreign hosts (DNS rebinding), foreign origins, oversized and endless bodies; adds headers."""

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str] = (), body_deadline_s: float = BODY_DEADLINE_S
    ) -> None:
        self._app = app
        self._named = frozenset(h.lower() for h in hosts) - _LOCAL
        self._body_deadline_s = body_deadline_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; either way with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        protected = _Protected(send)
        language = reader_language(Headers(scope=scope))
        try:
            await self._admit(scope, receive, protected)
        except _Gone:
            return
        except Refusal as refusal:
            answer = problem(refusal.status, language, refusal.said[language])
            await answer(scope, receive, protected)
        except Exception:
            # Caught here and not further out, where an error page would lack the headers.
            logger.exception("request failed: %s %s", scope["method"], scope["path"])
            if not protected.started:
                await problem(500, language)(scope, receive, protected)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._check(Headers(scope=scope))
        try:
            body = await asyncio.wait_for(_read_body(receive), self._body_deadline_s)
        except TimeoutError as exc:
            raise Refusal(408, _TOO_SLOW) from exc
        await self._app(scope, _replay(body, receive), send)

    def _check(self, headers: Headers) -> None:
        host = headers.get("host", "").strip().lower()
        if _name(host) not in _LOCAL | self._named:
            raise Refusal(400, _FOREIGN_HOST)
        origin = headers.get("origin")
        if origin is not None and not self._is_own(origin.lower(), host):
            raise Refusal(400, _FOREIGN_ORIGIN)
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > MAX_BODY:
            raise Refusal(413, _TOO_LARGE)

    # Another port of this machine is another site. A proxy may change the Host, but not who we are.
    def _is_own(self, origin: str, host: str) -> bool:
        scheme, _, place = origin.partition("://")
        return _with_port(place, scheme) == _with_port(host, scheme) or _name(place) in self._named


class _Protected:
    """Sends messages with the headers added; knows whether a response has started."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _name(host: str) -> str:
    if host.startswith("[") and "]" in host:
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _with_port(place: str, scheme: str) -> str:
    has_port = place.rpartition("]")[2].count(":") == 1
    return place if has_port else f"{place}:{_PORTS.get(scheme, '')}"


async def _read_body(receive: Receive) -> bytes:
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise Refusal(413, _TOO_LARGE)
        more = message.get("more_body", False)
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    """The whole body as one message, then what the server says: that the client left."""
    pending = [body]

    async def replayed() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replayed
