"""A small plan around the check figures of the method, and how to change one thing in it."""

import datetime as dt
from dataclasses import replace

from xlplan.core import model
from xlplan.core.assess import assess
from xlplan.core.assessment import Assessment
from xlplan.core.policy import Policy

AS_OF = dt.date(2026, 11, 20)


def ago(days: int) -> dt.date:
    return AS_OF - dt.timedelta(days=days)


def ahead(days: int) -> dt.date:
    return AS_OF + dt.timedelta(days=days)


def check_chain(step: int = 3, **changes: dict[str, object]) -> tuple[model.Stakeholder, ...]:
    """The four people of method 2.1; ``changes`` maps a contact id to other fields."""
    chain = (
        model.Stakeholder("o", "d", "decision maker", formal_influence=1.0, informal_influence=0.8,
                          attitude="neutral", confidence=0.8, last_contact=ago(30), coverage=0.5),
        model.Stakeholder("o", "g", "gatekeeper", formal_influence=0.7, informal_influence=0.8,
                          attitude="supportive", confidence=0.9, last_contact=ago(10), coverage=1.0,
                          can_veto=True),
        model.Stakeholder("o", "p", "purchaser", formal_influence=0.5, informal_influence=0.4,
                          attitude="opposed", confidence=0.7, last_contact=ago(45), coverage=0.5),
        model.Stakeholder("o", "u", "user", formal_influence=0.4, informal_influence=0.5,
                          attitude="champion", confidence=1.0, last_contact=ago(5), coverage=1.0,
                          coach="verified", meeting_access=1.0, coach_motive=3, facts_verified=1.0),
    )  # fmt: skip
    return tuple(replace(one, **changes.get(one.contact_id, {})) for one in chain)


def check_plan(
    opportunity: dict[str, object] | None = None,
    customer: dict[str, object] | None = None,
    chain: tuple[model.Stakeholder, ...] | None = None,
    **sheets: tuple[object, ...],
) -> model.Portfolio:
    """The opportunity of method 3.2–3.5: risk 28.241, PSE 74.369, p .6844, 75 days, grade B.

    r01 .02: 300,000 of 15 m. r12 .12: (s + .3)/(10 + s + .3) with s = 1.063636… m. r14: threshold 50,000.
    """
    own = 1_200_000 / 0.88 - 300_000  # (own + 300 000)/(own + 300 000 + 8.8·(own + .3)/1.2) = .12
    rest = (own + 300_000) / 0.12 - (own + 300_000)
    first = model.Customer(
        "c", "Check", revenue=15e6, current_ratio=1.2, late_days=20.0, credit_rating="B",
        sales_12m=own, gross_margin=0.2, dso_days=60.0, relationship_cost=10_000.0,
    )  # fmt: skip
    deal = model.Opportunity(
        "o", "c", 300_000.0, purchase_step=3, selling_step=3, expected_close=ahead(75),
        budget_status="approved", fit=80.0, advance_share=0.3, entry_step=2, budget_clarity=70.0,
    )  # fmt: skip
    rows: dict[str, tuple[object, ...]] = {
        "customers": (
            replace(first, **customer or {}),
            model.Customer("rest", "The others", sales_12m=rest),
        ),
        "contacts": tuple(model.Contact(one, "c", one.upper()) for one in "dgpu"),
        "opportunities": (replace(deal, **opportunity or {}),),
        "stakeholders": check_chain() if chain is None else chain,
        "competitors": (
            model.Competitor("o", "us", 80.0, 80.0, 80.0, 80.0),
            model.Competitor("o", "Rival", 70.0, 70.0, 70.0, 70.0),
        ),
    }
    return model.Portfolio(**rows | sheets)  # type: ignore[arg-type]


def assessed(plan: model.Portfolio, **policy: object) -> Assessment:
    """Assess under a policy; ``funnel__threshold=1`` sets ``funnel.threshold``."""
    changes = {key.replace("__", "."): value for key, value in policy.items()}
    return assess(plan, Policy(changes), AS_OF)  # type: ignore[arg-type]
