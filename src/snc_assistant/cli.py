"""The command line: build the parts, call one function, print.

Results go to stdout, progress and warnings to stderr; exit 0, 1 (failed) or 2 (usage). Heavy
libraries are imported inside the commands, so that `--help` is instant.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from snc_assistant import __version__
from snc_assistant.errors import SncError, UsageError

if TYPE_CHECKING:
    from snc_assistant.settings import Settings
    from snc_assistant.types import Answer


class _Commands(click.Group):
    """Turns an `SncError` into one line on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as exc:
            click.echo(f"snc-assistant: {exc}", err=True)
            ctx.exit(2)
        except SncError as exc:
            click.echo(f"snc-assistant: {exc}", err=True)
            ctx.exit(1)


_CORPUS = click.option("--corpus", type=click.Path(path_type=Path), help="Corpus folder.")
_INDEX = click.option("--index", "index_", type=click.Path(path_type=Path), help="Index folder.")
_ENCODER = click.option("--encoder", help="bundled, minilm, or the folder of a sentence-transformers model.")
_ENGINE = click.option(
    "--engine", type=click.Choice(["auto", "extractive", "ollama", "openai"]), help="Who phrases the answer."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _paths(command: Callable[..., None]) -> Callable[..., None]:
    return _CORPUS(_INDEX(_ENCODER(command)))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="snc-assistant")
@click.option("-v", "--verbose", count=True, help="Log more (-vv: stage timings).")
def main(verbose: int) -> None:
    """Cited answers about SecNumCloud, in French and in English."""
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)


@main.command()
@_paths
@click.option("--force", is_flag=True, help="Build even if the index is up to date.")
@_JSON
def index(corpus: Path | None, index_: Path | None, encoder: str | None, force: bool, as_json: bool) -> None:
    """Build the index of a corpus; quick if it is up to date."""
    from snc_assistant.build import build_index
    from snc_assistant.opening import open_encoder

    settings = _settings(corpus=corpus, index=index_, encoder=encoder)
    with _ProgressBar() as bar:
        report = build_index(
            settings.corpus, settings.index, open_encoder(settings.encoder), force=force, progress=bar.update
        )
    manifest = report.manifest
    if as_json:
        _print_json(
            {
                "snapshot": manifest.snapshot_id,
                "rebuilt": report.rebuilt,
                "counts": dict(manifest.counts),
                "inputs": dict(manifest.inputs),
                "timings_ms": dict(report.timings_ms),
            }
        )
        return
    counts = manifest.counts
    state = "built" if report.rebuilt else "is up to date"
    click.echo(
        f"index {manifest.snapshot_id} {state}: {counts['documents']} documents, "
        f"{counts['passages']} passages, {counts['facts']} facts, {counts['questions']} questions"
    )


@main.command()
@click.argument("question")
@_paths
@_ENGINE
@click.option(
    "--language", type=click.Choice(["fr", "en"]), help="Language where the question leaves it open."
)
@_JSON
def ask(
    question: str,
    corpus: Path | None,
    index_: Path | None,
    encoder: str | None,
    engine: str | None,
    language: Any,
    as_json: bool,
) -> None:
    """Answer QUESTION with citations."""
    from snc_assistant.as_json import answer_json
    from snc_assistant.opening import ensure_index, open_assistant, open_searcher

    settings = _settings(corpus=corpus, index=index_, encoder=encoder, engine=engine)
    with _ProgressBar() as bar:
        ensure_index(settings, bar.update, _announce)
    assistant = (open_searcher if settings.engine == "extractive" else open_assistant)(settings)
    answer = asyncio.run(assistant.ask(question, language=language))
    if as_json:
        _print_json(answer_json(answer))
    else:
        _print_answer(answer)


@main.command()
@click.argument("query")
@_paths
@click.option("-k", default=5, show_default=True, type=click.IntRange(1, 50), help="How many passages.")
@_JSON
def search(
    query: str, corpus: Path | None, index_: Path | None, encoder: str | None, k: int, as_json: bool
) -> None:
    """Find the passages nearest to QUERY."""
    from snc_assistant.as_json import hit_json
    from snc_assistant.opening import ensure_index, open_searcher

    settings = _settings(corpus=corpus, index=index_, encoder=encoder)
    with _ProgressBar() as bar:
        ensure_index(settings, bar.update, _announce)
    assistant = open_searcher(settings)
    hits = [hit_json(h, assistant.cite_hit(h)) for h in assistant.search(query, k=k)]
    if as_json:
        _print_json({"query": query, "hits": hits})
        return
    for hit in hits:
        place = f"{hit['doc_id']} {hit['start']}-{hit['end']}"
        click.echo(f"{hit['rank']:>2}. {place}  {' › '.join(hit['heading_path'])}")
        click.echo(f"    {_one_line(hit['quote'])}")


