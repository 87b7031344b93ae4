"""When does the relationship pay? Return and cost over the years, with a band and the break-even."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xlplan.core.money.horizon import Point
from xlplan.engine.picture.text import fit, text_width
from xlplan.engine.pictures import (
    GREY,
    NAVY,
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

LEFT, RIGHT, TOP, FOOT = 64.0, 606.0, 16.0, 232.0
BAND = "#cfe4e2"
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


class PaybackTexts(NamedTuple):
    """The words of the picture; ``ticks`` one a year, ``pays`` the break-even as a label."""

    title: str
    description: str
    gain: str
    cost: str
    band: str
    pays: str
    ticks: Sequence[str]
    money: Callable[[float], str]


def payback(points: Sequence[Point], pays: float | None, texts: PaybackTexts) -> Scene:
    """Return return and cost, cumulated, in money of today.

    Args:
        points: the way from today to the horizon.
        pays: after how many years the return has caught up; ``None`` if it has not.
        texts: the words.
    """
    scene = Scene("payback", 760.0, 276.0, texts.title, texts.description)
    highs = [value for one in points for value in (one.gain, one.cost, one.high, one.low) if value]
    top, bottom = max([*highs, 0.0]), min([*highs, 0.0])
    step = _step((top - bottom) or 1.0)
    low, high = step * (bottom // step), step * -(-top // step) or step
    lines = [low + step * at for at in range(round((high - low) / step) + 1)]
    left = max(LEFT, 12.0 + max(text_width(texts.money(one), 11.0) for one in lines))
    years = points[-1].years or 1.0

    def place(time: float, amount: float) -> tuple[float, float]:
        share = (amount - low) / (high - low)
        return left + (RIGHT - left) * time / years, FOOT - (FOOT - TOP) * share

    _grid(scene, texts, lines, place)
    _band(scene, points, place)
    _curve(scene, [place(one.years, one.cost) for one in points], RED, "7 4")
    _curve(scene, [place(one.years, one.gain) for one in points], TEAL, "")
    _ends(scene, points[-1], texts, place)
    _break_even(scene, points, pays, texts, place)
    _legend(scene, texts, banded=points[-1].low is not None)
    return scene


_Place = Callable[[float, float], tuple[float, float]]


def _step(span: float) -> float:
    """Return a round distance of some four lines over a span.

    Example:
        >>> _step(1_870_000.0), _step(9.0)
        (500000.0, 2.5)
    """
    size = 1.0
    while size * 10.0 <= span / 4.0:
        size *= 10.0
    while size > span / 4.0:
        size /= 10.0
    return next(size * nice for nice in NICE if size * nice >= span / 4.0)


def _grid(scene: Scene, texts: PaybackTexts, lines: Sequence[float], place: _Place) -> None:
    for amount in lines:
        left, y = place(0.0, amount)
        zero = amount == min(lines, key=abs)
        scene.add(
            Line([(left, y), (RIGHT, y)], GREY if zero else RULE, 1.2 if zero else 0.8),
            Text(left - 8.0, y + 4.0, texts.money(amount), 11.0, GREY, "end"),
        )
    for year, text in enumerate(texts.ticks):
        x = left + (RIGHT - left) * year / max(len(texts.ticks) - 1, 1)
        scene.add(Text(x, FOOT + 18.0, text, 11.0, GREY, "middle"))


def _band(scene: Scene, points: Sequence[Point], place: _Place) -> None:
    upper = [place(one.years, one.high) for one in points if one.high is not None]
    lower = [place(one.years, one.low) for one in points if one.low is not None]
    if upper:
        scene.add(Area([*upper, *reversed(lower)], BAND))
        scene.add(Line(upper, "#7fb5b1", 0.9), Line(lower, "#7fb5b1", 0.9))


def _curve(scene: Scene, points: Sequence[tuple[float, float]], colour: str, dash: str) -> None:
    scene.add(Line(points, colour, 2.6, dash))


def _ends(scene: Scene, last: Point, texts: PaybackTexts, place: _Place) -> None:
    """Name the two curves and their ends at the right edge, apart from each other."""
    rows = [
        (place(last.years, amount)[1], f"{word} {texts.money(amount)}", colour)
        for word, amount, colour in (
            (texts.gain, last.gain, TEAL), (texts.cost, last.cost, RED),
        )
    ]  # fmt: skip
    rows.sort()
    (first, *_), (second, *_) = rows
    if second - first < 16.0:
        middle = min(max((first + second) / 2.0, TOP + 8.0), FOOT - 8.0)
        rows = [(middle - 8.0, *rows[0][1:]), (middle + 8.0, *rows[1][1:])]
    for y, text, colour in rows:
        shown = fit(text, 12.0, scene.width - RIGHT - 10.0)
        scene.add(Text(RIGHT + 8.0, y + 4.0, shown, 12.0, colour, bold=True, full=text))


def _break_even(
    scene: Scene, points: Sequence[Point], pays: float | None, texts: PaybackTexts, place: _Place
) -> None:
    left, _ = place(0.0, 0.0)
    wide = text_width(texts.pays, 12.0) + 22.0
    if not pays:  # from the start, or not at all: there is no point to mark
        scene.add(
            Box(left + 12.0, TOP, wide, 24.0, NAVY, radius=5.0),
            Text(
                LEFT + 12.0 + wide / 2.0, TOP + 16.0, texts.pays, 12.0, WHITE, "middle", bold=True
            ),
        )
        return
    x, y = place(pays, _at(points, pays))
    middle = min(max(x, left + wide / 2.0 + 2.0), RIGHT - wide / 2.0)
    scene.add(
        Line([(x, TOP + 24.0), (x, FOOT)], NAVY, 1.2, "3 3"),
        Box(middle - wide / 2.0, TOP, wide, 24.0, NAVY, radius=5.0),
        Text(middle, TOP + 16.0, texts.pays, 12.0, WHITE, "middle", bold=True),
        Dot(x, y, 5.0, WHITE, NAVY, 2.4),
    )


def _at(points: Sequence[Point], time: float) -> float:
    """Return the cost at a time, between the points."""
    later = next(one for one in points if one.years >= time)
    earlier = [one for one in points if one.years <= time][-1]
    if later.years == earlier.years:
        return earlier.cost
    share = (time - earlier.years) / (later.years - earlier.years)
    return earlier.cost + share * (later.cost - earlier.cost)


def _legend(scene: Scene, texts: PaybackTexts, *, banded: bool) -> None:
    x, y = LEFT, scene.height - 8.0
    for word, colour, dash in ((texts.gain, TEAL, ""), (texts.cost, RED, "7 4")):
        scene.add(Line([(x, y - 4.0), (x + 30.0, y - 4.0)], colour, 2.6, dash))
        scene.add(Text(x + 37.0, y, word, 11.0, GREY))
        x += 37.0 + text_width(word, 11.0) + 20.0
    if banded:
        scene.add(Box(x, y - 11.0, 30.0, 13.0, BAND, "#7fb5b1", 0.9))
        scene.add(Text(x + 37.0, y, texts.band, 11.0, GREY))
