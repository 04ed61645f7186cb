"""Whose turn it is: so many generations at once; the others wait in line and know their place.

Knows nothing about models. Belongs to one event loop.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager


class Place:
    """One place in the line: 1 is next, 0 has its turn."""

    def __init__(self) -> None:
        """Stand nowhere yet."""
        self.position = -1
        self._moved = asyncio.Event()

    def move_to(self, position: int) -> None:
        """Stand elsewhere, and say so to whoever waits."""
        if position != self.position:
            self.position = position
            self._moved.set()

    async def positions(self) -> AsyncGenerator[int, None]:
        """The position, again whenever it changes; ends when it is this place's turn."""
        while self.position:
            self._moved.clear()
            yield self.position
            await self._moved.wait()


class Turns:
    """Gives turns in the order of arrival."""

    def __init__(self, at_once: int = 1, longest_line: int = 16) -> None:
        """Start with all turns free.

        :param at_once: how many may have a turn at the same time.
        :param longest_line: how many may wait for one.
        """
        self._free = at_once
        self._longest_line = longest_line
        self._line: list[Place] = []

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._line)

    @property
    def full(self) -> bool:
        """Whether there is neither a turn nor room to wait for one."""
        return not self._free and len(self._line) >= self._longest_line

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A place at the end of the line; leaving it, with a turn or without, lets the others move up."""
        place = Place()
        self._line.append(place)
        self._move_up()
        try:
            yield place
        finally:
            if place.position:
                self._line.remove(place)
            else:
                self._free += 1
            self._move_up()

    def _move_up(self) -> None:
        while self._free and self._line:
            self._free -= 1
            self._line.pop(0).move_to(0)
        for position, place in enumerate(self._line, start=1):
            place.move_to(position)
