"""Who comes first, who is dangerous, on whom do we depend, what is coming? The ABCD board."""

from collections import Counter

from xlplan.core.assessment import Assessment, CustomerAssessment
from xlplan.core.moves.snapshots import Snapshot
from xlplan.core.scores import hardly_known
from xlplan.engine.account.board_changes import board_changes
from xlplan.engine.account.board_shapes import (
    BoardContext,
    BoardRow,
    Dangers,
    First,
    NextRow,
    Order,
    Pipe,
    Spread,
)
from xlplan.engine.account.cover import net_of
from xlplan.engine.account.frame import Frame, frame_of
from xlplan.engine.account.position import selling_step
from xlplan.engine.account.rows import Field
from xlplan.engine.account.shapes import Cover
from xlplan.engine.picture.places import Bubble, Grid
from xlplan.engine.picture.spread import Bar, Heat, Level
from xlplan.engine.picture.text import fit
from xlplan.engine.plain import clean
from xlplan.engine.text import Texts

SHOWN, BARS, FIRST = 40, 12, 12


def board_context(
    assessment: Assessment, texts: Texts, since: Snapshot | None = None
) -> BoardContext:
    """Return everything a template of the board of a whole portfolio may show.

    Args:
        assessment: the evaluated plan.
        texts: the language.
        since: an earlier state of the plan, to say what changed.
    """
    frame = frame_of(assessment, texts)
    return BoardContext(
        lang=texts.lang,
        title=frame.t("ABCD board"),
        cover=_cover(frame),
        order=_order(frame),
        changes=board_changes(since, frame),
        dangers=_dangers(frame),
        spread=_spread(frame),
        pipe=_pipe(frame),
        first=_first(frame),
    )


def _name(one: CustomerAssessment) -> str:
    return clean(one.customer.name) or clean(one.customer.id)


def _cover(frame: Frame) -> Cover:
    t, plan = frame.t, frame.assessment
    seller = clean(frame.policy.word("seller")) or t("Portfolio")
    amount = sum(one.opportunity.amount for one in plan.opportunities)
    weighted = sum(one.opportunity.amount * one.p for one in plan.opportunities)
    gains = [one.expected_return for one in plan.customers if one.expected_return is not None]
    at = plan.funnel
    figures = (
        Field(t("Customers"), str(len(plan.customers)), _letters(frame)),
        Field(t("Sales, last 12 months"), frame.cash(plan.spread.sales)),
        Field(t("Open opportunities"), frame.cash(amount),
              t("{count} open, {weighted} weighted", count=len(plan.opportunities),
                weighted=frame.money(weighted))),
        Field(t("Expected return"), frame.cash(sum(gains) if gains else None),
              t("from what is open, after remaining cost")),
        Field(t("Forecast of the period"), frame.cash(at.forecast),
              t("{progress} of the target reached", progress=frame.percent(at.progress))
              if at.progress is not None else t("no target is set")),
        Field(t("Largest customer"), frame.percent(plan.spread.top_shares.get(1), 1),
              next(net_of(frame), t("of all sales"))),
    )  # fmt: skip
    return Cover(
        customer=seller, short=fit(seller, 10.0, 300.0), id="", line=t("All customers"),
        seller="", currency=frame.currency, as_of=t.date(frame.as_of), owner="", grade="", rank="",
        facts=(Field(t("As of"), t.date(frame.as_of)), Field(t("Period"), _period(frame))),
        figures=figures,
    )  # fmt: skip


def _period(frame: Frame) -> str:
    at = frame.assessment.funnel
    return f"{frame.t.date(at.start)} – {frame.t.date(at.end)}"


def _letters(frame: Frame) -> str:
    counts = Counter(one.grade for one in frame.assessment.customers)
    return " · ".join(f"{letter} {counts[letter]}" for letter in "ABCDX" if counts[letter])


