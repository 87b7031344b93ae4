"""Which rows of a sheet give a record, and what is told of the cells of the others?

The rows in which something required is missing are looked at one by one. Few rows are.
"""

from collections.abc import Iterator, Mapping

from xlplan.engine.reading.cells import Bad, shown
from xlplan.engine.reading.gather import Gathered, Spot
from xlplan.engine.reading.heading_rows import is_blank, match, repeats
from xlplan.engine.reading.nearly import asked_for, in_chinese
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.total_rows import drop_totals
from xlplan.engine.reading.totals import is_total
from xlplan.engine.tables import fold_heading


def judge(table: Table, gathered: Gathered) -> None:
    """Decide which rows give a record, and tell what was wrong with the cells of the others too.

    Choice: a status that cannot be read is no blank one, which means open: its row is left out as
    one without a required cell is.
    """
    required = [one.field for one in table.sheet.columns if one.required]
    _drop_headings(table, gathered)
    drop_totals(table, gathered)
    doubtful = {at for name in required for at in _lacking(table, name)}
    for one in table.sheet.columns:
        if one.decides and one.field in table.odd:
            doubtful |= {at for at, v in enumerate(table.columns[one.field]) if type(v) is Bad}
    for at in sorted(doubtful - table.dropped):
        _judge_row(table, at, required, gathered)
    _tell_meant(table, gathered)
    for name in table.columns:
        if name in table.odd:
            _tell_bad(table, name, gathered)


def tell_read(table: Table, name: str, at: int, text: str, gathered: Gathered) -> None:
    """Tell as what the text of a cell is read."""
    column, value = table.sheet.by_field[name], table.columns[name][at]
    gathered.add(
        "READ_AS", table.spot(name, at), text,
        column=table.heading(name), meaning=shown(value), meaning_zh=in_chinese(column, value),
    )  # fmt: skip


def _lacking(table: Table, name: str) -> Iterator[int]:
    values = table.columns[name]
    if name in table.odd or None in values:
        yield from (at for at, v in enumerate(values) if v is None or type(v) is Bad)


def _tell_meant(table: Table, gathered: Gathered) -> None:
    for name, at, text in table.meant:
        if at not in table.dropped and type(table.columns[name][at]) is not Bad:
            tell_read(table, name, at, text, gathered)


def _drop_headings(table: Table, gathered: Gathered) -> None:
    """Leave out rows that say the headings again, as on each printed page of a report."""
    needed = (one for one in table.sheet.columns if one.required and one.kind in ("id", "text"))
    column = next(needed, None)
    if column is None:
        return
    spellings = {fold_heading(one) for one in (table.heading(column.field), column.en, column.zh)}
    values = table.columns[column.field]
    texts = {one for one in values if type(one) is str and not one[-1].isdigit()}  # ids end so
    again = {one for one in texts if fold_heading(one) in spellings}
    head = table.place.head.matched
    for at in [at for at, value in enumerate(values) if again and value in again]:
        row = table.raw.rows[table.place.start + at]
        told = {place: match(table.sheet, row[place]) for place in head if place < len(row)}
        if repeats(head, told):
            gathered.add("HEADING_ROW", table.spot(column.field, at), values[at])
            table.forget(at)


def _judge_row(table: Table, at: int, required: list[str], gathered: Gathered) -> None:
    """Leave out a row that lacks something required; a blank one without a word."""
    table.dropped.add(at)
    filled = [value for values in table.columns.values() if (value := values[at]) is not None]
    if not filled:
        return
    line = table.raw.rows[table.place.start + at : table.place.start + at + 1]
    pairs = enumerate(line[0] if line else ())
    place, label = next((pair for pair in pairs if not is_blank(pair[1])), (0, None))
    if is_total(label):
        table.forget(at)
        gathered.add("TOTAL_ROW", Spot(table.place.name, table.place.start + at, place), label)
        return
    if all(type(value) is Bad for value in filled):
        return  # cells that are told by themselves, such as formulas filled down
    for name in required:
        if table.columns[name][at] is None:
            gathered.add("REQUIRED_BLANK", table.spot(name, at), column=table.heading(name))


def _tell_bad(table: Table, name: str, gathered: Gathered) -> None:
    """Tell the cells of a column that could not be read; their values are missing from now on."""
    values, heading = table.columns[name], table.heading(name)
    column = table.sheet.by_field[name]
    suffix = "_ROW" if column.required or column.decides else ""
    found: dict[str, list[tuple[int, Bad]]] = {}
    for at, value in enumerate(values):
        if type(value) is Bad:
            found.setdefault(value.code, []).append((at, value))
            values[at] = None
    for code, cells in found.items():
        told = "UNDECIDED_ROW" if column.decides and code == "NOT_A_WORD" else code + suffix
        words: dict[str, Mapping[str, str]] = {}  # texts repeat, and the nearest takes long to find
        for at, bad in cells:
            text = shown(bad.value)
            if code != "NOT_A_WORD" or text not in words:
                words[text] = asked_for(column, bad)
            gathered.add(told, table.spot(name, at), bad.value, column=heading, **words[text])
