"""Which open workbook is meant? The one of that name, in whichever Excel it is open."""

import importlib
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import unquote

from xlplan.core.issues import PlanError


def attach(name: str) -> Any:
    """Return the open workbook (``xlwings.Book``) of a full name, or else of a file name.

    Nothing is opened and no Excel is started.

    Raises:
        PlanError: ``NO_XLWINGS``; ``NO_EXCEL``; ``BOOK_NOT_OPEN``, also when two are called so.
    """
    try:
        xlwings = importlib.import_module("xlwings")
    except ImportError as wrong:
        raise PlanError("NO_XLWINGS") from wrong
    try:
        books = [book for app in xlwings.apps for book in app.books]
    except xlwings.XlwingsError as wrong:  # there is no Excel for this system
        raise PlanError("NO_EXCEL") from wrong
    return chosen(books, name)


def installed_xlwings() -> str:
    """Return the version of xlwings in this Python.

    Raises:
        PlanError: ``NO_XLWINGS``.
    """
    try:
        return version("xlwings")
    except PackageNotFoundError as wrong:
        raise PlanError("NO_XLWINGS") from wrong


def chosen(books: list[Any], name: str) -> Any:
    """Return the workbook meant by a name.

    Raises:
        PlanError: ``BOOK_NOT_OPEN``.
    """
    wanted = name.casefold()
    last = wanted.replace("\\", "/").rpartition("/")[2]
    names = {last, unquote(last)} if "://" in wanted else {last}
    same = [book for book in books if book.name.casefold() in names]
    if len(same) > 1:  # where a workbook lies is asked only if that decides
        same = [book for book in same if full_name(book).casefold() == wanted]
    if len(same) == 1:
        return same[0]
    raise PlanError("BOOK_NOT_OPEN", book=name)


def full_name(book: Any) -> str:
    """Return where an open workbook lies; a workbook that was never saved has its name alone.

    Empty: on OneDrive or SharePoint, and xlwings finds no folder here that is synchronised with it.
    """
    try:
        return str(book.fullname)
    except importlib.import_module("xlwings").XlwingsError:
        return ""
