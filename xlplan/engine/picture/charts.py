"""Where do the opportunities stand, how risky, how do we compare? Board, risk gauge, rival chart.

Each chart gets numbers with their texts ready and returns a scene; nothing is formatted here.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xlplan.engine.picture.places import HIGH, LEFT, TOP, WIDE, Bubble, Circle, Grid, placed
from xlplan.engine.picture.text import fit, text_width
from xlplan.engine.pictures import (
    GRADE_COLOURS,
    GREY,
    INK,
    LEVEL_COLOURS,
    NAVY,
    PALE,
    RULE,
    WHITE,
    Area,
    Box,
    Dot,
    Line,
    Scene,
    Shape,
    Text,
)

CELL_TINTS = {"A": "#d7ebea", "B": "#e2eaf6", "C": "#fbf0d9", "D": "#f0f2f5"}


class BoardTexts(NamedTuple):
    """The words of the board: heads of the time bands, names of the level bounds, axes."""

    title: str
    description: str
    bands: Sequence[str]
    bounds: Sequence[str]
    up: str
    note: str
    more: Callable[[int], str] = "… +{}".format
    """Says how many there was no room for."""


def board(bubbles: Sequence[Bubble], grid: Grid, texts: BoardTexts, hidden: int = 0) -> Scene:
    """Return the ABCD board: time to close across, likelihood up, area of a bubble = amount.

    The time bands are equally wide, so that the near ones, where the decisions are, have room.
    ``hidden``: so many more are not among the bubbles.
    """
    scene = Scene("board", 760.0, TOP + HIGH + 26.0, texts.title, texts.description)
    column = WIDE / (len(grid.days) + 1)
    edges = [1.0, *grid.levels, 0.0]
    for at, row in enumerate(grid.letters):
        for level, letter in enumerate(row):
            top, foot = TOP + HIGH * (1.0 - edges[level]), TOP + HIGH * (1.0 - edges[level + 1])
            x = LEFT + at * column
            scene.add(
                Box(x, top, column, foot - top, CELL_TINTS.get(letter, PALE), WHITE, 1.5),
                Text(x + column - 8.0, top + 17.0, letter, 14.0, "#8593a6", "end", bold=True),
            )
        head = Text(LEFT + (at + 0.5) * column, TOP - 9.0, texts.bands[at], 11.0, GREY, "middle")
        scene.add(head)
    for bound, text in zip(grid.levels, texts.bounds, strict=True):
        scene.add(Text(LEFT - 7.0, TOP + HIGH * (1.0 - bound) + 4.0, text, 11.0, GREY, "end"))
    scene.add(
        Text(2.0, TOP - 9.0, texts.up, 11.0, GREY),
        Text(LEFT + WIDE, TOP + HIGH + 18.0, texts.note, 11.0, GREY, "end"),
    )
    hidden += _bubbles(scene, bubbles, grid)
    if hidden:
        scene.add(Text(LEFT, TOP + HIGH + 18.0, texts.more(hidden), 11.0, GREY))
    return scene


def _bubbles(scene: Scene, bubbles: Sequence[Bubble], grid: Grid) -> int:
    """Draw the bubbles; return for how many there was no room left in their cell."""
    whole, circles, bubbles = len(bubbles), *placed(bubbles, grid)
    taken = _letter_places(grid)
    # the large ones first, so that no small one is hidden
    for at in sorted(range(len(bubbles)), key=lambda place: -circles[place][2]):
        (x, y, radius), one = circles[at], bubbles[at]
        scene.add(Dot(x, y, radius, GRADE_COLOURS.get(one.grade, GREY), WHITE, 2.0))
    for (x, y, radius), one in zip(circles, bubbles, strict=True):
        size = 12.0 if text_width(one.mark, 12.0) < 2.0 * radius - 4.0 else 9.0
        scene.add(Text(x, y + size / 3.0, one.mark, size, WHITE, "middle", bold=True))
        label = _label(one, (x, y, radius), circles, taken)
        if label is not None:
            scene.add(label)
    return whole - len(bubbles)


def _letter_places(grid: Grid) -> list[tuple[float, float, float, float]]:
    """Return where the letters of the cells stand, so that no name is written across them."""
    column = WIDE / (len(grid.days) + 1)
    tops = [TOP + HIGH * (1.0 - edge) for edge in (1.0, *grid.levels)]
    rights = [LEFT + column * (at + 1) for at in range(len(grid.letters))]
    return [(x - 22.0, y + 3.0, x - 4.0, y + 19.0) for x in rights for y in tops]


def _label(
    one: Bubble,
    circle: Circle,
    circles: Sequence[Circle],
    taken: list[tuple[float, float, float, float]],
) -> Text | None:
    """Return the name beside its bubble where it covers nothing; the number in it must do else."""
    x, y, radius = circle
    text = fit(one.name, 11.5, 170.0)
    width = 1.12 * text_width(text, 11.5)  # it is bold
    places = (
        (x + radius + 4.0, y + 4.0, "start"),
        (x - radius - 4.0, y + 4.0, "end"),
        (x, y - radius - 5.0, "middle"),
        (x, y + radius + 13.0, "middle"),
        (x - radius, y - radius - 5.0, "start"),
        (x - radius, y + radius + 13.0, "start"),
        (x + radius, y - radius - 5.0, "end"),
        (x + radius, y + radius + 13.0, "end"),
    )
    for at_x, at_y, anchor in places:
        left = at_x - {"start": 0.0, "middle": width / 2.0, "end": width}[anchor]
        area = (left, at_y - 10.0, left + width, at_y + 3.0)
        inside = area[0] >= LEFT and area[2] <= LEFT + WIDE and area[1] >= TOP
        clear = not any(_meets(area, other) for other in taken) and not any(
            _meets(area, (cx - r, cy - r, cx + r, cy + r))
            for cx, cy, r in circles
            if (cx, cy, r) != circle
        )
        if inside and clear and area[3] <= TOP + HIGH:
            taken.append(area)
            return Text(at_x, at_y, text, 11.5, INK, anchor, bold=True, full=one.name)
    return None


def _meets(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class Gauge(NamedTuple):
    """One row of the risk gauge, 0–100; ``lo`` and ``hi`` are its interval."""

    label: str
    value: float
    lo: float
    hi: float
    text: str


def gauge(
    rows: Sequence[Gauge], bounds: Sequence[float], zones: Sequence[str], title: str, text: str
) -> Scene:
    """Return risk on its scale: coloured zones, a mark for the value, a whisker for the unknown."""
    left, wide, line, foot = 118.0, 560.0, 34.0, 26.0
    scene = Scene("gauge", 760.0, foot + line * len(rows) + 8.0, title, text)
    edges = [0.0, *bounds, 100.0]
    for at, zone in enumerate(zones):
        x, width = left + wide * edges[at] / 100.0, wide * (edges[at + 1] - edges[at]) / 100.0
        colour = list(LEVEL_COLOURS.values())[at]
        scene.add(
            Box(x, foot - 4.0, width, line * len(rows), colour, WHITE, 1.5),
            Text(x + width / 2.0, foot - 10.0, zone, 11.0, GREY, "middle"),
        )
    for at, row in enumerate(rows):
        y = foot - 4.0 + line * (at + 0.5)
        x, lo, hi = (left + wide * number / 100.0 for number in (row.value, row.lo, row.hi))
        scene.add(
            Text(left - 10.0, y + 4.0, row.label, 12.0, INK, "end", bold=at == 0),
            Line([(lo, y), (hi, y)], NAVY, 3.0),
            Line([(lo, y - 5.0), (lo, y + 5.0)], NAVY, 1.6),
            Line([(hi, y - 5.0), (hi, y + 5.0)], NAVY, 1.6),
            Dot(x, y, 7.0, NAVY, WHITE, 2.0),
            Text(left + wide + 12.0, y + 5.0, row.text, 15.0, NAVY, bold=True),
        )
    return scene


class Contest(NamedTuple):
    """One criterion: our score and the rivals' in the order of their names, ``None`` = unknown."""

    label: str
    ours: float | None
    theirs: Sequence[float | None]


