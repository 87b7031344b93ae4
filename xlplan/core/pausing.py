"""How is much made at once without the garbage collector in the way, and when is it let go?"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector off for a while, if it was on.

    Hundreds of thousands of small tuples are made and none of them is part of a cycle: with the
    collector on, its full passes make the cost of a customer grow with their number. Afterwards
    they count as old at once (a freeze and its undoing join the lists of the collector and look at
    no object); else the first pass would walk through all of them. A caller who keeps objects
    frozen keeps them so.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()


def let_go() -> None:
    """Free what nobody holds any more; to be called between one workbook and the next.

    An assessment and its views hold each other, a workbook being written and its sheets too. As
    they count as old at once, the collector would come to them late, and a process that goes
    through hundreds of workbooks would grow by each.
    """
    gc.collect()


def leave() -> None:
    """Leave what is held to the system; to be called at the end of a process alone.

    Python's last act is a full pass of the collector, which takes a twentieth of the time of a run
    over thousands of customers, to free what the system takes back at once.
    """
    gc.freeze()
