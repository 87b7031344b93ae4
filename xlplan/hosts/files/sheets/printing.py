"""How does a sheet print? Which part of it, at which size, on how many pages across.

The rule of scale, for every sheet, of results and of the planner's own: no text has less than 10
points, and none is printed below 70 per cent of that, 7 points. A sheet that would be, on one page
across, runs over as many as it takes; each of them repeats the columns that are frozen on the screen,
which say whose row it is. The paper is A4, lying.

A sheet fits its pages across, whatever its fonts. Several tables over two pages are printed at one
scale instead, the least: it is known then how many of them fit a page, and where the second begins.
So are those side by side that take more than two: pages end between tables.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from xlplan.engine.result.cells import Canvas, fill
from xlplan.engine.result.layout import in_pixels
from xlplan.engine.result.shapes import Chart, ResultSheet, Table
from xlplan.engine.result.styles import Style

ROW_HEIGHT = 18.0  # of a row with one line, in points
A4 = 9
WIDE, TALL = 297.0, 210.0  # millimetres
SIDE, TOP, BOTTOM = 0.4, 0.7, 0.5  # margins in inches
WIDER = 1.23
"""Columns are as wide as so many digits of the workbook's usual font: where that is another than ours
(宋体, or a substitute for a missing Calibri) they are wider, by so much at most."""
LEAST = 0.70 * WIDER  # of full size
ACROSS = 2  # pages; what takes more has its tables side by side
STACKED = 70  # per cent, of several tables over two pages: as many stand together as can
PIXELS = 24.0  # of a row
CHART_OFFSET = 4  # pixels from the edges of its cell, so that a page break leaves its frame whole
UNSET = 8.43  # width of a column that nobody has set
SHORT = 400  # rows; longer sheets are lists, which break anywhere, and between tables


def usual_font() -> dict[str, Any]:
    """Return the usual font of a workbook that we make, by which its columns are measured.

    It has a metric twin everywhere, and what is taken instead of it is at most wider by ``WIDER``.
    XlsxWriter writes into what it is given, so each workbook gets its own.
    """
    return {"font_name": "Arial", "font_size": 10}


def lay_out(page: Any, sheet: ResultSheet, widths: Mapping[int, float]) -> None:
    """Give a page of XlsxWriter what decides how it prints.

    Args:
        page: the worksheet.
        sheet: the result sheet that it shows.
        widths: of its columns, in characters.
    """
    _set_paper(page)
    page.set_header(f"&L&10 {_plain(sheet.name)}&R&10 {_plain(sheet.meta)}"[:255])
    numbers = _plain(sheet.page).format(page="&P", pages="&N")
    page.set_footer(f"&R&10 {numbers}")
    bottom, right = _extent(sheet, widths)
    page.print_area(0, 0, bottom, right)
    pixels = [in_pixels(widths.get(at, UNSET)) for at in range(right + 1)]
    across = pages_across(pixels, sheet.frozen, _room())
    if across > 1 and sheet.frozen:
        page.repeat_columns(0, sheet.frozen - 1)
    short = bottom <= SHORT
    heights = _heights(sheet)
    rooms = _rooms(pixels, sheet.frozen, across)
    spans = _spans(sheet)
    pieces = _merged(spans)
    several = short and len(pieces) > 1
    if across > ACROSS or (across > 1 and several):
        page.set_print_scale(STACKED)
        many = across > ACROSS
        cuts = _between(sheet, pixels) if many else [_divide(sheet, pixels, widths)]
        page.set_v_pagebreaks(cuts)
        rooms = (_tall(STACKED / 100.0),)
    else:
        page.fit_to_pages(across, 0)
    begun = set() if short else {first for first, _ in pieces[1:]}
    page.set_h_pagebreaks(_breaks(spans, heights, rooms, begun))
    main = sheet.main
    if main is not None and _goes_on(pieces, main, heights if short else None, rooms[-1]):
        page.repeat_rows(main.top - (1 if main.above else 0), main.top)


def lay_out_list(page: Any, widths: Sequence[float], keys: int) -> None:
    """Give a page of XlsxWriter that holds one list what decides how it prints.

    Args:
        page: the worksheet.
        widths: of its columns, in characters.
        keys: how many of the first columns say whose row it is; every page repeats them.
    """
    _set_paper(page)
    page.set_header("&L&10&A&R&10&F")
    page.set_footer("&R&10&P / &N")
    across = pages_across([in_pixels(width) for width in widths], keys, _room())
    page.fit_to_pages(across, 0)
    if across > 1 and keys:
        page.repeat_columns(0, keys - 1)


def _set_paper(page: Any) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)


def _extent(sheet: ResultSheet, widths: Mapping[int, float]) -> tuple[int, int]:
    """Return the last row and column that are printed: not what stands aside of the tables."""
    kept = _printed(sheet)
    charts = [one for one in sheet.charts if one.printed]
    drawn = [_foot(one) for one in charts]
    rows = [*(one.bottom for one in kept), *drawn, *(one.row for one in sheet.links)]
    main = sheet.main
    if main is not None and main.printed:
        return max(rows), main.left + main.index(main.printed)
    columns = [*(one.right for one in kept), *(one.column + 1 for one in sheet.links)]
    return max(rows), max([*columns, *(_end(one, widths) for one in charts)])


def _foot(chart: Chart) -> int:
    """Return the last row that a chart lies on."""
    return chart.row + ceil((chart.size[1] + CHART_OFFSET) / PIXELS) - 1


def _end(chart: Chart, widths: Mapping[int, float]) -> int:
    """Return the last column that a chart lies on."""
    at, left = chart.column, float(chart.size[0] + CHART_OFFSET)
    while (left := left - in_pixels(widths.get(at, UNSET))) > 0.0:
        at += 1
    return at


def _printed(sheet: ResultSheet) -> list[Table]:
    return [table for table in sheet.tables if not table.aside]


def _between(sheet: ResultSheet, pixels: Sequence[float]) -> list[int]:
    """Return the first columns of the pages after the first, for tables that stand side by side."""
    cuts, start = [], 0
    ends: dict[int, int] = {}
    for one in _printed(sheet):
        ends[one.left] = max(one.right, ends.get(one.left, 0))
    for left, right in sorted(ends.items()):
        if left > start and sum(pixels[start : right + 1]) > _room():
            cuts.append(left)
            start = left
    return cuts


def _divide(sheet: ResultSheet, pixels: Sequence[float], widths: Mapping[int, float]) -> int:
    """Return the first column of the second page: both as wide, but no key figure or chart torn."""
    whole = [(one.left, one.right) for one in sheet.tiles]
    whole += [(one.column, _end(one, widths)) for one in sheet.charts if one.printed]
    whole += [(0, sheet.frozen)]
    free = [
        at for at in range(1, len(pixels)) if not any(first < at <= last for first, last in whole)
    ]
    repeated = sum(pixels[: sheet.frozen])
    return min(
        free, key=lambda at: max(sum(pixels[:at]), repeated + sum(pixels[at:])), default=len(pixels)
    )


def pages_across(pixels: Sequence[float], keys: int, room: float) -> int:
    """Return how many pages hold the columns; each page after the first repeats the first ``keys``.

    Example:
        >>> pages_across([100, 100, 100, 100], 1, 400), pages_across([100, 100, 100, 100, 100], 1, 300)
        (1, 2)
    """
    repeated = sum(pixels[:keys])
    count, used = 1, 0.0
    for width in pixels:
        if used and used + width > room:
            count, used = count + 1, repeated
        used += width
    return count


def _room(scale: float = LEAST) -> float:
    """Return the pixels that fit across a page at a scale."""
    return (WIDE / 25.4 - 2 * SIDE) * 96.0 / scale


def _scale(pixels: Sequence[float], keys: int, across: int) -> float:
    """Return the scale at which a spreadsheet fits the columns: the largest that does, in per cent."""
    scales = (percent / 100.0 for percent in range(100, 0, -1))
    fits = (one for one in scales if pages_across(pixels, keys, _room(one)) <= across)
    return next(fits, LEAST)


def _rooms(pixels: Sequence[float], keys: int, across: int) -> tuple[float, ...]:
    """Return the points of rows on a page: wider columns make a smaller scale, and room for more."""
    room = _tall(_scale(pixels, keys, across))
    return room, room * WIDER


def _tall(scale: float) -> float:
    """Return the points of rows that a page takes at a scale."""
    return (TALL / 25.4 - TOP - BOTTOM) * 72.0 / scale


def _breaks(
    spans: Sequence[tuple[int, int]],
    heights: "_Heights",
    rooms: Sequence[float],
    begun: Collection[int],
) -> list[int]:
    """Return the rows before which a new page begins, so that no table or chart that fits is torn.

    Args:
        spans: first and last row of each table and chart.
        heights: of the rows.
        rooms: points of rows that a page takes, at each scale for which it must hold.
        begun: rows that begin a page anyway.
    """
    fits = [one for one in spans if heights.points(one[0], one[1] + 1) <= min(rooms)]
    top = min(spans)[0]  # what stands first stays under the head of the sheet
    used, at, found = [0.0] * len(rooms), 0, set(begun)
    for first, last in _merged(fits):
        gap, need = heights.points(at, first), heights.points(first, last + 1)
        used = [_flowed(one, gap, most) for one, most in zip(used, rooms, strict=True)]
        torn = any(one + need > most >= need for one, most in zip(used, rooms, strict=True))
        if first in begun or (first > top and torn):
            found.add(first)
            used = [0.0] * len(rooms)
        used = [_flowed(one, need, most) for one, most in zip(used, rooms, strict=True)]
        at = last + 1
    return sorted(found)


def _flowed(used: float, points: float, room: float) -> float:
    """Return how much of the last page is used after so many points more."""
    return used + points if used + points <= room else (used + points) % room


def _spans(sheet: ResultSheet) -> list[tuple[int, int]]:
    """Return first and last row of each table, with its title, and of each chart."""
    spans = [(one.top - bool(one.title or one.above), one.bottom) for one in _printed(sheet)]
    spans += [(one.row, _foot(one)) for one in sheet.charts if one.printed]
    rows = [one.row for one in sheet.links]
    return spans + ([(min(rows), max(rows))] if rows else [])


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what should not be torn; what stands side by side is one piece."""
    pieces: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if pieces and first <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(last, pieces[-1][1]))
        else:
            pieces.append((first, last))
    return pieces


