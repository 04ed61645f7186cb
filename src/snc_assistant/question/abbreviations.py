"""Words as people shorten them in a chat, spelt out for retrieval: "presta", "dispo", "reqs"."""

import re
from collections.abc import Mapping

from snc_assistant.types import Language

_SPELT_OUT: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "admin": "administration", "admins": "administrateurs", "appli": "application",
        "applis": "applications", "auth": "authentification", "authent": "authentification",
        "bcp": "beaucoup", "cad": "c'est-à-dire", "cb": "combien", "chiff": "chiffrement",
        "chiffr": "chiffrement", "conf": "conformité", "config": "configuration", "diff": "différence",
        "dispo": "disponibilité", "eval": "évaluation", "hébergt": "hébergement", "info": "information",
        "infos": "informations", "infra": "infrastructure", "kel": "quel", "maj": "mise à jour",
        "max": "maximum", "maxi": "maximum", "mdp": "mot de passe", "min": "minimum", "mini": "minimum",
        "oblig": "obligatoire", "orga": "organisation", "perso": "personnelles", "pk": "pourquoi",
        "pkoi": "pourquoi", "pq": "pourquoi", "presta": "prestataire", "prestas": "prestataires",
        "procéd": "procédure", "qd": "quand", "qqch": "quelque chose", "qqn": "quelqu'un",
        "ref": "référentiel", "refs": "références", "resp": "responsable", "réf": "référentiel",
        "sauv": "sauvegarde", "sauvs": "sauvegardes", "secu": "sécurité", "sécu": "sécurité",
        "tps": "temps", "éval": "évaluation",
    },
    "en": {
        "admin": "administration", "admins": "administrators", "app": "application", "apps": "applications",
        "auth": "authentication", "b4": "before", "cert": "certification", "certs": "certifications",
        "comms": "communications", "config": "configuration", "diff": "difference", "doc": "document",
        "eval": "evaluation", "gov": "government", "govt": "government", "info": "information",
        "infosec": "information security", "infra": "infrastructure", "max": "maximum",
        "mgmt": "management", "min": "minimum", "org": "organization", "orgs": "organizations",
        "ppl": "people", "prereqs": "prerequisites", "pw": "password", "req": "requirement",
        "reqs": "requirements", "spec": "specification", "specs": "specifics", "u": "you", "ur": "your",
    },
}  # fmt: skip
_WORD = re.compile(r"(?<![\w'’./-])[^\W\d_]\w*(?![\w'’/-]|\.\w)")


def spelt_out(text: str, language: Language) -> str:
    """The text with its chat abbreviations written out."""
    known = _SPELT_OUT[language]
    return _WORD.sub(lambda m: known.get(m[0].lower(), m[0]), text)
