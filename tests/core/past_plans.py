"""Plans whose opportunities have closed: with detail of every kind, and with a truth that is known."""

import datetime as dt
import random
from dataclasses import replace

from plans import AS_OF, ago, check_plan

from xlplan.core import model
from xlplan.core.assess import assess
from xlplan.core.grading.odds import likelihood, shrunk_rate
from xlplan.core.grading.winning import WinPolicy
from xlplan.core.policy import Policy

WORDS = ("hostile", "opposed", "neutral", "supportive", "champion", None)


def some(draw, value, blank=0.3):
    return None if draw.random() < blank else value


def closed_plan(seed=1, customers=6, deals=60):
    """A plan with every sheet that an evaluation of an opportunity looks at, drawn by a seed."""
    draw = random.Random(seed)
    names = [f"c{at}" for at in range(customers)]
    owners = tuple(
        model.Customer(
            name, name.upper(), revenue=some(draw, 5e6), late_days=some(draw, draw.randrange(60)),
            sales_12m=some(draw, draw.randrange(10**6), 0.6), gross_margin=some(draw, 0.2),
            current_ratio=some(draw, 1.1), credit_rating=some(draw, draw.choice("ABCDE")),
            contract_date=some(draw, ago(draw.randrange(700))), contract_number="N",
            ownership=some(draw, "state-owned"),
        )
        for name in names
    )  # fmt: skip
    contacts = tuple(
        model.Contact(f"{name}-{at}", name, "P", seniority=some(draw, draw.randint(1, 5)))
        for name in names
        for at in range(4)
    )
    opportunities = tuple(_deal(f"o{at}", draw.choice(names), draw) for at in range(deals))
    ids = [one.id for one in opportunities]
    people = [one.id for one in contacts]
    stakeholders = tuple(
        model.Stakeholder(
            id_, person, draw.choice(("decision maker", "gatekeeper", "user", None)),
            attitude=draw.choice(WORDS), coverage=some(draw, draw.random()),
            confidence=some(draw, draw.random()), can_veto=some(draw, draw.random() < 0.3),
            coach=draw.choice(("none", "possible", "verified", None)), meeting_access=some(draw, 0.5),
            coach_motive=some(draw, 2), facts_verified=some(draw, 0.7),
            last_contact=some(draw, ago(draw.randrange(700))),
        )
        for id_ in ids
        for person in draw.sample(people, draw.randrange(4))
    )  # fmt: skip
    return model.Portfolio(
        customers=owners,
        contacts=contacts,
        opportunities=opportunities,
        stakeholders=stakeholders,
        influences=tuple(
            model.Influence(*draw.sample(people, 2), strength=some(draw, 0.5)) for _ in range(12)
        ),
        competitors=tuple(
            model.Competitor(id_, name, *(some(draw, draw.randrange(100)) for _ in range(4)))
            for id_ in ids
            for name in ("us", "Rival")[: draw.randrange(3)]
        ),
        milestones=tuple(
            model.Milestone(id_, step, done=draw.choice((True, True, False, None)),
                            date=some(draw, ago(draw.randrange(700)), 0.2))
            for id_ in ids
            for step in range(1, draw.randrange(1, 6))
        ),
        activities=tuple(
            model.Activity(ago(draw.randrange(-20, 800)), draw.choice(names), draw.choice(people),
                           hours=some(draw, 2.0))
            for _ in range(150)
        ),
        costs=tuple(
            model.Cost(ago(draw.randrange(800)), draw.choice(names), 1_000.0) for _ in range(40)
        ),
        invoices=tuple(_invoice(f"i{at}", draw.choice(names), draw) for at in range(90)),
    )  # fmt: skip


def _deal(id_, owner, draw):
    created = ago(draw.randrange(100, 700))
    closed = created + dt.timedelta(days=draw.randrange(300))
    status = draw.choice(("won", "lost", "lost", "ended", "open"))
    return model.Opportunity(
        id_, owner, float(draw.randrange(1, 900) * 1_000), created=some(draw, created, 0.2),
        expected_close=some(draw, closed), selling_step=some(draw, draw.randint(1, 6), 0.1),
        purchase_step=some(draw, draw.randint(1, 6)), entry_step=some(draw, 2), status=status,
        closed_on=None if status == "open" else some(draw, closed, 0.05), lost_reason=some(draw, "R"),
        fit=some(draw, draw.randrange(40, 100)), budget_status=some(draw, "approved"),
        budget_clarity=some(draw, 60.0), probability=some(draw, draw.random()),
        slips=some(draw, draw.randrange(4)), advance_share=some(draw, 0.2),
    )  # fmt: skip


def _invoice(id_, owner, draw):
    day = ago(draw.randrange(-10, 800))
    due = day + dt.timedelta(days=30)
    paid_on = due + dt.timedelta(days=draw.randrange(-20, 200))
    return model.Invoice(
        id_, owner, day, 10_000.0, some(draw, due), some(draw, paid_on), some(draw, 9_000.0)
    )


def true_plan(seed=1, deals=1500, customers=60):
    """A plan whose opportunities were won with the likelihood that the method gave on their day.

    Returns the plan and id → that likelihood: 30 days before the closing, from the state of the
    project (fit, competition, sync, commercial) and the own history of that day.
    """
    draw, terms = random.Random(seed), WinPolicy.of(Policy())
    owners = tuple(model.Customer(f"c{at}", "C") for at in range(customers))
    opened, bids = [], []
    for at in range(deals):
        step = draw.randint(1, 5)
        closed = ago(draw.randrange(1, 1200))
        score = float(draw.randrange(101))
        opened.append(
            model.Opportunity(
                f"o{at}",
                f"c{at % customers}",
                100_000.0,
                created=closed - dt.timedelta(days=200),
                selling_step=step,
                purchase_step=step + draw.randrange(3),
                fit=score,
                budget_clarity=score,
                expected_close=closed,
            )
        )
        bids += [
            model.Competitor(f"o{at}", "us", product=score),
            model.Competitor(f"o{at}", "Rival", product=50.0),
        ]
    plan = model.Portfolio(customers=owners, opportunities=tuple(opened), competitors=tuple(bids))
    states = {one.opportunity.id: one.pse for one in assess(plan, Policy(), AS_OF).opportunities}
    truth, ended = {}, {}
    for one in sorted(opened, key=lambda deal: deal.expected_close):
        day = one.expected_close - dt.timedelta(days=30)
        past = [(deal, won) for deal, won, closed in ended.values() if closed <= day]
        reached = [won for deal, won in past if deal.selling_step >= one.selling_step]
        p_stage = shrunk_rate(
            sum(reached), len(reached), terms.prior[one.selling_step - 1], terms.k
        )
        p = likelihood(p_stage, states[one.id].value, 0, terms.beta, terms.phi, terms.clip)
        truth[one.id] = p
        ended[one.id] = one, draw.random() < p, one.expected_close
    closed = tuple(
        replace(one, status="won" if ended[one.id][1] else "lost", closed_on=one.expected_close)
        for one in opened
    )
    return replace(plan, opportunities=closed), truth


def permuted(plan, seed=1):
    """The same plan with its results dealt out anew."""
    draw = random.Random(seed)
    results = [one.status for one in plan.opportunities]
    draw.shuffle(results)
    return replace(
        plan,
        opportunities=tuple(
            replace(one, status=status)
            for one, status in zip(plan.opportunities, results, strict=True)
        ),
    )


__all__ = ["AS_OF", "ago", "check_plan", "closed_plan", "permuted", "true_plan"]
