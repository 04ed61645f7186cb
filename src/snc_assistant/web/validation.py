"""Pydantic's findings about a request, in words of the reader's language.

Knows nothing about HTTP; sees only the list of errors. What a client sent is never repeated.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from snc_assistant.types import Language

_SHOWN = 5
_SAID: dict[str, dict[Language, str]] = {
    "missing": {"fr": "ce champ est obligatoire", "en": "this field is required"},
    "extra_forbidden": {"fr": "ce champ n'existe pas", "en": "there is no such field"},
    "string_type": {"fr": "un texte est attendu", "en": "a text is expected"},
    "string_unicode": {
        "fr": "le texte contient des caractères invalides",
        "en": "the text contains invalid characters",
    },
    "string_too_short": {"fr": "le texte est vide", "en": "the text is empty"},
    "string_too_long": {
        "fr": "au plus {max_length} caractères",
        "en": "at most {max_length} characters",
    },
    "too_long": {"fr": "au plus {max_length} éléments", "en": "at most {max_length} items"},
    "literal_error": {"fr": "valeurs possibles : {expected}", "en": "possible values: {expected}"},
    "list_type": {"fr": "une liste est attendue", "en": "a list is expected"},
    "greater_than_equal": {"fr": "au moins {ge}", "en": "at least {ge}"},
    "less_than_equal": {"fr": "au plus {le}", "en": "at most {le}"},
}
_INTEGER: dict[Language, str] = {"fr": "un nombre entier est attendu", "en": "a whole number is expected"}
_OBJECT: dict[Language, str] = {"fr": "un objet JSON est attendu", "en": "a JSON object is expected"}
_OTHER: dict[Language, str] = {"fr": "valeur invalide", "en": "invalid value"}


def is_unreadable(errors: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the body was no JSON at all."""
    return any(e["type"] == "json_invalid" for e in errors)


def explain(errors: Sequence[Mapping[str, Any]], language: Language) -> str:
    """The first findings, each with the field that it is about."""
    return "; ".join(_explain_one(e, language) for e in errors[:_SHOWN])


def _explain_one(error: Mapping[str, Any], language: Language) -> str:
    context = {k: _translated(v, language) for k, v in error.get("ctx", {}).items()}
    said = _words(str(error["type"]), language).format(**context)
    where = ".".join(str(part) for part in error["loc"][1:])
    if error["type"] == "extra_forbidden":
        where = where[:60]
    return f"{where}: {said}" if where else said


def _words(kind: str, language: Language) -> str:
    if kind.startswith("int_"):
        return _INTEGER[language]
    if kind.startswith(("model_", "dict_")):
        return _OBJECT[language]
    return _SAID.get(kind, {}).get(language) or _OTHER[language]


def _translated(value: object, language: Language) -> object:
    return value.replace(" or ", " ou ") if isinstance(value, str) and language == "fr" else value
