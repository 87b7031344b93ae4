"""Where does the money go, and when is what to be done? Waterfall from sales to net, timeline."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.engine.picture.text import fit, text_width, wrap
from xlplan.engine.pictures import (
    GREY,
    INK,
    NAVY,
    PALE,
    RED,
    RULE,
    TEAL,
    WHITE,
    Area,
    Box,
    Dot,
    Line,
    Scene,
    Text,
)


class Fall(NamedTuple):
    """One bar: ``start`` and ``end`` in money; a total stands on zero and has ``start`` 0."""

    label: str
    text: str
    start: float
    end: float
    total: bool = False


BREAK_AT = 0.45
"""Share of sales that is left after the cost of goods, below which the tall bars are broken."""


def waterfall(bars: Sequence[Fall], title: str, description: str) -> Scene:
    """Return the way from sales to what is left; a loss reaches below the line.

    Choice: where the margin is thin, the bars of sales and cost of goods are broken, so that what
    eats the margin can still be seen; their texts carry the true figures.
    """
    top, foot = 24.0, 226.0
    scene = Scene("waterfall", 760.0, 276.0, title, description)
    ceiling, broken = _ceiling(bars)
    floor = min(0.0, *(min(one.start, one.end) for one in bars))
    span = (ceiling - floor) or 1.0

    def height(amount: float) -> float:
        return foot - (foot - top) * (min(amount, ceiling) - floor) / span

    step = 760.0 / len(bars)
    zero, width = height(0.0), step * 0.66
    for at, one in enumerate(bars):
        x = at * step + (step - width) / 2.0
        high, low = height(max(one.start, one.end)), height(min(one.start, one.end))
        fill = _colour(one, at)
        scene.add(Box(x, high, width, max(low - high, 1.5), fill, radius=2.0))
        if broken and max(one.start, one.end) > ceiling:
            scene.add(_cut(x, width, high + 26.0))
        if at + 1 < len(bars):
            level = height(one.end)
            scene.add(Line([(x + width, level), (x + step, level)], "#9aa8bb", 1.0, "3 3"))
        scene.add(Text(x + width / 2.0, high - 7.0, one.text, 13.0, fill, "middle", bold=True))
        for row, text in enumerate(wrap(one.label, 11.5, step - 8.0)):
            scene.add(Text(x + width / 2.0, foot + 18.0 + 14.0 * row, text, 11.5, GREY, "middle"))
    scene.add(Line([(0.0, zero), (760.0, zero)], GREY, 1.2))
    return scene


def _ceiling(bars: Sequence[Fall]) -> tuple[float, bool]:
    """Return the amount at the top edge, and whether taller bars are broken there."""
    tallest = max(max(one.start, one.end) for one in bars)
    rest = [max(one.start, one.end) for one in bars[2:]]
    if rest and 0.0 < max(rest) < BREAK_AT * tallest:
        return max(rest) * 1.35, True
    return tallest, False


def _colour(one: Fall, at: int) -> str:
    if not one.total:
        return RED
    if at == 0:
        return NAVY
    return TEAL if one.end >= 0.0 else RED


def _cut(x: float, width: float, y: float) -> Area:
    points = [
        (x - 3.0, y),
        (x + width + 3.0, y - 9.0),
        (x + width + 3.0, y - 3.0),
        (x - 3.0, y + 6.0),
    ]
    return Area(points, WHITE)


class Part(NamedTuple):
    """A part of a bar: its label, its figure as text, and its size."""

    label: str
    text: str
    size: float
    ours: bool = False


def spend(
    years: Sequence[Part], wallet: Sequence[Part], heads: tuple[str, str], title: str, text: str
) -> Scene:
    """Return what the customer bought from us by year, and how its spend is divided.

    Args:
        years: a bar each, the oldest first.
        wallet: the parts of one bar, ours first; none where the wallet is not known.
        heads: what stands over the two halves.
        title: of the picture.
        text: the picture in words.
    """
    scene = Scene("spend", 760.0, 34.0 + 30.0 * max(len(years), 2), title, text)
    scene.add(Text(0.0, 14.0, heads[0], 12.0, TEAL, bold=True))
    longest = max((one.size for one in years), default=0.0) or 1.0
    for at, one in enumerate(years):
        y, width = 26.0 + 30.0 * at, max(170.0 * one.size / longest, 1.5)
        fill = NAVY if at + 1 == len(years) else "#9fb6cf"
        scene.add(
            Text(0.0, y + 15.0, fit(one.label, 11.5, 96.0), 11.5, GREY),
            Box(100.0, y, width, 22.0, fill, radius=2.0),
            Text(106.0 + width, y + 15.0, one.text, 12.0, INK, bold=True),
        )
    if wallet:
        left = 390.0 if years else 0.0
        scene.add(Text(left, 14.0, heads[1], 12.0, TEAL, bold=True))
        _divide(scene, wallet, left, 370.0)
    return scene


def _divide(scene: Scene, parts: Sequence[Part], left: float, wide: float) -> None:
    whole = sum(one.size for one in parts) or 1.0
    x = left
    for one in parts:
        width = wide * one.size / whole
        scene.add(Box(x, 26.0, width, 22.0, NAVY if one.ours else "#dbe2ec", WHITE, 1.5))
        if width > text_width(one.text, 12.0) + 8.0:
            ink = WHITE if one.ours else INK
            scene.add(Text(x + 7.0, 41.0, one.text, 12.0, ink, bold=True))
        x += width
    named = [one for one in parts if one.size > 0.0]
    places = [(left, "start"), (left + wide, "end")][: len(named)]
    for one, (at_x, anchor) in zip((named[0], named[-1]), places, strict=False):
        scene.add(Text(at_x, 66.0, fit(f"{one.label} {one.text}", 11.5, 178.0), 11.5, GREY, anchor))


class Task(NamedTuple):
    """One action: ``days`` from today to its date, negative when late."""

    mark: str
    name: str
    owner: str
    days: float
    late: bool
    doing: bool


def timeline(
    tasks: Sequence[Task], ticks: Sequence[tuple[float, str]], today: str, title: str, text: str
) -> Scene:
    """Return the actions on a line of days: from today to their date, late ones back to it.

    Args:
        tasks: with dates, in the order of the table.
        ticks: days from today with their texts; the first and the last span the chart.
        today: the word for today.
        title: of the picture.
        text: the picture in words.
    """
    left, wide, line, top = 250.0, 500.0, 27.0, 34.0
    scene = Scene("timeline", 760.0, top + line * len(tasks) + 8.0, title, text)
    first, last = ticks[0][0], ticks[-1][0]

    def across(days: float) -> float:
        return left + wide * (min(max(days, first), last) - first) / ((last - first) or 1.0)

    for at in range(0, len(tasks), 2):
        scene.add(Box(0.0, top + line * at, 760.0, line, PALE))
    for days, label in ticks[:-1]:
        x = across(days)
        scene.add(Line([(x, 20.0), (x, scene.height - 8.0)], RULE, 0.8))
        scene.add(Text(x + 3.0, 28.0, label, 10.5, GREY))
    for at, one in enumerate(tasks):
        _task(scene, one, (across(0.0), across(one.days)), top + line * (at + 0.5))
    now = across(0.0)
    scene.add(
        Line([(now, 16.0), (now, scene.height - 8.0)], RED, 1.4),
        Text(now, 11.0, today, 11.0, RED, "middle", bold=True),
    )
    return scene


def _task(scene: Scene, one: Task, span: tuple[float, float], y: float) -> None:
    now, due = span
    colour = RED if one.late else TEAL
    low, high = min(now, due), max(now, due)
    fill = colour if one.doing else "#e9b3ae" if one.late else "#a9d3d0"
    owner = fit(one.owner, 11.0, 120.0)
    width = text_width(owner, 11.0)
    right = high + 12.0 + width <= 760.0
    scene.add(
        Text(4.0, y + 4.0, one.mark, 11.5, GREY, bold=True),
        Text(26.0, y + 4.0, fit(one.name, 12.0, 214.0), 12.0, INK, full=one.name),
        Box(low, y - 5.0, max(high - low, 2.0), 10.0, fill, radius=5.0),
        Dot(due, y, 5.5, colour, WHITE, 1.5),
        Text(high + 11.0 if right else low - 9.0, y + 4.0, owner, 11.0, GREY,
             "start" if right else "end"),
    )  # fmt: skip
