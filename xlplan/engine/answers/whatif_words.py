"""What moved, in words? Cells set, opportunities, customers and forecast, before and after."""

from collections.abc import Iterator, Mapping, Sequence

from xlplan.core.assessment import Assessment
from xlplan.core.grading.ranking import ORDER
from xlplan.core.grading.winning import competition_gap
from xlplan.core.moves.comparing import Comparison, CustomerChange, DealChange
from xlplan.core.moves.score_changes import ScoreChange
from xlplan.core.moves.snapshots import DealState, Snapshot
from xlplan.core.moves.whatif import GAP, Change, find_row, record_key
from xlplan.engine.contract import SHEETS
from xlplan.engine.tables import Column
from xlplan.engine.text import Texts

Names = Mapping[str, str]
Amounts = tuple[float | None, float | None]
_NAMES = {"risk_money": "Money risk", "risk_win": "Win risk", "risk": "Risk", "coverage": "Coverage",
          "dmi": "DMI", "pse": "PSE"}  # fmt: skip
PLACES = 5
"""Of so many opportunities that only change their place it is said from where to where."""
_BY_KEY = {sheet.key: sheet for sheet in SHEETS}


def change_lines(changes: Sequence[Change], before: Assessment, t: Texts) -> Iterator[str]:
    """Return what was set, a line a cell: sheet, row, column, what it said and says now."""
    for one in changes:
        sheet, plan = _BY_KEY[one.sheet], before.portfolio
        if one.field == GAP:
            bids = [bid for bid in plan.competitors if bid.opportunity_id == one.key]
            row, field, old = one.key, t("gap"), t.value(competition_gap(bids))
            new = t.value(one.value)
        else:
            rows, column = getattr(plan, one.sheet), sheet.by_field[one.field]
            record = rows[find_row(rows, one, plan)]
            row, field = record_key(one.sheet, record), column.heading(t.lang)
            old, new = (_said(column, at, t) for at in (getattr(record, one.field), one.value))
        yield f"{sheet.name(t.lang)} {row} · {t.named(field, f'{old} → {new}')}"


def _said(column: Column, value: object, t: Texts) -> str:
    if isinstance(value, str) and value in column.words and t.lang == "zh":
        return column.words[value] or value
    return t.value(value)


def comparison_lines(
    found: Comparison, before: Snapshot, after: Snapshot, t: Texts
) -> Iterator[str]:
    """Return what moved, and nothing else.

    First who was knocked out and whose grade moved, then what came and went, opportunities,
    customers, and the forecast.
    """
    for key, pair in found.policy.items():
        yield t.named(key, " → ".join(map(_value, pair)))
    forecast = found.forecast[0] != found.forecast[1]
    if not any(found[:8]) and not forecast:
        yield t("Nothing moves.")
    deals = {one.id: one for one in after.deals}
    factors = {one.key: f"{one.key} {t(one.name)}" for one in after.policy.factors}
    names = {**factors, **before.people, **after.people}
    yield from _knocked_out(found, after, names, t)
    yield from _regraded(found, after, t)
    yield from _came_and_went(found, before, after, t)
    for deal in found.deals:
        yield from _deal(deal, _title(deals[deal.opportunity_id], t), names, t)
    customers = {one.id: one.name for one in after.customers}
    for one in found.customers:
        title = f"{one.customer_id} {customers.get(one.customer_id, '')}".strip()
        yield from _customer(one, title, names, t)
    if found.reranked:
        yield _reranked(found, before, after, t)
    if forecast:
        yield t.named(t("Forecast of the period"), _money(found.forecast, t))


def _reranked(found: Comparison, before: Snapshot, after: Snapshot, t: Texts) -> str:
    """Return whose place moved and nothing else: the longest ways first, then as they stand now."""
    told = {one.opportunity_id for one in found.deals}
    was = {one.id: one.priority for one in before.deals}
    moved = [one for one in after.deals if one.id in was and one.id not in told]
    moved = [one for one in moved if one.priority != was[one.id]]
    moved.sort(key=lambda one: (-abs(one.priority - was[one.id]), one.priority))
    said = [f"{one.id} {was[one.id]} → {one.priority}" for one in moved[:PLACES]]
    if len(moved) > PLACES:
        said.append(t("{count} more", count=len(moved) - PLACES))
    return t.named(t("Only the priority moves"), t.listed(said))


def _knocked_out(found: Comparison, after: Snapshot, names: Names, t: Texts) -> Iterator[str]:
    """Return which customers a factor rules out now: nothing that is open there counts any more."""
    customers = {one.id: one.name for one in after.customers}
    for one in found.customers:
        if one.knocked_out:
            who = f"{one.customer_id} {customers.get(one.customer_id, '')}".strip()
            why = t.listed(names.get(key, key) for key in one.knocked_out)
            yield t.named(t("Knocked out"), t("{who} by {why}", who=who, why=why))


