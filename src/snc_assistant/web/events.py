"""Assistant events → server-sent events (WHATWG HTML, section 9.2), with a heartbeat."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from starlette.responses import StreamingResponse
from starlette.types import Message, Send

from snc_assistant.as_json import answer_json, claim_json, hit_json, question_json
from snc_assistant.assistant import Assistant
from snc_assistant.events import (
    ClaimReady,
    Done,
    Event,
    EvidenceFound,
    OutcomeReached,
    Reset,
    Understood,
    Waiting,
)
from snc_assistant.types import Language
from snc_assistant.web.problems import problem_of

HEARTBEAT_S = 2.0
WRITE_DEADLINE_S = 20.0
PING = ": ping\n\n"
_SHOWN_HITS = 5


def event_json(event: Event, assistant: Assistant) -> tuple[str, dict[str, object]]:
    """An event's name and its data."""
    match event:
        case Understood(question):
            return "understood", question_json(question)
        case EvidenceFound(evidence, engine, note):
            hits = [
                hit_json(h, assistant.cite_hit(h))
                for h in [h for h in evidence.hits if h.spans][:_SHOWN_HITS]
            ]
            return "evidence", {"engine": engine, "engine_note": note, "hits": hits}
        case Waiting(kind, seconds, position):
            return "status", {"kind": kind, "seconds": seconds, "position": position}
        case ClaimReady(index, claim, engine):
            return "claim", {"index": index, "engine": engine, **claim_json(claim)}
        case Reset(reason):
            return "reset", {"reason": reason}
        case OutcomeReached(outcome, lead, notes):
            return "outcome", {"outcome": outcome.value, "lead": lead, "notes": list(notes)}
        case Done(answer):
            return "done", answer_json(answer)


class EventStream(StreamingResponse):
    """A response that closes its events when the client leaves or stops reading."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        """Send the events; the model is freed whatever ends this."""

        async def send_in_time(message: Message) -> None:
            await asyncio.wait_for(send(message), WRITE_DEADLINE_S)

        async with aclosing(self._texts):
            await super().stream_response(send_in_time)

    def __init__(self, texts: AsyncGenerator[str, None]) -> None:
        super().__init__(texts, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._texts = texts


async def event_texts(
    first: Event, events: AsyncGenerator[Event, None], assistant: Assistant, language: Language
) -> AsyncGenerator[str, None]:
    """The stream's text. Closing it closes the events, and so the model's connection."""
    async with aclosing(events):
        yield _format(*event_json(first, assistant))
        try:
            async with aclosing(with_heartbeat(events)) as ticking:
                async for event in ticking:
                    yield PING if event is None else _format(*event_json(event, assistant))
        except Exception as exc:
            # The status is sent already: what went wrong can only be said inside the stream.
            yield _format("error", problem_of(exc, language))


async def with_heartbeat(events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event | None, None]:
    """The events, with None whenever none came for a while."""
    pending: asyncio.Task[Event] | None = None
    try:
        while True:
            pending = pending or asyncio.ensure_future(anext(events))
            done, _ = await asyncio.wait({pending}, timeout=HEARTBEAT_S)
            if not done:
                yield None
                continue
            finished, pending = pending, None
            try:
                yield finished.result()
            except StopAsyncIteration:
                return
    finally:
        if pending is not None:
            pending.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await pending


def _format(name: str, data: dict[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
