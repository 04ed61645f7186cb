"""An MCP server over streamable HTTP, behind the same gates as the API."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from snc_assistant.web.admission import Gate, Limits
from snc_assistant.web.bodies import Bodies
from snc_assistant.web.metrics import Metrics
from snc_assistant.web.protection import Protection
from snc_assistant.web.tracing import Tracing

if TYPE_CHECKING:
    from mcp.server import Server

PATH = "/mcp"


def create_mcp_app(server: "Server[Any]", hosts: Iterable[str] = (), limits: Limits | None = None) -> FastAPI:
    """The protocol at `/mcp`. No sessions are kept: each request stands for itself.

    :param hosts: names under which the server is reached, besides the local ones.
    :param limits: no key and no rate, if not given.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    # Host and Origin are checked by our own layer, which also knows the names given here.
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    protocol = server.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=unchecked
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with server.session_manager.run():
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    app.mount("/", protocol)
    app.add_middleware(Bodies)
    app.add_middleware(Gate, limits=limits or Limits(), pages=())
    app.add_middleware(Protection, hosts=tuple(hosts))
    app.add_middleware(Tracing, metrics=Metrics())
    return app
