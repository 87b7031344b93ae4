"""What does the relationship cost and return? The year from sales to net, floors, present value."""

from math import ceil

from xlplan.core.assessment import CustomerAssessment, Economics
from xlplan.core.facts import YEAR
from xlplan.core.money.horizon import Point, pays_after, way
from xlplan.core.money.simulation import SimulationPolicy
from xlplan.engine.account.choices import choices
from xlplan.engine.account.customer import stopped
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import Closing, Field, MoneyRow
from xlplan.engine.account.shapes import Money
from xlplan.engine.picture.money import Fall

TONES = {"sound": "good", "watch": "fair", "luxury": "bad", "loss": "bad"}
FINE = 0.01  # shares below it show two digits


def money(customer: CustomerAssessment, frame: Frame) -> Money:
    """Return cost and return of one customer, and what is absent for want of which input."""
    at = customer.economics
    points = _way(customer, frame)
    pays = pays_after(points)
    return Money(
        headline=_headline(customer, frame),
        rows=_rows(at, frame),
        figures=_figures(at, frame),
        worth=_worth(customer, _pays(points, pays, frame), frame),
        choices=choices(customer, frame),
        missing=tuple(_field(one, frame) for one in at.missing),
        closing=_closing(customer, frame),
        number=_number(at, frame),
        falls=_falls(at, frame),
        pays=_pays(points, pays, frame),
        pays_after=pays,
        way=points,
    )


def _way(customer: CustomerAssessment, frame: Frame) -> tuple[Point, ...]:
    """Return return and cost over the horizon; with a band where the simulation is asked for.

    Nothing where neither is anything yet: a flat line at 0 says nothing.
    """
    policy = frame.once("simulation", lambda: SimulationPolicy.of(frame.policy))
    points = way(customer.economics, customer.opportunities, policy.returns, policy)
    return points if any(one.gain or one.cost for one in points) else ()


def _pays(points: tuple[Point, ...], pays: float | None, frame: Frame) -> str:
    t = frame.t
    if not points:
        return ""
    if pays is None:
        return t("Not paid back in {years} years", years=frame.number(points[-1].years))
    months = ceil(12.0 * pays)
    return t("Pays from month {month}", month=months) if months else t("Pays from the start")


def _headline(customer: CustomerAssessment, frame: Frame) -> str:
    t, at = frame.t, customer.economics
    if at.sales is not None and at.sales < 0.0:
        return t("Credit notes exceed invoices by {amount} in twelve months: nothing is earned.",
                 amount=frame.cash(-at.sales))  # fmt: skip
    if at.verdict == "loss":
        return t("Sold below cost: the gross margin itself is {margin}.",
                 margin=frame.percent(at.margin, 1))  # fmt: skip
    if at.net_year is None or not at.sales:
        return _unsaid(customer, frame)
    return _judged(at, frame)


def _judged(at: Economics, frame: Frame) -> str:
    """Return what stays of sales above 0, and whether that is enough."""
    t, lost = frame.t, -(at.net_year or 0.0)
    share = frame.percent(-lost / (at.sales or 1.0), 1)
    net, sales, ratio = frame.cash(-lost), frame.cash(at.sales), frame.percent(at.cost_ratio)
    if at.verdict is None:
        return t("Sold at cost: no gross profit pays for the relationship.")
    if at.verdict == "luxury":
        return t("A luxury: it costs {ratio} of its own gross profit and loses {net} a year.",
                 ratio=ratio, net=frame.cash(lost))  # fmt: skip
    if at.verdict == "watch":
        return t("Thin: {net} of {sales} stays ({share}); {ratio} of the gross profit is used up.",
                 net=net, sales=sales, share=share, ratio=ratio)  # fmt: skip
    return t("Sound: {net} of {sales} stays ({share}) after {ratio} of the gross profit is used.",
             net=net, sales=sales, share=share, ratio=ratio)  # fmt: skip


