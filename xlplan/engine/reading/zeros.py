"""Which id does a cell mean that differs from it in leading zeros only? Where one is a number.

A number keeps no zeros, and has them again where a format shows them: which of the two sheets does
so is chance, and not every host can tell.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import fold_id


def bare(value: str) -> str:
    """Return an id without the zeros that a number would lose.

    Example:
        >>> bare("0017"), bare("C-017"), bare("000")
        ('17', 'C-017', '0')
    """
    return value.lstrip("0") or value[-1:]


def take_numbers(
    table: Table, name: str, target: Table, ids: AbstractSet[str], gathered: Gathered
) -> None:
    """Let references be the ids that they mean where only zeros are between them, and tell it.

    Choice: one of the two cells must be a number, and one id alone may fit; of two texts the
    planner wrote the zeros, or left them out, and the row stays without its owner.
    """
    values = table.columns[name]
    lost = [(at, value) for at, value in enumerate(values) if value and value not in ids]
    if not lost:
        return
    fitting: dict[str, list[str]] = {}
    for one in ids:
        fitting.setdefault(fold_id(one), []).append(one)
    places = {value: at for at, value in reversed(target.kept("id"))}
    taken = [
        (at, value, near)
        for at, value in lost
        for near in _only(fitting.get(fold_id(value), []))
        if bare(near) == bare(value)
        and (table.is_number(name, at) or target.is_number("id", places[near]))
    ]
    for at, _, near in taken:
        values[at] = near
    if taken:
        at, value, near = taken[0]
        gathered.add(
            "ID_NUMBER", table.spot(name, at), value, column=table.heading(name), near=near,
            first=target.spot("id", places[near]).cell, target=target.place.name,
            count=f"{len(taken):,}",
        )  # fmt: skip


def _only(found: list[str]) -> Iterator[str]:
    if len(found) == 1:
        yield found[0]
