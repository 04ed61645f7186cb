"""The page's files from memory: compressed, with tags, joined where a page starts."""

import gzip
import hashlib

import pytest
from starlette.testclient import TestClient

from snc_assistant.web.files import STATIC
from snc_assistant.web.scripts import join_scripts

PATHS = ["/", "/docs", "/static/app.css", "/static/favicon.svg", "/static/js/dom.js", "/static/js/main.js"]
_FILES = {"/": "index.html", "/docs": "docs.html"}


def content(path: str) -> bytes:
    """What stands at an address."""
    file = STATIC / _FILES.get(path, path.removeprefix("/static/"))
    return join_scripts(file).encode() if file.name == "main.js" else file.read_bytes()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "gzip"), ("identity", None)])
def test_a_file_comes_whole_in_the_form_that_the_client_takes(
    client: TestClient, path: str, accepted: str, encoding: str | None
) -> None:
    with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as response:
        sent = b"".join(response.iter_raw())
    assert response.status_code == 200
    assert response.headers.get("content-encoding") == encoding
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["etag"] == f'"{hashlib.sha256(sent).hexdigest()[:32]}"'
    assert int(response.headers["content-length"]) == len(sent)
    assert (gzip.decompress(sent) if encoding else sent) == content(path)


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_the_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    etag = client.get(path).headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}'):
        response = client.get(path, headers={"If-None-Match": known})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == etag
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/static/app.css", "text/css; charset=utf-8"),
        ("/static/js/main.js", "text/javascript; charset=utf-8"),
        ("/static/favicon.svg", "image/svg+xml"),
    ],
)
def test_a_file_has_its_type(client: TestClient, path: str, media_type: str) -> None:
    assert client.get(path).headers["content-type"] == media_type
    assert client.head(path).headers["content-type"] == media_type


@pytest.mark.parametrize("path", ["/static/", "/static/js", "/static/js/none.js", "/static//app.css"])
def test_what_is_no_file_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_another_method_is_told_which_ones_there_are(client: TestClient) -> None:
    response = client.post("/static/app.css")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
