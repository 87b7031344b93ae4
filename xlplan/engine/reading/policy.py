"""Which numbers of the method does a plan set otherwise? Its Policy sheet, key by key, checked.

A value that does not fit leaves the default in force, and a finding says so.
"""

from difflib import get_close_matches
from math import fsum, isclose

from xlplan.core.defaults import DEFAULTS
from xlplan.core.policy import Value
from xlplan.engine.reading.cells import Bad
from xlplan.engine.reading.gather import Gathered, Spot
from xlplan.engine.reading.policy_values import asked, said, typed
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import Money, read_money
from xlplan.engine.tables import fold

NEAR_TOTAL = 1e-4
"""How far, as a share, weights may be from the sum that they should have: 0.01 of 100. Choice."""

_KEYS = {fold(key): key for key in DEFAULTS}
_ALSO = {fold("win.p0"): "win.prior", fold("p0"): "win.prior"}
"""Names of the method's formulas that are not spelt like their key."""


def read_changes(table: Table, gathered: Gathered) -> dict[str, Value]:
    """Return what the Policy sheet sets, key → typed value; ``as_of`` as ISO text.

    Choice: a blank value keeps the default. Where a key has one that is said, since somebody wrote
    the key down; where there is none (``funnel.target``) the key is open as it would be without it.
    """
    changes: dict[str, Value] = {}
    for at, key in _rows(table, gathered).items():
        value = table.columns["value"][at]
        if value is None:
            _tell_blank(key, table.spot("value", at), gathered)
            continue
        found = _value(key, value, table, at, gathered)
        if found is not None:
            changes[key] = found
            _tell_total(key, found, table.spot("value", at), gathered)
    return changes


def drop_foreign(
    table: Table, changes: dict[str, Value], currency: str, gathered: Gathered
) -> None:
    """Leave out amounts that name another currency than the plan's, and tell them.

    Args:
        table: the Policy sheet.
        changes: what it sets; what is left out goes back to its default.
        currency: of the plan, known once all sheets are read; ``""``: none is named.
        gathered: takes the findings.
    """
    for at, key in _rows(table, Gathered()).items():
        value = table.columns["value"][at]
        if key not in changes or DEFAULTS[key].kind != "money" or not isinstance(value, str):
            continue
        found = read_money(value)
        if currency and type(found) is Money and currency not in found.currencies:
            del changes[key]
            _refuse(
                "POLICY_CURRENCY",
                key,
                value,
                (table.spot("value", at), gathered),
                currency=currency,
            )


def _rows(table: Table, gathered: Gathered) -> dict[int, str]:
    """Return index → key of the rows that count: known ones, each once, a filled row first."""
    found: dict[int, str] = {}
    first: dict[str, int] = {}
    values = table.columns["value"]
    for at, text in enumerate(table.columns["key"]):
        spot = table.spot("key", at)
        if text is None or type(text) is Bad:
            if values[at] is not None:
                gathered.add("REQUIRED_BLANK", spot, column=table.heading("key"))
            continue
        key = _KEYS.get(fold(text))
        if key is None:
            gathered.add("POLICY_UNKNOWN", spot, text, near=_near(fold(text)))
        elif key in first and values[at] is not None and values[first[key]] is not None:
            gathered.add("POLICY_TWICE", spot, text, first=table.spot("key", first[key]).cell)
        elif key not in first or values[first[key]] is None:
            found.pop(first.get(key, -1), None)
            found[at] = key
            first[key] = at
    return found


def _near(text: str) -> str:
    close = get_close_matches(text, _KEYS, 1, 0.5)
    return _ALSO.get(text) or (_KEYS[close[0]] if close else "")


def _value(key: str, value: object, table: Table, at: int, gathered: Gathered) -> Value:
    """Return a value as its key takes it; ``None``, and a finding, when it does not fit."""
    spot = table.spot("value", at)
    if type(value) is Bad:
        gathered.add(f"{value.code}_ROW", spot, value.value, column=table.heading("value"))
        return None
    found = typed(key, DEFAULTS[key], value)
    if found is None:
        code, words = asked(key, DEFAULTS[key], value)
        _refuse(code, key, value, (spot, gathered), **words)
    return found


def _refuse(code: str, key: str, value: object, where: tuple[Spot, Gathered], **words: str) -> None:
    spot, gathered = where
    gathered.add(code, spot, value, key=key, default=said(DEFAULTS[key].default), **words)


def _tell_blank(key: str, spot: Spot, gathered: Gathered) -> None:
    default = DEFAULTS[key].default
    if default is not None and default != "":
        gathered.add("POLICY_BLANK", spot, key=key, default=said(default))


def _tell_total(key: str, found: Value, spot: Spot, gathered: Gathered) -> None:
    """Warn of weights with another sum than theirs; whatever uses them divides by their sum."""
    whole = DEFAULTS[key].total
    if whole is None or not isinstance(found, tuple):
        return
    total = fsum(found)
    if not isclose(total, whole, rel_tol=NEAR_TOTAL):
        gathered.add(
            "POLICY_SUM", spot, said(found), key=key, total=f"{total:g}", whole=f"{whole:g}"
        )
