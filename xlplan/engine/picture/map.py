"""Who reports to whom, who moves whom, and how do they stand to us? The relationship map.

Colour and sign of a box = attitude, dots = weight in the decision, outline = role, tags = coach and
veto. Boxes never overlap: the tree is laid out in blocks, and blocks are packed in rows.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

from xlplan.engine.picture.text import fit, text_width
from xlplan.engine.picture.tree import Layout, lay_out
from xlplan.engine.pictures import (
    GOLD,
    GREY,
    INK,
    NAVY,
    RED,
    TEAL,
    WHITE,
    Box,
    Dot,
    Line,
    Scene,
    Text,
)

NODE_WIDTH, NODE_HEIGHT = 140.0, 96.0
DOTS = 5


class Look(NamedTuple):
    """How an attitude is drawn: header, text on it, body, and a sign that survives grey print."""

    head: str
    ink: str
    body: str
    sign: str


LOOKS: Mapping[str | None, Look] = {
    "champion": Look("#0b6e75", WHITE, "#e4f2f1", "++"),
    "supportive": Look("#8fcfc4", INK, "#eff8f6", "+"),
    "neutral": Look("#c3ccd8", INK, "#f5f7fa", "0"),
    "opposed": Look("#f0ad5c", INK, "#fdf3e4", "−"),
    "hostile": Look("#a8281f", WHITE, "#fae9e6", "−−"),
    None: Look("#ffffff", GREY, "#ffffff", "?"),
}

OUTLINES: Mapping[str | None, tuple[float, str]] = {
    "decision maker": (3.2, ""),
    "gatekeeper": (1.8, "7 3"),
    "purchaser": (1.8, "2 2.5"),
    "user": (1.2, ""),
    None: (1.0, ""),
}


class Person(NamedTuple):
    """One box of the map; ``dots`` 0–5, ``note`` who of ours covers the person."""

    id: str
    name: str
    title: str = ""
    role: str | None = None
    role_text: str = ""
    attitude: str | None = None
    dots: int = 0
    note: str = ""
    alert: bool = False
    coach: str = ""
    veto: str = ""
    decides: bool = True
    boss: str | None = None


class Influencing(NamedTuple):
    """One line of the map between two people."""

    source: str
    target: str
    conflict: bool = False
    strength: float = 0.5


class MapTexts(NamedTuple):
    """The words of the map; ``attitudes`` maps attitude → word, ``None`` → unknown."""

    title: str
    description: str
    attitudes: Mapping[str | None, str]
    weight: str
    influences: str
    conflict: str


def relationship_map(
    people: Sequence[Person], lines: Sequence[Influencing], texts: MapTexts
) -> Scene:
    """Return the map of a customer's people.

    A boss that is not among the people makes a person a root of its own; circular reporting lines
    are cut at the person met twice.
    """
    layout = lay_out([(one.id, one.boss) for one in people], NODE_WIDTH, NODE_HEIGHT)
    scene = Scene("map", layout.width, layout.height, texts.title, texts.description)
    for points in layout.lines:
        scene.add(Line(points, "#9aa8bb", 1.4))
    drawn = [one for one in lines if one.source in layout.spots and one.target in layout.spots]
    for line in drawn:
        scene.add(_influence(line, layout))
    for one in people:
        _draw(scene, one, *layout.spots[one.id])
    _legend(scene, people, drawn, texts)
    return scene


def _influence(line: Influencing, layout: Layout) -> Line:
    """Return a line from box to box: through the gap between the rows where they share a row."""
    (from_x, from_y), (to_x, to_y) = layout.spots[line.source], layout.spots[line.target]
    middle = NODE_WIDTH / 2.0
    colour, dash = (RED, "5 3") if line.conflict else (TEAL, "")
    thick = 1.2 + 1.6 * min(max(line.strength, 0.0), 1.0)
    if abs(from_y - to_y) < NODE_HEIGHT / 2.0:
        low = from_y + NODE_HEIGHT
        points = [
            (from_x + middle, low), ((from_x + to_x) / 2.0 + middle, low + 46.0),
            (to_x + middle, low),
        ]  # fmt: skip
        return Line(points, colour, thick, dash, arrow=not line.conflict, curved=True)
    up = to_y < from_y
    start_y = from_y if up else from_y + NODE_HEIGHT
    end_y = to_y + NODE_HEIGHT if up else to_y
    aside = 24.0 if from_x <= to_x else -24.0
    points = [(from_x + middle + aside, start_y), (to_x + middle - aside, end_y)]
    return Line(points, colour, thick, dash, arrow=not line.conflict)


def _draw(scene: Scene, one: Person, x: float, y: float) -> None:
    look = LOOKS[one.attitude]
    thick, dash = OUTLINES[one.role]
    head = look.head if one.decides else "#ffffff"
    edge = look.head if look.head != "#ffffff" and one.decides else "#8a98ab"
    middle, room = x + NODE_WIDTH / 2.0, NODE_WIDTH - 16.0
    ink = look.ink if one.decides else GREY
    sign = look.sign if one.decides else ""
    body = look.body if one.decides else WHITE
    scene.add(
        Box(x, y, NODE_WIDTH, NODE_HEIGHT, body, radius=7.0),
        Box(x, y, NODE_WIDTH, 22.0, head, radius=7.0),
        Box(x, y + 12.0, NODE_WIDTH, 10.0, head),
        Box(x, y, NODE_WIDTH, NODE_HEIGHT, "none", edge, thick, 7.0, dash),
        Text(x + 9.0, y + 15.2, fit(one.role_text, 10.5, room - 22.0), 10.5, ink, bold=one.decides),
        Text(x + NODE_WIDTH - 9.0, y + 15.8, sign, 13.0, ink, "end", bold=True),
        Text(middle, y + 38.5, fit(one.name, 13.0, room), 13.0, NAVY, "middle", True, one.name),
        Text(middle, y + 53.0, fit(one.title, 10.5, room), 10.5, GREY, "middle", False, one.title),
    )
    if one.decides:
        _dots(scene, middle, y + 65.0, one.dots, edge)
    if one.note:
        colour = RED if one.alert else GREY
        note = fit(one.note, 10.5, room)
        scene.add(Text(middle, y + 84.0, note, 10.5, colour, "middle", one.alert, one.note))
    _tags(scene, one, x + NODE_WIDTH - 6.0, y + NODE_HEIGHT)


def _dots(scene: Scene, middle: float, y: float, filled: int, colour: str) -> None:
    first = middle - 12.0 * (DOTS - 1) / 2.0
    for at in range(DOTS):
        fill = colour if at < filled else WHITE
        scene.add(Dot(first + 12.0 * at, y, 4.0, fill, colour, 1.2))


def _tags(scene: Scene, one: Person, right: float, y: float) -> None:
    for text, fill, ink in ((one.veto, RED, WHITE), (one.coach, GOLD, INK)):
        if text:
            width = text_width(text, 9.5) + 12.0
            scene.add(
                Box(right - width, y - 6.0, width, 15.0, fill, WHITE, 1.2, 7.5),
                Text(right - width / 2.0, y + 5.0, text, 9.5, ink, "middle", bold=True),
            )
            right -= width + 3.0


def _legend(
    scene: Scene, people: Sequence[Person], lines: Sequence[Influencing], texts: MapTexts
) -> None:
    """Add the signs that this map uses, below it, in as many rows as they need."""
    found = {one.attitude for one in people if one.decides}
    items: list[tuple[str, str | None]] = [
        (texts.attitudes[attitude], attitude) for attitude in LOOKS if attitude in found
    ]
    x, y = 4.0, scene.height + 14.0
    for text, attitude in items:
        look = LOOKS[attitude]
        edge = "#8a98ab" if attitude is None else look.head
        width = 34.0 + text_width(text, 11.0)
        x, y = (4.0, y + 20.0) if x + width > scene.width else (x, y)
        scene.add(
            Box(x, y - 10.0, 22.0, 14.0, look.head, edge, 1.0, 3.0),
            Text(x + 11.0, y + 0.8, look.sign, 10.0, look.ink, "middle", bold=True),
            Text(x + 27.0, y + 1.0, text, 11.0, GREY),
        )
        x += width + 8.0
    marks = [("dots", texts.weight)] if items else []
    marks += [("line", texts.influences)] if any(not one.conflict for one in lines) else []
    marks += [("dash", texts.conflict)] if any(one.conflict for one in lines) else []
    for mark, text in marks:
        width = 46.0 + text_width(text, 11.0)
        x, y = (4.0, y + 20.0) if x + width > scene.width else (x, y)
        _mark(scene, mark, x, y - 3.0)
        scene.add(Text(x + 38.0, y + 1.0, text, 11.0, GREY))
        x += width + 8.0
    scene.height = y + 10.0


def _mark(scene: Scene, mark: str, x: float, y: float) -> None:
    if mark == "dots":
        for at in range(3):
            scene.add(Dot(x + 7.0 + 11.0 * at, y, 4.0, GREY if at < 2 else WHITE, GREY, 1.2))
    elif mark == "line":
        scene.add(Line([(x, y), (x + 32.0, y)], TEAL, 2.0, arrow=True))
    else:
        scene.add(Line([(x, y), (x + 32.0, y)], RED, 2.0, "5 3"))


def weight_dots(weight: float, heaviest: float) -> int:
    """Return 1–5 dots for a weight, 5 for the heaviest; 0 for none."""
    if heaviest <= 0.0 or weight <= 0.0:
        return 0
    return max(1, ceil(DOTS * weight / heaviest - 1e-9))
