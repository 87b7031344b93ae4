"""How is an id kept, and whose is a name? Letters and digits have one width, whichever was typed."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from xlplan.engine.tables import fold

_WIDE = {
    ord(one) + 0xFEE0: one
    for one in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./#"
}


def narrow(value: str) -> str:
    """Return an id with its full-width letters, digits and signs as narrow ones.

    Choice: brackets stay, since a name may serve as an id, and keeps its look.

    Example:
        >>> narrow("００１７"), narrow("Ｃ－０１"), narrow("甲（集团）")
        ('0017', 'C-01', '甲（集团）')
    """
    return value if value.isascii() else value.translate(_WIDE)


def ids_by_name(pairs: Iterable[tuple[int, Any, Any]]) -> dict[str, str]:
    """Return folded name → id; a name that several share stands for nobody.

    Args:
        pairs: index, id and name of each row.
    """
    typed: dict[str, str] = {}  # a long text a hundred thousand times is folded once
    for _, one, name in pairs:
        typed[name] = "" if name in typed else str(one)
    found: dict[str, str] = {}
    for name, one in typed.items():
        folded = fold(name)
        found[folded] = "" if folded in found else one
    found.pop("", None)  # a name of nothing but signs, such as “*”
    return found


def narrowed(values: list[Any]) -> list[Any]:
    """Return a column of ids, the texts in it narrow; nearly always they are."""
    with suppress(TypeError):  # a blank, or a number
        if all(map(str.isascii, values)):
            return values
    return [narrow(one) if type(one) is str else one for one in values]
