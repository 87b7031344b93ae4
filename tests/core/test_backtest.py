"""The back-test: grades, likelihoods against their rivals, what it rests on; by hand and on known truths."""

import datetime as dt
from dataclasses import replace

import pytest
from past_plans import AS_OF, ago, check_plan, permuted, true_plan

from xlplan.core.assess import assess
from xlplan.core.learning.backtest import backtest, split
from xlplan.core.learning.kept_past import kept_past, scored_when_kept
from xlplan.core.learning.rescoring import Scored, rescore, scoring_days
from xlplan.core.model import Customer, Milestone, Opportunity, Portfolio
from xlplan.core.moves.snapshots import snapshot
from xlplan.core.policy import Policy

POLICY = Policy()
TINY = Policy({"backtest.least": 1.0})


def scored(
    id_, *, won=True, day=0, lead=30, p=0.5, grade="A", stage=0.5, guess=None, kept=True, **more
):
    closed = ago(1000) + dt.timedelta(days=day)
    status = more.pop("status", "won" if won else "lost")
    return Scored(
        id_, "c", "", more.pop("amount", 100.0), status, closed, closed - dt.timedelta(days=lead),
        kept=kept, undated=0.0 if kept else 1.0, grade=grade, p=p, p_stage=stage, p_manual=guess,
        p_dated=None if kept else stage, pse=more.pop("pse", None), nodes=0, days_to_close=30,
    )  # fmt: skip


def graded(**wins):
    """``A=(8, 11)``: 8 of 11 A's won; a day apart from each other."""
    deals = []
    for grade, (won, n) in wins.items():
        deals += [(grade, at < won) for at in range(n)]
    return [
        scored(f"{at}", won=won, grade=grade, day=at, p={"A": 0.8, "B": 0.6, "C": 0.4}.get(grade, 0.2))
        for at, (grade, won) in enumerate(deals)
    ]  # fmt: skip


def test_the_rate_of_each_grade_and_whether_a_wins_more_than_c():
    found = backtest([*graded(A=(8, 11), B=(5, 10), C=(4, 13), D=(1, 9), X=(0, 2))], {}, POLICY)
    rates = {one.grade: one for one in found.every.grades}
    assert list(rates) == ["A", "B", "C", "D", "X"]
    assert (rates["A"].lo, rates["A"].hi) == pytest.approx((0.434, 0.903), abs=5e-4)
    assert rates["C"].rate == pytest.approx(4 / 13)
    assert found.every.in_order is True
    # .7273 − .3077 = .4196, Newcombe .034–.670
    assert found.every.contrast.apart == pytest.approx(0.4196, abs=5e-5)
    assert found.every.contrast.verdict == "better"
    assert found.size == "wide"  # 45 of 80


def test_the_order_may_not_hold_and_a_difference_may_be_too_small():
    found = backtest(graded(A=(5, 10), B=(6, 10), C=(4, 10)), {}, POLICY)
    assert found.every.in_order is False
    assert found.every.contrast.verdict == "open"
    assert found.every.inverted is False  # 5 and 6 of 10: no more than chance explains
    other = backtest(graded(A=(2, 20), C=(18, 20)), {}, POLICY).every
    assert (other.contrast.verdict, other.inverted) == ("worse", True)


def test_where_a_or_c_does_not_occur_the_ends_are_compared():
    found = backtest(graded(B=(10, 12), D=(2, 12), X=(0, 3)), {}, POLICY).every.contrast
    assert (found.better, found.worse) == ("B", "D")
    alone = backtest(graded(D=(10, 25)), {}, POLICY).every
    assert (alone.contrast, alone.in_order) == (None, None)


