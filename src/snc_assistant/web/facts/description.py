"""What the OpenAPI document says about the answers with facts, examples in both languages included."""

from typing import Any

from snc_assistant.web.responses import NO_DOCUMENT, NOT_READY, PROBLEMS, Responses

_CSV: dict[str, Any] = {"schema": {"type": "string"}}
_ETAG = {
    "ETag": {
        "description": "Changes with the snapshot, the filters and the format, and with nothing else",
        "schema": {"type": "string"},
    }
}
_OFFER = {
    "fact_id": "offer.outscale.iaas.iaas",
    "provider": "outscale",
    "provider_name": "Outscale",
    "offer": "IaaS",
    "service_model": "IaaS",
    "status": "qualified",
    "label": {"fr": "IaaS (Outscale)", "en": "IaaS (Outscale)"},
    "statement": {
        "fr": "Outscale est qualifié pour l'offre IaaS « IaaS ».",
        "en": "Outscale is qualified for the IaaS offering “IaaS”.",
    },
    "translated": [],
    "certainty": "uncertain",
    "note": {
        "fr": "Le nom imprimé de l'offre se réduit à « IaaS » : il est peut-être incomplet.",
        "en": "The printed name of the offering is only “IaaS”: it may be incomplete.",
    },
    "editions": ["2026-04"],
    "citations": [
        {
            "doc_id": "observatory-2026-04-fr",
            "edition": "2026-04",
            "language": "fr",
            "start": 10948,
            "end": 10956,
            "quote": "Outscale",
            "heading_path": [
                "Les services soumis à la qualification",
                "IaaS",
                "LES QUALIFIÉS",
                "Entreprises",
            ],
            "link": "/#/source/observatory-2026-04-fr/10948-10956",
        }
    ],
}
_EXAMPLE = {
    "summary": "Une offre, dans les deux langues · An offer, in both languages",
    "value": {"snapshot": "bc8f95750913-0aad2e", "count": 1, "offers": [_OFFER]},
}


def _refused(title: str, detail: str) -> dict[str, Any]:
    return {"value": {"type": "about:blank", "title": title, "status": 422, "detail": detail}}


_UNKNOWN = {
    "fr": _refused(
        "Requête non acceptable", "status: valeur inconnue ; valeurs connues : in_progress, qualified"
    ),
    "en": _refused("Request not acceptable", "status: unknown value; known values: in_progress, qualified"),
}


def _table(example: dict[str, Any] | None = None) -> Responses:
    as_json = {"examples": {"bilingual": example}} if example else {}
    return {
        **NOT_READY,
        422: {
            **PROBLEMS[422],
            "description": "A filter is unknown or has an unknown value; the known values are listed",
            "content": {"application/json": {"examples": _UNKNOWN}},
        },
        200: {
            "description": "The rows that pass the filters",
            "headers": _ETAG,
            "content": {"application/json": as_json, "text/csv": _CSV},
        },
        304: {"description": "What `If-None-Match` names is still current", "headers": _ETAG},
    }


OFFERS = _table(_EXAMPLE)
CRITERIA = _table()
STAGES = _table()
CHANGES = _table()
NO_TWIN = {**NO_DOCUMENT, 503: PROBLEMS[503]}
