"""Gives an answer up as soon as the client that asked for it has left."""

import asyncio
from contextlib import suppress

from fastapi import HTTPException, Request

from snc_assistant.types import Answer

_CHECK_S = 0.25


async def unless_gone(request: Request, answering: "asyncio.Future[Answer]") -> Answer:
    """The answer, given up as soon as the client has left.

    :raises HTTPException: 499, which nobody receives.
    """
    try:
        while not (await asyncio.wait({answering}, timeout=_CHECK_S))[0]:
            if await request.is_disconnected():
                raise HTTPException(499)
        return answering.result()
    finally:
        if not answering.done():
            answering.cancel()
            with suppress(asyncio.CancelledError):
                await answering
