"""Which row of any sheet looks like its headings, and which sheet of a plan does it resemble?"""

from typing import Any

from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES, SHEETS
from xlplan.engine.reading.heading_rows import HEAD_ROWS
from xlplan.engine.reading.nearest import likeness, near_sheet
from xlplan.engine.sheets import RawSheet
from xlplan.engine.tables import Sheet

_LONGEST = 60  # characters of a cell that may be a heading


def resembled(name: str, texts: list[str]) -> Sheet | None:
    """Return the sheet of the contract that a sheet resembles, by name or else by its headings."""
    by_name = near_sheet(name)
    if by_name:
        return by_name
    best = max(
        SHEETS, key=lambda sheet: (likeness(texts, sheet), sheet in (CUSTOMERS, OPPORTUNITIES))
    )
    return best if likeness(texts, best) >= 2 else None


def likely_heading(raw: RawSheet) -> tuple[int, dict[int, str]] | None:
    """Return the row that looks most like headings: many short texts, early, without numbers."""
    best: tuple[float, int, dict[int, str]] | None = None
    for at, row in enumerate(raw.rows[:HEAD_ROWS]):
        texts = _texts(row)
        others = sum(isinstance(cell, int | float) for cell in row[:200])
        known = (
            max((likeness(list(texts.values()), sheet) for sheet in SHEETS), default=0)
            if texts
            else 0
        )
        points = len(texts) + 3.0 * known - 2.0 * others - 0.2 * at
        if texts and (best is None or points > best[0]):
            best = (points, at, texts)
    return None if best is None else best[1:]


def _texts(row: list[Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(row[:200]):
        if isinstance(cell, str) and cell.strip() and len(cell) <= _LONGEST:
            text = " ".join(cell.split())
            if text not in found.values():
                found[at] = text
    return found
