"""How often one caller may ask: a token bucket each. Knows nothing about HTTP."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Rates:
    """So many requests a minute for each caller, which may also come all at once."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with full buckets.

        :param per_minute: 0 for no limit.
        """
        self._size = float(per_minute)
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait_for(self, caller: str) -> float:
        """0 if the caller may ask now, and it counts; else the seconds after which it may."""
        if not self._size:
            return 0.0
        now = self._clock()
        bucket = self._buckets.setdefault(caller, _Bucket(self._size, now))
        bucket.tokens = self._refilled(bucket, now)
        bucket.at = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) * 60 / self._size
        bucket.tokens -= 1
        if len(self._buckets) > _KEPT:
            self._forget(now)
        return 0.0

    def _refilled(self, bucket: _Bucket, now: float) -> float:
        return min(self._size, bucket.tokens + (now - bucket.at) * self._size / 60)

    def _forget(self, now: float) -> None:
        """Drop the full buckets, which are as good as none, else the oldest half."""
        kept = {c: b for c, b in self._buckets.items() if self._refilled(b, now) < self._size}
        if len(kept) > _KEPT // 2:
            kept = dict(sorted(kept.items(), key=lambda item: item[1].at)[-_KEPT // 2 :])
        self._buckets = kept
