"""Where does each box of a reporting tree stand? Blocks side by side, or hanging if too wide."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from xlplan.engine.picture.branches import Gaps, Plan, Planner

CANVAS, NARROWEST = 760.0, 600.0
H_GAP, V_GAP, INDENT = 15.0, 44.0, 14.0
HANG_ROWS, MOST_COLUMNS = 4, 4
DEEPEST = 20  # levels: who is below them begins a tree of their own, or no page would hold the line
PAGE = 1050.0  # as high as a page is when it is as wide as the canvas

Spot = tuple[float, float]


class Layout(NamedTuple):
    """The places of the boxes (their top left corners) and the lines of the tree."""

    spots: Mapping[str, Spot]
    lines: Sequence[Sequence[Spot]]
    width: float
    height: float


@dataclass
class Block:
    """A part of the tree with its own corner at (0, 0); ``centre`` is the x of its topmost box."""

    width: float
    height: float
    centre: float
    spots: dict[str, Spot] = field(default_factory=dict)
    lines: list[list[Spot]] = field(default_factory=list)

    def place(self, other: "Block", x: float, y: float) -> None:
        """Put another block into this one."""
        for key, (at_x, at_y) in other.spots.items():
            self.spots[key] = (at_x + x, at_y + y)
        self.lines += [[(px + x, py + y) for px, py in line] for line in other.lines]


def lay_out(people: Sequence[tuple[str, str | None]], width: float, height: float) -> Layout:
    """Return where the boxes of (id, boss) pairs stand, without overlap.

    As long as the page is wide enough, people stand side by side; else the leaves of one boss hang
    below each other, then everybody below the third level, the second, then everybody. If nothing
    fits, each branch gets its share of a wider page, and what can be drawn largest is taken.

    Args:
        people: ids with the id of the boss, in the order in which they should stand.
        width: of a box.
        height: of a box.
    """
    tree = _Tree(people, width, height)
    layouts = []
    for way in _WAYS:
        layouts.append(_pack([tree.block(root, way, 0) for root in tree.roots]))
        if layouts[-1].width <= CANVAS and layouts[-1].height <= PAGE:
            return layouts[-1]
    for wider in _WIDER:
        layouts += [_pack([tree.shared(root, wider * CANVAS) for root in tree.roots])]
    return min(layouts, key=lambda found: max(found.width / CANVAS, found.height / PAGE))


_WIDER = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.4)


Hangs = Callable[[int, bool, int], bool]
"""Whether children hang: depth of their boss, whether all of them are leaves, how many."""


class _Way(NamedTuple):
    hangs: Hangs
    most_columns: int = MOST_COLUMNS


_WAYS = (
    _Way(lambda _depth, _leaves, _count: False),
    _Way(lambda _depth, leaves, count: leaves and count > 2),
    _Way(lambda _depth, leaves, count: leaves and count > 1),
    _Way(lambda depth, leaves, _count: depth > 1 or leaves),
    _Way(lambda depth, leaves, _count: depth > 1 or leaves, 2),
    _Way(lambda depth, leaves, _count: depth > 1 or leaves, 1),
    _Way(lambda depth, leaves, _count: depth > 0 or leaves),
    _Way(lambda depth, leaves, _count: depth > 0 or leaves, 1),
    _Way(lambda _depth, _leaves, _count: True),
)


class _Tree:
    def __init__(
        self, people: Sequence[tuple[str, str | None]], width: float, height: float
    ) -> None:
        self.width, self.height = width, height
        boss = dict(people)
        self.children: dict[str, list[str]] = {key: [] for key in boss}
        self.roots: list[str] = []
        for key, above in people:
            if above is None or above not in boss or _circular(key, boss):
                boss[key] = None
        for key, above in boss.items():
            if above is None or _level(key, boss) % DEEPEST == 0:
                self.roots.append(key)
            else:
                self.children[above].append(key)
        # single people after the trees, so that the rows stay even
        self.roots.sort(key=lambda root: not self.children[root])
        self.planner = Planner(self.children, Gaps(width, height, H_GAP, V_GAP, INDENT))

    def block(self, key: str, way: _Way, depth: int) -> Block:
        below = self.children[key]
        if not below:
            return Block(self.width, self.height, self.width / 2.0, {key: (0.0, 0.0)})
        leaves = all(not self.children[child] for child in below)
        blocks = [self.block(child, way, depth + 1) for child in below]
        if way.hangs(depth, leaves, len(below)):
            columns = min(ceil(len(below) / HANG_ROWS), way.most_columns)
            if leaves and columns > 1:
                rows = ceil(len(blocks) / columns)
                left = [min(rows, len(blocks) - at) for at in range(0, len(blocks), rows)]
                return self._columns(key, blocks, left)
            return self._hanging(key, blocks)
        return self._row(key, blocks)

    def _row(self, key: str, blocks: Sequence[Block]) -> Block:
        total = sum(block.width for block in blocks) + H_GAP * (len(blocks) - 1)
        left = max(0.0, (self.width - total) / 2.0)
        top = self.height + V_GAP
        whole = Block(max(total, self.width), top + max(b.height for b in blocks), 0.0)
        x, centres = left, []
        for block in blocks:
            whole.place(block, x, top)
            centres.append(x + block.centre)
            x += block.width + H_GAP
        middle = (centres[0] + centres[-1]) / 2.0
        whole.centre = min(max(middle, self.width / 2.0), whole.width - self.width / 2.0)
        whole.spots[key] = (whole.centre - self.width / 2.0, 0.0)
        bus = self.height + V_GAP / 2.0
        whole.lines += [
            [(whole.centre, self.height), (whole.centre, bus), (x, bus), (x, top)] for x in centres
        ]
        return whole

    def shared(self, root: str, room: float) -> Block:
        """Return the tree of a root in so much width, each branch with its share of it."""
        return self._planned(root, self.planner.best(root, room))

    def _planned(self, key: str, plan: Plan) -> Block:
        below = zip(self.children[key], plan.parts, strict=True)
        blocks = [self._planned(child, part) for child, part in below]
        if not blocks:
            return Block(self.width, self.height, self.width / 2.0, {key: (0.0, 0.0)})
        if not plan.columns:
            return self._row(key, blocks)
        if len(plan.columns) == 1:
            return self._hanging(key, blocks)
        return self._columns(key, blocks, plan.columns)

    def _hanging(self, key: str, blocks: Sequence[Block]) -> Block:
        """Hang blocks below each other, to the right of one line down from their boss."""
        width = max([self.width, *(INDENT + block.width for block in blocks)])
        whole = Block(width, self.height, self.width / 2.0, {key: (0.0, 0.0)})
        for block in blocks:
            y = whole.height + V_GAP / 2.0
            whole.place(block, INDENT, y)
            middle = y + self.height / 2.0
            edge = INDENT + block.centre - self.width / 2.0
            spine = INDENT / 2.0
            whole.lines.append([(spine, self.height), (spine, middle), (edge, middle)])
            whole.height = y + block.height
        return whole

    def _columns(self, key: str, blocks: Sequence[Block], columns: Sequence[int]) -> Block:
        """Hang blocks in columns below their boss, so many in each."""
        whole = Block(0.0, self.height, 0.0)
        spines: list[tuple[float, list[Spot]]] = []
        x, at = 0.0, 0
        for many in columns:
            column, y, ends = blocks[at : at + many], self.height, []
            for block in column:
                y += V_GAP / 2.0
                whole.place(block, x + INDENT, y)
                top = x + INDENT + block.centre
                ends.append(
                    (top, y) if many == 1 else (top - self.width / 2.0, y + self.height / 2.0)
                )
                y += block.height
            spines.append((ends[0][0] if many == 1 else x + INDENT / 2.0, ends))
            whole.height = max(whole.height, y)
            x, at = x + INDENT + max(block.width for block in column) + H_GAP, at + many
        whole.width = x - H_GAP
        whole.centre = whole.width / 2.0
        whole.spots[key] = (whole.centre - self.width / 2.0, 0.0)
        bus = self.height + V_GAP / 4.0
        start = [(whole.centre, self.height), (whole.centre, bus)]
        for spine, ends in spines:
            whole.lines += [[*start, (spine, bus), (spine, end[1]), end] for end in ends]
        return whole


def _circular(key: str, boss: Mapping[str, str | None]) -> bool:
    """Return whether the reporting line from here comes back to here."""
    seen, at = {key}, boss.get(key)
    while at is not None and at in boss:
        if at == key:
            return True
        if at in seen:
            return False
        seen.add(at)
        at = boss[at]
    return False


def _level(key: str, boss: Mapping[str, str | None]) -> int:
    """Return how many stand above a person; there are no circles any more."""
    level, at = 0, boss[key]
    while at is not None:
        level, at = level + 1, boss[at]
    return level


def _pack(blocks: Sequence[Block]) -> Layout:
    """Put the blocks in rows of the canvas' width, each row centred."""
    widest = max((block.width for block in blocks), default=0.0)
    alone = sum(block.width + H_GAP for block in blocks) - H_GAP
    # a small map is drawn larger, not left alone in the middle of a wide canvas
    canvas = max(widest, min(CANVAS, max(alone, NARROWEST)))
    shelves: list[list[Block]] = []
    room = 0.0
    for block in blocks:
        if not shelves or room + block.width > canvas:
            shelves.append([])
            room = 0.0
        shelves[-1].append(block)
        room += block.width + H_GAP
    whole, y = Block(canvas, 0.0, 0.0), 2.0
    for shelf in shelves:
        used = sum(block.width for block in shelf) + H_GAP * (len(shelf) - 1)
        x = (canvas - used) / 2.0
        for block in shelf:
            whole.place(block, x, y)
            x += block.width + H_GAP
        y += max(block.height for block in shelf) + V_GAP / 2.0
    return Layout(whole.spots, whole.lines, canvas, y)
