"""A run as text: the table of the command line, and the README's figures."""

from collections.abc import Sequence
from pathlib import Path

from snc_assistant.errors import CorpusError
from snc_assistant.evaluation.compare import Comparison
from snc_assistant.evaluation.figures import slice_label
from snc_assistant.evaluation.results import Summary
from snc_assistant.evaluation.statistics import Estimate

BEGIN = "<!-- eval:begin -->"
END = "<!-- eval:end -->"
_COLUMNS = (
    ("strict", "strict"), ("fact_recall", "facts"), ("outcome_accuracy", "outcome"),
    ("language_match", "lang"), ("citation_support_recall", "sup.R"), ("citation_support_precision", "sup.P"),
    ("citation_precision", "on ev.P"), ("citation_recall", "on ev.R"),
    ("recall@5", "R@5"), ("recall@10", "R@10"), ("ndcg@10", "nDCG"), ("rr", "MRR"),
    ("words", "words"),
)  # fmt: skip
_README_ROWS = (
    ("strict", "Answers strictly right (all facts, nothing false, right outcome)"),
    ("fact_recall", "Required facts named"),
    ("quotes_verbatim", "Answers whose quotes all stand verbatim where cited"),
    ("citation_support_recall", "Claims that their cited text supports (ALCE's citation recall)"),
    ("citation_support_precision", "Citations that support their claim (ALCE's citation precision)"),
    ("citation_precision", "Citations on the question's labelled evidence"),
    ("citation_recall", "Claims with a citation on the question's labelled evidence"),
    ("abstention_recall", "Questions without an answer in the sources: abstained"),
    ("not_refused", "Questions with an answer in the sources: not refused"),
    ("language_match", "Answered in the question's language"),
    ("recall@5", "Recall@5"),
    ("recall@10", "Recall@10"),
    ("ndcg@10", "nDCG@10"),
)


def render_table(summary: Summary) -> str:
    """A compact table: a row for each slice that has questions, a column for each main figure."""
    width = max(len(slice_label(s)) for s in summary.figures)
    head = " ".join([" " * width, "    n", *(f"{label:>7}" for _, label in _COLUMNS)])
    lines = [head]
    for name, figures in summary.figures.items():
        n = max(e.n for e in figures.values())
        cells = [_cell(figures.get(metric)) for metric, _ in _COLUMNS]
        lines.append(" ".join([f"{slice_label(name):<{width}}", f"{n:>5}", *cells]))
    return "\n".join([*lines, "", *_notes(summary)])


def _cell(found: Estimate | None) -> str:
    if found is None:
        return f"{'-':>7}"
    return f"{found.value:>7.0f}" if found.value > 1.5 else f"{found.value:>7.3f}"


def _notes(summary: Summary) -> list[str]:
    strict = summary.figures["all"].get("strict")
    lines = []
    if strict:
        lines.append(f"strict: 95 % interval {strict.low:.3f} to {strict.high:.3f}")
    faults = [f"{name.replace('_', ' ')} {n}" for name, n in summary.faults.items() if n]
    lines.append(f"wrong answers: {', '.join(faults) or 'none'}")
    for kind, found in summary.consistency.items():
        lines.append(f"same facts {kind}: {found.value:.3f} of {found.n} pairs")
    return lines


def render_readme(summary: Summary) -> str:
    """The README's figures, as Markdown between its markers."""
    slices = [s for s in ("all", "language:fr", "language:en", "split:test") if s in summary.figures]
    titles = {
        "all": "All",
        "language:fr": "French",
        "language:en": "English",
        "split:test": "Blind test",
    }
    lines = [
        f"{summary.questions} questions, engine `{summary.identity.system}`, encoder "
        f"`{summary.identity.encoder.split('@')[0]}`, question set "
        f"`{summary.identity.questions[:8]}`; "
        "95 % intervals; made by `snc-assistant eval table`.",
        "",
        "| | " + " | ".join(titles[s] for s in slices) + " |",
        "|---|" + "---|" * len(slices),
    ]
    for metric, label in _README_ROWS:
        cells = [_readme_cell(summary.figures[s].get(metric)) for s in slices]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join([BEGIN, *lines, END])


def _readme_cell(found: Estimate | None) -> str:
    if found is None:
        return "-"
    return f"**{100 * found.value:.1f}** ({100 * found.low:.1f}-{100 * found.high:.1f}) of {found.n}"


def write_into(page: Path, block: str) -> bool:
    """Put the block between the page's markers; whether the page changed.

    :raises CorpusError: if the page lacks the markers.
    """
    text = page.read_text(encoding="utf-8")
    renewed = with_block(text, block, str(page))
    if renewed == text:
        return False
    page.write_text(renewed, encoding="utf-8")
    return True


def with_block(text: str, block: str, name: str) -> str:
    """The text with what stands between its markers replaced.

    :raises CorpusError: if a marker is missing.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CorpusError(f"{name} needs the lines {BEGIN} and {END} around its figures")
    return before + block + after


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as columns, the first to the left and the rest to the right."""
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        first = row[0].ljust(widths[0])
        lines.append("  ".join([first, *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]))
    return "\n".join(lines)


def render_comparison(comparison: Comparison) -> str:
    """The verdict and a row for each metric, the second run beside the first."""
    rows = [["figure", "first", "second", "change", "gained", "lost", "p", "the second is"]]
    for change in comparison.changes:
        form = ".1f" if change.metric.neutral else ".3f"
        values = (f"{v:{form}}" for v in (change.first, change.second))
        moved = f"{change.second - change.first:+{form}}"
        counts = (str(change.won), str(change.lost), f"{change.p:.3f}")
        rows.append([change.metric.label, *values, moved, *counts, change.direction])
    parts = [["strictly right", "n", "first", "second", "gained", "lost", "p", "the second is"]]
    for part in comparison.parts:
        change = part.change
        means = (f"{change.first:.3f}", f"{change.second:.3f}")
        counts = (str(change.won), str(change.lost), f"{change.p:.3f}")
        label = slice_label(part.part)
        parts.append([label, str(change.n), *means, *counts, change.direction])
    lines = [comparison.verdict, "", aligned(rows), "", aligned(parts), ""]
    lines.append(f"{comparison.shared} questions in both")
    for title, ids in (("gained", comparison.gained), ("lost", comparison.lost)):
        lines.append(f"{title}: {', '.join(ids) or 'none'}")
    return "\n".join(lines)
