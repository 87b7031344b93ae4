"""How does a shape of the method become JSON? Named tuples as objects, records by their id."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from xlplan.core.scores import Score

Json = dict[str, Any]


def plain(found: Any) -> Any:
    """Return a value as JSON takes it.

    A score gives value, interval, completeness and parts; a record of the workbook its fields that
    are filled in; a date its ISO text.

    Example:
        >>> plain({"day": dt.date(2026, 11, 20), "known": (1.0, None)})
        {'day': '2026-11-20', 'known': [1.0, None]}
    """
    if isinstance(found, Score):
        return score_json(found)
    if isinstance(found, tuple) and hasattr(found, "_fields"):
        return {name: plain(value) for name, value in zip(found._fields, found, strict=True)}
    if isinstance(found, Mapping):
        return {str(key): plain(value) for key, value in found.items()}
    if isinstance(found, (tuple, list, set, frozenset)):
        return [
            plain(value)
            for value in (sorted(found) if isinstance(found, (set, frozenset)) else found)
        ]
    if is_dataclass(found) and not isinstance(found, type):
        named = {one.name: getattr(found, one.name) for one in fields(found) if one.name != "row"}
        return {name: plain(value) for name, value in named.items() if value is not None}
    return found.isoformat() if isinstance(found, dt.date) else found


def score_json(score: Score) -> Json:
    """Return a score with interval, completeness and parts."""
    return {
        "value": score.value,
        "lo": score.lo,
        "hi": score.hi,
        "completeness": score.completeness,
        "parts": [part._asdict() for part in score.parts],
    }
