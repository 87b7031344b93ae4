"""Where does each bubble of the grade matrix stand? In its cell, beside those of the same place."""

from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from typing import NamedTuple

LEFT, TOP, WIDE, HIGH = 52.0, 26.0, 700.0, 268.0
APART, STEP = 8.0, 16.0  # nearer than this hides a number; so far a bubble steps aside

_STEPS = sorted(
    ((i, j) for i in range(-12, 13) for j in range(-16, 17) if i or j),
    key=lambda step: (step[0] ** 2 + step[1] ** 2, step[1], -step[0]),
)
"""Across and down, in steps, the nearest first."""

Circle = tuple[float, float, float]


class Bubble(NamedTuple):
    """One opportunity: ``days`` to close (``None`` = no date), ``level`` 0 worst … 1 best."""

    mark: str
    name: str
    days: float | None
    level: float
    size: float
    grade: str


class Grid(NamedTuple):
    """The grade matrix as an area: bounds of days, bounds of level (best first), its letters."""

    days: Sequence[float]
    levels: Sequence[float]
    letters: Sequence[str]


def placed(bubbles: Sequence[Bubble], grid: Grid) -> tuple[list[Circle], list[Bubble]]:
    """Return a circle for each bubble, and the bubbles that have one, the first of a place first.

    Choice: bubbles of one day and one likelihood stand beside each other in their cell, nearest
    first, so that no letter is wrong and the number of each can be read.
    """
    largest = max((one.size for one in bubbles), default=0.0) or 1.0
    circles: list[Circle] = []
    drawn = []
    for one in bubbles:
        radius = max(11.0, 27.0 * sqrt(max(one.size, 0.0) / largest))
        across, up = _across(one.days, grid), min(max(one.level, 0.0), 1.0)
        for x, y in _spots((across, up), radius, grid):
            if not any(abs(x - cx) < APART and abs(y - cy) < APART for cx, cy, _ in circles):
                circles.append((x, y, radius))
                drawn.append(one)
                break
    return circles, drawn


def _spots(at: tuple[float, float], radius: float, grid: Grid) -> Iterator[tuple[float, float]]:
    """Return where a bubble may stand: its own place, then others of its cell, the nearest first."""
    across, up = at
    x = min(max(LEFT + across * WIDE, LEFT + radius), LEFT + WIDE - radius)
    y = min(max(TOP + HIGH * (1.0 - up), TOP + radius), TOP + HIGH - radius)
    yield x, y
    count = len(grid.days) + 1
    column = max(ceil(across * count) - 1, 0)
    edges = [1.0, *grid.levels, 0.0]
    level = next(n for n, low in enumerate(edges[1:]) if up >= low)
    low_x, high_x = LEFT + WIDE * column / count, LEFT + WIDE * (column + 1) / count
    low_y, high_y = TOP + HIGH * (1.0 - edges[level]), TOP + HIGH * (1.0 - edges[level + 1])
    for i, j in _STEPS:
        to_x, to_y = x + STEP * i, y + STEP * j
        in_cell = low_x <= to_x <= high_x and low_y <= to_y <= high_y
        in_frame = LEFT + radius <= to_x <= LEFT + WIDE - radius
        if in_cell and in_frame and TOP + radius <= to_y <= TOP + HIGH - radius:
            yield to_x, to_y


def _across(days: float | None, grid: Grid) -> float:
    """Return the place of a closing day, 0–1: linear within each band."""
    bounds = [0.0, *grid.days]
    count = len(bounds)
    if days is None:
        return 1.0
    at = max(days, 0.0)
    for band in range(count - 1):
        if at <= bounds[band + 1]:
            return (band + (at - bounds[band]) / (bounds[band + 1] - bounds[band])) / count
    return (count - 1 + min(1.0, (at - bounds[-1]) / (bounds[-1] or 1.0))) / count
