"""What the routes are given: the parts that `create_app` put into the application."""

from typing import Annotated

from fastapi import Depends, Request

from snc_assistant.assistant import Assistant
from snc_assistant.errors import IndexUnavailable
from snc_assistant.web.metrics import Metrics
from snc_assistant.web.questions import Questions


def _questions(request: Request) -> Questions:
    questions: Questions | None = request.app.state.questions
    if questions is None:
        raise IndexUnavailable("no snapshot is loaded")
    return questions


def _assistant(request: Request) -> Assistant:
    return _questions(request).assistant


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


TheQuestions = Annotated[Questions, Depends(_questions)]
TheAssistant = Annotated[Assistant, Depends(_assistant)]
TheMetrics = Annotated[Metrics, Depends(_metrics)]
