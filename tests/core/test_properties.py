"""What holds for every plan: scores are their parts, and nothing that is worse ranks better."""

import datetime as dt
from dataclasses import replace

import pytest
from benchmarks_plan import generated
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import assessed

from xlplan.core.assessment import Risk
from xlplan.core.grading.ranking import ORDER
from xlplan.core.scores import Score

SEEDS = st.integers(0, 10_000)


def scores(found, path=""):
    """Every score within a shape of the method, with the way to it."""
    if isinstance(found, Score):
        yield path, found
    elif isinstance(found, tuple):
        if isinstance(found, Risk):
            yield from ((f"{path}.money", found.money), (f"{path}.win", found.win))
        names = getattr(found, "_fields", range(len(found)))
        for name, held in zip(names, found, strict=True):
            if name not in ("viewing", "customer", "lead"):
                yield from scores(held, f"{path}.{name}")


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_parts_of_every_score_sum_to_it(seed):
    found = assessed(generated(4, seed))
    held = list(scores(found.opportunities))
    for one in found.customers:
        held += [*scores(one), *scores(one.views)]
    kinds = {path.rpartition(".")[2] for path, _ in held}
    assert {"dmi", "coverage", "pse", "score", "money", "win", "csi", "health"} <= kinds
    for path, score in held:
        if score.value is None:
            continue
        total = sum(part.contribution for part in score.parts)
        assert total == pytest.approx(score.value, abs=1e-9), path
        assert score.lo - 1e-9 <= score.value <= score.hi + 1e-9, path


WORSE = {
    "later": lambda plan, days, _: replace(
        plan,
        opportunities=tuple(
            replace(one, expected_close=one.expected_close + dt.timedelta(days=days))
            if one.expected_close else one
            for one in plan.opportunities
        ),
    ),
    "paid later": lambda plan, days, _: replace(
        plan,
        customers=tuple(
            replace(one, late_days=(one.late_days or 0.0) + days) if one.late_days is not None else one
            for one in plan.customers
        ),
    ),
    "fits less": lambda plan, _, share: replace(
        plan,
        opportunities=tuple(
            replace(one, fit=one.fit * share) if one.fit is not None else one
            for one in plan.opportunities
        ),
    ),
    "less likely": lambda plan, _, share: replace(
        plan,
        opportunities=tuple(
            replace(one, probability=(0.5 if one.probability is None else one.probability) * share)
            for one in plan.opportunities
        ),
    ),
}  # fmt: skip


def even(plan):
    """The plan without what has passed: an overdue close ranks as today, so later is better there;
    every opportunity with an own likelihood, so that a lower one has something to be lower than."""
    first = min(
        (one.expected_close for one in plan.opportunities if one.expected_close), default=None
    )
    moved = WORSE["later"](plan, max(0, (dt.date(2026, 11, 20) - first).days) if first else 0, 1.0)
    return WORSE["less likely"](moved, 0, 1.0)


@pytest.mark.parametrize("how", WORSE)
@settings(max_examples=8, deadline=None)
@given(SEEDS, st.integers(1, 200), st.floats(0.0, 1.0))
def test_no_grade_improves_when_something_gets_worse(how, seed, days, share):
    plan = even(generated(3, seed))
    policy = {"win__use_manual": True} if how == "less likely" else {}
    before = {one.opportunity.id: one.grade for one in assessed(plan, **policy).opportunities}
    after = assessed(WORSE[how](plan, days, share), **policy)
    for one in after.opportunities:
        assert ORDER[one.grade] >= ORDER[before[one.opportunity.id]]
