"""Assistant answers → OpenAI's chat completions, whole and in chunks.

Only finished answers are sent: what a model phrases may still be withdrawn while it speaks, and
clients of this protocol cannot take text back. Until then a comment keeps the connection alive.
"""

import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from snc_assistant.as_json import Json
from snc_assistant.assistant import Assistant
from snc_assistant.events import Done, Event, Waiting
from snc_assistant.types import Answer, Language
from snc_assistant.web.events import PING, with_heartbeat
from snc_assistant.web.openai.errors import openai_error_body
from snc_assistant.web.openai.text import Numbered, text_pieces
from snc_assistant.web.problems import problem_of
from snc_assistant.web.tracing import request_id

_END = "data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client wants of a completion; `prompt_words` is the length of what it sent."""

    model: str
    language: Language
    prompt_words: int
    usage: bool = False


def completion_json(answer: Answer, assistant: Assistant, wanted: Wanted) -> Json:
    """A whole answer as a chat completion."""
    numbered = Numbered(assistant.snapshot.structures)
    content = "".join(text_pieces(answer, numbered))
    message = {"role": "assistant", "content": content, "refusal": None, **_extras(answer, numbered)}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_head("chat.completion", wanted.model),
        "choices": [choice],
        "usage": _usage(wanted, content),
    }


async def chunk_texts(
    events: AsyncGenerator[Event, None], assistant: Assistant, wanted: Wanted
) -> AsyncGenerator[str, None]:
    """The stream's text. Closing it closes the events, and so the model's connection."""
    head = _head("chat.completion.chunk", wanted.model)
    async with aclosing(events):
        yield _chunk(head, {"role": "assistant", "content": ""})
        try:
            async with aclosing(with_heartbeat(events)) as ticking:
                async for event in ticking:
                    if event is None or isinstance(event, Waiting):
                        yield PING
                    elif isinstance(event, Done):
                        for text in _answer_chunks(event.answer, assistant, wanted, head):
                            yield text
        except Exception as exc:
            # The status is sent already: what went wrong can only be said inside the stream.
            yield _data(openai_error_body(problem_of(exc, wanted.language)))
            return
    yield _END


def _answer_chunks(answer: Answer, assistant: Assistant, wanted: Wanted, head: Json) -> list[str]:
    numbered = Numbered(assistant.snapshot.structures)
    pieces = text_pieces(answer, numbered)
    chunks = [_chunk(head, {"content": piece}) for piece in pieces]
    chunks.append(_chunk(head, _extras(answer, numbered), finish_reason="stop"))
    if wanted.usage:
        chunks.append(_data({**head, "choices": [], "usage": _usage(wanted, "".join(pieces))}))
    return chunks


def _extras(answer: Answer, numbered: Numbered) -> Json:
    return {
        "outcome": answer.outcome.value,
        "engine": answer.engine,
        "engine_note": answer.engine_note,
        "citations": numbered.citations_json(),
        "sources": numbered.sources_json(),
    }


def _head(kind: str, model: str) -> Json:
    return {"id": f"chatcmpl-{request_id()}", "object": kind, "created": int(time.time()), "model": model}


def _usage(wanted: Wanted, content: str) -> Json:
    words = len(content.split())
    return {
        "prompt_tokens": wanted.prompt_words,
        "completion_tokens": words,
        "total_tokens": wanted.prompt_words + words,
    }


def _chunk(head: Json, delta: Json, finish_reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return _data({**head, "choices": [choice]})


def _data(value: Json) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
