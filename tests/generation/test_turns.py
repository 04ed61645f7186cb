"""Whose turn it is: order, places that move up, and a line that has an end."""

import asyncio

from snc_assistant.generation.turns import Place, Turns


async def until_turn(place: Place) -> list[int]:
    """The positions that were told on the way to a turn."""
    return [position async for position in place.positions()]


def test_free_turn_is_had_at_once() -> None:
    turns = Turns()
    with turns.place() as place:
        assert asyncio.run(until_turn(place)) == []
        assert turns.waiting == 0


def test_every_move_up_is_told() -> None:
    async def three() -> list[int]:
        turns = Turns()
        first, second, third = turns.place(), turns.place(), turns.place()
        first.__enter__()
        second.__enter__()
        with third as place:
            told = asyncio.create_task(until_turn(place))
            await asyncio.sleep(0)
            first.__exit__(None, None, None)
            await asyncio.sleep(0)
            second.__exit__(None, None, None)
            return await told

    assert asyncio.run(three()) == [2, 1]


def test_who_leaves_the_line_lets_the_others_move_up() -> None:
    turns = Turns()
    with turns.place(), turns.place() as waiting:
        with turns.place() as third:
            assert (waiting.position, third.position, turns.waiting) == (1, 2, 2)
        assert turns.waiting == 1
    with turns.place() as place:
        assert place.position == 0


def test_turn_given_to_one_who_leaves_before_noticing_goes_on() -> None:
    turns = Turns()
    first, second = turns.place(), turns.place()
    first.__enter__()
    noticed = second.__enter__()
    first.__exit__(None, None, None)
    assert noticed.position == 0
    second.__exit__(None, None, None)
    with turns.place() as place:
        assert place.position == 0


def test_as_many_as_allowed_have_a_turn_together() -> None:
    turns = Turns(at_once=2)
    with turns.place() as one, turns.place() as two, turns.place() as three:
        assert (one.position, two.position, three.position) == (0, 0, 1)


def test_line_is_full_when_no_turn_and_no_room_is_left() -> None:
    turns = Turns(longest_line=1)
    assert not turns.full
    with turns.place():
        assert not turns.full
        with turns.place():
            assert turns.full
        assert not turns.full


def test_line_of_length_zero_is_full_while_someone_has_the_turn() -> None:
    turns = Turns(longest_line=0)
    with turns.place():
        assert turns.full
    assert not turns.full
