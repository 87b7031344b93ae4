"""What may stand in this column? The note on a heading and the limits of its numbers."""

from typing import NamedTuple

from xlplan.engine.tables import Column
from xlplan.engine.text import Texts

_KINDS = {
    "text": "Text.",
    "id": "Text; leading zeros are kept.",
    "date": "Date, such as 2026-03-31.",
    "money": "Amount in the plan's currency.",
    "share": "Share, such as 35%.",
    "score": "Score from 0 to 100.",
    "rating": "Rating from 1 (low) to 5 (high).",
    "number": "Number.",
    "int": "Whole number.",
    "any": "Number, word or date, as the key needs.",
}
_COUNTED = frozenset({"money", "share", "score", "rating", "number", "int"})
"""Kinds of which a blank could be taken for a zero."""

_OWN_LIMITS = {"score": (0.0, 100.0), "rating": (1.0, 5.0), "share": (0.0, 1.0)}


class Limits(NamedTuple):
    """Least and greatest number that a column takes; ``None`` = open."""

    low: float | None
    high: float | None


def limits(column: Column) -> Limits:
    """Return what its kind allows, and what the column itself says.

    Example:
        >>> limits(Column("s", "Share", "份额", "share"))
        Limits(low=0.0, high=1.0)
    """
    low, high = _OWN_LIMITS.get(column.kind, (None, None))
    return Limits(
        low if column.low is None else column.low, high if column.high is None else column.high
    )


def choices(column: Column, texts: Texts) -> list[str]:
    """Return the words of a drop-down, in the order of the contract; none for free columns."""
    if column.kind == "flag":
        return [texts("yes"), texts("no")]
    return [
        (zh or english) if texts.lang == "zh" else english for english, zh in column.words.items()
    ]


def column_note(column: Column, texts: Texts) -> str:
    """Return the note of a heading: meaning, unit and allowed values, whether it is needed."""
    meaning = texts(column.note) if column.note else ""
    lines = [meaning[:1].upper() + meaning[1:], allowed(column, texts), _need(column, texts)]
    return "\n".join(line for line in lines if line)


def allowed(column: Column, texts: Texts) -> str:
    """Return which values a column takes, in a sentence."""
    words = choices(column, texts)
    if words:
        return texts("One of: {words}.", words=texts(", ").join(words))
    said = texts(_KINDS[column.kind])
    if column.kind in ("int", "number") and column.low is not None:
        if column.high is not None:
            low, high = f"{column.low:g}", f"{column.high:g}"
            return f"{said}{texts(' From {low} to {high}.', low=low, high=high)}"
        return f"{said}{texts(' {low} or more.', low=int(column.low))}"
    return said + texts(" May be negative.") if column.kind == "share" and column.low else said


def _need(column: Column, texts: Texts) -> str:
    if column.unique:
        return texts("Needed in every row, and different in each.")
    if column.required:
        return texts("Needed: a row without it is left out.")
    if column.blank:
        return texts(column.blank)
    if column.kind in _COUNTED:
        return texts("Blank = not known; it never counts as zero.")
    return (
        texts("May stay blank.") if column.kind in ("text", "id") else texts("Blank = not known.")
    )
