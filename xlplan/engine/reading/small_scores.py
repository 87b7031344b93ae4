"""Which columns of scores hold numbers that a format may show in percent? Those from 0 to 1."""

from collections.abc import Sequence
from typing import Any

from xlplan.engine.contract import SHEETS
from xlplan.engine.reading.heading_rows import find_head
from xlplan.engine.tables import fold

_SCORED = {
    fold(name): sheet
    for sheet in SHEETS
    for name in (sheet.en, sheet.zh)
    if any(column.kind == "score" for column in sheet.columns)
}


def small_scores(name: str, rows: Sequence[list[Any]]) -> set[int]:
    """Return the columns of a sheet that hold scores, one of them within 0 and 1 at least.

    Only these need to be asked for formats in percent, which are usual on sheets with shares.

    Example:
        >>> small_scores("商机", [["商机编号", "需求匹配", "主观成功率"], ["P1", 0.8, 0.5]])
        {1}
    """
    sheet = _SCORED.get(fold(name))
    head = find_head(sheet, list(rows)) if sheet else None
    if head is None:
        return set()
    scores = [at for at, column in head.matched.items() if column.kind == "score"]
    below = rows[head.start :]
    return {
        at
        for at in scores
        if any(type(row[at]) is float and 0.0 < row[at] <= 1.0 for row in below if at < len(row))
    }
