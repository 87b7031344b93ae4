"""How far do we go on price and level, and how far can the value miss? The money decisions."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.money.levels import RELATION_LEVELS
from xlplan.core.money.simulation import SimulationPolicy, value_outcome
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import Field

VERDICT_TONES = {"never pays": "bad", "pays if repeated": "fair", "no loss": "good"}


def choices(customer: CustomerAssessment, frame: Frame) -> tuple[Field, ...]:
    """Return price floors, the answer to an ultimatum, loss leaders, levels and the interval."""
    if customer.views is None:
        return ()
    return (*_prices(customer, frame), *_levels(customer, frame), *_interval(customer, frame))


def _prices(customer: CustomerAssessment, frame: Frame) -> Iterator[Field]:
    t, views = frame.t, customer.views
    if views is None:
        return
    names = {one.opportunity.id: frame.deal(one) for one in customer.opportunities}
    for floor in views.choices.floors:
        if floor.amount is not None and names[floor.opportunity_id]:
            note = t("a cut of {cut}", cut=frame.percent(floor.cut, 1))
            label = t("Price floor of {deal}", deal=names[floor.opportunity_id])
            yield Field(label, frame.money(floor.amount), note,
                        "bad" if (floor.cut or 0.0) < 0.0 else "plain")  # fmt: skip
    at = views.choices.ultimatum
    if at.refuse is not None:
        cut = frame.percent(at.cut, 1)
        answer = t("refuse") if at.refuse else t("negotiate")
        note = t("a bluff is {bluff} likely, {needed} is enough to refuse; beyond {most} refusing is better",
                 bluff=frame.percent(at.bluff), needed=frame.percent(at.bluff_needed),
                 most=frame.percent(at.most, 1))  # fmt: skip
        yield Field(t("If they demand {cut} off or leave", cut=cut), answer, note)
    for one in views.choices.loss_leaders:
        pays = one.break_even is None or one.break_even <= 1.0
        share = frame.percent(one.break_even)
        note = t("repeats must be {share} likely", share=share) if pays else t("never pays")
        note += t("; ") + (t("decided") if one.decided else t("not decided"))
        yield Field(t("First order below cost: {deal}", deal=names[one.opportunity_id]),
                    t(one.verdict) if one.verdict else t("not known"), note,
                    VERDICT_TONES.get(one.verdict or "", "plain"))  # fmt: skip


def _levels(customer: CustomerAssessment, frame: Frame) -> Iterator[Field]:
    t, views = frame.t, customer.views
    levels = views.choices.levels if views else None
    if levels is None or not levels.worth or levels.best is None:
        return
    worth = t("; ").join(
        f"{t(name)} {frame.money(value)}"
        for name, value in zip(RELATION_LEVELS, levels.worth, strict=True)
    )
    basis = t(
        "from the wallet and the Policy's figures of each level; Present value: from its own sales"
    )
    yield Field(
        t("Worth by level"), t(levels.best), t("{worth} ({basis})", worth=worth, basis=basis)
    )


def _interval(customer: CustomerAssessment, frame: Frame) -> Iterator[Field]:
    t = frame.t
    if not frame.policy.flag("simulate.on"):
        return
    if not customer.opportunities and not customer.economics.npv:
        return  # nothing is known that could miss
    policy = frame.once("simulation", lambda: SimulationPolicy.of(frame.policy))
    found = value_outcome(customer.economics, customer.opportunities, policy)
    label = t("Present value, 8 in 10 cases")
    if found.absent is not None or found.p10 is None:
        yield Field(label, frame.number(None), t(found.absent or ""))
        return
    value = t("{low} to {high}", low=frame.money(found.p10), high=frame.money(found.p90))
    note = t("middle {middle}; a loss in {loss} of the cases", middle=frame.money(found.p50),
             loss=frame.percent(found.loss))  # fmt: skip
    yield Field(label, value, note, "bad" if (found.loss or 0.0) >= 0.5 else "plain")
