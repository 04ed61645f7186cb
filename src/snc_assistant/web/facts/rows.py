"""Facts → rows of tables, each with its citations. Knows nothing about HTTP.

Nothing of any one corpus stands here: the columns are the facts' own fields, the values what the
facts say. A corpus without facts gives empty tables.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from snc_assistant.as_json import Json, citation_json
from snc_assistant.grounding.locate import Locator
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Bilingual, Citation, Fact, FactKind, Language, Span

Cell = str | int | bool | None
FAMILY = "family"  # the aspect of a fact that names a family of criteria
STEP = "step"
_LENGTHS_APART = 1.6  # a sentence and its translation are not further apart


@dataclass(frozen=True, slots=True)
class Row:
    """A fact with the columns of its table and the citations that prove it."""

    fact: Fact
    columns: Mapping[str, Cell]
    citations: tuple[Citation, ...]

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that it is cited from, oldest first."""
        return tuple(sorted({c.edition for c in self.citations}))

    def json(self) -> Json:
        """The row as clients see it."""
        return {"fact_id": self.fact.fact_id, **self.columns, **_fact_json(self.fact), **self._proof()}

    def _proof(self) -> Json:
        cited = [{**citation_json(c), "link": deep_link(c)} for c in self.citations]
        return {"editions": list(self.editions), "citations": cited}


def deep_link(citation: Citation) -> str:
    """Where the page shows the citation, below the server's address."""
    return f"/#/source/{citation.doc_id}/{citation.start}-{citation.end}"


def _fact_json(fact: Fact) -> Json:
    return {
        "label": _texts(fact.label),
        "statement": _texts(fact.statement),
        "translated": sorted(fact.gloss),
        "certainty": fact.certainty,
        "note": _texts(fact.note) if fact.note else None,
    }


def _texts(text: Bilingual) -> dict[Language, str]:
    return {"fr": text.fr, "en": text.en}


class FactTables:
    """The facts of one snapshot as tables."""

    def __init__(self, snapshot: SnapshotData) -> None:
        structures = {s.document.doc_id: s for s in snapshot.structures}
        self._facts = snapshot.facts
        self._locator = Locator(structures)
        self.editions = tuple(sorted({s.document.edition for s in snapshot.structures}))

    def offers(self) -> list[Row]:
        """The offers, in the order of their tables."""
        columns = ("provider", "provider_name", "offer", "service_model", "status")
        return [self.row(f, {c: f.fields.get(c) or None for c in columns}) for f in self._of("offer")]

    def criteria(self) -> list[Row]:
        """The criteria, without the facts that only name their family."""
        return [self._criterion(f) for f in self._of("criterion") if f.fields.get("aspect") != FAMILY]

    def families(self) -> list[Row]:
        """What the families of criteria are called."""
        return [self._criterion(f) for f in self._of("criterion") if f.fields.get("aspect") == FAMILY]

    def _criterion(self, fact: Fact) -> Row:
        return self.row(fact, {"family": fact.fields.get("family")})

    def stages(self) -> list[Row]:
        """The labels of the stages, their steps, and what is said about them all, by stage and order."""
        disputed = self._disputed()
        rows = [self._stage(f, f.fact_id in disputed) for f in self._of("stage", "step")]
        return sorted(rows, key=_stage_order)

    def _stage(self, fact: Fact, is_disputed: bool) -> Row:
        order = fact.fields.get("order", "")
        columns: dict[str, Cell] = {
            "stage": fact.fields.get("stage"),
            "aspect": STEP if fact.kind == "step" else fact.fields.get("aspect"),
            "order": int(order) if order.isdecimal() else None,
            "conflict": is_disputed,
        }
        return self.row(fact, columns)

    def _disputed(self) -> set[str]:
        """The facts on which editions disagree: those of one edition among the members of a conflict."""
        members = {m for f in self._facts if f.conflict for m in f.members}
        return {f.fact_id for f in self._facts if f.fact_id in members and len(self.row(f).editions) == 1}

    def proven(self) -> list[Row]:
        """Every fact with spans of its own, in file order."""
        return [self.row(f, {"kind": f.kind}) for f in self._facts if f.spans and f.kind != "topic"]

    def row(self, fact: Fact, columns: Mapping[str, Cell] | None = None) -> Row:
        """A fact with all its citations."""
        return Row(fact, columns or {}, tuple(self._locator.cite(s) for s in fact.spans))

    def twins(self, span: Span) -> list[Citation]:
        """The spans that say in other languages what this one says, according to the facts.

        A fact that quotes exactly this span decides before one that quotes a stretch around or
        inside it. Quotes are paired by their order where both languages have as many, by their
        length where one has a single one, and else by their order where their lengths allow it.
        """
        quoting = [f for f in self._facts if f.kind != "topic" and any(s.overlaps(span) for s in f.spans)]
        quoting.sort(key=lambda f: (span not in f.spans, len(f.spans)))
        for fact in quoting:
            twins = _twins_within(self.row(fact).citations, span)
            if twins:
                return twins
        return []

    def _of(self, *kinds: FactKind) -> list[Fact]:
        return [f for f in self._facts if f.kind in kinds]


def _stage_order(row: Row) -> tuple[str, bool, int]:
    stage, order = row.columns["stage"], row.columns["order"]
    # Facts about no single stage come last; within a stage, labels come before steps.
    return str(stage or "~"), row.columns["aspect"] == STEP, order if isinstance(order, int) else 0


def _twins_within(citations: Sequence[Citation], span: Span) -> list[Citation]:
    here = [c for c in citations if c.doc_id == span.doc_id]
    at = next(i for i, c in enumerate(here) if Span(c.doc_id, c.start, c.end).overlaps(span))
    others: dict[str, list[Citation]] = {}
    for citation in citations:
        if citation.language != here[at].language:
            others.setdefault(citation.doc_id, []).append(citation)
    found = [_counterpart(here, at, there) for there in others.values()]
    return [c for c in found if c]


def _counterpart(here: Sequence[Citation], at: int, there: Sequence[Citation]) -> Citation | None:
    """The quote that says the same; None where the fact does not tell which one does."""
    if len(here) == len(there):
        return there[at]
    if len(there) == 1:
        return there[0] if min(here, key=lambda c: _unlike(c, there[0])) is here[at] else None
    if len(here) == 1:
        return min(there, key=lambda c: _unlike(c, here[0]))
    alike = at < len(there) and _unlike(here[at], there[at]) <= _LENGTHS_APART
    return there[at] if alike else None


def _unlike(one: Citation, other: Citation) -> float:
    """How many times longer one quote is than the other."""
    return max(len(one.quote) / len(other.quote), len(other.quote) / len(one.quote))


def narrowed(rows: Iterable[Row], editions: Collection[str], languages: Collection[str]) -> list[Row]:
    """The rows with their citations from these editions and languages only; empty means any."""
    kept = []
    for row in rows:
        cited = tuple(
            c
            for c in row.citations
            if (not editions or c.edition in editions) and (not languages or c.language in languages)
        )
        if cited:
            kept.append(replace(row, citations=cited))
    return kept
