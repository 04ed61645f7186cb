"""`snc-assistant eval ...`: a thin skin over this package. The only part of it that prints.

Heavy libraries are imported inside the commands, so that `--help` is instant.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from snc_assistant.errors import UsageError

if TYPE_CHECKING:
    from snc_assistant.assistant import Assistant
    from snc_assistant.evaluation.answers import System
    from snc_assistant.evaluation.dataset import Case, Selection
    from snc_assistant.evaluation.evaluate import Ground
    from snc_assistant.evaluation.gates import Verdict
    from snc_assistant.evaluation.results import Run
    from snc_assistant.settings import Settings
    from snc_assistant.types import Document

_QUESTIONS = click.option(
    "--questions", type=click.Path(path_type=Path, file_okay=False), default=Path("eval/questions"),
    show_default=True, help="Folder of the question files.",
)  # fmt: skip
_RESULTS = click.option(
    "--results", type=click.Path(path_type=Path, file_okay=False), default=Path("eval/results"),
    show_default=True, help="Folder of the runs.",
)  # fmt: skip
_GATES = click.option(
    "--gates", type=click.Path(path_type=Path, dir_okay=False), default=Path("eval/gates.toml"),
    show_default=True, help="What must be reached.",
)  # fmt: skip
_REPORT = click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the HTML page (default: in the run's folder).",
)  # fmt: skip
_SHOW_TEST = click.option(
    "--show-test", is_flag=True, help="Show wrong answers of the blind split in the report."
)
_BASELINE_ENCODER = "minilm"  # what a plain pipeline would take, whatever ours is today
_RUN_FOLDER = click.Path(path_type=Path, exists=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    engine: str
    model: str | None
    api_key: str | None
    timeout_s: float


@click.group("eval", invoke_without_command=True)
@click.pass_context
def eval_group(ctx: click.Context) -> None:
    """Measure the answers; without a command: run with the defaults."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(run_command)


@eval_group.command("run")
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True)
@click.option("--subset", type=click.IntRange(min=1), help="So many questions, picked with a fixed seed.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "extractive", "ollama", "openai"]),
    default="extractive",
    show_default=True,
    help="Who phrases the answers.",
)
@click.option("--model", help="The model, for the engines that have one.")
@click.option("--system", help="Evaluate another system: openai:URL#model, or a known bad one by name.")
@click.option("--api-key", envvar="SNC_ASSISTANT_EVAL_API_KEY", help="For --system openai:...")
@click.option(
    "--timeout",
    "timeout_s",
    type=float,
    default=120.0,
    show_default=True,
    help="Seconds a chat server may take for an answer.",
)
@click.option(
    "--parallel",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Questions under way at once.",
)
@click.option("--fresh", is_flag=True, help="Ask again what an earlier run of the same tree answered.")
@click.option(
    "--compare/--no-compare",
    default=True,
    show_default=True,
    help="Measure baselines and known bad systems too.",
)
@click.option("--judge", help="Second opinion by a model: URL#model of an OpenAI-compatible server.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write JUnit XML.")
@_REPORT
@_SHOW_TEST
@_QUESTIONS
@_RESULTS
@_GATES
@click.pass_context
def run_command(
    ctx: click.Context,
    split: str,
    subset: int | None,
    engine: str,
    model: str | None,
    system: str | None,
    api_key: str | None,
    timeout_s: float,
    parallel: int,
    fresh: bool,
    compare: bool,
    judge: str | None,
    as_json: bool,
    junit: Path | None,
    report: Path | None,
    show_test: bool,
    questions: Path,
    results: Path,
    gates: Path,
) -> None:
    """Ask all questions, print the figures, exit 1 if a gate fails."""
    from snc_assistant.evaluation.evaluate import Plan, evaluate, ground_of, read_cases
    from snc_assistant.evaluation.report import render_report
    from snc_assistant.opening import open_assistant, open_encoder

    settings = _settings(engine, model)
    assistant = open_assistant(settings)
    ground = ground_of(assistant)
    plan = Plan(questions, results, cast("Selection", split), subset, parallel, fresh)
    run = evaluate(
        _choose_system(system, assistant, ground, _Asked(engine, model, api_key, timeout_s)),
        plan,
        ground,
        assistant=assistant if system is None else None,
        encoder=open_encoder(_BASELINE_ENCODER) if compare else None,
    )
    cases = read_cases(plan, ground.documents)
    verdicts = _judge_gates(gates, run, subset=subset is not None)
    _print_run(run, verdicts, as_json=as_json)
    html = render_report(run, cases, ground.documents, verdicts=verdicts, show_test=show_test)
    _write_page(report or run.folder / "report.html", html)
    if junit:
        _write_junit(junit, run, cases, verdicts)
    if judge:
        _print_second_opinion(judge, run, cases)
    if not all(v.passed for v in verdicts):
        ctx.exit(1)


