"""What a right answer about the tables may and must say."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.tables import (
    LATEST,
    Row,
    all_rows,
    count_offers,
    count_providers,
    count_rows,
    provider_names,
    rows,
)

NO_TYPE = "free-pro"  # asked for a qualification of a type that is not public: a yes or no may be withheld


class Expected(NamedTuple):
    """What a right answer says: its yes or no ("" for neither), rows that it must and may show, numbers."""

    verdicts: frozenset[str]
    shown: frozenset[Row]
    allowed: frozenset[Row]
    counts: tuple[int, ...] = ()
    edition: str = LATEST


class Provider(NamedTuple):
    """A provider with its rows, and those of the name that only "Solutions" tells from its own."""

    slug: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    kin: tuple[Row, ...]

    def expect(
        self,
        verdicts: set[str],
        found: Sequence[Row] = (),
        edition: str = LATEST,
        counts: tuple[int, ...] = (),
    ) -> Expected:
        """An answer with these rows; with all of the provider where there are none."""
        said = verdicts | ({""} if self.slug == NO_TYPE else set())
        return Expected(frozenset(said), frozenset(found or self.rows), frozenset(self.kin), counts, edition)


def provider(slug: str) -> Provider:
    """The provider of a slug."""
    kin = [r for r in all_rows() if slug in (r.slug, f"{r.slug}-solutions") or r.slug == f"{slug}-solutions"]
    return Provider(slug, provider_names()[slug], tuple(rows(slug)), tuple(kin))


def verdict(found: Sequence[Row], status: str) -> set[str]:
    """What "are they all of this status?" is answered by."""
    matching = [r for r in found if r.status == status]
    return {"mixed" if matching else "no"} if len(matching) < len(found) or not found else {"yes"}


def listing(found: Sequence[Row], edition: str = LATEST, *, all_counts: bool = False) -> Expected:
    """A list of exactly these rows, with their number.

    :param all_counts: whether the offers are to be counted as well as the rows and the providers.
    """
    counts = (count_rows(found), count_offers(found), count_providers(found))
    own = frozenset(found)
    return Expected(frozenset({""}), own, own, counts if all_counts else counts[::2], edition)