def _order(frame: Frame) -> Order:
    t, plan = frame.t, frame.assessment
    policy = frame.grading
    by_risk = policy.basis == "risk"
    bounds = (
        [1.0 - one / 100.0 for one in policy.risk]
        if by_risk
        else list(frame.policy.numbers("abcd.p"))
    )
    steps = frame.next_steps(plan.customers[0])
    ending = t("Nothing is due: go on as planned and look again next month.")
    if steps:
        ending = t.named(_name(plan.customers[0]), steps[0].step)
    shown = [one for one in plan.customers if one.opportunities]
    more = len(plan.customers) - SHOWN
    return Order(
        headline=t("{name} comes first; of {count} customers: {letters}.",
                   name=_name(plan.customers[0]), count=len(plan.customers),
                   letters=_letters(frame)),
        rows=tuple(_row(one, frame) for one in plan.customers[:SHOWN]),
        more=t("{count} more are in the workbook's results.", count=more) if more > 0 else "",
        closing=frame.decide(ending) if steps else frame.act(ending),
        bubbles=tuple(_bubble(one, by_risk=by_risk) for one in shown),
        grid=Grid(policy.days, bounds, policy.matrix),
        by_risk=by_risk,
    )  # fmt: skip


def _row(one: CustomerAssessment, frame: Frame) -> BoardRow:
    t = frame.t
    best = one.opportunities[0] if one.opportunities else None
    value = one.risk.score.value
    return BoardRow(
        rank=str(one.priority),
        name=_name(one),
        id=clean(one.customer.id),
        grade=one.grade,
        owner=clean(one.customer.owner) or t("nobody yet"),
        deal=frame.deal(best)
        if best
        else frame.listed(frame.not_read(one.customer.id)) or t("nothing is open"),
        amount=frame.money(best.opportunity.amount) if best else "",
        p=frame.percent(best.p_rank) if best else "",
        close=t.date(best.opportunity.expected_close) if best else "",
        risk=frame.number(value),
        risk_tone=frame.level(one.risk)[1],
        gain=frame.money(one.expected_return),
    )


def _bubble(one: CustomerAssessment, *, by_risk: bool) -> Bubble:
    best = one.opportunities[0]
    level = best.p_rank
    if by_risk:
        risk = best.risk.score.value
        level = 0.0 if risk is None else 1.0 - risk / 100.0
    days = None if best.days_to_close is None else float(best.days_to_close)
    name = f"{_name(one)} · {best.grade}"
    return Bubble(str(one.priority), name, days, level, best.opportunity.amount, best.grade)


def _dangers(frame: Frame) -> Dangers:
    t, plan = frame.t, frame.assessment
    known = [one for one in plan.customers if one.risk.score.value is not None]
    known.sort(key=lambda one: (-(one.risk.score.value or 0.0), one.customer.id))
    heads = tuple(frame.factors)
    weight: dict[str, float] = {}
    enough = frame.grading.gate_completeness
    heats = []
    for one in known:
        points = {part.name: part.points for part in one.risk.score.parts}
        for part in one.risk.score.parts:
            weight[part.name] = weight.get(part.name, 0.0) + part.contribution
        cells = tuple(points.get(key) for key in heads)
        total = one.risk.score.value
        if not hardly_known(one.risk.score, enough):
            heats.append(Heat(_name(one), total, frame.number(total), cells))
        else:  # what is hardly known has no colour
            heats.append(Heat(_name(one), None, t("hardly known"), cells))
    bad = sum(one.risk.level in ("high", "severe") for one in known)
    if not known:
        return Dangers(t("No risk is known yet."), frame.act(t("Fill in the risk inputs.")),
                       (), (), ())  # fmt: skip
    worst = known[0]
    headline = t("{name} is the riskiest, {value} of 100; by its lead opportunity, high or severe: "
                 "{bad} of {count} customers.", name=_name(worst), value=frame.number(worst.risk.score.value), bad=bad,
                 count=len(known))  # fmt: skip
    heaviest = max(weight, key=lambda key: weight[key])
    ending = t("{factor} adds most to the risk of all customers together.",
               factor=frame.factor(heaviest))  # fmt: skip
    bounds = tuple(frame.policy.numbers("risk.levels"))
    names = tuple(frame.factor(key) for key in heads)
    return Dangers(
        headline, frame.figure(ending[:1].upper() + ending[1:]), names, tuple(heats[:SHOWN]), bounds
    )


