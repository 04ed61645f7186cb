"""The web application, made of a ready assistant."""

from collections.abc import Iterable

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from snc_assistant import __version__
from snc_assistant.assistant import Assistant
from snc_assistant.web import probes, problems, routes
from snc_assistant.web.admission import Gate, Limits, Room
from snc_assistant.web.bodies import Bodies
from snc_assistant.web.description import DescribedApi
from snc_assistant.web.facts import routes as facts_routes
from snc_assistant.web.files import STATIC, File, Files, read_files
from snc_assistant.web.metrics import Metrics
from snc_assistant.web.openai import routes as openai_routes
from snc_assistant.web.protection import Protection
from snc_assistant.web.questions import Questions
from snc_assistant.web.tracing import Tracing

_PAGES = {"/": "index.html", "/docs": "docs.html"}


def create_app(
    assistant: Assistant | None,
    hosts: Iterable[str] = (),
    limits: Limits | None = None,
    *,
    log_questions: bool = False,
) -> FastAPI:
    """The page at `/`, the API under `/api` and `/v1`, and its description at `/docs`.

    :param assistant: None while no snapshot is loaded: what needs one then answers 503.
    :param hosts: names under which the server is reached, besides the local ones.
    :param limits: no key and no rate, if not given.
    :param log_questions: whether the text of questions goes to the log.
    """
    app = DescribedApi(
        title="snc-assistant",
        version=__version__,
        summary="Cited answers about SecNumCloud, in French and in English",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    metrics = Metrics()
    if assistant:
        metrics.watch(assistant)
    app.state.assistant = assistant
    app.state.metrics = metrics
    app.state.questions = Questions(assistant, metrics, log_text=log_questions) if assistant else None
    for part in (routes, facts_routes, openai_routes, probes):
        app.include_router(part.router)
    problems.install(app)
    files = read_files(STATIC)
    app.mount("/static", Files(files), name="static")
    for path, name in _PAGES.items():
        _add_page(app, path, files[name])
    _add_layers(app, tuple(hosts), limits or Limits(), metrics)
    return app


def _add_layers(app: FastAPI, hosts: tuple[str, ...], limits: Limits, metrics: Metrics) -> None:
    """What a request passes through, from the inside out."""
    app.add_middleware(Room, limits=limits, metrics=metrics)
    app.add_middleware(Bodies)
    app.add_middleware(Gate, limits=limits, pages=_PAGES)
    app.add_middleware(Protection, hosts=hosts)
    app.add_middleware(Tracing, metrics=metrics)

    @app.get("/problems/{kind}", include_in_schema=False)
    async def about_problem(kind: str) -> RedirectResponse:
        """A problem's type, opened in a browser, leads to the description of the API."""
        return RedirectResponse("/docs")


def _add_page(app: FastAPI, path: str, file: File) -> None:
    @app.api_route(path, methods=["GET", "HEAD"], include_in_schema=False)
    async def page(request: Request) -> Response:
        return file.response(request.headers)
