"""Stages: the gates of method 1.1 one by one, the stage that records support, moves, findings."""

import datetime as dt

import pytest
from plans import AS_OF, ago, ahead

from xlplan.core import model
from xlplan.core.policy import Policy
from xlplan.core.process.filing import FILE_ITEMS, customer_file
from xlplan.core.process.stage_checks import move_findings, stage_findings
from xlplan.core.process.stage_tasks import STAGES, TASKS, meant
from xlplan.core.process.stages import Seen, StagePolicy, stage_move, stage_standing

POLICY = StagePolicy.of(Policy())
FULL = Seen(
    AS_OF, file=0.6, touched=True, visited=True, replies=(True, False, True), need=True, funds=True,
    payment=True, keeps_tasks=True,
)  # fmt: skip


def done(*pairs, day=None):
    return [model.StageTask("c", stage, task, True, day) for stage, task in pairs]


ALL = (
    ("building", "Preliminary proposal sent"),
    ("evaluation", "技术交流"),
    ("growth", "提交正式方案"),
)


def standing(tasks=(), seen=FULL, **fields):
    return stage_standing(model.Customer("c", "C", **fields), tasks, seen, POLICY)


def test_nothing_on_record_supports_nothing_and_denies_nothing():
    found = standing(seen=Seen(AS_OF), stage="growth")
    assert (found.supported, found.gap, found.progress) == (None, 0, None)


def test_each_gate_in_turn():
    tasks = []
    for gate, more in enumerate(((), ALL[0:1], ALL[1:2], ALL[2:3]), 2):
        tasks += done(*more)
        found = standing(tasks, stage="mature")
        assert (found.gate, found.supported) == (min(gate, 5), STAGES[min(gate, 5) - 1])
    assert [one.name for one in found.open] == ["contract number", "contract date"]
    assert found.gap == 0


def test_the_gap_says_which_gate_and_by_what():
    thin = FULL._replace(file=0.5)
    found = standing(done(*ALL), thin, stage="growth")
    assert (found.supported, found.gap, found.gate, found.skipped) == ("stranger", 3, 1, True)
    (only,) = found.open
    assert (only.name, only.met, only.have, only.need) == ("file", False, 0.5, 0.6)


def test_first_contact_is_an_activity_or_a_call():
    silent = FULL._replace(touched=False, visited=False)
    assert standing(done(("stranger", "电话邀约"), ("building", "拜访")), silent).gate == 2
    assert [one.name for one in standing(done(("building", "拜访")), silent).open] == ["contact"]


def test_a_task_not_done_is_a_no_and_a_task_not_on_record_is_open():
    rows = [model.StageTask("c", "building", "初步方案", False)]
    assert [(one.name, one.met) for one in standing(rows).open] == [("outline", False)]
    assert [(one.name, one.met) for one in standing().open] == [("outline", None)]


def test_a_task_dated_after_the_day_is_not_done_yet():
    assert standing(done(ALL[0], day=ahead(1))).gate == 2
    assert standing(done(ALL[0], day=AS_OF)).gate == 3


def test_vetting_may_be_shown_by_the_figures_or_by_a_task():
    blind = FULL._replace(need=False, funds=False)
    tasks = done(*ALL)
    assert [one.name for one in standing(tasks, blind).open] == ["need", "funds"]
    assert standing([*tasks, *done(("evaluation", "客户资信考察"))], blind).gate == 5


@pytest.mark.parametrize(
    ("replies", "met"),
    [((True, True), True), ((True, False, True), True), ((True, False, False, True), False),
     ((False, False, False), False), ((True,), None), ((), None), ((False, True), None)],
)  # fmt: skip
def test_trust_is_two_of_the_last_three_invitations(replies, met):
    found = standing(done(*ALL), FULL._replace(replies=replies))
    assert (found.gate == 5) is (met is True)
    if met is not True:
        assert [(one.name, one.met) for one in found.open] == [("trust", met)]


def test_a_signed_contract_is_the_mark_of_maturity():
    found = standing(seen=Seen(AS_OF), stage="mature", contract_number="K1", contract_date=ago(5))
    assert (found.supported, found.gate, found.gap, found.progress) == ("mature", None, 0, 1.0)
    half = standing(done(*ALL), stage="mature", contract_number="K1")
    assert [one.name for one in half.open] == ["contract date"]
    later = standing(done(*ALL), stage="mature", contract_number="K1", contract_date=ahead(1))
    assert later.gate == 5


