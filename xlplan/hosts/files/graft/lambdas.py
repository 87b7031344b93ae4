"""How do functions come into a workbook as names of its own, and out again? LAMBDAs under names.

One part is edited, the workbook's, by insertion; sheets, cells and the planner's names stay. What
is ours is told by its name, ``MARKER.…``, and by being a LAMBDA, whoever saved the workbook since.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xlplan.hosts.files.graft.book import Book, Name
from xlplan.hosts.files.graft.workbook import LAST_BEFORE_NAMES
from xlplan.hosts.files.ooxml.xmlplaces import Edits
from xlplan.hosts.files.ooxml.xmltext import escaped, quoted

_LAMBDA = re.compile(r"\s*=?\s*(?:_xlfn\.)*LAMBDA\(", re.IGNORECASE)


class Lambda(NamedTuple):
    """A function: its formula as the file says it, and the help that Excel shows (255 letters)."""

    text: str
    comment: str


def put_in(book: Book, functions: Mapping[str, Lambda], marker: str) -> bool:
    """Give a workbook functions; return whether that changed it.

    Args:
        book: the workbook.
        functions: by name, each ``MARKER.…``; others of ours that are there go.
        marker: whose they are.

    Raises:
        PlanError: GRAFT_NAME, where the planner has another thing under such a name.
    """
    ours = _ours(book, marker)
    held = {name.name: Lambda(name.text, name.node.attributes.get("comment", "")) for name in ours}
    if held == dict(functions) and len(ours) == len(held):
        return False
    taken = {name.name.lower() for name in book.names if name.scope is None}
    taken -= {name.name.lower() for name in ours}
    for new in functions:
        if new.lower() in taken:
            raise book.parts.fail("GRAFT_NAME", book.part, name=new)
    edits = Edits(book.tree)
    for name in ours:
        edits.remove(name.node)
    root = book.tree.root
    prefix = f"{root.prefix}:" if root.prefix else ""
    lines = "".join(
        f"<{prefix}definedName name={quoted(new)} comment={quoted(one.comment)}>"
        f"{escaped(one.text)}</{prefix}definedName>"
        for new, one in functions.items()
    )
    container = root.kid("definedNames")
    if container is not None:
        edits.append(container, lines.encode())
    else:
        last = [node for name in LAST_BEFORE_NAMES if (node := root.kid(name)) is not None][-1]
        edits.after(last, f"<{prefix}definedNames>{lines}</{prefix}definedNames>".encode())
    book.parts.edit(book.part, edits)
    return True


def take_out(book: Book, marker: str) -> int:
    """Take the functions out again; return how many there were."""
    ours = _ours(book, marker)
    if not ours:
        return 0
    edits, container = Edits(book.tree), book.tree.root.kid("definedNames")
    if container is not None and len(ours) == len(book.names):
        edits.remove(container)
    else:
        for name in ours:
            edits.remove(name.node)
    book.parts.edit(book.part, edits)
    return len(ours)


def _ours(book: Book, marker: str) -> list[Name]:
    start = f"{marker}.".lower()
    return [
        name
        for name in book.names
        if name.scope is None and name.name.lower().startswith(start) and _LAMBDA.match(name.text)
    ]
