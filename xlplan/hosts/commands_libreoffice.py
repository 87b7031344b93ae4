"""What does a button in LibreOffice start? The same as everywhere, on the document in front of it.

This file lies at the top of the extension as ``buttons.py``; what it imports lies in ``pythonpath/``
beside it.
"""

import datetime as dt
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding
from xlplan.engine.buttons import BUTTONS, Desk, press
from xlplan.engine.plan import Evaluation
from xlplan.engine.text import Texts
from xlplan.hosts.files.documents import NEEDS
from xlplan.hosts.files.history import history_folder
from xlplan.hosts.files.output import Order
from xlplan.hosts.files.running import write_compared
from xlplan.hosts.files.sheets.package import package
from xlplan.hosts.folders import show_folder
from xlplan.hosts.libreoffice.keeping import kept_open
from xlplan.hosts.libreoffice.menus import HANDLER, PROTOCOL
from xlplan.hosts.libreoffice.opened import Opened
from xlplan.hosts.libreoffice.telling import Told, Where, office_language
from xlplan.hosts.libreoffice.turns import next_turn
from xlplan.hosts.progress import Progress, spoken

HANDLERS = "com.sun.star.frame.ProtocolHandler"
FORMATS = ("md", "html", *(one for one in ("docx",) if find_spec(NEEDS[one])))
"""What the plans are written in: what this Python has the libraries for."""

_working: set[str] = set()
"""The documents in which a button is at work; a second press waits for no turn, it does nothing."""


class Buttons(unohelper.Base, XInitialization, XDispatchProvider, XDispatch, XServiceInfo):
    """The handler of ``xlplan:BUTTON`` in one window."""

    def __init__(self, context: Any, *_: Any) -> None:
        self.context = context
        self.frame: Any = None

    def initialize(self, given: Sequence[Any]) -> None:
        """Take the window."""
        if given:
            self.frame = given[0]

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:  # noqa: N802 - UNO's names
        """Return who does what an address says: this, if it is a button's."""
        return self if url.Protocol == PROTOCOL and url.Path in BUTTONS else None

    def queryDispatches(self, asked: Sequence[Any]) -> tuple[Any, ...]:  # noqa: N802
        """Return the same for several addresses."""
        return tuple(
            self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in asked
        )

    def dispatch(self, url: Any, _given: Any) -> None:
        """Do what a button does, as soon as the office is through with the press itself."""
        next_turn(self.context, lambda: _pressed(self.context, self.frame, url.Path))

    def addStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
        """Do nothing: a button can always be pressed."""

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
        """Do nothing."""

    def getImplementationName(self) -> str:  # noqa: N802
        """Return the name under which the office finds it."""
        return HANDLER

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Return whether this is that service."""
        return name in (HANDLER, HANDLERS)

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """Return the services that this is."""
        return HANDLER, HANDLERS


def _pressed(context: Any, frame: Any, button: str) -> None:
    """Do what a button does on the document of a window, and tell what nobody foresaw."""
    doc = frame.Controller.Model
    if doc.RuntimeUID in _working:
        return
    _working.add(doc.RuntimeUID)
    texts = Texts(office_language(context))
    where = Where(context, doc, texts, f"xlplan: {texts(BUTTONS[button].label)}")
    try:
        with kept_open(doc), Told(where):
            press(button, desk(where))
    finally:
        _working.discard(doc.RuntimeUID)


def desk(where: Where) -> Desk:
    """Return what a button works with: the open document, the documents' writer, the file browser."""
    today = dt.date.today()  # noqa: DTZ011 - the planner's own calendar day is meant
    book = Opened(where, package)

    def write(
        found: Evaluation, chosen: Sequence[CustomerAssessment], folder: Path
    ) -> Sequence[Finding]:
        progress = Progress(found.texts, spoken(book.say))
        past = history_folder(folder, folder), None
        how = Order(FORMATS, book=folder, clears=True)
        return write_compared(found, chosen, folder, how, past, progress)

    return Desk(book, where.texts, today, None, write, show_folder, FORMATS, "libreoffice")


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader looks for it
g_ImplementationHelper.addImplementation(Buttons, HANDLER, (HANDLER, HANDLERS))
