"""What is in a workbook that does not follow the contract? What was seen, near, and missing."""

import re
from typing import NamedTuple

from xlplan.core.issues import Finding
from xlplan.engine.contract import CUSTOMERS
from xlplan.engine.reading.gather import Gathered, Spot
from xlplan.engine.reading.headings import Place, locate
from xlplan.engine.reading.heads import likely_heading, resembled
from xlplan.engine.reading.nearest import near_heading, near_sheet
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.engine.tables import Column, Sheet, fold, fold_heading
from xlplan.engine.text import DASH

_OF_PLAN = re.compile(r"\.plan(?=\.[^.]+$)")
MOST_SHEETS = 12  # sheets that are described one by one
MOST_HEADINGS = 12  # headings that are quoted, and hints that are given, for one sheet


def describe(book: RawWorkbook) -> list[Finding]:
    """Return remarks about a workbook in which no usable sheet Customers was found.

    Which sheets there are; for each its headings and what they may stand for; what is missing.

    Example:
        >>> book = RawWorkbook([RawSheet("Accounts", [["Customer Name", "City"]])], ["Accounts"])
        >>> [found.code for found in describe(book)][:4]
        ['NO_CUSTOMERS', 'SHEETS_SEEN', 'NEAR_SHEET', 'HEADINGS_SEEN']
    """
    gathered = Gathered(tuple(book.names))
    if _is_results(book):
        _tell_results(book, gathered)
        return list(gathered.findings())
    filled = [raw for raw in book.sheets if any(raw.rows) and not _is_usable(raw)]
    heads = [head for raw in filled[:MOST_SHEETS] if (head := _head(raw))]
    _tell_customers(book, heads, gathered)
    gathered.add("SHEETS_SEEN", value="", names=_listed(book.names, 20))
    for head in heads:
        _describe_sheet(head, gathered)
    return list(gathered.findings())


def tell_missing(place: Place, raw: RawSheet, gathered: Gathered) -> None:
    """Say which required headings a sheet lacks, and what in it may be meant."""
    first = min(place.columns.values())
    for column in place.missing:
        near = [
            text for _, text in place.unknown.values() if near_heading(text, place.sheet) is column
        ]
        gathered.add(
            "MISSING_HEADING", Spot(raw.name, place.head.below - 1, first), "",
            column=both(column), row=str(place.head.below), near=_listed(near, 3) or DASH,
        )  # fmt: skip


def tell_unread(place: Place, raw: RawSheet, gathered: Gathered) -> None:
    """Say which headings of the contract stand in a row beside the headings, and are not read."""
    for row in dict.fromkeys(row for row, _ in place.head.unread):
        columns = [column for at, column in place.head.unread if at == row]
        texts = [" ".join(str(raw.rows[row][column]).split()) for column in columns]
        gathered.add(
            "HEADINGS_UNREAD", Spot(place.name, row, columns[0]), texts[0],
            row=str(row + 1), head=str(place.top + 1), headings=_listed(texts, MOST_HEADINGS),
        )  # fmt: skip


def tell_near(place: Place, gathered: Gathered) -> None:
    """Say which unknown headings of a sheet are nearly those of columns that it lacks."""
    for at, (row, text) in place.unknown.items():
        column = near_heading(text, place.sheet)
        if column is not None and column.field not in place.columns:
            gathered.add("NEAR_HEADING", Spot(place.name, row, at), text, near=both(column))


def both(named: Column | Sheet) -> str:
    """Return a name in both languages: ``Customer ID 客户编号``."""
    return named.en if named.en == named.zh else f"{named.en} {named.zh}"


def _is_results(book: RawWorkbook) -> bool:
    """Return whether most of a workbook's sheets are called like results, in one language."""
    from xlplan.engine.result.frame import RESULT_SHEETS  # late: only a hint needs the names

    names = set(book.names)
    same = max(len(names & set(own)) for own in zip(*RESULT_SHEETS.values(), strict=True))
    return same >= 4 and 2 * same > len(names)


def _tell_results(book: RawWorkbook, gathered: Gathered) -> None:
    """Say that these are results, and of which plan, which their name tells: NAME.plan.xlsx."""
    plan = _OF_PLAN.sub("", book.file)
    if plan == book.file:
        gathered.add("RESULTS_ONLY")
    else:
        gathered.add("RESULTS_OF", value=book.file, plan=plan)


def _tell_customers(book: RawWorkbook, heads: list["_Head"], gathered: Gathered) -> None:
    """Say what stands in the way: no sheet Customers, or one that lacks headings."""
    names = [name for name in book.names if fold(name) in (fold(CUSTOMERS.en), fold(CUSTOMERS.zh))]
    if names:
        gathered.add("CUSTOMERS_UNUSABLE", Spot(names[0]))
        return
    near = [name for name in book.names if near_sheet(name) is CUSTOMERS]
    near += [
        head.raw.name for head in heads if head.sheet is CUSTOMERS and head.raw.name not in near
    ]
    gathered.add("NO_CUSTOMERS", value="", near=_listed(near, 3) or DASH)


class _Head(NamedTuple):
    """What a sheet begins with.

    Args:
        raw: the sheet.
        row: the row that looks like its headings.
        texts: column → text of that row.
        sheet: the sheet of the contract that it resembles.
    """

    raw: RawSheet
    row: int
    texts: dict[int, str]
    sheet: Sheet | None


def _head(raw: RawSheet) -> _Head | None:
    found = likely_heading(raw)
    if found is None:
        return None
    row, texts = found
    return _Head(raw, row, texts, resembled(raw.name, list(texts.values())))


def _describe_sheet(head: _Head, gathered: Gathered) -> None:
    raw, row, texts, sheet = head
    gathered.add(
        "HEADINGS_SEEN", Spot(raw.name, row, min(texts)), "",
        row=str(row + 1), headings=_listed(list(texts.values()), MOST_HEADINGS),
    )  # fmt: skip
    if sheet is None:
        return
    near = {at: column for at, text in texts.items() if (column := near_heading(text, sheet))}
    if fold(raw.name) not in (fold(sheet.en), fold(sheet.zh)):
        lacking = [one for one in sheet.columns if one.required and one not in near.values()]
        missing = ", ".join(map(both, lacking))
        code = "NEAR_SHEET" if lacking else "NEAR_NAME"
        gathered.add(code, Spot(raw.name), raw.name, near=both(sheet), missing=missing)
    hints = [
        (at, one) for at, one in near.items() if fold_heading(texts[at]) not in sheet.by_heading
    ]
    for at, column in hints[:MOST_HEADINGS]:
        gathered.add("NEAR_HEADING", Spot(raw.name, row, at), texts[at], near=both(column))


def _is_usable(raw: RawSheet) -> bool:
    """Return whether a sheet is one of the contract and has the headings that it needs."""
    sheet = near_sheet(raw.name)
    if sheet is None or fold(raw.name) not in (fold(sheet.en), fold(sheet.zh)):
        return False
    place = locate(sheet, raw)
    return place is not None and not place.missing


def _listed(names: list[str], most: int) -> str:
    shown = [f"“{name}”" for name in names[:most]]
    return ", ".join(shown) + (f" … (+{len(names) - most})" if len(names) > most else "")
