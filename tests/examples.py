"""The examples of the documentation: fenced blocks, what stands after them, and how they are run."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

DOCS = ROOT / "docs"
FENCED = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block of a page, under its heading, and the one after it if only blank lines stand between."""

    page: str
    heading: str
    language: str
    code: str
    output: "Block | None"


def named(path: Path) -> str:
    """A page's path as readers know it."""
    return path.relative_to(ROOT).as_posix()


def blocks_of(path: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = path.read_text(encoding="utf-8")
    blocks: list[Block] = []
    following: tuple[int, Block] | None = None
    for match in reversed(list(FENCED.finditer(text))):
        output = None
        if following and not text[match.end() : following[0]].strip():
            output = following[1]
        block = Block(named(path), _heading(text[: match.start()]), match[1], match[2], output)
        blocks.insert(0, block)
        following = (match.start(), block)
    return blocks


def _heading(before: str) -> str:
    headings = _HEADING.findall(FENCED.sub("", before))
    return str(headings[-1]) if headings else ""


def run(
    command: list[str], stdin: str = "", *, folder: Path | None = None, more: Mapping[str, str] | None = None
) -> str:
    """What a program prints, without the settings and proxies of this environment.

    :param folder: to run in; else the current one.
    :param more: environment variables to add.
    """
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    environment |= {"PYTHONIOENCODING": "utf-8", "NO_PROXY": "*", **(more or {})}
    done = subprocess.run(
        command, input=stdin, capture_output=True, encoding="utf-8", timeout=120, env=environment, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
