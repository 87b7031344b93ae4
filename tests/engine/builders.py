"""Plans for the tests of what is told of a plan: twelve firms, or as many as asked for."""

import datetime as dt

from xlplan.core.assess import assess
from xlplan.core.assessment import Assessment
from xlplan.core.model import (
    Competitor,
    Contact,
    Customer,
    Milestone,
    Opportunity,
    Portfolio,
    Stakeholder,
)
from xlplan.core.policy import Policy, Value

AS_OF = dt.date(2026, 11, 22)
NAMES = (
    "Harbour Crane Works", "North Paper", "Delta Pumps & Valves", "华东轴承集团", "Alpine Dairy",
    "Tianshan Cement", "Kestrel Rail", "Baltic Foundry", "Orion Bottling", "滨江热电厂",
    "Sierra Mining", "Linden Textiles",
)  # fmt: skip
DEALS = ("Line 3 retrofit", "Spare parts framework", "Energy monitoring", "Drive package")
ROLES = ("decision maker", "gatekeeper", "purchaser", "user")
ATTITUDES = ("supportive", "neutral", "opposed", "champion", None, "hostile")
COACHES = ("verified", "possible", "none", None)
TITLES = ("General manager", "Head of engineering", "Buyer", "Shift leader")


def _pick(words, seed: int):
    return words[seed % len(words)]


def _customer(n: int) -> Customer:
    known = n % 7 != 6
    return Customer(
        f"C{n + 1:03d}", _pick(NAMES, n) if n < 12 else f"{_pick(NAMES, n)} {n + 1}",
        revenue=2e7 * (1 + n % 5), sales_12m=9e6 / (n % 40 + 1) ** 1.1 if known else None,
        gross_margin=(0.12, 0.18, 0.06, 0.24, -0.02)[n % 5] if n % 9 != 8 else None,
        current_ratio=(1.8, 1.2, 0.9, 2.1)[n % 4] if n % 3 else None,
        credit_rating="ABCDE"[(n * 3) % 5] if n % 4 else "B", dso_days=30.0 + 25 * (n % 6),
        late_days=float(n * 7 % 50), relationship_cost=20_000.0 + 15_000 * (n % 4), row=n + 2,
        strategic=n == 9,
    )  # fmt: skip


def _deal(n: int, k: int) -> Opportunity:
    seed = n * 5 + k * 3
    created = AS_OF - dt.timedelta(days=30 + seed * 11 % 300)
    return Opportunity(
        f"O{n + 1:03d}-{k + 1}", f"C{n + 1:03d}", 40_000.0 + seed * 37_000 % 900_000,
        name=_pick(DEALS, seed) if k else None, gross_margin=0.22 if k else None, created=created,
        expected_close=AS_OF + dt.timedelta(days=seed * 17 % 220 - 15) if seed % 8 else None,
        purchase_step=1 + seed % 5, selling_step=1 + (seed + 2) % 5, entry_step=1 + seed % 3,
        budget_status=_pick(("funded", "approved", "planned", "none"), seed), advance_share=0.3,
        fit=(85.0, 70.0, 55.0, None, 35.0)[seed % 5], probability=0.5 if k else None,
        remaining_hours=20.0 + seed % 60, remaining_cost=2_000.0, budget_clarity=70.0, row=n * 3 + k + 2,
    )  # fmt: skip


def _chain(n: int, k: int, size: int) -> list[Stakeholder]:
    return [
        Stakeholder(
            f"O{n + 1:03d}-{k + 1}", f"P{n + 1:03d}-{j % 5 + 1}", role=_pick(ROLES, j),
            coach=_pick(COACHES, n + j), meeting_access=0.8, coach_motive=2, facts_verified=0.9,
            formal_influence=0.9 - 0.15 * (j % 4), informal_influence=0.4 + 0.1 * (j % 4),
            attitude=_pick(ATTITUDES, n + k + 2 * j), confidence=0.8,
            coverage=(1.0, 0.5, 0.0, 0.8)[(n + j) % 4], can_veto=j == 1 or None,
            last_contact=AS_OF - dt.timedelta(days=5 + (n + j) * 9 % 120),
        )
        for j in range(size)
    ]  # fmt: skip


def portfolio(customers: int = 12, deals: int = 3, people: int = 3) -> Portfolio:
    """Return a plan; every sixth customer has no open opportunity."""
    pairs = [(n, k) for n in range(customers) if n % 6 != 5 for k in range(deals - (n % 3 == 1))]
    won = [
        Opportunity(f"W{n}", f"C{n % customers + 1:03d}", 30_000.0 + 20_000 * (n % 5), status=("won", "lost")[n % 2],
                    selling_step=1 + n % 6, created=AS_OF - dt.timedelta(days=300),
                    closed_on=AS_OF - dt.timedelta(days=12 * n % 250))
        for n in range(max(12, customers // 4) if customers else 0)
    ]  # fmt: skip
    return Portfolio(
        customers=tuple(_customer(n) for n in range(customers)),
        contacts=tuple(
            Contact(f"P{n + 1:03d}-{j + 1}", f"C{n + 1:03d}", _pick(("A. Berg", "李建国", "M. Okoro", "J. Lind", "王芳"), n + j),
                    title=_pick(TITLES, j), personal_ties=float(2 + (n + j) % 4))
            for n in range(customers) for j in range(5)
        ),
        opportunities=(*(_deal(n, k) for n, k in pairs), *won),
        stakeholders=tuple(one for n, k in pairs for one in _chain(n, k, people if k else people + 1) if (n + k) % 11),
        competitors=tuple(
            Competitor(f"O{n + 1:03d}-{k + 1}", name, brand=60.0 + shift, product=70.0, service=65.0 + shift)
            for n, k in pairs for name, shift in (("us", n % 20), ("Rival", k * 5))
        ),
        milestones=tuple(
            Milestone(f"O{n + 1:03d}-{k + 1}", 1, "Project real", done=(n + k) % 4 != 0) for n, k in pairs
        ),
    )  # fmt: skip


def assessment(customers: int = 12, deals: int = 3, people: int = 3, **policy: Value) -> Assessment:
    """Return such a plan, evaluated as of ``AS_OF``."""
    changes = {key.replace("__", "."): value for key, value in policy.items()}
    return assess(portfolio(customers, deals, people), Policy(changes), AS_OF)
