"""OpenAI's chat protocol: the engines as models, answers as chat completions."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from snc_assistant.as_json import Json
from snc_assistant.assistant import Assistant
from snc_assistant.types import Language, Turn
from snc_assistant.web.events import EventStream
from snc_assistant.web.leaving import unless_gone
from snc_assistant.web.openai.answers import Wanted, chunk_texts, completion_json
from snc_assistant.web.openai.schemas import ChatBody, MessageIn, ModelOut, ModelsOut
from snc_assistant.web.parts import TheQuestions
from snc_assistant.web.problems import Refusal, reader_language
from snc_assistant.web.questions import Asked
from snc_assistant.web.responses import (
    COMPLETION,
    OPENAI_ERRORS,
    OPENAI_NO_MODEL,
    OPENAI_UNREADABLE,
    in_french,
)
from snc_assistant.web.schemas import MAX_QUESTION

router = APIRouter(prefix="/v1")
DEFAULT = "snc-assistant"
_MAX_HISTORY = 40
_NO_USER: Mapping[Language, str] = {
    "fr": "Le dernier message doit être une question : role « user », avec du texte.",
    "en": "The last message must be a question: role “user”, with text.",
}
_TOO_LONG: Mapping[Language, str] = {
    "fr": f"La question a plus de {MAX_QUESTION} caractères ; raccourcissez le dernier message.",
    "en": f"The question has more than {MAX_QUESTION} characters; shorten the last message.",
}
_NO_MODEL: Mapping[Language, str] = {
    "fr": "Ce modèle n'existe pas sur ce serveur ; disponibles : {known}.",
    "en": "This server has no such model; available: {known}.",
}


@router.post(
    "/chat/completions",
    responses={**OPENAI_ERRORS, 200: COMPLETION},
    response_class=JSONResponse,
    summary="Ask as an OpenAI client does",
    openapi_extra=in_french(
        "Demander comme un client OpenAI",
        "Le dernier message est la question, ceux d'avant la conversation. Les messages « system » sont "
        "acceptés mais ne donnent pas d'ordres. `model` choisit le moteur, voir `/v1/models`. Le texte porte "
        "des repères [1] et des notes ; `citations`, `sources` et `outcome` les donnent en données. Les "
        "paramètres de génération sont ignorés ; `n`, `tools`, `response_format` et ceux qui demandent une "
        "autre forme de réponse sont refusés.",
    ),
)
async def chat_completions(body: ChatBody, request: Request, questions: TheQuestions) -> Response:
    """The last message is the question, those before it the conversation.

    Messages of `system` are accepted, but give no orders. `model` chooses the engine, see
    `/v1/models`. The text has markers [1] and footnotes; `citations`, `sources` and `outcome` give
    them as data. Parameters of generation are ignored; `n`, `tools`, `response_format` and others
    that ask for another form of answer are refused.
    """
    assistant = questions.assistant
    asked = _asked(body, assistant)
    wanted = Wanted(
        body.model,
        reader_language(request.headers),
        sum(len(m.text.split()) for m in body.messages),
        bool(body.stream_options and body.stream_options.include_usage),
    )
    if not body.stream:
        answer = await unless_gone(request, asyncio.ensure_future(questions.ask(asked)))
        return JSONResponse(completion_json(answer, assistant, wanted), headers={"Cache-Control": "no-store"})
    events = questions.stream(asked)
    await anext(events)  # before the status is sent, so that a question that is none gets a real 400
    return EventStream(chunk_texts(events, assistant, wanted))


@router.get(
    "/models",
    response_model=ModelsOut,
    responses=OPENAI_UNREADABLE,
    summary="The engines as models",
    openapi_extra=in_french(
        "Les moteurs comme modèles", "« snc-assistant » est le moteur par défaut du serveur."
    ),
)
async def models(questions: TheQuestions) -> Json:
    """`snc-assistant` is the server's default engine."""
    return {"object": "list", "data": [_model_json(name) for name in _engines(questions.assistant)]}


@router.get(
    "/models/{model}",
    response_model=ModelOut,
    responses=OPENAI_NO_MODEL,
    summary="One model",
    openapi_extra=in_french("Un modèle", "Un des modèles de `/v1/models`."),
)
async def model(model: Annotated[str, Path(examples=["snc-assistant"])], questions: TheQuestions) -> Json:
    """One of the models of `/v1/models`."""
    _engine(model, questions.assistant)
    return _model_json(model)


def _engines(assistant: Assistant) -> dict[str, str | None]:
    """The engine behind each model; None is the server's default."""
    return {DEFAULT: None} | {f"{DEFAULT}-{name}": name for name in assistant.engines.names}


def _engine(model: str, assistant: Assistant) -> str | None:
    engines = _engines(assistant)
    if model not in engines:
        said = {language: text.format(known=", ".join(engines)) for language, text in _NO_MODEL.items()}
        raise Refusal(404, said, param="model", code="model_not_found")
    return engines[model]


def _asked(body: ChatBody, assistant: Assistant) -> Asked:
    engine = _engine(body.model, assistant)
    spoken = [m for m in body.messages if m.role in ("user", "assistant")]
    question = spoken[-1] if spoken else None
    if question is None or question.role != "user" or not question.text.strip():
        raise Refusal(400, _NO_USER, param="messages")
    if len(question.text) > MAX_QUESTION:
        raise Refusal(400, _TOO_LONG, param="messages", code="context_length_exceeded")
    return Asked(question.text, [_turn(m) for m in spoken[:-1][-_MAX_HISTORY:]], None, engine)


def _turn(message: MessageIn) -> Turn:
    return Turn("user" if message.role == "user" else "assistant", message.text)


def _model_json(name: str) -> Json:
    return {"id": name, "object": "model", "created": 0, "owned_by": DEFAULT}
