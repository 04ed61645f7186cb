"""A model behind a local Ollama server, over its native API.

The `ollama` package cannot send `truncate` and `shift` (0.6.3), and its `/v1` cannot set the
window, so the chat itself is plain HTTP; the package does the rest. Knows nothing about prompts.
"""

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import httpx

from snc_assistant.errors import (
    DependencyMissing,
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
    paced,
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

if TYPE_CHECKING:
    from ollama import AsyncClient

logger = logging.getLogger(__name__)

_SAFE_VERSION = (0, 17, 1)  # CVE-2026-7482 is fixed there
_OVERFLOW = re.compile(r"context (?:length|size|window)|too long|truncat", re.IGNORECASE)
_NO_ROOM = re.compile(r"memory", re.IGNORECASE)
_BUSY = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that an Ollama server holds."""

    name: str
    size_bytes: int
    digest: str
    parameters: str
    quantization: str


@dataclass(frozen=True, slots=True)
class PullProgress:
    """How far the download of a layer is, in bytes; zero of zero when not known."""

    status: str
    completed: int
    total: int


class OllamaChat:
    """Asks one model of one Ollama server. Does no I/O before it is asked."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        num_ctx: int = 8192,
        num_thread: int | None = None,
        keep_alive: int = -1,
        seed: int = 0,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        client: httpx.AsyncClient | None = None,
    ) -> None:
        """Keep the settings.

        :param num_ctx: the window in tokens; always sent, as the server's default may be smaller.
        :param keep_alive: seconds that the model stays loaded; -1 for ever.
        :param client: is used and left open; without one, each question opens and closes its own,
            which ignores the proxies of the environment.
        :raises UsageError: if the URL is not one of a web server.
        """
        self.name = model
        self._url = _checked_url(url)
        self._who = f"{model} at {self._url}"
        self._num_ctx = num_ctx
        self._options: dict[str, int] = {"num_ctx": num_ctx, "temperature": 0, "seed": seed}
        if num_thread is not None:
            self._options["num_thread"] = num_thread
        self._keep_alive = keep_alive
        self._timeouts = timeouts
        self._client = client

    async def check(self) -> str | None:
        """The model's digest, if the server is there, has the model, and the model has the window.

        :raises ModelUnavailable: if not, with the cure.
        """
        _warn_if_unsafe(self._url, await server_version(self._url, self._timeouts.connect_s))
        async with _package_client(self._url, self._timeouts.connect_s) as client:
            with _package_errors(self._url, self.name, ""):
                shown, listed = await asyncio.gather(client.show(self.name), client.list())
        window = _trained_window(shown.modelinfo or {})
        if window and window < self._num_ctx:
            raise ModelUnavailable(
                f"{self.name} reads at most {window} tokens; set num_ctx to that or less",
                f"{self.name} lit au plus {window} jetons ; réglez num_ctx sur ce nombre au plus",
            )
        return next((m.digest for m in listed.models if m.model == _with_tag(self.name)), None)

    async def warm_up(self, messages: Sequence[Message]) -> None:
        """Load the model and let it read the messages, the prefix of the prompts to come.

        :raises ModelError: as `stream`.
        """
        refuse_long_prompt(messages, 1, self._num_ctx)
        pieces = self._pieces(messages, 1)
        async with aclosing(paced(pieces, self._timeouts, who=self._who)) as events:
            async for _ in events:
                pass

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[str | ModelLoading, None]:
        """The answer, piece by piece; see `ChatModel.stream`."""
        refuse_long_prompt(messages, max_tokens, self._num_ctx)
        pieces = self._pieces(messages, max_tokens)
        told = spoken(pieces, self._timeouts, max_tokens=max_tokens, who=self._who)
        async with aclosing(told) as events:
            async for event in events:
                yield event

    async def _pieces(self, messages: Sequence[Message], max_tokens: int) -> AsyncGenerator[str, None]:
        body = self._body(messages, max_tokens)
        wait = self._timeouts.connect_s
        timeout = httpx.Timeout(None, connect=wait, write=wait, pool=wait)
        url = f"{self._url}/api/chat"
        with _translated(self._url):
            async with (
                self._connection() as client,
                client.stream("POST", url, json=body, timeout=timeout) as response,
            ):
                if response.status_code != 200:
                    raise await _refusal(response, self._url, self.name)
                async with aclosing(lines_of(response.aiter_bytes())) as lines:
                    async for line in lines:
                        reply = _parse(line, self._who)
                        content = _content(reply, self._url, self.name)
                        if reply.get("done") is not True:
                            yield content
                            continue
                        _check_end(reply, messages, max_tokens)
                        if content:
                            yield content
                        return
        raise broken_off(self._who)

    def _body(self, messages: Sequence[Message], max_tokens: int) -> dict[str, object]:
        return {
            "model": self.name,
            "messages": [asdict(m) for m in messages],
            "stream": True,
            "think": False,
            "truncate": False,
            "shift": False,
            "keep_alive": self._keep_alive,
            "options": {**self._options, "num_predict": max_tokens},
        }

    def _connection(self) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        if self._client is not None:
            return nullcontext(self._client)
        return httpx.AsyncClient(trust_env=False)


