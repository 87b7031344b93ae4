"""One customer with a row in every section of an account plan, and the supplier's case of S4."""

import datetime as dt
from dataclasses import replace
from functools import cache

from xlplan.core.assess import assess
from xlplan.core.assessment import Assessment
from xlplan.core.issues import Finding
from xlplan.core.model import (
    Action,
    Activity,
    Competitor,
    Complaint,
    Contact,
    Customer,
    Decision,
    Influence,
    Milestone,
    Objective,
    Opportunity,
    Portfolio,
    Stakeholder,
    Whitespace,
)
from xlplan.core.policy import Policy, Value

AS_OF = dt.date(2026, 11, 20)


def ago(days: int) -> dt.date:
    return AS_OF - dt.timedelta(days=days)


def ahead(days: int) -> dt.date:
    return AS_OF + dt.timedelta(days=days)


def people(name: str = "") -> tuple[tuple[Contact, ...], tuple[Stakeholder, ...]]:
    """The four people of method 2.1; ``name`` replaces every name."""
    rows = (
        ("d", "Chen Guodong", "General manager", None, "decision maker", 1.0, 0.8, "neutral", 0.8, 30, 0.5),
        ("g", "Gao Lin", "Head of engineering", "d", "gatekeeper", 0.7, 0.8, "supportive", 0.9, 10, 1.0),
        ("p", "Xu Jianping", "Purchasing manager", "d", "purchaser", 0.5, 0.4, "opposed", 0.7, 45, 0.5),
        ("u", "Pan Weimin", "Plant manager", "g", "user", 0.4, 0.5, "champion", 1.0, 5, 1.0),
    )  # fmt: skip
    contacts = tuple(
        Contact(
            key,
            "c",
            name or shown,
            title=name or title,
            reports_to=boss,
            our_contact=name or "Lin Yue",
        )
        for key, shown, title, boss, *_ in rows
    )
    chain = tuple(
        Stakeholder("o", key, role, formal_influence=formal, informal_influence=informal, attitude=attitude,
                    confidence=sure, last_contact=ago(days), coverage=cover, can_veto=key == "g" or None)
        for key, _, _, _, role, formal, informal, attitude, sure, days, cover in rows
    )  # fmt: skip
    coach = replace(
        chain[3], coach="verified", meeting_access=1.0, coach_motive=3, facts_verified=1.0
    )
    return contacts, (*chain[:3], coach)


def portfolio(name: str = "") -> Portfolio:
    """The opportunity of the check figures (PSE 74.369, p .6844, risk 28.241), 75 days ahead.

    ``name`` replaces every text that a planner types, for names that are hard to print.
    """
    own = 1_200_000 / 0.88 - 300_000  # r12 = .12, see tests/core/plans.py
    rest = (own + 300_000) / 0.12 - (own + 300_000)
    contacts, chain = people(name)
    customer = Customer(
        "c", name or "Harbour Crane Works", industry=name or "port machinery", region=name or "North",
        owner=name or "Lin Yue", ownership="private", since=dt.date(2014, 3, 1), stage="growth",
        level="preferred", revenue=15e6, wallet=4e6, current_ratio=1.2, late_days=20.0, credit_rating="B",
        sales_12m=own, sales_prior_12m=1_000_000.0, gross_margin=0.2, dso_days=60.0,
        relationship_cost=10_000.0, contract_number=name or None, row=2,
    )  # fmt: skip
    deal = Opportunity(
        "o", "c", 300_000.0, name=name or "Line 3 retrofit", purchase_step=3, selling_step=3,
        expected_close=ahead(75), budget_status="approved", fit=80.0, advance_share=0.3, entry_step=2,
        budget_clarity=70.0, probability=0.8, remaining_hours=40.0, remaining_cost=5_000.0, row=2,
    )  # fmt: skip
    return Portfolio(
        customers=(customer, Customer("rest", "The others", sales_12m=rest, row=3)),
        contacts=contacts,
        opportunities=(deal,),
        stakeholders=chain,
        influences=(Influence("u", "g", "influences", 0.6), Influence("g", "p", "conflict")),
        competitors=(
            Competitor("o", "us", 80.0, 80.0, 80.0, 80.0),
            Competitor("o", name or "Rival", 70.0, 70.0, 70.0, 70.0),
        ),
        milestones=(Milestone("o", 1, name or "Budget seen", done=True),),
        activities=(Activity(ago(9), "c", promise=name or "Send drawings", promise_due=ago(2), row=2),),
        complaints=(Complaint(ago(12), "c", row=2),),
        objectives=(Objective("z1", "c", name or "Half of its spend", "wallet share", 0.5, owner=name or "Lin Yue", due=ahead(200)),),
        actions=(
            Action(name or "Show the pilot", "c", "z1", name or "Lin Yue", ahead(10), "doing", row=2),
            Action(name or "Ask for references", "c", owner=name or "Ma Tao", due=ago(4), row=3),
        ),
        whitespace=(Whitespace("c", name or "Drives", name or "Plant 2", 100_000.0, 400_000.0, name or "Rival"),),
        decisions=(Decision(ago(90), "c", kind="price cut", decider=name or "Chairman", reason=name or "Pilot price", review_on=ahead(30)),),
        sheets={"customers": "Customers", "opportunities": "Opportunities", "actions": "Actions"},
    )  # fmt: skip


@cache  # evaluated plans are never changed
def assessment(name: str = "", *findings: Finding, **policy: Value) -> Assessment:
    """Return that plan evaluated; ``win__k=20`` sets ``win.k``."""
    changes = {"currency": "EUR", "seller": "Ruoshan"} | {
        key.replace("__", "."): value for key, value in policy.items()
    }
    return replace(assess(portfolio(name), Policy(changes), AS_OF), findings=findings)


def supplier() -> Assessment:
    """The concrete supplier of S4: 70 m of sales, 6 %, paid after 180 days, .6 m a year for the relationship."""
    customer = Customer(
        "b", "Contractor B", sales_12m=70e6, gross_margin=0.06, dso_days=180.0,
        relationship_cost=600_000.0, retention=0.9,
    )  # fmt: skip
    return assess(Portfolio(customers=(customer,)), Policy(), AS_OF)


def bare() -> Assessment:
    """A customer of whom nothing is known but the name."""
    return assess(Portfolio(customers=(Customer("n", "Nameless"),)), Policy(), AS_OF)
