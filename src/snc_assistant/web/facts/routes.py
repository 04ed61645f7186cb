"""The facts as data: offers, criteria, stages, what changed between editions, and twin quotes."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import Response

from snc_assistant.as_json import Json, citation_json
from snc_assistant.assistant import Assistant
from snc_assistant.types import Span
from snc_assistant.web.facts.changes import Difference, differences
from snc_assistant.web.facts.description import CHANGES, CRITERIA, NO_TWIN, OFFERS, STAGES
from snc_assistant.web.facts.filters import filtered, require
from snc_assistant.web.facts.responses import Format, Table, chosen_format, respond
from snc_assistant.web.facts.rows import FactTables, Row, narrowed
from snc_assistant.web.facts.schemas import (
    ChangeFilters,
    ChangesOut,
    CriteriaOut,
    CriterionFilters,
    Filters,
    OfferFilters,
    OffersOut,
    StageFilters,
    StagesOut,
    TwinsOut,
)
from snc_assistant.web.parts import TheAssistant
from snc_assistant.web.responses import in_french

router = APIRouter(prefix="/api")
_FACT = (
    "label_fr label_en statement_fr statement_en translated certainty note_fr note_en editions quotes links"
).split()
_OFFER = ["fact_id", *"provider provider_name offer service_model status".split(), *_FACT]
_CRITERION = ["fact_id", "family", *_FACT]
_STAGE = ["fact_id", *"stage aspect order conflict".split(), *_FACT]
_CHANGE = ["change", "kind", *(f"{side}_{c}" for side in ("before", "after") for c in ["fact_id", *_FACT])]


@router.get(
    "/offers",
    response_model=OffersOut,
    responses=OFFERS,
    summary="Offers with their status",
    openapi_extra=in_french(
        "Les offres et leur statut",
        "Une ligne par offre et modèle de service, avec les citations qui la prouvent. JSON, ou CSV par "
        "`Accept: text/csv` ou `format=csv`. `ETag` et `If-None-Match` épargnent ce qui n'a pas changé.",
    ),
)
async def offers(
    filters: Annotated[OfferFilters, Query()], request: Request, assistant: TheAssistant
) -> Response:
    """One row per offer and service model, with the citations that prove it.

    JSON, or CSV by `Accept: text/csv` or `format=csv`. `ETag` and `If-None-Match` spare what has
    not changed.
    """
    tables = FactTables(assistant.snapshot)
    wanted = {
        "provider": filters.provider,
        "offer": filters.offer,
        "service_model": filters.service_model,
        "status": filters.status,
    }
    rows = _narrow(filtered(tables.offers(), wanted), filters, tables)
    form = chosen_format(request, filters.format)
    return _respond(request, assistant, form, Table("offers", [r.json() for r in rows], _OFFER, {}))


@router.get(
    "/criteria",
    response_model=CriteriaOut,
    responses=CRITERIA,
    summary="Evaluation criteria",
    openapi_extra=in_french(
        "Les critères d'évaluation",
        "Une ligne par critère, avec sa famille et ses citations. JSON ou CSV, comme `/api/offers`.",
    ),
)
async def criteria(
    filters: Annotated[CriterionFilters, Query()], request: Request, assistant: TheAssistant
) -> Response:
    """One row per criterion, with its family and its citations. JSON or CSV, as for `/api/offers`."""
    tables = FactTables(assistant.snapshot)
    wanted = {"family": filters.family}
    rows = _narrow(filtered(tables.criteria(), wanted), filters, tables)
    known = {r.columns["family"] for r in rows}
    families = [r for r in _narrow(tables.families(), filters, tables) if r.columns["family"] in known]
    beside: Json = {"families": [r.json() for r in families]}
    form = chosen_format(request, filters.format)
    return _respond(request, assistant, form, Table("criteria", [r.json() for r in rows], _CRITERION, beside))


@router.get(
    "/stages",
    response_model=StagesOut,
    responses=STAGES,
    summary="Stages of the procedure",
    openapi_extra=in_french(
        "Les étapes de la procédure",
        "Les libellés des étapes, ce qu'elles comprennent et les remarques, dans l'ordre. `conflict` signale "
        "un libellé sur lequel les éditions se contredisent. JSON ou CSV, comme `/api/offers`.",
    ),
)
async def stages(
    filters: Annotated[StageFilters, Query()], request: Request, assistant: TheAssistant
) -> Response:
    """The labels of the stages, their steps and remarks, in order.

    `conflict` marks a label on which the editions disagree. JSON or CSV, as for `/api/offers`.
    """
    tables = FactTables(assistant.snapshot)
    wanted = {"stage": filters.stage, "aspect": filters.aspect}
    rows = _narrow(filtered(tables.stages(), wanted), filters, tables)
    form = chosen_format(request, filters.format)
    return _respond(request, assistant, form, Table("stages", [r.json() for r in rows], _STAGE, {}))


@router.get(
    "/changes",
    response_model=ChangesOut,
    responses=CHANGES,
    summary="What changed between two editions",
    openapi_extra=in_french(
        "Ce qui change d'une édition à l'autre",
        "Ce que deux éditions ne disent pas de la même façon : `changed`, `added`, `removed`, et `noted` pour "
        "un fait qui décrit la différence. Sans `before` ni `after`, les deux dernières éditions. JSON ou CSV.",
    ),
)
async def changes(
    filters: Annotated[ChangeFilters, Query()], request: Request, assistant: TheAssistant
) -> Response:
    """What two editions do not say alike.

    `changed`, `added`, `removed`, and `noted` for a fact about the difference itself. Without
    `before` and `after`, the two latest editions. JSON or CSV, as for `/api/offers`.
    """
    tables = FactTables(assistant.snapshot)
    before, after = _two_editions(filters, tables)
    found: list[Difference] = []
    alike: dict[str, int] = {}
    if before and after and before != after:
        found, counted = differences(tables, before, after)
        alike = {str(k): n for k, n in counted.items()}
    require("kind", filters.kind, {d.kind for d in found})
    rows = [
        d.json()
        for d in found
        if d.change in (filters.change or [d.change]) and d.kind in (filters.kind or [d.kind])
    ]
    beside: Json = {"before": before, "after": after, "alike": alike}
    form = chosen_format(request, filters.format)
    return _respond(request, assistant, form, Table("changes", rows, _CHANGE, beside))


@router.get(
    "/documents/{doc_id}/twins",
    response_model=TwinsOut,
    responses=NO_TWIN,
    summary="A passage in the other language",
    openapi_extra=in_french(
        "Un passage dans l'autre langue",
        "Les passages qui disent la même chose dans les documents de l'autre langue, d'après les faits ; une "
        "liste vide s'il n'y en a pas.",
    ),
)
async def twins(
    doc_id: Annotated[str, Path(examples=["observatory-2026-04-fr"])],
    start: Annotated[int, Query(ge=0, le=2**31, examples=[7300])],
    end: Annotated[int, Query(ge=0, le=2**31, examples=[7427])],
    assistant: TheAssistant,
) -> Json:
    """The spans that say the same in the other language's documents, according to the facts; or none."""
    if doc_id not in {s.document.doc_id for s in assistant.snapshot.structures}:
        raise HTTPException(404)
    found = FactTables(assistant.snapshot).twins(Span(doc_id, start, end))
    return {"twins": [citation_json(c) for c in found]}


def _narrow(rows: list[Row], filters: Filters, tables: FactTables) -> list[Row]:
    require("edition", filters.edition, tables.editions)
    return narrowed(rows, filters.edition, filters.language)


def _two_editions(filters: ChangeFilters, tables: FactTables) -> tuple[str | None, str | None]:
    """The editions asked for, else the latest two; None where there are not two."""
    for name, value in (("before", filters.before), ("after", filters.after)):
        require(name, [value] if value else [], tables.editions)
    after = filters.after or max(tables.editions, default=None)
    earlier = [e for e in tables.editions if after and e < after]
    return filters.before or max(earlier, default=None), after


def _respond(request: Request, assistant: Assistant, form: Format, table: Table) -> Response:
    return respond(request, assistant.manifest.snapshot_id, form, table)
