"""How does a chart become a native one? Through XlsxWriter's charts, bubbles included."""

import re
from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

from xlplan.engine.result.shapes import Chart, Range, Series
from xlplan.engine.result.styles import FONTS, GREY, LINE, NAVY, SERIES, short_format
from xlplan.engine.tables import letters
from xlplan.hosts.files.sheets.texts import escaped

Options = dict[str, Any]

BAND, MARKS = 30, 24  # days between marks, and how many marks fit
NAMED = 8  # columns that each have room for a name
TICK = 110.0  # pixels of a chart's width for each label under it
BIGGEST = 60  # per cent of the size that a spreadsheet gives the largest bubble by itself


def reference(name: str, cells: Range) -> str:
    """Return ``='Risk table'!$A$6:$A$20``."""
    letter = letters(cells.column)
    quoted = name.replace("'", "''")
    return f"='{quoted}'!${letter}${cells.row + 1}:${letter}${cells.last_row + 1}"


def native_chart(book: Any, chart: Chart, sheet_name: str, lang: str) -> Any:
    """Return the chart as an object of XlsxWriter, ready to be inserted."""
    font: Options = {"name": FONTS[lang], "size": 10, "color": GREY, "bold": False}
    made = book.add_chart({"type": {"bubble": "scatter"}.get(chart.kind, chart.kind)})
    for one in chart.series:
        options = _source(one, sheet_name) | _look(one, chart, font)
        if one.line:
            _add_line(book, made, options, font)
        else:
            made.add_series(options)
    title_font = font | {"size": 11, "color": NAVY, "bold": True}
    made.set_title({"name": chart.title, "name_font": title_font, "overlay": False})
    _axes(made, chart, font, lang)
    alone = len(chart.series) == 1 or chart.kind == "bubble"
    made.set_legend({"none": True} if alone else {"position": "bottom", "font": font})
    made.set_chartarea({"border": {"color": LINE}})
    made.show_blanks_as("gap")
    if chart.kind == "bubble":  # its days stand aside, where they may be folded away
        made.show_hidden_data()
    made.set_size({"width": chart.size[0], "height": chart.size[1]})
    return made


def _source(one: Series, name: str) -> Options:
    return {
        "name": one.name,
        "values": reference(name, one.values),
        "values_data": list(one.values.values),
        "categories": reference(name, one.categories),
        "categories_data": list(one.categories.values),
    }


def _look(one: Series, chart: Chart, font: Options) -> Options:
    fill = {"color": SERIES[one.tone]}
    if one.line:
        dot = {"type": "circle", "size": 4, "fill": fill, "border": fill}
        return {"line": fill | {"width": 2.0}, "y2_axis": True, "marker": dot}
    if chart.kind == "bubble":
        bold = font | {"bold": True, "color": NAVY}
        label = {"series_name": True, "position": "center", "font": bold}
        return {
            "fill": fill | {"transparency": 25},
            "border": {"color": "#FFFFFF"},
            "data_labels": label,
        }
    close = {"overlap": 0} if chart.kind == "bar" or len(chart.series) == 1 else {}
    return {"fill": fill, "gap": 60, **close}


def _add_line(book: Any, made: Any, options: Options, font: Options) -> None:
    """Add a line on a second axis, which runs from 0 to 1: a share."""
    lines = book.add_chart({"type": "line"})
    lines.add_series(options)
    bare = {"line": {"none": True}, "major_gridlines": {"visible": False}}
    lines.set_y2_axis({"num_format": "0%", "min": 0, "max": 1, "num_font": font, **bare})
    made.combine(lines)


def _axes(made: Any, chart: Chart, font: Options, lang: str) -> None:
    both: Options = {"num_font": font, "name_font": font}
    quiet = {"line": {"color": LINE}, "label_position": "low", "major_tick_mark": "none"}
    grid = {"visible": True, "line": {"color": LINE, "width": 0.75}}
    across = both | quiet
    if chart.x_title:
        across["name"] = chart.x_title
    values = both | {"line": {"none": True}, "major_gridlines": grid}
    values["num_format"] = _format(chart, lang)
    if chart.y_title:
        values["name"] = chart.y_title
    values |= _from_zero(chart)
    if chart.kind == "column" and chart.y_format == "0%":
        values |= {"min": 0, "max": 1, "major_unit": 0.2}
    if chart.kind == "bar":
        values |= _steps(chart)
        made.set_y_axis(
            across | {"reverse": True, "interval_unit": 1}
        )  # here x lies below, so y has the names
        made.set_x_axis(values | {"label_position": "high"})
    elif chart.kind == "bubble":
        made.set_x_axis(across | _days(chart))
        made.set_y_axis(values | {"min": 0, "max": 1.1, "major_unit": 0.2, "label_position": "low"})
    else:
        every = {"interval_unit": 1} if _few(chart) else {}
        form = {"num_format": chart.x_format} if chart.x_format else {}
        made.set_x_axis(across | form | every)
        made.set_y_axis(values)


