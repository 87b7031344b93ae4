"""How do result sheets become a workbook's bytes? XlsxWriter's frame, our rows poured in."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from xlplan.core.issues import PlanError
from xlplan.core.pausing import collector_paused
from xlplan.engine.result.cells import (
    body_style,
    cell_styles,
    fill,
    heading_style,
)
from xlplan.engine.result.live import Area
from xlplan.engine.result.shapes import Chart, ResultSheet
from xlplan.engine.result.styles import ROLES, VALUES, Style, properties, tile_style
from xlplan.engine.tables import letters
from xlplan.hosts.files import sealing
from xlplan.hosts.files.sheets.cells import Cells
from xlplan.hosts.files.sheets.charts import as_bubbles, native_chart
from xlplan.hosts.files.sheets.dress import Formats, dress, link
from xlplan.hosts.files.sheets.printing import CHART_OFFSET, usual_font
from xlplan.hosts.files.sheets.texts import Strings

LAST_ROW = 1_048_576
SQUEEZE = 2  # of 9; 6 takes twice as long and saves a sixth
SHARED = "xl/sharedStrings.xml"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

_BAD_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
_EXTENT = re.compile(rb'<dimension ref="[^"]*"/>')
_STYLED = re.compile(rb'<c r="[A-Z]+1" s="(\d+)"/>')


class Frame(NamedTuple):
    """A workbook with everything but its rows.

    Args:
        parts: name → content, in the order of the package.
        styles: the number of each look.
        sheets: part → the sheet that it is to hold.
    """

    parts: dict[str, bytes]
    styles: dict[Style, int]
    sheets: dict[str, ResultSheet]


def package(sheets: Sequence[ResultSheet]) -> bytes:
    """Return result sheets as an .xlsx file; the same sheets give the same bytes.

    Raises:
        PlanError: ``OUT_TOO_LONG`` when a table does not fit on a sheet.
    """
    with collector_paused():  # the rows are many and none of them is part of a cycle
        return _package(framed(sheets))


def _package(frame: Frame) -> bytes:
    strings, out = Strings(), io.BytesIO()
    rows = {
        name: filled(Cells(frame.styles, strings), sheet) for name, sheet in frame.sheets.items()
    }
    with zipfile.ZipFile(out, "w") as new:
        for name, data in frame.parts.items():
            if name in rows:
                _add(new, name, poured(data, rows.pop(name)))
            elif name != sealing.PLACE:
                _add(new, name, strings.xml().encode() if name == SHARED else data)
        seal = sealing.seal_of(new.infolist())
        blank = frame.parts[sealing.PLACE]
        _add(new, sealing.PLACE, blank.replace(sealing.OPEN.encode(), seal.encode()))
    return out.getvalue()


def filled(cells: Cells, sheet: ResultSheet) -> Cells:
    """Return the cells, with every cell of a result sheet put into them."""
    fill(cells, sheet)
    return cells


def framed(sheets: Sequence[ResultSheet], *, from_1904: bool = False, marker: str = "") -> Frame:
    """Return the workbook of result sheets, without their rows.

    Args:
        sheets: at least one.
        from_1904: whether its dates are to count from 1904.
        marker: whose sheets they are, if they are to be found again in another language.

    Raises:
        PlanError: ``OUT_TOO_LONG``.
    """
    sheets = legal(sheets)
    made, order = _frame(sheets, {"date_1904": from_1904}, marker)
    bubbles = _bubbles(sheets)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, (title, chart) in bubbles.items():
        parts[name] = as_bubbles(parts[name].decode(), title, chart.series).encode()
    places = {f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(sheets, 1)}
    return Frame(parts, _numbers(parts, order), places)


def _bubbles(sheets: Sequence[ResultSheet]) -> dict[str, tuple[str, Chart]]:
    """Return the parts that hold bubble charts; charts are numbered as they are inserted."""
    charts = [(sheet.name, chart) for sheet in sheets for chart in sheet.charts]
    return {
        f"xl/charts/chart{at}.xml": found
        for at, found in enumerate(charts, 1)
        if found[1].kind == "bubble"
    }


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, data, compresslevel=SQUEEZE)


def poured(xml: bytes, cells: Cells) -> bytes:
    """Return a sheet with its rows, joined by slices because the rows are large."""
    found = _DATA.search(xml)
    if found is None:
        raise ValueError("no sheetData")
    extent = f'<dimension ref="{cells.extent()}"/>'.encode()
    head = _EXTENT.sub(extent, xml[: found.start()])
    return b"".join([head, cells.xml().encode(), xml[found.end() :]])


def legal(sheets: Sequence[ResultSheet]) -> list[ResultSheet]:
    """Return the sheets with names that a spreadsheet accepts: 31 characters, each one once."""
    taken: set[str] = set()
    named = []
    for sheet in sheets:
        base = _BAD_NAME.sub(" ", sheet.name).strip(" '")[:31] or sheet.key[:31]
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base[: 31 - len(str(count)) - 1]} {count}"
        taken.add(name.casefold())
        named.append(replace(sheet, name=name))
        if any(table.bottom >= LAST_ROW for table in sheet.tables):
            raise PlanError("OUT_TOO_LONG", sheet=name, rows=f"{LAST_ROW:,}")
    return named


def _frame(
    sheets: Sequence[ResultSheet], options: dict[str, Any], marker: str
) -> tuple[io.BytesIO, list[Style]]:
    """Return a workbook with everything but the rows, and the styles in the order of row 1."""
    import xlsxwriter  # late: the command's help must not wait for it

    out = io.BytesIO()
    own = {"default_format_properties": usual_font()}
    book = xlsxwriter.Workbook(out, OPTIONS | own | options)
    book.set_properties(_document(sheets[0]))
    if not marker:
        book.set_custom_property(sealing.PROPERTY, sealing.OPEN, "text")
    order = _styles(sheets)
    names = {sheet.key: sheet.name for sheet in sheets}
    formats = Formats(book)
    pages = [book.add_worksheet(sheet.name) for sheet in sheets]
    for page, sheet in zip(pages, sheets, strict=True):
        dress(page, sheet, formats)
        link(page, sheet, names)
        _define(book, sheet, names)
        if marker:
            book.define_name(f"{_quoted(sheet.name)}!_{marker}_key", f'="{sheet.key}"')
        for chart in sheet.charts:
            made = native_chart(book, chart, sheet.name, sheet.lang)
            look = {"description": chart.title, "x_offset": CHART_OFFSET, "y_offset": CHART_OFFSET}
            page.insert_chart(chart.row, chart.column, made, look)
    for at, style in enumerate(order):
        pages[0].write_blank(0, at, None, book.add_format(properties(style, sheets[0].lang)))
    pages[0].write_string(1, 0, "-")  # so that there is a part for shared strings
    book.close()
    return out, order


def _define(book: Any, sheet: ResultSheet, names: dict[str, str]) -> None:
    """Define the names of a sheet's formulas, for that sheet alone."""
    own = _quoted(names[sheet.key])
    for name, area in sheet.names.items():
        if area.sheet in names:
            book.define_name(f"{own}!{name}", f"={_cells(area, names)}")


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _cells(area: Area, names: dict[str, str]) -> str:
    first = f"${letters(area.left)}${area.top + 1}"
    last = f"${letters(area.right)}${area.bottom + 1}"
    sheet = _quoted(names[area.sheet])
    return f"{sheet}!{first}" if first == last else f"{sheet}!{first}:{last}"


