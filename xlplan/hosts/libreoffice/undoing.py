"""How is a button undone? Calc's own Undo takes our sheets back, all in one step."""

from collections.abc import Callable
from typing import Any

import unohelper
from com.sun.star.document import XUndoAction

from xlplan.hosts.libreoffice.telling import Told, Where
from xlplan.hosts.libreoffice.turns import next_turn


class Step(unohelper.Base, XUndoAction):
    """One step of Undo and Redo, taken on the office's next turn.

    While Calc takes a step back nothing else may be changed in its list, and swapping sheets would.

    Args:
        where: the document, and in which words it is told if that fails.
        back: takes it back.
        again: does it again.
        kept: what both need for as long as the step can be undone: a folder that goes with it.
    """

    def __init__(
        self, where: Where, back: Callable[[], None], again: Callable[[], None], kept: Any
    ) -> None:
        self.Title = where.title
        self.where, self.back, self.again, self.kept = where, back, again, kept

    def undo(self) -> None:
        """Take it back."""
        self._later(self.back)

    def redo(self) -> None:
        """Do it again."""
        self._later(self.again)

    def _later(self, work: Callable[[], None]) -> None:
        def told() -> None:
            with Told(self.where):
                work()

        next_turn(self.where.context, told)
