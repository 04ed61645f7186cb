"""What is asked: who is listed and how, or what no document says?

"Is Oodrive through?" and "Who audits Oodrive?" are both nearest to what is said of Oodrive. Without the name,
the one is nearest to other look-ups and the other to questions that are known to have no answer here. Where
nobody is named, the classifier tells how likely a look-up is.
"""

from snc_assistant.answering.learned import is_look_up
from snc_assistant.question.subject import without_names
from snc_assistant.retrieval.encoder import Vectors
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Question


class WhatIsAsked:
    """Tells look-ups from all else, by nearness without the names and by what the corpus's questions taught."""

    def __init__(self, retriever: Retriever, data: SnapshotData) -> None:
        self._retriever = retriever
        self._look_ups = frozenset(f.fact_id for f in data.facts if is_look_up(f))
        self._gaps = data.unanswered
        self._look_ups_of_anyone = data.look_ups_of_anyone
        self._gaps_of_anyone = data.gaps_of_anyone

    def nearer_gap(self, question: Question) -> float:
        """By how much the nearest gap is nearer than the nearest look-up, in cosine; 0 where none is."""
        vector = self._retriever.encode(without_names(question))
        look_up, gap = self._retriever.nearest(vector, self._look_ups, self._gaps)
        look_up = max(look_up, _nearest(vector, self._look_ups_of_anyone))
        gap = max(gap, _nearest(vector, self._gaps_of_anyone))
        return gap - look_up if self._gaps else 0.0

    def look_up_odds(self, question: Question) -> float | None:
        """The log odds that who is listed is asked, and nothing else; None where the corpus taught none."""
        return self._retriever.likelier(question.standalone, self._look_ups)


def _nearest(query: Vectors, vectors: Vectors) -> float:
    return float((vectors @ query).max()) if vectors.size else -1.0
