"""How is a picture drawn on a slide? As shapes that PowerPoint edits: boxes, lines, texts.

Positions are in EMU; a scene's own units are scaled into the room that it is given.
"""

from typing import NamedTuple

from xlplan.engine.picture.text import text_width
from xlplan.engine.pictures import Area, Box, Dot, Line, Scene, Shape, Text
from xlplan.engine.word.text import attribute, content

INCH = 914400
POINT = 12700
_HEAD = 'tailEnd type="triangle" w="med" len="med"'


class Room(NamedTuple):
    """A rectangle on a slide, in EMU."""

    x: int
    y: int
    width: int
    height: int


class Numbers:
    """Numbers for the shapes of one slide, each used once."""

    def __init__(self, first: int = 10) -> None:
        self._last = first

    def next(self) -> int:
        """Return a number that no other shape has."""
        self._last += 1
        return self._last


def fill(colour: str) -> str:
    """Return a colour as the fill of a shape."""
    return "<a:noFill/>" if colour == "none" else f"<a:solidFill>{_rgb(colour)}</a:solidFill>"


def _rgb(colour: str) -> str:
    return f'<a:srgbClr val="{colour.lstrip("#").upper()}"/>'


def paragraph(runs: str, side: str = "l") -> str:
    """Return a paragraph; ``side`` is ``l``, ``r`` or ``ctr``."""
    return f'<a:p><a:pPr algn="{side}"/>{runs}</a:p>'


def run(text: str, size: float, colour: str, *, bold: bool = False) -> str:
    """Return a run of text; ``size`` in points."""
    thick = ' b="1"' if bold else ""
    return (
        f'<a:r><a:rPr lang="en-GB" altLang="zh-CN" sz="{max(100, round(100 * size))}"{thick}>'
        f'{fill(colour)}<a:latin typeface="Calibri"/><a:ea typeface="Microsoft YaHei"/></a:rPr>'
        f"<a:t>{content(text)}</a:t></a:r>"
    )


def box(
    room: Room,
    look: str,
    inside: str,
    name: tuple[int, str],
    geometry: str = "rect",
    radius: float = 0.0,
) -> str:
    """Return a shape.

    Args:
        room: where it is.
        look: its fill and line.
        inside: its paragraphs; blank for none.
        name: its number and name.
        geometry: a preset of DrawingML.
        radius: of its corners, as a share of its shorter side.
    """
    bend = f'<a:gd name="adj" fmla="val {round(100000 * radius)}"/>' if radius else ""
    at, called = name
    text = (
        f'<p:txBody><a:bodyPr wrap="square" lIns="91440" tIns="45720" rIns="91440" bIns="45720" '
        f'anchor="ctr"><a:normAutofit/></a:bodyPr><a:lstStyle/>{inside}</p:txBody>'
        if inside
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{at}" name="{attribute(called)}"/><p:cNvSpPr/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{_place(room)}<a:prstGeom prst="{geometry}"><a:avLst>{bend}</a:avLst></a:prstGeom>'
        f"{look}</p:spPr>{text}</p:sp>"
    )


def _place(room: Room) -> str:
    return (
        f'<a:xfrm><a:off x="{room.x}" y="{room.y}"/>'
        f'<a:ext cx="{max(room.width, 0)}" cy="{max(room.height, 0)}"/></a:xfrm>'
    )


def group(scene: Scene, room: Room, numbers: Numbers) -> str:
    """Return a scene as one group of shapes, as large as it fits into the room."""
    scale = min(room.width / scene.width, room.height / scene.height)
    width, height = round(scene.width * scale), round(scene.height * scale)
    place = Room(room.x + (room.width - width) // 2, room.y, width, height)
    shapes = "".join([_shape(one, place, scale, numbers) for one in scene.shapes])
    frame = (
        f'<a:off x="{place.x}" y="{place.y}"/><a:ext cx="{width}" cy="{height}"/>'
        f'<a:chOff x="{place.x}" y="{place.y}"/><a:chExt cx="{width}" cy="{height}"/>'
    )
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{numbers.next()}" name="{attribute(scene.title)}" '
        f'descr="{attribute(scene.description)}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr><a:xfrm>{frame}</a:xfrm></p:grpSpPr>{shapes}</p:grpSp>"
    )


