"""How is a heavy tree laid out within a width? Each branch gets its share, as low as it can be."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

MOST_COLUMNS = 6
STEP = 30.0  # widths are tried in steps, so that few of them have to be


class Gaps(NamedTuple):
    """The sizes of a box and of what lies between boxes."""

    width: float
    height: float
    beside: float
    below: float
    indent: float


class Plan(NamedTuple):
    """How the people below one boss stand: ``columns`` empty = side by side, else how many in each."""

    width: float
    height: float
    columns: tuple[int, ...] = ()
    parts: tuple["Plan", ...] = ()


class Planner:
    """Plans trees; what was found for one width serves the next.

    Args:
        children: the people below each, none of them in a circle.
        gaps: the sizes.
    """

    def __init__(self, children: Mapping[str, Sequence[str]], gaps: Gaps) -> None:
        self.children, self.gaps = children, gaps
        self._planned = cache(self._plan)
        self.narrow = cache(self._narrow)
        self.size = cache(self._size)

    def best(self, key: str, room: float) -> Plan:
        """Return the lowest plan of a tree that is at most so wide, or as narrow as there is."""
        return self._planned(key, int(room / STEP))

    def _narrow(self, key: str) -> float:
        """Return the width of a tree when everybody hangs."""
        below = [self.gaps.indent + self.narrow(child) for child in self.children[key]]
        return max([self.gaps.width, *below])

    def _size(self, key: str) -> int:
        return 1 + sum(self.size(child) for child in self.children[key])

    def _plan(self, key: str, steps: int) -> Plan:
        below, room = self.children[key], STEP * steps
        if not below:
            return Plan(self.gaps.width, self.gaps.height)
        found = [one for one in (self._side_by_side(below, room),) if one is not None]
        for count in range(1, min(len(below), MOST_COLUMNS) + 1):
            found += self._hanging(below, room, count)
        return min(found, key=lambda one: (one.width > room, one.height, len(one.columns)))

    def _side_by_side(self, below: Sequence[str], room: float) -> Plan | None:
        """Give each branch the room that it must have, and of the rest a share by its people."""
        least = [self.narrow(child) for child in below]
        widths = self._shares(room, least, [self.size(child) - 1 for child in below])
        if widths is None:
            return None
        parts = [self.best(child, wide) for child, wide in zip(below, widths, strict=True)]
        width = sum(one.width for one in parts) + self.gaps.beside * (len(parts) - 1)
        height = self.gaps.height + self.gaps.below + max(one.height for one in parts)
        return Plan(max(width, self.gaps.width), height, (), tuple(parts))

    def _shares(
        self, room: float, least: Sequence[float], weights: Sequence[int]
    ) -> list[float] | None:
        """Return the width of each: what it must have, and of the rest a share by its weight."""
        free = room - sum(least) - self.gaps.beside * (len(least) - 1)
        if free < 0.0:
            return None
        share = free / (sum(weights) or 1)
        return [low + share * weight + 0.01 for low, weight in zip(least, weights, strict=True)]

    def _hanging(self, below: Sequence[str], room: float, count: int) -> Iterator[Plan]:
        """Yield plans with so many columns: as wide as each other, and by the people in them."""
        columns = self._divided([float(self.size(child)) for child in below], count)
        least, weights, at = [], [], 0
        for many in columns:
            column = below[at : at + many]
            least.append(self.gaps.indent + max(self.narrow(child) for child in column))
            weights.append(max(self.size(child) for child in column) - 1)
            at += many
        for shared in (weights, [1] * len(columns)):
            widths = self._shares(room, least, shared)
            if widths is None and len(columns) > 1:
                return
            yield self._columns(below, columns, widths or [room])

    def _columns(
        self, below: Sequence[str], columns: tuple[int, ...], widths: Sequence[float]
    ) -> Plan:
        width, height = self.gaps.beside * (len(columns) - 1), 0.0
        parts: list[Plan] = []
        for many, wide in zip(columns, widths, strict=True):
            children = below[len(parts) : len(parts) + many]
            column = [self.best(child, wide - self.gaps.indent) for child in children]
            width += self.gaps.indent + max(one.width for one in column)
            height = max(height, sum(one.height + self.gaps.below / 2.0 for one in column))
            parts += column
        return Plan(max(width, self.gaps.width), self.gaps.height + height, columns, tuple(parts))

    @staticmethod
    def _divided(heights: Sequence[float], count: int) -> tuple[int, ...]:
        """Return how many stand in each column, in their order, the highest as low as it can be."""
        limit = max(*heights, sum(heights) / count)
        while True:
            columns, used = [0], 0.0
            for high in heights:
                if used + high > limit + 1e-6 and columns[-1]:
                    columns.append(0)
                    used = 0.0
                columns[-1] += 1
                used += high
            if len(columns) <= count:
                return tuple(columns)
            limit *= 1.04
