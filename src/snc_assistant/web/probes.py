"""What watches the service: is the process alive, can it answer, and the figures for Prometheus."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import PlainTextResponse, Response

from snc_assistant.as_json import Json
from snc_assistant.web.parts import TheAssistant, TheMetrics
from snc_assistant.web.responses import NOT_READY, UNREADABLE, in_french
from snc_assistant.web.schemas import AliveOut, ReadyOut

router = APIRouter()
_FIGURES = {
    "description": "Prometheus text format",
    "content": {"text/plain": {"schema": {"type": "string"}}},
}


@router.get(
    "/healthz",
    response_model=AliveOut,
    responses=UNREADABLE,
    summary="Is the process alive?",
    openapi_extra=in_french("Le processus vit-il ?", "200 tant qu'il répond. Sans clé."),
)
async def healthz() -> Json:
    """200 as long as it responds. Needs no key."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    response_model=ReadyOut,
    responses=NOT_READY,
    summary="Can it answer?",
    openapi_extra=in_french("Peut-il répondre ?", "200 une fois l'index chargé, 503 sinon. Sans clé."),
)
async def readyz(assistant: TheAssistant) -> Json:
    """200 once the snapshot is loaded, else 503. Needs no key."""
    return {"status": "ready", "snapshot": assistant.manifest.snapshot_id}


@router.get(
    "/metrics",
    responses={**UNREADABLE, 200: _FIGURES},
    response_class=PlainTextResponse,
    summary="Figures for Prometheus",
    openapi_extra=in_french(
        "Chiffres pour Prometheus",
        "Requêtes, réponses, file d'attente, index servi, mémoire. Là où il faut des clés, une clé de portée "
        "`admin`.",
    ),
)
async def metrics(figures: TheMetrics) -> Response:
    """Requests, answers, queue, snapshot, memory. Where keys are needed, one of scope `admin`."""
    return Response(figures.text(), media_type=CONTENT_TYPE_LATEST)
