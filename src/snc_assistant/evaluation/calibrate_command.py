"""`snc-assistant eval calibrate`: a thin skin over `calibrate`."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--questions", type=click.Path(path_type=Path, file_okay=False), default=Path("eval/questions"),
    show_default=True, help="Folder of the question files; only those of the dev split are read.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print the figures and write nothing.")
def calibrate(questions: Path, dry_run: bool) -> None:
    """Fit the confidence of the present encoder on the dev questions; keep it with the corpus."""
    from dataclasses import replace

    from snc_assistant.build import open_snapshot
    from snc_assistant.evaluation.calibrate import (
        best_threshold,
        fit,
        judge,
        reliability,
        rescale,
        strictly_right,
    )
    from snc_assistant.evaluation.dataset import locate_cases, read_questions, select, set_digest
    from snc_assistant.evaluation.reliability import render_bins, render_figures
    from snc_assistant.opening import open_encoder
    from snc_assistant.retrieval.calibration import Fit, write_fit
    from snc_assistant.settings import read_settings

    settings = read_settings()
    encoder = open_encoder(settings.encoder)
    manifest, data = open_snapshot(settings.corpus, settings.index, encoder.identity)
    documents = {s.document.doc_id: s.document for s in data.structures}
    cases = select(locate_cases(read_questions(questions), documents), "dev")
    judged = judge(data, encoder, cases)
    before = data.calibration
    found = fit(judged, data.unanswered, before.threshold)
    threshold, share = best_threshold(manifest, data, encoder, cases, found.calibration)
    fitted = replace(found.calibration, threshold=threshold)
    share_before = strictly_right(manifest, data, encoder, cases, before)
    click.echo(
        render_figures(
            [
                ("before", reliability(before, judged, data.unanswered)),
                ("fitted", found.fitted),
                ("fitted, unseen", found.unseen),
            ]
        )
    )
    click.echo(f"\n{render_bins(found.unseen)}\n")
    click.echo(f"before: {before}, strictly right {share_before:.3f}")
    click.echo(f"fitted: {fitted}, strictly right {share:.3f}")
    kept = fitted
    if share < share_before:
        kept = rescale(before, judged, data.unanswered)
        click.echo("the fit loses strictly right answers: the numbers from before are rescaled instead")
        click.echo(render_figures([("rescaled", reliability(kept, judged, data.unanswered))]))
        click.echo(f"rescaled: {kept}")
    if not dry_run:
        digest = set_digest([c.question for c in cases])
        path = write_fit(settings.corpus, encoder.identity, Fit(digest, len(judged), kept))
        click.echo(f"{path} written; run `snc-assistant index`")
