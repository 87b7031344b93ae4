"""Who is it, which grade, which key figures? The head of an account plan."""

from collections.abc import Iterator

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.grading.portfolio import credited
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.rows import Field
from xlplan.engine.account.shapes import Cover
from xlplan.engine.picture.text import fit
from xlplan.engine.plain import clean


def cover(customer: CustomerAssessment, frame: Frame) -> Cover:
    """Return the head: name, grade, owner, as-of day, key figures."""
    t, one = frame.t, customer.customer
    rank = t("{at} of {count}", at=customer.priority, count=len(frame.assessment.customers))
    return Cover(
        customer=clean(one.name) or clean(one.id),
        short=fit(clean(one.name) or clean(one.id), 10.0, 300.0),
        id=clean(one.id),
        line=" · ".join(part for part in (clean(one.industry), clean(one.region)) if part),
        seller=clean(frame.policy.word("seller")),
        currency=frame.currency,
        as_of=t.date(frame.as_of),
        owner=clean(one.owner) or t("nobody yet"),
        grade=customer.grade,
        rank=rank,
        facts=_facts(customer, rank, frame),
        figures=(
            _sales(customer, frame),
            _net(customer, frame),
            _pipeline(customer, frame),
            _gain(customer, frame),
            _risk(customer, frame),
            _share(customer, frame),
        ),
    )


def _facts(customer: CustomerAssessment, rank: str, frame: Frame) -> tuple[Field, ...]:
    t, one = frame.t, customer.customer
    stage = frame.word("customers", "stage", one.stage)
    level = frame.word("customers", "level", one.level)
    both = " · ".join(part for part in (stage, level) if part)
    return (
        Field(t("Owner"), clean(one.owner) or t("nobody yet")),
        Field(t("As of"), t.date(frame.as_of)),
        Field(t("Priority"), rank),
        Field(t("Stage and level"), both or t("not set")),
    )


def growth(customer: CustomerAssessment) -> float | None:
    """Return sales against the year before, as a share; ``None`` unless both are known.

    Choice: none either where credit notes exceed invoices in one of the years: what is below 0 has
    no rate.
    """
    now, before = customer.facts.sales, customer.facts.sales_prior
    if now is None or now < 0.0 or before is None or before <= 0.0:
        return None
    return now / before - 1.0


def _sales(customer: CustomerAssessment, frame: Frame) -> Field:
    t, rise = frame.t, growth(customer)
    note = t("the year before is not known")
    tone = "plain"
    if rise is not None:
        note = t("{rise} on the year before", rise=signed(rise, frame))
        tone = "good" if rise >= 0.0 else "bad"
    elif customer.facts.sales is None:
        note = t("not entered")
    elif customer.facts.sales < 0.0:
        note, tone = t("credit notes exceed invoices"), "bad"
    elif customer.facts.sales_prior == 0.0:
        note = t("nothing in the year before, so there is no growth rate")
    elif customer.facts.sales_prior is not None:
        note = t("below 0 in the year before, so there is no growth rate")
    return Field(t("Sales, last 12 months"), frame.cash(customer.facts.sales), note, tone)


def net_of(frame: Frame) -> Iterator[str]:
    """Yield what is taken off all our sales, where credit notes of a customer exceed its invoices."""
    credit = frame.once("credited", lambda: credited(frame.assessment.spread))
    if credit:
        yield frame.t("of sales net of {amount} of credit notes", amount=frame.cash(credit))


def signed(share: float, frame: Frame) -> str:
    """Return a change with its sign: +26%."""
    text = frame.percent(share)
    return text if share < 0.0 else f"+{text}"


def _net(customer: CustomerAssessment, frame: Frame) -> Field:
    t, at = frame.t, customer.economics
    tones = {"sound": "good", "watch": "fair", "luxury": "bad", "loss": "bad"}
    note = t("cannot be said yet")
    if at.cost_ratio is not None:
        note = t("{ratio} of gross profit used up", ratio=frame.percent(at.cost_ratio))
    elif at.net_year is not None:
        note = t("a year, after its own cost")
    return Field(t("Net return a year"), frame.cash(at.net_year), note,
                 tones.get(at.verdict or "", "plain"))  # fmt: skip


def _pipeline(customer: CustomerAssessment, frame: Frame) -> Field:
    t, deals = frame.t, customer.opportunities
    if not deals:
        unread = frame.not_read(customer.customer.id)
        note = frame.listed(unread) or t("nothing to win is entered")
        return Field(t("Open opportunities"), frame.number(None) if unread else t("none"), note)
    amount = sum(one.opportunity.amount for one in deals)
    weighted = sum(one.opportunity.amount * one.p for one in deals)
    note = t("{count} open, {weighted} weighted", count=len(deals), weighted=frame.money(weighted))
    return Field(t("Open opportunities"), frame.cash(amount), note)


def _gain(customer: CustomerAssessment, frame: Frame) -> Field:
    t, gain = frame.t, customer.expected_return
    note = t("from what is open, after remaining cost")
    if gain is None:
        note = t("needs a gross margin")
        if not customer.opportunities:
            unread = frame.not_read(customer.customer.id)
            note = t("nothing of it was read") if unread else t("nothing is open")
        return Field(t("Expected return"), frame.cash(None), note)
    return Field(t("Expected return"), frame.cash(gain), note, "good" if gain >= 0.0 else "bad")


def _risk(customer: CustomerAssessment, frame: Frame) -> Field:
    t, risk = frame.t, customer.risk
    if risk.score.value is None:
        return Field(t("Risk"), frame.number(None), t("nothing of it is known"))
    level, tone = frame.level(risk)
    note = t("{level}; {known} of the weight known", level=level,
             known=frame.percent(risk.score.completeness))  # fmt: skip
    value = t("{value} of 100", value=frame.number(risk.score.value))
    return Field(t("Risk"), value, note, tone)


def _share(customer: CustomerAssessment, frame: Frame) -> Field:
    t, at = frame.t, customer.share
    if at is None:
        return Field(t("Share of our sales"), frame.percent(None), t("sales are not known"))
    note = t("key account") if customer.key_account else t("not a key account")
    note = t("; ").join((note, *net_of(frame)))
    tone = ("plain", "fair", "bad")[customer.share_flag]
    return Field(t("Share of our sales"), frame.percent(at, 1), note, tone)
