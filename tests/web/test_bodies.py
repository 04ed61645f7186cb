"""Bodies that never end do not reach the application."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from snc_assistant.web.bodies import MAX_BODY, Bodies
from snc_assistant.web.problems import Refusal

SCOPE: Scope = {"type": "http", "method": "POST", "path": "/", "headers": []}


async def _unreached(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("an unfinished request must not reach the application")


async def _send(message: Message) -> None:
    raise AssertionError("a refusal is told further out")


def test_a_body_that_does_not_end_is_refused_in_time() -> None:
    async def silence() -> Message:
        return await asyncio.Event().wait()  # type: ignore[return-value] # it never returns

    with pytest.raises(Refusal) as refusal:
        asyncio.run(Bodies(_unreached, deadline_s=0.05)(SCOPE, silence, _send))
    assert (refusal.value.status, refusal.value.headers) == (408, {"Connection": "close"})


def test_a_body_that_grows_too_large_is_refused() -> None:
    async def much() -> Message:
        return {"type": "http.request", "body": b"x" * (MAX_BODY // 3), "more_body": True}

    with pytest.raises(Refusal) as refusal:
        asyncio.run(Bodies(_unreached)(SCOPE, much, _send))
    assert refusal.value.status == 413


def test_a_client_that_leaves_before_the_end_is_forgotten() -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    asyncio.run(Bodies(_unreached)(SCOPE, gone, _send))
