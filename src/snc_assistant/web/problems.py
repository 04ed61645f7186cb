"""Errors as RFC 9457 problem details, in the reader's language, each saying what to do."""

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Scope

from snc_assistant.as_json import Json
from snc_assistant.errors import EngineUnknown, SncError, UsageError
from snc_assistant.types import Language
from snc_assistant.web.openai.errors import openai_error, param_of, unsupported
from snc_assistant.web.tracing import request_id
from snc_assistant.web.validation import explain, is_unreadable

logger = logging.getLogger(__name__)
Said = Mapping[Language, str]
BLANK = "about:blank"
_NO_ENGINE: Said = {
    "fr": "Ce moteur n'est pas installé sur ce serveur ; demandez « auto », ou voyez /api/health.",
    "en": "This engine is not set up on this server; ask for “auto”, or see /api/health.",
}

_TITLES: dict[int, Said] = {
    400: {"fr": "Requête illisible", "en": "Unreadable request"},
    401: {"fr": "Clé d'API nécessaire", "en": "API key needed"},
    403: {"fr": "Clé d'API insuffisante", "en": "API key not sufficient"},
    404: {"fr": "Introuvable", "en": "Not found"},
    405: {"fr": "Méthode non permise", "en": "Method not allowed"},
    408: {"fr": "Requête trop lente", "en": "Request too slow"},
    413: {"fr": "Requête trop grande", "en": "Request too large"},
    422: {"fr": "Requête non acceptable", "en": "Request not acceptable"},
    429: {"fr": "Trop de requêtes", "en": "Too many requests"},
    500: {"fr": "Erreur interne", "en": "Internal error"},
    503: {"fr": "Service indisponible", "en": "Service unavailable"},
}
_DETAILS: dict[int, Said] = {
    400: {
        "fr": "La requête est illisible ; envoyez un objet JSON, voir /docs.",
        "en": "The request cannot be read; send a JSON object, see /docs.",
    },
    404: {
        "fr": "Rien à cette adresse ; l'API est décrite sous /docs, les documents sont listés par /api/documents.",
        "en": "Nothing at this address; the API is described under /docs, /api/documents lists the documents.",
    },
    405: {
        "fr": "Cette adresse attend une autre méthode ; voir /docs.",
        "en": "This address expects another method; see /docs.",
    },
    500: {
        "fr": "Une erreur inattendue s'est produite ; réessayez, puis consultez le journal du serveur.",
        "en": "Something unexpected happened; try again, then look at the server's log.",
    },
    503: {
        "fr": "L'assistant ne peut pas répondre ; sur le serveur, « snc-assistant doctor » dit pourquoi.",
        "en": "The assistant cannot answer; on the server, `snc-assistant doctor` says why.",
    },
}
_NO_QUESTION: Said = {
    "fr": "La question est vide ou trop longue ; posez par exemple « Qui est qualifié ? ».",
    "en": "The question is empty or too long; ask for example “Who is qualified?”.",
}


class Refusal(Exception):
    """A request that the web layer itself refuses, said in both languages.

    `kind` is the problem's type; `headers` go with the response; `param` names the field that an
    OpenAI client is told of, `code` the kind of error.
    """

    def __init__(
        self,
        status: int,
        said: Said,
        *,
        kind: str = BLANK,
        headers: Mapping[str, str] | None = None,
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(said["en"])
        self.status = status
        self.said = said
        self.kind = kind
        self.headers = dict(headers or {})
        self.param = param
        self.code = code


def reader_language(headers: Headers) -> Language:
    """The language of an error: the one that the client prefers (RFC 9110, 12.5.4), else French."""
    weights: dict[str, float] = {}
    for wish in headers.get("accept-language", "").lower().split(","):
        tag, _, parameter = wish.partition(";")
        weights.setdefault(tag.strip()[:2], _weight(parameter))
    return "en" if weights.get("en", 0.0) > weights.get("fr", 0.0) else "fr"


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def problem_body(status: int, language: Language, detail: str = "", kind: str = BLANK) -> Json:
    """A problem as an object, for the event stream too."""
    title = _TITLES.get(status, _TITLES[500])[language]
    detail = detail or _DETAILS.get(status, _TITLES.get(status, _TITLES[500]))[language]
    return {
        "type": kind,
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": request_id(),
    }


def problem_of(exc: Exception, language: Language) -> Json:
    """What an exception means to a reader; its own words stay in the log, they may hold paths."""
    if isinstance(exc, Refusal):
        return problem_body(exc.status, language, exc.said[language], exc.kind)
    if isinstance(exc, RequestValidationError):
        if is_unreadable(exc.errors()):
            return problem_body(400, language)
        return problem_body(422, language, explain(exc.errors(), language))
    if isinstance(exc, HTTPException):
        return problem_body(exc.status_code, language)
    if isinstance(exc, EngineUnknown):
        return problem_body(422, language, _NO_ENGINE[language])
    if isinstance(exc, UsageError):
        return problem_body(422, language, _NO_QUESTION[language])
    if isinstance(exc, SncError):
        logger.error("cannot answer: %s", exc)
        return problem_body(503, language)
    logger.error("unexpected error", exc_info=exc)
    return problem_body(500, language)


def respond(scope: Scope, exc: Exception) -> Response:
    """The response to an error: in OpenAI's shape under `/v1`, else problem details."""
    language = reader_language(Headers(scope=scope))
    body = problem_of(exc, language)
    headers = exc.headers if isinstance(exc, Refusal | HTTPException) else None
    told = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    if scope["path"].startswith("/v1/"):
        return _openai(exc, body, language, told)
    return JSONResponse(body, int(body["status"]), told, media_type="application/problem+json")


def _openai(exc: Exception, body: Json, language: Language, headers: Mapping[str, str]) -> Response:
    if isinstance(exc, RequestValidationError):
        param = param_of(exc.errors())
        detail = unsupported(param, language) or body["detail"]
        return openai_error({**body, "detail": detail}, headers, param, None)
    if isinstance(exc, Refusal):
        return openai_error(body, headers, exc.param, exc.code)
    return openai_error(body, headers, None, None)


def install(app: FastAPI) -> None:
    """Make every error of an app a problem."""

    @app.exception_handler(SncError)
    @app.exception_handler(Refusal)
    @app.exception_handler(RequestValidationError)
    @app.exception_handler(HTTPException)
    async def _told(request: Request, exc: Exception) -> Response:
        return respond(request.scope, exc)
