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
    "fact_id": "offer.gip-mipih.cloud-premier.iaas",
    "provider": "gip-mipih",
    "provider_name": "Gip Mipih (Numih France)",
    "offer": "Cloud Premier",
    "service_model": "IaaS",
    "status": "in_progress",
    "label": {
        "fr": "Cloud Premier (Gip Mipih (Numih France))",
        "en": "Cloud Premier (Gip Mipih (Numih France))",
    },
    "statement": {
        "fr": "Gip Mipih (Numih France) est candidat à la qualification (en cours) pour l'offre IaaS « Cloud Premier ».",
        "en": "Gip Mipih (Numih France) is a candidate for qualification (in progress) for the IaaS offering “Cloud Premier”.",
    },
    "translated": [],
    "certainty": "uncertain",
    "note": {
        "fr": "Dans la cellule, on lit « Cloud Premier Souverain IT SecureCloud » : le mot « Souverain » peut appartenir à l'offre de Gip Mipih (Numih France) ou à celle d'ITS Integra. Le statut et le modèle de service ne sont pas en doute.",
        "en": "The cell reads “Cloud Premier Souverain IT SecureCloud”: the word “Souverain” may belong to the offering of Gip Mipih (Numih France) or to that of ITS Integra. The status and the service model are not in doubt.",
    },
    "editions": ["2026-04"],
    "citations": [
        {
            "doc_id": "observatory-2026-04-fr",
            "edition": "2026-04",
            "language": "fr",
            "start": 10527,
            "end": 10551,
            "quote": "Gip Mipih (Numih France)",
            "heading_path": [
                "SecNumCloud c'est qui ?",
                "Les services soumis à la qualification",
                "IaaS",
                "EN COURS",
                "Candidat",
            ],
            "link": "/#/source/observatory-2026-04-fr/10527-10551",
        },
        {
            "doc_id": "observatory-2026-04-fr",
            "edition": "2026-04",
            "language": "fr",
            "start": 10728,
            "end": 10741,
            "quote": "Cloud Premier",
            "heading_path": [
                "SecNumCloud c'est qui ?",
                "Les services soumis à la qualification",
                "IaaS",
                "EN COURS",
                "Offre",
            ],
            "link": "/#/source/observatory-2026-04-fr/10728-10741",
        },
    ],
}
_EXAMPLE = {
    "summary": "Une offre, dans les deux langues · An offer, in both languages",
    "value": {"snapshot": "bc8f95750913-0aad2e", "count": 1, "offers": [_OFFER]},
}


def _refused(name: str, known: str) -> dict[str, Any]:
    """The answer to an unknown value of a filter, in each language."""
    said = {
        "fr": ("Requête non acceptable", f"{name}: valeur inconnue ; valeurs connues : {known}"),
        "en": ("Request not acceptable", f"{name}: unknown value; known values: {known}"),
    }
    return {
        language: {
            "value": {
                "type": "about:blank",
                "title": title,
                "status": 422,
                "detail": detail,
                "request_id": "5f0c1d2b7a9e4c8f9b3d6a1e2c4f8071",
            }
        }
        for language, (title, detail) in said.items()
    }


def _table(name: str, known: str, example: dict[str, Any] | None = None) -> Responses:
    """The responses of a table; `name` is one of its filters, with the values that it knows."""
    as_json = {"examples": {"bilingual": example}} if example else {}
    return {
        **NOT_READY,
        422: {
            **PROBLEMS[422],
            "description": "A filter is unknown or has an unknown value; the known values are listed",
            "content": {"application/json": {"examples": _refused(name, known)}},
        },
        200: {
            "description": "The rows that pass the filters",
            "headers": _ETAG,
            "content": {"application/json": as_json, "text/csv": _CSV},
        },
        304: {"description": "What `If-None-Match` names is still current", "headers": _ETAG},
    }


OFFERS = _table("status", "in_progress, qualified", _EXAMPLE)
CRITERIA = _table("family", "legal, operational, technical")
STAGES = _table("stage", "J0, J1, J2, J3")
CHANGES = _table("kind", "ai, definition, editorial, stage")
NO_TWIN = {**NO_DOCUMENT, 503: PROBLEMS[503]}