@eval_group.command("compare")
@click.argument("first", type=_RUN_FOLDER)
@click.argument("second", type=_RUN_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@_REPORT
@_SHOW_TEST
@_QUESTIONS
def compare_command(
    first: Path,
    second: Path,
    as_json: bool,
    report: Path | None,
    show_test: bool,
    questions: Path,
) -> None:
    """Which of two runs is better, on what, and is it beyond chance?"""
    from pydantic import TypeAdapter

    from snc_assistant.evaluation.compare import Comparison, compare_runs
    from snc_assistant.evaluation.report import render_report
    from snc_assistant.evaluation.results import read_run
    from snc_assistant.evaluation.table import render_comparison

    one, other = read_run(first), read_run(second)
    documents, cases = _documents_and_cases(questions, other)
    comparison = compare_runs(one, other, cases)
    as_bytes = TypeAdapter(Comparison).dump_json(comparison, indent=1)
    click.echo(as_bytes.decode() if as_json else render_comparison(comparison))
    html = render_report(other, cases, documents, comparison=comparison, show_test=show_test)
    _write_page(report or other.folder / f"compared-with-{one.folder.name}.html", html)


@eval_group.command("report")
@click.argument("run_folder", type=_RUN_FOLDER, metavar="RUN", required=False)
@_REPORT
@_SHOW_TEST
@_QUESTIONS
@_RESULTS
@_GATES
def report_command(
    run_folder: Path | None,
    report: Path | None,
    show_test: bool,
    questions: Path,
    results: Path,
    gates: Path,
) -> None:
    """Write the HTML page of a run again (default: the latest)."""
    from snc_assistant.evaluation.report import render_report
    from snc_assistant.evaluation.results import latest_run, read_run

    run = read_run(run_folder or latest_run(results))
    documents, cases = _documents_and_cases(questions, run)
    verdicts = _judge_gates(gates, run, subset="," in run.summary.identity.selection)
    html = render_report(run, cases, documents, verdicts=verdicts, show_test=show_test)
    _write_page(report or run.folder / "report.html", html)


@eval_group.command("raise")
@click.argument("run_folder", type=_RUN_FOLDER, metavar="RUN", required=False)
@_RESULTS
@_GATES
def raise_command(run_folder: Path | None, results: Path, gates: Path) -> None:
    """Lift the gates to what a run proves (default: the latest run); never lowers one."""
    from snc_assistant.evaluation.gates import raise_gates, read_gates, render_gates
    from snc_assistant.evaluation.results import latest_run, read_summary

    before = read_gates(gates)
    after = raise_gates(before, read_summary(run_folder or latest_run(results)))
    gates.write_text(render_gates(after, gates.read_text(encoding="utf-8")), encoding="utf-8")
    for old, new in zip(before.gate, after.gate, strict=True):
        if old != new:
            click.echo(f"{new.name}: {old.at_least} to {new.at_least}")


@eval_group.command("validate")
@click.option("--json", "as_json", is_flag=True, help="Print counts, overlap and problems as JSON.")
@_QUESTIONS
@click.pass_context
def validate_command(ctx: click.Context, as_json: bool, questions: Path) -> None:
    """Check the question set: quotes, expressions, references, counts, overlap."""
    import json

    from snc_assistant.evaluation.dataset import locate_cases, read_questions
    from snc_assistant.evaluation.evaluate import measure_overlaps
    from snc_assistant.evaluation.validate import count_questions, find_problems, find_shortfalls

    documents, indexed = _corpus()
    found = read_questions(questions)
    problems = find_problems(found, documents)
    counts, overlap = {}, {}
    if not problems:
        cases = locate_cases(found, documents)
        problems = find_shortfalls(found, documents)
        counts, overlap = count_questions(cases), measure_overlaps(cases, indexed, documents)
    if as_json:
        click.echo(json.dumps({"counts": counts, "overlap": overlap, "problems": problems}, indent=1))
    else:
        for what, n in counts.items():
            click.echo(f"{n:>5}  {what}")
        for split, shares in overlap.items():
            click.echo(f"{split}: " + ", ".join(f"{k} {v:.3g}" for k, v in shares.items()))
        for problem in problems:
            click.echo(problem, err=True)
        click.echo(f"{len(found)} questions, {len(problems)} problems")
    if problems:
        ctx.exit(1)


@eval_group.command("table")
@click.argument("run_folder", type=_RUN_FOLDER, metavar="RUN", required=False)
@click.option(
    "--write",
    "page",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Put the figures between the page's markers.",
)
@click.option("--check", is_flag=True, help="With --write: change nothing, exit 1 if the page is stale.")
@_RESULTS
@click.pass_context
def table_command(
    ctx: click.Context, run_folder: Path | None, page: Path | None, check: bool, results: Path
) -> None:
    """The README's figures, from a run's folder or summary.json (default: the latest run)."""
    from snc_assistant.evaluation.results import latest_run, read_summary
    from snc_assistant.evaluation.table import render_readme, with_block, write_into

    if check and page is None:
        raise click.UsageError("--check needs --write PAGE")
    block = render_readme(read_summary(run_folder or latest_run(results)))
    if page is None:
        click.echo(block)
    elif check:
        text = page.read_text(encoding="utf-8")
        if with_block(text, block, str(page)) != text:
            click.echo(f"{page} is stale; run `snc-assistant eval table --write {page}`", err=True)
            ctx.exit(1)
    else:
        click.echo(f"{page} {'renewed' if write_into(page, block) else 'is as it was'}")


def _settings(engine: str | None = None, model: str | None = None) -> "Settings":
    from snc_assistant.settings import read_settings

    return read_settings(
        engine=engine,
        ollama_model=None if engine == "openai" else model,
        openai_model=model if engine == "openai" else None,
    )


def _corpus() -> "tuple[dict[str, Document], list[str]]":
    """The documents, and the questions that are indexed with them."""
    from snc_assistant.facts.questions import load_questions
    from snc_assistant.ingest.sources import load_sources

    corpus = _settings().corpus
    documents = {s.document.doc_id: s.document for s in load_sources(corpus)}
    indexed = load_questions(corpus / "questions").targets
    return documents, [t for q in indexed for texts in q.questions.values() for t in texts]


def _documents_and_cases(questions: Path, run: "Run") -> "tuple[dict[str, Document], list[Case]]":
    """The documents and the questions that a run answered."""
    from snc_assistant.evaluation.dataset import locate_cases, read_questions

    documents, _ = _corpus()
    asked = [q for q in read_questions(questions) if q.id in run.answers]
    return documents, locate_cases(asked, documents)


def _write_junit(path: Path, run: "Run", cases: "list[Case]", verdicts: "list[Verdict]") -> None:
    from snc_assistant.evaluation.junit import render_junit

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render_junit(verdicts, cases, run.scored, run.answers))


