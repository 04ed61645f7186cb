"""What clients may ask of the facts, and what they get, checked at the border."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from snc_assistant.types import Certainty, FactKind, Language
from snc_assistant.web.facts.changes import Change
from snc_assistant.web.schemas import CitationOut

Wanted = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)]
Format = Annotated[Literal["json", "csv"] | None, Field(description="before what `Accept` says")]


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid")
    format: Format = None


class Filters(_Query):
    """What every table can be narrowed by."""

    edition: Annotated[
        Wanted, Field(description="only what this edition proves", examples=[["2026-04"]])
    ] = []
    language: Annotated[
        list[Language], Field(max_length=50, description="only quotes in this language", examples=[["fr"]])
    ] = []


class OfferFilters(Filters):
    """Which offers; a filter given several times means any of its values."""

    provider: Annotated[Wanted, Field(description="slug or printed name", examples=[["scaleway"]])] = []
    offer: Annotated[Wanted, Field(examples=[["Scaleway SecNumCloud"]])] = []
    service_model: Annotated[Wanted, Field(examples=[["IaaS"]])] = []
    status: Annotated[Wanted, Field(examples=[["in_progress"]])] = []


class CriterionFilters(Filters):
    """Which criteria."""

    family: Annotated[Wanted, Field(examples=[["legal"]])] = []


class StageFilters(Filters):
    """Which rows about the stages."""

    stage: Annotated[Wanted, Field(examples=[["J1"]])] = []
    aspect: Annotated[Wanted, Field(examples=[["step"]])] = []


class ChangeFilters(_Query):
    """Which editions, and which differences between them."""

    before: Annotated[
        str | None, Field(max_length=200, description="else the edition before `after`", examples=["2026-02"])
    ] = None
    after: Annotated[
        str | None, Field(max_length=200, description="else the latest edition", examples=["2026-04"])
    ] = None
    change: Annotated[list[Change], Field(max_length=50, examples=[["changed"]])] = []
    kind: Annotated[Wanted, Field(examples=[["stage"]])] = []


class TextsOut(BaseModel):
    """One text in both languages."""

    fr: str
    en: str


class LinkedCitationOut(CitationOut):
    """A citation and where the page shows it, below the server's address."""

    link: str


class FactOut(BaseModel):
    """A reviewed fact with the spans that prove it.

    `translated` names the languages in which the statement is a translation: no source has it.
    """

    fact_id: str
    label: TextsOut
    statement: TextsOut
    translated: list[Language]
    certainty: Certainty
    note: TextsOut | None
    editions: list[str]
    citations: list[LinkedCitationOut]


class OfferOut(FactOut):
    """An offer with its status, as the tables print it."""

    provider: str | None
    provider_name: str | None
    offer: str | None
    service_model: str | None
    status: str | None


class CriterionOut(FactOut):
    """A criterion of a family, or the family itself."""

    family: str | None


class StageOut(FactOut):
    """A stage's label, one of its steps, or a remark; `conflict` where the editions disagree."""

    stage: str | None
    aspect: str | None
    order: int | None
    conflict: bool


class ProvenOut(FactOut):
    """A fact of any kind."""

    kind: FactKind


class DifferenceOut(BaseModel):
    """What two editions do not say alike; `noted` is a fact about the difference, as `after`."""

    change: Change
    kind: FactKind
    before: ProvenOut | None
    after: ProvenOut | None


class _TableOut(BaseModel):
    snapshot: str
    count: int


class OffersOut(_TableOut):
    """Offers."""

    offers: list[OfferOut]


class CriteriaOut(_TableOut):
    """Criteria, and what their families are called."""

    criteria: list[CriterionOut]
    families: list[CriterionOut]


class StagesOut(_TableOut):
    """What is said about the stages, by stage and order."""

    stages: list[StageOut]


class ChangesOut(_TableOut):
    """What differs between two editions; `alike` counts the facts that both prove, by kind."""

    before: str | None
    after: str | None
    alike: dict[str, int]
    changes: list[DifferenceOut]


class TwinsOut(BaseModel):
    """The same thing in the other language's documents, at most one span a document."""

    twins: list[CitationOut]
