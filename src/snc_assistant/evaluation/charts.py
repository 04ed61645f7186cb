"""Numbers → inline SVG. Colours come from the page's CSS classes, so both themes work.

Bars use percentages and carry no text: they stretch with the page. Plots are drawn 360 wide,
so that their text is readable on a phone.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from snc_assistant.evaluation.abstention import CurvePoint
from snc_assistant.evaluation.statistics import Estimate

_WIDTH, _HEIGHT = 360, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 42, 22, 30, 40
_BINS = 24


def interval_bar(found: Estimate) -> Markup:
    """A bar from 0 to the value, with its 95 % interval as a whisker."""
    value, low, high = (_percent(v) for v in (found.value, found.low, found.high))
    return Markup(
        '<svg class="bar" width="100%" height="16" role="img" aria-label="{label}">'
        '<rect class="track" width="100%" height="16" rx="3"/>'
        '<rect class="fill" width="{value}%" height="16" rx="3"/>'
        '<line class="whisker" x1="{low}%" x2="{high}%" y1="8" y2="8"/>'
        '<line class="whisker" x1="{low}%" x2="{low}%" y1="4" y2="12"/>'
        '<line class="whisker" x1="{high}%" x2="{high}%" y1="4" y2="12"/></svg>'
    ).format(value=value, low=low, high=high, label=f"{value} %, {low} to {high}")


def difference_bar(difference: float, direction: str) -> Markup:
    """A bar to the right of the middle for a gain, to the left for a loss; half is 25 points."""
    length = round(min(abs(difference) / 0.25, 1.0) * 50, 2)
    start = 50.0 if difference >= 0 else round(50 - length, 2)
    return Markup(
        '<svg class="bar" width="100%" height="16" aria-hidden="true">'
        '<rect class="track" width="100%" height="16" rx="3"/>'
        '<rect class="change {direction}" x="{start}%" width="{length}%" height="16"/>'
        '<line class="axis" x1="50%" x2="50%" y1="0" y2="16"/></svg>'
    ).format(direction=direction, start=start, length=length)


def stacked_bar(parts: Mapping[str, int]) -> Markup:
    """One bar split in proportion; part i has class `part{i}`."""
    total = sum(parts.values())
    drawn, at = Markup(""), 0.0
    for number, (name, count) in enumerate(parts.items()):
        width = 100 * count / total if total else 0.0
        drawn += Markup(
            '<rect class="part{n}" x="{x}%" width="{w}%" height="26"><title>{t}</title></rect>'
        ).format(n=number, x=round(at, 2), w=round(width, 2), t=f"{name}: {count}")
        at += width
    return Markup('<svg class="bar tall" width="100%" height="26" aria-hidden="true">{}</svg>').format(drawn)


def abstention_plot(curve: Sequence[CurvePoint], own: tuple[float, float]) -> Markup:
    """Answerable questions answered against unanswerable ones answered; `own` is the system."""
    points = [_place(p.unanswerable, p.answerable) for p in curve]
    x, y = _place(*own)
    label_at = x + 10 if x < _WIDTH / 2 else x - 10
    anchor = "start" if x < _WIDTH / 2 else "end"
    return _plot(
        _polyline(points, "line0")
        + Markup('<circle class="own" cx="{x}" cy="{y}" r="6"/>').format(x=x, y=y)
        + _text(label_at, y + 16, "the system", anchor, "label strong"),
        x_label="unanswerable questions answered",
        x_ticks=[(t, f"{t:.0%}") for t in (0, 0.25, 0.5, 0.75, 1)],
        name="answerable questions answered",
    )


def context_plot(series: Mapping[str, Sequence[tuple[int, float]]]) -> Markup:
    """Share of evidence shown by words of context, a line for each retriever."""
    budgets = [b for b, _ in next(iter(series.values()))] if series else [1]
    largest = max(budgets)
    drawn = Markup("")
    for number, points in enumerate(series.values()):
        places = [_place(b / largest, share) for b, share in points]
        drawn += _polyline(places, f"line{number}")
        for x, y in places:
            drawn += Markup('<circle class="dot{n}" cx="{x}" cy="{y}" r="3"/>').format(n=number, x=x, y=y)
    ticks = [(b / largest, str(b)) for b in budgets]
    return _plot(drawn, x_label="words of context", x_ticks=ticks, name="evidence shown")


def latency_plot(values_ms: Sequence[float]) -> Markup:
    """A histogram; what is slower than the 99th percentile goes into the last bar."""
    ordered = sorted(values_ms)
    largest = max(ordered[int(0.99 * (len(ordered) - 1))], 0.001)
    counts = [0] * _BINS
    for value in ordered:
        counts[min(int(value / largest * _BINS), _BINS - 1)] += 1
    tallest = max(counts)
    drawn = Markup("")
    for number, count in enumerate(counts):
        x, y = _place(number / _BINS, count / tallest)
        right, bottom = _place((number + 1) / _BINS, 0)
        drawn += Markup('<rect class="fill" x="{x}" y="{y}" width="{w}" height="{h}"/>').format(
            x=x, y=y, w=round(right - x - 1, 1), h=round(bottom - y, 1)
        )
    ticks = [(t, _duration(t * largest)) for t in (0, 0.25, 0.5, 0.75, 1)]
    return _plot(drawn, x_label="time for one answer", x_ticks=ticks, name="questions", top=tallest)


def _plot(
    drawn: Markup,
    *,
    x_label: str,
    x_ticks: Sequence[tuple[float, str]],
    name: str,
    top: int | None = None,
) -> Markup:
    frame = _text(0, 12, name, "start", "label strong")
    for share in (0, 0.25, 0.5, 0.75, 1):
        left, y = _place(0, share)
        frame += Markup('<line class="grid" x1="{a}" x2="{b}" y1="{y}" y2="{y}"/>').format(
            a=left, b=_WIDTH - _RIGHT, y=y
        )
        label = f"{share:.0%}" if top is None else f"{share * top:.0f}"
        frame += _text(left - 6, y + 4, label, "end")
    for share, label in x_ticks:
        frame += _text(_place(share, 0)[0], _HEIGHT - _BOTTOM + 16, label, "middle")
    frame += _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 6, x_label, "middle", "label strong")
    return Markup(
        '<svg class="plot" viewBox="0 0 {w} {h}" role="img" aria-label="{name}">{frame}{drawn}</svg>'
    ).format(w=_WIDTH, h=_HEIGHT, name=f"{name} by {x_label}", frame=frame, drawn=drawn)


def _place(x: float, y: float) -> tuple[float, float]:
    """Shares of the axes → coordinates."""
    across = _LEFT + x * (_WIDTH - _LEFT - _RIGHT)
    return round(across, 1), round(_HEIGHT - _BOTTOM - y * (_HEIGHT - _TOP - _BOTTOM), 1)


def _polyline(points: Sequence[tuple[float, float]], name: str) -> Markup:
    path = " ".join(f"{x},{y}" for x, y in points)
    return Markup('<polyline class="{name}" points="{path}"/>').format(name=name, path=path)


def _text(x: float, y: float, text: str, anchor: str, name: str = "label") -> Markup:
    return Markup('<text class="{c}" x="{x}" y="{y}" text-anchor="{a}">{t}</text>').format(
        c=name, x=round(x, 1), y=round(y, 1), a=anchor, t=text
    )


def _percent(value: float) -> float:
    return round(100 * min(max(value, 0.0), 1.0), 1)


def _duration(ms: float) -> str:
    return f"{ms / 1000:.1f} s" if ms >= 1000 else f"{ms:.0f} ms"
