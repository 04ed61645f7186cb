"""Qualified or in progress, as a folded sentence says it in either language, negations applied.

"Not yet qualified" and "no longer an applicant" say the other status: there are only two.
"""

import re
from dataclasses import dataclass

from snc_assistant.grounding.scopes import negations_before

QUALIFIED, IN_PROGRESS, CERTIFIED = "qualified", "in_progress", "certified"

_WORDS = re.compile(
    r"(?P<lost>\b(?:lost|loses|lose|withdr\w+|revoked|suspended|abandon\w*|retir\w*|refus\w*|reject\w*|rejet\w*|denied|perd\w*|suspend\w*|revoqu\w*) (?:\w+ )?(?:la|sa|leur|the|its|their) "
    r"(?:secnumcloud )?(?:qualification|application|candidature|candidacy|demande)|\bqualification (?:\w+ ){0,2}?(?:lost|revoked|withdrawn|suspended|perdue|retiree|suspendue))"
    r"|(?P<in_progress>\bcandidat(?:e|es|s|ure|ures)?\b(?: (?:a|for) (?:la |the )?qualification)?(?: \((?:en cours|in progress)\))?"
    r"|\bapplicants?\b|\bapplying for\b|\bhas applied\b|\bhave applied\b|\bpostul\w+|\ben (?:cours|attente|phase|voie)\b(?! d'annee| de route)"
    r"|\bin progress\b|\bunder (?:review|evaluation|assessment|way)\b|\bunderway\b|\bbeing (?:evaluated|assessed|reviewed|qualified)\b"
    r"|\bundergoing (?:qualification|evaluation)\b|\bin the process of\b|\bseeking (?:the )?qualification\b|\bcandidates?\b|\bongoing\b|\bpending\b"
    r"|\bvise la qualification\b|\b(?:attend\w*|awaits?|awaiting|waiting for) (?:\w+ )?(?:la|sa|leur|the|its|their) qualification|\bevaluation en cours\b|\binstruction\b)"
    r"|(?P<qualified>(?<!auditeur )(?<!auditeurs )\bqualifi(?:ee?s?|ed)\b(?! audit)"
    r"|\b(?:obtenu|recu|decroche)\w* (?:la|sa|leur|une) qualification"
    r"|\b(?:obtained|received|earned|achieved|granted|gained|got) (?:the |its |their |a )?(?:secnumcloud )?qualification"
    r"|\b(?:holds?|has|have) (?:the |a |its )?(?:secnumcloud )?qualification|\bdetient la qualification|\bdispose(?:nt)? de la qualification"
    r"|\bqualification (?:obtenue|acquise|obtained|granted)|\btitulaires? de la qualification)"
    r"|(?P<certified>\bcertifie(?:e|s|es)?\b|\bcertified\b|\blabellise\w*|\bhomologue\w*|\bagree par l'anssi\b)"
)


@dataclass(frozen=True, slots=True)
class StatusMention:
    """A status and where it stands in the folded text; `denied` if a negation turned it."""

    status: str
    start: int
    end: int
    denied: bool


def status_mentions(folded: str) -> tuple[StatusMention, ...]:
    """The statuses that a folded text states, in reading order."""
    found = []
    for match in _WORDS.finditer(folded):
        status = str(match.lastgroup)
        denied = negations_before(folded, match.start()) % 2 == 1
        found.append(StatusMention(_other(status) if denied else status, match.start(), match.end(), denied))
    return tuple(found)


def statuses_of(folded: str) -> frozenset[str]:
    """The statuses that a folded text states."""
    return frozenset(m.status for m in status_mentions(folded))


def _other(status: str) -> str:
    return {QUALIFIED: IN_PROGRESS, IN_PROGRESS: QUALIFIED}.get(status, status)
