"""How probable is it that the best hit is right? A logistic model of the scores.

The fused rank score takes no part: it is as high for a hopeless question as for a good one. The
model's numbers are fitted on questions whose answers are known, for one encoder, and kept in the
corpus's `calibration.json`.
"""

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from snc_assistant.errors import CorpusError
from snc_assistant.types import Hit

CALIBRATION_FILE = "calibration.json"
LEAST_TAUGHT = -8.0  # logarithm of a probability: what is less probable is all the same
_EXPECTED, _EXPECTED_PER_MARGIN = 3.4, 11.2  # least squares on the development questions (docs/retrieval.md)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "the best hit is right".

    confidence = sigmoid(bias + sparse · coverage + margin · (cosine − cosine of the best rival)
    + taught · (log probability by the classifier − that of the best rival − what the cosines lead
    to expect of this difference)).
    Rivals of an answer are the questions known to have no answer here, gaps and other subjects;
    rivals of such a question are the answers. `no_rival` is the least that a rival's cosine is
    taken for, `LEAST_TAUGHT` the least log probability. From `threshold` on, an answer is shown.
    """

    bias: float
    sparse: float
    margin: float
    threshold: float
    no_rival: float
    taught: float = 0.0

    def confidence(self, hits: Sequence[Hit], unanswered: Set[str]) -> float:
        """The probability, in [0, 1], that the first hit is right; 0 without hits.

        :param unanswered: the targets that stand for questions without an answer here.
        """
        if not hits:
            return 0.0
        coverage, margin, taught = features(hits, unanswered, self.no_rival)
        logit = self.bias + self.sparse * coverage + self.margin * margin + self.taught * taught
        return 1.0 / (1.0 + math.exp(-logit))


# For an encoder or a corpus that nothing was fitted for: half the weight that the bundled encoder's
# cosines have earned, as those of another one may lie closer together.
UNFITTED = Calibration(bias=-0.5, sparse=2.6, margin=3.0, threshold=0.5, no_rival=0.3)


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration and what it was fitted on: so many questions, by the digest of their set."""

    questions: str
    n: int
    calibration: Calibration


_FILE: TypeAdapter[dict[str, Fit]] = TypeAdapter(dict[str, Fit])


def features(hits: Sequence[Hit], unanswered: Set[str], no_rival: float) -> tuple[float, float, float]:
    """The terms of the first of some hits: coverage, cosine beyond its best rival's, log probability likewise.

    The last is less what the cosines lead to expect, and 0 where the classifier was not taught the
    first hit or any of its rivals.
    """
    best = hits[0]
    aside = best.target_id in unanswered
    rivals = [h for h in hits if (h.target_id in unanswered) != aside]
    nearest = max((h.dense_score for h in rivals), default=no_rival)
    margin = best.dense_score - max(nearest, no_rival)
    known = [h.taught for h in rivals if h.taught is not None]
    if best.taught is None or (rivals and not known):
        return best.sparse_score, margin, 0.0
    expected = _EXPECTED + _EXPECTED_PER_MARGIN * margin
    return best.sparse_score, margin, best.taught - max(known, default=LEAST_TAUGHT) - expected


def read_fits(corpus: Path) -> dict[str, Fit]:
    """What was fitted for a corpus, by the identity of the encoder; empty if nothing was.

    :raises CorpusError: if the file is there and wrong.
    """
    path = corpus / CALIBRATION_FILE
    if not path.is_file():
        return {}
    try:
        return _FILE.validate_json(path.read_bytes())
    except ValidationError as exc:
        raise CorpusError(f"{path} is wrong; run `snc-assistant eval calibrate`, or delete it") from exc


def write_fit(corpus: Path, encoder_identity: str, fit: Fit) -> Path:
    """Keep a fit beside those of other encoders; the file's path."""
    fits = read_fits(corpus) | {encoder_identity: fit}
    path = corpus / CALIBRATION_FILE
    path.write_bytes(_FILE.dump_json(dict(sorted(fits.items())), indent=1) + b"\n")
    return path
