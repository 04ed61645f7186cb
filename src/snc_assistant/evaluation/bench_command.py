"""`snc-assistant bench`: a thin skin over `bench`."""

import asyncio
import json
import tempfile
from pathlib import Path

import click


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), help="Corpus folder.")
@click.option("--index", "index_", type=click.Path(path_type=Path), help="Index folder.")
@click.option("--encoder", help="bundled, minilm, or the folder of a sentence-transformers model.")
@click.option(
    "--questions", type=click.Path(path_type=Path, file_okay=False), default=Path("eval/questions"),
    show_default=True, help="Folder of the question files.",
)  # fmt: skip
@click.option(
    "--with", "others", multiple=True,
    help="Measure another encoder too, on a temporary index of its own: minilm, say.",
)  # fmt: skip
@click.option(
    "--ollama",
    "ollama_url",
    help="Measure instead how soon the extracts stand while this Ollama server is at work.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench(
    corpus: Path | None,
    index_: Path | None,
    encoder: str | None,
    questions: Path,
    others: tuple[str, ...],
    ollama_url: str | None,
    as_json: bool,
) -> None:
    """Measure speed and size on the current index: each encoder on one core, in its own process."""
    if ollama_url:
        _bench_first_answer(corpus, index_, encoder, questions, ollama_url, as_json)
        return
    from snc_assistant.evaluation.bench import Place, build, measure_speed, render_speed, speed_json
    from snc_assistant.settings import read_settings

    settings = read_settings(corpus=corpus, index=index_, encoder=encoder)
    found = [measure_speed(Place(settings.corpus, settings.index, settings.encoder, questions))]
    for other in others:
        with tempfile.TemporaryDirectory() as folder:
            place = Place(settings.corpus, Path(folder), other, questions)
            build(place)
            found.append(measure_speed(place))
    click.echo(json.dumps(speed_json(found), indent=2) if as_json else render_speed(found))


def _bench_first_answer(
    corpus: Path | None, index_: Path | None, encoder: str | None, questions: Path, url: str, as_json: bool
) -> None:
    from snc_assistant.evaluation.dataset import read_questions
    from snc_assistant.evaluation.first_answer import (
        first_answer_json,
        measure_first_answer,
        render_first_answer,
    )
    from snc_assistant.opening import open_assistant
    from snc_assistant.settings import read_settings

    settings = read_settings(corpus=corpus, index=index_, encoder=encoder, engine="ollama", ollama_url=url)
    asked = read_questions(questions)
    found = asyncio.run(measure_first_answer(open_assistant(settings), asked, "ollama"))
    click.echo(json.dumps(first_answer_json(found), indent=2) if as_json else render_first_answer(found))
