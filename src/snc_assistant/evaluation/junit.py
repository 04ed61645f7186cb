"""A run as JUnit XML, for CI: a suite for the gates, and one for each category of questions."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from snc_assistant.evaluation.answers import SystemAnswer
from snc_assistant.evaluation.dataset import CATEGORIES, Case
from snc_assistant.evaluation.gates import Verdict
from snc_assistant.evaluation.scorers import Scored


def render_junit(
    verdicts: Sequence[Verdict],
    cases: Sequence[Case],
    scored: Mapping[str, Scored],
    answers: Mapping[str, SystemAnswer],
) -> bytes:
    """The XML. A failed gate is a failure; a wrong answer is one of its own suite.

    Wrong answers are marked `skipped`, not failed: the gates decide how many there may be.
    """
    root = Element("testsuites", name="snc-assistant eval")
    gates = _suite(root, "gates", len(verdicts), failures=sum(not v.passed for v in verdicts))
    for verdict in verdicts:
        case = SubElement(gates, "testcase", classname="gates", name=verdict.name)
        if not verdict.passed:
            SubElement(case, "failure", message=_clean(verdict.detail))
    for category in CATEGORIES:
        members = [c for c in cases if c.question.category == category]
        if members:
            _add_category(root, category, members, scored, answers)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _add_category(
    root: Element,
    category: str,
    members: Sequence[Case],
    scored: Mapping[str, Scored],
    answers: Mapping[str, SystemAnswer],
) -> None:
    wrong = sum(scored[c.question.id].fault is not None for c in members)
    suite = _suite(root, category, len(members), skipped=wrong)
    for case in members:
        question = case.question
        name = _clean(f"{question.id}: {question.question}")
        entry = SubElement(suite, "testcase", classname=f"questions.{category}", name=name)
        fault = scored[question.id].fault
        if fault:
            SubElement(entry, "skipped", message=fault.value)
            SubElement(entry, "system-out").text = _clean(answers[question.id].text)[:2000]


def _suite(root: Element, name: str, tests: int, *, failures: int = 0, skipped: int = 0) -> Element:
    return SubElement(root, "testsuite", name=name, tests=str(tests), failures=str(failures),
                      errors="0", skipped=str(skipped))  # fmt: skip


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
