"""What does a map consist of? Where each value of an imported plan comes from.

``map_reading.py`` makes it from a mapping file, ``importing.py`` follows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xlplan.engine.tables import Column, Sheet

Words = Mapping[str, tuple[str, ...]]
"""A condition: column → the texts that count (``""`` = blank)."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Another file that says the value: ``value`` of the row whose ``key`` is what we have."""

    file: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over the rows of another file whose ``key`` is this value.

    ``product`` names what is multiplied in each row: a column, a number, or ``1-column``.
    """

    file: str
    key: str
    product: tuple[str, ...]
    where: Words
    where_not: Words


@dataclass(frozen=True, slots=True)
class Format:
    """How the cells of a source are written.

    Args:
        null: words for nothing, in small letters.
        dates: formats of dates, tried in turn; none = as planners write them.
        decimal: ``.`` or ``,``; blank where the texts of a column are to tell.
    """

    null: frozenset[str] = frozenset({""})
    dates: tuple[str, ...] = ()
    decimal: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Where one value comes from, in the order in which it is made."""

    place: str
    form: Format
    column: str = ""
    const: Any = None
    join: str = ""
    replace: Mapping[str, str] = field(default_factory=dict)
    strip_suffix: str = ""
    lookup: Lookup | None = None
    total: Total | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    times: float | None = None
    blank: "Recipe | None" = None


@dataclass(frozen=True, slots=True)
class Block:
    """One source of one sheet."""

    sheet: Sheet
    title: str
    file: str
    columns: tuple[tuple[Column, str, Recipe], ...]
    where: Words
    where_not: Words
    distinct: bool
    form: Format


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest date of a file: the one in its name where asked for, else in some columns."""

    file: str
    in_name: bool
    columns: tuple[str, ...]
    form: Format


@dataclass(frozen=True, slots=True)
class PlanMap:
    """A mapping file, read. ``encoding`` and ``delimiter`` are blank where the file is to tell."""

    name: str
    blocks: tuple[Block, ...]
    policy: Mapping[str, Any]
    encoding: str = ""
    delimiter: str = ""

    def files(self) -> list[str]:
        """Return every file that the map asks for, each once, in its order."""
        found: dict[str, None] = {}
        for block in self.blocks:
            found[block.file] = None
            for _, _, recipe in block.columns:
                found.update(dict.fromkeys(_files_of(recipe)))
        found.update((one.file, None) for one in self.policy.values() if isinstance(one, Latest))
        return list(found)


def _files_of(recipe: Recipe) -> list[str]:
    """Return the further files that a value needs."""
    found = [recipe.lookup.file] if recipe.lookup else []
    found += [recipe.total.file] if recipe.total else []
    return found + (_files_of(recipe.blank) if recipe.blank else [])
