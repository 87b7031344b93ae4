"""How is a "what if" asked? ``Opportunities!O7.Fit=85`` or ``Opportunities!N7=85`` becomes a change."""

import re
from difflib import get_close_matches
from unicodedata import normalize

from xlplan.core.issues import PlanError
from xlplan.core.model import LeftOut, Portfolio
from xlplan.core.moves.whatif import FIXED, GAP, Change, Value, find_row
from xlplan.engine.contract import SHEETS
from xlplan.engine.notes import allowed, limits
from xlplan.engine.reading.cells import Bad, convert
from xlplan.engine.reading.left_out import why_left_out
from xlplan.engine.result.frame import RESULT_SHEETS
from xlplan.engine.tables import Column, Sheet, fold, fold_heading
from xlplan.engine.text import Texts

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)", re.IGNORECASE)
GAP_RANGE = 100.0


def read_change(text: str, plan: Portfolio, t: Texts) -> Change:
    """Read ``SHEET!ROW.COLUMN=VALUE`` or ``SHEET!CELL=VALUE``; no value = blank.

    Sheet and column are English or Chinese. The row is the record's id or name, its keys joined by
    a slash (``Stakeholders!O7/K3.Attitude=neutral``), or ``#12`` for row 12; full-width signs do.

    Args:
        text: what was typed.
        plan: in which the row is looked for, and which tells where its columns lie.
        t: the language of what is wrong.

    Raises:
        PlanError: it has another form, or names a sheet, a row, a column or a value that does not
            exist, or a cell that is computed.

    Example:
        >>> from xlplan.core.model import Opportunity
        >>> plan = Portfolio(opportunities=(Opportunity("O7", "c", 1.0),))
        >>> read_change("商机！O7.需求匹配＝85", plan, Texts())
        Change(sheet='opportunities', key='O7', field='fit', value=85.0)
    """
    place, equals, value = _halfwidth(text).partition("=")
    name, mark, rest = place.partition("!")
    if not (equals and mark and rest.strip()):
        raise PlanError("CHANGE_FORM", change=text)
    sheet = _sheet(name, plan)
    key, column = _place(sheet, rest.strip(), plan, t)
    if column is None:
        found: float = _gap(value.strip(), t)
        return Change(sheet.key, key, GAP, found)
    change = Change(sheet.key, key, column.field, _value(column, value.strip(), t))
    try:
        find_row(getattr(plan, sheet.key), change, plan)
    except PlanError as wrong:  # it knows sheets by their key only
        if out := _left_out(sheet.key, key, plan):
            where = f"{sheet.name(t.lang)}!{out.cell}"
            why = why_left_out(out, t)
            raise PlanError("CHANGE_LEFT_OUT", key=key, why=why, where=where) from None
        raise PlanError(wrong.code, **wrong.params | {"sheet": sheet.name(t.lang)}) from None
    return change


def _left_out(sheet: str, key: str, plan: Portfolio) -> LeftOut | None:
    """Return the row of that id or number that gave no record."""
    rows = (one for one in plan.left_out if one.sheet == sheet)
    return next((one for one in rows if key in (one.id, f"#{one.row}")), None)


def _halfwidth(text: str) -> str:
    """Return the signs between the parts as they are typed on a Latin keyboard."""
    place, equals, value = text.replace("＝", "=").partition("=")
    return f"{place.replace('！', '!').replace('。', '.')}{equals}{value}"


def _place(sheet: Sheet, rest: str, plan: Portfolio, t: Texts) -> tuple[str, Column | None]:
    """Return the row's key and the column; no column for the competition gap as a whole."""
    cell = _CELL.fullmatch(rest)
    lies = (plan.columns or {}).get(sheet.key, {})
    if cell:
        letters, row = cell[1].upper(), cell[2]
        field = next((field for field, at in lies.items() if at == letters), None)
        if field is None:
            known = ", ".join(
                f"{at} {sheet.by_field[name].heading(t.lang)}" for name, at in lies.items()
            )
            raise PlanError("CHANGE_CELL", cell=rest, sheet=sheet.name(t.lang), known=known or "–")
        return f"#{row}", _free(sheet, sheet.by_field[field], t)
    key, dot, heading = rest.rpartition(".")
    if not (dot and key.strip() and heading.strip()):
        raise PlanError("CHANGE_FORM", change=f"{sheet.name(t.lang)}!{rest}")
    if sheet.key == "competitors" and fold(heading) == GAP:
        return key.strip(), None
    return key.strip(), _free(sheet, _column(sheet, heading, t), t)


def _free(sheet: Sheet, column: Column, t: Texts) -> Column:
    """Return a column that may be set: not one that ties records together."""
    if column.field in FIXED:
        raise PlanError("CHANGE_FIXED", column=column.heading(t.lang), sheet=sheet.name(t.lang))
    return column


def _value(column: Column, value: str, t: Texts) -> Value:
    if not value and column.required:
        raise PlanError("CHANGE_BLANK", column=column.heading(t.lang))
    found: Value | Bad = convert(column, [_typed(column, value)])[0]
    if isinstance(found, Bad):
        rule, low = allowed(column, t), limits(column).low
        if column.kind == "money" and low is not None:
            rule += t(" {low} or more.", low=int(low))
        raise PlanError("CHANGE_VALUE", value=value, column=column.heading(t.lang), rule=rule)
    return found


def _gap(value: str, t: Texts) -> float:
    try:
        found = float(normalize("NFKC", value))
    except ValueError:
        found = 2.0 * GAP_RANGE
    if not -GAP_RANGE <= found <= GAP_RANGE:
        rule = t("Number from −100 to 100.")
        raise PlanError("CHANGE_VALUE", value=value, column=t("gap"), rule=rule)
    return found


def _typed(column: Column, value: str) -> object:
    """Return a value as a cell would hold it: numbers as numbers, the rest as text."""
    if column.kind in ("score", "rating", "int", "number"):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _sheet(name: str, plan: Portfolio) -> Sheet:
    wanted, own = fold(name), plan.sheets or {}
    records = [sheet for sheet in SHEETS if sheet.record is not None]
    for sheet in records:
        if wanted in (fold(sheet.en), fold(sheet.zh), fold(own.get(sheet.key, sheet.en))):
            return sheet
    if any(wanted in map(fold, names) for names in RESULT_SHEETS.values()):
        raise PlanError("CHANGE_RESULT", sheet=name)
    if any(wanted in (fold(sheet.en), fold(sheet.zh)) for sheet in SHEETS):
        raise PlanError("CHANGE_POLICY", sheet=name)
    names = [text for sheet in records for text in (sheet.en, sheet.zh)]
    near = get_close_matches(name, names, 1, 0.0)[0]
    raise PlanError("CHANGE_SHEET", sheet=name, near=near)


def _column(sheet: Sheet, heading: str, t: Texts) -> Column:
    found = sheet.by_heading.get(fold_heading(heading))
    if found is not None:
        return found
    names = [text for column in sheet.columns for text in (column.en, column.zh)]
    near = get_close_matches(heading, names, 1, 0.0)[0]
    raise PlanError("CHANGE_COLUMN", column=heading, sheet=sheet.name(t.lang), near=near)
