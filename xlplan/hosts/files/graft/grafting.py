"""How do sheets come into a planner's workbook with nothing else changed, and out again?

``graft(book, sheets)`` puts all sheets of an authored workbook (made with XlsxWriter, say: charts,
tables, conditional formats, comments, pictures, names) into another, an ``.xlsx`` or ``.xlsm``.
``clean(book)`` takes them out. The cost does not depend on the workbook's size: what is not edited
is copied as compressed bytes and never inflated.

What it edits
    Four parts, by insertion at the parser's offsets: the workbook's part (list of sheets, names),
    its relationships, ``[Content_Types].xml`` and the styles. Everything in them stays, in order;
    if the planner has moved our sheets, the indices of sheets are corrected. All other parts are
    the same bytes. Our parts, sheets and tables get names, and our tables ids, that are free.

What it keeps
    Our texts become inline strings, so shared strings stay as they are, byte for byte, and no index
    into them moves; Excel shares them when it saves. The planner's active sheet
    stays in front. A second graft of the same sheets gives the same bytes, a graft of others
    replaces ours, even if someone has saved the workbook in Excel or LibreOffice, renamed or moved
    our sheets: a hidden name on each sheet tells which it is. What the planner wrote on our sheets
    is replaced with them. A renamed sheet keeps its new name and every sheet its place.

What it refuses, with nothing written
    A workbook that is open (lock file), read-only, write-reserved, with a locked structure (Excel
    would not let anyone add a sheet either), with a sheet of ours that somebody has protected,
    signed (unless ``break_signature``; the broken signature stays in the file), shared with a log of
    changes, encrypted, .xls, .xlsb, with a DOCTYPE, malformed, over the limits, or counting dates
    from 1904 where our sheets do not. Sheets that need more than themselves: pivot tables, slicers,
    controls, links to other workbooks.

Choice: a structure that is locked is refused although nothing in the file would stop us: its owner
said that no sheet may come or go. So is a sheet of ours that was protected since it came: its owner
said that what stands on it stays. A record of the edits stays in the file as a small part of its
own (unknown parts are ignored by every reader): by it, every byte can be given back.

Source: ECMA-376 parts 1 and 2 (packages, relationships, content types).
"""

from dataclasses import dataclass
from pathlib import Path

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.book import Book, Slot, slots
from xlplan.hosts.files.graft.insert import Inserter
from xlplan.hosts.files.graft.lambdas import take_out
from xlplan.hosts.files.graft.owner import check_sheets, host_of, is_protected, place_of, store
from xlplan.hosts.files.graft.parts import Parts
from xlplan.hosts.files.graft.remove import left_record, remove, restore
from xlplan.hosts.files.graft.source import Authored, Source
from xlplan.hosts.files.ooxml.rawzip import Package


@dataclass(frozen=True, slots=True)
class GraftReport:
    """What was done.

    Args:
        path: the file as named.
        added: names of sheets of ours that are new in it.
        replaced: names of sheets of ours that were there and are new now.
        removed: names of sheets of ours that were there and are gone.
        renamed: (as authored, as called in the workbook) where the two differ.
        changed: whether the file was written; one that would be the same is left alone.
        backup: the old file, if it was kept.
        functions: how many functions of ours (``lambdas``) were taken out.
    """

    path: Path
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    changed: bool = False
    backup: Path | None = None
    functions: int = 0


