"""What is open, and what is it worth to us? The opportunities of an account plan."""

from xlplan.core.assessment import CustomerAssessment, OpportunityAssessment
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.moves import UNREAD, find_next
from xlplan.engine.account.position import selling_step, state_of
from xlplan.engine.account.rows import Closing, DealRow
from xlplan.engine.account.shapes import Deals
from xlplan.engine.advice import NextStep
from xlplan.engine.plain import clean

ADVICE = frozenset({"GATE_CLOSED", "LOSES_MONEY", "MONEY_RISK", "CLOSE_PASSED", "CLOSE_MISSING"})


def deal_rows(customer: CustomerAssessment, frame: Frame) -> tuple[DealRow, ...]:
    """Return a row per open opportunity, best first; ``mark`` numbers them in all pictures."""
    return tuple(_row(one, at, frame) for at, one in enumerate(customer.opportunities, 1))


def deals(
    customer: CustomerAssessment, rows: tuple[DealRow, ...], steps: list[NextStep], frame: Frame
) -> Deals:
    """Return the opportunities with their sums."""
    found = customer.opportunities
    amount = sum(one.opportunity.amount for one in found)
    weighted = sum(one.opportunity.amount * one.p for one in found)
    return Deals(
        headline=_headline(customer, amount, weighted, frame),
        rows=rows,
        amount=frame.money(amount),
        weighted=frame.money(weighted),
        gain=frame.money(customer.expected_return),
        closing=_closing(customer, steps, frame),
        unread=frame.listed(frame.not_read(customer.customer.id)),
    )


def _row(one: OpportunityAssessment, at: int, frame: Frame) -> DealRow:
    t, deal = frame.t, one.opportunity
    days = one.days_to_close
    shown = t("no date") if days is None else t("{days} days", days=days)
    if days is not None and days < 0:
        shown = t("{days} days late", days=-days)
    gain = one.expected_return
    coverage = one.coverage.value
    level, tone = frame.level(one.risk)
    return DealRow(
        mark=str(at),
        id=clean(deal.id),
        name=frame.deal(one),
        amount=frame.money(deal.amount),
        step=selling_step(deal.selling_step, frame) or t("not entered"),
        close=t.date(deal.expected_close),
        days=shown,
        p=frame.percent(one.p),
        own_p=frame.percent(one.p_manual),
        grade=one.grade,
        risk=frame.number(one.risk.score.value, 1),
        risk_level=level or t("not known"),
        risk_tone=tone,
        margin=frame.percent(one.margin, 1),
        gain=frame.money(gain),
        gain_tone="plain" if gain is None else "good" if gain >= 0.0 else "bad",
        timing=t(one.timing) if one.timing else t("not known"),
        dmi=frame.number(one.dmi.value, 1),
        coverage=frame.percent(None if coverage is None else coverage / 100.0),
        state=state_of(one, frame)[0],
    )


def _headline(customer: CustomerAssessment, amount: float, weighted: float, frame: Frame) -> str:
    t, found = frame.t, customer.opportunities
    unread = frame.not_read(customer.customer.id)
    if not found and unread:
        return frame.sentence([frame.listed(unread)])
    if not found:
        return frame.sentence(frame.none_open())
    clauses = [
        t("{count} open for {amount}, {weighted} weighted by likelihood", count=len(found),
          amount=frame.cash(amount), weighted=frame.cash(weighted))
    ]  # fmt: skip
    gains = [(gain, one) for one in found if (gain := one.expected_return) is not None]
    losing = [frame.deal(one) for gain, one in gains if gain < 0.0]
    total = sum(gain for gain, _ in gains if gain > 0.0)
    if len(found) > 1 and total > 0.0:
        gain, one = max(gains, key=lambda pair: pair[0])
        clauses.append(
            t("{deal} carries {share} of the expected return", deal=frame.deal(one),
              share=frame.percent(gain / total))
        )  # fmt: skip
    if losing:
        clauses.append(t("at a loss: {deals}", deals=frame.some(losing)))
    if unread:
        clauses.append(frame.listed(unread))
    return frame.sentence(clauses)


def _closing(customer: CustomerAssessment, steps: list[NextStep], frame: Frame) -> Closing:
    t = frame.t
    if not customer.opportunities or frame.first(steps, UNREAD, None):
        return find_next(customer, steps, frame)
    found = next((step for step in steps if step.code in ADVICE), None)
    if found is not None:
        return frame.decide(found.what + ("" if frame.zh else " ") + found.step)
    if customer.expected_return is None:
        return frame.act(t("Enter the gross margin: without it the return cannot be said."))
    wanted = [one.opportunity.remaining_hours for one in customer.opportunities]
    known = [one for one in wanted if one is not None]
    hours = sum(known)
    if hours > 0.0 and len(known) == len(wanted):
        return frame.figure(
            t("{gain} expected for {hours} hours still to be spent.",
              gain=frame.cash(customer.expected_return), hours=frame.number(hours))
        )  # fmt: skip
    return frame.figure(t("Expected return: {gain}.", gain=frame.cash(customer.expected_return)))
