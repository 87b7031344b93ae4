"""What surrounds the cells of an open result sheet? Widths, colours that follow, lists, charts.

What xlwings' object model does not have, or cannot take back, is left out, and the guide says so:
filter buttons, folded columns, turned headings, tab colours, headers and footers.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from xlplan.engine.result.layout import head_span
from xlplan.engine.result.shapes import (
    HEADLINE_ROW,
    META_ROW,
    Chart,
    Range,
    ResultSheet,
    Rule,
    Table,
)
from xlplan.engine.result.sketch import offers
from xlplan.engine.result.styles import BAR, QUIET, RED, SCALE, SERIES, TONES
from xlplan.engine.tables import letters
from xlplan.hosts.excel.painting import area

GAP = 3.0  # width of a column that keeps things apart
TURNED = 11.0  # width of a column whose heading other hosts turn
LONGEST_LIST = 255  # signs of a list of choices
POINTS = 0.75  # of a pixel
KINDS = {"bar": "bar_clustered", "column": "column_clustered", "bubble": "bubble"}


def dress(sheet: Any, result: ResultSheet) -> None:
    """Give an open sheet everything that stands around its cells."""
    left, right, _ = head_span(result)
    for row in (HEADLINE_ROW, META_ROW):
        sheet.range((row + 1, left + 1), (row + 1, right + 1)).merge()
    for tile in result.tiles:
        for row in (tile.row, tile.row + 1):
            if tile.right > tile.left:
                sheet.range((row + 1, tile.left + 1), (row + 1, tile.right + 1)).merge()
    for table in result.tables:
        _columns(sheet, table)
        _choices(sheet, table)
        # new rules come before older ones, so what must win is added last
        for rule in sorted(table.rules, key=lambda one: one.kind == "repeat"):
            _colour(sheet, table, rule)
    for chart in result.charts:
        _draw(sheet, chart)
    main = result.main
    top = (META_ROW + 1 if main is None else main.first) + 1
    sheet.freeze_panes.freeze_at(f"A1:{letters(max(result.frozen - 1, 0))}{top - 1}")


def _columns(sheet: Any, table: Table) -> None:
    """Set the widths and hide what only serves formulas."""
    hidden = table.live.hidden if table.live else ()
    for at, column in enumerate(table.columns, table.left):
        whole = sheet.range(f"{letters(at)}:{letters(at)}")
        whole.column_width = TURNED if column.kind == "points" else column.width or GAP
        if table.aside and column.key in hidden:
            whole.columns.hidden = True


def _choices(sheet: Any, table: Table) -> None:
    """Offer the words of inputs as lists."""
    for words, span in offers(table):
        if len(",".join(words)) <= LONGEST_LIST and not any({",", ";"} & set(one) for one in words):
            area(sheet, span).data_validation.set_list(list(words))


def _colour(sheet: Any, table: Table, rule: Rule) -> None:
    if not table.rows:
        return
    for key in rule.columns:
        cells = sheet.range(f"{table.address(key, table.first)}:{table.address(key, table.last)}")
        _add(cells.conditional_formats, table, rule)


def _add(formats: Any, table: Table, rule: Rule) -> None:
    if rule.kind == "words":
        for word, name in rule.tones.items():
            fill, font = TONES[name]
            quoted = word.replace('"', '""')
            formats.add_cell_value("equal_to", f'="{quoted}"', fill_color=fill, font_color=font)
    elif rule.kind == "scale":
        formats.add_color_scale(list(SCALE), thresholds=[0, 50, 100])
    elif rule.kind == "bar":
        formats.add_data_bar(BAR, minimum=0, maximum=1, gradient=False)
    elif rule.kind == "repeat":
        same = ",".join(_as_above(table, key) for key in (rule.columns[0], rule.columns[-1]))
        formats.add_custom(f"=AND({same})", font_color=QUIET, stop_if_true=True)
    else:
        sign = "less_than" if rule.kind == "below" else "greater_than_or_equal"
        formats.add_cell_value(sign, rule.bound, font_color=RED, font_bold=True)


def _as_above(table: Table, key: str) -> str:
    letter = letters(table.left + table.index(key))
    return f"${letter}{table.first + 1}=${letter}{table.first}"


def _draw(sheet: Any, chart: Chart) -> None:
    """Draw a native chart: its values, its names, its colours, a share on a second axis."""
    width, height = chart.size
    made = sheet.charts.add(
        width=width * POINTS,
        height=height * POINTS,
        anchor=sheet.range((chart.row + 1, chart.column + 1)),
        chart_type=KINDS[chart.kind],
        source=sheet.range(",".join(_sources(chart))),
        plot_by="columns",
    )
    made.set_x_axis_values(sheet.range(_address(_categories(chart))))
    if chart.kind != "bubble":
        for at, one in enumerate(chart.series):
            made.series[at].set(**_look(one.name, SERIES[one.tone], line=one.line))
    made.title = chart.title
    if chart.kind == "bar":
        made.category_axis.reverse_order = True
    made.legend.visible = len(chart.series) > 1 and chart.kind != "bubble"


def _look(name: str, colour: str, *, line: bool) -> Mapping[str, Any]:
    if line:
        second = {"chart_type": "line", "axis_group": "secondary"}
        return {"name": name, "line_color": colour, **second}
    return {"name": name, "fill_color": colour}


def _sources(chart: Chart) -> Iterator[str]:
    """Yield the columns that a chart is made of; bubbles have a series a row elsewhere.

    Excel takes the leftmost for the horizontal axis of bubbles: the column left of the likelihood
    stands there until the true one is set, which lies further right.
    """
    if chart.kind != "bubble":
        yield from (_address(one.values) for one in chart.series)
        return
    first, last = chart.series[0], chart.series[-1]
    values = _joined(first.values, last.values)
    yield _address(values._replace(column=values.column - 1))
    yield _address(values)
    if first.sizes is not None and last.sizes is not None:
        yield _address(_joined(first.sizes, last.sizes))


def _categories(chart: Chart) -> Range:
    """Return what stands along the horizontal axis: for bubbles that of all series."""
    first, last = chart.series[0].categories, chart.series[-1].categories
    return _joined(first, last) if chart.kind == "bubble" else first


def _joined(first: Range, last: Range) -> Range:
    top, bottom = sorted((first.row, last.row))
    return first._replace(row=top, last_row=max(bottom, last.last_row, first.last_row))


def _address(cells: Range) -> str:
    letter = letters(cells.column)
    return f"{letter}{cells.row + 1}:{letter}{cells.last_row + 1}"
