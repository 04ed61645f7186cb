"""`snc-assistant eval support`: a thin skin over `support_check`."""

import json
from pathlib import Path

import click


@click.command("support")
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="dev", show_default=True)
@click.option("--subset", type=click.IntRange(min=1), help="So many questions, picked with a fixed seed.")
@click.option(
    "--questions", type=click.Path(path_type=Path, file_okay=False), default=Path("eval/questions"),
    show_default=True, help="Folder of the question files.",
)  # fmt: skip
@click.option("--show", is_flag=True, help="List the errors of the dev split.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def support_command(split: str, subset: int | None, questions: Path, show: bool, as_json: bool) -> None:
    """How often the judge of citations errs, on right claims and on wrong pairs."""
    import asyncio
    from dataclasses import asdict
    from typing import cast

    from snc_assistant.evaluation.dataset import Selection, locate_cases, read_questions, select
    from snc_assistant.evaluation.evaluate import ground_of
    from snc_assistant.evaluation.support_check import (
        check_judge,
        error_rates,
        render_errors,
        sample_claims,
    )
    from snc_assistant.opening import open_assistant
    from snc_assistant.settings import read_settings

    if show and split != "dev":
        raise click.UsageError("--show is for --split dev: the test questions are blind")
    assistant = open_assistant(read_settings(engine="extractive"))
    ground = ground_of(assistant)
    cases = select(
        locate_cases(read_questions(questions), ground.documents), cast("Selection", split), subset
    )
    samples = asyncio.run(sample_claims(assistant, [c.question for c in cases]))
    snapshot = assistant.snapshot
    trials = check_judge(ground.judge, samples, snapshot.structures, snapshot.names)
    rates = error_rates(trials)
    click.echo(
        json.dumps({k.strip(): asdict(e) for k, e in rates.items()}, indent=1)
        if as_json
        else render_errors(rates)
    )
    for trial in trials if show else ():
        if trial.erred:
            quotes = " | ".join(c.quote for c in trial.claim.citations)
            click.echo(f"{trial.kind.strip()}: {trial.claim.text} <- {quotes}", err=True)
