"""Errors in the shape that clients of OpenAI's protocol read."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.responses import JSONResponse, Response

from snc_assistant.as_json import Json
from snc_assistant.types import Language

# These clients know 400 for a request that is not acceptable, and treat it as final.
_STATUS = {422: 400}
_CODES = {
    401: "invalid_api_key",
    403: "insufficient_permissions",
    413: "request_too_large",
    429: "rate_limit_exceeded",
}
_UNSUPPORTED: Mapping[Language, str] = {
    "fr": "{param} n'est pas pris en charge ici : l'assistant cite des documents, une réponse à la fois, en "
    "texte ; retirez ce paramètre",
    "en": "{param} is not supported here: the assistant cites documents, one answer at a time, in text; "
    "leave it out",
}
UNSUPPORTED = frozenset({"n", "tools", "functions", "response_format", "logprobs", "modalities", "audio"})


def openai_error(problem: Json, headers: Mapping[str, str], param: str | None, code: str | None) -> Response:
    """A problem as OpenAI's API would tell it."""
    status = int(problem["status"])
    told = _STATUS.get(status, status)
    body = openai_error_body(problem, param, code)
    return JSONResponse(body, told, dict(headers))


def openai_error_body(problem: Json, param: str | None = None, code: str | None = None) -> Json:
    """The same as an object, for the stream too."""
    status = int(problem["status"])
    return {
        "error": {
            "message": problem["detail"],
            "type": "server_error" if status >= 500 else "invalid_request_error",
            "param": param,
            "code": code or _CODES.get(status),
            "request_id": problem["request_id"],
        }
    }


def param_of(errors: Sequence[Mapping[str, Any]]) -> str | None:
    """The parameter that the first finding is about."""
    where = errors[0]["loc"][1:] if errors else ()
    return ".".join(str(part) for part in where)[:60] or None


def unsupported(param: str | None, language: Language) -> str | None:
    """What to say of a parameter that would need an answer of another form; None for others."""
    name = (param or "").partition(".")[0]
    return _UNSUPPORTED[language].format(param=name) if name in UNSUPPORTED else None
