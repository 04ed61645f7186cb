"""Filters of the facts: which rows they keep, and the refusal of values that no row has."""

from collections.abc import Iterable, Mapping, Sequence

from snc_assistant.language import fold
from snc_assistant.web.facts.rows import Row
from snc_assistant.web.problems import Refusal

_NAMED_ALSO = {"provider": "provider_name"}  # a filter that a second column may satisfy


def filtered(rows: Sequence[Row], wanted: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows whose columns have one of the wanted values, however they are written.

    :raises Refusal: if no row has a wanted value; it lists the known ones.
    """
    kept = list(rows)
    for column, values in wanted.items():
        require(
            column, values, [str(v) for r in rows if (v := r.columns.get(column))], also=_names(rows, column)
        )
        asked = {fold(v) for v in values}
        kept = [r for r in kept if asked & _written(r, column)] if asked else kept
    return kept


def require(name: str, values: Iterable[str], known: Iterable[str], also: Iterable[str] = ()) -> None:
    """Return if all values are known; without any known value there is nothing to compare with.

    :raises Refusal: with the known values.
    """
    shown = sorted(set(known))
    accepted = {fold(k) for k in (*shown, *also)}
    if accepted and any(fold(v) not in accepted for v in values):
        listed = ", ".join(shown)
        raise Refusal(
            422,
            {
                "fr": f"{name}: valeur inconnue ; valeurs connues : {listed}",
                "en": f"{name}: unknown value; known values: {listed}",
            },
        )


def _written(row: Row, column: str) -> set[str]:
    names = (column, _NAMED_ALSO.get(column, column))
    return {fold(str(v)) for n in names if (v := row.columns.get(n))}


def _names(rows: Iterable[Row], column: str) -> list[str]:
    return [str(v) for r in rows if (v := r.columns.get(_NAMED_ALSO.get(column, column)))]