def _few(chart: Chart) -> bool:
    """Return whether every column has room for its name."""
    return len(chart.series[0].values.values) <= NAMED


def _from_zero(chart: Chart) -> Options:
    """Return the end of the axis that keeps the bars of large, similar figures in proportion.

    A spreadsheet lets such an axis begin near the least of them. Where they differ more it begins at
    0 by itself, and is left free: figures that follow live cells may fall below.
    """
    found = _numbers(chart)
    least, most = min(found, default=0.0), max(found, default=0.0)
    if least > most / 2.0:
        return {"min": 0}
    return {"max": 0} if most < least / 2.0 else {}


def _steps(chart: Chart) -> Options:
    """Return where a lying axis is marked: seldom enough that its labels keep apart.

    Points and shares have an end that they never pass.
    """
    if chart.y_end:
        return {"min": 0, "max": chart.y_end, "major_unit": chart.y_end / 5.0}
    most = max((abs(one) for one in _numbers(chart)), default=0.0)
    if most <= 0.0:
        return {}
    rough = most * 1.05 / (chart.size[0] / TICK)
    power = 10.0 ** floor(log10(rough))
    return {"major_unit": next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough)}


def _numbers(chart: Chart) -> list[float]:
    """Return the figures along the first axis of values."""
    return [
        float(value)
        for one in chart.series
        if not one.line
        for value in one.values.values
        if isinstance(value, (int, float))
    ]


def _days(chart: Chart) -> Options:
    """Return the axis of days: marked in steps of 30, so at the bands of the method (30, 90, 180).

    There is room for the bubbles at both edges; the format leaves out what is below 0.
    """
    places = [
        float(value)
        for one in chart.series
        for value in one.categories.values
        if isinstance(value, (int, float))
    ]
    last = max(places, default=0.0) + BAND / 2
    step = BAND * ceil(last / BAND / MARKS)
    ends = {"min": -BAND, "max": step * ceil(last / step), "major_unit": step, "crossing": "min"}
    return {"num_format": chart.x_format} | ends


def _format(chart: Chart, lang: str) -> str:
    if chart.y_format != "amount":
        return chart.y_format
    most = max((abs(one) for one in _numbers(chart)), default=0.0)
    # halved because most gridlines lie lower; one decimal is enough for them
    return short_format(most / 2.0, lang).replace("#,##0.00", "#,##0.0")


_MARKER = re.compile(r"<c:marker>.*?</c:marker>|<c:marker\s*/>|<c:smooth [^>]*/>", re.DOTALL)
_SERIES = re.compile(r"<c:ser>.*?</c:ser>", re.DOTALL)
_STYLE = re.compile(r"<c:scatterStyle [^>]*/>")


def as_bubbles(xml: str, name: str, series: Sequence[Series]) -> str:
    """Return a scatter chart's XML as that of a bubble chart, which XlsxWriter does not have.

    Both have the same series but for the size of each point, so little has to be changed.
    """
    sizes = iter(series)
    xml = _SERIES.sub(lambda found: _bubble(found.group(), name, next(sizes)), xml)
    xml = _STYLE.sub('<c:varyColors val="0"/>', xml)
    scale = f'<c:bubbleScale val="{BIGGEST}"/><c:showNegBubbles val="0"/><c:axId '
    xml = xml.replace("<c:axId ", scale, 1)
    return xml.replace("c:scatterChart>", "c:bubbleChart>")


def _bubble(xml: str, name: str, one: Series) -> str:
    xml = _MARKER.sub("", xml).replace("</c:spPr>", '</c:spPr><c:invertIfNegative val="0"/>', 1)
    if one.sizes is None:
        return xml
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>'
        for at, value in enumerate(one.sizes.values)
        if isinstance(value, (int, float))
    )
    formula = escaped(reference(name, one.sizes).removeprefix("="))
    count = f'<c:ptCount val="{len(one.sizes.values)}"/>'
    cache = f"<c:numCache><c:formatCode>General</c:formatCode>{count}{points}</c:numCache>"
    size = f"<c:bubbleSize><c:numRef><c:f>{formula}</c:f>{cache}</c:numRef></c:bubbleSize>"
    return xml.replace("</c:ser>", f'{size}<c:bubble3D val="0"/></c:ser>')