def _unsaid(customer: CustomerAssessment, frame: Frame) -> str:
    """Return why it cannot be told what stays of the sales."""
    t, at = frame.t, customer.economics
    if stopped(customer):
        return t("No sales in twelve months: what is spent here is to win it back.")
    if at.sales == 0.0:
        return t("No sales yet: what is spent here is an investment.")
    names = frame.names([_field(one, frame) for one in at.missing[:3]] or [t("nothing")])
    return t("What stays in a year cannot be said yet; missing: {fields}.", fields=names)


def _rows(at: Economics, frame: Frame) -> tuple[MoneyRow, ...]:
    t, m = frame.t, frame.money
    carry, bad, cost = (
        None if found is None else -found for found in (at.carry, at.bad_debt, at.relationship_cost)
    )
    goods = None if at.sales is None or at.gross is None else at.gross - at.sales
    interest = frame.percent(frame.policy.number("interest"), 1)
    owed = t("receivables {amount}, interest {rate}", amount=m(at.receivables), rate=interest)
    return (
        MoneyRow(t("Sales"), m(at.sales), t("last 12 months"), True),
        MoneyRow(t("Cost of goods"), m(goods), t("gross margin {share}",
                 share=frame.percent(at.margin, 1)), False),
        MoneyRow(t("Gross profit"), m(at.gross), "", True),
        MoneyRow(t("Carrying receivables"), m(carry), owed if at.receivables is not None
                 else t("needs sales and DSO"), False),
        MoneyRow(t("Expected bad debt"), m(bad), "", False),
        MoneyRow(t("Relationship cost"), m(cost), "", False),
        MoneyRow(t("Net return a year"), m(at.net_year), "", True),
    )  # fmt: skip


def _figures(at: Economics, frame: Frame) -> tuple[Field, ...]:
    t, tone = frame.t, TONES.get(at.verdict or "", "plain")
    verdict = t(at.verdict) if at.verdict else t("not known")
    floor = t("on all its sales: from here on nothing stays")
    late = "plain"
    if at.dso_days is not None and at.dso_break_even is not None:
        late = "bad" if at.dso_days > at.dso_break_even else "good"
    dso = t("days; today {days}", days=frame.number(at.dso_days))
    return (
        Field(
            t("Verdict"), verdict, t("cost ratio {ratio}", ratio=frame.percent(at.cost_ratio)), tone
        ),
        Field(t("Price floor cut"), _cut(at.price_floor_cut, frame), floor),
        Field(t("DSO break-even"), frame.number(at.dso_break_even, 1), dso, late),
        Field(t("Retention"), frame.percent(at.retention), t("a year")),
    )


def _worth(customer: CustomerAssessment, pays: str, frame: Frame) -> tuple[Field, ...]:
    t, at = frame.t, customer.economics
    years = frame.number(frame.policy.number("horizon_years"))
    rate = frame.percent(frame.policy.number("discount"))
    span = t("{years} years at {rate}", years=years, rate=rate)
    opened = t("{count} open", count=len(customer.opportunities))
    return (
        Field(t("Present business"), frame.money(at.npv_base), span),
        Field(t("Open opportunities"), frame.money(at.npv_open), opened),
        Field(t("Present value"), frame.money(at.npv), pays,
              "plain" if at.npv is None else "good" if at.npv >= 0.0 else "bad"),
    )  # fmt: skip


def _field(field: str, frame: Frame) -> str:
    """Return where a missing input is entered."""
    return frame.heading(field if "." in field else f"customer.{field}")


def _closing(customer: CustomerAssessment, frame: Frame) -> Closing:
    t, at = frame.t, customer.economics
    if at.verdict in ("luxury", "loss"):
        return frame.decide(_rescue(at, frame))
    if at.sales is not None and at.sales < 0.0:
        return frame.act(t("Settle what is credited, and why, before the next offer goes out."))
    if at.price_floor_cut is not None and at.dso_break_even is not None:
        clauses = [_limit(customer, at.price_floor_cut, frame)]
        if at.dso_break_even <= YEAR:  # nobody waits longer: such a limit says nothing
            days = frame.number(at.dso_break_even)
            clauses.append(t("no payment later than {days} days", days=days))
        if customer.opportunities:
            clauses.append(t("a single deal has its own floor"))
        return frame.decide(frame.sentence(clauses))
    if at.missing:
        return frame.act(t("Enter {fields}.", fields=_fields(at, frame)))
    if not customer.opportunities:
        return frame.act(t("Enter what it could buy, at which margin: nothing can be valued yet."))
    return frame.figure(t("Present value of what is open: {value}.", value=frame.cash(at.npv_open)))


