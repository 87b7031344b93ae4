"""How is a picture drawn? One scene of plain shapes, written as SVG without any library.

A scene is data: boxes, lines, dots and texts on a canvas. SVG is one way to write it; slides and
PNG files can be made from the same shapes later. Nothing in it depends on the machine or the hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

NAVY, INK, GREY, RULE, PALE, WHITE = (
    "#14284b",
    "#1f2d3d",
    "#5d6b80",
    "#c9d2de",
    "#f3f6fa",
    "#ffffff",
)
TEAL, GOLD, RED, BLUE = "#0b6e75", "#c98a1b", "#b3322c", "#3f6fb5"

GRADE_COLOURS = {"A": TEAL, "B": BLUE, "C": GOLD, "D": "#7d8aa0", "X": RED}
LEVEL_COLOURS = {"low": "#d9eee3", "medium": "#fdf0c8", "high": "#f9d2a4", "severe": "#efaaa2"}


class Box(NamedTuple):
    """A rectangle; ``dash`` as in SVG (``"4 3"``)."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = "none"
    thick: float = 1.0
    radius: float = 0.0
    dash: str = ""


class Line(NamedTuple):
    """A line through points; three points with ``curved`` make one bend; ``arrow`` ends it."""

    points: Sequence[tuple[float, float]]
    stroke: str = RULE
    thick: float = 1.0
    dash: str = ""
    arrow: bool = False
    curved: bool = False


class Area(NamedTuple):
    """A filled polygon."""

    points: Sequence[tuple[float, float]]
    fill: str
    stroke: str = "none"
    thick: float = 1.0


class Dot(NamedTuple):
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = "none"
    thick: float = 1.0


class Text(NamedTuple):
    """One line of text; ``y`` is its baseline, ``full`` is shown on hover where it was cut."""

    x: float
    y: float
    text: str
    size: float = 12.0
    fill: str = INK
    anchor: str = "start"
    bold: bool = False
    full: str = ""


Shape = Box | Line | Area | Dot | Text


@dataclass
class Scene:
    """A canvas with shapes, drawn in their order; ``title`` and ``description`` say it in words."""

    key: str
    width: float
    height: float
    title: str
    description: str
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Draw more shapes on top."""
        self.shapes.extend(shapes)


class Svg(str):
    """SVG text that an HTML template may print as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return itself: its texts were escaped when it was written."""
        return self


def svg(scene: Scene) -> Svg:
    """Return a scene as SVG for a page: it takes the width of its column and the page's font."""
    key = scene.key
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" '
        f'viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" '
        f'aria-labelledby="{key}-title {key}-text">'
        f'<title id="{key}-title">{escape(scene.title)}</title>'
        f'<desc id="{key}-text">{escape(scene.description)}</desc>'
    )
    return Svg(head + "".join([_write(one) for one in scene.shapes]) + "</svg>")


def _write(one: Shape) -> str:
    if isinstance(one, Text):
        return _text(one)
    if isinstance(one, Box):
        return _box(one)
    if isinstance(one, Line):
        return _line(one)
    return _dot(one) if isinstance(one, Dot) else _area(one)


def escape(text: str) -> str:
    """Return text as XML content or attribute."""
    if not any(sign in text for sign in "&<>\"'"):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def _n(number: float) -> str:
    """Return a coordinate, to a tenth."""
    return f"{number:.1f}".removesuffix(".0")


def _box(one: Box) -> str:
    radius = f' rx="{_n(one.radius)}"' if one.radius else ""
    return (
        f'<rect x="{_n(one.x)}" y="{_n(one.y)}" width="{_n(one.width)}" '
        f'height="{_n(one.height)}"{radius} fill="{one.fill}"{_stroke(one)}/>'
    )


def _stroke(one: Box | Line | Area | Dot) -> str:
    if one.stroke == "none":
        return ""
    dash = getattr(one, "dash", "")
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f' stroke="{one.stroke}" stroke-width="{_n(one.thick)}"{dashes}'


def _line(one: Line) -> str:
    (x, y), *rest = one.points
    if one.curved:
        (bend_x, bend_y), (end_x, end_y) = rest
        path = f"M{_n(x)} {_n(y)}Q{_n(bend_x)} {_n(bend_y)} {_n(end_x)} {_n(end_y)}"
    else:
        path = f"M{_n(x)} {_n(y)}" + "".join(f"L{_n(to_x)} {_n(to_y)}" for to_x, to_y in rest)
    drawn = f'<path d="{path}" fill="none"{_stroke(one)}/>'
    return drawn + (_head(one) if one.arrow else "")


def _head(one: Line) -> str:
    """Return the arrow head as a shape of its own: markers do not survive every converter."""
    (from_x, from_y), (x, y) = one.points[-2], one.points[-1]
    along_x, along_y = x - from_x, y - from_y
    length = (along_x**2 + along_y**2) ** 0.5 or 1.0
    along_x, along_y, size = along_x / length, along_y / length, 4.0 + 2.0 * one.thick
    back_x, back_y = x - size * along_x, y - size * along_y
    half = size * 0.45
    points = [
        (x, y),
        (back_x - half * along_y, back_y + half * along_x),
        (back_x + half * along_y, back_y - half * along_x),
    ]
    return _area(Area(points, one.stroke))


def _area(one: Area) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in one.points)
    return f'<polygon points="{points}" fill="{one.fill}"{_stroke(one)}/>'


def _dot(one: Dot) -> str:
    return (
        f'<circle cx="{_n(one.x)}" cy="{_n(one.y)}" r="{_n(one.radius)}" '
        f'fill="{one.fill}"{_stroke(one)}/>'
    )


def _text(one: Text) -> str:
    anchor = "" if one.anchor == "start" else f' text-anchor="{one.anchor}"'
    bold = ' font-weight="700"' if one.bold else ""
    full = f"<title>{escape(one.full)}</title>" if one.full and one.full != one.text else ""
    return (
        f'<text x="{_n(one.x)}" y="{_n(one.y)}" font-size="{_n(one.size)}" '
        f'fill="{one.fill}"{anchor}{bold}>{full}{escape(one.text)}</text>'
    )
