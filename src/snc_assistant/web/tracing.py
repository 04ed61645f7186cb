"""Each request's number, its line in the log and its place in the figures. Pure ASGI.

Nothing of a question, an answer or an address is written down.
"""

import logging
import re
import time
import uuid
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from snc_assistant.web.metrics import Metrics

logger = logging.getLogger(__name__)
HEADER = "X-Request-ID"
CALLER = "snc_assistant.caller"
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The number of the request that is being answered; empty outside of one."""
    return _request_id.get()


class Tracing:
    """Numbers requests, logs and counts them; the outermost layer."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its number."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        number = given if _SANE.fullmatch(given) else uuid.uuid4().hex
        status = 0

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        token = _request_id.set(number)
        began = time.perf_counter()
        try:
            await self._app(scope, receive, numbered)
        finally:
            self._note(scope, status, time.perf_counter() - began)
            _request_id.reset(token)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = _route(scope)
        self._metrics.answered_request(route, method, status, seconds)
        caller = scope.get(CALLER, "")
        logger.info(
            "%s %s %d %.0f ms", method, route, status, seconds * 1000,
            extra={
                "method": method, "route": route, "status": status,
                "ms": round(seconds * 1000, 1), "key": caller,
            },
        )  # fmt: skip


def _route(scope: Scope) -> str:
    """The route's pattern, or the mounted folder: the addresses themselves are without number."""
    return getattr(scope.get("route"), "path", None) or scope.get("root_path") or "none"
