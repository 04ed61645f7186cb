"""Is what was found enough to answer? Judged on calibrated scores, never on the fused rank score.

Rank fusion scores the best hit of a hopeless question as high as a good one, so the verdict
looks at the cosine and at the share of the question's words that the best target covers.
"""

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from snc_assistant.language import fold
from snc_assistant.types import Hit

_DOMAIN = re.compile(
    r"\b(secnumcloud|secnum\w*|snc|anssi|qualif\w*|certif\w*|cloud\w*|nuage|[icps]aas|offres?|offerings?|providers?|prestataires?"
    r"|hebergeu\w*|fournisseurs?|candidat\w*|applicants?|audit\w*|criter\w*|exigence\w*|requirement\w*|referentiel|framework|rgpd|gdpr"
    r"|securite|security|souverain\w*|sovereign\w*|donnees|data|observato\w*|editorial\w*|edito|brochure|edition\w*|j[0-3]|eucs|hds|iso|"
    r"conformite|compliance|label\w*|chiffr\w*|encrypt\w*|sauvegarde\w*|backup\w*|datacenter\w*|serveur\w*|server\w*|mfa|saas|cyber\w*)\b"
)
_NEAR = 0.35  # confidence from which even a question without a word of the subject is about it


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "the best hit answers the question", fitted on the development questions.

    confidence = sigmoid(bias + sparse · coverage + margin · (cosine − cosine of the best rival)),
    where a rival is a question known to have no answer here: a gap or another subject.
    """

    bias: float = -0.5
    sparse: float = 3.4
    margin: float = 7.0
    threshold: float = 0.46
    no_rival: float = 0.3  # the cosine that any two texts of one language reach

    def confidence(self, hits: Sequence[Hit], rivals: Set[str]) -> float:
        """The probability, in [0, 1], that the first hit answers the question; 0 without hits."""
        if not hits:
            return 0.0
        best = hits[0]
        rival = max((h.dense_score for h in hits if h.target_id in rivals), default=0.0)
        rival = max(rival, self.no_rival)
        z = self.bias + self.sparse * best.sparse_score + self.margin * (best.dense_score - rival)
        return 1.0 / (1.0 + math.exp(-z))


def in_domain(text: str, has_entities: bool, confidence: float) -> bool:
    """Whether a question is about this subject at all, answerable or not."""
    return has_entities or confidence >= _NEAR or bool(_DOMAIN.search(fold(text)))
