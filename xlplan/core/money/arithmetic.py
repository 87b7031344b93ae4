"""What does a relationship's money come to? The plain arithmetic of cost and return."""


def receivables(sales: float, dso_days: float) -> float:
    """Return the money that a customer owes us on average: sales·DSO/365.

    Args:
        sales: money a year.
        dso_days: days of sales outstanding.

    Source: method 5.1.

    Example:
        >>> round(receivables(70e6, 180))
        34520548
    """
    return sales * dso_days / 365.0


def carrying_cost(owed: float, interest: float) -> float:
    """Return what the money tied up in receivables costs a year.

    Args:
        owed: receivables, money.
        interest: share a year on money tied up.

    Source: method 5.1.

    Example:
        >>> round(carrying_cost(34_520_548, 0.08))
        2761644
    """
    return owed * interest


def bad_debt(owed: float, default_rate: float, lgd: float) -> float:
    """Return what is lost a year on receivables that are never paid.

    Args:
        owed: receivables, money.
        default_rate: probability of default a year, 0–1.
        lgd: loss given default, 0–1.

    Source: method 5.1.

    Example:
        >>> round(bad_debt(34_520_548, 0.02, 0.5))
        345205
    """
    return owed * default_rate * lgd


def receivable_cost(
    sales: float, dso_days: float, interest: float, default_rate: float, lgd: float
) -> tuple[float, float, float]:
    """Return receivables, yearly carrying cost and yearly bad debt, in money.

    Args:
        sales: money a year.
        dso_days: days of sales outstanding.
        interest: share a year on money tied up.
        default_rate: probability of default a year, 0–1.
        lgd: loss given default, 0–1.

    Source: method 5.1.

    Example:
        >>> [round(x) for x in receivable_cost(70e6, 180, .08, .02, .5)]
        [34520548, 2761644, 345205]
    """
    owed = receivables(sales, dso_days)
    return owed, carrying_cost(owed, interest), bad_debt(owed, default_rate, lgd)


def net_year(gross: float, carry: float, lost: float, relationship_cost: float) -> float:
    """Return what a relationship leaves in a year, money; negative = it costs more than it brings.

    Args:
        gross: sales · margin, money a year.
        carry: what the receivables cost a year, money.
        lost: bad debt, money a year.
        relationship_cost: money a year.

    Source: method 5.1. The second example is after a price cut of 2 %.

    Example:
        >>> round(net_year(4.2e6, 2_761_644, 345_205, 600_000))
        493151
        >>> round(net_year(2.8e6, 2_761_644, 345_205, 600_000))
        -906849
    """
    return gross - carry - lost - relationship_cost


def cost_ratio(gross: float, carry: float, lost: float, relationship_cost: float) -> float | None:
    """Return which part of the gross profit a relationship eats; above 1 it is a luxury.

    Args:
        gross: sales · margin, money a year.
        carry: what the receivables cost a year, money.
        lost: bad debt, money a year.
        relationship_cost: money a year.

    Returns:
        ``None`` without a gross profit.

    Source: method 5.1.

    Example:
        >>> round(cost_ratio(4.2e6, 2_761_644, 345_205, 600_000), 4)
        0.8826
    """
    return (carry + lost + relationship_cost) / gross if gross > 0.0 else None


def cost_verdict(
    ratio: float | None, gross: float | None, watch: float, luxury: float
) -> str | None:
    """Return sound, watch, luxury (奢侈) or loss; ``None`` when not known.

    Args:
        ratio: cost ratio.
        gross: sales · margin, money a year; below 0 it is a loss.
        watch: cost ratio from which a relationship is watched.
        luxury: cost ratio above which it is a luxury.

    Source: method 5.1.

    Example:
        >>> [cost_verdict(ratio, 1.0, 0.8, 1.0) for ratio in (0.79, 0.8, 1.0, 1.01)]
        ['sound', 'watch', 'watch', 'luxury']
    """
    if ratio is None:
        return "loss" if gross is not None and gross < 0.0 else None
    if ratio > luxury:
        return "luxury"
    return "watch" if ratio >= watch else "sound"


