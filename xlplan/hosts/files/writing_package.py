"""How do result sheets become a workbook's bytes? XlsxWriter's frame, our rows poured in."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xlplan.core.issues import PlanError
from xlplan.core.pausing import collector_paused
from xlplan.engine.result_cells import (
    body_style,
    cell_styles,
    fill,
    heading_style,
)
from xlplan.engine.result_live import Area
from xlplan.engine.result_shapes import Chart, ResultSheet
from xlplan.engine.result_styles import ROLES, VALUES, Style, properties, tile_style
from xlplan.engine.tables import letters
from xlplan.hosts.files.writing_cells import Cells, Strings
from xlplan.hosts.files.writing_charts import as_bubbles, native_chart
from xlplan.hosts.files.writing_dress import Formats, dress, link

LAST_ROW = 1_048_576
SQUEEZE = 2  # of 9; 6 takes twice as long and saves a sixth
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

_BAD_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DATA = re.compile(r"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
_EXTENT = re.compile(r'<dimension ref="[^"]*"/>')
_STYLED = re.compile(r'<c r="[A-Z]+1" s="(\d+)"/>')


def package(sheets: Sequence[ResultSheet]) -> bytes:
    """Return result sheets as an .xlsx file; the same sheets give the same bytes.

    Raises:
        PlanError: ``OUT_TOO_LONG`` when a table does not fit on a sheet.
    """
    with collector_paused():  # the rows are many and none of them is part of a cycle
        return _package(legal(sheets))


def _package(sheets: Sequence[ResultSheet]) -> bytes:
    frame, order = _frame(sheets)
    strings, out = Strings(), io.BytesIO()
    bubbles = _bubbles(sheets)
    with zipfile.ZipFile(frame) as old, zipfile.ZipFile(out, "w") as new:
        styles = _numbers(old, order)
        rows = {
            f"xl/worksheets/sheet{at}.xml": _filled(Cells(styles, strings), sheet)
            for at, sheet in enumerate(sheets, 1)
        }
        for name in old.namelist():
            data = old.read(name)
            if name in rows:
                data = _poured(data.decode(), rows[name])
            elif name in bubbles:
                title, chart = bubbles[name]
                data = as_bubbles(data.decode(), title, chart.series).encode()
            elif name == "xl/sharedStrings.xml":
                data = strings.xml().encode()
            _add(new, name, data)
    return out.getvalue()


def _filled(cells: Cells, sheet: ResultSheet) -> Cells:
    fill(cells, sheet)
    return cells


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


def _poured(xml: str, cells: Cells) -> bytes:
    """Return the sheet with its rows, joined by slices because the rows are large."""
    found = _DATA.search(xml)
    if found is None:
        raise ValueError("no sheetData")
    head = _EXTENT.sub(f'<dimension ref="{cells.extent()}"/>', xml[: found.start()])
    return f"{head}{cells.xml()}{xml[found.end() :]}".encode()


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


def _frame(sheets: Sequence[ResultSheet]) -> tuple[io.BytesIO, list[Style]]:
    """Return a workbook with everything but the rows, and the styles in the order of row 1."""
    import xlsxwriter  # late: the command's help must not wait for it

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties(_document(sheets[0]))
    order = _styles(sheets)
    names = {sheet.key: sheet.name for sheet in sheets}
    formats = Formats(book)
    pages = [book.add_worksheet(sheet.name) for sheet in sheets]
    for page, sheet in zip(pages, sheets, strict=True):
        dress(page, sheet, formats)
        link(page, sheet, names)
        _define(book, sheet, names)
        for chart in sheet.charts:
            made = native_chart(book, chart, sheet.name, sheet.lang)
            page.insert_chart(chart.row, chart.column, made, {"description": chart.title})
    for at, style in enumerate(order):
        pages[0].write_blank(0, at, None, book.add_format(properties(style, sheets[0].lang)))
    pages[0].write_string(1, 0, "-")  # so that there is a part for shared strings
    book.close()
    return out, order


def _define(book: Any, sheet: ResultSheet, names: dict[str, str]) -> None:
    """Define the names of a sheet's formulas, for that sheet alone."""
    own = names[sheet.key].replace("'", "''")
    for name, area in sheet.names.items():
        if area.sheet in names:
            book.define_name(f"'{own}'!{name}", f"={_cells(area, names)}")


def _cells(area: Area, names: dict[str, str]) -> str:
    first = f"${letters(area.left)}${area.top + 1}"
    last = f"${letters(area.right)}${area.bottom + 1}"
    quoted = names[area.sheet].replace("'", "''")
    return f"'{quoted}'!{first}" if first == last else f"'{quoted}'!{first}:{last}"


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
            for column in table.columns:
                found[heading_style(column, aside=table.aside)] = None
                found[body_style(table, column)] = found["body", column.kind] = None
                found["total", column.kind] = None
    return list(found)


def _numbers(archive: zipfile.ZipFile, order: Sequence[Style]) -> dict[Style, int]:
    """Return the number that XlsxWriter gave each style, read from the first row."""
    xml = archive.read("xl/worksheets/sheet1.xml").decode()
    return dict(zip(order, map(int, _STYLED.findall(xml)), strict=True))
