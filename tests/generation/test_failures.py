"""What went wrong with a model, in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from snc_assistant.errors import ModelBroken, ModelError
from snc_assistant.generation import failures

SOURCE = Path(failures.__file__).parent
ERRORS = {"ModelUnavailable", "ModelBroken", "ModelTimeout", "PromptTooLong", "_NotNow"}
WHO = "small at http://127.0.0.1:1"


def raised() -> Iterator[tuple[str, int]]:
    """Every place that makes an error of a model, with the number of its texts."""
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                yield f"{path.name}:{node.lineno}", len(node.args)


def test_every_failure_of_a_model_is_told_in_both_languages() -> None:
    assert len(dict(raised())) > 20
    assert [place for place, texts in raised() if texts < 2] == []


@pytest.mark.parametrize(
    ("failure", "english", "french"),
    [
        (failures.broken_off(WHO), "small at http", "small sur http"),
        (
            failures.unreadable(WHO, b"x" * 99),
            "sent something unreadable: b'xxx",
            "quelque chose d'illisible : b'xxx",
        ),
        (failures.silent(WHO, 2.5, False), "say its first word within 2.5 s", "dit son premier mot en 2.5 s"),
        (failures.silent(WHO, 2.5, True), "go on within 2.5 s", "n'a pas continué en 2.5 s"),
        (failures.unreachable_in_time("http://x"), "http://x is too slow", "http://x est trop lent"),
        (failures.connection_lost("http://x", OSError()), "to http://x broke", "à http://x s'est rompue"),
        (
            failures.overflow("full", "plein"),
            "full; ask something shorter",
            "plein ; posez une question plus courte",
        ),
    ],
)
def test_a_failure_says_what_to_do_in_each_language(failure: ModelError, english: str, french: str) -> None:
    assert english in failure.said("en") == str(failure)
    assert french in failure.said("fr")


def test_a_failure_without_french_words_keeps_its_own() -> None:
    assert ModelBroken("boom").said("fr") == "boom"
