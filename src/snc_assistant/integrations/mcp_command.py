"""`snc-assistant mcp`: the assistant as tools for MCP clients.

Heavy libraries are imported inside the command, so that `--help` is instant.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from snc_assistant.errors import UsageError

if TYPE_CHECKING:
    from mcp.server import Server

    from snc_assistant.settings import Settings
    from snc_assistant.web.admission import Limits

_PORT = 8001  # the web server's own default is 8000


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), help="Corpus folder.")
@click.option("--index", "index_", type=click.Path(path_type=Path), help="Index folder.")
@click.option("--encoder", help="bundled, minilm, or the folder of a sentence-transformers model.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "extractive", "ollama", "openai"]),
    help="Who phrases the answer, where a call does not say.",
)
@click.option("--http", is_flag=True, help="Serve over HTTP instead of standard input and output.")
@click.option("--host", help="Address to listen on, with --http.  [default: 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help=f"Port to listen on, with --http.  [default: {_PORT}]"
)
@click.option("--page", help="Address of the web page that links to sources lead to.")
def mcp(
    corpus: Path | None,
    index_: Path | None,
    encoder: str | None,
    engine: str | None,
    http: bool,
    host: str | None,
    port: int | None,
    page: str | None,
) -> None:
    """Offer ask, search and get_source to MCP clients; beyond this machine only with API keys."""
    if not http and (host or port is not None):
        raise UsageError("--host and --port are for --http; over standard input and output nothing listens")
    from snc_assistant.opening import ensure_index, open_assistant
    from snc_assistant.settings import read_settings

    settings = read_settings(corpus=corpus, index=index_, encoder=encoder, engine=engine)
    host = host or "127.0.0.1"
    limits = _limits(settings, host) if http else None
    ensure_index(settings, lambda done, total: None, lambda text: click.echo(text, err=True))
    from snc_assistant.integrations.mcp_server import create_server, serve_stdio

    server = create_server(open_assistant(settings), page=page or _page(settings))
    if limits:
        _serve_http(server, settings, limits, host, _PORT if port is None else port)
    else:
        asyncio.run(serve_stdio(server))


def _page(settings: "Settings") -> str:
    """Where `snc-assistant serve` has its page with the same settings."""
    return f"http://{settings.host}:{settings.port}/"


def _limits(settings: "Settings", host: str) -> "Limits":
    """Who may connect.

    :raises UsageError: if the address is reached from elsewhere and there is no key.
    """
    from snc_assistant.web.admission import Limits
    from snc_assistant.web.serving import open_keys

    return Limits(open_keys(settings.keys, host), settings.rate_per_minute)


def _serve_http(server: "Server[Any]", settings: "Settings", limits: "Limits", host: str, port: int) -> None:
    from snc_assistant.web.mcp_http import PATH, create_mcp_app
    from snc_assistant.web.serving import host_names, serve_app

    app = create_mcp_app(server, host_names(host, settings.hosts), limits)
    serve_app(app, host, port, lambda text: click.echo(text.rstrip("/") + PATH, err=True))
