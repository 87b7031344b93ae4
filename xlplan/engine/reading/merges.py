"""Whose is a row whose reference is merged with the one above? The one that the cells show."""

from collections.abc import Sequence
from typing import Any

from xlplan.engine.reading.heading_rows import is_blank
from xlplan.engine.reading.headings import Place
from xlplan.engine.sheets import RawSheet


def filled_down(cells: Sequence[Any], column: int, place: Place, raw: RawSheet) -> Sequence[Any]:
    """Return a column with what merged cells show in each row that says anything else.

    Args:
        cells: the column, from the first record on.
        column: which it is.
        place: where the table lies.
        raw: the sheet.
    """
    found = list(cells)
    used = set(place.columns.values()) - {column}
    below = place.start
    for top, bottom in sorted((top, end) for at, top, end in raw.merged if at == column):
        if (
            not below <= top < place.end
        ):  # beside the table, or over another one as no program has it
            continue
        below = bottom + 1
        for row in range(top + 1, min(below, place.end, len(raw.rows))):
            line = raw.rows[row]
            if any(one < len(line) and not is_blank(line[one]) for one in used):
                found[row - place.start] = found[top - place.start]
    return found
