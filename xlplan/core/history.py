"""How far did our own closed opportunities come, and which of them were won?"""

from collections.abc import Iterable
from typing import NamedTuple

from xlplan.core.model import Opportunity


class StageHistory(NamedTuple):
    """Own closed opportunities by selling step 1–6: how many reached it, how many of them were won."""

    reached: tuple[int, ...]
    won: tuple[int, ...]

    @classmethod
    def of(cls, closed: Iterable[Opportunity]) -> "StageHistory":
        """Count won and lost opportunities whose selling step is known.

        Source: method 3.4: those whose step ≥ s; ended ones and blank steps are not counted.
        """
        reached, won = [0] * 6, [0] * 6
        for one in closed:
            if one.selling_step is None or one.status not in ("won", "lost"):
                continue
            for at in range(one.selling_step):
                reached[at] += 1
                won[at] += one.status == "won"
        return cls(tuple(reached), tuple(won))
