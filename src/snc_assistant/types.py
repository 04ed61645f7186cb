"""The data that flows between the stages. No I/O, no behaviour beyond the invariants.

Offsets count Unicode code points of `Document.text`; `end` is exclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from snc_assistant.errors import CorpusError

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


class Outcome(StrEnum):
    """What an answer is; the last two abstain."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CONFLICT = "conflict"
    NOT_IN_SOURCES = "not_in_sources"
    OUT_OF_SCOPE = "out_of_scope"

    @property
    def abstains(self) -> bool:
        """Whether an answer with this outcome makes no claim."""
        return self in (Outcome.NOT_IN_SOURCES, Outcome.OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages."""

    fr: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Document:
    """A source as given, with what sources.toml says of it."""

    doc_id: str
    title: str
    edition: str
    language: Language
    publisher: str
    file: str
    sha256: str
    rights: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    doc_id: str
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.doc_id == other.doc_id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, or a labelled table cell, and all that stands under it."""

    doc_id: str
    heading_path: tuple[str, ...]
    start: int
    end: int


PassageKind = Literal["heading", "bullet", "sentence", "stage", "row", "cell", "link"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A small stretch that is found and cited: a bullet, a sentence, a step, a table row."""

    passage_id: str
    doc_id: str
    language: Language
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    kind: PassageKind

    @property
    def span(self) -> Span:
        """Where the passage stands."""
        return Span(self.doc_id, self.start, self.end)


FactKind = Literal[
    "criterion", "stage", "step", "service_model", "definition", "ai", "editorial", "offer", "topic"
]
Certainty = Literal["certain", "uncertain"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fact obliges to (`requires`) and what it rules out (`excludes`).

    Regular expressions over folded questions in either language, reviewed like the statement; "" for none.
    """

    requires: str = ""
    excludes: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A reviewed statement in both languages with the spans that prove it.

    A fact of kind `topic` has no spans of its own: it is answered by its `members`,
    or by the offers that its `select` picks, or by what `compute` names.
    """

    fact_id: str
    kind: FactKind
    label: Bilingual
    statement: Bilingual
    spans: tuple[Span, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    gloss: frozenset[Language] = frozenset()
    certainty: Certainty = "certain"
    note: Bilingual | None = None
    members: tuple[str, ...] = ()
    select: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compute: str = ""
    conflict: bool = False
    rules: Rules | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that people ask in this domain and that no document says."""

    gap_id: str
    statement: Bilingual
    nearest: tuple[str, ...]


EntityKind = Literal[
    "provider", "offer", "service_model", "stage", "edition", "status", "family", "unlisted", "unspoken"
]


@dataclass(frozen=True, slots=True)
class Entity:
    """A name recognised in a question, and the words that named it."""

    kind: EntityKind
    value: str
    surface: str


Intent = Literal["list", "count", "status", "compare", "meaning", "open"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str


Compared = Literal["", "more", "less", "same"]
Grouping = Literal[
    "",
    "named_models",
    "subset_models",
    "by_model",
    "both_statuses",
    "several_models",
    "three_models",
    "every_model",
    "several_offers",
    "one_offer",
    "most_offers",
    "most_models",
]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a question about offers says of how many there are.

    `share`: it asks how many of all. `compared`: it asks which is more. `claimed`: how many it supposes
    that there are, of providers rather than of offers if `of_providers`. `none`: it supposes that there
    is nothing of a kind.
    """

    share: bool = False
    compared: Compared = ""
    claimed: int | None = None
    of_providers: bool = False
    none: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """What a question about offers says beyond naming them.

    `without`: names set aside ("besides OVH", "other than SaaS"). `absent`: service models, or the
    status, that the providers sought lack ("not in IaaS", "without a qualified offer"). `only`: they have
    no other service model than the named. `sole`: whether the one named is the only one. `grouping`: what
    is counted per provider or service model. `choice`: it offers alternatives ("IaaS or PaaS?"). `same`: it
    asks whether something stayed the same; `same_status`: whether the named ones have the same status.
    `naming`: it asks which offers have a word in their names. `denied`: it denies what it asks about
    ("not qualified?"). `words`: the words that say so, folded.
    """

    without: tuple[Entity, ...] = ()
    absent: tuple[Entity, ...] = ()
    only: bool = False
    sole: bool = False
    grouping: Grouping = ""
    choice: bool = False
    same: bool = False
    same_status: bool = False
    naming: bool = False
    denied: bool = False
    numbers: Numbers = field(default_factory=Numbers)
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed, and as understood.

    `context` is searched for along with `standalone`: what a part of a double question is about.
    """

    text: str
    standalone: str
    language: Language
    entities: tuple[Entity, ...] = ()
    intent: Intent = "open"
    yes_no: bool = False
    relation: Relation = field(default_factory=Relation)
    context: str = ""

    def values(self, kind: EntityKind) -> tuple[str, ...]:
        """The values of the entities of one kind, in order, each once."""
        return tuple(dict.fromkeys(e.value for e in self.entities if e.kind == kind))

    def meant(self, kind: EntityKind) -> tuple[str, ...]:
        """The same without the names that are set aside."""
        aside = {e.value for e in self.relation.without if e.kind == kind}
        return tuple(v for v in self.values(kind) if v not in aside)


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved target at a 1-based rank: a fact, a gap, or a bare passage.

    `score` is the fused rank score (comparable within one search only); `dense_score` is a
    cosine in [-1, 1]; `sparse_score` is BM25 as a share of the query's own best possible
    score, in [0, 1]. `taught` is the logarithm of how probable the corpus's classifier makes it, the most
    probable target being 0, None if it was not taught this target. `confidence` is the calibrated probability that the hit answers the question.
    """

    target_id: str
    passage: Passage
    rank: int
    score: float
    dense_score: float
    sparse_score: float
    spans: tuple[Span, ...]
    matched: str
    confidence: float = 0.0
    taught: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a draft claim may cite: a statement or passage text with its spans."""

    source_id: str
    text: Bilingual
    spans: tuple[Span, ...]
    uncertain: Bilingual | None = None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence that wants to be shown, with the sources it names."""

    text: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may be said in answer to a question, and the verdict on whether it is enough."""

    question: Question
    outcome: Outcome
    sources: tuple[Source, ...]
    drafts: tuple[DraftClaim, ...]
    hits: tuple[Hit, ...]
    lead: str | None = None
    notes: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands. Made only by `grounding.locate`."""

    doc_id: str
    edition: str
    language: Language
    start: int
    end: int
    quote: str
    heading_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A checked sentence with at least one citation; `engine` is the one that phrased it."""

    text: str
    citations: tuple[Citation, ...]
    uncertain: bool = False
    engine: str = "extractive"

    def __post_init__(self) -> None:
        if not self.citations:
            raise CorpusError(f"a claim needs a citation: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question: claims, or an abstention with the nearest passages.

    `dropped` counts what an engine said and what is not shown, source numbers included;
    `dropped_by` says why: `unsupported`, `unknown_source`, `uncited`, `incomplete`, `cut`.
    """

    question: Question
    outcome: Outcome
    engine: str
    lead: str | None
    claims: tuple[Claim, ...]
    notes: tuple[str, ...]
    nearest: tuple[Citation, ...]
    timings_ms: Mapping[str, float]
    engine_note: str | None = None
    dropped: int = 0
    dropped_by: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.claims) == self.outcome.abstains:
            raise CorpusError(f"an answer has claims or abstains, not {self.outcome} with {len(self.claims)}")

    @property
    def cached(self) -> bool:
        """Whether a model's phrasing was taken from the cache; its time stands in `timings_ms`."""
        return "cache" in self.timings_ms

    @property
    def text(self) -> str:
        """The answer as a reader sees it, claims in order."""
        parts = [self.lead] if self.lead else []
        as_list = len(self.claims) > 1
        parts += [f"- {c.text}" if as_list else c.text for c in self.claims]
        return "\n".join([*parts, *self.notes])