def _number(at: Economics, frame: Frame) -> Closing:
    """Return what it all comes to, for where the decision is asked for elsewhere."""
    t = frame.t
    if at.npv is None and at.missing:
        return frame.act(t("Enter {fields}.", fields=_fields(at, frame)))
    years = frame.number(frame.policy.number("horizon_years"))
    return frame.figure(t("Present value over {years} years: {value}.", years=years,
                          value=frame.cash(at.npv)))  # fmt: skip


def _fields(at: Economics, frame: Frame) -> str:
    return frame.names([_field(one, frame) for one in at.missing[:4]])


def _limit(customer: CustomerAssessment, floor: float, frame: Frame) -> str:
    """Return the largest cut to grant: where the net ends, or sooner, where refusing is better."""
    t = frame.t
    most = customer.views.choices.ultimatum.most if customer.views else None
    if most is None or most >= floor:
        return t("grant no cut beyond {cut} on all its sales: there nothing stays",
                 cut=_cut(floor, frame))  # fmt: skip
    return t("grant no cut beyond {cut} on all its sales: refusing more is better, and at {floor} "
             "nothing stays", cut=_cut(most, frame), floor=_cut(floor, frame))  # fmt: skip


def _cut(share: float | None, frame: Frame) -> str:
    """Return a cut with enough digits to tell small ones apart."""
    return frame.percent(share, 1 if share is None or abs(share) >= FINE else 2)


def _rescue(at: Economics, frame: Frame) -> str:
    t = frame.t
    if at.verdict == "loss" or at.price_floor_cut is None:
        return t("Stop selling below cost, or put on record what the account is worth otherwise.")
    rise = _cut(-at.price_floor_cut, frame)
    if at.dso_break_even is not None and at.dso_break_even > 0.0:
        return t("Raise the price by {rise}, or get paid within {days} days, or step back a level.",
                 rise=rise, days=frame.number(at.dso_break_even))  # fmt: skip
    return t("Raise the price by {rise}, or step back a level.", rise=rise)


def _falls(at: Economics, frame: Frame) -> tuple[Fall, ...]:
    """Return the bars of the waterfall; none unless the whole year is known, all in one unit.

    Choice: a cost below 0, a refund booked as one, makes no picture: it would stand as income.
    """
    if None in (at.sales, at.gross, at.carry, at.bad_debt, at.relationship_cost, at.net_year):
        return ()
    sales, gross = at.sales or 0.0, at.gross or 0.0
    if sales <= 0.0 or min(at.carry or 0.0, at.bad_debt or 0.0, at.relationship_cost or 0.0) < 0.0:
        return ()
    t = frame.t

    def m(amount: float | None) -> str:
        return t.money(amount, sales)

    bars = [
        Fall(t("Sales"), m(sales), 0.0, sales, total=True),
        Fall(t("Cost of goods"), m(gross - sales), sales, gross),
        Fall(t("Gross profit"), m(gross), 0.0, gross, total=True),
    ]
    level = gross
    for label, cost in (
        (t("Carrying receivables"), at.carry),
        (t("Expected bad debt"), at.bad_debt),
        (t("Relationship cost"), at.relationship_cost),
    ):
        bars.append(Fall(label, m(-(cost or 0.0)), level, level - (cost or 0.0)))
        level -= cost or 0.0
    bars.append(Fall(t("Net return a year"), m(at.net_year), 0.0, at.net_year or 0.0, total=True))
    return tuple(bars)
