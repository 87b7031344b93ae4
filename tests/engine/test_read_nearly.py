"""What a cell can only mean is read and told; what cannot be told is never taken for a blank."""

import pytest
from rawbooks import codes, read, said

from xlplan.engine.common_words import STATUS
from xlplan.engine.contract import ACTIONS, CUSTOMERS, OPPORTUNITIES, STAKEHOLDERS
from xlplan.engine.reading.cells import convert
from xlplan.engine.reading.nearly import asked_for, meant
from xlplan.engine.text import Texts

DEAL = ["Opportunity ID", "Customer ID", "Amount"]


def deals(heading, *cells):
    rows = [[f"O{at}", "C1", 1000.0, cell] for at, cell in enumerate(cells, 1)]
    return read(Opportunities=[[*DEAL, heading], *rows])


def told(reading, lang):
    return [Texts(lang).finding(one) for one in reading.findings]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("won", "已中标 中标 成交 已成交 赢 已签约 closed_won Closed-Won won 赢单"),
        ("lost", "丢标 落标 失单 未中标 输单 closed_lost 丢单"),
        ("open", "在谈 跟进中 洽谈中 in_progress active open 进行中"),
        ("ended", "取消 暂停 搁置 中止 cancelled on_hold 终止"),
    ],
)
def test_common_words_of_a_status_are_read(status, words):
    cells = [word.replace("_", " ") for word in words.split()]
    reading = deals("Status", *cells)
    assert set(codes(reading)) == {"READ_AS"}
    assert {one.status for one in reading.portfolio.opportunities} == {status}


def test_a_common_word_is_told_once_a_text_the_contracts_own_is_not():
    reading = deals("Status", "on hold", "ended", "On Hold", "on hold", "搁置", "赢单", "")
    assert said(reading) == [
        ("READ_AS", "Opportunities!D2", "on hold"),
        ("READ_AS", "Opportunities!D4", "On Hold"),
        ("READ_AS", "Opportunities!D6", "搁置"),
    ]
    assert "“搁置”按 终止 读取" in told(reading, "zh")[2]
    left_out = read(
        Opportunities=[
            [*DEAL, "Status"],
            ["O1", "C1", None, "on hold"],
            ["O2", "C1", 5.0, "on hold"],
        ]
    )
    assert said(left_out)[-1] == ("READ_AS", "Opportunities!D3", "on hold")


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (
            OPPORTUNITIES.by_field["status"],
            "已结束 未赢单 未终止 not_won 停止跟进 暂不跟进 inactive Closed 终",
        ),
        (ACTIONS.by_field["status"], "未完成 未取消 undone incomplete"),
        (STAKEHOLDERS.by_field["attitude"], "不支持 不反对 unsupportive not_opposed"),
    ],
)
def test_no_opposite_is_named_for_a_word(column, texts):
    for text in texts.split():
        bad = convert(column, [text.replace("_", " ")])[0]
        assert asked_for(column, bad)["near"] == "", text


def test_a_slip_of_the_pen_is_named():
    attitude = STAKEHOLDERS.by_field["attitude"]
    for text, word in (("suportive", "supportive"), ("oposed", "opposed")):
        assert asked_for(attitude, convert(attitude, [text])[0])["near"] == word


def test_a_blank_status_is_open():
    assert deals("Status", None).portfolio.opportunities[0].status == "open"


def test_an_unreadable_status_leaves_the_row_out():
    reading = deals("Status", "已核销", "open", "wonn")
    assert [one.id for one in reading.portfolio.opportunities] == ["O2"]
    assert said(reading) == [
        ("UNDECIDED_ROW", "Opportunities!D2", "已核销"),
        ("UNDECIDED_ROW", "Opportunities!D4", "wonn"),
    ]
    english, chinese = told(reading, "en"), told(reading, "zh")
    assert english[1] == (
        "Opportunities!D4 – Status: “wonn” is none of open / won / lost / ended; perhaps won is meant. "
        "Whether the row still counts cannot be told, so it is left out. Choose one of these words; "
        "an empty cell means open."
    )
    assert "perhaps" not in english[0]
    assert chinese[1] == (
        "Opportunities!D4 – Status：“wonn”不是 进行中 / 赢单 / 丢单 / 终止 之一；可能是 赢单。"
        "无法判断该行是否仍然有效，因此未读取。请从这些词中选一个；留空表示进行中。"
    )


def test_an_error_in_a_status_leaves_the_row_out():
    reading = deals("Status", "#N/A")
    assert codes(reading) == ["ERROR_CELL_ROW"]
    assert reading.portfolio.opportunities == ()


def test_what_hangs_on_a_row_left_out_is_told_as_such():
    reading = read(
        Opportunities=[[*DEAL, "Status"], ["O1", "C1", 1000.0, "?"]],
        Milestones=[["Opportunity ID", "Step"], ["O1", 1.0]],
        Activities=[["Date", "Customer ID", "Opportunity ID"], ["2026-03-31", "C1", "O1"]],
    )
    assert codes(reading) == ["UNDECIDED_ROW", "OWNER_LEFT_OUT"]
    assert len(reading.portfolio.activities) == 1


