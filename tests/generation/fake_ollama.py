"""Real servers on 127.0.0.1 that speak the protocols of Ollama and of OpenAI, as scripted.

    with FakeOllama() as server:
        server.say("La durée est de trois ans. [1]")
        OllamaChat(server.url, "ministral-3:8b")

Each chat request plays the next script. `requests` keeps what was received; `client_left` tells
whether the client closed its socket before the script was over.
"""

import asyncio
import json
import math
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

CUT = object()  # the server drops the connection
FOREVER = math.inf

Step = bytes | float | object


@dataclass(frozen=True, slots=True)
class Received:
    """A request that the server got."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and the steps that follow: bytes to send, seconds to wait, or `CUT`.

    The status line goes out with the first bytes, as Ollama does it while a model loads.
    """

    steps: Iterable[Step]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Script = Callable[[Received], Reply]


def refused_url() -> str:
    """An address at which nothing listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


class FakeServer:
    """Plays scripts to the chat path, one a request, and fixed replies to other paths."""

    chat_path = ""

    def __init__(self) -> None:
        """Wait for `with`; nothing listens yet."""
        self.requests: list[Received] = []
        self.url = ""
        self._scripts: deque[Script] = deque()
        self._left = threading.Event()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def enqueue(self, script: Script | Reply) -> None:
        """Play this to the next chat request that has no script yet."""
        self._scripts.append(script if callable(script) else lambda _: script)

    def client_left(self, within_s: float) -> bool:
        """Whether a client closed its socket early; waits for it no longer than that."""
        return self._left.wait(within_s)

    @property
    def chats(self) -> list[Any]:
        """The bodies of the chat requests."""
        return [r.body for r in self.requests if r.path == self.chat_path]

    def other(self, request: Received) -> Reply:
        """The reply to any other path."""
        return Reply([b"not found"], 404)

    def __enter__(self) -> Self:
        """Listen on a free port."""
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening and drop every client."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await _read_request(reader)
        self.requests.append(request)
        reply = self._reply_to(request)
        playing = asyncio.ensure_future(_play(reply, writer))
        leaving = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({playing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not playing.done() or playing.exception() is not None:
            self._left.set()
        playing.cancel()
        leaving.cancel()
        await asyncio.gather(playing, leaving, return_exceptions=True)

    def _reply_to(self, request: Received) -> Reply:
        if request.path != self.chat_path:
            return self.other(request)
        if not self._scripts:
            return Reply([b'{"error": "this fake has no script left"}'], 500)
        return self._scripts.popleft()(request)


async def _read_request(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *rest = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in rest)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, path, headers, json.loads(body) if body else None)


async def _play(reply: Reply, writer: asyncio.StreamWriter) -> None:
    extra = "".join(f"{k}: {v}\r\n" for k, v in reply.headers.items())
    head = f"HTTP/1.1 {reply.status} X\r\nTransfer-Encoding: chunked\r\n{extra}\r\n".encode()
    for step in reply.steps:
        if step is CUT:
            return
        if isinstance(step, float):
            await (asyncio.Event().wait() if step == FOREVER else asyncio.sleep(step))
        elif isinstance(step, bytes):
            writer.write(head + f"{len(step):x}\r\n".encode() + step + b"\r\n")
            head = b""
            await writer.drain()
            await asyncio.sleep(0)
    writer.write(head + b"0\r\n\r\n")
    await writer.drain()


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _prompt_tokens(request: Received) -> int:
    return sum(len(m["content"]) for m in request.body["messages"]) // 4


class FakeOllama(FakeServer):
    """Speaks Ollama's native API."""

    chat_path = "/api/chat"

    def __init__(self, *models: str, version: str = "0.31.0", window: int = 262144) -> None:
        """Hold these models, or the default one."""
        super().__init__()
        self.models: tuple[str, ...] = models or ("ministral-3:8b",)
        self.version = version
        self.window = window

    @staticmethod
    def line(content: str, **more: object) -> bytes:
        """A line of the stream."""
        message = {"role": "assistant", "content": content}
        return _as_json({"model": "m", "message": message, "done": False} | more) + b"\n"

    @classmethod
    def end(cls, read: int | None, *, reason: str = "stop", written: int = 20) -> bytes:
        """The last line of the stream."""
        counts = {} if read is None else {"prompt_eval_count": read}
        return cls.line("", done=True, done_reason=reason, eval_count=written, **counts)

    def say(self, *pieces: str, load_s: float = 0.0, wait_s: float = 0.0) -> None:
        """Answer with these pieces, after loading, and a pause after each."""

        def script(request: Received) -> Reply:
            spoken: list[Step] = [s for p in pieces for s in (self.line(p), wait_s)]
            return Reply([load_s, *spoken, self.end(_prompt_tokens(request))])

        self.enqueue(script)

    def play(self, *steps: Step, status: int = 200) -> None:
        """Answer with exactly these steps."""
        self.enqueue(Reply(steps, status))

    def refuse(self, status: int, message: str) -> None:
        """Answer with a status and an error."""
        self.enqueue(Reply([_as_json({"error": message})], status))

    def babble(self, piece: str) -> None:
        """Never stop."""
        self.enqueue(lambda _: Reply(_endlessly(self.line(piece))))

    def other(self, request: Received) -> Reply:
        """The version, the list and the description of models, and downloads."""
        if request.path == "/api/version":
            return Reply([_as_json({"version": self.version})])
        if request.path == "/api/tags":
            return Reply([_as_json({"models": [_listed(m) for m in self.models]})])
        name = request.body["model"]
        if request.path == "/api/show" and name in self.models:
            return Reply([_as_json({"model_info": {"mistral3.context_length": self.window}})])
        if request.path == "/api/pull" and name != "nonsense":
            self.models = tuple(dict.fromkeys((*self.models, name)))
            return Reply(map(_as_pull_line, (0, 50, 100)))
        if request.path == "/api/pull":
            return Reply([_as_json({"error": "pull model manifest: file does not exist"}) + b"\n"])
        return Reply([_as_json({"error": f"model '{name}' not found"})], 404)