def _document(first: ResultSheet) -> dict[str, Any]:
    day = dt.datetime.combine(first.as_of, dt.time(), dt.UTC).replace(tzinfo=None)
    return {
        "title": first.name,
        "subject": first.headline[:250],
        "comments": first.meta,
        "created": day,
    }


def _styles(sheets: Sequence[ResultSheet]) -> list[Style]:
    """Return every style in use, each once."""
    found: dict[Style, None] = dict.fromkeys(
        (role, "text")
        for role in ROLES
        if role not in VALUES and role not in ("heading", "turned", "aside")
    )
    for sheet in sheets:
        found |= dict.fromkeys(tile_style(tile, sheet.lang) for tile in sheet.tiles)
        for table in sheet.tables:
            found |= dict.fromkeys(cell_styles(table))
            if table.counted:
                found |= {("counted", "text"): None, ("counted", "int"): None}
            for column in table.columns:
                found[heading_style(column, aside=table.aside)] = None
                found[body_style(table, column)] = found["body", column.kind] = None
                found["total", column.kind] = None
    return list(found)


def _numbers(parts: dict[str, bytes], order: Sequence[Style]) -> dict[Style, int]:
    """Return the number that XlsxWriter gave each style, read from the first row."""
    found = _STYLED.findall(parts["xl/worksheets/sheet1.xml"])
    return dict(zip(order, map(int, found), strict=True))
