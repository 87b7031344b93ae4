"""How is much made at once without the garbage collector in the way?"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector off for a while, if it was on.

    Hundreds of thousands of small tuples are made and none of them is part of a cycle: with the
    collector on, its full passes make the cost of a customer grow with their number.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