def _listed(name: str) -> dict[str, object]:
    details = {"parameter_size": "8.9B", "quantization_level": "Q4_K_M"}
    return {"model": name, "size": 6_000_000_000, "digest": "abc", "details": details}


def _as_pull_line(completed: int) -> bytes:
    return _as_json({"status": "pulling", "completed": completed, "total": 100}) + b"\n"


def _endlessly(data: bytes) -> Iterator[Step]:
    while True:
        yield data


class FakeOpenAI(FakeServer):
    """Speaks OpenAI's chat completions."""

    chat_path = "/v1/chat/completions"

    def __init__(self, *models: str) -> None:
        """Hold these models, or the default one."""
        super().__init__()
        self.models = models or ("ministral",)

    @property
    def base_url(self) -> str:
        """The address that clients are given."""
        return f"{self.url}/v1"

    @staticmethod
    def event(delta: Mapping[str, object], reason: str | None = None) -> bytes:
        """An event of the stream."""
        choice = {"index": 0, "delta": dict(delta), "finish_reason": reason}
        return b"data: " + _as_json({"choices": [choice]}) + b"\n\n"

    @staticmethod
    def usage(read: int, written: int = 20) -> bytes:
        """The event with the token counts."""
        counts = {"prompt_tokens": read, "completion_tokens": written}
        return b"data: " + _as_json({"choices": [], "usage": counts}) + b"\n\n"

    def say(self, *pieces: str, load_s: float = 0.0, wait_s: float = 0.0) -> None:
        """Answer with these pieces, after loading with heartbeats, and a pause after each."""

        def script(request: Received) -> Reply:
            spoken: list[Step] = [s for p in pieces for s in (self.event({"content": p}), wait_s)]
            start = (b": still here\n\n", self.event({"role": "assistant", "content": ""}), load_s)
            end = (self.event({}, "stop"), self.usage(_prompt_tokens(request)), b"data: [DONE]\n\n")
            return Reply([*start, *spoken, *end])

        self.enqueue(script)

    def play(self, *steps: Step, status: int = 200) -> None:
        """Answer with exactly these steps."""
        self.enqueue(Reply(steps, status))

    def refuse(self, status: int, message: str, retry_after: str | None = None) -> None:
        """Answer with a status and an error."""
        headers = {"Retry-After": retry_after} if retry_after else {}
        self.enqueue(Reply([_as_json({"error": {"message": message}})], status, headers))

    def babble(self, piece: str) -> None:
        """Never stop."""
        self.enqueue(lambda _: Reply(_endlessly(self.event({"content": piece}))))

    def other(self, request: Received) -> Reply:
        """The list of models."""
        if request.path == "/v1/models":
            return Reply([_as_json({"data": [{"id": m} for m in self.models]})])
        return Reply([b"not found"], 404)
