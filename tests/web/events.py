"""Reads a stream of server-sent events the way a client does."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple


class Received(NamedTuple):
    """An event of the stream."""

    name: str
    data: dict[str, Any]


def read_events(lines: Iterable[str]) -> Iterator[Received]:
    """The events of a stream's lines, as they come; comments are skipped."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield Received(name, json.loads(line.removeprefix("data: ")))


def names(events: Iterable[Received]) -> list[str]:
    """The events' names, runs of the same name once."""
    found: list[str] = []
    for event in events:
        if not found or found[-1] != event.name:
            found.append(event.name)
    return found
