"""Headers for every response, and the check of host and origin. Pure ASGI, so that streams stay streams."""

import logging
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from snc_assistant.types import Language
from snc_assistant.web.problems import Refusal, respond

logger = logging.getLogger(__name__)
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
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


class Protection:
    """Refuses foreign hosts (DNS rebinding) and foreign origins; tells every refusal; adds headers."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._named = frozenset(h.lower() for h in hosts) - _LOCAL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; either way with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        protected = _Protected(send)
        try:
            self._check(Headers(scope=scope))
            await self._app(scope, receive, protected)
        except Refusal as refusal:
            await respond(scope, refusal)(scope, receive, protected)
        except Exception as exc:
            # Caught here and not further out, where an error page would lack the headers.
            if protected.started:
                logger.exception("response broken off: %s %s", scope["method"], scope["path"])
            else:
                await respond(scope, exc)(scope, receive, protected)

    def _check(self, headers: Headers) -> None:
        host = headers.get("host", "").strip().lower()
        if _name(host) not in _LOCAL | self._named:
            raise Refusal(400, _FOREIGN_HOST)
        origin = headers.get("origin")
        if origin is not None and not self._is_own(origin.lower(), host):
            raise Refusal(400, _FOREIGN_ORIGIN)

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
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _name(host: str) -> str:
    if host.startswith("[") and "]" in host:
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _with_port(place: str, scheme: str) -> str:
    has_port = place.rpartition("]")[2].count(":") == 1
    return place if has_port else f"{place}:{_PORTS.get(scheme, '')}"