OF_DEALS = [
    ("purchase_step", "4 招标评标", 4), ("purchase_step", "4 Evaluation", 4), ("purchase_step", "招标评标", 4),
    ("purchase_step", "第4步", 4), ("purchase_step", "step 4", 4), ("purchase_step", "4 提案", None),
    ("selling_step", "3 提案", 3), ("selling_step", "提案", 3), ("selling_step", "3 Proposal", 3),
    ("selling_step", "Proposal", 3), ("selling_step", "3. bid", None), ("selling_step", "3/6", None),
    ("entry_step", "2 suppliers surveyed", 2), ("selling_step", "soon", None),
    ("fit", "85分", 85.0), ("fit", "85 points", 85.0), ("fit", "about 85", None), ("fit", "85天", None),
    ("remaining_hours", "40小时", 40.0), ("slips", "2次", 2), ("clear_facts", "7条", 7),
    ("budget_status", "已批准", "approved"), ("budget_status", "未批准", None), ("budget_status", "批准中", None),
]  # fmt: skip
OF_CUSTOMERS = [
    ("dso_days", "60天", 60.0), ("dso_days", "15 days", 15.0), ("late_days", "-5天", -5.0),
    ("credit_rating", "A级", "A"), ("credit_rating", "AA级", None), ("credit_rating", "B类", "B"),
    ("credit_rating", "A+", "A"), ("credit_rating", "A-", "A"), ("credit_rating", "A企业", None),
    ("credit_rating", "B公司", None), ("credit_rating", "已A", None), ("credit_rating", "A型", None),
    ("ownership", "外资企业", "foreign"), ("stage", "成熟", "mature"),
    ("stage", "期", None), ("level", "合作", "partner"), ("current_ratio", "1.5倍", 1.5),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text", "value"), OF_DEALS)
def test_a_text_of_an_opportunity_that_can_only_mean_one_thing(field, text, value):
    found = meant(OPPORTUNITIES.by_field[field], text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("field", "text", "value"), OF_CUSTOMERS)
def test_a_text_of_a_customer_that_can_only_mean_one_thing(field, text, value):
    assert meant(CUSTOMERS.by_field[field], text) == value


def test_a_word_is_not_taken_for_its_opposite():
    focus = STAKEHOLDERS.by_field["focus"]
    assert meant(focus, "satisfaction") is None
    assert meant(STAKEHOLDERS.by_field["attitude"], "不支持") is None


def test_a_rating_with_a_sign_is_told_whichever_sign_it_is():
    rows = [["C1", "X", "A+"], ["C2", "Y", "A-"], ["C3", "Z", "A"]]
    reading = read(Customers=[["Customer ID", "Customer", "Credit rating"], *rows])
    assert [one.credit_rating for one in reading.portfolio.customers] == ["A", "A", "A"]
    assert said(reading) == [("READ_AS", "Customers!C2", "A+"), ("READ_AS", "Customers!C3", "A-")]


def test_common_words_of_an_ownership():
    rows = [
        ["C1", "A", "国企"],
        ["C2", "B", "民营企业"],
        ["C3", "C", "外企"],
        ["C4", "D", "上市公司"],
    ]
    reading = read(客户=[["客户编号", "客户名称", "企业性质"], *rows])
    assert codes(reading) == ["READ_AS"] * 4
    assert [one.ownership for one in reading.portfolio.customers] == [
        "state-owned", "private", "foreign", "listed",
    ]  # fmt: skip


def test_what_is_read_all_the_same_is_told():
    reading = deals("Selling step", "3 提案")
    assert reading.portfolio.opportunities[0].selling_step == 3
    assert told(reading, "en") == [
        "Opportunities!D2 – Selling step: “3 提案” is read as 3. Nothing to do if that is meant; else correct the cell."
    ]
    zh = read(客户=[["客户编号", "客户名称", "关系阶段"], ["C1", "甲", "成熟"]])
    assert zh.portfolio.customers[0].stage == "mature"
    assert told(zh, "zh") == [
        "客户!C2 – 关系阶段：“成熟”按 成熟期 读取。若正是此意，无需处理；否则请更正单元格。"
    ]


def test_a_number_that_is_none_names_the_range_and_an_example_of_its_own():
    assert told(deals("Selling step", "soon"), "en") == [
        "Opportunities!D2 – Selling step: “soon” is no number. Write a number from 1 to 6, such as 3, or leave the cell empty."
    ]
    assert told(deals("Selling step", "很快"), "zh") == [
        "Opportunities!D2 – Selling step：“很快”不是数字。请写 1 到 6 之间的数字，如 3，或留空。"
    ]
    assert "from 0 to 100, such as 75" in told(deals("Fit", "good"), "en")[0]
    assert (
        "Write a whole number from 1 to 6, such as 3," in told(deals("Selling step", 2.5), "en")[0]
    )


def test_a_number_out_of_range_keeps_its_own_sentence():
    assert codes(deals("Fit", "150分")) == ["OUT_OF_RANGE"]


def test_no_common_word_stands_for_two_words():
    words = [one.strip() for more in STATUS.values() for one in more.split(",")]
    assert len(words) == len(set(words))
