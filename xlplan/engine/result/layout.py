"""How wide and high is a result table? As wide as its words, Chinese signs counted double."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlplan.engine.result.shapes import Cell, Column, ResultSheet, Row, Rule, Table, Tile

SAMPLE = 400
"""So many rows are measured; what is longer further down is cut at the cell's edge."""
WIDEST = 34.0
NARROWEST = {
    "money": 13.0,
    "share": 8.5,
    "percent": 8.5,
    "score": 8.0,
    "ratio": 8.0,
    "int": 7.5,
    "date": 11.5,
    "points": 5.6,
    "grade": 7.5,
    "word": 9.0,
    "id": 8.0,
    "text": 9.0,
    "wrap": 9.0,
}
INDENTED = frozenset({"text", "id", "wrap"})  # kinds whose heading stands in from the edge
LINE = 13.5  # points of a line of text
ONE_LINE = LINE + 5.0  # points of a row with one
WRAPPED = 1.05
"""Characters of a wrapped text for each of its column's width; more are lost where another font stands in."""
SCREEN = 30  # rows that one sees without scrolling far
PAGE = 1030  # pixels that fit a printed page at full size: no chart is wider
LEAST_PAGE = 1210  # pixels that fit one at the least scale
GAP = 3.0  # width of a column that keeps things apart
BUTTON = 2.5  # characters that a filter button covers


@lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """Return the width of a text in characters: wide ones (Chinese) count double.

    Example:
        >>> text_width("DSO days"), text_width("应收天数")
        (8, 8)
    """
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def aligned(rows: Sequence[Sequence[str]], right: Callable[[int, str], bool]) -> Iterator[str]:
    """Yield rows in columns for a terminal, where Chinese takes two places.

    Args:
        rows: of texts, all of one length.
        right: whether a cell, by its place and text, stands on the right of its column.
    """
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - text_width(cell))
            cells.append(gap + cell if right(at, cell) else cell + gap)
        yield "  ".join(cells).rstrip()


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes when it is wrapped at so many characters.

    Example:
        >>> lines("Grade by likelihood", 10), lines("预计成交日期", 8)
        (2, 2)
    """
    if text_width(text) <= width:
        return 1
    count, used = 1, 0.0
    for word, space in _words(text, 1):
        need = text_width(word)
        if used and used + need > width:
            count, used = count + 1, 0.0
        if need > width:
            count, need = count + ceil(need / width) - 1, 0
        used += need + space
    return count


def table(columns: Iterable[Column], rows: Sequence[Row], top: int, **more: Any) -> Table:
    """Return a table whose columns are as wide as their words, and rows as high as need be.

    Choice: a column that is coloured by words is as wide as the widest of them, whichever it shows
    now: a formula may come to any of them.
    """
    filtered = bool(more.get("main"))
    words = _words_shown(more.get("rules", ()))
    fitted = tuple(
        replace(column, width=column.width or _width(column, at, rows, filtered, words))
        for at, column in enumerate(columns)
    )
    height = max((_heading_height(column) for column in fitted), default=LINE)
    if any(column.kind == "wrap" for column in fitted):
        more.setdefault("heights", heights(rows, fitted))
    made = Table(fitted, rows, top, heading_height=height + (11.0 if filtered else 5.0), **more)
    return made if not made.counted or _uneven(made) else replace(made, counted="")


def _uneven(made: Table) -> bool:
    """Return whether the sums cover different rows, so that they do not add up to each other."""
    places = [made.index(key) for key in made.sums]
    blanks = {tuple(row[at] is None for at in places) for row in made.rows}
    return len(blanks - {(True,) * len(places)}) > 1


def roomy(tables: Sequence[Table], tiles: Sequence[Tile]) -> tuple[Table, ...]:
    """Return the tables with columns wide enough for the names of the key figures above them."""
    widths: dict[int, float] = {}
    for one in tables:
        for at, column in enumerate(one.columns, one.left):
            widths[at] = max(column.width, widths.get(at, 0.0))
    more: dict[int, float] = {}
    for tile in tiles:
        under = sum(widths.get(at, 0.0) for at in range(tile.left, tile.right + 1))
        need = text_width(tile.label) / _small(tile.label) + 2.5
        if tile.right in widths and need > under:
            more[tile.right] = widths[tile.right] + need - under
    return tuple(_widened(one, more) for one in tables)


def _widened(one: Table, more: Mapping[int, float]) -> Table:
    if one.aside or not any(one.left <= at <= one.right for at in more):
        return one
    columns = (
        replace(column, width=max(column.width, more.get(at, 0.0)))
        for at, column in enumerate(one.columns, one.left)
    )
    return replace(one, columns=tuple(columns))


def in_pixels(width: float) -> int:
    """Return the pixels of a column, as a spreadsheet with its usual font has them.

    Example:
        >>> in_pixels(8.43)
        64
    """
    return int(width * 7.0 + 5.0)


def head_span(sheet: ResultSheet) -> tuple[int, int, int]:
    """Return first and last column of headline and meta line, and their width in pixels.

    Choice: what is too wide for one printed page takes two, and both lines stay on the first: beside
    the columns that the second repeats, and within what at least is on the first, half of them all.
    """
    widths: dict[int, float] = {}
    for one in sheet.tables:
        if not one.aside:
            shown = one.columns[: one.index(one.printed) + 1] if one.printed else one.columns
            for at, column in enumerate(shown, one.left):
                widths[at] = max(column.width, widths.get(at, 0.0))
    ends = list(accumulate(in_pixels(widths.get(at, GAP)) for at in range(max(widths) + 1)))
    if ends[-1] <= LEAST_PAGE:
        return 0, len(ends) - 1, ends[-1]
    left, before = sheet.frozen, ends[sheet.frozen - 1] if sheet.frozen else 0
    right = max(bisect_right(ends, min((ends[-1] + before) // 2, LEAST_PAGE)) - 1, left)
    return left, right, ends[right] - before


def chart_place(main: Table, right: int) -> tuple[int, int]:
    """Return row and column of a chart: under a table that fits a screen, else right of it all."""
    if len(main.rows) <= SCREEN:
        return main.bottom + 2, main.left
    return main.top, right + 2


def heights(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[float, ...]:
    """Return the height of each row, in points, for a table with wrapped texts."""
    most = [1] * len(rows)
    for at, column in enumerate(columns):
        if column.kind != "wrap":
            continue
        width = column.width * WRAPPED
        taken: dict[Cell, int] = {None: 1}  # names come again and again
        for number, row in enumerate(rows):
            value = row[at]
            count = taken.get(value)
            if count is None:
                count = taken[value] = lines(str(value), width)
            most[number] = max(most[number], count)
    return tuple([ONE_LINE + LINE * (count - 1) for count in most])


def _words_shown(rules: Iterable[Rule]) -> dict[str, int]:
    """Return the width of the widest word that a column may come to show."""
    return {
        key: max(map(text_width, rule.tones), default=0)
        for rule in rules
        if rule.kind == "words"
        for key in rule.columns
    }


def _heading_height(column: Column) -> float:
    if column.kind == "points":  # turned: as high as its text is wide
        return min(text_width(column.heading) * 5.5 + 4.0, 150.0)
    return LINE * lines(column.heading, (column.width - 0.5) * _small(column.heading))


def _small(heading: str) -> float:
    """Return how many more signs of a heading fit a width than digits do."""
    return 1.2 if heading.isascii() else 1.05


def _width(
    column: Column, at: int, rows: Sequence[Row], filtered: bool, words_shown: Mapping[str, int]
) -> float:
    if column.kind == "points":
        return NARROWEST["points"]
    words = [text_width(word) for word, _ in _words(column.heading, 2)]
    heading = max(words, default=0) / _small(column.heading) + 2.0
    if column.kind in INDENTED:
        heading += 1.3
    if len(words) == 1 and filtered:
        heading += BUTTON
    least = max(NARROWEST.get(column.kind, 9.0), min(heading, 18.0))
    if column.kind not in ("text", "id", "word", "wrap"):
        return least
    longest = max(
        (text_width(str(row[at])) for row in rows[:SAMPLE] if row[at] is not None), default=0
    )
    longest = max(longest, words_shown.get(column.key, 0))
    return min(max(least, longest * 1.02 + 2.5), column.most or WIDEST)


def _words(text: str, signs: int) -> list[tuple[str, int]]:
    """Split where a line may break: at spaces (said beside it), and every few Chinese signs."""
    words: list[tuple[str, int]] = []
    for word in text.split():
        if word.isascii():
            words.append((word, 1))
        else:
            words += [(word[at : at + signs], 0) for at in range(0, len(word), signs)]
    return words
