"""Kept results: read back as they were, compared exactly, and refused when somebody broke them."""

import copy
import datetime as dt
import json
from dataclasses import replace

import plan_builders
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplan.core.assess import assess
from xlplan.core.model import Activity
from xlplan.core.moves.comparing import compare, compare_states
from xlplan.core.moves.snapshots import snapshot
from xlplan.core.policy import Policy
from xlplan.engine.account.board import board_context
from xlplan.engine.account.context import plan_context
from xlplan.engine.documents import render_context
from xlplan.engine.outcome import outcome, to_json
from xlplan.engine.snapshots import read_snapshot, snapshot_text
from xlplan.engine.text import Texts

AS_OF = plan_builders.AS_OF


def before():
    return plan_builders.assessment()


def after():
    """A quarter later: two people think otherwise, one number of the method is set."""
    plan = before().portfolio
    moved = {"d": "supportive", "p": "hostile"}
    chain = tuple(
        replace(one, attitude=moved.get(one.contact_id, one.attitude)) for one in plan.stakeholders
    )
    return assess(
        replace(plan, stakeholders=chain),
        Policy({**before().policy.changes, "win.k": 5.0}),
        plan_builders.ahead(90),
    )


def test_what_is_kept_is_read_back():
    found = snapshot(before())
    text = snapshot_text(found)
    again = read_snapshot(text)
    assert snapshot_text(again) == text
    assert [one._replace(risk=None) for one in again.customers] == [
        one._replace(risk=None) for one in found.customers
    ]
    assert [one.risk.parts for one in again.deals] == [one.risk.parts for one in found.deals]
    assert again.closed == found.closed
    assert again.forecast == found.forecast


def test_who_was_knocked_out_before_is_not_told_as_knocked_out_now():
    """Against its own results, kept and read back, nothing of a plan has moved."""
    plan = before().portfolio
    ruled_out = tuple(replace(one, credit_rating="E") for one in plan.customers)
    found = assess(replace(plan, customers=ruled_out), before().policy, AS_OF)
    kept = read_snapshot(snapshot_text(snapshot(found)))
    assert compare_states(kept, snapshot(found)).customers == ()
    told = compare_states(read_snapshot(snapshot_text(snapshot(before()))), snapshot(found))
    assert {one.customer_id: one.knocked_out for one in told.customers} == {
        one.id: ("r05",) for one in plan.customers
    }


def test_a_flag_that_a_plan_s_own_risk_table_reads_is_kept():
    factors = (
        replace(
            Policy().factors[0],
            input="opportunity.feasible",
            name="Can we do it",
            anchors="yes=0; no=100",
        ),
    )
    plan = before().portfolio
    deals = tuple(replace(one, feasible=True) for one in plan.opportunities)
    found = snapshot(assess(replace(plan, opportunities=deals), Policy({}, factors), AS_OF))
    assert found.deals[0].risk.rows.inputs == (True,)
    again = read_snapshot(snapshot_text(found))
    assert again.deals[0].risk.parts == found.deals[0].risk.parts
    assert [one.name for one in again.policy.factors] == ["Can we do it"]


def test_a_comparison_over_the_disk_is_the_comparison():
    first, then = before(), after()
    through = [read_snapshot(snapshot_text(snapshot(one))) for one in (first, then)]
    moved = compare(first, then)
    assert compare_states(*through) == moved
    scores = [score for deal in moved.deals for score in deal.scores]
    assert {"risk", "dmi", "p"} <= {score.name for score in scores}
    for score in scores:
        assert sum(part.change for part in score.parts) == pytest.approx(score.change, abs=1e-9)
    assert moved.policy == {"win.k": (10.0, 5.0)}


def test_the_json_of_a_run_can_be_compared():
    first, then = before(), after()
    through = [read_snapshot(to_json(outcome(one, Texts()))) for one in (first, then)]
    assert compare_states(*through) == compare(first, then)


def leaves(found, path=()):
    if isinstance(found, dict | list):
        keys = found if isinstance(found, dict) else range(len(found))
        for key in keys:
            yield from leaves(found[key], (*path, key))
    yield path


@settings(max_examples=150)
@given(data=st.data())
def test_what_somebody_broke_is_refused_or_compared(data):
    kept = json.loads(TEXT)
    path = data.draw(st.sampled_from(PLACES))
    put = data.draw(
        st.sampled_from([None, "", "x", -1, 0, 1e300, True, [], {}, [None], 10**400, "Z", -1e17])
    )
    place = broken = copy.deepcopy(kept)
    if path:
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = put
    else:
        broken = put
    try:
        found = read_snapshot(json.dumps(broken))
    except ValueError:
        return
    compare_states(found, snapshot(before()))
    compare_states(snapshot(before()), found)


TEXT = snapshot_text(snapshot(before()))
PLACES = list(leaves(json.loads(TEXT)))


@pytest.mark.parametrize(
    "text", ["", "[", "null", "{}", '{"as_of": NaN}', "[" * 100_000, '{"as_of": "2026-11-20"}']
)
def test_what_is_no_snapshot_is_refused(text):
    with pytest.raises(ValueError):
        read_snapshot(text)


def told(first, then, lang="en"):
    one = next(one for one in then.customers if one.customer.id == "c")
    return plan_context(one, then, Texts(lang), snapshot(first)).changes


