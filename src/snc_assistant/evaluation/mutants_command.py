"""`snc-assistant eval mutants`: a thin skin over `mutants`."""

import json
from pathlib import Path

import click


@click.command("mutants")
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True)
@click.option("--subset", type=click.IntRange(min=1), help="So many questions, picked with a fixed seed.")
@click.option(
    "--min-rejected", type=click.FloatRange(0, 1), default=0.0, show_default=True,
    help="Exit 1 if a smaller share of the mutants is rejected.",
)  # fmt: skip
@click.option(
    "--max-lost", type=click.FloatRange(0, 1), default=1.0, show_default=True,
    help="Exit 1 if a larger share of the right claims is rejected.",
)  # fmt: skip
@click.option(
    "--questions", type=click.Path(path_type=Path, file_okay=False), default=Path("eval/questions"),
    show_default=True, help="Folder of the question files.",
)  # fmt: skip
@click.option("--show", is_flag=True, help="List the accepted mutants and lost claims of the dev split.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def mutants_command(
    ctx: click.Context,
    split: str,
    subset: int | None,
    min_rejected: float,
    max_lost: float,
    questions: Path,
    show: bool,
    as_json: bool,
) -> None:
    """Make right claims wrong in one place, and count how many the verifier rejects."""
    import asyncio
    from typing import cast

    from snc_assistant.evaluation.dataset import Selection, locate_cases, read_questions, select
    from snc_assistant.evaluation.mutants import (
        failures,
        mutants_json,
        render_mutants,
        right_claims,
        try_mutants,
    )
    from snc_assistant.opening import open_assistant
    from snc_assistant.settings import read_settings

    if show and split != "dev":
        raise click.UsageError("--show is for --split dev: the test questions are blind")
    assistant = open_assistant(read_settings(engine="extractive"))
    documents = {s.document.doc_id: s.document for s in assistant.snapshot.structures}
    cases = select(locate_cases(read_questions(questions), documents), cast("Selection", split), subset)
    claims = asyncio.run(right_claims(assistant, [c.question for c in cases]))
    report = try_mutants(assistant, claims)
    click.echo(json.dumps(mutants_json(report), indent=1) if as_json else render_mutants(report))
    for trial in failures(report) if show else ():
        click.echo(f"{trial.kind} ({trial.form}, {trial.language}): {trial.text}", err=True)
    if not report.holds(min_rejected, max_lost):
        click.echo(
            f"too many mutants accepted or right claims lost: at least {min_rejected:g} rejected and "
            f"at most {max_lost:g} lost are wanted",
            err=True,
        )
        ctx.exit(1)