async def server_version(url: str, timeout_s: float = 3.0) -> str:
    """The version of the Ollama server.

    :raises ModelUnavailable: if none answers there.
    """
    url = _checked_url(url)
    with _translated(url):
        async with httpx.AsyncClient(trust_env=False, timeout=timeout_s) as client:
            response = await client.get(f"{url}/api/version")
        found = _parse(response.content, url) if response.status_code == 200 else {}
    if not isinstance(found.get("version"), str):
        raise ModelUnavailable(
            f"the server at {url} is not an Ollama server; check its address",
            f"le serveur {url} n'est pas un serveur Ollama ; vérifiez son adresse",
        )
    return str(found["version"])


async def models(url: str, timeout_s: float = 3.0) -> list[LocalModel]:
    """The models that the server holds, by name.

    :raises ModelUnavailable: if no server answers there.
    """
    async with _package_client(_checked_url(url), timeout_s) as client:
        with _package_errors(url, "the list of models", ""):
            listed = (await client.list()).models
    found = [
        LocalModel(
            name=m.model or "",
            size_bytes=int(m.size or 0),
            digest=m.digest or "",
            parameters=(m.details and m.details.parameter_size) or "",
            quantization=(m.details and m.details.quantization_level) or "",
        )
        for m in listed
    ]
    return sorted(found, key=lambda m: m.name)


async def pull(url: str, model: str, on_progress: Callable[[PullProgress], None]) -> None:
    """Have the server download a model, telling how far it is.

    :raises ModelUnavailable: if the server cannot be reached or does not find the model.
    """
    async with _package_client(_checked_url(url), None) as client:
        with _package_errors(url, model, "check its name, and that the server may download"):
            async for step in await client.pull(model, stream=True):
                on_progress(PullProgress(step.status or "", step.completed or 0, step.total or 0))


def _checked_url(url: str) -> str:
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as exc:
        raise UsageError(f"{url!r} is not an address; write http://host:11434") from exc
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError(f"{url!r} is not an address; write http://host:11434")
    return str(parsed).rstrip("/")


def _package_client(url: str, timeout_s: float | None) -> "AsyncClient":
    try:
        from ollama import AsyncClient
    except ImportError as exc:
        raise DependencyMissing("the `ollama` package is missing; `pip install ollama`") from exc
    return AsyncClient(host=url, timeout=timeout_s, follow_redirects=False, trust_env=False)


@contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except (ConnectionError, httpx.ConnectError, httpx.ConnectTimeout) as exc:
        raise ModelUnavailable(
            f"no Ollama server at {url}; start it with `ollama serve`",
            f"aucun serveur Ollama à l'adresse {url} ; lancez-le avec « ollama serve »",
        ) from exc
    except httpx.TimeoutException as exc:
        raise unreachable_in_time(url) from exc
    except httpx.HTTPError as exc:
        raise connection_lost(url, exc) from exc


