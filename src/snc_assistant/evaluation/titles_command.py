"""`snc-assistant eval titles`: a thin skin over `titles`."""

import json
from pathlib import Path

import click


@click.command()
@click.argument("articles", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--encoder", help="bundled, minilm, or the folder of a sentence-transformers model.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with standard errors.")
def titles(articles: Path, encoder: str | None, as_json: bool) -> None:
    """Find each article of ARTICLES by its title, in each language: retrieval on other documents.

    ARTICLES has one JSON object a line, with id, en_title, fr_title, en and fr.
    """
    from snc_assistant.evaluation.titles import measure_titles, read_articles, render_titles
    from snc_assistant.opening import open_encoder
    from snc_assistant.settings import read_settings

    settings = read_settings(encoder=encoder)
    found = measure_titles(open_encoder(settings.encoder), read_articles(articles))
    click.echo(json.dumps(found, indent=1) if as_json else render_titles(found))