def _heights(sheet: ResultSheet) -> "_Heights":
    found = _Heights()
    # what a row holds moves no height, and a list may have a hundred thousand
    bare = (replace(one, rows=(), live=None) for one in sheet.tables)
    fill(found, replace(sheet, tables=tuple(bare)))
    return found


class _Heights(Canvas):
    """Takes the cells of a sheet for the heights of their rows alone."""

    def __init__(self) -> None:
        self.styles: Mapping[Style, int] = defaultdict(int)
        self.heights: dict[int, float] = {}

    def body(self, *_: Any, **__: Any) -> None:
        """Take rows, and leave them."""

    def points(self, start: int, end: int) -> float:
        """Return the height of the rows from one to before another."""
        return sum(self.heights.get(row, ROW_HEIGHT) for row in range(start, end))


def _goes_on(
    pieces: Sequence[tuple[int, int]], main: Table, heights: "_Heights | None", room: float
) -> bool:
    """Return whether the headings of the main table are repeated on every page.

    Choice: not where it ends on the first page, be that at the smaller scale only, nor where more
    rows come below than it has itself: over those they would mislead.
    """
    below = sum(last - first + 1 for first, last in pieces if first > main.bottom)
    if not below:
        return True
    if heights is not None and heights.points(0, main.bottom + 1) <= room:
        return False
    return below < main.bottom - main.top


def _plain(text: str) -> str:
    return text.replace("&", "&&")