def _shape(one: Shape, at: Room, scale: float, numbers: Numbers) -> str:
    number = numbers.next()
    if isinstance(one, Text):
        return _text(one, at, scale, number)
    if isinstance(one, Box):
        room = _scaled(one.x, one.y, one.width, one.height, at, scale)
        look = fill(one.fill) + _stroke(one.stroke, one.thick, scale, one.dash)
        if one.radius < 2.0:
            return box(room, look, "", (number, "box"))
        share = min(0.5, one.radius / max(min(one.width, one.height), 1.0))
        return box(room, look, "", (number, "box"), "roundRect", share)
    if isinstance(one, Dot):
        corner = (one.x - one.radius, one.y - one.radius)
        room = _scaled(*corner, 2.0 * one.radius, 2.0 * one.radius, at, scale)
        look = fill(one.fill) + _stroke(one.stroke, one.thick, scale)
        return box(room, look, "", (number, "dot"), "ellipse")
    return _path(one, at, scale, number)


def _scaled(x: float, y: float, width: float, height: float, at: Room, scale: float) -> Room:
    return Room(
        at.x + round(x * scale), at.y + round(y * scale), round(width * scale), round(height * scale)
    )  # fmt: skip


def _stroke(colour: str, thick: float, scale: float, dash: str = "", *, arrow: bool = False) -> str:
    if colour == "none":
        return "<a:ln><a:noFill/></a:ln>"
    broken = '<a:prstDash val="dash"/>' if dash else ""
    head = f"<a:{_HEAD}/>" if arrow else ""
    return f'<a:ln w="{round(thick * scale)}">{fill(colour)}{broken}{head}</a:ln>'


def _path(one: Line | Area, at: Room, scale: float, number: int) -> str:
    """Return a line or polygon as a free form."""
    xs, ys = [x for x, _ in one.points], [y for _, y in one.points]
    left, top = min(xs), min(ys)
    room = _scaled(left, top, max(xs) - left, max(ys) - top, at, scale)
    points = [
        f'<a:pt x="{round((x - left) * scale)}" y="{round((y - top) * scale)}"/>'
        for x, y in one.points
    ]
    curved = isinstance(one, Line) and one.curved
    first, rest = points[0], points[1:]
    if curved:
        steps = f"<a:quadBezTo>{''.join(rest)}</a:quadBezTo>"
    else:
        steps = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
    closed = "<a:close/>" if isinstance(one, Area) else ""
    inner = "norm" if isinstance(one, Area) else "none"
    look = (
        fill(one.fill) + _stroke(one.stroke, one.thick, scale)
        if isinstance(one, Area)
        else "<a:noFill/>" + _stroke(one.stroke, one.thick, scale, one.dash, arrow=one.arrow)
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="line"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{_place(room)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{room.width}" h="{room.height}" '
        f'fill="{inner}"><a:moveTo>{first}</a:moveTo>{steps}{closed}</a:path></a:pathLst>'
        f"</a:custGeom>{look}</p:spPr></p:sp>"
    )


def _text(one: Text, at: Room, scale: float, number: int) -> str:
    wide = text_width(one.text, one.size) * 1.12 + 4.0
    left = one.x - {"start": 0.0, "middle": wide / 2.0, "end": wide}[one.anchor]
    room = _scaled(left, one.y - 1.0 * one.size, wide, 1.3 * one.size, at, scale)
    side = {"start": "l", "middle": "ctr", "end": "r"}[one.anchor]
    size = one.size * scale / POINT
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="text"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{_place(room)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="{side}"/>'
        f"{run(one.text, size, one.fill, bold=one.bold)}</a:p></p:txBody></p:sp>"
    )
