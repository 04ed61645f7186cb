"""`snc-assistant adapt`: learn from the corpus's questions what the encoder should hold for alike.

Heavy libraries are imported inside the command, so that `--help` is instant.
"""

import json
import sys
from pathlib import Path

import click

from snc_assistant.errors import CorpusError

_LEAST = 2000  # questions: fewer teach nothing that lasts (docs/retrieval.md)


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), help="Corpus folder.")
@click.option("--encoder", help="bundled, minilm, or the folder of a sentence-transformers model.")
@click.option(
    "--seed",
    default=0,
    show_default=True,
    type=click.IntRange(min=0),
    help="Of the order of the texts and of the words left out.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def adapt(corpus: Path | None, encoder: str | None, seed: int, as_json: bool) -> None:
    """Learn from a corpus that has many questions what they ask for; keep what was learnt beside them.

    Run it after many questions changed, then `index`; where there are evaluation questions, `eval calibrate` and
    `index` again. About three minutes.
    """
    import numpy as np
    from tqdm import tqdm

    from snc_assistant.adapt.classifying import learn_classifier
    from snc_assistant.adapt.learning import Recipe, learn_projection
    from snc_assistant.build import encode_entries, read_corpus
    from snc_assistant.opening import open_encoder
    from snc_assistant.retrieval.classifier import write_classifier
    from snc_assistant.retrieval.projection import project, read_projection, write_projection
    from snc_assistant.settings import read_settings

    settings = read_settings(corpus=corpus, encoder=encoder)
    data = read_corpus(settings.corpus)
    questions = sum(e.kind == "question" for e in data.entries)
    if questions < _LEAST:
        raise CorpusError(
            f"{settings.corpus} has {questions} questions, and fewer than {_LEAST} teach the encoder nothing that "
            "lasts; `snc-assistant enrich` has a model write them"
        )
    model = open_encoder(settings.encoder)
    with tqdm(total=1, desc="learning", unit="text", file=sys.stderr, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.refresh()

        vectors = encode_entries(model, data.entries, show)
        targets = np.unique([e.target_id for e in data.entries], return_inverse=True)[1]
        texts = [e.text for e in data.entries]
        learnt = learn_projection(vectors, targets, texts, model.encode_queries, Recipe(seed=seed), show)
        path = write_projection(settings.corpus, model.identity, learnt)
        projected = project(vectors, read_projection(settings.corpus, model.identity))
        asked = [i for i, e in enumerate(data.entries) if e.kind != "passage"]
        told = [data.entries[i].target_id for i in asked]
        classifier = learn_classifier([texts[i] for i in asked], told, projected[asked], show)
    beside = write_classifier(settings.corpus, model.identity, classifier)
    if as_json:
        report = {
            "path": str(path),
            "classifier": str(beside),
            "encoder": model.identity,
            "questions": questions,
            "entries": len(texts),
        }
        click.echo(json.dumps(report, indent=2))
    else:
        click.echo(f"{path} and {beside.name} written from {questions} questions; run `snc-assistant index`")