def _regraded(found: Comparison, after: Snapshot, t: Texts) -> Iterator[str]:
    """Return whose grade moved: what a reader wants to know before any figure.

    Choice: a customer is named where none of its opportunities tells its move, as when its last
    one is won.
    """
    deals = {one.id: f"{one.id} {one.name}".strip() for one in after.deals}
    customers = {one.id: f"{one.id} {one.name}".strip() for one in after.customers}
    told = {(one.customer_id, one.grade) for one in found.deals}
    pairs = [(deals[one.opportunity_id], one.grade) for one in found.deals]
    pairs += [
        (customers[one.customer_id], one.grade)
        for one in found.customers
        if (one.customer_id, one.grade) not in told
    ]
    for label, way in ((t("Grade worse"), 1), (t("Grade better"), -1)):
        said = [
            f"{name} {_pair(grade)}"
            for name, grade in pairs
            if (ORDER[grade[1]] - ORDER[grade[0]]) * way > 0
        ]
        if said:
            yield t.named(label, t.listed(said))
    if pairs and all(old == new for _, (old, new) in pairs):
        yield t("No grade moves.")


def _came_and_went(found: Comparison, before: Snapshot, after: Snapshot, t: Texts) -> Iterator[str]:
    were = {one.id: one.name for one in before.customers}
    are = {one.id: one.name for one in after.customers}
    for id_ in found.gone:
        yield t.named(f"{id_} {were[id_]}", t("customer not in the plan any more"))
    for id_ in found.came:
        yield t.named(f"{id_} {are[id_]}", t("new customer"))
    deals = {one.id: one for one in (*before.deals, *after.deals)}
    closed = {one.id: one.status for one in found.closed}
    for id_ in found.removed:
        how = t(closed[id_]) if id_ in closed else t("not open any more")
        yield t.named(_title(deals[id_], t), f"{how} · {t.money(deals[id_].amount)}")
    for id_ in found.added:
        grade = f"{t('Grade')} {deals[id_].grade}"
        yield t.named(_title(deals[id_], t), t.listed([t("open now"), grade]))


def _title(deal: DealState, t: Texts) -> str:
    return t("Opportunity {id} {name}", id=deal.id, name=deal.name).strip()


def _value(found: object) -> str:
    if isinstance(found, tuple):
        return " ".join(f"{one:g}" for one in found)
    return f"{found:g}" if isinstance(found, float) else str(found)


def _deal(one: DealChange, title: str, names: Names, t: Texts) -> Iterator[str]:
    yield _title_line(title, t, _ranked(one, t), (t("Expected return"), one.expected_return))
    for label, pair in (
        (t("Amount"), [t.money(amount) for amount in one.amount]),
        (t("Selling step"), [t.value(step) for step in one.step]),
        (t("Expected close"), [t.date(day) for day in one.close]),
    ):
        if pair[0] != pair[1]:
            yield "    " + t.named(label, _pair(pair))
    for score in one.scores:
        yield from _score(score, names, t)


def _customer(one: CustomerChange, title: str, names: Names, t: Texts) -> Iterator[str]:
    yield _title_line(
        title,
        t,
        _ranked(one, t),
        (t("Expected return"), one.expected_return),
        (t("Net of the year"), one.net_year),
        (t("NPV"), one.npv),
    )
    for label, pair in (
        (t("Relationship stage"), [t.value(stage) for stage in one.stage]),
        (t("Sales 12m"), [t.money(sales) for sales in one.sales]),
    ):
        if pair[0] != pair[1]:
            yield "    " + t.named(label, _pair(pair))
    if one.risk is not None:
        yield from _score(one.risk, names, t)
    for promise in one.broken:
        yield "    " + t.named(t("Promise not kept"), promise)


def _ranked(one: DealChange | CustomerChange, t: Texts) -> list[str]:
    pairs = ((t("Grade"), one.grade), (t("Priority"), one.priority))
    return [f"{label} {_pair(pair)}" for label, pair in pairs if pair[0] != pair[1]]


def _title_line(title: str, t: Texts, said: list[str], *money: tuple[str, Amounts]) -> str:
    """Return whose figures moved, and those in which they are told at once."""
    said += [f"{label} {_money(pair, t)}" for label, pair in money if pair[0] != pair[1]]
    return t.named(title, " · ".join(said)) if said else title


def _score(one: ScoreChange, names: Names, t: Texts) -> Iterator[str]:
    digits = _digits(one.before, one.after, 4 if one.name == "p" else 2)
    before, after = t.number(one.before, digits), t.number(one.after, digits)
    moved = "" if one.change is None else f" ({one.change:+.{digits}f})"
    yield "    " + t.named(t(_NAMES.get(one.name, one.name)), f"{before} → {after}{moved}")
    for part in one.parts:
        inputs = f"{t.value(part.before)} → {t.value(part.after)}"
        if part.before == part.after:
            inputs = t.value(part.after) if part.after is not None else ""
        elif abs(part.change) < 0.5 * 10**-digits and one.change:
            continue  # what floating point leaves over
        said = f"{inputs} ({part.change:+.{digits}f})".strip()
        yield "        " + t.named(names.get(part.name) or t(part.name), said)


def _pair(pair: Sequence[object]) -> str:
    before, after = pair
    return f"{before} → {after}" if before != after else f"{after}"


def _money(pair: Amounts, t: Texts) -> str:
    """Return money before and after; to the last place where it looks the same when it is short."""
    before, after = map(t.money, pair)
    if before == after and None not in pair:
        digits = _digits(*pair, 0)
        before, after = (t.number(amount, digits) for amount in pair)
    return f"{before} → {after}"


def _digits(before: float | None, after: float | None, least: int) -> int:
    """Return how many decimals it takes to see that two numbers differ; at most eight."""
    for digits in range(least, 8):
        if before is None or after is None or f"{before:.{digits}f}" != f"{after:.{digits}f}":
            return digits
    return 8
