"""How far did our own closed opportunities come, and which of them were won?"""

from typing import NamedTuple

from xlplan.core.model import Opportunity

DECIDED = ("won", "lost")
"""The states in which the customer has chosen; an ended opportunity came to no decision."""


class StageHistory(NamedTuple):
    """Own closed opportunities by selling step 1–6: how many reached it, how many of them were won."""

    reached: tuple[int, ...]
    won: tuple[int, ...]


class Tally:
    """A stage history that grows, opportunity by opportunity.

    Source: method 3.4: of those won and lost, whose step ≥ s; ended ones and blank steps are not
    counted.
    """

    def __init__(self) -> None:
        self._reached, self._won = [0] * 6, [0] * 6

    def add(self, one: Opportunity) -> None:
        """Count a closed opportunity, if it tells anything."""
        if one.selling_step is None or one.status not in DECIDED:
            return
        for at in range(one.selling_step):
            self._reached[at] += 1
            self._won[at] += one.status == "won"

    @property
    def history(self) -> StageHistory:
        """Return what was counted so far."""
        return StageHistory(tuple(self._reached), tuple(self._won))
