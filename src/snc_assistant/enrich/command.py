"""`snc-assistant enrich`: have a model write questions, check them, show them, and put them into the corpus.

Heavy libraries are imported inside the command, so that `--help` is instant.
"""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from snc_assistant.errors import ModelError, UsageError

if TYPE_CHECKING:
    from snc_assistant.enrich.asker import Asked
    from snc_assistant.enrich.choosing import Verdict
    from snc_assistant.enrich.journal import Journal, Task
    from snc_assistant.enrich.needs import Need
    from snc_assistant.enrich.proposal import Proposal
    from snc_assistant.enrich.report import Run
    from snc_assistant.generation.chat import ChatModel
    from snc_assistant.settings import Settings

_INTERRUPTED = 130  # the exit code of a program that ctrl-C ended


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), help="Corpus folder.")
@click.option("--encoder", help="bundled, minilm, or the folder of a sentence-transformers model.")
@click.option("--engine", type=click.Choice(["auto", "ollama", "openai"]), help="Whose model writes.")
@click.option(
    "--count",
    default=12,
    show_default=True,
    type=click.IntRange(1, 50),
    help="Questions a passage and language.",
)
@click.option(
    "--first",
    default=3,
    show_default=True,
    type=click.IntRange(1, 50),
    help="Rank at which a question must find its own passage.",
)
@click.option("--passage", "wanted", multiple=True, help="Ask for this passage id only; may be repeated.")
@click.option(
    "--limit", type=click.IntRange(0), help="Ask for so many passages at most; 0 shows what there is."
)
@click.option("--journal", "journal_path", type=click.Path(path_type=Path), help="Where answers are kept.")
@click.option("--dry-run", is_flag=True, help="Only say what would be asked.")
@click.option("--diff/--write", "show", default=True, help="Show what would be added, or add what was shown.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def enrich(
    corpus: Path | None, encoder: str | None, engine: str | None, count: int, first: int, wanted: Sequence[str],
    limit: int | None, journal_path: Path | None, dry_run: bool, show: bool, as_json: bool,
) -> None:  # fmt: skip
    """Have the language model write questions for passages that have none.

    Each question must find its own passage. A first run asks and prints a diff of the corpus; --write then
    adds exactly what that diff showed. Interrupt it when you like: the next run goes on from there.
    """
    from snc_assistant.build import read_corpus
    from snc_assistant.enrich.journal import NAME, Journal, tasks_of
    from snc_assistant.enrich.needs import find_needs
    from snc_assistant.enrich.proposal import propose
    from snc_assistant.enrich.report import Run
    from snc_assistant.types import LANGUAGES

    if dry_run and not show:
        raise UsageError("--dry-run and --write exclude each other; leave one out")
    settings = _settings(corpus, encoder, engine)
    data = read_corpus(settings.corpus)
    needs = find_needs(data)
    journal = Journal(journal_path or settings.corpus / NAME)
    models = _models(settings)
    selected = _selected(needs, wanted, journal, count, [m.name for m in models.values()]) if show else []
    selected = selected[:limit]
    if dry_run:
        _plan(needs, selected, journal, as_json)
        return
    asked = _ask(settings, models, tasks_of(selected, LANGUAGES), count, journal)
    verdicts = _judge(settings, data, needs, journal, first)
    proposal = propose(settings.corpus / "questions", needs, verdicts)
    if show:
        _show(Run(needs, asked, verdicts, proposal), journal, as_json)
    else:
        _write(proposal, journal, as_json)


def _settings(corpus: Path | None, encoder: str | None, engine: str | None) -> "Settings":
    from snc_assistant.settings import read_settings

    settings = read_settings(corpus=corpus, encoder=encoder, engine=engine)
    if settings.engine == "extractive":
        raise UsageError("questions are written by a language model; choose --engine auto, ollama or openai")
    return settings


def _models(settings: "Settings") -> "dict[str, ChatModel]":
    """The models that may write; nothing is contacted yet."""
    from snc_assistant.opening import open_models

    return {k: m for k, m in open_models(settings).items() if settings.engine in ("auto", k)}


