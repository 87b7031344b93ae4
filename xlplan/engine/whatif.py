"""How is a "what if" asked and answered in words? ``Opportunities!O7.Fit=85`` in, what moved out."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from xlplan.core.assessment import Assessment
from xlplan.core.comparing import Comparison, CustomerChange, DealChange, ScoreChange
from xlplan.core.issues import PlanError
from xlplan.core.whatif import GAP, Change
from xlplan.engine.cells import Bad, convert
from xlplan.engine.contract import SHEETS
from xlplan.engine.tables import Column, Sheet, fold, fold_heading
from xlplan.engine.text import DASH, Texts


def read_change(text: str) -> Change:
    """Read ``SHEET!ROW.COLUMN=VALUE``; sheet and column in English or Chinese, no value = blank.

    The row is the record's id, its keys joined by a slash (``Stakeholders!O7/K3.Attitude=neutral``),
    or ``#12`` for row 12.

    Raises:
        PlanError: it has another form, or names a sheet, a column or a value that does not exist.

    Example:
        >>> read_change("Opportunities!O7.Fit=85")
        Change(sheet='opportunities', key='O7', field='fit', value=85.0)
        >>> read_change("决策链!O7/K3.态度=支持").value
        'supportive'
    """
    place, equals, value = text.partition("=")
    name, mark, rest = place.replace("！", "!").partition("!")
    key, dot, heading = rest.rpartition(".")
    if not (equals and mark and dot and key.strip() and heading.strip()):
        raise PlanError("CHANGE_FORM", change=text)
    sheet = _sheet(name)
    if sheet.key == "competitors" and fold(heading) == GAP:
        return Change(sheet.key, key.strip(), GAP, float(value))
    column = _column(sheet, heading)
    found = convert(column, [_typed(column, value.strip())])[0]
    if isinstance(found, Bad):
        raise PlanError("CHANGE_VALUE", value=value.strip(), column=column.en)
    return Change(sheet.key, key.strip(), column.field, found)


def _typed(column: Column, value: str) -> object:
    """Return a value as a cell would hold it: numbers as numbers, the rest as text."""
    if column.kind in ("score", "rating", "int", "number"):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _sheet(name: str) -> Sheet:
    records = [sheet for sheet in SHEETS if sheet.record is not None]
    for sheet in records:
        if fold(name) in (fold(sheet.en), fold(sheet.zh)):
            return sheet
    names = [text for sheet in records for text in (sheet.en, sheet.zh)]
    near = get_close_matches(name, names, 1, 0.0)[0]
    raise PlanError("CHANGE_SHEET", sheet=name, near=near)


def _column(sheet: Sheet, heading: str) -> Column:
    found = sheet.by_heading.get(fold_heading(heading))
    if found is not None:
        return found
    names = [text for column in sheet.columns for text in (column.en, column.zh)]
    near = get_close_matches(heading, names, 1, 0.0)[0]
    raise PlanError("CHANGE_COLUMN", column=heading, sheet=sheet.en, near=near)


def comparison_lines(found: Comparison, after: Assessment, t: Texts) -> Iterator[str]:
    """Return what moved: opportunities, then customers, then the forecast."""
    names = {one.customer.id: one.customer.name for one in after.customers}
    if not found.deals and not found.customers:
        yield t("Nothing moves.")
    for deal in found.deals:
        yield from _deal(deal, t)
    for one in found.customers:
        yield from _customer(one, names.get(one.customer_id, one.customer_id), t)
    if found.reranked:
        yield t("{count} other opportunities only change their place.", count=found.reranked)
    before, now = found.forecast
    yield t.named(t("Forecast of the period"), f"{t.money(before)} → {t.money(now)}")


def _deal(one: DealChange, t: Texts) -> Iterator[str]:
    title = t("Opportunity {id} {name}", id=one.opportunity_id, name="").strip()
    yield t.named(
        title,
        f"{t('Grade')} {_pair(one.grade)} · {t('Priority')} {_pair(one.priority)} · "
        f"{t('Expected return')} {_money(one.expected_return, t)}",
    )
    for score in one.scores:
        yield from _score(score, t)


def _customer(one: CustomerChange, name: str, t: Texts) -> Iterator[str]:
    yield t.named(
        f"{one.customer_id} {name}",
        f"{t('Grade')} {_pair(one.grade)} · {t('Priority')} {_pair(one.priority)} · "
        f"{t('Net of the year')} {_money(one.net_year, t)} · NPV {_money(one.npv, t)}",
    )
    if one.risk is not None:
        yield from _score(one.risk, t)


def _score(one: ScoreChange, t: Texts) -> Iterator[str]:
    digits = 4 if one.name == "p" else 2
    moved = DASH if one.change is None else f"{one.change:+.{digits}f}"
    change = f"{t.number(one.before, digits)} → {t.number(one.after, digits)} ({moved})"
    yield "    " + t.named(t(one.name), change)
    for part in one.parts:
        if part.change or part.before != part.after:
            change = f"{_input(part.before, t)} → {_input(part.after, t)}"
            yield "        " + t.named(t(part.name), f"{change} ({part.change:+.{digits}f})")


def _input(found: object, t: Texts) -> str:
    if found is None:
        return DASH
    return t(found) if isinstance(found, str) else f"{found:,.6g}"


def _pair(pair: Sequence[object]) -> str:
    before, after = pair
    return f"{before} → {after}" if before != after else f"{after}"


def _money(pair: tuple[float | None, float | None], t: Texts) -> str:
    before, after = pair
    return f"{t.money(before)} → {t.money(after)}" if before != after else t.money(after)