def contest_chart(
    rows: Sequence[Contest], us: str, rivals: Sequence[str], title: str, text: str
) -> Scene:
    """Return how the buyer sees us and our rivals, criterion by criterion, 0–100."""
    left, wide, line = 118.0, 600.0, 28.0
    scene = Scene("contest", 760.0, 30.0 + line * len(rows) + 20.0, title, text)
    x, names = left, [us, *rivals[:4]]
    for at, name in enumerate(names):
        shown = fit(name, 11.5, min(130.0, (scene.width - left) / len(names) - 36.0))
        scene.add(
            _sign(at, x + 6.0, 10.0),
            Text(x + 17.0, 14.0, shown, 11.5, INK, bold=at == 0, full=name),
        )
        x += text_width(shown, 11.5) + 36.0
    foot = 30.0 + line * len(rows)
    for tick in (0, 25, 50, 75, 100):
        at_x = left + wide * tick / 100.0
        scene.add(
            Line([(at_x, 28.0), (at_x, foot)], RULE, 0.8),
            Text(at_x, foot + 14.0, str(tick), 10.5, GREY, "middle"),
        )
    for at, row in enumerate(rows):
        y = 30.0 + line * (at + 0.5)
        known = [row.ours, *row.theirs[:4]]
        places = [left + wide * score / 100.0 for score in known if score is not None]
        scene.add(Text(left - 10.0, y + 4.0, row.label, 12.0, INK, "end"))
        if len(places) > 1:
            scene.add(Line([(min(places), y), (max(places), y)], "#9aa8bb", 1.4))
        marks = [(place, score) for place, score in enumerate(known) if score is not None]
        for place, score in reversed(marks):
            scene.add(_sign(place, left + wide * score / 100.0, y))
    return scene


def _sign(place: int, x: float, y: float) -> Shape:
    """Return a sign per bidder that differs in form, not in colour alone; ours is the full one."""
    if place == 0:
        points = [(x, y - 7.5), (x + 7.5, y), (x, y + 7.5), (x - 7.5, y)]
        return Area(points, NAVY, WHITE, 1.2)
    if place == 1:
        return Dot(x, y, 5.2, WHITE, "#b3322c", 2.0)
    if place == 2:
        return Box(x - 4.8, y - 4.8, 9.6, 9.6, WHITE, "#c98a1b", 2.0)
    points = [(x, y - 6.0), (x + 5.6, y + 4.6), (x - 5.6, y + 4.6)]
    return Area(points, WHITE, "#3f6fb5" if place == 3 else GREY, 2.0)
