"""Where is room to sell more? The white space as a matrix of products and units."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.engine.picture.text import fit, text_width, wrap
from xlplan.engine.pictures import GREY, INK, NAVY, RULE, TEAL, WHITE, Box, Line, Scene, Text

WIDTH, LEFT, HEAD, ROW = 760.0, 178.0, 34.0, 46.0
MOST_ROWS, MOST_COLUMNS = 10, 5
_WON, _PART, _NONE, _UNKNOWN = "●", "◐", "○", "?"  # told apart without colour
_FILLS = {_WON: "#cfe7e4", _PART: "#fdf0c8", _NONE: WHITE, _UNKNOWN: "#f3f6fa"}


class Patch(NamedTuple):
    """What one unit could buy of one product.

    Args:
        share: of the potential that is ours, 0–1; ``None`` where one of the two is not known.
        text: what is to be won, as text.
        rival: who holds it, blank where nobody is named.
        gap: what is to be won, money; decides what is shown where there is no room for all.
    """

    product: str
    unit: str
    share: float | None
    text: str
    rival: str
    gap: float


class SpaceTexts(NamedTuple):
    """The words of the matrix: ours in full, in part, not at all, unknown; ``whole`` = no unit named."""

    title: str
    description: str
    words: tuple[str, str, str, str]
    whole: str


def space_matrix(patches: Sequence[Patch], texts: SpaceTexts) -> Scene:
    """Return the matrix, the largest gaps first; products and units beyond its size are left out.

    A bar at the foot of a cell shows how much of it is ours; a sign says the same in grey print.
    """
    ranked = sorted(patches, key=lambda one: -one.gap)
    units = _first([one.unit for one in ranked], MOST_COLUMNS)
    products = _first([one.product for one in ranked if one.unit in units], MOST_ROWS)
    wide = min((WIDTH - LEFT) / len(units), 240.0)
    width = LEFT + wide * len(units)
    scene = Scene("space", WIDTH, HEAD + ROW * len(products), texts.title, texts.description)
    for at, unit in enumerate(units):
        middle = LEFT + wide * (at + 0.5)
        rows = wrap(unit or texts.whole, 11.0, wide - 10.0)
        for row, text in enumerate(rows):
            y = HEAD - 8.0 - 13.0 * (len(rows) - 1 - row)
            scene.add(Text(middle, y, text, 11.0, NAVY, "middle", bold=True, full=unit))
    for at, product in enumerate(products):
        y = HEAD + ROW * at
        scene.add(Line([(0.0, y), (width, y)], RULE, 0.8))
        for row, text in enumerate(wrap(product, 12.0, LEFT - 14.0)):
            scene.add(Text(0.0, y + 19.0 + 15.0 * row, text, 12.0, INK, bold=True, full=product))
    for one in patches:
        if one.product in products and one.unit in units:
            x = LEFT + wide * units.index(one.unit)
            _cell(scene, one, (x + 3.0, HEAD + ROW * products.index(one.product) + 3.0), wide - 6.0)
    _legend(scene, {_sign(one) for one in patches}, texts)
    return scene


def _first(names: Sequence[str], most: int) -> list[str]:
    return list(dict.fromkeys(names))[:most]


def _sign(one: Patch) -> str:
    if one.share is None:
        return _UNKNOWN
    return _WON if one.share >= 1.0 else _PART if one.share > 0.0 else _NONE


def _cell(scene: Scene, one: Patch, corner: tuple[float, float], wide: float) -> None:
    x, y, high = *corner, ROW - 6.0
    sign, room = _sign(one), wide - 30.0
    scene.add(
        Box(x, y, wide, high, _FILLS[sign], RULE, 0.8, 4.0),
        Text(x + 8.0, y + 17.0, sign, 12.0, NAVY, bold=True),
        Text(x + 24.0, y + 16.5, fit(one.text, 12.0, room), 12.0, INK, bold=True, full=one.text),
    )
    if one.rival:
        scene.add(Text(x + 24.0, y + 30.0, fit(one.rival, 10.5, room), 10.5, GREY, full=one.rival))
    if one.share:
        length = (wide - 2.0) * min(one.share, 1.0)
        scene.add(Box(x + 1.0, y + high - 5.0, length, 4.0, TEAL, radius=2.0))


def _legend(scene: Scene, used: set[str], texts: SpaceTexts) -> None:
    x, y = 0.0, scene.height + 18.0
    for sign, word in zip((_WON, _PART, _NONE, _UNKNOWN), texts.words, strict=True):
        if sign in used:
            width = 30.0 + text_width(word, 11.0)
            x, y = (0.0, y + 18.0) if x + width > scene.width else (x, y)
            scene.add(
                Box(x, y - 12.0, 18.0, 15.0, _FILLS[sign], RULE, 0.8, 3.0),
                Text(x + 9.0, y, sign, 11.0, NAVY, "middle", bold=True),
                Text(x + 23.0, y, word, 11.0, GREY),
            )
            x += width + 14.0
    scene.height = y + 8.0
