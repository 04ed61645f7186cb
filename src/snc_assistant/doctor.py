"""What is installed, is the snapshot good, is a model there: each problem with its cure."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from snc_assistant.build import open_snapshot
from snc_assistant.errors import SncError
from snc_assistant.generation.ollama import models as ollama_models
from snc_assistant.opening import open_encoder, open_models
from snc_assistant.settings import Settings

State = Literal["good", "optional", "broken"]
_PACKAGES = ("faiss-cpu", "bm25s", "fastapi", "ollama", "llama-index-core", "sentence-transformers")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `optional` means that it is missing and that all works without it."""

    name: str
    state: State
    detail: str
    cure: str = ""


async def examine(settings: Settings) -> list[Check]:
    """All checks, in the order in which a reader should mend them."""
    checks = [_python(), *_packages(), *_index(settings)]
    checks.append(await _ollama(settings))
    if settings.openai_url:
        checks.append(await _openai(settings))
    return checks


def _python() -> Check:
    return Check("python", "good", ".".join(str(n) for n in sys.version_info[:3]))


def _packages() -> Iterator[Check]:
    for package in _PACKAGES:
        try:
            yield Check(package, "good", version(package))
        except PackageNotFoundError:
            yield Check(package, "broken", "not installed", f"pip install {package}")


def _index(settings: Settings) -> Iterator[Check]:
    try:
        encoder = open_encoder(settings.encoder)
        dimension = encoder.dimension  # loads it
    except SncError as exc:
        yield Check("encoder", "broken", str(exc), "set SNC_ENCODER or install the package it names")
        return
    yield Check("encoder", "good", f"{encoder.identity}, {dimension} dimensions")
    try:
        manifest, _ = open_snapshot(settings.corpus, settings.index, encoder.identity)
    except SncError as exc:
        yield Check("index", "broken", str(exc), "snc-assistant index")
        return
    counts = ", ".join(f"{n} {what}" for what, n in manifest.counts.items())
    yield Check("index", "good", f"{manifest.snapshot_id} in {settings.index}: {counts}")


async def _ollama(settings: Settings) -> Check:
    try:
        found = await ollama_models(settings.ollama_url)
    except SncError as exc:
        cure = f"for answers phrased by a model: `ollama serve`, then `ollama pull {settings.ollama_model}`"
        return Check("ollama", "optional", str(exc), cure)
    names = ", ".join(m.name for m in found) or "no model"
    wanted = {settings.ollama_model, f"{settings.ollama_model}:latest"}
    if not wanted & {m.name for m in found}:
        cure = f"ollama pull {settings.ollama_model}"
        return Check("ollama", "optional", f"{settings.ollama_url} has {names}", cure)
    return Check("ollama", "good", f"{settings.ollama_url} has {names}")


async def _openai(settings: Settings) -> Check:
    try:
        await open_models(settings)["openai"].check()
    except SncError as exc:
        return Check(
            "openai", "broken", str(exc), "check SNC_OPENAI_URL, SNC_OPENAI_MODEL and SNC_OPENAI_KEY"
        )
    return Check("openai", "good", f"{settings.openai_url} has {settings.openai_model}")
