"""Who may ask, how often, and how many at once: API keys, rates and room. Pure ASGI."""

import ipaddress
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from snc_assistant.types import Language
from snc_assistant.web.keys import ApiKey, KeyRing
from snc_assistant.web.keys import Scope as KeyScope
from snc_assistant.web.metrics import Metrics
from snc_assistant.web.problems import Refusal
from snc_assistant.web.rates import Rates
from snc_assistant.web.tracing import CALLER

KEY_REQUIRED = "/problems/key-required"
KEY_INSUFFICIENT = "/problems/key-insufficient"
TOO_MANY_REQUESTS = "/problems/too-many-requests"
TOO_BUSY = "/problems/too-busy"
OPEN = frozenset({"/openapi.json", "/healthz", "/readyz", "/favicon.ico"})
_ANSWERING = frozenset({"/api/ask", "/api/ask/stream", "/api/search", "/v1/chat/completions"})
_BUSY_S = 2
_NO_KEY: Mapping[Language, str] = {
    "fr": "Il faut une clé d'API valide : envoyez « Authorization: Bearer CLÉ ». Qui gère ce serveur en "
    "crée une avec « snc-assistant keys create NOM ».",
    "en": "A valid API key is needed: send “Authorization: Bearer KEY”. Whoever runs this server creates "
    "one with `snc-assistant keys create NAME`.",
}
_NO_SCOPE: Mapping[Language, str] = {
    "fr": "Cette clé n'ouvre pas cette adresse ; demandez une clé créée avec « --scope {scope} ».",
    "en": "This key does not open this address; ask for a key created with `--scope {scope}`.",
}
_TOO_OFTEN: Mapping[Language, str] = {
    "fr": "Trop de requêtes ; réessayez dans {seconds} s.",
    "en": "Too many requests; try again in {seconds} s.",
}
_NO_ROOM: Mapping[Language, str] = {
    "fr": f"Trop de questions à la fois ; réessayez dans {_BUSY_S} s.",
    "en": f"Too many questions at once; try again in {_BUSY_S} s.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server allows. `keys` is None where nobody needs one.

    `rate_per_minute` counts requests of a key or a client address, 0 is no limit; `answers` is how
    many may be under way or waiting at once.
    """

    keys: KeyRing | None = None
    rate_per_minute: int = 0
    answers: int = 200


class Gate:
    """Refuses who has no key, the wrong one, or asks too often. What `pages` names is open."""

    def __init__(self, app: ASGIApp, limits: Limits, pages: Collection[str]) -> None:
        self._app = app
        self._keys = limits.keys
        self._rates = Rates(limits.rate_per_minute)
        self._pages = OPEN | frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on.

        :raises Refusal: 401, 403 or 429.
        """
        if scope["type"] == "http" and not self._is_open(scope["path"]):
            key = self._key(scope)
            if key:
                scope[CALLER] = key.name
            self._check_rate(scope, key)
            if self._keys:
                _check_scope(key, "admin" if scope["path"] == "/metrics" else "ask")
        await self._app(scope, receive, send)

    def _is_open(self, path: str) -> bool:
        return path in self._pages or path.startswith(("/static/", "/problems/"))

    def _key(self, scope: Scope) -> ApiKey | None:
        scheme, _, presented = Headers(scope=scope).get("authorization", "").partition(" ")
        if self._keys is None or scheme.lower() != "bearer":
            return None
        return self._keys.find(presented.strip())

    def _check_rate(self, scope: Scope, key: ApiKey | None) -> None:
        caller = f"key {key.name}" if key else _network(scope)
        wait = self._rates.wait_for(caller) if caller else 0.0
        if wait:
            seconds = math.ceil(wait)
            said = {language: text.format(seconds=seconds) for language, text in _TOO_OFTEN.items()}
            raise Refusal(429, said, kind=TOO_MANY_REQUESTS, headers={"Retry-After": str(seconds)})


class Room:
    """Refuses questions beyond the number that may be under way, before they cost anything."""

    def __init__(self, app: ASGIApp, limits: Limits, metrics: Metrics) -> None:
        self._app = app
        self._answers = limits.answers
        self._metrics = metrics
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on.

        :raises Refusal: 429 if there is no room.
        """
        if scope["type"] != "http" or scope["path"] not in _ANSWERING:
            await self._app(scope, receive, send)
            return
        if self._under_way >= self._answers:
            raise Refusal(429, _NO_ROOM, kind=TOO_BUSY, headers={"Retry-After": str(_BUSY_S)})
        self._under_way += 1
        try:
            with self._metrics.in_progress.track_inprogress():
                await self._app(scope, receive, send)
        finally:
            self._under_way -= 1


def _check_scope(key: ApiKey | None, needed: KeyScope) -> None:
    if key is None:
        raise Refusal(401, _NO_KEY, kind=KEY_REQUIRED, headers={"WWW-Authenticate": "Bearer"})
    if needed not in key.scopes:
        said = {language: text.format(scope=needed) for language, text in _NO_SCOPE.items()}
        challenge = f'Bearer error="insufficient_scope", scope="{needed}"'
        raise Refusal(403, said, kind=KEY_INSUFFICIENT, headers={"WWW-Authenticate": challenge})


def _network(scope: Scope) -> str:
    """Whom a client without a key counts as; nobody on this machine itself.

    An IPv6 client has a whole /64 network to choose addresses from.
    """
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
