"""Facts as JSON or CSV, with strong entity tags (RFC 9110, 8.8.3 and 13.1.2)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fastapi import Request
from starlette.responses import Response

from snc_assistant import __version__
from snc_assistant.as_json import Json
from snc_assistant.web.facts.csv import as_csv

Format = Literal["json", "csv"]
_TYPES = {"json": "application/json", "csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Table:
    """What a request for facts gets: the rows under their name, and what stands beside them."""

    name: str
    rows: Sequence[Json]
    columns: Sequence[str]
    beside: Json


def chosen_format(request: Request, asked: Format | None) -> Format:
    """The format asked for by name, else the one that `Accept` prefers, else JSON."""
    if asked:
        return asked
    accept = request.headers.get("accept", "")
    return "csv" if _weight(accept, "text/csv") > _weight(accept, "application/json") else "json"


def _weight(accept: str, media_type: str) -> float:
    """How much a type is wanted; a range such as `text/*` counts where the type is not named."""
    kind = media_type.partition("/")[0]
    found = {}
    for part in accept.lower().split(","):
        name, *parameters = (p.strip() for p in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            found[name] = float(quality)
        except ValueError:
            found[name] = 0.0
    return next((found[n] for n in (media_type, f"{kind}/*", "*/*") if n in found), 0.0)


def entity_tag(request: Request, snapshot_id: str, form: Format) -> str:
    """The same bytes for the same snapshot, address, filters and format, so the same strong tag."""
    query = sorted(request.query_params.multi_items())
    named = json.dumps([__version__, snapshot_id, request.url.path, query, form])
    return f'"{hashlib.sha256(named.encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client says that it holds what the tag names."""
    held = [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]
    return tag in held or "*" in held


def respond(request: Request, snapshot_id: str, form: Format, table: Table) -> Response:
    """The table in its format, or 304 where the client holds it already."""
    tag = entity_tag(request, snapshot_id, form)
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    if form == "csv":
        headers["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
        return Response(as_csv(table.rows, table.columns), media_type="text/csv", headers=headers)
    body = {"snapshot": snapshot_id, "count": len(table.rows), **table.beside, table.name: table.rows}
    return Response(json.dumps(body, ensure_ascii=False), media_type=_TYPES[form], headers=headers)
