"""Which of our sheets does the planner's part of a workbook refer to? Looked for by name in its parts."""

import re
from collections.abc import Collection, Iterator

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.book import Book
from xlplan.hosts.files.ooxml.xmltext import escaped

_TEXTS = (".xml", ".vml", ".rels")
_APART = ("docprops/", "customxml/")
_TEXT_ALONE = ("sharedstrings", "comments", "threadedcomment")  # no formula stands in these
_SHOWN = re.compile(rb"<(?:\w+:)?[tv](?:\s[^<>]*)?>[^<]*<")  # texts and values of cells
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def referred(book: Book, names: Collection[str]) -> set[str]:
    """Return those of the names that something refers to: ``Summary!A1``, ``'My risks'!A1``.

    It is asked only when a sheet of ours is to get another name, for every part has to be read.
    Choice: what looks like a reference counts as one, and a part that cannot be read may refer to
    all of them: then the sheet keeps the name that it has.

    Args:
        book: the workbook without our sheets.
        names: of sheets of ours.
    """
    signs = {name: list(_signs(name)) for name in names}
    found: set[str] = set()
    for part in book.parts.names():
        if not _may_refer(part.lower()):
            continue
        try:
            data = book.parts.read(part)
        except PlanError:
            return set(names)
        if data[:2] in _WIDE:
            data = data.decode("utf-16", "replace").encode()
        data = _SHOWN.sub(b"", data)
        found |= {name for name, looks in signs.items() if any(one in data for one in looks)}
    return found


def _may_refer(part: str) -> bool:
    name = part.rpartition("/")[2]
    return (
        part.endswith(_TEXTS) and not part.startswith(_APART) and not name.startswith(_TEXT_ALONE)
    )


def _signs(name: str) -> Iterator[bytes]:
    """Yield what stands in XML where a formula names a sheet, or the first of several."""
    inside = escaped(name.replace("'", "''"))
    for quote in ("'", "&apos;", "&#39;"):
        yield (inside.replace("'", quote) + quote + "!").encode()
        yield (quote + inside.replace("'", quote) + ":").encode()
    yield f"{escaped(name)}!".encode()
    yield f"{escaped(name)}:".encode()
