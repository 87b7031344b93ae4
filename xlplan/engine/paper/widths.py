"""How wide is each column of a table? By what stands in it, the same for Word and PDF."""

from collections.abc import Sequence

from xlplan.engine.paper.blocks import Cell, Table
from xlplan.engine.picture.text import text_width

SIZE, PADDING, BAR = 8.6, 10.5, 62.0
PLAIN, BOLD = 1.14, 1.24  # a reader without our fonts gets wider ones
SHORT = 10  # signs of a mark that stays on one line
MOST = 0.46  # of the table: a column that could take more wraps


def column_widths(table: Table, total: float) -> list[float]:
    """Return the widths of the columns in points; they sum to ``total``.

    No word is broken and no figure wraps as long as there is room; what is left goes to the columns
    with the longest texts.
    """
    count = table.columns
    least, wanted = [18.0] * count, [18.0] * count
    heads = [row._replace(cells=tuple(map(_loose, row.cells))) for row in table.head]
    for row in (*heads, *table.rows, *table.foot):
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


def _loose(head: Cell) -> Cell:
    """Return a cell of the head, which may wrap between words above a column of figures."""
    return head._replace(firm=False)


def _needs(cell: Cell) -> tuple[float, float]:
    """Return the narrowest width that breaks no word, and the one that wraps nothing."""
    if cell.bar is not None and not cell.lines:
        return BAR, BAR
    low = high = 0.0
    for line in cell.lines:
        text = "".join(span.text for span in line)
        size = SIZE - 0.8 if line[0].kind == "small" else SIZE
        marked = any(span.kind in ("tag", "letter") for span in line)
        wider = BOLD if marked or (cell.head and line[0].kind != "small") else PLAIN
        wide = wider * text_width(text, size)
        high = max(high, wide)
        whole = cell.firm or (marked and len(text) <= SHORT)
        low = max(low, wide if whole else wider * _longest(text, size))
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
