"""The API's routes: validate, call, convert."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request

from snc_assistant import __version__
from snc_assistant.as_json import Json, answer_json, hit_json
from snc_assistant.assistant import Assistant
from snc_assistant.generation.engines import AUTO
from snc_assistant.ingest.passages import Structure
from snc_assistant.web.events import EventStream, event_texts
from snc_assistant.web.leaving import unless_gone
from snc_assistant.web.parts import TheAssistant, TheQuestions
from snc_assistant.web.problems import Refusal, reader_language
from snc_assistant.web.questions import Asked
from snc_assistant.web.responses import EVENTS, NO_DOCUMENT, PROBLEMS, UNREADABLE, in_french
from snc_assistant.web.schemas import (
    AnswerOut,
    AskBody,
    DocumentDetailOut,
    DocumentsOut,
    HealthOut,
    SearchBody,
    SearchOut,
    TextOut,
)

router = APIRouter(prefix="/api")


def _structure(
    doc_id: Annotated[str, Path(examples=["observatory-2026-04-fr"])], assistant: TheAssistant
) -> Structure:
    for structure in assistant.snapshot.structures:
        if structure.document.doc_id == doc_id:
            return structure
    raise HTTPException(404)


TheStructure = Annotated[Structure, Depends(_structure)]


@router.post(
    "/ask",
    response_model=AnswerOut,
    responses=PROBLEMS,
    summary="Ask a question",
    openapi_extra=in_french(
        "Poser une question",
        "La réponse entière d'un coup. Un client qui s'en va arrête le modèle.",
    ),
)
async def ask(body: AskBody, request: Request, questions: TheQuestions) -> Json:
    """The whole answer at once. A client that leaves stops the model."""
    _check_engine(body, questions.assistant)
    answering = asyncio.ensure_future(questions.ask(_asked(body)))
    return answer_json(await unless_gone(request, answering))


@router.post(
    "/ask/stream",
    responses={**PROBLEMS, 200: EVENTS},
    response_class=EventStream,
    status_code=200,
    summary="Ask a question, claim by claim",
    openapi_extra=in_french(
        "Poser une question, affirmation par affirmation",
        "Événements envoyés par le serveur : understood, evidence, outcome, claim, status, reset, done, "
        "error. `reset` retire les affirmations reçues : celles qui suivent les remplacent. `done` porte "
        "la réponse entière. Une ligne `: ping` passe toutes les deux secondes de silence. Une connexion "
        "perdue ne reprend pas : reposez la question.",
    ),
)
async def ask_stream(body: AskBody, request: Request, questions: TheQuestions) -> EventStream:
    """Server-sent events: understood, evidence, outcome, claim, status, reset, done, error.

    `reset` withdraws the claims so far: those that follow replace them. `done` holds the whole
    answer. A line `: ping` passes after every two seconds of silence. A dropped connection is not
    resumed: ask again.
    """
    _check_engine(body, questions.assistant)
    events = questions.stream(_asked(body))
    # The first event comes before the status, so that a question that is none gets a real 422.
    first = await anext(events)
    language = body.language or reader_language(request.headers)
    return EventStream(event_texts(first, events, questions.assistant, language))


@router.post(
    "/search",
    response_model=SearchOut,
    responses=PROBLEMS,
    summary="Find passages",
    openapi_extra=in_french("Chercher des passages", "Les passages les plus proches, le meilleur d'abord."),
)
async def search(body: SearchBody, questions: TheQuestions) -> Json:
    """The passages nearest to a query, best first."""
    hits = await questions.search(body.query, body.language, body.k)
    return {"query": body.query, "hits": [hit_json(h, questions.assistant.cite_hit(h)) for h in hits]}


@router.get(
    "/documents",
    response_model=DocumentsOut,
    responses=UNREADABLE,
    summary="List the documents",
    openapi_extra=in_french("Lister les documents", "Les documents d'où viennent les réponses."),
)
async def documents(assistant: TheAssistant) -> Json:
    """The documents that answers come from."""
    return {"documents": [_document(s) for s in assistant.snapshot.structures]}


@router.get(
    "/documents/{doc_id}",
    response_model=DocumentDetailOut,
    responses=NO_DOCUMENT,
    summary="A document's structure",
    openapi_extra=in_french("La structure d'un document", "L'origine et la structure d'un document."),
)
async def document(structure: TheStructure) -> Json:
    """A document's origin and structure."""
    source = structure.document
    return {
        **_document(structure),
        "file": source.file,
        "sha256": source.sha256,
        "rights": source.rights,
        "sections": [
            {"heading_path": list(s.heading_path), "start": s.start, "end": s.end} for s in structure.sections
        ],
    }


@router.get(
    "/documents/{doc_id}/text",
    response_model=TextOut,
    responses=NO_DOCUMENT,
    summary="A document's text",
    openapi_extra=in_french(
        "Le texte d'un document",
        "Le texte entier, ou de `start` à `end` (points de code Unicode, `end` exclu). Des bornes hors du "
        "texte sont ramenées à ses limites.",
    ),
)
async def document_text(
    structure: TheStructure,
    start: Annotated[int, Query(ge=0, le=2**31)] = 0,
    end: Annotated[int | None, Query(ge=0, le=2**31)] = None,
) -> Json:
    """The whole text, or from `start` to `end` (Unicode code points, `end` exclusive).

    Offsets beyond the text are moved to its limits.
    """
    text = structure.document.text
    stop = len(text) if end is None else min(end, len(text))
    begin = min(start, stop)
    return {"doc_id": structure.document.doc_id, "start": begin, "end": stop, "text": text[begin:stop]}


@router.get(
    "/health",
    response_model=HealthOut,
    responses=UNREADABLE,
    summary="Is everything there?",
    openapi_extra=in_french(
        "Tout est-il là ?",
        "La version, les moteurs qui peuvent répondre maintenant et l'index servi.",
    ),
)
async def health(assistant: TheAssistant, request: Request) -> Json:
    """The version, the engines that can answer now and the snapshot that is served."""
    language = reader_language(request.headers)
    statuses = [await assistant.engines.status(name) for name in assistant.engines.names]
    manifest = assistant.manifest
    return {
        "status": "ok",
        "version": __version__,
        "engines": [
            {"name": s.name, "available": s.available, "detail": s.detail[language]} for s in statuses
        ],
        "default_engine": assistant.engines.default,
        "index": {
            "snapshot": manifest.snapshot_id,
            "passages": manifest.counts["passages"],
            "facts": manifest.counts["facts"],
            "encoder": manifest.inputs["encoder"],
        },
    }


def _document(structure: Structure) -> Json:
    source = structure.document
    return {
        "doc_id": source.doc_id,
        "title": source.title,
        "edition": source.edition,
        "language": source.language,
        "publisher": source.publisher,
        "length": len(source.text),
    }


def _asked(body: AskBody) -> Asked:
    return Asked(body.question, [t.turn() for t in body.history], body.language, body.engine)


def _check_engine(body: AskBody, assistant: Assistant) -> None:
    if body.engine in (None, AUTO, *assistant.engines.names):
        return
    known = ", ".join((AUTO, *assistant.engines.names))
    raise Refusal(
        422,
        {
            "fr": f"engine: ce moteur n'est pas configuré sur ce serveur ; disponibles : {known}",
            "en": f"engine: this engine is not set up on this server; available: {known}",
        },
    )
