"""The load of a real server: what is counted, what is a mistake, what the page says."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from snc_assistant.assistant import Assistant
from snc_assistant.cli import main
from snc_assistant.errors import UsageError
from snc_assistant.evaluation.load import Load, Plan, put_under_load, render_load
from snc_assistant.web.admission import Limits
from snc_assistant.web.app import create_app
from snc_assistant.web.keys import KeyRing, create_key
from tests.web.server import LiveServer

QUESTIONS = ["Que signifie J1 ?", "How much does the qualification cost?"]


def test_every_question_is_counted_and_none_fails(assistant: Assistant) -> None:
    with LiveServer(create_app(assistant)) as server:
        load = asyncio.run(put_under_load(Plan(server.url, users=3, each=4), QUESTIONS))
    assert (load.asked, load.errors) == (12, {})
    assert 0 < load.p50 <= load.p95 <= load.p99 <= load.longest
    assert load.memory_before > 10 and load.processor_ms > 0


def test_refusals_are_errors_and_keys_are_sent(assistant: Assistant, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    key, admin = create_key(keys, "a", ["ask"]), create_key(keys, "b", ["admin"])
    limits = Limits(KeyRing(keys), rate_per_minute=5)
    with LiveServer(create_app(assistant, limits=limits)) as server:
        refused = asyncio.run(put_under_load(Plan(server.url, users=1, each=2), QUESTIONS))
        plan = Plan(server.url, users=1, each=9, key=key, admin_key=admin)
        limited = asyncio.run(put_under_load(plan, QUESTIONS))
    assert refused.errors == {"401": 2}
    assert set(limited.errors) == {"429"}
    assert limited.memory_before > 10


@pytest.mark.parametrize(
    ("url", "questions", "said"),
    [("http://127.0.0.1:9", QUESTIONS, "nobody serves"), ("http://127.0.0.1:9", [], "no questions")],
)
def test_a_mistake_says_what_to_do(url: str, questions: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        asyncio.run(put_under_load(Plan(url), questions))


def test_the_figures_are_three_lines() -> None:
    load = Load(
        asked=100, errors={"429": 2}, seconds=2.0, p50=10, p95=20, p99=30, longest=40, health_p99=5,
        processor_ms=8.44, memory_before=100, memory_after=101, memory_during=[100.0, 101.0],
    )  # fmt: skip
    assert render_load(load).splitlines() == [
        "100 questions in 2.0 s: 50 a second; errors: 2 × 429",
        "ms: p50 10, p95 20, p99 30, longest 40; /healthz meanwhile p99 5; "
        "the server's processor 8.4 a question",
        "server memory, MB: 100 before, 101 after; on the way 100 101",
    ]


def test_the_command_prints_json_and_fails_with_the_requests(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl").write_text(json.dumps({"question": QUESTIONS[0]}) + "\n")
    arguments = ["--users", "2", "--each", "2", "--questions", str(tmp_path), "--json"]
    with LiveServer(create_app(assistant)) as server:
        good = CliRunner().invoke(main, ["load", server.url, *arguments])
    with LiveServer(create_app(assistant, limits=Limits(answers=0))) as server:
        full = CliRunner().invoke(main, ["load", server.url, *arguments])
    assert (good.exit_code, full.exit_code) == (0, 1)
    assert json.loads(good.stdout)["asked"] == 4
    assert json.loads(full.stdout)["errors"] == {"429": 4}
