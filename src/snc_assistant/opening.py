"""Settings → a ready assistant: the one place that opens the index and makes the model clients."""

import asyncio
import os
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from snc_assistant.assistant import Assistant
from snc_assistant.build import BuildReport, Progress, build_index, open_snapshot
from snc_assistant.errors import IndexUnavailable
from snc_assistant.generation.chat import ChatModel, Timeouts
from snc_assistant.generation.engines import EXTRACTIVE, Engines
from snc_assistant.retrieval.encoder import Encoder, SentenceTransformerEncoder
from snc_assistant.retrieval.static_encoder import StaticEncoder
from snc_assistant.settings import Settings

BUNDLED = "bundled"


def open_encoder(name: str) -> Encoder:
    """The encoder that a setting names: the bundled one, or a sentence-transformers model.

    :raises DependencyMissing: if it cannot be found.
    """
    if name == BUNDLED:
        return StaticEncoder()
    return SentenceTransformerEncoder(name)


def open_models(settings: Settings) -> dict[str, ChatModel]:
    """The language models that are set up; nothing is contacted yet."""
    from snc_assistant.generation.ollama import OllamaChat
    from snc_assistant.generation.openai_compatible import OpenAICompatibleChat

    timeouts = Timeouts(first_token_s=settings.first_token_s, total_s=settings.total_s)
    models: dict[str, ChatModel] = {
        "ollama": OllamaChat(
            settings.ollama_url,
            settings.ollama_model,
            num_ctx=settings.context_tokens,
            num_thread=settings.ollama_threads or threads_for(settings.ollama_url),
            keep_alive=settings.keep_alive_s,
            timeouts=timeouts,
        )
    }
    if settings.openai_url:
        models["openai"] = OpenAICompatibleChat(
            settings.openai_url,
            settings.openai_model,
            context_window=settings.context_tokens,
            api_key=settings.openai_key or None,
            timeouts=timeouts,
        )
    return models


def threads_for(url: str) -> int | None:
    """This machine's cores minus one, if the server is on it: one is left to answer other questions."""
    host = urlsplit(url.strip()).hostname
    if host not in ("127.0.0.1", "localhost", "::1"):
        return None
    return max(1, (os.cpu_count() or 2) - 1)


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the current snapshot.

    :raises EngineUnknown: if the engine of the settings is not set up.
    :raises IndexUnavailable: if there is no snapshot of today's corpus; says how to build it.
    """
    engines = Engines(
        open_models(settings),
        settings.engine,
        at_once={"openai": settings.openai_at_once},
        longest_line=settings.longest_line,
    )
    engines.require(settings.engine)
    return _open(settings, engines)


def open_searcher(settings: Settings) -> Assistant:
    """An assistant without a language model: it searches, and answers by extracts.

    :raises IndexUnavailable: if there is no snapshot of today's corpus; says how to build it.
    """
    return _open(settings, Engines({}, EXTRACTIVE))


def _open(settings: Settings, engines: Engines) -> Assistant:
    encoder = open_encoder(settings.encoder)
    manifest, data = open_snapshot(settings.corpus, settings.index, encoder.identity)
    return Assistant(
        manifest,
        data,
        encoder,
        engines,
        answer_tokens=settings.answer_tokens,
        max_question_chars=settings.max_question_chars,
        cached_answers=settings.cached_answers,
    )


def start_warm_up(assistant: Assistant) -> threading.Thread:
    """Load the language model in a thread that ends with the process; questions do not wait for it."""
    thread = threading.Thread(target=lambda: asyncio.run(assistant.warm_up()), name="warm-up", daemon=True)
    thread.start()
    return thread


def ensure_index(
    settings: Settings, progress: Progress, announce: Callable[[str], None]
) -> BuildReport | None:
    """Build the index where there is none yet; a stale or damaged one is left to its owner.

    :raises CorpusError: if the corpus is wrong.
    """
    if (settings.index / "CURRENT").exists():
        return None
    announce(f"no index in {settings.index}: building it from {settings.corpus}")
    try:
        return build_index(settings.corpus, settings.index, open_encoder(settings.encoder), progress=progress)
    except PermissionError as exc:
        raise IndexUnavailable(
            f"cannot write to {settings.index}; choose another folder with --index"
        ) from exc
