"""How are sales spread, where does the funnel stand, how risky is everybody? Pictures of a portfolio.

Every colour stands beside a figure, so that the pictures can be read in grey.
"""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.engine.picture.text import fit, text_width
from xlplan.engine.pictures import (
    GOLD,
    GREY,
    INK,
    LEVEL_COLOURS,
    NAVY,
    PALE,
    RULE,
    TEAL,
    WHITE,
    Box,
    Dot,
    Line,
    Scene,
    Text,
)

WIDE = 760.0


class Bar(NamedTuple):
    """A customer: its sales, and the share of all sales up to and with it (0–1)."""

    label: str
    text: str
    size: float
    share: float
    share_text: str
    key: bool = False


def pareto(bars: Sequence[Bar], limit: float, limit_text: str, title: str, words: str) -> Scene:
    """Return sales by customer, largest first, with the line of their running share.

    Args:
        bars: the customers that are shown.
        limit: the share that makes a key account, 0–1.
        limit_text: how it is written.
        title: of the picture.
        words: the picture in words.
    """
    left, right, top, foot = 8.0, 712.0, 26.0, 216.0
    scene = Scene("pareto", WIDE, 268.0, title, words)
    step = (right - left) / max(len(bars), 1)
    largest = max((one.size for one in bars), default=0.0) or 1.0

    def height(share: float) -> float:
        return foot - (foot - top) * min(max(share, 0.0), 1.0)

    level = height(limit)
    scene.add(
        Line([(left, level), (right, level)], GOLD, 1.2, "5 4"),
        Text(right + 6.0, level + 4.0, limit_text, 11.0, GREY),
        Line([(left, foot), (right, foot)], GREY, 1.2),
    )
    points = []
    for at, one in enumerate(bars):
        x = left + at * step
        tall = (foot - top) * max(one.size, 0.0) / largest
        fill = NAVY if one.key else "#9fb6cf"
        scene.add(Box(x + step * 0.14, foot - tall, step * 0.72, max(tall, 1.0), fill, radius=2.0))
        middle = x + step / 2.0
        scene.add(
            Text(middle, foot - tall - 5.0, fit(one.text, 10.5, step - 2.0), 10.5, INK, "middle", True),
            Text(middle, foot + 15.0, fit(one.label, 10.5, step - 4.0), 10.5, GREY, "middle",
                 full=one.label),
            Text(middle, foot + 30.0, one.share_text, 10.5, TEAL, "middle", bold=True),
        )  # fmt: skip
        points.append((middle, height(one.share)))
    if len(points) > 1:
        scene.add(Line(points, TEAL, 2.0))
    scene.shapes += [Dot(x, y, 3.5, TEAL, WHITE, 1.0) for x, y in points]
    return scene


class Level(NamedTuple):
    """A step of the funnel: how many, how much, and what is said beside it."""

    label: str
    number: str
    amount: str
    size: float
    note: str = ""


def funnel(levels: Sequence[Level], title: str, words: str) -> Scene:
    """Return the open opportunities by selling step, as wide as their amount."""
    line, top, middle, most = 34.0, 8.0, 330.0, 300.0
    scene = Scene("funnel", WIDE, top + line * len(levels) + 6.0, title, words)
    largest = max((one.size for one in levels), default=0.0) or 1.0
    shades = ("#c8d6e8", "#a9c0dc", "#86a6cd", "#5f88b8", "#3d6a9e", "#1f4c80")
    for at, one in enumerate(levels):
        y = top + line * at
        width = max(most * max(one.size, 0.0) / largest, 3.0)
        dark = at > 2 and width > 90.0
        scene.add(
            Text(4.0, y + 20.0, fit(one.label, 12.0, 160.0), 12.0, INK, bold=True),
            Box(middle - width / 2.0, y + 3.0, width, line - 7.0, shades[min(at, 5)], radius=3.0),
        )
        if width > 90.0:
            ink = WHITE if dark else INK
            scene.add(Text(middle, y + 20.0, one.amount, 12.0, ink, "middle", bold=True))
        else:
            scene.add(Text(middle + width / 2.0 + 8.0, y + 20.0, one.amount, 12.0, INK, bold=True))
        scene.add(
            Text(540.0, y + 20.0, one.number, 12.0, NAVY, "end", bold=True),
            Text(556.0, y + 20.0, fit(one.note, 11.0, 200.0), 11.0, GREY),
        )
    return scene


class Heat(NamedTuple):
    """A customer's risk: in all, and by factor (``None`` = not known), 0–100."""

    label: str
    total: float | None
    total_text: str
    cells: Sequence[float | None]


def heat(
    rows: Sequence[Heat], heads: Sequence[str], bounds: Sequence[float], title: str, words: str
) -> Scene:
    """Return the risk table of all customers: a figure a cell, coloured by its level.

    Args:
        rows: the customers, the riskiest first; a total that is not known has no colour, but a text.
        heads: the factors.
        bounds: where the next level begins, three of them.
        title: of the picture.
        words: the picture in words.
    """
    left, line, top = 168.0, 24.0, 64.0
    scene = Scene("heat", WIDE, top + line * len(rows) + 6.0, title, words)
    words_in = max((text_width(one.total_text, 11.0) for one in rows), default=0.0)
    total_wide = max(52.0, 1.12 * words_in + 8.0)  # it is bold
    step = (WIDE - left - total_wide - 10.0) / max(len(heads), 1)
    for at, head in enumerate(heads):
        x = left + total_wide + 10.0 + at * step
        # names of factors are longer than cells are wide: two rows, in turns
        y = top - 10.0 if at % 2 == 0 else top - 28.0
        scene.add(Text(x + step / 2.0, y, fit(head, 10.0, 2.0 * step - 6.0), 10.0, GREY, "middle"))
        if at % 2:
            scene.add(Line([(x + step / 2.0, top - 24.0), (x + step / 2.0, top - 3.0)], RULE, 0.8))
    for at, row in enumerate(rows):
        y = top + line * at
        scene.add(Text(0.0, y + 16.0, fit(row.label, 11.5, left - 8.0), 11.5, INK, full=row.label))
        _heat_cell(scene, (left, y, total_wide, line), row.total, bounds, row.total_text, bold=True)
        for column, points in enumerate(row.cells):
            x = left + total_wide + 10.0 + column * step
            text = "" if points is None else f"{points:.0f}"
            _heat_cell(scene, (x, y, step, line), points, bounds, text)
    return scene


def _heat_cell(
    scene: Scene,
    place: tuple[float, float, float, float],
    points: float | None,
    bounds: Sequence[float],
    text: str,
    *,
    bold: bool = False,
) -> None:
    x, y, width, high = place
    fill = PALE
    if points is not None:
        level = sum(points >= bound for bound in bounds)
        fill = list(LEVEL_COLOURS.values())[min(level, 3)]
    scene.add(Box(x, y, width, high, fill, WHITE, 1.5))
    if text:
        ink = Text(x + width / 2.0, y + 16.0, text, 11.0, INK, "middle", bold=bold)
        scene.add(ink)
