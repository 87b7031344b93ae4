"""Which sheets of a workbook are ours, and what may a new one be called? Marks and free names."""

from collections.abc import Iterable

MARK = "_xlplan_graft"
"""The name, scoped to a sheet, that says it is ours: the same that ``xlplan run --in-place`` writes."""

LONGEST_NAME = 31


def mark_text(key: str, name: str) -> str:
    """Return what the mark of a sheet refers to: what the sheet is for, and its first name.

    Example:
        >>> mark_text("Summary", "Summary (2)")
        '"Summary/Summary (2)"'
    """
    return f'"{key}/{name}"'


def marked_for(text: str) -> str:
    """Return what a sheet is for by what its mark refers to.

    Example:
        >>> marked_for('="Summary/Summary (2)"')
        'Summary'
    """
    return text.removeprefix('="').removeprefix('"').removesuffix('"').rpartition("/")[0]


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name for a new sheet; one that is taken gets `` (2)``.

    Example:
        >>> free_name("Summary", ["summary", "Summary (2)"])
        'Summary (3)'
    """
    used = {name.casefold() for name in taken}
    name, number = wanted[:LONGEST_NAME], 1
    while name.casefold() in used:
        number += 1
        tail = f" ({number})"
        name = wanted[: LONGEST_NAME - len(tail)] + tail
    return name
