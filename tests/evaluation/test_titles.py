"""Other documents, found by their titles."""

import json
from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.evaluation.titles import measure_titles, read_articles, render_titles
from tests.fakes import BagOfWordsEncoder

ARTICLES = [
    {"id": "a1", "fr_title": "Abeilles", "en_title": "Bees", "fr": "Les abeilles font du miel.", "en": "Bees make honey."},
    {"id": "a2", "fr_title": "Vaches", "en_title": "Cows", "fr": "Les vaches broutent. Le lait se boit.", "en": "Cows graze. Milk is drunk."},
    {"id": "a3", "fr_title": "", "en_title": "", "fr": "Considérant.", "en": "Whereas."},
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of articles."""
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(a) + "\n" for a in ARTICLES), encoding="utf-8")
    return path


def test_articles_are_read_in_both_languages_without_those_that_have_no_title(file: Path) -> None:
    found = read_articles(file)
    assert [(a.article_id, a.language, a.title) for a in found] == [
        ("a1", "fr", "Abeilles"), ("a1", "en", "Bees"), ("a2", "fr", "Vaches"), ("a2", "en", "Cows"),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a", "en_title": "t"}'])
def test_line_that_is_no_article_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(f"{json.dumps(ARTICLES[0])}\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"wrong\.jsonl:2: needs an object with id"):
        read_articles(path)


def test_article_whose_words_the_title_uses_is_found(file: Path) -> None:
    found = measure_titles(BagOfWordsEncoder(), read_articles(file))
    whole = found["whole retrieval, split articles"]
    assert (whole["fr->fr @1"], whole["en->en @1"]) == (1.0, 1.0)
    assert (whole["fr->either @1"], whole["en->either @5"]) == (1.0, 1.0)
    assert "| whole retrieval, split articles | 1.00 / 1.00 |" in render_titles(found)