@main.command()
@_paths
@_ENGINE
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
def serve(
    corpus: Path | None,
    index_: Path | None,
    encoder: str | None,
    engine: str | None,
    host: str | None,
    port: int | None,
) -> None:
    """Serve the web page and the API; beyond this machine only with API keys."""
    from snc_assistant.opening import ensure_index, open_assistant, start_warm_up
    from snc_assistant.web.admission import Limits
    from snc_assistant.web.app import create_app
    from snc_assistant.web.logs import log_as
    from snc_assistant.web.serving import host_names, open_keys, serve_app

    settings = _settings(corpus=corpus, index=index_, encoder=encoder, engine=engine, host=host, port=port)
    log_as(settings.log_format)
    keys = open_keys(settings.keys, settings.host)
    with _ProgressBar() as bar:
        ensure_index(settings, bar.update, _announce)
    assistant = open_assistant(settings)
    if settings.warm_up:
        start_warm_up(assistant)
    app = create_app(
        assistant,
        host_names(settings.host, settings.hosts),
        Limits(keys, settings.rate_per_minute, settings.answers_at_once),
        log_questions=settings.log_questions,
    )
    serve_app(app, settings.host, settings.port, _announce)


@main.command()
@_paths
@_JSON
def doctor(corpus: Path | None, index_: Path | None, encoder: str | None, as_json: bool) -> None:
    """Check the installation; for each problem, say the cure."""
    from snc_assistant.doctor import examine

    checks = asyncio.run(examine(_settings(corpus=corpus, index=index_, encoder=encoder)))
    if as_json:
        _print_json(
            {
                "checks": [
                    {"name": c.name, "state": c.state, "detail": c.detail, "cure": c.cure} for c in checks
                ]
            }
        )
    else:
        for check in checks:
            click.echo(f"{_MARKS[check.state]} {check.name}: {check.detail}")
            if check.cure:
                click.echo(f"    → {check.cure}")
    if any(c.state == "broken" for c in checks):
        raise SystemExit(1)


_MARKS = {"good": "✓", "optional": "·", "broken": "✗"}


def _settings(**given: object) -> "Settings":
    from snc_assistant.settings import read_settings

    return read_settings(**given)


def _announce(text: str) -> None:
    click.echo(text, err=True)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_answer(answer: "Answer") -> None:
    """The answer with numbered citations, each once."""
    numbers: dict[object, int] = {}
    if answer.lead:
        click.echo(answer.lead)
    for claim in answer.claims:
        marks = "".join(f"[{numbers.setdefault(c, len(numbers) + 1)}]" for c in claim.citations)
        click.echo(f"{'- ' if len(answer.claims) > 1 else ''}{claim.text} {marks}")
    for note in answer.notes:
        click.echo(f"! {note}")
    cited = [c for claim in answer.claims for c in claim.citations] or list(answer.nearest)
    click.echo()
    for citation in dict.fromkeys(cited):
        number = numbers.setdefault(citation, len(numbers) + 1)
        click.echo(
            f"[{number}] {citation.doc_id} {citation.start}-{citation.end}  “{_one_line(citation.quote)}”"
            f"  ({' › '.join(citation.heading_path)})"
        )
    note = f" · {answer.engine_note}" if answer.engine_note else ""
    click.echo(f"{answer.outcome.value} · {answer.engine}{note}", err=True)


def _one_line(text: str, longest: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


class _ProgressBar:
    """A bar on stderr that appears only if there is something to wait for."""

    def __enter__(self) -> "_ProgressBar":
        self._bar: Any = None
        return self

    def update(self, done: int, total: int) -> None:
        """Show that `done` of `total` texts are encoded."""
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc="encoding", unit="text", file=sys.stderr, leave=False)
        self._bar.n = done
        self._bar.refresh()

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _mount_groups() -> None:
    """Add the command groups that live with what they command; they import it when they run."""
    from snc_assistant.adapt.command import adapt
    from snc_assistant.enrich.command import enrich
    from snc_assistant.evaluation.bench_command import bench
    from snc_assistant.evaluation.calibrate_command import calibrate
    from snc_assistant.evaluation.commands import eval_group
    from snc_assistant.evaluation.load_command import load
    from snc_assistant.evaluation.mutants_command import mutants_command
    from snc_assistant.evaluation.support_command import support_command
    from snc_assistant.evaluation.titles_command import titles
    from snc_assistant.integrations.mcp_command import mcp
    from snc_assistant.keys_command import keys
    from snc_assistant.model_commands import models

    eval_group.add_command(calibrate)
    eval_group.add_command(mutants_command)
    eval_group.add_command(support_command)
    eval_group.add_command(titles)
    main.add_command(eval_group, "eval")
    main.add_command(adapt)
    main.add_command(enrich)
    main.add_command(mcp)
    main.add_command(models)
    main.add_command(bench)
    main.add_command(keys)
    main.add_command(load)


_mount_groups()
