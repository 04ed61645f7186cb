"""Settings: read once by the command line, nowhere else; every field works on a laptop.

Each field is set by an environment variable: SNC_ and the field's name in capitals.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from snc_assistant.errors import UsageError

PREFIX = "SNC_"
EngineName = Literal["auto", "extractive", "ollama", "openai"]


def default_corpus() -> Path:
    """The corpus of the current folder if there is one, else the one that came with the package."""
    here = Path("corpus")
    if (here / "sources.toml").is_file():
        return here
    package = Path(__file__).resolve().parent
    candidates = (package / "corpus", package.parents[1] / "corpus")
    return next((c for c in candidates if (c / "sources.toml").is_file()), here)


class Settings(BaseModel):
    """How this process runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: Path = Field(default_factory=default_corpus, description="folder with sources.toml")
    index: Path = Field(default=Path("index"), description="folder of the built snapshots")
    encoder: str = Field(
        default="bundled", min_length=1, description="encoder: bundled, minilm, or a model folder"
    )
    engine: EngineName = Field(default="auto", description="auto, extractive, ollama or openai")
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    hosts: str = Field(default="", description="names under which a proxy serves it, comma-separated")
    keys: Path = Field(default=Path("keys.json"), description="file of the API keys")
    rate_per_minute: int = Field(
        default=120, ge=0, description="requests a minute of each key or remote address; 0: no limit"
    )
    answers_at_once: int = Field(default=200, ge=1, description="questions under way or waiting at once")
    log_format: Literal["text", "json"] = Field(
        default="text", description="text, or json: one object a line"
    )
    log_questions: bool = Field(default=False, description="write questions to the log, with -v")
    ollama_url: str = Field(default="http://127.0.0.1:11434", description="Ollama server")
    ollama_model: str = Field(default="ministral-3:8b", description="model to ask of Ollama")
    ollama_threads: int = Field(
        default=0,
        ge=0,
        le=1024,
        description="threads of the model; 0: cores minus one, if it is on this machine",
    )
    keep_alive_s: int = Field(
        default=-1, ge=-1, description="seconds that Ollama keeps the model; -1: for ever"
    )
    warm_up: bool = Field(default=True, description="load the model when the server starts")
    openai_url: str = Field(default="", description="OpenAI-compatible server, with its /v1")
    openai_model: str = Field(default="", description="model to ask of that server")
    openai_key: str = Field(default="", repr=False, description="its API key")
    openai_at_once: int = Field(default=4, ge=1, le=1024, description="answers that server generates at once")
    longest_line: int = Field(default=16, ge=0, description="questions that may wait for a model")
    cached_answers: int = Field(default=256, ge=0, description="phrased answers kept to be given again")
    context_tokens: int = Field(default=8192, ge=1024, le=262144, description="model window in tokens")
    answer_tokens: int = Field(default=400, ge=32, le=4096, description="longest model answer in tokens")
    first_token_s: float = Field(default=180.0, gt=0, description="wait for a model's first word, seconds")
    total_s: float = Field(default=300.0, gt=0, description="wait for a model's whole answer, seconds")
    max_question_chars: int = Field(default=4000, ge=100, description="longest question, characters")


def read_settings(environment: Mapping[str, str] | None = None, /, **overrides: object) -> Settings:
    """The settings of the environment, with what the command line says on top.

    :raises UsageError: if a value makes no sense; the message names the field.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {
        name: environment[PREFIX + name.upper()]
        for name in Settings.model_fields
        if environment.get(PREFIX + name.upper())
    }
    values |= {k: v for k, v in overrides.items() if v is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as exc:
        problem = exc.errors()[0]
        field = ".".join(str(p) for p in problem["loc"])
        raise UsageError(f"setting {field} ({PREFIX}{field.upper()}): {problem['msg']}") from exc
