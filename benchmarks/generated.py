"""Plans of any size for the benchmarks: every customer with people, deals, touches and invoices."""

import datetime as dt
import random
from collections.abc import Callable

from xlplan.core import model
from xlplan.core.model import Portfolio
from xlplan.core.people.chain import ATTITUDES, ROLES

Rows = dict[str, list[object]]
Ago = Callable[[int], dt.date]
AS_OF = dt.date(2026, 11, 20)
DAYS = {days: AS_OF + dt.timedelta(days=days) for days in range(-500, 301)}
"""Days from then on → the date: one object a day, as the reader of workbooks makes them."""


def generated_plan(customers: int, seed: int = 7) -> Portfolio:
    """Return a plan of so many customers.

    Each has 5 contacts, 3 opportunities with 5 stakeholders, 2 bidders and 3 nodes each, 20
    activities and 12 invoices.
    """
    rng = random.Random(seed)

    def ago(most: int) -> dt.date:
        return DAYS[-rng.randrange(most)]

    plan: Rows = {name: [] for name in (
        "customers", "contacts", "opportunities", "stakeholders", "competitors", "milestones",
        "activities", "invoices",
    )}  # fmt: skip
    for number in range(customers):
        _customer(plan, f"C{number:05d}", rng, ago)
    return Portfolio(**{name: tuple(rows) for name, rows in plan.items()})  # type: ignore[arg-type]


def _customer(plan: Rows, id_: str, rng: random.Random, ago: Ago) -> None:
    plan["customers"].append(model.Customer(
        id_, f"Customer {id_}", industry=rng.choice(("pumps", "steel", "food")),
        region=rng.choice(("North", "South")), owner=rng.choice(("Li", "Anna", "Omar")),
        ownership="private", revenue=rng.uniform(1e7, 5e8), sales_prior_12m=rng.uniform(0, 3e6),
        gross_margin=rng.uniform(.05, .4), current_ratio=rng.uniform(.6, 2.5),
        credit_rating=rng.choice("AABBCCDE"), relationship_cost=rng.uniform(1e4, 2e5),
    ))  # fmt: skip
    people = [f"{id_}-P{n}" for n in range(5)]
    for n, person in enumerate(people):
        plan["contacts"].append(model.Contact(
            person, id_, f"Person {n}", title="Engineer", seniority=float(rng.randint(1, 5)),
            personal_ties=float(rng.randint(1, 5)),
        ))  # fmt: skip
    for n in range(3):
        _opportunity(plan, f"{id_}-O{n}", id_, people, rng, ago)
    for _ in range(20):
        plan["activities"].append(model.Activity(
            ago(400), id_, rng.choice(people), f"{id_}-O0", "Li", "visit", "review",
            hours=rng.uniform(1, 8),
        ))  # fmt: skip
    for n in range(12):
        day = rng.randrange(500)
        plan["invoices"].append(model.Invoice(
            f"{id_}-I{n}", id_, DAYS[-day], rng.uniform(1e4, 3e5), DAYS[60 - day],
            DAYS[rng.randint(30, 120) - day] if rng.random() < .8 else None,
        ))  # fmt: skip


def _opportunity(
    plan: Rows, id_: str, customer: str, people: list[str], rng: random.Random, ago: Ago
) -> None:
    status = rng.choice(("open", "open", "open", "won", "lost"))
    plan["opportunities"].append(model.Opportunity(
        id_, customer, rng.uniform(1e4, 2e6), f"Deal {id_}", gross_margin=rng.uniform(.1, .4),
        created=ago(300), expected_close=DAYS[rng.randint(-20, 300)],
        purchase_step=rng.randint(1, 6), selling_step=rng.randint(1, 6), entry_step=rng.randint(1, 5),
        status=status, closed_on=None if status == "open" else ago(200),
        budget_status=rng.choice(("funded", "approved", "planned", "none")),
        advance_share=rng.random(), fit=rng.uniform(30, 100), budget_clarity=rng.uniform(0, 100),
        payment_terms=rng.uniform(0, 100), remaining_hours=rng.uniform(5, 200), remaining_cost=1e4,
        clear_facts=rng.randint(3, 9),
    ))  # fmt: skip
    for n, person in enumerate(people):
        plan["stakeholders"].append(model.Stakeholder(
            id_, person, ROLES[n % 4], rng.choice(("none", "possible", "verified")), 0.5, 2, 0.6,
            rng.random(), rng.random(), rng.choice((*ATTITUDES, None)), rng.random(), rng.random(),
            rng.random() < .2, ago(120),
        ))  # fmt: skip
    for name in ("us", "Rival"):
        plan["competitors"].append(model.Competitor(
            id_, name, rng.uniform(40, 90), rng.uniform(40, 90), rng.uniform(40, 90), rng.uniform(40, 90),
        ))  # fmt: skip
    for step in (1, 2, 3):
        plan["milestones"].append(model.Milestone(id_, step, f"node {step}", rng.random() < 0.8))