@pytest.mark.parametrize(
    ("n", "size"), [(19, "too few"), (20, "wide"), (79, "wide"), (80, "enough")]
)
def test_few_are_called_few(n, size):
    ended = [scored(f"e{at}", status="ended") for at in range(5)]  # they do not count
    found = backtest([*graded(A=(n // 2, n)), *ended], {"no closing day": 3}, POLICY)
    assert found.size == size
    assert found.counts == (n + 5, n // 2, n - n // 2, 5, {"no closing day": 3})
    assert (found.every is None) == (size == "too few")


def test_an_ended_one_is_neither_won_nor_lost():
    ended = [scored("e", status="ended", grade="A", day=5)]
    rate = backtest([*graded(A=(8, 11), C=(3, 12)), *ended], {}, POLICY).every.grades[0]
    assert (rate.n, rate.won, rate.ended) == (11, 8, 1)


def test_likelihoods_by_hand():
    """p .8 won, .6 lost, .4 won, .2 lost; Brier (.04 + .36 + .36 + .04) ÷ 4 = .2, of the stage .25."""
    deals = [
        scored(f"{at}", won=at % 2 == 0, day=at, p=(0.8, 0.6, 0.4, 0.2)[at]) for at in range(4)
    ]
    p, stage = backtest(deals, {}, TINY).every.forecasts  # kept ones need none from dated inputs
    assert (p.name, stage.name) == ("p", "p_stage")
    assert (p.brier, stage.brier, p.skill) == pytest.approx((0.2, 0.25, 0.2))
    assert p.auc == pytest.approx(0.75)
    assert (p.mean, p.rate) == pytest.approx((0.5, 0.5))


def guesses(guess, n=40):
    """p .7 of the won, .3 of the lost; the guess as given by whether it was won."""
    return [
        scored(f"{at}", won=at % 2 == 0, day=at, p=0.7 if at % 2 == 0 else 0.3, guess=guess(at % 2 == 0))
        for at in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("guess", "verdict", "gain"),
    [
        (lambda _: 0.5, "better", 0.25 - 0.09),
        (lambda won: 0.9 if won else 0.1, "worse", 0.01 - 0.09),
        (lambda won: 0.7 if won else 0.3, "same", 0.0),
        (lambda won: 0.7001 if won else 0.2999, "even", 0.0),
        (lambda won: 1.0 if won else 0.0, "hindsight", -0.09),
    ],
)
def test_p_against_the_salesperson_s_guess(guess, verdict, gain):
    found = backtest(guesses(guess), {}, POLICY)
    rival = {one.name: one for one in found.tried.rivalries}["p_manual"]
    assert rival.verdict == verdict
    assert rival.gain == pytest.approx(gain, abs=1e-4)


def test_a_guess_is_judged_where_there_is_one():
    deals = [one._replace(p_manual=0.5 if one.status == "won" else None)
             for one in guesses(lambda _: 0.5)]  # fmt: skip
    found = {one.name: one for one in backtest(deals, {}, POLICY).every.forecasts}
    assert (found["p"].n, found["p_manual"].n) == (40, 20)


def test_the_last_fifth_is_split_off_and_nothing_of_its_time_is_learnt_from():
    """100 a day apart, scored 30 days before: the last 20 close from day 80 on and are scored from day 50 on."""
    deals = [scored(f"{at}", day=at) for at in range(100)]
    earlier, last = split(deals, 0.2)
    assert [one.id for one in last] == [f"{at}" for at in range(80, 100)]
    assert earlier[-1].id == "50"


def test_those_of_the_same_day_stay_together():
    deals = [scored(f"{at:02}", day=at // 30) for at in range(100)]  # 30 a day, 10 on the last
    earlier, last = split(deals, 0.2)
    assert (len(earlier), len(last)) == (0, 40)


def test_what_was_won_before_is_a_rival_of_the_last_ones():
    deals = [scored(f"{at:03}", day=at, lead=1, won=at % 4 == 0) for at in range(200)]
    ways = {one.name: one for one in backtest(deals, {}, POLICY).last.forecasts}
    assert ways["base"].mean == pytest.approx(0.25)
    assert ways["base"].brier == pytest.approx(0.1875)  # ¼·¾


def test_bins_and_the_most_likely_are_of_the_last_ones():
    deals = [
        scored(f"{at:03}", day=at, p=0.9 if at % 5 == 0 else 0.1, won=at % 5 == 0, amount=1.0 + at % 5)
        for at in range(200)
    ]  # fmt: skip
    found = backtest(deals, {}, POLICY)
    assert found.tried_on == "last"
    low, high = found.bins
    assert (low.n, low.won, high.n, high.won) == (32, 0, 8, 8)
    assert (low.p, high.rate) == pytest.approx((0.1, 1.0))
    assert found.top == pytest.approx((0.2, 1.0, 5.0, 1.0))
    assert [round(one.wins, 2) for one in found.gains[:3]] == [0.5, 1.0, 1.0]
    assert backtest(deals, {}, POLICY, one_currency=False).top.value is None


def test_kept_scores_are_judged_alone_once_there_are_enough():
    kept = [scored(f"k{at}", day=at, won=at % 2 == 0) for at in range(20)]
    again = [scored(f"a{at}", day=at, kept=False, grade="B") for at in range(30)]
    found = backtest([*kept, *again], {}, POLICY)
    assert found.evidence[:4] == (20, 30, "kept", 0.0)
    assert found.every.n == 20
    both = backtest([*kept[:-1], *again], {}, POLICY)
    assert both.evidence[:3] == (19, 30, "all")
    assert both.evidence.undated == pytest.approx(30 / 49)


# --- scoring again


def closed(**more):
    """The check opportunity of the method, closed 10 days ago, created 200 days ago."""
    plan = check_plan({"status": "lost", "closed_on": ago(10), "created": ago(200), **more})
    return rescore(plan, POLICY, AS_OF).deals[0]


def test_it_is_scored_30_days_before_but_not_before_it_was_created():
    assert closed().scored_on == ago(40)
    assert closed(created=ago(20)).scored_on == ago(20)
    assert closed(created=None).scored_on == ago(40)
    week = rescore(
        check_plan({"status": "won", "closed_on": ago(10)}), Policy({"backtest.days": 7.0}), AS_OF
    )
    assert week.deals[0].scored_on == ago(17)


def test_what_cannot_be_scored_is_counted_with_its_reason():
    deals = (
        Opportunity("a", "c", 1.0, status="won"),
        Opportunity("b", "c", 1.0, status="lost", closed_on=ago(-1)),
        Opportunity("d", "c", 1.0, status="lost", closed_on=ago(9), created=ago(9)),
        Opportunity("e", "c", 1.0, status="ended", closed_on=ago(9), created=ago(10)),
        Opportunity("f", "c", 1.0),
        Opportunity("g", "nobody", 1.0, status="won", closed_on=ago(9)),
    )
    found = rescore(Portfolio((Customer("c", "C"),), opportunities=deals), POLICY, AS_OF)
    assert [one.id for one in found.deals] == ["e"]
    assert found.left_out == {
        "no closing day": 1, "closes after the day": 1, "no day before": 1, "no customer": 1,
    }  # fmt: skip


def test_it_says_how_much_of_a_score_rests_on_cells_without_a_date():
    """Step, close, 7 parts of the PSE and 8 factors of money risk; the worth follows from the amount alone."""
    one = closed()
    assert one.undated == pytest.approx(16 / 17)
    # met 30, 10 and 5 days ago: as of 40 days ago only the purchaser had been, so the PSE was below 74.369
    assert one.pse < 74.0
    assert one.p > one.p_stage == 0.45
    assert one.p_dated == 0.1  # no node is dated: the prior of step 1


def test_a_node_that_was_done_by_then_dates_the_step():
    plan = Portfolio(
        (Customer("c", "C"),),
        opportunities=(
            Opportunity(
                "o", "c", 1.0, status="won", closed_on=ago(10), created=ago(200), selling_step=3
            ),
        ),
        milestones=(Milestone("o", 3, done=True, date=ago(90)),),
    )
    one = rescore(plan, POLICY, AS_OF).deals[0]
    assert (one.undated, one.p, one.p_dated) == (0.0, 0.45, 0.45)  # the prior of step 3
    late = replace(plan, milestones=(Milestone("o", 2, done=True, date=ago(90)),))
    one = rescore(late, POLICY, AS_OF).deals[0]
    assert (one.undated, one.p, one.p_dated) == (1.0, 0.45, 0.25)


def test_a_step_that_was_moved_on_afterwards_is_told():
    assert [closed(selling_step=step).moved for step in (6, 5)] == [True, False]
    found = backtest([one._replace(moved=True) for one in graded(A=(8, 20))], {}, POLICY)
    assert found.evidence.moved == 20


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_with_a_known_truth_is_judged_right(seed):
    """1,500 opportunities were won with the likelihood that the method gave them: calibration 0 and 1."""
    plan, truth = true_plan(seed)
    found = rescore(plan, POLICY, AS_OF)
    assert {one.id: one.p for one in found.deals} == pytest.approx(truth)
    judged = backtest(found.deals, found.left_out, POLICY)
    p = judged.every.forecasts[0]
    assert p.slope == pytest.approx(1.0, abs=0.2)
    assert p.intercept == pytest.approx(0.0, abs=0.2)
    assert p.slope_lo < 1.0 < p.slope_hi or abs(p.slope - 1.0) < 0.15
    assert p.auc > 0.7
    rivals = {one.name: one.verdict for one in judged.every.rivalries}
    assert rivals["p_stage"] == "better"
    rates = {one.grade: one.rate for one in judged.every.grades}
    assert rates["A"] > rates["B"] + 0.2
    assert judged.suggestion.verdict == "undated"  # fit and competition bear no date
    assert judged.suggestion.suggested == pytest.approx(1.0, abs=0.25)  # the truth: win.beta 1


@pytest.mark.parametrize("seed", range(3))
def test_dealt_out_anew_nothing_is_found(seed):
    plan, _ = true_plan(seed)
    found = rescore(permuted(plan, seed), POLICY, AS_OF)
    judged = backtest(found.deals, found.left_out, POLICY)
    p = judged.every.forecasts[0]
    assert p.auc == pytest.approx(0.5, abs=0.06)
    assert p.slope < 0.3
    assert judged.every.rivalries[0].verdict == "worse"  # the stage alone errs less than a wrong p
    assert judged.top.lift == pytest.approx(1.0, abs=0.35)


def learnt(beta, n=600):
    """Kept scores whose truth is ``win.beta`` = ``beta``: p_stage .5, PSE 0 … 100; p as by default."""
    from random import Random

    from xlplan.core.grading.odds import likelihood

    draw, deals = Random(5), []
    for at in range(n):
        pse = float(draw.randrange(101))
        p, truth = (likelihood(0.5, pse, 0, pull, 0.5, (0.01, 0.99)) for pull in (1.0, beta))
        deals.append(scored(f"{at:04}", day=at, won=draw.random() < truth, p=p, pse=pse, lead=30))
    return deals


def test_a_better_number_is_suggested_where_later_ones_bear_it_out():
    found = backtest(learnt(0.2), {}, POLICY).suggestion
    assert found.verdict == "better"
    assert found.suggested == pytest.approx(0.2, abs=0.15)
    assert found.lo > 0.0
    assert found.n < 600 * 0.8  # learnt from what had closed before the last were scored


def test_and_none_where_the_number_in_force_is_as_good():
    found = backtest(learnt(1.0), {}, POLICY).suggestion
    assert found.verdict == "no better"
    assert found.suggested == pytest.approx(1.0, abs=0.3)


def test_nor_from_few_or_from_another_score():
    assert backtest(learnt(0.2, 60), {}, POLICY).suggestion.verdict == "too few"
    assert backtest(learnt(0.2), {}, Policy({"win.score": "c139"})).suggestion is None
    undated = [one._replace(kept=False) for one in learnt(0.2)]
    assert backtest(undated, {}, POLICY).suggestion.verdict == "undated"


# --- kept results


def states(*when, probability=0.6, until=None):
    """What runs kept of the check opportunity on days before."""
    plan = check_plan({"created": ago(200), "probability": probability})
    return kept_past((snapshot(assess(plan, POLICY, ago(day))) for day in when), until)


def test_what_a_run_kept_stands_and_cannot_know_the_result():
    plan = check_plan({"status": "won", "closed_on": ago(10), "fit": 100.0, "probability": 1.0})
    one = rescore(plan, POLICY, AS_OF, states(90, 60, 20).states).deals[0]
    then = assess(check_plan(), POLICY, ago(60)).opportunities[0]
    assert (one.kept, one.undated, one.scored_on) == (True, 0.0, ago(60))
    assert (one.p, one.grade, one.p_manual) == (then.p, then.grade, 0.6)
    assert one.p_dated is None
    assert one.pse == then.pse.value
    days = scoring_days(plan, POLICY, AS_OF)
    assert days == {"o": ago(40)}
    thin = states(90, 60, 20, until=days)  # only what is wanted is held
    assert [day for day, _ in thin.states["o"]] == [ago(60)]
    assert rescore(plan, POLICY, AS_OF, thin.states).deals[0] == one
    assert states(90, 60, until={"o": None}).states == {}


def test_what_was_kept_too_long_before_or_too_late_does_not_stand():
    plan = check_plan({"status": "won", "closed_on": ago(10), "created": ago(300)})
    for day in (133, 39):  # 40 is the day; 92 days before it is 132
        assert not rescore(plan, POLICY, AS_OF, states(day).states).deals[0].kept
    for day in (132, 40):
        assert rescore(plan, POLICY, AS_OF, states(day).states).deals[0].kept


def test_a_history_alone_tells_how_an_opportunity_closed():
    gone = check_plan({"status": "lost", "closed_on": ago(12)})
    past = kept_past(
        [
            snapshot(assess(check_plan(), POLICY, ago(80))),
            snapshot(assess(check_plan(), POLICY, ago(50))),
            snapshot(assess(check_plan(), POLICY, ago(20))),
            snapshot(assess(gone, POLICY, ago(10))),
            snapshot(assess(gone, POLICY, ago(1))),
        ]
    )
    (one,) = scored_when_kept(past, POLICY)
    assert (one.status, one.closed_on, one.scored_on) == ("lost", ago(10), ago(50))
    assert scored_when_kept(past, POLICY, known={"o"}) == []


def test_what_is_open_again_has_not_closed():
    gone, back = check_plan({"status": "lost", "closed_on": ago(52)}), check_plan()
    days = ((check_plan(), 90), (gone, 50), (back, 20))
    past = kept_past(snapshot(assess(plan, POLICY, ago(day))) for plan, day in days)
    assert scored_when_kept(past, POLICY) == []
