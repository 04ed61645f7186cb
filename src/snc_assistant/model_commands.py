"""`snc-assistant models …`: a thin skin over generation/ollama.py, and a table of models to choose from.

Heavy libraries are imported inside the commands, so that `--help` is instant.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from snc_assistant.errors import ModelBroken, ModelError

if TYPE_CHECKING:
    from snc_assistant.generation.ollama import LocalModel, PullProgress
    from snc_assistant.settings import Settings

_GB = 1_000_000_000
_URL = click.option("--url", help="Ollama server (default: SNC_OLLAMA_URL, else this machine).")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@dataclass(frozen=True, slots=True)
class Recommended:
    """A model that fits this task, by its publisher's card; none was measured here.

    `memory_gb` is the machine's, estimated: room for 4-bit weights, a window of 8192 tokens and
    the system.
    """

    name: str
    memory_gb: int
    licence: str
    note: str


RECOMMENDED = (
    Recommended("ministral-3:3b", 8, "Apache-2.0", "small: for laptops and servers without a GPU"),
    Recommended("qwen3.5:4b", 8, "Apache-2.0", "alternative; it thinks by default and is told not to"),
    Recommended("granite4.1:3b", 8, "Apache-2.0", "alternative; 12 languages, made for retrieval and tools"),
    Recommended("ministral-3:8b", 16, "Apache-2.0", "the default: French, does not think; Ollama 0.13.1 or later"),
    Recommended("gemma4:e4b", 16, "Apache-2.0", "alternative; 140 languages"),
    Recommended("gemma4:12b", 16, "Apache-2.0", "alternative; 140 languages"),
    Recommended("qwen3.5:9b", 16, "Apache-2.0", "alternative; it thinks by default and is told not to"),
    Recommended("granite4.1:8b", 16, "Apache-2.0", "alternative; 12 languages, made for retrieval and tools"),
    Recommended(
        "OpenLLM-France/Luciole-Instruct-1.1:8B", 16, "Apache-2.0",
        "French research model, trained on French and English and for retrieval; few users yet",
    ),
    Recommended("ministral-3:14b", 24, "Apache-2.0", "the first upgrade from the default"),
    Recommended("gemma4:26b", 32, "Apache-2.0", "alternative; 140 languages"),
)  # fmt: skip


@click.group()
def models() -> None:
    """List, pull and choose the models of the Ollama server."""


@models.command("list")
@_URL
@_JSON
def list_command(url: str | None, as_json: bool) -> None:
    """List the installed models; * marks the one that answers."""
    from snc_assistant.generation.ollama import models as installed_models

    settings = _settings(url)
    found = asyncio.run(installed_models(settings.ollama_url))
    if as_json:
        _print_json(_installed_json(settings, found))
        return
    rows = [
        ("*" if _same(m.name, settings.ollama_model) else "", m.name, m.parameters, m.quantization,
         f"{m.size_bytes / _GB:.1f} GB")
        for m in found
    ]  # fmt: skip
    _print_table(("", "model", "parameters", "quantization", "size"), rows)
    if not _holds(found, settings.ollama_model):
        click.echo(
            f"{settings.ollama_model} is not on the Ollama server at {settings.ollama_url}; pull it with "
            f"`snc-assistant models pull {settings.ollama_model}`, or set SNC_OLLAMA_MODEL",
            err=True,
        )


@models.command("pull")
@click.argument("name", required=False)
@_URL
def pull_command(name: str | None, url: str | None) -> None:
    """Have the Ollama server download NAME, or the model that is set."""
    settings = _settings(url)
    name = name or settings.ollama_model
    with _PullBar() as bar:
        asyncio.run(_pull(settings.ollama_url, name, bar))
    click.echo(f"{name} is on the Ollama server at {settings.ollama_url}")
    if not _same(name, settings.ollama_model):
        click.echo(f"to answer with it: SNC_OLLAMA_MODEL={name}", err=True)


@models.command("recommend")
@_URL
@_JSON
def recommend_command(url: str | None, as_json: bool) -> None:
    """Show models that fit this task, by the memory they need; ✓ marks those installed."""
    settings = _settings(url)
    found = asyncio.run(_installed_or_warn(settings.ollama_url))
    if as_json:
        rows = [
            asdict(r) | {"installed": None if found is None else _holds(found, r.name)} for r in RECOMMENDED
        ]
        _print_json({"server": settings.ollama_url, "models": rows})
        return
    _print_table(
        ("", "model", "memory", "licence", "note"),
        [
            ("✓" if _holds(found or (), r.name) else "", r.name, f"{r.memory_gb} GB", r.licence, r.note)
            for r in RECOMMENDED
        ],
    )
    click.echo(
        "\nmemory: of the machine, estimated from the size of the weights; compare models with `snc-assistant eval`"
    )
    click.echo("to install one: snc-assistant models pull NAME; to answer with it: SNC_OLLAMA_MODEL=NAME")


async def _pull(url: str, name: str, bar: "_PullBar") -> None:
    """Return once the server lists the model.

    :raises ModelError: if it does not; says what to do.
    """
    from snc_assistant.generation.ollama import models as installed_models
    from snc_assistant.generation.ollama import pull, server_version

    await server_version(url)  # quick to fail, where a download waits without limit
    await pull(url, name, bar.update)
    if not _holds(await installed_models(url), name):
        raise ModelBroken(f"the download of {name} to {url} stopped early; pull again, it goes on from there")


async def _installed_or_warn(url: str) -> "list[LocalModel] | None":
    """The installed models; without a server a warning, as a recommendation needs none."""
    from snc_assistant.generation.ollama import models as installed_models

    try:
        return await installed_models(url)
    except ModelError as exc:
        click.echo(f"what is installed is not known: {exc}", err=True)
        return None


def _settings(url: str | None) -> "Settings":
    from snc_assistant.settings import read_settings

    return read_settings(ollama_url=url)


def _holds(found: "Sequence[LocalModel]", name: str) -> bool:
    return any(_same(m.name, name) for m in found)


def _same(one: str, other: str) -> bool:
    """Whether two names mean one model: a name without a tag means its `latest`."""
    return _with_tag(one) == _with_tag(other)


def _with_tag(name: str) -> str:
    name = name.casefold()
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def _installed_json(settings: "Settings", found: "Sequence[LocalModel]") -> dict[str, Any]:
    listed = [asdict(m) | {"configured": _same(m.name, settings.ollama_model)} for m in found]
    return {"server": settings.ollama_url, "configured": settings.ollama_model, "models": listed}


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


class _PullBar:
    """A bar on stderr for each layer; a line for each step without a size."""

    def __enter__(self) -> Self:
        self._status = ""
        self._bar: Any = None
        return self

    def update(self, step: "PullProgress") -> None:
        """Show how far the download is."""
        if step.status != self._status or (step.total and self._bar is None):
            self._begin(step)
        if self._bar is not None:
            self._bar.update(step.completed - self._bar.n)

    def _begin(self, step: "PullProgress") -> None:
        self._close()
        self._status = step.status
        if not step.total:
            click.echo(step.status, err=True)
            return
        from tqdm import tqdm

        self._bar = tqdm(
            total=step.total, desc=step.status, unit="B", unit_scale=True, file=sys.stderr, dynamic_ncols=True
        )

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
