"""Rows as CSV (RFC 4180): one line a row, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Mapping, Sequence

from snc_assistant.as_json import Json

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(rows: Sequence[Json], columns: Sequence[str]) -> str:
    """The rows under a line of column names; quotes and links stand one a line in their cells."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        flat = _flat(row)
        writer.writerow([_safe(flat.get(c)) for c in columns])
    return text.getvalue()


def _flat(row: Json) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in row.items():
        if name == "citations":
            flat["quotes"] = "\n".join(c["quote"] for c in value)
            flat["links"] = "\n".join(c["link"] for c in value)
        elif isinstance(value, Mapping):
            flat |= {f"{name}_{key}": inner for key, inner in _flat(dict(value)).items()}
        elif isinstance(value, list):
            flat[name] = " ".join(value)
        else:
            flat[name] = value
    return flat


def _safe(value: object) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
