"""What should be done next with this customer? Rules over what the method says of it.

Each rule has a code, a condition, two sentences (what was found, what to do), a priority and the
section of the method that it follows from. The rules over single opportunities stand in
``deals.py``, those over slips and close plan in ``track.py``, those over stage, relationship and care
in ``views.py``; here are the others over the customer, and ``advise``, which asks them all.
"""

from collections.abc import Iterator

from xlplan.core.coaching import deals, track, views
from xlplan.core.coaching.advice import (
    LATER,
    NOW,
    OWED,
    RULES,
    SOON,
    STOPS,
    Advice,
    Case,
    Params,
    Rule,
    customer_rule,
)
from xlplan.core.model import Action

__all__ = ["RULES", "Advice", "Case", "Rule", "advise", "deals", "is_open", "track", "views"]


def advise(case: Case) -> tuple[Advice, ...]:
    """Return what to do next with a customer, the most urgent first.

    Within a priority, what concerns the customer or its lead opportunity comes before the other
    opportunities, then the order of the rules decides.

    Source: method 8.
    """
    lead = case.customer.lead
    first = None if lead is None else lead.opportunity.id
    found = [
        ((rule.priority, advice.opportunity_id not in (None, first), place), advice)
        for place, rule in enumerate(RULES.values())
        for advice in _ask(rule, case)
    ]
    found.sort(key=lambda one: one[0])
    return tuple(advice for _, advice in found)


def _ask(rule: Rule, case: Case) -> Iterator[Advice]:
    """Ask one rule; where the advice is to leave, no other work is asked for.

    Choice: on an opportunity with a closed gate only what says so speaks, and on every one of a
    customer whose relationship has ended; of that customer, only what is owed and what it costs.
    """
    ended, stops = case.customer.customer.has_ended, rule.code in STOPS
    asked = rule.on_customer if rule.code in OWED or not ended else None
    if asked is not None and (params := asked(case)) is not None:
        yield Advice(rule.code, rule.priority, params)
    if rule.on_deal is not None:
        for deal in case.customer.opportunities:
            found = rule.on_deal(case, deal) if stops or not (ended or deal.gates) else None
            if found is not None:
                params = {"deal": deal.opportunity.name or deal.opportunity.id, **found}
                yield Advice(rule.code, rule.priority, params, deal.opportunity.id)


def is_open(action: Action) -> bool:
    """Return whether an action is still to be done (a blank status counts as open)."""
    return action.status not in ("done", "dropped")


@customer_rule(
    "LUXURY", NOW, "5.1",
    "The relationship costs {ratio:percent} of the gross profit it brings: {net:money} a year.",
    "Decide before the next price talk: a higher price, shorter payment, or less service.",
)  # fmt: skip
def _luxury(case: Case) -> Params | None:
    at = case.customer.economics
    if at.verdict != "luxury" or at.cost_ratio is None or at.net_year is None:
        return None
    return {"ratio": at.cost_ratio, "net": at.net_year}


@customer_rule(
    "BELOW_COST", NOW, "5.1",
    "We sell below cost: the gross margin is {margin:percent} of {sales:money}.",
    "Stop quoting at this price; settle what the account is worth to us otherwise, in writing.",
)  # fmt: skip
def _below_cost(case: Case) -> Params | None:
    at = case.customer.economics
    if at.verdict != "loss" or at.margin is None or at.sales is None:
        return None
    return {"margin": at.margin, "sales": at.sales}


@customer_rule(
    "PAYS_TOO_LATE", NOW, "5.1",
    "It pays after {days:number} days; beyond {limit:number} days the account loses money.",
    "Collect first, and tie new deliveries to payment.",
)  # fmt: skip
def _pays_too_late(case: Case) -> Params | None:
    at = case.customer.economics
    days, limit = at.dso_days, at.dso_break_even
    if days is None or limit is None or limit <= 0.0 or days <= limit:
        return None
    return {"days": days, "limit": limit}


@customer_rule(
    "LIMIT_EXCEEDED", NOW, "5.1",
    "Receivables of {owed:money} exceed the credit limit of {limit:money}.",
    "Agree with finance on payment or security before the next delivery.",
)  # fmt: skip
def _limit_exceeded(case: Case) -> Params | None:
    owed, limit = case.customer.economics.receivables, case.customer.customer.credit_limit
    if owed is None or limit is None or owed <= limit:
        return None
    return {"owed": owed, "limit": limit}


@customer_rule(
    "COMPLAINT_OPEN", NOW, "7",
    "Complaints still open: {count:number}, the oldest for {days:number} days.",
    "Close it with the customer before the next offer goes out.",
)  # fmt: skip
def _complaint_open(case: Case) -> Params | None:
    since = [one.opened for one in case.complaints if one.closed is None]
    since = [day for day in since if day <= case.as_of]
    if not since:
        return None
    return {"count": float(len(since)), "days": float((case.as_of - min(since)).days)}


@customer_rule(
    "PROMISE_BROKEN", NOW, "7",
    "We did not keep a promise: {promise} ({day:date}).",
    "Tell the customer what happens now and by when, and keep that one.",
)  # fmt: skip
def _promise_broken(case: Case) -> Params | None:
    """Choice: a broken promise is brought up for ``dmi.freshness_days`` after its day."""
    keep = case.policy.number("dmi.freshness_days")
    broken = [
        (one.promise_due or one.date, one.promise)
        for one in case.activities
        if one.promise and one.promise_kept is False
    ]
    recent = [one for one in broken if 0 <= (case.as_of - one[0]).days <= keep]
    if not recent:
        return None
    day, promise = max(recent)
    return {"promise": promise, "day": day}


