"""How does a planner stop a button that takes long? With Esc, in the window of the document."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import unohelper
from com.sun.star.awt import XKeyHandler
from com.sun.star.awt.Key import ESCAPE

from xlplan.core.issues import PlanError


class Stop(unohelper.Base, XKeyHandler):
    """Whether the planner wants it to stop; asked where it can stop with everything whole."""

    wished = False

    def keyPressed(self, event: Any) -> bool:  # noqa: N802 - the names are UNO's
        """Take Esc, and nothing else."""
        if event.KeyCode != ESCAPE:
            return False
        self.wished = True
        return True

    def keyReleased(self, event: Any) -> bool:  # noqa: N802
        """Take Esc here, too: the cell in front does not see half of it."""
        return bool(event.KeyCode == ESCAPE)

    def disposing(self, _source: Any) -> None:
        """Do nothing."""

    def here(self) -> None:
        """Stop, if that is wished.

        Raises:
            PlanError: ``STOPPED``.
        """
        if self.wished:
            raise PlanError("STOPPED")


@contextmanager
def stoppable(doc: Any) -> Iterator[Stop]:
    """Listen for Esc in the window of a document meanwhile."""
    stop, controller = Stop(), doc.CurrentController
    controller.addKeyHandler(stop)
    try:
        yield stop
    finally:
        controller.removeKeyHandler(stop)
