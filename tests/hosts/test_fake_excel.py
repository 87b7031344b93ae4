"""The stand-in for Excel is no thinner than xlwings' own classes: same names, same signatures."""

import inspect

import fake_excel
import pytest
import xlwings
from xlwings import main

PAIRS = {
    name: getattr(main, name)
    for name in (
        "App", "Book", "Sheets", "Sheet", "Range", "RangeColumns", "RangeRows", "Font", "Borders",
        "ConditionalFormats", "DataValidation", "FreezePanes", "Names", "Name", "Table", "Charts",
        "Chart", "ChartSeries", "ChartAxis", "ChartLegend",
    )
}  # fmt: skip
OWN = {"said", "grid", "all", "current", "alerts", "chosen", "impl", "book", "charts", "areas",
       "bottom", "right", "widths", "row_heights", "hidden", "merged", "formats", "lists", "frozen",
       "short", "rng", "x_values", "source", "sheet", "questions"}  # fmt: skip


def shape(function):
    return [
        (one.name, one.kind, one.default is inspect.Parameter.empty)
        for one in inspect.signature(function).parameters.values()
        if one.name != "self"
    ]


@pytest.mark.parametrize("name", PAIRS)
def test_methods_take_what_the_real_ones_take(name):
    fake, real = getattr(fake_excel, name), PAIRS[name]
    methods = [
        key
        for key, value in vars(fake).items()
        if inspect.isfunction(value) and not key.startswith("_")
    ]
    for key in methods:
        assert shape(getattr(fake, key)) == shape(getattr(real, key)), f"{name}.{key}"


@pytest.mark.parametrize("name", PAIRS)
def test_properties_can_be_read_and_set_as_the_real_ones(name):
    fake, real = getattr(fake_excel, name), PAIRS[name]
    for key, value in vars(fake).items():
        if isinstance(value, property) and not key.startswith("_"):
            found = inspect.getattr_static(real, key)
            assert isinstance(found, property), f"{name}.{key}"
            assert value.fset is None or found.fset is not None, f"{name}.{key}"


def test_plain_attributes_are_properties_of_the_real_classes():
    app = fake_excel.App()
    book = fake_excel.Book(app)
    sheet = book.sheets.add("One")
    sheet.tables.append(fake_excel.Table(sheet, "T", "A1:B2"))
    sheet.names.add("a", "=1")
    chart = sheet.charts.add(chart_type="line", source=sheet.range("A1:A2"))
    made = (app, book, sheet, sheet.tables[0], next(iter(sheet.names)), chart, chart.series[0],
            chart.legend, chart.category_axis)  # fmt: skip
    for one in made:
        real = PAIRS[type(one).__name__]
        for key in {key for key in vars(one) if key[0] != "_"} - OWN:
            assert hasattr(real, key), f"{type(one).__name__}.{key}"


def test_what_is_written_to_can_be_written_to():
    for real, key in (
        (main.App, "calculation"), (main.App, "screen_updating"), (main.App, "enable_events"),
        (main.App, "display_alerts"), (main.App, "status_bar"), (main.Chart, "title"),
        (main.ChartLegend, "visible"), (main.ChartAxis, "reverse_order"),
    ):  # fmt: skip
        assert inspect.getattr_static(real, key).fset is not None


def test_nothing_of_xlwings_pro_is_used():
    from pathlib import Path

    for path in Path("xlplan/hosts/excel").glob("*.py"):
        text = path.read_text("utf-8")
        assert "xlwings.pro" not in text
        assert "embed" not in text
    assert not xlwings.__pro__
