"""What does LibreOffice load for the formulas? The functions, registered with UNO.

This file lies at the top of the extension; what it imports lies in ``pythonpath/`` beside it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - LibreOffice brings a Python of its own
    raise ImportError("xlplan needs a LibreOffice with Python 3.11 or later")

from collections.abc import Callable
from typing import Any

import uno
import unohelper
from com.sun.star.lang import Locale, XLocalizable, XServiceInfo, XServiceName
from com.sun.star.sheet import ResultEvent, XVolatileResult

from xlplan.functions import Caller, published
from xlplan.hosts.libreoffice.answering import answer
from xlplan.hosts.libreoffice.building import INTERFACE
from xlplan.hosts.libreoffice.describing import IMPLEMENTATION, method

ADD_IN = "com.sun.star.sheet.AddIn"
SERVICE = "org.xlplan.Functions"
XFunctions: Any = uno.getClass(INTERFACE)


KEPT = 200
"""Blocks that are kept for the next recalculation."""


class Block(unohelper.Base, XVolatileResult):
    """A result of many cells, handed over as soon as Calc listens."""

    def __init__(self, rows: tuple[tuple[Any, ...], ...]) -> None:
        self.rows = rows

    def addResultListener(self, listener: Any) -> None:  # noqa: N802
        """Tell the cells."""
        listener.modified(ResultEvent(self, uno.Any("[][]any", self.rows)))

    def removeResultListener(self, _listener: Any) -> None:  # noqa: N802
        """Do nothing: nobody is remembered."""


class Functions(unohelper.Base, XFunctions, XLocalizable, XServiceName, XServiceInfo):
    """The published functions as an add-in of Calc; a method each, added below."""

    def __init__(self, *_: Any) -> None:
        self.locale = Locale("en", "US", "")
        self.caller = Caller()
        self.blocks: dict[Any, Block] = {}

    def handed_over(self, name: str, given: tuple[Any, ...]) -> Any:
        """Return a cell as it is and a block as something to listen to.

        The bridge to Python passes on no block as the result of a method. The same block of the
        same arguments stays one object, for Calc keeps every one of them until the document closes.
        """
        found = answer(self.caller, name, given)
        if not isinstance(found, tuple):
            return found
        kept = self.blocks.get((name, given))
        if kept is None or kept.rows != found:
            if len(self.blocks) >= KEPT:
                self.blocks.pop(next(iter(self.blocks)))
            kept = self.blocks[name, given] = Block(found)
        return kept

    def getServiceName(self) -> str:  # noqa: N802 - the names are UNO's
        """Return the service that Calc calls the functions by."""
        return SERVICE

    def setLocale(self, locale: Any) -> None:  # noqa: N802
        """Speak the language of the office from now on."""
        self.locale = locale
        self.caller = Caller("zh" if locale.Language == "zh" else "en")

    def getLocale(self) -> Any:  # noqa: N802
        """Return the language of the office."""
        return self.locale

    def getImplementationName(self) -> str:  # noqa: N802
        """Return the first part of every formula."""
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Return whether this is that service."""
        return name in (ADD_IN, SERVICE)

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """Return the services that this is."""
        return ADD_IN, SERVICE


def _calling(name: str) -> Callable[..., Any]:
    def called(self: Functions, *given: Any) -> Any:
        return self.handed_over(name, given)

    return called


def _calling_any(name: str) -> Callable[..., Any]:
    def called(self: Functions, given: tuple[Any, ...]) -> Any:
        return self.handed_over(name, given)

    return called


for _one in published().values():
    _make = _calling_any if _one.arguments[-1].variadic else _calling
    setattr(Functions, method(_one), _make(_one.name))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader looks for it
g_ImplementationHelper.addImplementation(Functions, IMPLEMENTATION, (ADD_IN, SERVICE))
