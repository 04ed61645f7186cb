"""A model behind any server that speaks OpenAI's chat completions: vLLM, llama.cpp, a hosted one.

The server decides its window: it must be declared here. Knows nothing about prompts.
"""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from snc_assistant.errors import (
    ModelBroken,
    ModelError,
    ModelUnavailable,
    UsageError,
)
from snc_assistant.generation.chat import (
    DEFAULT_TIMEOUTS,
    Message,
    ModelLoading,
    Timeouts,
    lines_of,
    refuse_cut_prompt,
    refuse_long_prompt,
    spoken,
)
from snc_assistant.generation.failures import (
    broken_off,
    connection_lost,
    overflow,
    unreachable_in_time,
    unreadable,
)

_OVERFLOW = re.compile(r"context.{0,20}(?:length|size|window)|too long", re.IGNORECASE)
_TRY_AGAIN = (429, 503)
_LONGEST_PAUSE_S = 30.0
_LONGEST_REFUSAL = 1 << 16
_OTHER_FIELDS = (b":", b"event:", b"id:", b"retry:")


class OpenAICompatibleChat:
    """Asks one model of one server. Does no I/O before it is asked."""

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        context_window: int,
        api_key: str | None = None,
        seed: int = 0,
        retries: int = 2,
        backoff_s: float = 0.5,
        extra: Mapping[str, object] | None = None,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        client: httpx.AsyncClient | None = None,
    ) -> None:
        """Keep the settings.

        :param base_url: with its version, such as `http://host:8000/v1`.
        :param context_window: of the server, in tokens.
        :param retries: after a refused connection, a 429 or a 503; the pause doubles each time,
            or is what the server asks for.
        :param extra: fields for the request that only some servers know, such as vLLM's
            `{"chat_template_kwargs": {"enable_thinking": False}}`.
        :param client: is used and left open; without one, each question opens and closes its own,
            which ignores the proxies of the environment.
        :raises UsageError: if the URL is not one of a web server.
        """
        self.name = model
        self._url = _checked_url(base_url)
        self._who = f"{model} at {self._url}"
        self._window = context_window
        self._headers = {"Authorization": f"Bearer {api_key.strip()}"} if api_key else {}
        self._seed = seed
        self._retries = retries
        self._backoff_s = backoff_s
        self._extra = dict(extra or {})
        self._timeouts = timeouts
        self._client = client

    async def check(self) -> None:
        """Return if the server answers, accepts the key and has the model.

        A server that does not list its models is taken at its word.

        :raises ModelUnavailable: if not, with the cure.
        """
        with _translated(self._url):
            async with self._connection() as client:
                response = await client.get(
                    f"{self._url}/models", headers=self._headers, timeout=self._timeouts.connect_s
                )
        if response.status_code in (404, 405):
            return
        if response.status_code != 200:
            refusal = await _refusal(response, self._url, self.name)
            raise ModelUnavailable(str(refusal), refusal.said("fr"))
        names = _model_names(response.content)
        if self.name not in names:
            listed = ", ".join(names) or "none"
            raise ModelUnavailable(
                f"{self.name} is not on the server at {self._url}; it has: {listed}",
                f"{self.name} n'est pas sur le serveur {self._url} ; il a : {', '.join(names) or 'rien'}",
            )

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[str | ModelLoading, None]:
        """The answer, piece by piece; see `ChatModel.stream`."""
        refuse_long_prompt(messages, max_tokens, self._window)
        pieces = self._retried(messages, max_tokens)
        told = spoken(pieces, self._timeouts, max_tokens=max_tokens, who=self._who)
        async with aclosing(told) as events:
            async for event in events:
                yield event

    async def _retried(self, messages: Sequence[Message], max_tokens: int) -> AsyncGenerator[str, None]:
        for attempt in range(self._retries + 1):
            try:
                async with aclosing(self._attempt(messages, max_tokens)) as pieces:
                    async for piece in pieces:
                        yield piece
                return
            except _NotNow as exc:
                pause = self._backoff_s * 2**attempt if exc.pause_s is None else exc.pause_s
                if attempt == self._retries or pause > _LONGEST_PAUSE_S:
                    raise
                await asyncio.sleep(pause)

    async def _attempt(self, messages: Sequence[Message], max_tokens: int) -> AsyncGenerator[str, None]:
        wait = self._timeouts.connect_s
        timeout = httpx.Timeout(None, connect=wait, write=wait, pool=wait)
        with _translated(self._url):
            async with (
                self._connection() as client,
                client.stream(
                    "POST",
                    f"{self._url}/chat/completions",
                    json=self._body(messages, max_tokens),
                    headers=self._headers,
                    timeout=timeout,
                ) as response,
            ):
                if response.status_code != 200:
                    raise await _refusal(response, self._url, self.name)
                end = _Ending()
                async with aclosing(lines_of(response.aiter_bytes())) as lines:
                    async for line in lines:
                        data = _data(line, self._who)
                        if data == b"[DONE]":
                            end.said = True
                            break
                        if not data:
                            continue
                        event = _event(data, self._url, self.name)
                        end.note(event)
                        for piece in _pieces(event):
                            yield piece
        end.check(messages, max_tokens, self._who)

    def _body(self, messages: Sequence[Message], max_tokens: int) -> dict[str, object]:
        return {
            "model": self.name,
            "messages": [asdict(m) for m in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0,
            "seed": self._seed,
            "max_tokens": max_tokens,
            **self._extra,
        }

    def _connection(self) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        if self._client is not None:
            return nullcontext(self._client)
        return httpx.AsyncClient(trust_env=False)


class _NotNow(ModelUnavailable):
    """The server may accept the same request after a pause."""

    def __init__(self, message: str, french: str, pause_s: float | None = None) -> None:
        super().__init__(message, french)
        self.pause_s = pause_s


class _Ending:
    """What the stream said about its own end."""

    def __init__(self) -> None:
        self.said = False
        self._reason: object = None
        self._usage: Mapping[str, object] = {}

    def note(self, event: Mapping[str, object]) -> None:
        """Keep the finish reason and the token counts of an event."""
        for choice in _choices(event):
            self._reason = choice.get("finish_reason") or self._reason
        usage = event.get("usage")
        if isinstance(usage, dict):
            self._usage = usage

    def check(self, messages: Sequence[Message], max_tokens: int, who: str) -> None:
        """Return if the stream ended well."""
        if not self.said and self._reason is None:
            raise broken_off(who)
        counted, written = (self._usage.get(k) for k in ("prompt_tokens", "completion_tokens"))
        refuse_cut_prompt(
            messages,
            counted if isinstance(counted, int) else None,
            written=written if isinstance(written, int) else None,
            max_tokens=max_tokens,
            stopped_by_length=self._reason == "length",
        )


def _checked_url(url: str) -> str:
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as exc:
        raise UsageError(f"{url!r} is not an address; write http://host:8000/v1") from exc
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError(f"{url!r} is not an address; write http://host:8000/v1")
    return str(parsed).rstrip("/")


@contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as exc:
        raise _NotNow(
            f"no model server at {url}; start it, or check its address",
            f"aucun serveur de modèles à l'adresse {url} ; lancez-le, ou vérifiez son adresse",
        ) from exc
    except httpx.TimeoutException as exc:
        raise unreachable_in_time(url) from exc
    except httpx.HTTPError as exc:
        raise connection_lost(url, exc) from exc


async def _refusal(response: httpx.Response, url: str, model: str) -> ModelError:
    body = b""
    async with aclosing(lines_of(response.aiter_bytes())) as lines:
        async for line in lines:
            body += line
            if len(body) > _LONGEST_REFUSAL:
                break
    try:
        message = _complaint(json.loads(body))
    except ValueError:
        message = body.decode(errors="replace")
    return _refused(response.status_code, message, url, model, response.headers.get("Retry-After"))


def _refused(status: int, message: str, url: str, model: str, retry_after: str | None = None) -> ModelError:
    """What to tell the user of an HTTP status and the server's own words."""
    words = " ".join(message.split())[:200] or f"HTTP {status}"
    said, dit = f"{model} at {url}: {words}", f"{model} sur {url} : {words}"
    if status in _TRY_AGAIN:
        return _NotNow(
            f"{said}; the server is busy, ask again in a moment",
            f"{dit} ; le serveur est occupé, redemandez dans un instant",
            _pause(retry_after),
        )
    if _OVERFLOW.search(message):
        return overflow(said, dit)
    if status in (401, 403):
        return ModelUnavailable(f"{said}; check the API key", f"{dit} ; vérifiez la clé d'API")
    if status == 404:
        return ModelUnavailable(
            f"{said}; check the address (it ends in /v1) and the model's name",
            f"{dit} ; vérifiez l'adresse (elle finit par /v1) et le nom du modèle",
        )
    return ModelBroken(
        f"{said}; see the log of the model server", f"{dit} ; voyez le journal du serveur de modèles"
    )


def _pause(retry_after: str | None) -> float | None:
    """The seconds that a Retry-After header asks for, given as a number or as a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _complaint(reply: object) -> str:
    """The server's words, in any of the usual shapes of an error; empty if it is none."""
    if not isinstance(reply, dict):
        return ""
    error = reply.get("error")
    if isinstance(error, dict):
        return str(error.get("message") or error)
    if error or reply.get("object") == "error":
        return str(error or reply.get("message"))
    return str(reply.get("detail", ""))


def _data(line: bytes, who: str) -> bytes:
    """The data of a line of the event stream; empty for comments and other fields."""
    if line.startswith(b"data:"):
        return line[len(b"data:") :].strip()
    if line.startswith(_OTHER_FIELDS):
        return b""
    raise unreadable(who, line)


def _event(data: bytes, url: str, model: str) -> Mapping[str, object]:
    try:
        event = json.loads(data)
    except ValueError as exc:
        raise unreadable(f"{model} at {url}", data) from exc
    if not isinstance(event, dict):
        raise unreadable(f"{model} at {url}", data)
    if complaint := _complaint(event):
        raise _refused(200, complaint, url, model)
    return event


def _choices(event: Mapping[str, object]) -> list[Mapping[str, object]]:
    choices = event.get("choices")
    return [c for c in choices if isinstance(c, dict)] if isinstance(choices, list) else []


def _pieces(event: Mapping[str, object]) -> list[str]:
    """The text of an event; an empty piece for one of thinking, none for one without progress."""
    pieces = []
    for choice in _choices(event):
        delta = choice.get("delta")
        if not isinstance(delta, dict):
            continue
        content = delta.get("content")
        if isinstance(content, str) and content:
            pieces.append(content)
        elif delta.get("reasoning_content") or delta.get("reasoning"):
            pieces.append("")
    return pieces


def _model_names(body: bytes) -> list[str]:
    try:
        listed = json.loads(body)["data"]
        return [str(m["id"]) for m in listed]
    except (ValueError, KeyError, TypeError):
        return []