def test_progress_counts_the_required_tasks_of_the_stage():
    rows = done(("building", "客户拜访"), ("building", "our own ritual"))
    rows.append(model.StageTask("c", "building", "Survey on the spot", False))
    found = standing(rows, stage="building")
    assert (found.done, found.required) == (1, 3)
    assert found.progress == pytest.approx(1 / 3)
    assert found.next_tasks == ("survey", "outline")


def test_an_unstated_stage_is_measured_at_the_supported_one():
    found = standing(done(("building", "visit")))
    assert (found.stage, found.supported, found.required, found.gap) == (None, "building", 3, 0)


def test_an_ended_relationship_wants_a_reason():
    assert standing(stage="ended").unexplained
    assert not standing(seen=FULL._replace(reason=True), stage="ended").unexplained
    assert standing(stage="ended").required == 0


def test_every_task_is_recognised_in_both_languages():
    from xlplan.engine.cards import cards

    for lang in ("en", "zh"):
        names = cards("task", lang)
        for stage, tasks in TASKS.items():
            for task in tasks:
                assert task.key in meant(stage, names[task.key]["name"]), (lang, task.key)


def test_words_count_where_a_word_begins_and_only_in_their_stage():
    assert meant("mature", "Price design") == ()
    assert meant("stranger", "Customer visit") == ()
    assert meant("stranger", "客戶規劃與電話邀約") == ("planning", "call")


def test_legal_moves():
    for at, stage in enumerate(STAGES):
        for to, other in enumerate(STAGES):
            legal = to - at in (0, 1)
            assert (stage_move(stage, other, allow_regress=False) is None) is legal
            back = legal or to == at - 1
            assert (stage_move(stage, other, allow_regress=True) is None) is back
        assert stage_move(stage, "ended", allow_regress=False) is None
        assert stage_move(None, stage, allow_regress=False) is None
    assert stage_move("ended", "stranger", allow_regress=False) is None
    assert stage_move("ended", "mature", allow_regress=False) == "STAGE_SKIP"


def test_findings_name_the_cell():
    customers = (
        model.Customer("c", "C", stage="growth", row=4),
        model.Customer("e", "E", stage="ended", row=5),
    )
    own = (
        model.StageTask("c", "growth", "Opera", True, row=3),
        model.StageTask("c", "growth", "Golf", True),
    )
    plan = model.Portfolio(
        customers=customers, stage_tasks=own,
        sheets={"customers": "客户", "stage_tasks": "阶段任务"},
        columns={"customers": {"stage": "H"}, "stage_tasks": {"task": "C"}},
    )  # fmt: skip
    states = [(one, stage_standing(one, (), FULL, POLICY)) for one in customers]
    found = {one.code: one for one in stage_findings(plan, states)}
    assert found["STAGE_GAP"].address == "客户!H4"
    assert dict(found["STAGE_GAP"].params) == {
        "id": "c",
        "claimed": "4",
        "supported": "2",
        "gate": "2",
        "count": "1",
    }
    assert found["STAGE_NO_REASON"].address == "客户!H5"
    assert (found["STAGE_TASK_OWN"].address, found["STAGE_TASK_OWN"].value) == (
        "阶段任务!C3",
        "Opera",
    )


def test_a_move_between_two_states_of_a_plan():
    def plan(stage):
        return model.Portfolio(customers=(model.Customer("c", "C", stage=stage),))

    (skip,) = move_findings(plan("stranger"), plan("growth"), allow_regress=False)
    assert (skip.code, dict(skip.params)) == (
        "STAGE_SKIP",
        {"id": "c", "before": "1", "after": "4"},
    )
    assert move_findings(plan("stranger"), plan("building"), allow_regress=False) == ()


def test_the_customer_file_counts_ten_items():
    assert customer_file(model.Customer("c", "C"), ()).completeness == 0.0
    assert customer_file(model.Customer("c", "C"), ()).missing == FILE_ITEMS
    people = (
        model.Contact("k", "c", "K", title="Engineer", department="R&D"),
        model.Contact("l", "c", "L", preferred_channel="call"),
    )
    six = customer_file(model.Customer("c", "C", industry="steel", credit_rating="B"), people)
    assert six.completeness == pytest.approx(0.6)
    assert six.missing == ("region", "ownership", "revenue", "wallet")
    full = model.Customer(
        "c", "C", industry="steel", region="N", ownership="private", revenue=1.0, wallet=1.0,
        current_ratio=1.0, since=dt.date(2020, 1, 1),
    )  # fmt: skip
    assert customer_file(full, people) == (1.0, ())
