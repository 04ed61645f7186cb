"""The systems that can be evaluated: ours, and any chat server that speaks OpenAI's protocol."""

import time
from typing import TYPE_CHECKING

import httpx

from snc_assistant.errors import ModelBroken, ModelTimeout, ModelUnavailable, UsageError
from snc_assistant.evaluation.answers import CitedClaim, CitedQuote, RetrievedHit, SystemAnswer
from snc_assistant.evaluation.dataset import EvalQuestion
from snc_assistant.types import Answer, Bilingual, Hit

if TYPE_CHECKING:
    from snc_assistant.assistant import Assistant

HITS = 10
_INSTRUCTION = Bilingual(
    "Réponds en français, en quelques phrases, à une question sur SecNumCloud. Si tu ne peux pas y "
    "répondre, dis : « Les documents ne le disent pas. »",
    "Answer a question about SecNumCloud in English, in a few sentences. If you cannot answer it, "
    "say: “The documents do not say.”",
)


class AssistantSystem:
    """Our assistant, asked as a user asks it, with nothing given but the text and the history."""

    def __init__(self, assistant: "Assistant", engine: str | None, label: str | None = None) -> None:
        self._assistant = assistant
        self._engine = engine
        self.name = label or engine or "auto"

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """Its answer and, searched for once more, the hits that it had to work with."""
        started = time.perf_counter()
        hits = self._assistant.search(question.question, history=question.turns, k=HITS)
        searched = round((time.perf_counter() - started) * 1000, 3)
        answer = await self._assistant.ask(question.question, history=question.turns, engine=self._engine)
        return _as_system_answer(answer, hits, searched)


def _as_system_answer(answer: Answer, hits: list[Hit], searched_ms: float) -> SystemAnswer:
    claims = tuple(
        CitedClaim(c.text, tuple(CitedQuote(q.doc_id, q.start, q.end, q.quote) for q in c.citations))
        for c in answer.claims
    )
    return SystemAnswer(
        text=answer.text,
        outcome=answer.outcome,
        claims=claims,
        hits=tuple(
            RetrievedHit(h.target_id, h.spans, round(h.dense_score, 4), round(h.sparse_score, 4))
            for h in hits
        ),
        engine=answer.engine,
        note=answer.engine_note,
        timings_ms={"search": searched_ms, **answer.timings_ms},
    )


class ChatServer:
    """Any server with `POST {url}/chat/completions`: another product, or a model on its own.

    It states no outcome, hits or citations: outcome is inferred, the rest is not scored.
    """

    def __init__(self, client: httpx.AsyncClient, url: str, model: str) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._model = model
        self.name = model

    async def answer(self, question: EvalQuestion) -> SystemAnswer:
        """The server's answer, at temperature 0.

        :raises ModelUnavailable: if there is no server.
        :raises ModelTimeout: if it is too slow.
        :raises ModelBroken: if it answers with an error, or not with a completion.
        """
        turns = [{"role": t.role, "content": t.content} for t in question.history]
        system = {"role": "system", "content": _INSTRUCTION[question.language]}
        messages = [system, *turns, {"role": "user", "content": question.question}]
        return SystemAnswer(await self._complete(messages), engine=self._model)

    async def _complete(self, messages: list[dict[str, str]]) -> str:
        body = {"model": self._model, "messages": messages, "temperature": 0, "stream": False}
        try:
            response = await self._client.post(f"{self._url}/chat/completions", json=body)
            response.raise_for_status()
            return str(response.json()["choices"][0]["message"]["content"] or "")
        except httpx.ConnectError as exc:
            raise ModelUnavailable(f"no chat server at {self._url}; start it, or mend the address") from exc
        except httpx.TimeoutException as exc:
            raise ModelTimeout(f"{self._url} took too long; give it more with --timeout") from exc
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as exc:
            raise ModelBroken(f"{self._url} did not answer with a chat completion: {exc}") from exc


def open_chat_server(system: str, timeout_s: float, api_key: str | None = None) -> ChatServer:
    """The server and model of `openai:URL#model`.

    :raises UsageError: if it is not of that form.
    """
    url, model = split_address(system.removeprefix("openai:"))
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    return ChatServer(httpx.AsyncClient(timeout=timeout_s, headers=headers), url, model)


def split_address(address: str) -> tuple[str, str]:
    """The parts of `URL#model`.

    :raises UsageError: if it is not of that form.
    """
    url, _, model = address.partition("#")
    if not url.startswith(("http://", "https://")) or not model:
        raise UsageError(f"{address!r} is not URL#model, as in http://localhost:11434/v1#qwen3:4b")
    return url, model
