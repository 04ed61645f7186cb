"""The web application, made of a ready assistant."""

from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

from snc_assistant import __version__
from snc_assistant.assistant import Assistant
from snc_assistant.web import problems
from snc_assistant.web.description import DescribedApi
from snc_assistant.web.protection import Protection
from snc_assistant.web.routes import router

STATIC = Path(__file__).parent / "static"
_PAGES = {"/": "index.html", "/docs": "docs.html"}


def create_app(assistant: Assistant, hosts: Iterable[str] = ()) -> FastAPI:
    """The page at `/`, the API under `/api` and its description at `/docs`.

    :param hosts: names under which the server is reached, besides the local ones.
    """
    app = DescribedApi(
        title="snc-assistant",
        version=__version__,
        summary="Cited answers about SecNumCloud, in French and in English",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.assistant = assistant
    app.include_router(router)
    problems.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for path, file in _PAGES.items():
        _add_page(app, path, STATIC / file)
    app.add_middleware(Protection, hosts=tuple(hosts))
    return app


def _add_page(app: FastAPI, path: str, file: Path) -> None:
    @app.api_route(path, methods=["GET", "HEAD"], include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(file)
