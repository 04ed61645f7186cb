"""What is shown is what is written, and the build takes it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from snc_assistant.build import read_corpus
from snc_assistant.enrich.choosing import Candidate, Verdict
from snc_assistant.enrich.needs import Need, find_needs
from snc_assistant.enrich.proposal import Proposal, propose, write
from tests.corpora import GUIDE, write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus in which a text stands twice."""
    return write_corpus(tmp_path / "corpus", guide=GUIDE + "\n## Suite\n\n- Comptes nominatifs\n")


def verdicts(need: Need) -> list[Verdict]:
    """A French and an English question kept, another dropped."""
    return [
        Verdict(Candidate(need, "fr", f"qui «\u2028{need.occurrence}» ?"), "", 1),
        Verdict(Candidate(need, "en", f"who {need.occurrence}?"), "", 1),
        Verdict(Candidate(need, "en", "no"), "duplicate"),
    ]


def proposed(corpus: Path) -> Proposal:
    needs = find_needs(read_corpus(corpus))
    return propose(corpus / "questions", needs, [v for n in needs for v in verdicts(n)])


def test_what_is_written_is_in_the_corpus_and_leaves_no_need(corpus: Path) -> None:
    before = {n.passage.passage_id for n in find_needs(read_corpus(corpus))}
    write(proposed(corpus))
    data = read_corpus(corpus)
    assert find_needs(data) == []
    asked = {e.target_id: e.text for e in data.entries if e.kind == "question" and e.text.startswith("who")}
    assert set(asked) == before
    assert {"who 1?", "who 2?"} <= set(asked.values())
    assert sorted(p.name for p in (corpus / "questions").iterdir()) == [
        "gaps.yaml", "guide.jsonl", "manual.jsonl", "q.jsonl",
    ]  # fmt: skip


def test_dropped_questions_and_passages_without_any_stay_out(corpus: Path) -> None:
    assert '"no"' not in proposed(corpus).diff
    needs = find_needs(read_corpus(corpus))
    nothing = propose(corpus / "questions", needs, [verdicts(needs[0])[2]])
    assert (nothing.diff, dict(nothing.after), dict(nothing.kept)) == ("", {}, {})


@pytest.mark.parametrize("there", [None, '{"fact": "criterion.technical.backup", "fr": [], "en": []}'])
@pytest.mark.parametrize("end", ["", "\n"])
def test_the_diff_is_what_is_written(corpus: Path, tmp_path: Path, there: str | None, end: str) -> None:
    patch = shutil.which("patch")
    if patch is None:
        pytest.skip("patch is not installed: the diff was not applied")
    if there:
        (corpus / "questions" / "guide.jsonl").write_text(there + end)
    proposal = proposed(corpus)
    other = tmp_path / "other"
    shutil.copytree(corpus, other)
    subprocess.run([patch, "-p1", "-s"], input=proposal.diff.encode(), cwd=other, check=True)
    write(proposal)
    for name in ("guide.jsonl", "manual.jsonl"):
        assert (other / "questions" / name).read_bytes() == (corpus / "questions" / name).read_bytes()
    assert read_corpus(other).entries == read_corpus(corpus).entries


def test_lines_that_are_there_stay(corpus: Path) -> None:
    line = '{"fact": "criterion.technical.backup", "fr": ["a b ?"], "en": []}'
    (corpus / "questions" / "guide.jsonl").write_text(line)
    write(proposed(corpus))
    assert (corpus / "questions" / "guide.jsonl").read_text().split("\n")[0] == line


def test_the_digest_follows_the_diff(corpus: Path) -> None:
    needs = find_needs(read_corpus(corpus))
    one, other = (propose(corpus / "questions", needs, verdicts(n)) for n in needs[:2])
    assert one.sha256 != other.sha256
    assert one.sha256 == propose(corpus / "questions", needs, verdicts(needs[0])).sha256
