"""Many users at once on a running server: errors, latency and memory.

Starts nothing itself. Beside the users, one client sends a byte a second and one asks and leaves, as
they do in real life; their own fate is not counted. Memory is what `/metrics` says of the server.
"""

import asyncio
import itertools
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import numpy as np

from snc_assistant.errors import UsageError

_TIMEOUT_S = 60.0
_PAUSE_S = 1.0
_MEMORY = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
_PROCESSOR = re.compile(r"^process_cpu_seconds_total (\S+)$", re.MULTILINE)
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How many users ask how many questions each, where, with which key."""

    url: str
    users: int = 50
    each: int = 20
    engine: str = "extractive"
    key: str = ""
    admin_key: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What was measured. Times in milliseconds, memory in MB; what `/metrics` tells is 0 where it is closed.

    `processor_ms` is the server's processor time a question: it does not depend on what else the
    machine was doing.
    """

    asked: int
    errors: dict[str, int]
    seconds: float
    p50: float
    p95: float
    p99: float
    longest: float
    health_p99: float
    processor_ms: float
    memory_before: float
    memory_after: float
    memory_during: list[float]


@dataclass(frozen=True, slots=True)
class _Vitals:
    memory_mb: float
    processor_s: float


@dataclass(slots=True)
class _Noted:
    times_ms: list[float] = field(default_factory=list)
    health_ms: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


async def put_under_load(plan: Plan, questions: Sequence[str]) -> Load:
    """Have the users ask, each one question after the other.

    :raises UsageError: if nobody serves at the address, or there is no question.
    """
    if not questions:
        raise UsageError("no questions to ask; name their folder with --questions")
    limits = httpx.Limits(max_connections=plan.users + 5, max_keepalive_connections=plan.users + 5)
    async with httpx.AsyncClient(
        base_url=plan.url, timeout=_TIMEOUT_S, limits=limits, trust_env=False, headers=_key(plan.key)
    ) as client:
        before = await _vitals(client, plan)
        noted = _Noted()
        beside = [
            asyncio.ensure_future(c)
            for c in (_watch(client, plan, noted), _send_slowly(plan), _vanish(plan, questions))
        ]
        began = time.perf_counter()
        asked = itertools.cycle(questions)
        await asyncio.gather(*(_user(client, plan, asked, noted) for _ in range(plan.users)))
        seconds = time.perf_counter() - began
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        after = await _vitals(client, plan)
    return _summary(noted, seconds, before, after)


def load_json(load: Load) -> dict[str, object]:
    """The figures as a JSON object."""
    return {name: getattr(load, name) for name in Load.__slots__}


def render_load(load: Load) -> str:
    """The figures as lines for people."""
    rate = load.asked / load.seconds
    errors = ", ".join(f"{n} × {what}" for what, n in sorted(load.errors.items())) or "none"
    return "\n".join(
        [
            f"{load.asked} questions in {load.seconds:.1f} s: {rate:.0f} a second; errors: {errors}",
            f"ms: p50 {load.p50:.0f}, p95 {load.p95:.0f}, p99 {load.p99:.0f}, longest {load.longest:.0f}; "
            f"/healthz meanwhile p99 {load.health_p99:.0f}; the server's processor {load.processor_ms:.1f} a question",
            f"server memory, MB: {load.memory_before:.0f} before, {load.memory_after:.0f} after; "
            f"on the way {' '.join(f'{m:.0f}' for m in _eighths(load.memory_during))}",
        ]
    )


async def _user(client: httpx.AsyncClient, plan: Plan, asked: Iterator[str], noted: _Noted) -> None:
    for _ in range(plan.each):
        body = {"question": next(asked), "engine": plan.engine}
        began = time.perf_counter()
        try:
            response = await client.post("/api/ask", json=body)
        except httpx.HTTPError as exc:
            noted.errors[type(exc).__name__] += 1
            continue
        noted.times_ms.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            noted.errors[str(response.status_code)] += 1


async def _watch(client: httpx.AsyncClient, plan: Plan, noted: _Noted) -> None:
    """See once a second whether the server is alive, and how much memory it takes."""
    while True:
        began = time.perf_counter()
        response = await client.get("/healthz")
        noted.health_ms.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            noted.errors[f"/healthz {response.status_code}"] += 1
        noted.memory.append((await _vitals(client, plan)).memory_mb)
        await asyncio.sleep(_PAUSE_S)


async def _send_slowly(plan: Plan) -> None:
    """Send a request a byte a second, again whenever the server hangs up."""
    host, port = _place(plan.url)
    head = f"POST /api/ask HTTP/1.1\r\nHost: {host}\r\nX-Slow: {'a' * 100_000}"
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            try:
                for character in head:
                    writer.write(character.encode())
                    await writer.drain()
                    await asyncio.sleep(_PAUSE_S)
            finally:
                writer.close()


async def _vanish(plan: Plan, questions: Sequence[str]) -> None:
    """Ask for a stream and leave at once, again and again."""
    host, port = _place(plan.url)
    body = json.dumps({"question": questions[0], "engine": plan.engine}).encode()
    authorization = "".join(f"{name}: {value}\r\n" for name, value in _key(plan.key).items())
    head = (
        f"POST /api/ask/stream HTTP/1.1\r\nHost: {host}\r\n{authorization}"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            writer.write(head.encode() + body)
            await writer.drain()
            writer.transport.abort()
        await asyncio.sleep(_PAUSE_S)


async def _vitals(client: httpx.AsyncClient, plan: Plan) -> _Vitals:
    try:
        text = (await client.get("/metrics", headers=_key(plan.admin_key))).text
    except httpx.ConnectError as exc:
        raise UsageError(f"nobody serves at {plan.url}; `snc-assistant serve --engine extractive`") from exc
    return _Vitals(_figure(_MEMORY, text) / _MB, _figure(_PROCESSOR, text))


def _figure(pattern: re.Pattern[str], text: str) -> float:
    found = pattern.search(text)
    return float(found[1]) if found else 0.0


def _key(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 80


def _eighths(values: Sequence[float]) -> list[float]:
    """At most eight of the values, evenly spread."""
    step = max(1, len(values) // 8)
    return list(values[::step])[:8]


def _summary(noted: _Noted, seconds: float, before: _Vitals, after: _Vitals) -> Load:
    p50, p95, p99 = (float(p) for p in np.percentile(noted.times_ms or [0.0], [50, 95, 99]))
    return Load(
        asked=len(noted.times_ms),
        errors=dict(noted.errors),
        seconds=seconds,
        p50=p50,
        p95=p95,
        p99=p99,
        longest=max(noted.times_ms, default=0.0),
        health_p99=float(np.percentile(noted.health_ms or [0.0], 99)),
        processor_ms=(after.processor_s - before.processor_s) * 1000 / max(1, len(noted.times_ms)),
        memory_before=before.memory_mb,
        memory_after=after.memory_mb,
        memory_during=noted.memory,
    )
