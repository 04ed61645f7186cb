"""A scripted Ollama server that is as slow as a large model on a processor, for measurements.

    python -m tests.generation.slow_ollama      # prints its address, and serves until interrupted

Each question waits five seconds for a load, then gets a word every half second for a minute.
"""

import threading
from collections.abc import Iterator

from tests.generation.fake_ollama import FakeOllama, Received, Reply, Step


class SlowOllama(FakeOllama):
    """Takes a minute for each answer."""

    def _reply_to(self, request: Received) -> Reply:
        return Reply(_slowly()) if request.path == self.chat_path else self.other(request)


def _slowly() -> Iterator[Step]:
    yield 5.0
    for _ in range(120):
        yield FakeOllama.line("mot ")
        yield 0.5
    yield FakeOllama.end(300)


if __name__ == "__main__":
    with SlowOllama() as server:
        print(server.url, flush=True)
        threading.Event().wait()