def _selected(
    needs: "Sequence[Need]", wanted: Sequence[str], journal: "Journal", count: int, models: Sequence[str]
) -> "list[Need]":
    """The passages to ask for: those named, or all, that these models did not answer for yet."""
    from snc_assistant.enrich.journal import tasks_of
    from snc_assistant.types import LANGUAGES

    known = {n.passage.passage_id for n in needs}
    if unknown := [w for w in wanted if w not in known]:
        raise UsageError(f"no passage without questions: {', '.join(unknown)}; --dry-run --json lists them")

    def is_open(need: "Need") -> bool:
        tasks = tasks_of([need], LANGUAGES)
        return not all(any(journal.done(t, count, name) for name in models) for t in tasks)

    return [n for n in needs if (not wanted or n.passage.passage_id in wanted) and is_open(n)]


def _ask(
    settings: "Settings", models: "Mapping[str, ChatModel]", tasks: "Sequence[Task]", count: int,
    journal: "Journal",
) -> "Asked":  # fmt: skip
    from snc_assistant.enrich.asker import Asked, ask_all, choose_model

    async def run() -> Asked:
        model = await choose_model(models, settings.engine)
        open_ = [t for t in tasks if not journal.done(t, count, model.name)]
        with _Bar("asking", len(open_)) as bar:
            return await ask_all(model, open_, count, journal, bar.update)

    if not tasks:
        return Asked(0, ())
    try:
        return asyncio.run(run())
    except KeyboardInterrupt as exc:
        click.echo(f"\ninterrupted; {_kept_in(journal)}", err=True)
        raise SystemExit(_INTERRUPTED) from exc
    except ModelError as exc:
        raise type(exc)(f"{exc}; {_kept_in(journal)}" if journal.answers else str(exc)) from exc


def _kept_in(journal: "Journal") -> str:
    return f"{len(journal.answers)} answers are kept in {journal.path}: the same command goes on from there"


def _judge(
    settings: "Settings", data: Any, needs: "Sequence[Need]", journal: "Journal", first: int
) -> "list[Verdict]":
    """Verdicts on all that the journal holds for passages that still lack questions."""
    from snc_assistant.enrich.choosing import Candidate, choose
    from snc_assistant.enrich.journal import tasks_of
    from snc_assistant.opening import open_encoder
    from snc_assistant.types import LANGUAGES

    candidates = [
        Candidate(task.need, task.language, text)
        for task in tasks_of(needs, LANGUAGES)
        if (said := journal.answer(task))
        for text in said.questions
    ]
    if not candidates:
        return []
    with _Bar("checking", len(candidates)) as bar:
        return choose(data, open_encoder(settings.encoder), candidates, first, bar.update)


def _show(outcome: "Run", journal: "Journal", as_json: bool) -> None:
    """Print the diff, and remember that it was shown."""
    from snc_assistant.enrich.journal import Shown
    from snc_assistant.enrich.report import as_json_object, summary

    proposal = outcome.proposal
    if as_json:
        _print_json(as_json_object(outcome, journal))
    else:
        click.echo(proposal.diff, nl=False)
    if proposal.after:
        journal.add(Shown(sha256=proposal.sha256))
    for line in summary(outcome, journal):
        click.echo(line, err=True)


def _plan(needs: "Sequence[Need]", selected: "Sequence[Need]", journal: "Journal", as_json: bool) -> None:
    from snc_assistant.enrich.report import plan, plan_json

    if as_json:
        _print_json(plan_json(needs, selected, journal))
        return
    for line in plan(selected):
        click.echo(line)
    click.echo(f"{len(needs)} passages without questions; {len(selected)} would be asked for", err=True)


def _write(proposal: "Proposal", journal: "Journal", as_json: bool) -> None:
    """Write what the last diff showed, and nothing else."""
    from snc_assistant.enrich.proposal import write

    if not proposal.after:
        raise UsageError(
            "there is nothing to write; `snc-assistant enrich` asks for questions and shows them"
        )
    if journal.shown != proposal.sha256:
        raise UsageError(
            "what would be written is not what was last shown; read the diff first: run the command without "
            "--write (with --limit 0 it asks for nothing new)"
        )
    write(proposal)
    if as_json:
        _print_json({"written": [str(path) for path in proposal.after]})
    for path in proposal.after:
        click.echo(f"wrote {path}", err=True)
    click.echo("now: snc-assistant index", err=True)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


class _Bar:
    """A bar on stderr, if there is anything to do."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, total
        self._bar: Any = None

    def __enter__(self) -> Self:
        if self._total:
            from tqdm import tqdm

            self._bar = tqdm(
                total=self._total, desc=self._what, file=sys.stderr, leave=False, dynamic_ncols=True
            )
        return self

    def update(self, done: int) -> None:
        """Show that so many are over."""
        self._bar.update(done - self._bar.n)

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
