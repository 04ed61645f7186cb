"""`snc-assistant load`: a thin skin over `load`."""

import asyncio
import json
from pathlib import Path

import click


@click.command()
@click.argument("url", default="http://127.0.0.1:8000")
@click.option("--users", default=50, show_default=True, type=click.IntRange(1, 1000), help="Who ask at once.")
@click.option("--each", default=20, show_default=True, type=click.IntRange(1), help="Questions of each user.")
@click.option(
    "--questions", type=click.Path(path_type=Path, file_okay=False), default=Path("eval/questions"),
    show_default=True, help="Folder of the question files; those named dev… are asked.",
)  # fmt: skip
@click.option("--engine", default="extractive", show_default=True, help="Who phrases the answers.")
@click.option("--key", default="", envvar="SNC_LOAD_KEY", help="API key of scope ask.")
@click.option("--admin-key", default="", envvar="SNC_LOAD_ADMIN_KEY", help="API key of scope admin.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def load(
    url: str, users: int, each: int, questions: Path, engine: str, key: str, admin_key: str, as_json: bool
) -> None:
    """Put the server at URL under load: many users, one slow client, one that leaves."""
    from snc_assistant.evaluation.load import Plan, load_json, put_under_load, render_load

    files = sorted(questions.glob("dev*.jsonl"))
    asked = [
        json.loads(line)["question"] for f in files for line in f.read_text("utf-8").splitlines() if line
    ]
    measured = asyncio.run(put_under_load(Plan(url, users, each, engine, key, admin_key), asked))
    click.echo(json.dumps(load_json(measured), indent=2) if as_json else render_load(measured))
    if measured.errors:
        raise SystemExit(1)
