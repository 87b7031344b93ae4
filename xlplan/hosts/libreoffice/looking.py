"""What does a sheet that comes from another document leave there? How its window and its page look."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_SPLIT = ("HorizontalSplitPosition", "VerticalSplitPosition")
_READ_ONLY = 16  # com.sun.star.beans.PropertyAttribute
_FROZEN = 2  # of HorizontalSplitMode and VerticalSplitMode


class View(NamedTuple):
    """How a window shows a sheet: columns and rows that stay, lines between cells."""

    columns: int
    rows: int
    lines: bool


def views(source: Any) -> dict[str, View]:
    """Return how a document without a window would show each of its sheets."""
    kept = source.getViewData()
    if not kept or not kept.Count:
        return {}
    tables = _plain(kept.getByIndex(0)).get("Tables")
    if tables is None:
        return {}
    return {name: _view(_plain(tables.getByName(name))) for name in tables.ElementNames}


def _view(said: Mapping[str, Any]) -> View:
    columns, rows = (
        said.get(name, said.get(f"{name}Twips", 0)) if said.get(mode) == _FROZEN else 0
        for name, mode in zip(_SPLIT, ("HorizontalSplitMode", "VerticalSplitMode"), strict=True)
    )
    return View(columns, rows, bool(said.get("ShowGrid", True)))


def look_alike(doc: Any, seen: Mapping[str, View], names: Iterable[str]) -> None:
    """Let the window show sheets of the open document as it would in the one that they come from.

    Calc's own call to freeze counts pixels and misses a row now and then, so the window is told as it
    remembers itself: a few parts, then a part a sheet, of numbers with slashes between them.

    Args:
        doc: the open document.
        seen: how sheets are shown there.
        names: the sheets.
    """
    controller = doc.CurrentController
    order = doc.Sheets.ElementNames
    told = str(controller.getViewData()).split(";")
    first = len(told) - len(order)
    for name in names:
        if name in seen:
            told[first + order.index(name)] = _frozen(seen[name])
    controller.restoreViewData(";".join(told))


def _frozen(view: View) -> str:
    """Return a sheet as a window remembers it: cursor, kinds of split, splits, pane, first cells."""
    columns, rows = view.columns, view.rows
    kinds = [_FROZEN if count else 0 for count in (columns, rows)]
    pane = 3 if columns else 2  # below on the right, below on the left
    numbers = [0, 0, *kinds, columns, rows, pane, 0, columns, 0, rows]
    return "/".join(map(str, numbers))


def without_lines(doc: Any, dispatcher: Any, names: Iterable[str]) -> None:
    """Hide the lines between cells on sheets that have just come.

    Args:
        doc: the open document; which sheet it shows is changed.
        dispatcher: ``com.sun.star.frame.DispatchHelper``.
        names: the sheets.
    """
    controller = doc.CurrentController
    for name in names:
        controller.setActiveSheet(doc.Sheets.getByName(name))
        dispatcher.executeDispatch(controller.Frame, ".uno:ToggleSheetGrid", "", 0, ())


def same_pages(doc: Any, source: Any, names: Iterable[str]) -> None:
    """Let sheets be printed as in the document that they come from: each page is taken over, too."""
    mine, theirs = (one.StyleFamilies.getByName("PageStyles") for one in (doc, source))
    for name in names:
        kind = source.Sheets.getByName(name).PageStyle
        if not mine.hasByName(kind):
            mine.insertByName(kind, doc.createInstance("com.sun.star.style.PageStyle"))
            _copy(theirs.getByName(kind), mine.getByName(kind))
        doc.Sheets.getByName(name).PageStyle = kind
        _print(source.Sheets.getByName(name), doc.Sheets.getByName(name))


def _print(theirs: Any, mine: Any) -> None:
    """Let a sheet print the same cells as its source, under the same repeated rows and columns."""

    def here(area: Any) -> Any:
        area.Sheet = mine.RangeAddress.Sheet
        return area

    mine.setPrintAreas(tuple(map(here, theirs.getPrintAreas())))
    mine.setPrintTitleRows(theirs.getPrintTitleRows())
    mine.setTitleRows(here(theirs.getTitleRows()))
    mine.setPrintTitleColumns(theirs.getPrintTitleColumns())
    mine.setTitleColumns(here(theirs.getTitleColumns()))


def _copy(source: Any, target: Any) -> None:
    known = target.getPropertySetInfo()
    for one in source.getPropertySetInfo().getProperties():
        if known.hasPropertyByName(one.Name) and not one.Attributes & _READ_ONLY:
            value = source.getPropertyValue(one.Name)
            if value is not None:
                target.setPropertyValue(one.Name, value)


def _plain(properties: Any) -> dict[str, Any]:
    return {one.Name: one.Value for one in properties}
