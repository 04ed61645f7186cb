"""Retrieval metrics over evidence groups, computed by ir-measures (pytrec_eval underneath).

**How spans become qrels and a run.** Each evidence group (one piece of information, stated at
equivalent places) is one relevant "document" of its question, with grade 1. A hit is relevant
to every group of which it overlaps at least one span. The run lists, in rank order, for each
hit the groups that it is the first to cover, or, if it covers none for the first time, one
irrelevant filler. So a group counts once, at the rank of the first hit that covers it, and a
hit that only repeats evidence takes a place without earning anything.

Recall and success at k look at the first k *hits*, whatever number of groups each covers;
nDCG@10 and the reciprocal rank look at the run as listed.
"""

from collections.abc import Iterator, Sequence

import ir_measures
from ir_measures import RR, Measure, Qrel, R, ScoredDoc, Success, nDCG

from snc_assistant.evaluation.dataset import EvidenceGroup
from snc_assistant.types import Span

CUTOFFS = (1, 5, 10)
_ALL = 100_000  # a cut-off beyond any run: the run itself is cut after k hits


def retrieval_scores(evidence: Sequence[EvidenceGroup], hits: Sequence[Sequence[Span]]) -> dict[str, float]:
    """Recall@k and success@k for each cut-off, nDCG@10 and RR of one question.

    - recall@k: share of evidence groups covered by the first k hits;
    - success@k: 1 if any is;
    - ndcg@10: Järvelin & Kekäläinen (TOIS 2002) with binary gains, trec_eval's `ndcg_cut`;
    - rr: 1 / rank of the first hit that covers a group, 0 if none (its mean is MRR; Voorhees,
      TREC-8 1999).

    :param evidence: at least one group.
    :param hits: the spans covered by each hit, best first.
    """
    scores: dict[str, float] = {}
    for k in CUTOFFS:
        found = _measure(evidence, hits[:k], {f"recall@{k}": R @ _ALL, f"success@{k}": Success @ _ALL})
        scores |= found
    return scores | _measure(evidence, hits, {"ndcg@10": nDCG @ 10, "rr": RR})


def covered_groups(evidence: Sequence[EvidenceGroup], spans: Sequence[Span]) -> set[int]:
    """Which groups, by position, have a span that one of these spans overlaps."""
    return {i for i, group in enumerate(evidence) if any(s.overlaps(g) for s in spans for g in group)}


def _measure(
    evidence: Sequence[EvidenceGroup],
    hits: Sequence[Sequence[Span]],
    measures: dict[str, Measure],
) -> dict[str, float]:
    qrels = [Qrel("q", f"group{i}", 1) for i in range(len(evidence))]
    listed = list(_listed(evidence, hits)) or ["nothing"]
    run = [ScoredDoc("q", doc, float(len(listed) - at)) for at, doc in enumerate(listed)]
    values = {m.measure: m.value for m in ir_measures.iter_calc(list(measures.values()), qrels, run)}
    return {name: float(values[measure]) for name, measure in measures.items()}


def _listed(evidence: Sequence[EvidenceGroup], hits: Sequence[Sequence[Span]]) -> Iterator[str]:
    seen: set[int] = set()
    for rank, spans in enumerate(hits):
        new = covered_groups(evidence, spans) - seen
        seen |= new
        yield from [f"group{i}" for i in sorted(new)] or [f"filler{rank}"]
