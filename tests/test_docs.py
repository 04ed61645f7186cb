"""The documentation keeps its word: links resolve, commands exist, settings are complete, examples run.

The examples of the API have tests of their own: test_api_examples.py.
"""

import hashlib
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from snc_assistant.build import build_index
from snc_assistant.cli import main
from snc_assistant.opening import open_encoder
from snc_assistant.settings import PREFIX, Settings
from snc_assistant.web.responses import EVENT_MODELS
from tests.conftest import CORPUS, ROOT
from tests.examples import DOCS, FENCED, blocks_of, named, run

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
PROGRAM = "snc-assistant"
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_SHELLS = ("bash", "console", "sh", "")


# Links


def _anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_resolves(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for link in _LINK.findall(text):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        wrong_anchor = (
            anchor and target.suffix == ".md" and target.exists() and anchor not in _anchors(target)
        )
        if not target.exists() or wrong_anchor:
            broken.append(link)
    assert broken == []


# Commands


def _shell_lines(text: str) -> Iterator[str]:
    """The lines of a shell block, continuations joined, prompts and outputs left out."""
    joined = re.sub(r"\\\n\s*", " ", text)
    prompted = any(line.startswith("$ ") for line in joined.splitlines())
    for line in joined.splitlines():
        if not prompted or line.startswith("$ "):
            yield line.removeprefix("$ ")


def _commands(page: Path) -> list[list[str]]:
    """The arguments of every use of the program on a page, in blocks and in code spans."""
    blocks = blocks_of(page)
    lines = [line for b in blocks if b.language in _SHELLS for line in _shell_lines(b.code)]
    lines += [line.partition("=")[2] for b in blocks if b.language == "ini" for line in b.code.splitlines()]
    prose = FENCED.sub("", page.read_text(encoding="utf-8"))
    lines += [code for code in _CODE.findall(prose) if code.startswith(f"{PROGRAM} ")]
    found = []
    for line in lines:
        try:
            tokens = shlex.split(line, comments=True)
        except ValueError:
            continue  # prose or output with an apostrophe
        at = next((i for i, t in enumerate(tokens) if Path(t).name == PROGRAM), None)
        if at is None or any(not ("=" in t and t[:1].isupper()) for t in tokens[:at]):
            continue  # not a command of ours, or the name of something to install
        end = next((i for i, t in enumerate(tokens) if i > at and t in ("|", ">", "&&", ";")), len(tokens))
        found.append(tokens[at + 1 : end])
    return found


def _resolve(arguments: list[str]) -> None:
    """Return if the commands and options exist; click's own error says what does not."""
    command: click.Command = main
    context = click.Context(main, info_name=PROGRAM)
    rest = list(arguments)
    while True:
        if isinstance(command, click.Group):
            own: dict[str, Any] = {}
            _, rest, _ = command.make_parser(context).parse_args(rest)
            rest = [*rest]
            if not rest:
                return
            name, *rest = rest
            found = command.get_command(context, name)
            if found is None:
                raise click.UsageError(f"no such command: {name}", context)
            command, context = found, click.Context(found, parent=context, info_name=name, **own)
        else:
            command.make_parser(context).parse_args(rest)
            return


_ALL_COMMANDS = [
    pytest.param(arguments, id=f"{named(page)}: {' '.join(arguments)}"[:100])
    for page in PAGES
    for arguments in {tuple(c): c for c in _commands(page)}.values()
]


@pytest.mark.parametrize("arguments", _ALL_COMMANDS)
def test_every_command_exists_with_its_options(arguments: list[str]) -> None:
    _resolve(arguments)


def test_commands_are_found_in_the_pages() -> None:
    assert ["serve", "--engine", "extractive"] in _commands(DOCS / "api.md")
    assert ["-v", "serve"] in _commands(DOCS / "deploy.md")


@pytest.mark.parametrize("arguments", [["sevre"], ["serve", "--prot", "1"], ["eval", "nothing"]])
def test_command_that_does_not_exist_is_noticed(arguments: list[str]) -> None:
    with pytest.raises(click.UsageError):
        _resolve(arguments)


# Settings


def _variables_of_commands(command: click.Command) -> set[str]:
    names = {p.envvar for p in command.params if isinstance(p.envvar, str)}
    if isinstance(command, click.Group):
        for sub in command.commands.values():
            names |= _variables_of_commands(sub)
    return names


def _options() -> dict[str, str]:
    """The options of `serve`, `index` and `ask` by the name of the setting that they set."""
    found: dict[str, str] = {}
    for command in main.commands.values():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name:
                name = parameter.name.rstrip("_")
                if name in Settings.model_fields:
                    found.setdefault(name, f"`{parameter.opts[0]}`")
    return found


def _settings_table() -> str:
    rows = ["| variable | option | default | meaning |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "see below" if field.default_factory else field.get_default()
        shown = default if default == "see below" else f"`{default}`" if default != "" else "none"
        rows.append(
            f"| `{PREFIX}{name.upper()}` | {_options().get(name, '')} | {shown} | {field.description} |"
        )
    return "\n".join(rows)


def test_settings_table_is_that_of_the_program() -> None:
    text = (DOCS / "run.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- settings:begin[^>]*-->\n(.*?)\n?<!-- settings:end -->", text, re.DOTALL)
    assert table is not None
    assert table[1] == _settings_table(), f"put this table into docs/run.md:\n{_settings_table()}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_variable_named_exists(page: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z0-9_]*[A-Z0-9]\b", page.read_text(encoding="utf-8")))
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert named - known - _variables_of_commands(main) == set()


def test_every_event_stands_in_the_page() -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    section = text.partition("## POST /api/ask/stream")[2].partition("```bash")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(EVENT_MODELS)


# The example of add-documents.md


def test_documented_way_to_add_a_document_works(tmp_path: Path) -> None:
    blocks = {b.language: b.code for b in reversed(blocks_of(DOCS / "add-documents.md"))}
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    document = blocks["markdown"].encode()
    (corpus / "documents" / "guide-achats.md").write_bytes(document)
    assert hashlib.sha256(document).hexdigest() in blocks["toml"]
    with (corpus / "sources.toml").open("a", encoding="utf-8") as sources:
        sources.write(f"\n{blocks['toml']}")
    (corpus / "facts" / "guide.yaml").write_text(blocks["yaml"], encoding="utf-8")
    (corpus / "questions" / "guide.jsonl").write_text(blocks["json"], encoding="utf-8")
    build_index(corpus, tmp_path / "index", open_encoder("bundled"))

    asked = _ask(corpus, tmp_path / "index", "What must be provided to the purchasing department?")

    assert asked["text"] == "The purchasing department requires proof of qualification before any order."
    assert {c["doc_id"] for c in asked["claims"][0]["citations"]} == {"guide-achats-fr"}
    listed = _ask(corpus, tmp_path / "index", "Qui est qualifié en IaaS ?")
    assert listed["outcome"] == "answered"


def _ask(corpus: Path, index: Path, question: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "snc_assistant", "ask", question, "--json", "--engine", "extractive"]
    printed = run([*command, "--corpus", str(corpus), "--index", str(index)])
    answer: dict[str, Any] = json.loads(printed)
    return answer