def _print_second_opinion(judge: str, run: "Run", cases: "list[Case]") -> None:
    from snc_assistant.evaluation.judge import ask_judge, open_judge
    from snc_assistant.evaluation.systems import split_address

    opinion = ask_judge(open_judge(*split_address(judge)), run, cases)
    if opinion is None:
        click.echo("second opinion: no answer has claims")
        return
    click.echo(f"second opinion of {opinion.judge} (no gate looks at it):")
    for name in ("faithful", "correct", "agreement"):
        found = getattr(opinion, name)
        click.echo(f"  {name}: {found.value:.3f} ({found.low:.3f} to {found.high:.3f}) of {found.n}")


def _choose_system(name: str | None, assistant: "Assistant", ground: "Ground", asked: "_Asked") -> "System":
    """Ours, a chat server, or a known bad one.

    :raises UsageError: if there is no system of that name.
    """
    from snc_assistant.evaluation.known_bad import known_bad_systems
    from snc_assistant.evaluation.systems import AssistantSystem, open_chat_server

    if name is None:
        label = "-".join(part for part in (asked.engine, asked.model) if part)
        return AssistantSystem(assistant, asked.engine, label)
    if name.startswith("openai:"):
        return open_chat_server(name, asked.timeout_s, asked.api_key)
    bad = {s.name: s for s in known_bad_systems(ground.documents)}
    if name not in bad:
        raise UsageError(f"no system {name!r}; there are openai:URL#model, {', '.join(bad)}")
    return bad[name]


def _judge_gates(gates: Path, run: "Run", *, subset: bool) -> "list[Verdict]":
    """The verdicts; none for a part of the questions or for an engine that has no gates."""
    from snc_assistant.evaluation.gates import judge_gates, read_gates

    found = read_gates(gates)
    if subset or run.summary.identity.system not in found.engines:
        click.echo(
            "gates: not judged (they are for whole runs of " + ", ".join(found.engines) + ")",
            err=True,
        )
        return []
    return judge_gates(found, run.summary, run.scored)


def _write_page(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
    click.echo(f"report: {path}", err=True)


def _print_run(run: "Run", verdicts: "list[Verdict]", *, as_json: bool) -> None:
    from snc_assistant.evaluation.results import dump_summary
    from snc_assistant.evaluation.table import render_table

    click.echo(dump_summary(run.summary).decode() if as_json else render_table(run.summary))
    for verdict in verdicts:
        if not verdict.passed:
            click.echo(f"gate fails: {verdict.name}: {verdict.detail}", err=True)
    if verdicts:
        click.echo(f"gates: {sum(v.passed for v in verdicts)} of {len(verdicts)} hold", err=True)
    click.echo(f"run: {run.folder}", err=True)
