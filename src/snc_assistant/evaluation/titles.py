"""Retrieval on a corpus that nothing was fitted to: title → article, each way of retrieving.

Each article is a document of its own, without its title, in a corpus with no facts and no
questions that is built as any other. A title is asked as a user asks it, and articles rank by
their best passage. A corpus holds one language, or both editions at once ("either").
"""

import hashlib
import json
import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from snc_assistant.assistant import Assistant
from snc_assistant.build import build_index
from snc_assistant.errors import CorpusError
from snc_assistant.evaluation.variants import EncoderAlone, WordsAlone
from snc_assistant.generation.engines import Engines
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.snapshot import read_snapshot
from snc_assistant.types import LANGUAGES, Hit, Language

_FIRST = 5
_HITS = 60  # several passages of one article may come before the next article
Figures = dict[str, float]
Search = Callable[[str, Language], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Article:
    """An article in one language."""

    article_id: str
    language: Language
    title: str
    text: str


def read_articles(path: Path) -> list[Article]:
    """The titled articles of the file in both languages; what has no title is left out.

    :raises CorpusError: if a line is not an article: an object with id, titles and texts.
    """
    articles = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            if row["en_title"]:
                articles += [Article(row["id"], lang, row[f"{lang}_title"], row[lang]) for lang in LANGUAGES]
        except (ValueError, KeyError, TypeError) as exc:
            raise CorpusError(
                f"{path}:{number}: needs an object with id, en_title, fr_title, en and fr"
            ) from exc
    return articles


def write_corpus(folder: Path, articles: Sequence[Article]) -> None:
    """A corpus folder of one document an article."""
    (folder / "documents").mkdir(parents=True)
    entries = [_write_document(folder / "documents", a) for a in articles]
    (folder / "sources.toml").write_text("\n".join(entries), encoding="utf-8")


def _write_document(folder: Path, article: Article) -> str:
    """The file, and its entry of sources.toml."""
    doc_id = f"{article.article_id}.{article.language}"
    content = f"{article.text}\n".encode()
    (folder / f"{doc_id}.md").write_bytes(content)
    fields = {
        "id": doc_id,
        "title": article.article_id,
        "edition": "2000-01",
        "language": article.language,
        "publisher": "as given",
        "file": f"{doc_id}.md",
        "sha256": hashlib.sha256(content).hexdigest(),
        "rights": "as given",
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    return "\n".join(["[[document]]", *lines, ""])


def measure_titles(encoder: Encoder, articles: Sequence[Article]) -> dict[str, Figures]:
    """Figures by way of retrieving, on each corpus."""
    found: dict[str, Figures] = {}
    for corpus in ("fr", "en", "either"):
        documents = [a for a in articles if corpus in (a.language, "either")]
        for way, search in _ways(encoder, documents).items():
            for asked in ("fr", "en"):
                titles = [a for a in articles if a.language == asked]
                found.setdefault(way, {}).update(_success(f"{asked}->{corpus}", titles, search))
        found.setdefault("encoder alone, whole articles", {}).update(
            _whole(encoder, articles, documents, corpus)
        )
    return found


def _ways(encoder: Encoder, documents: Sequence[Article]) -> dict[str, Search]:
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        write_corpus(corpus, documents)
        build_index(corpus, index, encoder)
        manifest, data = read_snapshot(index)
    assistant = Assistant(manifest, data, encoder, Engines({}))
    alone, words = EncoderAlone(data, encoder), WordsAlone(data, encoder)
    return {
        "whole retrieval, split articles": lambda q, lang: assistant.search(q, k=_HITS),
        "BM25 alone, split articles": lambda q, lang: words.search(q, lang, _HITS),
        "encoder alone, split articles": lambda q, lang: alone.search(q, lang, _HITS),
    }


def _success(name: str, titles: Sequence[Article], search: Search) -> Figures:
    ranked = [_article_ids(search(t.title, t.language)) for t in titles]
    return _shares(name, [t.article_id in r[:1] for t, r in zip(titles, ranked, strict=True)],
                   [t.article_id in r[:_FIRST] for t, r in zip(titles, ranked, strict=True)])  # fmt: skip


def _article_ids(hits: Sequence[Hit]) -> list[str]:
    """The articles of the hits, each once, best first."""
    return list(dict.fromkeys(h.passage.doc_id.partition(".")[0] for h in hits))


def _whole(
    encoder: Encoder, articles: Sequence[Article], documents: Sequence[Article], corpus: str
) -> Figures:
    """One vector for each whole article."""
    texts = encoder.encode_passages([d.text for d in documents])
    figures: Figures = {}
    for asked in ("fr", "en"):
        titles = [a for a in articles if a.language == asked]
        scores = encoder.encode_queries([t.title for t in titles]) @ texts.T
        order = np.argsort(-scores, axis=1, kind="stable")
        ranked = [list(dict.fromkeys(documents[i].article_id for i in row)) for row in order]
        first = [t.article_id in r[:1] for t, r in zip(titles, ranked, strict=True)]
        near = [t.article_id in r[:_FIRST] for t, r in zip(titles, ranked, strict=True)]
        figures |= _shares(f"{asked}->{corpus}", first, near)
    return figures


def _shares(name: str, first: Sequence[bool], near: Sequence[bool]) -> Figures:
    share = sum(first) / len(first)
    return {
        f"{name} @1": share,
        f"{name} @{_FIRST}": sum(near) / len(near),
        f"{name} error": math.sqrt(share * (1 - share) / len(first)),
    }


def render_titles(found: dict[str, Figures]) -> str:
    """A Markdown table: a row for each way, a column for each direction."""
    names = [n.removesuffix(" @1") for n in next(iter(found.values())) if n.endswith(" @1")]
    lines = [f"| first 1 / {_FIRST} | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for way, figures in found.items():
        cells = [f"{figures[f'{n} @1']:.2f} / {figures[f'{n} @{_FIRST}']:.2f}" for n in names]
        lines.append(f"| {way} | {' | '.join(cells)} |")
    return "\n".join(lines)