def graft(
    book: Path,
    sheets: Path | Authored,
    out: Path | None = None,
    *,
    marker: str = "xlplan",
    backup: bool = False,
    break_signature: bool = False,
) -> GraftReport:
    """Put all sheets of an authored workbook into another one.

    Args:
        book: the workbook that takes them, ``.xlsx`` or ``.xlsm``.
        sheets: the authored workbook, or one whose rows are written as they go in. A sheet-scoped
            name ``_MARKER_key`` with a text gives a sheet its key, by which it is found again in
            another language; else its name is the key.
        out: the file to write, with the same suffix; None: the workbook itself.
        marker: a word of letters and digits that says whose sheets they are.
        backup: keep the old file as ``NAME.backup.xlsx``.
        break_signature: go on though a digital signature will no longer hold.

    Returns:
        GraftReport: what was done.

    Raises:
        PlanError: with a sentence of ``core.issues``; nothing was written then.

    Example:
        >>> import tempfile, xlsxwriter
        >>> folder = Path(tempfile.mkdtemp())
        >>> for name in ("plan", "results"):
        ...     with xlsxwriter.Workbook(folder / f"{name}.xlsx") as made:
        ...         _ = made.add_worksheet(name)
        >>> graft(folder / "plan.xlsx", folder / "results.xlsx").added
        ('results',)
        >>> clean(folder / "plan.xlsx").removed
        ('results',)
    """
    place = place_of(book, out)
    made = sheets if isinstance(sheets, Authored) else Authored(sheets)
    with Package(book) as package, Package(made.path) as authored:
        host = host_of(package, place, break_signature=break_signature)
        source = Source(Parts(authored), marker, made.fill)
        found = slots(host, marker)
        own = {s.key for s in source.sheets if is_protected(source.parts, s.part)}
        check_sheets(host, found, own)
        inserter = Inserter(_base(host, found, marker), source, {s.key: s for s in found}, marker)
        names = inserter.run()
        changed, kept = store(place, host, backup=backup)
    keys = {sheet.key: name.name for sheet, name in zip(source.sheets, names, strict=True)}
    old = {slot.key for slot in found}
    pairs = ((s.name, n.name) for s, n in zip(source.sheets, names, strict=True))
    return GraftReport(
        place.path,
        added=tuple(name for key, name in keys.items() if key not in old),
        replaced=tuple(name for key, name in keys.items() if key in old),
        removed=tuple(slot.name for slot in found if slot.key not in keys),
        renamed=tuple(pair for pair in pairs if pair[0] != pair[1]),
        changed=changed,
        backup=kept,
    )


def clean(
    book: Path, out: Path | None = None, *, marker: str = "xlplan", backup: bool = False
) -> GraftReport:
    """Take grafted sheets, and functions of ours, out of a workbook again.

    If nobody else has saved it since, every part is what it was before the graft, byte for byte.
    Otherwise the sheets, their names and parts go; styles of theirs that are left are unused.

    Args:
        book: the workbook.
        out: the file to write; None: the workbook itself.
        marker: whose sheets.
        backup: keep the old file.

    Returns:
        GraftReport: with what was removed.

    Raises:
        PlanError: as ``graft``; GRAFT_LAST, when no other visible sheet would be left.
    """
    place = place_of(book, out)
    with Package(book) as package:
        host = host_of(package, place, break_signature=True)
        found = slots(host, marker)
        exact = restore(host, marker)  # before and after: the functions may have come first or last
        functions = take_out(Book(host.parts), marker)
        exact = exact or restore(Book(host.parts), marker)
        host = Book(host.parts)
        if not exact:  # somebody has saved it since
            check_sheets(host, found)
        left = host if exact else _base(host, found, marker)
        if not any(sheet.state in ("", "visible") for sheet in left.sheets):
            raise PlanError("GRAFT_LAST", file=book)
        changed, kept = store(place, host, backup=backup)
    removed = tuple(slot.name for slot in found)
    return GraftReport(
        place.path, removed=removed, changed=changed, backup=kept, functions=functions
    )


def counts_from_1904(book: Path) -> bool:
    """Tell whether a workbook counts days from 1904; sheets for it must be authored so too.

    XlsxWriter: ``Workbook(path, {"date_1904": True})``.

    Raises:
        PlanError: as ``graft``.
    """
    with Package(book) as package:
        return Book(Parts(package)).counts_from_1904


def _base(book: Book, found: list[Slot], marker: str) -> Book:
    """Return the workbook without our sheets: exactly as it was, else sheet by sheet."""
    if restore(book, marker):
        return Book(book.parts)
    if found or left_record(book, marker) is not None:
        remove(book, found, marker)
        return Book(book.parts, may_be_empty=True)
    return book
