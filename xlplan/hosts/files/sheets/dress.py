"""What surrounds the rows of a sheet? Widths, filters, colours, links."""

from collections.abc import Sequence
from typing import Any

from xlplan.engine.result.layout import GAP, head_span
from xlplan.engine.result.shapes import HEADLINE_ROW, META_ROW, ResultSheet, Rule, Table
from xlplan.engine.result.styles import BAR, QUIET, RED, SCALE, TEAL, TONES, tone
from xlplan.engine.tables import letters
from xlplan.hosts.files.sheets.printing import ROW_HEIGHT, lay_out

LONGEST_LIST = 255  # signs of a list of choices

_NUMBERS = {"min_type": "num", "mid_type": "num", "max_type": "num", "min_value": 0}
FIXED: dict[str, dict[str, Any]] = {
    "scale": {
        "type": "3_color_scale",
        "mid_value": 50,
        "max_value": 100,
        **_NUMBERS,
        **dict(zip(("min_color", "mid_color", "max_color"), SCALE, strict=True)),
    },
    "bar": {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_color": BAR,
        "bar_solid": True,
        "max_value": 1,
        **_NUMBERS,
    },
}
"""Conditional formats that need nothing of the table: risk 0–100, a share 0–1."""


class Formats:
    """Conditional formats, made once each."""

    def __init__(self, book: Any) -> None:
        self.tones = {name: book.add_format(tone(name)) for name in TONES}
        self.quiet = book.add_format({"font_color": QUIET})
        self.red = book.add_format({"font_color": RED, "bold": True})


def dress(page: Any, sheet: ResultSheet, formats: Formats) -> None:
    """Give a page of XlsxWriter everything that a result sheet has around its rows."""
    page.hide_gridlines(2)
    page.set_default_row(ROW_HEIGHT)
    page.set_tab_color(TEAL)
    _columns(page, sheet)
    left, right, _ = head_span(sheet)
    if right > left:
        for row in (HEADLINE_ROW, META_ROW):
            page.merge_range(row, left, row, right, "")
    if sheet.since is not None:
        rule = {"type": "formula", "criteria": f"={sheet.since.moved}=1", "format": formats.red}
        page.conditional_format(META_ROW, left, META_ROW, left, rule)
    for tile in sheet.tiles:
        for row in (tile.row, tile.row + 1):
            if tile.right > tile.left:
                page.merge_range(row, tile.left, row, tile.right, "")
    for table in sheet.tables:
        _help(page, table)
        _choices(page, table)
        for past in sorted(table.rules, key=lambda one: one.kind != "repeat"):
            _colour(page, table, past, formats)
    main = sheet.main
    if main is not None and main.rows:
        right = max(table.right for table in sheet.tables if table is main or table.aside)
        page.autofilter(main.top, main.left, main.last, right)
    page.freeze_panes(META_ROW + 1 if main is None else main.first, sheet.frozen)
    lay_out(page, sheet, _widths(sheet))


def _widths(sheet: ResultSheet) -> dict[int, float]:
    widths: dict[int, float] = {}
    for table in sheet.tables:
        for at, column in enumerate(table.columns, table.left):
            widths[at] = max(column.width, widths.get(at, 0.0))
    return {at: widths.get(at, GAP) for at in range(max(widths, default=-1) + 2)}


def _columns(page: Any, sheet: ResultSheet) -> None:
    """Set the widths; what stands aside can be folded away, helpers are hidden."""
    aside: dict[int, dict[str, Any]] = {}
    for table in sheet.tables:
        hidden = table.live.hidden if table.live else ()
        if table.aside:
            for at, one in enumerate(table.columns, table.left):
                aside[at] = {"hidden": True} if one.key in hidden else {"level": 1}
    for at, width in _widths(sheet).items():
        page.set_column(at, at, width, None, aside.get(at, {}))


def _choices(page: Any, table: Table) -> None:
    """Offer the words of inputs as lists."""
    live = table.live
    if live is None or not table.rows:
        return
    last = table.last if live.rows is None else table.top + live.rows
    spans = [
        (words, table.first, last, table.left + table.index(key))
        for key, words in live.choices.items()
    ]
    spans += [
        (look.words, table.first + row, table.first + row, table.left + table.index(key))
        for (row, key), look in live.looks.items()
        if look.words
    ]
    for words, top, bottom, at in spans:
        if len(",".join(words)) <= LONGEST_LIST and not any("," in word for word in words):
            source = {"validate": "list", "source": list(words)}
            page.data_validation(top, at, bottom, at, source)


def _help(page: Any, table: Table) -> None:
    for at, column in enumerate(table.columns, table.left):
        if column.help:
            note = {"input_title": column.heading[:32], "input_message": column.help[:255]}
            page.data_validation(table.top, at, table.top, at, {"validate": "any"} | note)


def _span(table: Table, keys: Sequence[str]) -> str:
    return " ".join(
        f"{table.address(key, table.first)}:{table.address(key, table.last)}" for key in keys
    )


def _colour(page: Any, table: Table, rule: Rule, formats: Formats) -> None:
    if not table.rows:
        return
    at = table.left + table.index(rule.columns[0])
    where = {"multi_range": _span(table, rule.columns)}
    for options in _conditions(table, rule, formats):
        page.conditional_format(table.first, at, table.last, at, options | where)


def _conditions(table: Table, rule: Rule, formats: Formats) -> list[dict[str, Any]]:
    if rule.kind == "words":
        return [
            {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": formats.tones[name]}
            for word, name in rule.tones.items()
        ]
    if rule.kind in FIXED:
        return [FIXED[rule.kind]]
    if rule.kind == "repeat":
        same = ",".join(_as_above(table, key) for key in (rule.columns[0], rule.columns[-1]))
        look = {"format": formats.quiet, "stop_if_true": True}
        return [{"type": "formula", "criteria": f"=AND({same})", **look}]
    sign = "<" if rule.kind == "below" else ">="
    return [{"type": "cell", "criteria": sign, "value": rule.bound, "format": formats.red}]


def _as_above(table: Table, key: str) -> str:
    """Return the comparison of a cell with the one above it: ``$B7=$B6``."""
    letter = letters(table.left + table.index(key))
    return f"${letter}{table.first + 1}=${letter}{table.first}"


def link(page: Any, sheet: ResultSheet, names: dict[str, str]) -> None:
    """Make the links of a sheet lead to the others (key → name)."""
    for link in sheet.links:
        if link.sheet in names:
            target = names[link.sheet].replace("'", "''")
            page.write_url(link.row, link.column, f"internal:'{target}'!A1", None, link.text)
