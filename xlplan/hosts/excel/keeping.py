"""What stays as the planner had it while a button works? Selection, calculation, screen."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

_QUIET = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "calculation": "manual",
}
"""Switched while a button works, each set back afterwards; calculation last, so first of all."""


@contextmanager
def undisturbed(book: Any) -> Iterator[None]:
    """Keep Excel still while a button works; whatever happens, leave it as it was.

    Each thing is set back even if another cannot be.
    """
    app = book.app
    with ExitStack() as stack:
        stack.callback(_setter(app, "status_bar", False))
        for name, value in _QUIET.items():
            stack.callback(_setter(app, name, getattr(app, name)))
            setattr(app, name, value)
        stack.callback(_back(book, app.selection, book.sheets.active.name))
        yield


def _setter(app: Any, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(app, name, value)


def _back(book: Any, selection: Any, active: str) -> Callable[[], None]:
    """Return what selects the planner's cells again, where their sheet is still there.

    If another workbook is in front by then, nothing can be selected in this one: the other one is
    brought back to the front, and here only the sheet.
    """
    front = selection.sheet.book if selection is not None else book
    place = (selection.sheet.name, selection.address) if selection is not None else None
    if front != book:
        place = None

    def back() -> None:
        names = [sheet.name for sheet in book.sheets]
        if place is not None and place[0] in names:
            book.sheets[place[0]].activate()
            book.sheets[place[0]].range(place[1]).select()
        elif active in names:
            book.sheets[active].activate()
        if front != book:
            front.activate()

    return back