def quarter(**changes):
    """The plan as it was, with fields of its opportunity ``o`` changed, four weeks later."""
    plan = before().portfolio
    deals = tuple(replace(one, **changes) if one.id == "o" else one for one in plan.opportunities)
    day = plan_builders.ahead(28)
    return assess(replace(plan, opportunities=deals), Policy(before().policy.changes), day)


def test_a_lost_opportunity_is_the_finding():
    found = told(before(), quarter(status="lost", closed_on=plan_builders.ahead(3)))
    assert found.headline.startswith("Worse than on 2026-11-20: lost ")
    assert found.events[0].value == "lost"
    assert found.closing.kind == "action"


def test_a_won_one_is_told_first_and_is_no_better_letter_where_nothing_is_open_any_more():
    found = told(before(), quarter(status="won", closed_on=plan_builders.ahead(3)), "zh")
    assert found.headline.startswith("2026-11-20 以来的变化：赢得")
    assert found.events[0].value == "赢单"


def test_what_moved_is_told_with_the_part_that_moved_it():
    """The purchaser of method 2.1 turns from opposed to hostile: M* falls by .7·2^(−45/90)/2 = .2475,
    W = .2·.46 = .092 of .66 in all, so DMI falls by 100·.092·.2475/.66 = 3.45, and PSE by 30 % of half.
    """
    found = told(before(), with_attitude(p="hostile"))
    rows = {row.what: row for row in found.rows}
    assert (rows["DMI"].old, rows["DMI"].new, rows["DMI"].why) == (
        "28.1",
        "24.6",
        "Xu Jianping -3.4",
    )
    assert rows["DMI"].tone == "bad"
    assert rows["PSE"].why == "relation -0.5"
    assert rows["Risk"].why == "closeness +0.2"


def test_the_headline_names_what_moved_the_likelihood():
    found = told(before(), with_attitude(d="hostile", g="hostile"))
    assert found.headline.startswith("Worse than on 2026-11-20: ")
    assert "(project state -10 points)" in found.headline
    assert found.closing.kind == "decision"
    assert told(with_attitude(d="hostile"), before()).headline.startswith("Better than on ")


def with_attitude(**attitudes):
    plan = before().portfolio
    chain = tuple(
        replace(one, attitude=attitudes.get(one.contact_id, one.attitude))
        for one in plan.stakeholders
    )
    return assess(replace(plan, stakeholders=chain), before().policy, AS_OF)


def test_a_delay_is_told_in_days():
    day = before().portfolio.opportunities[0].expected_close
    found = told(before(), quarter(expected_close=day + dt.timedelta(days=45)))
    assert "put off by up to 45 days" in found.headline


def test_a_broken_promise_asks_to_make_it_good():
    plan = before().portfolio
    said = Activity(AS_OF, "c", promise="Samples by Friday", promise_kept=False)
    then = assess(replace(plan, activities=(*plan.activities, said)), before().policy, AS_OF)
    found = told(before(), then)
    assert "promises broken: 1" in found.headline
    assert "Samples by Friday" in found.closing.text


def test_nothing_moved_and_nothing_kept_are_said():
    assert told(before(), before()).headline == "Nothing that counts has moved since 2026-11-20."
    one = before().customers[0]
    none = plan_context(one, before(), Texts("en")).changes
    assert none.since == ""
    assert none.closing.text.startswith("Keep today's results")


def test_a_customer_that_was_not_there_is_new():
    state = snapshot(before())
    empty = state._replace(customers=(), deals=())
    found = plan_context(before().customers[0], before(), Texts("zh"), empty).changes
    assert found.headline == "2026-11-20 之后新增：当时的客户中没有它。"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["plan", "review"])
@pytest.mark.parametrize("ext", ["md", "html"])
def test_plan_and_review_memo_have_the_section(lang, kind, ext):
    then = quarter(status="lost", closed_on=plan_builders.ahead(3))
    one = next(one for one in then.customers if one.customer.id == "c")
    context = plan_context(one, then, Texts(lang), snapshot(before()))
    page = render_context(context, Texts(lang), ext, None, kind)
    assert context.changes.headline in page
    assert ("What changed since 2026-11-20" if lang == "en" else "2026-11-20 以来的变化") in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_board_says_who_stands_better_and_who_worse(lang):
    then, texts = with_attitude(d="hostile", g="hostile"), Texts(lang)
    made = board_context(then, texts, snapshot(before()))
    row = made.changes.rows[0]
    assert (row.what, row.tone) == ("Harbour Crane Works", "bad")
    assert made.changes.closing.kind == "decision"
    page = render_context(made, texts, "html", None, "board")
    assert made.changes.headline in page
    assert 'id="changes"' not in render_context(
        board_context(then, texts), texts, "html", None, "board"
    )
    gone = snapshot(before())
    gone = gone._replace(customers=(gone.customers[0]._replace(id="x", name="Left"),))
    events = board_context(then, texts, gone).changes.events
    assert [one.label for one in events] == ["Harbour Crane Works", "The others", "Left"]


@pytest.mark.parametrize("kind", ["slides", "one-page"])
def test_slides_and_the_page_alone_say_it_in_a_sentence(kind):
    then = with_attitude(d="hostile", g="hostile")
    one = next(one for one in then.customers if one.customer.id == "c")
    context = plan_context(one, then, Texts("zh"), snapshot(before()))
    page = render_context(context, Texts("zh"), "html", None, kind)
    assert page.count(context.changes.headline) == 1