@customer_rule(
    "PROMISE_DUE", NOW, "7",
    "A promise fell due on {day:date} and is not marked as kept: {promise}.",
    "Keep it or agree on a new date, and enter the answer in Activities.",
)  # fmt: skip
def _promise_due(case: Case) -> Params | None:
    due = [
        (one.promise_due, one.promise)
        for one in case.activities
        if one.promise and one.promise_kept is None
        and one.promise_due is not None and one.promise_due <= case.as_of
    ]  # fmt: skip
    if not due:
        return None
    day, promise = min(due)
    return {"promise": promise, "day": day}


@customer_rule(
    "ACTION_LATE", NOW, "8",
    "Actions past their date: {count:number}, the oldest “{action}” ({day:date}).",
    "Do it, hand it over, or drop it; then set dates that hold.",
)  # fmt: skip
def _action_late(case: Case) -> Params | None:
    late = [(one.due, one.name) for one in case.actions
            if is_open(one) and one.due is not None and one.due < case.as_of]  # fmt: skip
    if not late:
        return None
    day, action = min(late)
    return {"count": float(len(late)), "action": action, "day": day}


@customer_rule(
    "A_WITHOUT_ACTION", NOW, "3.9",
    "Grade A, and no action is planned.",
    "Plan the next contact today: A customers get the first hours of the week.",
)  # fmt: skip
def _a_without_action(case: Case) -> Params | None:
    return {} if case.customer.grade == "A" and not _has_action(case) else None


@customer_rule(
    "NO_NEXT_STEP", SOON, "8",
    "{count:number} open in Opportunities, and no action is planned.",
    "Write down the next step with owner and date in Actions.",
)  # fmt: skip
def _no_next_step(case: Case) -> Params | None:
    deals = [one for one in case.customer.opportunities if not one.gates]
    if case.customer.grade == "A" or not deals or _has_action(case):
        return None
    return {"count": float(len(deals))}


@customer_rule(
    "COST_WATCH", SOON, "5.1",
    "{ratio:percent} of the gross profit goes into the relationship; a price cut of {cut:percent} "
    "would take the rest.",
    "Refuse any cut above that, and trade smaller ones for shorter payment.",
)  # fmt: skip
def _cost_watch(case: Case) -> Params | None:
    at = case.customer.economics
    if at.verdict != "watch" or at.cost_ratio is None or at.price_floor_cut is None:
        return None
    return {"ratio": at.cost_ratio, "cut": at.price_floor_cut}


@customer_rule(
    "CONCENTRATION", SOON, "5.5",
    "{share:percent} of all our net sales come from this customer.",
    "Work out what its loss would mean, and where the replacement comes from, before growing it.",
)  # fmt: skip
def _concentration(case: Case) -> Params | None:
    share = case.customer.share
    return {"share": share} if share is not None and case.customer.share_flag else None


@customer_rule(
    "OWNER_MISSING", SOON, "8",
    "Nobody owns this account.",
    "Name one owner in Customers.",
)  # fmt: skip
def _owner_missing(case: Case) -> Params | None:
    return None if case.customer.customer.owner else {}


@customer_rule(
    "DEAL_NOT_READ", NOW, "0",
    "{count:number} in Opportunities not read, so not counted: {deals} ({column} in {cell}).",
    "Correct {cell} in Opportunities, and evaluate again before anything is decided here.",
)  # fmt: skip
def _deal_not_read(case: Case) -> Params | None:
    """Choice: a row that gave no record is urgent, since what is said without it may be wrong."""
    if not case.unread:
        return None
    first, names = case.unread[0], tuple(one.id or one.cell for one in case.unread)
    return {"count": float(len(names)), "deals": names, "column": first.column, "cell": first.cell}


@customer_rule(
    "NOTHING_OPEN", SOON, "1.1",
    "No opportunity is open.",
    "Find the next need: visit a user, ask what changes next year, enter it in Opportunities.",
)  # fmt: skip
def _nothing_open(case: Case) -> Params | None:
    """Choice: while nobody knows whose an unread opportunity is, nothing is said to be missing."""
    return None if case.customer.opportunities or case.unread or case.strays else {}


@customer_rule(
    "FRAMEWORK", LATER, "6",
    "Its small orders add up to {amount:money}.",
    "Offer one framework order instead of many small ones.",
)  # fmt: skip
def _framework(case: Case) -> Params | None:
    return None if case.framework is None else {"amount": case.framework}


@customer_rule(
    "FRIEND_WITHOUT_ORDER", LATER, "4.1",
    "They like us and buy nothing.",
    "Ask a friend in the house for one first order, small and with a date.",
)  # fmt: skip
def _friend_without_order(case: Case) -> Params | None:
    return {} if case.customer.relationship_type == "friend" else None


@customer_rule(
    "ACTION_OPEN_ENDED", LATER, "8",
    "Actions without owner or date: {count:number}, for example “{action}”.",
    "Give each one owner and one date.",
)  # fmt: skip
def _action_open_ended(case: Case) -> Params | None:
    loose = [one.name for one in case.actions if is_open(one) and not (one.owner and one.due)]
    return {"count": float(len(loose)), "action": loose[0]} if loose else None


def _has_action(case: Case) -> bool:
    return any(is_open(one) for one in case.actions)