def price_floor_cut(net: float, sales: float) -> float | None:
    """Return the price cut, as a share, that would bring the net of a year to zero.

    Args:
        net: what the relationship leaves in a year, money.
        sales: money a year.

    Returns:
        ``None`` without sales; negative = the price is below the floor already.

    Source: method 5.1.

    Example:
        >>> round(100 * price_floor_cut(493_151, 70e6), 3)
        0.705
    """
    return net / sales if sales > 0.0 else None


def retention_by_risk(risk: float, base: float, slope: float) -> float:
    """Return the retention of a customer whose own is not known, 0–1 a year.

    Args:
        risk: 0–100, higher is riskier.
        base: retention at no risk.
        slope: retention lost from risk 0 to risk 100.

    Source: method 5.1.

    Example:
        >>> round(retention_by_risk(28.241, 0.95, 0.35), 4)
        0.8512
    """
    return max(0.0, base - slope * risk / 100.0)


def deal_worth(p: float, gain: float, days: float, discount: float) -> float:
    """Return the present value of an open opportunity, money.

    Args:
        p: likelihood of a win, 0–1.
        gain: amount · margin − remaining cost, money.
        days: to the expected close; overdue counts as today.
        discount: share a year, 0–1.

    Source: method 5.1.

    Example:
        >>> round(deal_worth(0.6, 250_000, 365, 0.10))
        136364
    """
    worth: float = p * gain / (1.0 + discount) ** (max(days, 0.0) / 365.0)
    return worth


def dso_break_even(
    gross: float, relationship_cost: float, sales: float, interest: float, bad_debt_rate: float
) -> float | None:
    """Return the days of sales outstanding at which the net of a year is zero.

    Args:
        gross: sales · margin, money a year.
        relationship_cost: money a year.
        sales: money a year.
        interest: share a year on money tied up.
        bad_debt_rate: default rate × loss given default, share a year.

    Returns:
        ``None`` when credit or sales cost nothing.

    Source: method 5.1.

    Example:
        >>> round(dso_break_even(4.2e6, 0.6e6, 70e6, .08, .01), 1)
        208.6
    """
    per_day = sales / 365.0 * (interest + bad_debt_rate)
    return (gross - relationship_cost) / per_day if per_day > 0.0 else None


def annuity(retention: float, discount: float, years: int) -> float:
    """Return what one unit of yearly net is worth today while it is retained: Σ r^(t−1)/(1+d)^t.

    Args:
        retention: share retained from year to year, 0–1; the first year is certain.
        discount: share a year, 0–1.
        years: how many.

    Source: method 5.1.

    Example:
        >>> round(annuity(1.0, 0.10, 5), 4)
        3.7908
    """
    factor = 1.0 / (1.0 + discount)
    worth, alive = 0.0, factor
    for _ in range(years):
        worth += alive
        alive *= retention * factor
    return worth


def credit_cost_rate(dso_days: float, interest: float, loss_rate: float) -> float:
    """Return what credit costs a year as a share of sales: DSO/365·(interest + PD·LGD).

    Args:
        dso_days: days of sales outstanding.
        interest: share a year on money tied up.
        loss_rate: default rate × loss given default, share a year.

    Source: method 5.1, 5.2.

    Example:
        >>> round(credit_cost_rate(90, 0.06, 0.005), 6)
        0.016027
    """
    return dso_days / 365.0 * (interest + loss_rate)


def relationship_npv(
    net_year: float, retention: float, discount: float, years: int, one_off: float = 0.0
) -> float:
    """Return the present value of a yearly net while it is retained, less a cost paid today.

    Args:
        net_year: money a year.
        retention: share retained from year to year, 0–1; the first year is certain.
        discount: share a year, 0–1.
        years: how many.
        one_off: money today.

    Source: method 5.1, 5.2: Σ S_t·net/(1+d)^t − one-off.

    Example:
        >>> round(relationship_npv(189_931.5068, 0.82, 0.10, 5, 50_000), -2)
        472200.0
    """
    return net_year * annuity(retention, discount, years) - one_off
