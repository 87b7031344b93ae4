"""How is something told to the planner in LibreOffice? In a dialog, in the language of the office."""

from types import TracebackType
from typing import Any, NamedTuple

from com.sun.star.awt.MessageBoxType import INFOBOX, WARNINGBOX
from com.sun.star.beans import PropertyValue

from xlplan.engine.text import Texts

_OK = 1  # com.sun.star.awt.MessageBoxButtons.BUTTONS_OK


class Where(NamedTuple):
    """An open document, and how a button speaks of it.

    Args:
        context: the office.
        doc: ``com.sun.star.sheet.SpreadsheetDocument``, shown in a window.
        texts: the language of the office.
        title: what Undo calls the button.
    """

    context: Any
    doc: Any
    texts: Texts
    title: str

    def make(self, service: str) -> Any:
        """Return a service of the office."""
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)


def show(where: Where, text: str, *, worrying: bool) -> None:
    """Show a text in a dialog until the planner closes it; an office without windows shows none.

    Args:
        where: in whose window it is shown.
        text: what came of a button.
        worrying: whether something is wrong.
    """
    window = where.doc.CurrentController.Frame.ContainerWindow
    kind = WARNINGBOX if worrying else INFOBOX
    toolkit = where.make("com.sun.star.awt.Toolkit")
    toolkit.createMessageBox(window, kind, _OK, "xlplan", text).execute()


def office_language(context: Any) -> str:
    """Return the language of menus and dialogs, ``en`` or ``zh``."""
    provider = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", context
    )
    where = PropertyValue("nodepath", 0, "/org.openoffice.Setup/L10N", 0)
    settings = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", (where,)
    )
    return "zh" if str(settings.getByName("ooLocale")).startswith("zh") else "en"


class Told:
    """Tells in a dialog what nobody foresaw: a call that the office refuses."""

    def __init__(self, where: Where) -> None:
        self.where = where

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Tell it, and let the office go on."""
        if kind is None:
            return False
        text = self.where.texts(
            "LibreOffice did not let xlplan finish: {reason}. Close open dialogs and press again.",
            reason=str(wrong) or kind.__name__,
        )
        show(self.where, text, worrying=True)
        return True
