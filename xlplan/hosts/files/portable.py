"""How does a workbook work out our functions where xlplan is not? It carries them as LAMBDAs.

Excel 365 and Excel 2024 know LAMBDA; older ones and LibreOffice 7 show ``#NAME?`` when they
calculate such a cell anew, and until then what it showed when it was saved.
"""

from pathlib import Path
from typing import NamedTuple

from xlplan.functions import PREFIX, published
from xlplan.functions.lambdas import dotted, lambdas
from xlplan.hosts.files.graft.lambdas import Lambda, put_in
from xlplan.hosts.files.graft.owner import host_of, place_of, store
from xlplan.hosts.files.ooxml.rawzip import Package

_MARKER = PREFIX.rstrip("_").lower()


class PortableReport(NamedTuple):
    """What was done: to which file, with which functions; whether it changed; the old file, if kept."""

    path: Path
    functions: tuple[str, ...]
    changed: bool
    backup: Path | None


def make_portable(
    book: Path,
    out: Path | None = None,
    *,
    lang: str = "en",
    backup: bool = False,
    break_signature: bool = False,
) -> PortableReport:
    """Put the closed functions into a workbook under their names with a dot, ``XLPLAN.LAG``.

    Args:
        book: an ``.xlsx`` or ``.xlsm``.
        out: the file to write, with the same suffix; None: the workbook itself.
        lang: of the help that Excel shows while a formula is typed, ``en`` or ``zh``.
        backup: keep the old file beside it.
        break_signature: go on though a digital signature will no longer hold.

    Raises:
        PlanError: with a sentence of ``core.issues``; nothing was written then.

    Example:
        >>> import tempfile, xlsxwriter
        >>> book = Path(tempfile.mkdtemp()) / "plan.xlsx"
        >>> with xlsxwriter.Workbook(book) as made:
        ...     _ = made.add_worksheet("plan")
        >>> make_portable(book).functions[:2], make_portable(book).changed
        (('XLPLAN.RISKLEVEL', 'XLPLAN.STAGELIKELIHOOD'), False)
    """
    place = place_of(book, out)
    described = published()
    functions = {
        dotted(name): Lambda(text, described[name].summed_up(lang))
        for name, text in lambdas().items()
    }
    with Package(book) as package:
        host = host_of(package, place, break_signature=break_signature, sheets=False)
        put_in(host, functions, _MARKER)
        changed, kept = store(place, host, backup=backup)
    return PortableReport(place.path, tuple(functions), changed, kept)
