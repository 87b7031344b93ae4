"""A stand-in for an open Excel: the classes of xlwings that the buttons use, no thinner than they.

``test_fake_excel.py`` compares every signature with the real class. Cells behave as Excel's do where
it matters: a text is parsed unless the cell has the text format, a leading apostrophe is taken off,
one formula for many cells is moved along, and a formula in a text cell stays a text.
"""

import datetime as dt
import re
from copy import copy
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import xlwings
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

UNSET = object()
SHOWN_BY_COMPUTER = {
    5: "$#,##0_);($#,##0)", 6: "$#,##0_);[Red]($#,##0)", 7: "$#,##0.00_);($#,##0.00)",
    8: "$#,##0.00_);[Red]($#,##0.00)", 41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)', 43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
}  # fmt: skip
"""How Excel in the United States spells the built-in formats whose currency is the computer's."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class ExcelError(Exception):
    """What Excel itself refuses."""


class Cell:
    def __init__(self, number_format="General"):
        self.value = None
        self.formula = None
        self.number_format = number_format
        self.font = {}
        self.color = None
        self.wrap = False
        self.horizontal = "general"
        self.vertical = "bottom"
        self.indent = 0
        self.borders = {}


def parse(address):
    """Return top, left, bottom, right (from 1) of ``A1``, ``A1:B2`` or ``A:B``."""
    parts = address.replace("$", "").split(":")
    spots = []
    for part in parts:
        letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", part).groups()
        spots.append((int(digits) if digits else 0, column_index_from_string(letters)))
    (top, left), (bottom, right) = spots[0], spots[-1]
    return top or 1, left, bottom or LAST_ROW, right


class App:
    def __init__(self):
        self.calculation = "automatic"
        self.screen_updating = True
        self.enable_events = True
        self.display_alerts = True
        self.status_bar = False
        self.books = []
        self.alerts = []
        self.chosen = None

    @property
    def selection(self):
        return self.chosen

    def alert(self, prompt, title=None, buttons="ok", mode=None, callback=None):
        assert mode in (None, "info", "critical")
        self.alerts.append((prompt, title, mode))
        return "ok"


class Book:
    def __init__(self, app, name="plan.xlsx", folder=""):
        self.app, self.name = app, name
        self._where = f"{folder}/{name}" if folder else name
        self.sheets = Sheets(self)
        self.api = SimpleNamespace(ProtectStructure=False)
        app.books.append(self)

    @property
    def fullname(self):
        if self._where is None:  # on OneDrive, and not synchronised here
            raise xlwings.XlwingsError("Couldn't find your local OneDrive file")
        return self._where

    def activate(self, steal_focus=False):
        self.app.chosen = self.sheets.active.range("A1")


class Sheets:
    def __init__(self, book):
        self.book, self.all, self.current = book, [], None

    def __iter__(self):
        return iter(list(self.all))

    def __len__(self):
        return len(self.all)

    def __getitem__(self, key):
        if isinstance(key, int):
            return self.all[key]
        for sheet in self.all:
            if sheet.name.casefold() == key.casefold():
                return sheet
        raise KeyError(key)

    @property
    def active(self):
        return self.current or self.all[0]

    def _free(self, name):
        if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name):
            raise ExcelError(name)
        if any(sheet.name.casefold() == name.casefold() for sheet in self.all):
            raise ValueError(f"Sheet named '{name}' already present in workbook")

    def add(self, name=None, before=None, after=None):
        self._free(name)
        sheet = Sheet(self.book, name)
        place = self.all.index(after) + 1 if after else len(self.all)
        self.all.insert(place, sheet)
        self.current = sheet
        self.book.app.chosen = sheet.range("A1")
        return sheet


class Sheet:
    def __init__(self, book, name):
        self.book, self._name = book, name
        self.grid = {}
        self._blanks, self._columns = {}, {}  # number formats of blank cells, and of whole columns
        self.names = Names(self)
        self.tables = []
        self.charts = Charts(self)
        self.freeze_panes = FreezePanes(self)
        self.widths, self.row_heights, self.hidden = {}, {}, set()
        self.merged, self.formats, self.lists = [], [], {}
        self.api = SimpleNamespace(ProtectContents=False, AutoFilterMode=False)
        self._hidden_rows = set()
        self.questions = 0  # that number formats cost

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        """Formulas that name the sheet follow, on every sheet."""
        self.book.sheets._free(value)
        old, self._name = f"'{self._name}'!", value
        for sheet in self.book.sheets:
            for cell in sheet.grid.values():
                if cell.formula:
                    cell.formula = cell.formula.replace(old, f"'{value}'!")

    def range(self, cell1, cell2=None):
        if isinstance(cell1, str):
            areas = [parse(one) for one in cell1.split(",")]
            return Range(self, *areas[0], areas=areas)
        assert 0 not in cell1, "Excel counts from 1"
        last = cell2 or cell1
        return Range(self, *cell1, *last)

    @property
    def cells(self):
        return Range(self, 1, 1, LAST_ROW, LAST_COLUMN)

    @property
    def used_range(self):
        rows = [row for row, _ in self.grid] or [1]
        columns = [column for _, column in self.grid] or [1]
        return Range(self, min(rows), min(columns), max(rows), max(columns))

    def activate(self):
        self.book.sheets.current = self

    def clear(self):
        for kept in (self.grid, self._blanks, self._columns):
            kept.clear()

    def _number_format_at(self, row, column):
        cell = self.grid.get((row, column))
        if cell is not None:
            return cell.number_format
        return self._blanks.get((row, column), self._columns.get(column, "General"))

    def delete(self):
        self.book.sheets.all.remove(self)
        if self.book.sheets.current is self:
            self.book.sheets.current = None
            self.book.app.chosen = None


class Range:
    def __init__(self, sheet, top, left, bottom, right, areas=None):
        self.sheet = sheet
        self.row, self.column = top, left
        self.bottom, self.right = bottom, right
        self.areas = areas or [(top, left, bottom, right)]
        self.said = {}

    @property
    def shape(self):
        return self.bottom - self.row + 1, self.right - self.column + 1

    @property
    def address(self):
        return ",".join(
            f"${get_column_letter(left)}${top}:${get_column_letter(right)}${bottom}"
            for top, left, bottom, right in self.areas
        )

    @property
    def last_cell(self):
        return Range(self.sheet, self.bottom, self.right, self.bottom, self.right)

    def select(self):
        chosen = self.sheet.book.app.chosen
        behind = chosen is not None and chosen.sheet.book is not self.sheet.book
        if behind or self.sheet.book.sheets.active is not self.sheet:
            raise ExcelError("Select method of Range class failed")
        self.sheet.book.app.chosen = self

    def options(self, convert=None, **options):
        found = copy(self)
        found.said = options
        return found

    @property
    def value(self):
        assert self.said.get("ndim") == 2
        rows = []
        for row in range(self.row, self.bottom + 1):
            cells = [self.sheet.grid.get((row, at)) for at in range(self.column, self.right + 1)]
            rows.append([None if cell is None else cell.value for cell in cells])
        if not self.said.get("err_to_str"):
            rows = [[None if str(one).startswith("#") else one for one in row] for row in rows]
        return rows

    @value.setter
    def value(self, data):
        assert isinstance(data, list)
        assert {len(row) for row in data} == {len(data[0])}
        for down, row in enumerate(data):
            for at, value in enumerate(row):
                self._assign(self.row + down, self.column + at, value)

    def _assign(self, row, column, value):
        cell = self._cell(row, column) if value is not None else self.sheet.grid.get((row, column))
        if cell is None:
            return
        cell.formula = None
        if isinstance(value, str):
            if value.startswith("'"):
                value = value[1:]
            elif cell.number_format != "@":
                raise ExcelError(f"Excel would parse {value!r}")
        elif cell.number_format == "@" and value is not None:
            raise ExcelError(f"{value!r} would become a text")
        elif isinstance(value, float):
            assert value == value, "NaN"
        elif isinstance(value, dt.date):
            assert isinstance(value, dt.datetime), "COM takes no plain dates"
        cell.value = value

    @property
    def formula(self):
        return self.sheet.grid[self.row, self.column].formula

    @formula.setter
    def formula(self, value):
        assert value.startswith("=")
        assert len(value) <= 8192
        origin = f"{get_column_letter(self.column)}{self.row}"
        moving = Translator(value, origin=origin)
        for row, column in self._places():
            cell = self._cell(row, column)
            if cell.number_format == "@":
                raise ExcelError("a formula in a text cell stays a text")
            here = f"{get_column_letter(column)}{row}"
            cell.formula = value if here == origin else moving.translate_formula(here)
            cell.value = None

    def _cell(self, row, column):
        if (row, column) not in self.sheet.grid:
            self.sheet.grid[row, column] = Cell(self.sheet._number_format_at(row, column))
        return self.sheet.grid[row, column]

    def _places(self):
        bottom, right = min(self.bottom, 60_000), self.right
        if self.bottom == LAST_ROW:  # whole columns: what is in use
            return [spot for spot in self.sheet.grid if self.column <= spot[1] <= right]
        return [
            (row, column)
            for row in range(self.row, bottom + 1)
            for column in range(self.column, right + 1)
        ]

    def _each(self, name, value):
        for row, column in self._places():
            setattr(self._cell(row, column), name, value)

    @property
    def number_format(self):
        """One for all cells, blank ones too; none where they differ."""
        self.sheet.questions += 1
        found = {self.sheet._number_format_at(*spot) for spot in self._places()}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value):
        self._each("number_format", value)

    color = property(
        lambda self: self._cell(self.row, self.column).color,
        lambda self, value: self._each("color", value),
    )
    wrap_text = property(
        lambda self: self._cell(self.row, self.column).wrap,
        lambda self, value: self._each("wrap", value),
    )

    @property
    def horizontal_alignment(self):
        return self._cell(self.row, self.column).horizontal

    @horizontal_alignment.setter
    def horizontal_alignment(self, value):
        assert value in ("general", "left", "center", "right")
        self._each("horizontal", value)

    @property
    def vertical_alignment(self):
        return self._cell(self.row, self.column).vertical

    @vertical_alignment.setter
    def vertical_alignment(self, value):
        assert value in ("top", "center", "bottom")
        self._each("vertical", value)

    def adjust_indent(self, amount):
        self._each("indent", amount)

    @property
    def column_width(self):
        return self.sheet.widths.get(self.column)

    @column_width.setter
    def column_width(self, value):
        assert 0 <= value <= 255
        self.sheet.widths[self.column] = value

    @property
    def row_height(self):
        return self.sheet.row_heights.get(self.row)

    @row_height.setter
    def row_height(self, value):
        assert 0 <= value <= 409.5
        self.sheet.row_heights[self.row] = value

    def merge(self, across=False):
        self.sheet.merged.append(self.address)

    def unmerge(self):
        self.sheet.merged.clear()

    @property
    def columns(self):
        return RangeColumns(self)

    @property
    def rows(self):
        return RangeRows(self)

    @property
    def font(self):
        return Font(self)

    @property
    def borders(self):
        return Borders(self)

    @property
    def conditional_formats(self):
        return ConditionalFormats(self)

    @property
    def data_validation(self):
        return DataValidation(self)


class RangeColumns:
    def __init__(self, rng):
        self.rng = rng

    @property
    def hidden(self):
        return self.rng.column in self.rng.sheet.hidden

    @hidden.setter
    def hidden(self, value):
        assert isinstance(value, bool)
        columns = set(range(self.rng.column, self.rng.right + 1))
        hidden = self.rng.sheet.hidden
        hidden -= columns
        if value:
            hidden |= columns


class RangeRows:
    def __init__(self, rng):
        self.rng = rng

    @property
    def hidden(self):
        return self.rng.row in self.rng.sheet._hidden_rows

    @hidden.setter
    def hidden(self, value):
        assert value is False, "only whole sheets are shown"
        self.rng.sheet._hidden_rows.clear()


class Font:
    def __init__(self, impl):
        self.impl = impl

    def set(self, *, bold=UNSET, italic=UNSET, size=UNSET, color=UNSET, name=UNSET):
        said = {"bold": bold, "italic": italic, "size": size, "color": color, "name": name}
        said = {key: value for key, value in said.items() if value is not UNSET}
        for key in ("bold", "italic"):
            assert isinstance(said.get(key, False), bool)
        for row, column in self.impl._places():
            self.impl._cell(row, column).font |= said


class Borders:
    def __init__(self, impl):
        self.impl = impl

    def set(self, which="all", *, line_style=UNSET, weight=UNSET, color=UNSET):
        assert weight in ("hairline", "thin", "medium", "thick")
        for row, column in self.impl._places():
            for side in which:
                self.impl._cell(row, column).borders[side] = (line_style, weight, color)


class ConditionalFormats:
    def __init__(self, impl):
        self.impl = impl

    def _add(self, kind, *said):
        self.impl.sheet.formats.insert(0, (self.impl.address, kind, *said))

    def add_cell_value(
        self, operator, formula1, formula2=None, *, fill_color=None, font_color=None,
        font_bold=None, font_italic=None, stop_if_true=False,
    ):  # fmt: skip
        assert operator in ("equal_to", "less_than", "greater_than_or_equal")
        self._add("cell", operator, formula1, fill_color, font_color)

    def add_custom(
        self, formula, *, fill_color=None, font_color=None, font_bold=None, font_italic=None,
        stop_if_true=False,
    ):  # fmt: skip
        assert formula.startswith("=")
        self._add("custom", formula, font_color, stop_if_true)

    def add_color_scale(self, colors, *, thresholds=None, threshold_type="number"):
        assert len(colors) == len(thresholds)
        self._add("scale", tuple(colors))

    def add_data_bar(
        self, color, *, minimum=None, maximum=None, threshold_type="number", gradient=True,
        show_value=True,
    ):  # fmt: skip
        self._add("bar", color)

    def clear(self):
        self.impl.sheet.formats.clear()


class DataValidation:
    def __init__(self, impl, parent=None):
        self.impl = impl

    def set_list(self, source, *, in_cell_dropdown=True):
        assert len(",".join(source)) <= 255
        assert not any("," in one or ";" in one for one in source)
        self.impl.sheet.lists[self.impl.address] = list(source)

    def delete(self):
        self.impl.sheet.lists.clear()


class FreezePanes:
    def __init__(self, impl, sheet=None):
        self.impl, self.frozen = impl, None

    def freeze_at(self, frozen_range):
        parse(frozen_range)
        self.frozen = frozen_range

    def unfreeze(self):
        self.frozen = None


class Names:
    def __init__(self, impl):
        self.impl, self.all = impl, []

    def __iter__(self):
        return iter(list(self.all))

    def add(self, name, refers_to):
        assert refers_to.startswith("=")
        self.all = [one for one in self.all if one.short != name]
        self.all.append(Name(self, name, refers_to))


class Name:
    def __init__(self, impl, name=None, refers_to=None):
        self.impl, self.short, self.refers_to = impl, name, refers_to

    @property
    def name(self):
        return f"'{self.impl.impl.name}'!{self.short}"

    def delete(self):
        self.impl.all.remove(self)


class Table:
    def __init__(self, sheet=None, name=None, span=None, totals=False, **options):
        self.name, self.range = name, sheet.range(span)
        self.show_totals, self.show_headers = totals, True


class Charts:
    def __init__(self, impl):
        self.impl, self.all = impl, []

    def __iter__(self):
        return iter(self.all)

    def add(
        self, left=0, top=0, width=355, height=211, chart_type=None, source=None, plot_by=None,
        name=None, anchor=None, style=227,
    ):  # fmt: skip
        assert left == top == 0 or anchor is None
        chart = Chart(self, chart_type, source)
        self.all.append(chart)
        return chart


class Chart:
    def __init__(self, charts=None, chart_type=None, source=None):
        self.charts, self.chart_type, self.source = charts, chart_type, source
        self.title = None
        self.legend, self.category_axis = ChartLegend(None), ChartAxis(None)
        count = 1 if chart_type == "bubble" else len(source.areas)
        self.series = [ChartSeries(None) for _ in range(count)]
        self.x_values = None

    def set_x_axis_values(self, source):
        self.x_values = source

    def delete(self):
        self.charts.all.remove(self)


class ChartSeries:
    def __init__(self, impl):
        self.impl = impl
        self.said = {}

    def set(
        self, *, name=UNSET, marker_style=UNSET, marker_size=UNSET, marker_foreground_color=UNSET,
        marker_background_color=UNSET, line_color=UNSET, fill_color=UNSET, chart_type=UNSET,
        axis_group=UNSET,
    ):  # fmt: skip
        self.said = {"name": name, "fill": fill_color, "axis": axis_group}


class ChartAxis:
    def __init__(self, impl):
        self.impl, self.reverse_order = impl, False


class ChartLegend:
    def __init__(self, impl):
        self.impl, self.visible = impl, True


@cache
def loaded(content):
    return openpyxl.load_workbook(BytesIO(content), data_only=True)


def open_copy(path, folder=""):
    """Return a fake open workbook with the cells of a real one."""
    app = App()
    book = Book(app, path.name, folder or str(path.parent))
    for source in loaded(path.read_bytes()):
        sheet = Sheet(book, source.title)
        book.sheets.all.append(sheet)
        for letter, column in source.column_dimensions.items():
            first = column_index_from_string(letter)
            for at in range(column.min or first, (column.max or first) + 1):
                sheet._columns[at] = column.number_format
        for row in source.iter_rows():
            for cell in row:
                number = cell._style.numFmtId if cell.has_style else 0
                code = SHOWN_BY_COMPUTER.get(number, cell.number_format)
                if cell.value is not None:
                    one = sheet.grid.setdefault((cell.row, cell.column), Cell(code))
                    one.value = cell.value
                elif cell.has_style:
                    sheet._blanks[cell.row, cell.column] = code
        for table in source.tables.values():
            sheet.tables.append(Table(sheet, table.name, table.ref))
    first = book.sheets.all[0]
    first.activate()
    first.range("A1").select()
    return book
