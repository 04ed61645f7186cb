"""A question's words are looked for in the other language, too."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest

from snc_assistant.errors import DependencyMissing
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.sparse import Word
from snc_assistant.retrieval.translations import (
    BUNDLED,
    Translations,
    of_corpus,
    read_translations,
    table_identity,
    translate,
    write_translations,
)
from snc_assistant.types import Language
from tests.fakes import BagOfWordsEncoder
from tests.retrieval.test_sections import snapshot_of

TABLE: Translations = {
    "fr": {"sauvegard": (("backup", 0.6), ("safeguard", 0.4)), "cle": (("key", 1.0),)},
    "en": {"backup": (("sauvegard", 1.0),), "key": (("cle", 0.9), ("touch", 0.1))},
}


@pytest.fixture(scope="module")
def bundled() -> Translations:
    """The table that ships."""
    return read_translations()


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("la sauvegarde des clés", "fr", [TABLE["fr"]["sauvegard"], TABLE["fr"]["cle"]]),
        ("the backup of keys", "en", [TABLE["en"]["backup"], TABLE["en"]["key"]]),
    ],
    ids=["fr", "en"],
)
def test_words_stand_for_their_translations_and_stop_words_for_none(
    text: str, language: Language, words: list[Word]
) -> None:
    assert translate(text, language, TABLE) == words


@pytest.mark.parametrize(("text", "language"), [("et Outscale 3,2 ?", "fr"), ("and Outscale 3.2?", "en")])
def test_name_and_figure_stand_for_themselves(text: str, language: Language) -> None:
    assert [word[0][0] for word in translate(text, language, TABLE)][1:] == ["3.2"]
    assert translate(text, language, TABLE)[0][0][0].startswith("outscal")


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("fr", "chiffr", "encrypt"),
        ("fr", "sauvegard", "backup"),
        ("fr", "plaint", "complaint"),
        ("en", "encrypt", "chiffr"),
        ("en", "backup", "sauvegard"),
        ("en", "complaint", "plaint"),
    ],
)
def test_bundled_table_translates(
    bundled: Translations, language: Language, source: str, target: str
) -> None:
    assert target in dict(bundled[language][source])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_translations_of_a_stem_are_few_and_sum_to_one(bundled: Translations, language: Language) -> None:
    assert len(bundled[language]) > 9000
    assert max(len(word) for word in bundled[language].values()) == 5
    totals = [sum(p for _, p in word) for word in bundled[language].values()]
    np.testing.assert_allclose(totals, 1.0, atol=0.003)


def test_bundled_table_is_small() -> None:
    assert BUNDLED.stat().st_size < 1_500_000


def test_table_is_read_as_it_was_written_and_written_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_translations(tmp_path / name, TABLE)
    assert read_translations(tmp_path / "a") == TABLE
    assert table_identity(tmp_path / "a") == table_identity(tmp_path / "b") != table_identity()


BROKEN: dict[str, bytes] = {
    "no archive": b"fr\tcle\tkey\t1.000\n",
    "a column too few": gzip.compress(b"fr\tcle\tkey\n"),
    "no probability": gzip.compress(b"fr\tcle\tkey\tsure\n"),
    "cut": gzip.compress(b"fr\tcle\tkey\t1.000\n" * 9)[:-9],
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_table_is_refused_by_its_path(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "table").write_bytes(content)
    with pytest.raises(DependencyMissing, match=f"{re.escape(str(tmp_path))}.* is no translation table"):
        read_translations(tmp_path / "table")


@pytest.mark.parametrize("read", [read_translations, table_identity])
def test_missing_table_says_what_to_do(tmp_path: Path, read: object) -> None:
    assert callable(read)
    with pytest.raises(DependencyMissing, match=r"no translation table in .*; install snc-assistant again"):
        read(tmp_path / "none")


def test_corpus_keeps_what_it_has_words_for() -> None:
    kept = of_corpus(TABLE, {"fr": ["sauvegard", "touch"], "en": ["backup"]})
    assert kept == {
        "fr": {"sauvegard": (("backup", 0.6),)},
        "en": {"backup": (("sauvegard", 1.0),), "key": (("touch", 0.1),)},
    }


TEXTS: dict[Language, str] = {
    "fr": "# A\n\nLe livre est rendu en mars.\n\n# B\n\nLe chiffrement est exigé.\n\n# C\n\nLa plainte est lue.\n",
    "en": "# A\n\nThe book is due in March.\n\n# B\n\nEncryption is required.\n\n# C\n\nThe complaint is read.\n",
}


@pytest.mark.parametrize(
    ("query", "language", "other", "found"),
    [
        ("chiffrement ?", "fr", "en", "Encryption is required."),
        ("plaintes", "fr", "en", "The complaint is read."),
        ("encryption?", "en", "fr", "Le chiffrement est exigé."),
        ("complaints", "en", "fr", "La plainte est lue."),
    ],
)
def test_passage_is_found_by_words_that_only_its_translation_has(
    tmp_path: Path, query: str, language: Language, other: Language, found: str
) -> None:
    """The encoder of the tests knows no translations: the words alone lead there."""
    data = snapshot_of(tmp_path, {other: TEXTS[other]})
    hit = Retriever(data, BagOfWordsEncoder()).search(query, language)[0]
    assert hit.passage.text == found
    assert hit.sparse_score == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("query", "language"), [("chiffrement", "fr"), ("encryption", "en")], ids=["fr", "en"]
)
def test_passage_in_the_language_of_the_question_is_before_its_translation(
    tmp_path: Path, query: str, language: Language
) -> None:
    hits = Retriever(snapshot_of(tmp_path, TEXTS), BagOfWordsEncoder()).search(query, language)
    first = [h.passage for h in hits[:2]]
    assert [p.heading_path for p in first] == [("B",), ("B",)]
    assert first[0].language == language != first[1].language
