"""Which names do the formulas of a sheet use? Those that other sheets offer, none besides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xlplan.engine.result.live import Area, names_in
from xlplan.engine.result.shapes import Formula, ResultSheet, Table


def linked(sheets: Sequence[ResultSheet]) -> tuple[ResultSheet, ...]:
    """Return the sheets with the names that their formulas use."""
    offers: dict[str, Area] = {}
    for sheet in sheets:
        offers |= sheet.offers
    return tuple(replace(sheet, names=_used(sheet, offers)) for sheet in sheets)


def _used(sheet: ResultSheet, offers: Mapping[str, Area]) -> dict[str, Area]:
    return {name: offers[name] for name in sorted(names_in(_formulas(sheet))) if name in offers}


def _formulas(sheet: ResultSheet) -> Iterator[str]:
    if sheet.since is not None:
        yield sheet.since.moved
    yield from (tile.formula for tile in sheet.tiles)
    for table in sheet.tables:
        if table.live is not None:
            yield from table.live.formulas.values()
            yield from (look.formula for look in table.live.looks.values())
            yield from _in_cells(table)


def _in_cells(table: Table) -> Iterator[str]:
    """Yield the formulas of single cells; a table whose columns have formulas has none."""
    if table.live is None or table.live.formulas:
        return
    for row in table.rows:
        for cell in row:
            if isinstance(cell, Formula):
                yield cell.text
