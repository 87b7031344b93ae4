"""How wide is each column of a table? By what stands in it, the same for Word and PDF."""

from collections.abc import Sequence

from xlplan.engine.paper.blocks import Cell, Table
from xlplan.engine.picture.text import text_width

SIZE, PADDING, BAR = 8.6, 10.0, 62.0
MOST = 0.46  # of the table: a column that could take more wraps


def column_widths(table: Table, total: float) -> list[float]:
    """Return the widths of the columns in points; they sum to ``total``.

    No word is broken and no figure wraps as long as there is room; what is left goes to the columns
    with the longest texts.
    """
    count = table.columns
    least, wanted = [18.0] * count, [18.0] * count
    for row in (*table.head, *table.rows, *table.foot):
        at = 0
        for cell in row.cells:
            if cell.wide == 1 and at < count:
                low, high = _needs(cell)
                least[at] = max(least[at], low)
                wanted[at] = max(wanted[at], high)
            at += cell.wide
    wanted = [max(low, min(high, MOST * total)) for low, high in zip(least, wanted, strict=True)]
    if sum(wanted) <= total:
        return _scaled(wanted, total)
    if sum(least) >= total:
        return _scaled(least, total)
    share = (total - sum(least)) / (sum(wanted) - sum(least))
    return [low + share * (high - low) for low, high in zip(least, wanted, strict=True)]


def _needs(cell: Cell) -> tuple[float, float]:
    """Return the narrowest width that breaks no word, and the one that wraps nothing."""
    if cell.bar is not None and not cell.lines:
        return BAR, BAR
    low = high = 0.0
    for line in cell.lines:
        text = "".join(span.text for span in line)
        size = SIZE - 0.8 if line[0].kind == "small" else SIZE
        wide = text_width(text, size) * (1.04 if cell.head else 1.0)
        firm = cell.firm or any(span.kind in ("tag", "letter") for span in line)
        high = max(high, wide)
        low = max(low, wide if firm else _longest(text, size))
    return low + PADDING, high + PADDING


def _longest(text: str, size: float) -> float:
    """Return the width of the longest word; East Asian text breaks anywhere."""
    words = text.split()
    return max((min(text_width(one, size), _cap(one, size)) for one in words), default=0.0)


def _cap(word: str, size: float) -> float:
    return 4.0 * size if any(sign >= "\u2e80" for sign in word) else 16.0 * size


def _scaled(widths: Sequence[float], total: float) -> list[float]:
    factor = total / sum(widths)
    return [width * factor for width in widths]