@contextmanager
def _package_errors(url: str, model: str, cure: str) -> Iterator[None]:
    from ollama import ResponseError

    try:
        with _translated(url):
            yield
    except ResponseError as exc:
        raise _refused(exc.status_code, str(exc.error), url, model, cure) from exc


def _refused(status: int, message: str, url: str, model: str, cure: str = "") -> ModelError:
    """What to tell the user of an HTTP status and the server's own words."""
    words = " ".join(message.split())[:200] or f"HTTP {status}"
    said, dit = f"{model} at {url}: {words}", f"{model} sur {url} : {words}"
    if status == 404:
        return ModelUnavailable(
            f"{model} is not on the Ollama server at {url}; {cure or f'pull it with `ollama pull {model}`'}",
            f"{model} n'est pas sur le serveur Ollama {url} ; téléchargez-le avec « ollama pull {model} »",
        )
    if _OVERFLOW.search(message):
        return overflow(said, dit)
    if _NO_ROOM.search(message):
        return ModelUnavailable(
            f"{said}; use a smaller model or a smaller window",
            f"{dit} ; prenez un modèle plus petit ou une fenêtre plus petite",
        )
    if status in _BUSY:
        return ModelUnavailable(
            f"{said}; the server is busy, ask again in a moment",
            f"{dit} ; le serveur est occupé, redemandez dans un instant",
        )
    if status in (401, 403):
        return ModelUnavailable(
            f"{said}; the server wants a key or does not allow this address",
            f"{dit} ; le serveur veut une clé ou refuse cette adresse",
        )
    return ModelBroken(
        f"{said}; {cure or 'see the log of the Ollama server'}", f"{dit} ; voyez le journal du serveur Ollama"
    )


async def _refusal(response: httpx.Response, url: str, model: str) -> ModelError:
    async with aclosing(lines_of(response.aiter_bytes())) as lines:
        first = await anext(lines, b"")
    try:
        reply = json.loads(first)
        message = str(reply["error"])
    except (ValueError, KeyError, TypeError):
        message = first.decode(errors="replace")
    return _refused(response.status_code, message, url, model)


def _parse(line: bytes, who: str) -> Mapping[str, object]:
    try:
        reply = json.loads(line)
    except ValueError as exc:
        raise unreadable(who, line) from exc
    if not isinstance(reply, dict):
        raise unreadable(who, line)
    return reply


def _content(reply: Mapping[str, object], url: str, model: str) -> str:
    """The text of a line; empty for a line of thinking."""
    if "error" in reply:
        raise _refused(200, str(reply["error"]), url, model)
    message = reply.get("message")
    content = message.get("content", "") if isinstance(message, dict) else None
    if not isinstance(content, str):
        raise ModelBroken(
            f"{model} at {url} sent a line without a message; is it Ollama?",
            f"{model} sur {url} a envoyé une ligne sans message ; est-ce Ollama ?",
        )
    return content


def _check_end(reply: Mapping[str, object], messages: Sequence[Message], max_tokens: int) -> None:
    counted, written = reply.get("prompt_eval_count"), reply.get("eval_count")
    refuse_cut_prompt(
        messages,
        counted if isinstance(counted, int) else None,
        written=written if isinstance(written, int) else None,
        max_tokens=max_tokens,
        stopped_by_length=reply.get("done_reason") == "length",
    )


def _warn_if_unsafe(url: str, version: str) -> None:
    numbers = tuple(int(n) for n in re.findall(r"\d+", version)[:3])
    if numbers and numbers < _SAFE_VERSION:
        logger.warning("Ollama %s at %s has known security holes; update it to 0.17.1 or later", version, url)


def _with_tag(name: str) -> str:
    """The name as the server lists it."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def _trained_window(info: Mapping[str, object]) -> int | None:
    found = [v for k, v in info.items() if k.endswith(".context_length") and isinstance(v, int)]
    return found[0] if found else None
