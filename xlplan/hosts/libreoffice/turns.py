"""When may a document be changed? On the office's own turn, once it is through with what it does."""

from collections.abc import Callable
from typing import Any

import unohelper
from com.sun.star.awt import XCallback


class _Turn(unohelper.Base, XCallback):
    """What is done on the next turn."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work

    def notify(self, _data: Any) -> None:
        """Do it."""
        self.work()


def next_turn(context: Any, work: Callable[[], None]) -> None:
    """Let the office do something as soon as it is through with what it does now, and return.

    Args:
        context: the office.
        work: what is done; on the thread of the office, whatever thread asks for it.
    """
    later = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.awt.AsyncCallback", context
    )
    later.addCallback(_Turn(work), None)
