"""How do result sheets get into the planner's own workbook? Their rows are written as they go in.

Writing a workbook and grafting it would write every cell, read it again and translate it. So only
the frame is grafted (charts, widths, rules, names: what a sheet has around its rows), and the rows
are written straight with the workbook's numbers of styles, texts in their cells and dates counted
as the workbook counts them.
"""

import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from xlplan.core.pausing import collector_paused
from xlplan.engine.result.shapes import ResultSheet
from xlplan.hosts.files.graft.grafting import GraftReport, counts_from_1904, graft
from xlplan.hosts.files.graft.source import Authored
from xlplan.hosts.files.sheets.cells import EPOCH, EPOCH_1904, Cells
from xlplan.hosts.files.sheets.package import Frame, filled, framed, poured
from xlplan.hosts.files.sheets.texts import InlineStrings

MARKER = "xlplan"


def graft_tables(
    sheets: Sequence[ResultSheet],
    book: Path,
    *,
    backup: bool = False,
    break_signature: bool = False,
) -> GraftReport:
    """Put result sheets into a workbook; those of an earlier run are replaced.

    Args:
        sheets: at least one.
        book: the planner's workbook.
        backup: keep the old file beside it.
        break_signature: go on though a digital signature will no longer hold.

    Raises:
        PlanError: as ``graft``; ``OUT_TOO_LONG``. Nothing was written then.
    """
    from_1904 = counts_from_1904(book)
    with collector_paused(), tempfile.TemporaryDirectory(prefix="xlplan-") as folder:
        frame = framed(sheets, from_1904=from_1904, marker=MARKER)
        path = Path(folder) / "frame.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in frame.parts.items():
                archive.writestr(name, data)
        made = Authored(path, _filler(frame, EPOCH_1904 if from_1904 else EPOCH))
        return graft(book, made, marker=MARKER, backup=backup, break_signature=break_signature)


def _filler(frame: Frame, epoch: int) -> Callable[[str, bytes, Callable[[int], int]], bytes]:
    strings = InlineStrings()

    def fill(part: str, xml: bytes, style: Callable[[int], int]) -> bytes:
        styles = {look: style(number) for look, number in frame.styles.items()}
        cells = filled(Cells(styles, strings, epoch), frame.sheets[part])
        return poured(xml, cells)

    return fill
