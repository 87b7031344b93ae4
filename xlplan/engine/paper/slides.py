"""How does a document become slides? One a section: its finding as title, its content, its ending.

Returns the shapes of each slide as DrawingML; a host puts them into a presentation.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlplan.engine.paper.blocks import (
    Block,
    Cards,
    Columns,
    Ending,
    Head,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Table,
)
from xlplan.engine.paper.slide_shapes import (
    INCH,
    POINT,
    Numbers,
    Room,
    box,
    fill,
    group,
    paragraph,
    run,
)
from xlplan.engine.paper.slide_tables import pages, table_height, table_xml
from xlplan.engine.pictures import GREY, INK, NAVY, PALE, WHITE, Scene
from xlplan.engine.word.styles import EDGES, GRADES

WIDE, HIGH = round(13.333 * INCH), round(7.5 * INCH)
_SIDE = round(0.55 * INCH)
_LINE = "<a:ln><a:noFill/></a:ln>"
_ENDINGS = {
    "decision": ("#c98a1b", "#fdf6e9", "#8a5d0c"), "action": ("#0b6e75", "#eaf4f3", "#0b6e75"),
}  # fmt: skip
_GAP = round(0.14 * INCH)


class Slide(NamedTuple):
    """A slide: its title for the outline, where that stands, its colour, its other shapes."""

    title: str
    room: Room
    colour: str
    shapes: str


def slides_of(paper: Paper, scenes: Mapping[str, Scene | None]) -> list[Slide]:
    """Return the slides of a document: the head with its key figures, then a slide a section."""
    head = next((one for one in paper.blocks if isinstance(one, Head)), None)
    starts = [
        at for at, one in enumerate(paper.blocks) if isinstance(one, Heading) and one.level == 1
    ]
    found: list[Slide] = []
    if head is not None:
        before = paper.blocks[: starts[0]] if starts else paper.blocks
        cards = [one for one in before if isinstance(one, Cards)]
        found.append(_cover(head, cards, [one for one in before if isinstance(one, Paragraph)]))
    ends = [*starts[1:], len(paper.blocks)]
    for start, end in zip(starts, ends, strict=True):
        found += _section(paper.blocks[start + 1 : end], paper.foot, scenes)
    return found


def _plain(text: str, size: float, colour: str, *, bold: bool = False) -> str:
    return paragraph(run(text, size, colour, bold=bold)) if text else ""


def _cover(head: Head, cards: Sequence[Cards], said: Sequence[Paragraph]) -> Slide:
    numbers = Numbers()
    shapes = [box(Room(0, 0, WIDE, HIGH), fill(NAVY) + _LINE, "", (numbers.next(), "ground"))]
    inside = _plain(head.kind, 16, "#c6d2e6")
    top = round(1.35 * INCH)
    shapes.append(box(Room(_SIDE, top - INCH // 2, 9 * INCH, INCH // 2), _LINE, inside,
                      (numbers.next(), "kind")))  # fmt: skip
    line = _plain(head.line, 15, "#d4deec")
    shapes.append(box(Room(_SIDE, top + round(1.1 * INCH), 9 * INCH, INCH // 2), _LINE, line,
                      (numbers.next(), "line")))  # fmt: skip
    told = "".join(_plain(one.text, 15, WHITE, bold=True) for one in said)
    if told:
        room = Room(_SIDE, top + round(1.7 * INCH), WIDE - 2 * _SIDE, round(0.8 * INCH))
        shapes.append(box(room, _LINE, told, (numbers.next(), "said")))
    if head.badge:
        label, sign, note, grade = head.badge
        text = (
            paragraph(run(label, 13, WHITE), "ctr")
            + paragraph(run(sign, 66, WHITE, bold=True), "ctr")
            + paragraph(run(note, 12, WHITE), "ctr")
        )
        room = Room(round(10.4 * INCH), round(0.8 * INCH), round(2.3 * INCH), round(2.3 * INCH))
        shapes.append(box(room, fill(GRADES.get(grade, "66758C")) + _LINE, text,
                          (numbers.next(), "grade")))  # fmt: skip
    y = round(4.0 * INCH)
    for one in cards:
        room = Room(_SIDE, y, WIDE - 2 * _SIDE, HIGH - y - INCH // 2)
        shapes.append(_cards(one, room, numbers, dark=True))
    title = Room(_SIDE, top, 9 * INCH, round(1.0 * INCH))
    return Slide(head.name, title, WHITE, "".join(shapes))


def _section(blocks: Sequence[Block], foot: str, scenes: Mapping[str, Scene | None]) -> list[Slide]:
    """Return the slides of a section, as a rule one."""
    title = next(
        (one.text for one in blocks if isinstance(one, Paragraph) and one.kind == "headline"), ""
    )
    ending = next((one for one in reversed(blocks) if isinstance(one, Ending)), None)
    body = [
        one
        for one in blocks
        if not isinstance(one, Ending | Heading)
        and getattr(one, "kind", "") not in ("headline", "footer")
        and not (isinstance(one, Picture) and not scenes.get(one.name))
    ]
    top = round(1.3 * INCH)
    room = Room(_SIDE, top, WIDE - 2 * _SIDE, round((6.15 if ending else 6.85) * INCH) - top)
    fixed = [_height(one, room.width) for one in body if not isinstance(one, Table)]
    others = sum(high or INCH for high in fixed) + _GAP * len(fixed)
    parts = pages(body, room.height, room.width, others)
    last = len(parts)
    return [
        _slide(_Content(f"{title} ({at})" if at > 1 else title, part, ending if at == last else None, foot),
               room, scenes)
        for at, part in enumerate(parts, start=1)
    ]  # fmt: skip


class _Content(NamedTuple):
    title: str
    body: Sequence[Block]
    ending: Ending | None
    foot: str


def _slide(one: _Content, room: Room, scenes: Mapping[str, Scene | None]) -> Slide:
    numbers = Numbers()
    rule = Room(_SIDE, round(1.12 * INCH), WIDE - 2 * _SIDE, round(0.03 * INCH))
    shapes = [box(rule, fill("#c98a1b") + _LINE, "", (numbers.next(), "rule"))]
    shapes.append(_stack(one.body, room, scenes, numbers))
    if one.ending:
        shapes.append(_ending(one.ending, numbers))
    line = _plain(one.foot, 9, GREY)
    shapes.append(box(Room(_SIDE, round(7.05 * INCH), WIDE - 2 * _SIDE, round(0.3 * INCH)), _LINE,
                      line, (numbers.next(), "foot")))  # fmt: skip
    place = Room(_SIDE, round(0.3 * INCH), WIDE - 2 * _SIDE, round(0.8 * INCH))
    return Slide(one.title, place, NAVY, "".join(shapes))


def _ending(one: Ending, numbers: Numbers) -> str:
    edge, ground, ink = _ENDINGS.get(one.kind, ("#7d8aa0", PALE, GREY))
    room = Room(_SIDE, round(6.25 * INCH), WIDE - 2 * _SIDE, round(0.72 * INCH))
    text = _plain(one.label, 11, ink, bold=True) + _plain(one.text, 14, NAVY, bold=True)
    bar = room._replace(width=round(0.07 * INCH))
    return box(room, fill(ground) + _LINE, text, (numbers.next(), "ending")) + box(
        bar, fill(edge) + _LINE, "", (numbers.next(), "edge")
    )


def _stack(
    blocks: Sequence[Block], room: Room, scenes: Mapping[str, Scene | None], numbers: Numbers
) -> str:
    """Return blocks one below the other; pictures share the height that the others leave."""
    blocks = [one for one in blocks if not isinstance(one, Picture) or scenes.get(one.name)]
    fixed = [_height(one, room.width) for one in blocks]
    count = sum(1 for height in fixed if height == 0)
    left = room.height - sum(fixed) - _GAP * max(0, len(blocks) - 1)
    each = max(left // count, INCH // 2) if count else 0
    y, parts = room.y, []
    for one, height in zip(blocks, fixed, strict=True):
        tall = height or each
        scene = scenes.get(one.name) if isinstance(one, Picture) else None
        if scene is not None:
            tall = min(tall, round(room.width * scene.height / scene.width))
        parts.append(_block(one, Room(room.x, y, room.width, tall), scenes, numbers))
        y += tall + _GAP
    return "".join(parts)


def _height(one: Block, width: int) -> int:
    if isinstance(one, Cards):
        return round(0.95 * INCH) * -(-len(one.cards) // one.columns)
    if isinstance(one, Table):
        return table_height(one, width)
    if isinstance(one, Paragraph):
        lines = -(-len(one.text) * 7 * POINT // max(width, 1))
        return round(0.24 * INCH) * max(1, lines)
    return 0


def _block(one: Block, room: Room, scenes: Mapping[str, Scene | None], numbers: Numbers) -> str:
    if isinstance(one, Columns):
        gap = round(0.3 * INCH)
        each = (room.width - gap * (len(one.columns) - 1)) // len(one.columns)
        return "".join(
            _stack(
                column, Room(room.x + at * (each + gap), room.y, each, room.height), scenes, numbers
            )
            for at, column in enumerate(one.columns)
        )
    if isinstance(one, Picture):
        scene = scenes.get(one.name)
        return group(scene, room, numbers) if scene else ""
    if isinstance(one, Cards):
        return _cards(one, room, numbers)
    if isinstance(one, Table):
        return table_xml(one, room, numbers)
    if isinstance(one, Paragraph):
        return box(room, _LINE, _plain(one.text, 12, INK), (numbers.next(), "text"))
    return ""


def _cards(one: Cards, room: Room, numbers: Numbers, *, dark: bool = False) -> str:
    gap, count = round(0.12 * INCH), min(one.columns, len(one.cards))
    rows = -(-len(one.cards) // count)
    width = (room.width - gap * (count - 1)) // count
    height = (room.height - gap * (rows - 1)) // rows
    height = min(height, round((1.35 if dark else 0.95) * INCH))
    parts = []
    for at, card in enumerate(one.cards):
        row, column = divmod(at, count)
        place = Room(room.x + column * (width + gap), room.y + row * (height + gap), width, height)
        ink, soft = (WHITE, "#c6d2e6") if dark else (NAVY, GREY)
        text = (
            _plain(card.label, 11, soft)
            + _plain(card.value, 22 if dark else 17, ink, bold=True)
            + _plain(card.note, 10.5, soft)
        )
        ground = "#1f3763" if dark else PALE
        edge = place._replace(height=round(0.05 * INCH))
        parts.append(box(place, fill(ground) + _LINE, text, (numbers.next(), "figure")))
        colour = fill(EDGES.get(card.tone, EDGES["plain"]))
        parts.append(box(edge, colour + _LINE, "", (numbers.next(), "edge")))
    return "".join(parts)


def title_xml(slide: Slide) -> str:
    """Return the inside of the title placeholder: its place and its text."""
    room = slide.room
    size = 30 if slide.colour == WHITE else 22 if len(slide.title) < 90 else 18
    return (
        f'<p:spPr><a:xfrm><a:off x="{room.x}" y="{room.y}"/><a:ext cx="{room.width}" '
        f'cy="{room.height}"/></a:xfrm></p:spPr><p:txBody><a:bodyPr lIns="91440" anchor="ctr">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle/>"
        f"{_plain(slide.title, size, slide.colour, bold=True) or '<a:p/>'}</p:txBody>"
    )
