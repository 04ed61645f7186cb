"""The server's log: lines for people, or one JSON object a line for machines."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

from snc_assistant.web.tracing import request_id

LogFormat = Literal["text", "json"]
_FIELDS = ("method", "route", "status", "ms", "key", "question")


class _Numbered(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Give a record the number of the request that it belongs to."""
        record.request_id = request_id()
        return True


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """A record as a JSON object on one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": at,
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", ""),
        }
        line |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_as(log_format: LogFormat) -> None:
    """Write the log of this process to stderr in a format, at the level that is set already."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Numbered())
    text = logging.Formatter("%(levelname)s %(name)s [%(request_id)s]: %(message)s")
    handler.setFormatter(_Json() if log_format == "json" else text)
    logging.getLogger().handlers[:] = [handler]
