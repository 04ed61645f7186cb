"""`snc-assistant keys …`: a thin skin over web/keys.py."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from snc_assistant.web.keys import Scope


@click.group()
def keys() -> None:
    """Create, list and revoke the API keys of the server."""


@keys.command("create")
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(["ask", "admin"]), default=["ask"], show_default=True,
    help="What the key opens: questions and documents, or /metrics; may be given twice.",
)  # fmt: skip
def create_command(name: str, scopes: tuple["Scope", ...]) -> None:
    """Print a new key under NAME; it is not kept and cannot be shown again."""
    from snc_assistant.web.keys import create_key

    path = _path()
    click.echo(create_key(path, name, scopes))
    click.echo(f"key {name!r} ({', '.join(scopes)}) is known by its hash in {path}; note it now", err=True)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(as_json: bool) -> None:
    """List the keys by name, never the keys themselves."""
    from snc_assistant.web.keys import read_keys

    found = read_keys(_path())
    if as_json:
        shown = [{k: v for k, v in asdict(key).items() if k != "sha256"} for key in found]
        click.echo(json.dumps({"keys": shown}, ensure_ascii=False, indent=2))
        return
    for key in found:
        click.echo(f"{key.name}  {','.join(key.scopes)}  {key.created}")
    if not found:
        click.echo("no key yet; `snc-assistant keys create NAME`", err=True)


@keys.command("revoke")
@click.argument("name")
def revoke_command(name: str) -> None:
    """Forget the key NAME; a server that runs refuses it at once."""
    from snc_assistant.web.keys import revoke_key

    path = _path()
    revoke_key(path, name)
    click.echo(f"key {name!r} is revoked in {path}", err=True)


def _path() -> Path:
    from snc_assistant.settings import read_settings

    return read_settings().keys
