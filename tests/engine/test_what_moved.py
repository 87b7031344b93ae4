"""What is said of a change: who is knocked out comes first, and what did not move is not told."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Opportunity, Portfolio
from xlplan.core.moves.comparing import compare, compare_states
from xlplan.core.moves.snapshots import snapshot
from xlplan.core.moves.whatif import apply
from xlplan.core.policy import Policy
from xlplan.engine.account.board import board_context
from xlplan.engine.account.context import plan_context
from xlplan.engine.answers.whatif import read_change
from xlplan.engine.answers.whatif_words import comparison_lines
from xlplan.engine.outcome import outcome, to_json
from xlplan.engine.plan import evaluate, find_customer
from xlplan.engine.snapshots import read_snapshot, snapshot_text
from xlplan.engine.text import Texts
from xlplan.hosts.files.reading import read_tables

BOOK = Path(__file__).parents[2] / "workbooks" / "example.xlsx"


@pytest.fixture(scope="module", params=["en", "zh"])
def start(request):
    return evaluate(read_tables(BOOK), dt.date(2026, 11, 20), request.param)


def after(start, *changes):
    plan = start.assessment
    made = [read_change(text, plan.portfolio, start.texts) for text in changes]
    return assess(apply(plan.portfolio, made), plan.policy, plan.as_of)


def lines(start, *changes):
    later = after(start, *changes)
    states = snapshot(start.assessment), snapshot(later)
    return list(comparison_lines(compare(start.assessment, later), *states, start.texts))


def test_who_is_knocked_out_stands_in_the_first_line(start):
    said = lines(start, "Customers!0034.Credit rating=E")
    assert (
        said[0]
        == {
            "en": "Knocked out: 0034 Gaoyu Heavy Machinery by r05 credit",
            "zh": "一票否决：0034 Gaoyu Heavy Machinery，因 r05 信誉",
        }[start.texts.lang]
    )


def test_an_opportunity_that_is_knocked_out_names_its_customer(start):
    found = compare(start.assessment, after(start, "Opportunities!O34-1.Fit=39"))
    hit = {one.customer_id: one.knocked_out for one in found.customers if one.knocked_out}
    assert hit == {"0034": ("r09",)}  # below 40
    found = compare(start.assessment, after(start, "Opportunities!O34-1.Fit=40"))
    assert not any(one.knocked_out for one in found.customers)


def test_what_was_knocked_out_before_is_not_told_again(start):
    out = after(start, "Customers!0034.Credit rating=E")
    again = assess(out.portfolio, out.policy, out.as_of)
    assert compare(out, again).customers == ()
    back = compare(out, start.assessment)
    assert [one.knocked_out for one in back.customers if one.customer_id == "0034"] == [()]


def test_a_knock_out_is_in_the_headline_of_the_plan_and_of_the_board(start):
    before, later = snapshot(start.assessment), after(start, "Customers!0034.Credit rating=E")
    said = {"en": "knocked out by credit", "zh": "被“信誉”一票否决"}[start.texts.lang]
    worse = {"en": "Worse than on 2026-11-20", "zh": "比 2026-11-20 变差"}[start.texts.lang]
    one = find_customer(later, "0034")
    headline = plan_context(one, later, start.texts, since=before).changes.headline
    assert headline.startswith(worse)
    assert said in headline
    rows = board_context(later, start.texts, before).changes.rows
    assert [said in row.why for row in rows] == [True]
    assert rows[0].tone == "bad"


def test_only_what_moved_is_told(start):
    t = start.texts
    said = lines(start, "Opportunities!O34-1.Fit=95")
    assert said[0] == t("No grade moves.")
    assert f"{t('Grade')} B" not in "".join(said)
    assert not any(line.startswith(t("Forecast of the period")) for line in said)
    customer = next(line for line in said if line.startswith("0034"))
    assert t("Net of the year") not in customer
    arrows = [line.split(" (")[0].partition(" → ") for line in said if " → " in line]
    assert all(before.rpartition(" ")[2] != later for before, _, later in arrows)


def test_money_that_looks_the_same_when_short_is_told_to_the_last_place(start):
    said = "\n".join(lines(start, "Opportunities!O34-1.Fit=78.01"))
    pairs = re.findall(r"([\d.,]+(?: [mk万])?) → ([\d.,]+(?: [mk万])?)", said)
    assert len(pairs) >= 6
    assert all(before != later for before, later in pairs)


def test_a_change_that_moves_nothing_is_told_in_one_line(start):
    assert lines(start, "Opportunities!O34-1.Fit=78") == [start.texts("Nothing moves.")]


def test_a_change_that_moves_the_order_alone_says_whose_place_moved(start):
    now = {one.opportunity.id: one for one in start.assessment.opportunities}
    same = [one for one in now.values() if one.grade == now["O34-1"].grade]
    last = max(one.priority for one in same)
    (said,) = lines(start, "Opportunities!O34-1.Remaining hours=")
    label = {"en": "Only the priority moves: ", "zh": "只有优先序变动："}[start.texts.lang]
    assert said.startswith(f"{label}O34-1 {now['O34-1'].priority} → {last}")
    assert said.count("→") == min(last - now["O34-1"].priority + 1, 5)


def test_kept_results_tell_who_was_knocked_out(start):
    """0051 of the example has the rating E: it is not hit anew when nothing changed."""
    now, plan = snapshot(start.assessment), start.assessment
    later = snapshot(
        after(start, "Customers!0034.Credit rating=E", "Customers!0077.Credit rating=E")
    )
    assert not any(one.customer.id == "0077" for one in plan.opportunities)  # nothing is open
    old = snapshot_text(now).replace('"knock_out":', '"was":')  # before it held the rules
    for text in (snapshot_text(now), old, to_json(outcome(plan, start.texts))):
        kept = read_snapshot(text)
        assert compare_states(kept, now).customers == ()
        assert compare_states(kept, kept).customers == ()
        moved = compare_states(kept, later).customers
        assert {one.customer_id: one.knocked_out for one in moved if one.knocked_out} == {
            "0034": ("r05",),
            "0077": ("r05",),
        }
        moved = compare_states(kept, read_snapshot(snapshot_text(later))).customers
        assert {one.customer_id for one in moved if one.knocked_out} == {"0034", "0077"}


def test_a_customer_whose_last_opportunity_is_won_moves_its_grade(start):
    said = lines(start, "Opportunities!O34-1.Status=won")
    assert said[0] == start.texts.named(
        start.texts("Grade worse"), "0034 Gaoyu Heavy Machinery B → D"
    )
    assert start.texts("No grade moves.") not in said


def test_a_forecast_that_did_not_move_is_told_once(start):
    before, plan = snapshot(start.assessment), start.assessment
    closing = plan_context(plan.customers[0], plan, start.texts, since=before).changes.closing
    assert {"en": "as before", "zh": "仍为"}[start.texts.lang] in closing.text
    assert closing.text.count("1,630.5" if start.texts.lang == "zh" else "16.31") == 1


def test_a_win_that_takes_the_open_opportunity_away_is_no_better_grade(start):
    """O34-1 is the one open opportunity of 0034: B, then D, for there is nothing left to win."""
    later = after(start, "Opportunities!O34-1.Status=won")
    one = find_customer(later, "0034")
    told = plan_context(one, later, start.texts, since=snapshot(start.assessment)).changes
    en = start.texts.lang == "en"
    assert told.headline.startswith("Moved since" if en else "2026-11-20 以来的变化")
    assert ("won " if en else "赢得") in told.headline
    assert "B → D" in told.headline
    assert ("expected return of what is open" if en else "进行中商机的期望回报") in told.headline
    grade = next(row for row in told.rows if row.what == start.texts("Grade of the customer"))
    assert (grade.old, grade.new, grade.tone) == ("B", "D", "plain")
    assert ("won, so no longer open" if en else "已赢单") in grade.why


def kept_and_won(lang="en", **deal):
    """A customer rated D: with its one deal open, and with that won."""
    customer = Customer("C1", "One", credit_rating="D", sales_12m=1e6, gross_margin=0.2,
                        dso_days=60.0, late_days=80.0, row=2)  # fmt: skip
    other = Customer("C2", "Two", sales_12m=800_000.0, row=3)
    day = dt.date(2026, 11, 20)
    made = {"budget_status": "approved", "fit": 100.0, "selling_step": 1, "row": 2,
            "expected_close": dt.date(2027, 10, 1), "name": "Line"}  # fmt: skip
    opened = Opportunity("P1", "C1", 60_000.0, **(made | deal))
    won = replace(opened, status="won", closed_on=day)
    plans = (Portfolio(customers=(customer, other), opportunities=(one,)) for one in (opened, won))
    before, later = (assess(plan, Policy({}), day) for plan in plans)
    one = find_customer(later, "C1")
    return before, later, plan_context(one, later, Texts(lang), since=snapshot(before)).changes


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_risk_that_rests_on_the_customer_alone_after_a_win_is_told(lang):
    """The only deal is won: what made it less risky is no part of the risk any more."""
    before, later, told = kept_and_won(lang)
    old, new = (find_customer(found, "C1").risk for found in (before, later))
    levels = ("low", "medium", "high", "severe")
    assert levels.index(new.level) > levels.index(old.level)
    moved = f"{old.score.value:.1f} → {new.score.value:.1f}"
    en = lang == "en"
    assert (f"risk {moved}, by its own factors alone" if en
            else f"风险 {moved}（仅依据客户自身因素）") in told.headline  # fmt: skip
    assert told.headline.startswith("Moved since" if en else "2026-11-20 以来的变化")
    row = next(row for row in told.rows if row.what == Texts(lang)("Risk of the customer"))
    assert f"{row.old} → {row.new}" == moved
    assert row.why.startswith("nothing is open" if en else "已无进行中商机")
    assert row.tone == "plain"
    board = board_context(later, Texts(lang), snapshot(before)).changes
    assert moved in board.rows[0].why
    assert board.headline.startswith("Customers that stand better: 0" if en else "好转的客户 0")


def test_a_risk_that_its_lead_opportunity_tells_has_no_row_of_its_own(start):
    before, later = snapshot(start.assessment), after(start, "Customers!0034.Days late=60")
    told = plan_context(find_customer(later, "0034"), later, start.texts, since=before).changes
    what = [row.what for row in told.rows]
    assert start.texts("Risk") in what
    assert start.texts("Risk of the customer") not in what


def test_the_risk_of_a_customer_without_anything_open_is_told():
    """Nothing is open before or after: 10 days late, then 90."""
    day, one = dt.date(2026, 11, 20), Customer("C1", "One", late_days=10.0, row=2)
    before, later = (
        assess(Portfolio(customers=(replace(one, late_days=days),)), Policy({}), day)
        for days in (10.0, 90.0)
    )
    told = plan_context(later.customers[0], later, Texts("en"), since=snapshot(before)).changes
    [row] = told.rows
    assert (row.what, row.tone) == ("Risk of the customer", "bad")
    assert row.why.startswith("payment +")
    assert told.headline.endswith(f"risk {row.old} → {row.new}.")
