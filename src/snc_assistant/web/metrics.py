"""Figures for Prometheus: requests, answers, the queue and the snapshot. No question, no address."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from snc_assistant import __version__
from snc_assistant.assistant import Assistant
from snc_assistant.types import Answer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self) -> None:
        """Start at zero."""
        self.registry = CollectorRegistry()
        registry = self.registry
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "snc_requests", "Requests by route and status.", ["route", "method", "status"], registry=registry
        )
        self._request_seconds = Histogram(
            "snc_request_seconds", "Time to the end of the response.", ["route"],
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self._answers = Counter(
            "snc_answers", "Answers by outcome, engine and language.", ["outcome", "engine", "language"],
            registry=registry,
        )  # fmt: skip
        self._answer_seconds = Histogram(
            "snc_answer_seconds", "Time that an answer took, its wait for a model included.", ["engine"],
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.in_progress = Gauge(
            "snc_answers_in_progress", "Requests for answers under way or waiting.", registry=registry
        )
        self._snapshot = Gauge(
            "snc_snapshot_info", "The snapshot that is served; always 1.", ["snapshot", "encoder", "version"],
            registry=registry,
        )  # fmt: skip
        self._counts = Gauge("snc_snapshot_items", "What the snapshot holds.", ["kind"], registry=registry)

    def watch(self, assistant: Assistant) -> None:
        """Report the snapshot and the queue of an assistant."""
        manifest = assistant.manifest
        self._snapshot.labels(manifest.snapshot_id, manifest.inputs["encoder"], __version__).set(1)
        for kind, count in manifest.counts.items():
            self._counts.labels(kind).set(count)
        waiting = Gauge("snc_model_waiting", "Questions that wait for a model.", registry=self.registry)
        waiting.set_function(lambda: assistant.engines.waiting)

    def answered_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; status 0 is a client that left before the response began."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def answered_question(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(answer.outcome.value, answer.engine, answer.question.language).inc()
        self._answer_seconds.labels(answer.engine).observe(answer.timings_ms["total"] / 1000)

    def text(self) -> bytes:
        """All figures in the Prometheus text format."""
        return generate_latest(self.registry)
