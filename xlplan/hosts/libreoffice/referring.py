"""Which formulas of the planner's refer to our sheets? They are told anew once the sheets are."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

_EVERY_RESULT = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult


class _Told(NamedTuple):
    """A formula, and the cells that it stands in; ``array``: it fills them all."""

    cells: Any
    formula: str
    array: bool


@contextmanager
def referring(doc: Any, names: Collection[str]) -> Iterator[None]:
    """Keep formulas and names that refer to sheets as they are while those sheets are swapped.

    Choice: a formula whose sheet is no longer there says so, as Calc does.

    Args:
        doc: the open document.
        names: of the sheets that are swapped.
    """
    signs = [f"{sign}." for name in names for sign in (name, "'" + name.replace("'", "''") + "'")]
    told = list(_formulas(doc, names, signs)) if names else []
    areas = [one for one in _every(doc.NamedRanges) if _refers(one.Content, signs)]
    contents = [one.Content for one in areas]
    yield
    for one in told:
        (one.cells.setArrayFormula if one.array else one.cells.setFormula)(one.formula)
    for one, content in zip(areas, contents, strict=True):
        one.Content = content


def _formulas(doc: Any, names: Collection[str], signs: list[str]) -> Iterator[_Told]:
    for sheet in _every(doc.Sheets):
        if sheet.Name in names:
            continue
        for part in _every(sheet.queryFormulaCells(_EVERY_RESULT)):
            where = part.RangeAddress
            for down, row in enumerate(part.getFormulaArray(), where.StartRow):
                for at, formula in enumerate(row, where.StartColumn):
                    if _refers(formula, signs):
                        yield _told(sheet, sheet.getCellByPosition(at, down), formula)


def _told(sheet: Any, cell: Any, formula: str) -> _Told:
    if not formula.startswith("{="):
        return _Told(cell, formula, array=False)
    whole = sheet.createCursorByRange(cell)
    whole.collapseToCurrentArray()
    return _Told(whole, formula[1:-1], array=True)


def _refers(text: str, signs: list[str]) -> bool:
    return any(sign in text for sign in signs)


def _every(found: Any) -> Iterator[Any]:
    return (found.getByIndex(at) for at in range(found.Count))
