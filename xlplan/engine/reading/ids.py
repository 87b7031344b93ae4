"""How is an id kept? With the letters and digits of one width, whichever the keyboard gave."""

from collections.abc import Iterable
from typing import Any

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


def narrowed(values: Iterable[Any]) -> list[Any]:
    """Return a column of ids, the texts in it narrow."""
    return [narrow(one) if type(one) is str else one for one in values]
