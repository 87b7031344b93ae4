"""Where does the money for a relationship go, and when does it come back? Levels, payback."""

import datetime as dt
from operator import itemgetter
from typing import NamedTuple

from xlplan.core.dossier import Dossier

SPEND_LEVELS = ("price", "social", "structural")
_day = itemgetter(0)
FIRST, DEEPENING = "relationship first", "deepening"


class SpendMix(NamedTuple):
    """What the costs of the 365 days were spent on, by the three levels.

    Args:
        amounts: money on price, social and structural ties.
        shares: the same as shares of the spend whose level is known, 0–1.
        durability: Σ level·spend/Σ spend, 1 (price alone) to 3 (structural alone).
        completeness: share of the spend whose level is known.
        total: all costs of the 365 days, money.
    """

    amounts: tuple[float, ...]
    shares: tuple[float, ...] | None
    durability: float | None
    completeness: float | None
    total: float


NO_SPEND = SpendMix((0.0, 0.0, 0.0), None, None, None, 0.0)


def spend_mix(dossier: Dossier) -> SpendMix:
    """Return the spend by level and how durable what it buys is.

    Source: method 4.3 (S4: 价格、服务个性化、互相依赖; S1: 财务、社会、结构性联系).
    Choice: the costs of the last 365 days count, hours do not (Activities has no level). What comes
    back within a level is netted there; a level below zero counts as none.
    """
    if not dossier.costs:
        return NO_SPEND
    first, sums, total = dossier.first, dict.fromkeys(SPEND_LEVELS, 0.0), 0.0
    for one in dossier.costs:
        if one.date >= first:
            total += one.amount
            if one.level is not None:
                sums[one.level] += one.amount
    amounts = tuple(max(0.0, amount) for amount in sums.values())
    known = sum(amounts)
    if known <= 0.0:
        return SpendMix(amounts, None, None, 0.0 if total > 0.0 else None, total)
    return SpendMix(
        amounts,
        tuple(amount / known for amount in amounts),
        durability(*amounts),
        min(1.0, known / total) if total > 0.0 else None,
        total,
    )


def durability(price: float, social: float, structural: float) -> float | None:
    """Return how durable the ties are that the spend buys, 1–3; ``None`` without spend.

    Args:
        price: money for discounts and favours; the next bidder can copy it.
        social: money for personal service and meetings.
        structural: money for technology and processes that bind both sides.

    Source: method 4.3.

    Example:
        >>> durability(100, 0, 100), durability(0, 50, 150)
        (2.0, 2.75)
    """
    spend = price + social + structural
    return (price + 2.0 * social + 3.0 * structural) / spend if spend > 0.0 else None


class Payback(NamedTuple):
    """When the relationship was paid for, before or after the first order, and when it came back.

    Args:
        mode: ``relationship first`` or ``deepening``; ``None`` when nothing was spent or nobody
            can tell when the first order came.
        before_share: share of the spend before the first order, 0–1.
        first_order: its day, ``None`` before the first or when unknown.
        spend: all money and hours on record, money.
        paid_on: day of the invoice with which gross profit has covered the spend so far.
        month: its month, counted from that of the first spend, which is 1.
    """

    mode: str | None
    before_share: float | None
    first_order: dt.date | None
    spend: float
    paid_on: dt.date | None
    month: int | None


NO_PAYBACK = Payback(None, None, None, 0.0, None, None)


def payback(dossier: Dossier, terms: tuple[float, float]) -> Payback:
    """Return whether the relationship came before the business, and when it paid for itself.

    Args:
        dossier: Costs, Activities and Invoices; sales of 0 tell that there was no order yet.
        terms: money an hour, and the share before the first order from which the relationship led.

    Source: method 4.4 (S4: 关系领先型, 关系深入型).
    Choice: the first order is the earliest of Since, Contract date and the first invoice. Spend is
    Costs and hours of all the days on record. Gross profit is invoices × the customer's gross
    margin from the first spend on; payback comes with the first invoice whose sum reaches that of
    the spend up to its day.
    """
    hour_cost, leading = terms
    spends = [(one.date, one.hours * hour_cost) for one in dossier.activities if one.hours]
    spends += [(one.date, one.amount) for one in dossier.costs]
    spend, order = sum([amount for _, amount in spends]), first_order(dossier)
    if spend <= 0.0:
        return NO_PAYBACK._replace(first_order=order)
    share = None
    if order is not None:
        before = sum([amount for day, amount in spends if day < order])
        share = min(1.0, max(0.0, before / spend))
    elif dossier.facts.sales is not None and dossier.facts.sales <= 0.0:
        share = 1.0
    mode = None if share is None else FIRST if share >= leading else DEEPENING
    return Payback(mode, share, order, spend, *_paid_back(spends, dossier))


def first_order(dossier: Dossier) -> dt.date | None:
    """Return the day of the first order, as far as the plan tells."""
    customer, first = dossier.customer, None
    for day in (customer.since, customer.contract_date):
        if day is not None and day <= dossier.as_of and (first is None or day < first):
            first = day
    for one in dossier.invoices:
        if (first is None or one.date < first) and one.amount > 0.0:
            first = one.date
    return first


def _paid_back(
    spends: list[tuple[dt.date, float]], dossier: Dossier
) -> tuple[dt.date | None, int | None]:
    """Return the day of payback and the number of its month, the first spend being in month 1."""
    margin = dossier.customer.gross_margin
    if margin is None or margin <= 0.0:
        return None, None
    spends.sort(key=_day)
    start, ahead, net = spends[0][0], 0, 0.0
    for day, amount in sorted([(one.date, one.amount) for one in dossier.invoices], key=_day):
        if day < start:
            continue
        while ahead < len(spends) and spends[ahead][0] <= day:
            net -= spends[ahead][1]
            ahead += 1
        net += amount * margin
        if net >= 0.0:
            return day, (day.year - start.year) * 12 + day.month - start.month + 1
    return None, None