def _spread(frame: Frame) -> Spread:
    t, at = frame.t, frame.assessment.spread
    names = {one.customer.id: _name(one) for one in frame.assessment.customers}
    keys = {one.customer.id for one in frame.assessment.customers if one.key_account}
    limit = frame.policy.number("key.pareto")
    pairs = zip(at.ranked, at.ranked_sales, at.cumulative, strict=True)
    bars = tuple(
        Bar(
            names.get(key, key), frame.money(sales), sales, share, frame.percent(share), key in keys
        )
        for key, sales, share in list(pairs)[:BARS]
        if sales > 0.0
    )
    whole = next(net_of(frame), t("of all sales"))
    figures = (
        Field(t("Largest customer"), frame.percent(at.top_shares.get(1), 1), whole),
        Field(t("Largest three"), frame.percent(at.top_shares.get(3), 1), whole),
        Field(t("HHI"), frame.number(at.hhi), "", ("good", "fair", "bad")[at.hhi_flag]),
        Field(t("Gini"), frame.number(at.gini, 2)),
    )
    if not bars:
        return Spread(t("Sales are not known yet."), figures, frame.act(t("Fill in Sales 12m or Invoices.")),
                      (), limit, frame.percent(limit))  # fmt: skip
    headline = t("{name} makes {share} of all sales; {count} customers make the first {limit}.",
                 name=bars[0].label, share=frame.percent(at.top_shares.get(1), 1),
                 count=len(keys), limit=frame.percent(limit))  # fmt: skip
    ending = t("Without {name}, {left} of sales are left.", name=bars[0].label,
               left=frame.percent(1.0 - (at.top_shares.get(1) or 0.0), 1))  # fmt: skip
    return Spread(headline, figures, frame.figure(ending), bars, limit, frame.percent(limit))


def _pipe(frame: Frame) -> Pipe:
    t, at = frame.t, frame.assessment.funnel
    levels = tuple(
        Level(
            selling_step(one.step, frame) or str(one.step),
            str(one.count),
            frame.money(one.amount),
            one.amount,
            "" if one.conversion is None
            else t("{share} of these are won", share=frame.percent(one.conversion)),
        )
        for one in at.steps
    )  # fmt: skip
    figures = (
        Field(t("Forecast"), frame.cash(at.forecast), _period(frame)),
        Field(t("Target"), frame.cash(at.target)),
        Field(t("Target reached"), frame.percent(at.progress), t("closed in the period")),
        Field(t("Funnel coverage"), frame.number(at.coverage, 2),
              t("funnel ÷ what is left to win")),
    )  # fmt: skip
    whole = sum(one.amount for one in at.steps)
    due = t("{count} of them, {amount}, are to close by {day}", count=at.due,
            amount=frame.cash(at.amount), day=t.date(at.end))  # fmt: skip
    headline = frame.sentence([
        t("{count} in the funnel for {amount}", count=at.in_funnel, amount=frame.cash(whole)),
        due if at.due else t("none of them is to close by {day}", day=t.date(at.end)),
        t("the forecast of the period is {forecast}", forecast=frame.cash(at.forecast)),
    ])  # fmt: skip
    if at.stalled:
        ending = frame.decide(
            t("Stalled: {count}. Move each on, or close it.", count=len(at.stalled))
        )
    elif at.target is None:
        ending = frame.act(t("Set a target (Policy funnel.target), so that progress can be said."))
    else:
        left = max(at.target - at.forecast, 0.0)
        ending = frame.figure(t("Missing to the target: {left}.", left=frame.cash(left)))
    return Pipe(headline, figures, ending, levels)


def _first(frame: Frame) -> First:
    t = frame.t
    rows: list[NextRow] = []
    for one in frame.assessment.customers:
        steps = frame.next_steps(one) if len(rows) < FIRST else []
        if steps:
            step = steps[0]
            tone = ("bad", "fair", "plain")[min(max(step.priority, 1), 3) - 1]
            rows.append(NextRow(_name(one), one.grade, step.when, tone, step.what, step.step))
    if not rows:
        return First(t("Nothing is due."), (), frame.act(t("Look again next month.")))
    headline = t("The first step with each of {count} customers.", count=len(rows))
    urgent = sum(row.tone == "bad" for row in rows)
    if urgent:
        ending = t("Due this week: {count}. Put each into a calendar today.", count=urgent)
    else:
        ending = t.named(rows[0].customer, rows[0].step)
    return First(headline, tuple(rows), frame.act(ending))
