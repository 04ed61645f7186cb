"""The page's files, served from memory: read, joined, compressed and digested once."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from snc_assistant.web.scripts import join_scripts

STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_ENTRY = re.compile(rb'<script type="module" src="static/([\w./]+)">')


@dataclass(frozen=True, slots=True)
class _Form:
    """Bytes to send, with the headers that belong to them."""

    content: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is, and compressed."""

    plain: _Form
    compressed: _Form

    def response(self, headers: Headers) -> Response:
        """The file in the form that a client takes; 304 if it has that already."""
        form = self.compressed if "gzip" in headers.get("accept-encoding", "") else self.plain
        known = headers.get("if-none-match", "").replace("W/", "").split(",")
        if form.headers["ETag"] in (etag.strip() for etag in known):
            return Response(status_code=304, headers={k: form.headers[k] for k in ("ETag", "Vary")})
        return Response(form.content, headers=form.headers)


@cache
def read_files(folder: Path) -> Mapping[str, File]:
    """The files below a folder by their path in it; the script that a page starts is joined with its imports.

    They are read once in a process: whoever changes one must start the server again.
    """
    paths = [path for path in folder.rglob("*") if path.suffix in _TYPES]
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    entries = {e.decode() for content in contents.values() for e in _ENTRY.findall(content)}
    contents |= {entry: join_scripts(folder / entry).encode() for entry in entries}
    return {name: _file(_TYPES[Path(name).suffix], content) for name, content in contents.items()}


def _file(media_type: str, content: bytes) -> File:
    compressed = gzip.compress(content, mtime=0)
    return File(
        _form(content, {"Content-Type": media_type}),
        _form(compressed, {"Content-Type": media_type, "Content-Encoding": "gzip"}),
    )


def _form(content: bytes, headers: Mapping[str, str]) -> _Form:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return _Form(content, {**headers, "ETag": etag, "Vary": "Accept-Encoding"})


class Files:
    """Serves files by their names below the address where it is mounted."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a file.

        :raises HTTPException: 404 or 405.
        """
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        file = self._files.get(scope["path"].removeprefix(f"{scope['root_path']}/"))
        if file is None:
            raise HTTPException(404)
        await file.response(Headers(scope=scope))(scope, receive, send)
