"""Is a question about this subject at all, or an attempt to redirect? Knows nothing about hits."""

import re

from snc_assistant.language import fold

_DOMAIN = re.compile(
    r"\b(secnumcloud|secnum\w*|snc|anssi|qualif\w*|certif\w*|cloud\w*|nuage|[icps]aas|offres?|offerings?|providers?|prestataires?"
    r"|hebergeu\w*|fournisseurs?|candidat\w*|applicants?|audit\w*|criter\w*|exigence\w*|requirement\w*|referentiel|framework|rgpd|gdpr"
    r"|securite|security|souverain\w*|sovereign\w*|donnees|data|observato\w*|editorial\w*|edito|brochure|edition\w*|j[0-3]|eucs|hds|iso|"
    r"conformite|compliance|label\w*|chiffr\w*|encrypt\w*|sauvegarde\w*|backup\w*|datacenter\w*|serveur\w*|server\w*|mfa|saas|cyber\w*"
    r"|heberge\w*|host(?:ed|er|ers|ing)|dispo(?:nibilite)?|uptime|availability|disques?|disks?|technicien\w*|technicians?|intrusions?)\b"
)


def in_domain(text: str, has_entities: bool) -> bool:
    """Whether a question has a name or a word of this subject, answerable or not."""
    return has_entities or bool(_DOMAIN.search(fold(text)))
