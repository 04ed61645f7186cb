"""Settings → a ready assistant: the one place that opens the index and makes the model clients."""

from collections.abc import Callable

from snc_assistant.assistant import Assistant
from snc_assistant.build import BuildReport, Progress, build_index, open_snapshot
from snc_assistant.errors import IndexUnavailable
from snc_assistant.generation.chat import ChatModel, Timeouts
from snc_assistant.generation.engines import Engines
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


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the current snapshot.

    :raises EngineUnknown: if the engine of the settings is not set up.
    :raises IndexUnavailable: if there is no snapshot of today's corpus; says how to build it.
    """
    encoder = open_encoder(settings.encoder)
    manifest, data = open_snapshot(settings.corpus, settings.index, encoder.identity)
    engines = Engines(open_models(settings), settings.engine)
    engines.require(settings.engine)
    return Assistant(
        manifest,
        data,
        encoder,
        engines,
        answer_tokens=settings.answer_tokens,
        max_question_chars=settings.max_question_chars,
    )


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
