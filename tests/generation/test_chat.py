"""The reading of a stream, whatever server it comes from."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snc_assistant.generation.chat import Message, ThoughtStripper, estimate_tokens, lines_of


def strip(pieces: Sequence[str]) -> str:
    """All that a stripper shows."""
    stripper = ThoughtStripper()
    return "".join(map(stripper.feed, pieces)) + stripper.close()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a<think>b</think>c", "ac"),
        ("a<THINK>b</Think>c", "ac"),
        ("<thinking>a</think>b</thinking>c", "c"),
        ("a<think>b", "a"),
        ("a < b, a <th", "a < b, a <th"),
        ("1 < 2 [1]", "1 < 2 [1]"),
        ("İ<think>b</think>c", "İc"),
    ],
)
def test_only_what_is_not_thought_is_shown(said: str, shown: str) -> None:
    assert strip([said]) == shown


@given(st.lists(st.sampled_from(["<think>", "</think>", "<th", "ink>", "é ", "[THINK]", "[/"])))
def test_the_pieces_do_not_matter(parts: list[str]) -> None:
    said = "".join(parts)
    assert strip(list(said)) == strip([said]) == strip(parts)


def test_only_a_line_feed_ends_a_line() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for chunk in ("a\u2028b\r", "\n\n\x85c", "\nd"):
            yield chunk.encode()

    async def collect() -> list[str]:
        return [line.decode() async for line in lines_of(chunks())]

    assert asyncio.run(collect()) == ["a\u2028b", "\x85c", "d"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("twelve chars", 13), ("déjà à l'été", 15), ("安全", 11)],
    ids=["en", "fr", "zh"],
)
def test_an_estimate_is_never_too_low(text: str, tokens: int) -> None:
    assert estimate_tokens([Message("user", text)]) == tokens
