"""Records that do not fit together are told; those that belong to nobody are left out."""

import pytest
from rawbooks import codes, read, said

from xlplan.core.issues import Severity
from xlplan.engine.text import Texts

CONTACTS = [
    ["Contact ID", "Customer ID", "Name", "Reports to"],
    ["P1", "C1", "Li", None],
    ["P2", "C2", "Wang", None],
]
DEALS = [
    ["Opportunity ID", "Customer ID", "Amount", "Created", "Closed on"],
    ["O1", "C1", 100.0, None, None],
    ["O2", "C2", 50.0, None, None],
]


def plan(**more):
    return read(Contacts=CONTACTS, Opportunities=DEALS, **more)


def near(found):
    return dict(found.params)["near"]


@pytest.mark.parametrize(
    ("sheet", "heading", "row"),
    [
        ("Customers", ["Customer ID", "Customer"], ["C1", "Twice"]),
        ("Contacts", ["Contact ID", "Customer ID", "Name"], ["P1", "C1", "Twice"]),
        ("Opportunities", ["Opportunity ID", "Customer ID", "Amount"], ["O1", "C1", 1.0]),
    ],
)
def test_of_two_records_with_one_id_the_later_is_left_out(sheet, heading, row):
    reading = read(
        **{"Customers": [["Customer ID", "Customer"], ["C1", "A"]], sheet: [heading, row, row]}
    )
    assert said(reading) == [("DUPLICATE_ID", f"{sheet}!A3", row[0])]
    assert dict(reading.findings[0].params)["first"] == "A2"
    assert len(getattr(reading.portfolio, sheet.lower())) == 1


@pytest.mark.parametrize(
    ("sheet", "heading", "row"),
    [
        ("Invoices", ["Invoice", "Customer ID", "Date", "Amount"], ["I1", "C1", "2026-01-01", 1.0]),
        ("Objectives", ["Objective ID", "Customer ID", "Objective"], ["G1", "C1", "Twice"]),
    ],
)
def test_an_invoice_on_two_rows_counts_twice_and_is_told(sheet, heading, row):
    reading = read(
        **{"Customers": [["Customer ID", "Customer"], ["C1", "A"]], sheet: [heading, row, row]}
    )
    assert said(reading) == [("REPEATED_ID", f"{sheet}!A3", row[0])]
    assert str(reading.findings[0].severity) == "warning"
    assert len(getattr(reading.portfolio, sheet.lower())) == 2


def test_a_number_and_its_text_are_the_same_id():
    reading = read(Customers=[["Customer ID", "Customer"], [17.0, "A"], ["17", "B"], ["0017", "C"]])
    assert [one.id for one in reading.portfolio.customers] == ["17", "0017"]


def test_a_full_width_id_is_the_narrow_one():
    reading = read(
        Customers=[["Customer ID", "Customer"], ["0017", "A"], [21.0, "B"], ["0021", "C"],
                   ["Ｃ－４", "D"]],
        Opportunities=[["Opportunity ID", "Customer ID", "Amount"], ["P1", "００１７", 5e5],
                       ["P2", "２１", 6e5], ["Ｐ３", "C-4", 1.0]],
        Stakeholders=[["Opportunity ID", "Contact ID"], ["P3", "Ｋ１"]],
        Contacts=[["Contact ID", "Customer ID", "Name"], ["K1", "ｃ-4", "Ｌｅｅ"]],
    )  # fmt: skip
    deals = reading.portfolio.opportunities
    assert [(one.id, one.customer_id) for one in deals] == [
        ("P1", "0017"), ("P2", "21"), ("P3", "C-4"),
    ]  # fmt: skip
    assert [one.contact_id for one in reading.portfolio.stakeholders] == ["K1"]
    assert said(reading)[0] == ("UNKNOWN_ID_ROW", "Contacts!B2", "c-4")  # a case is another id


def test_two_widths_of_one_id_are_one_id_twice():
    reading = read(Customers=[["Customer ID", "Customer"], ["C1", "A"], ["Ｃ１", "B"]])
    assert said(reading) == [("DUPLICATE_ID", "Customers!A3", "C1")]


def test_a_child_of_an_unknown_customer_is_left_out_with_the_nearest_id():
    reading = read(
        Customers=[["Customer ID", "Customer"], ["0017", "A"]],
        Opportunities=[
            ["Opportunity ID", "Customer ID", "Amount"],
            ["O1", "17", 5.0],
            ["O2", "0017", 5.0],
            ["O3", "Z", 5.0],
        ],
    )
    assert [one.id for one in reading.portfolio.opportunities] == ["O2"]
    assert said(reading) == [
        ("ID_ZEROS_ROW", "Opportunities!B2", "17"),
        ("UNKNOWN_ID_ROW", "Opportunities!B4", "Z"),
    ]
    assert [near(found) for found in reading.findings] == ["0017", ""]


def owned(ids, references):
    """Read customers and a deal of each reference; return the owners read and the findings."""
    reading = read(
        Customers=[["Customer ID", "Customer"], *([one, f"Firm {one}"] for one in ids)],
        Opportunities=[
            ["Opportunity ID", "Customer ID", "Amount"],
            *([f"O{at}", one, 5.0] for at, one in enumerate(references)),
        ],
    )
    return [one.customer_id for one in reading.portfolio.opportunities], reading.findings


def test_a_number_means_the_only_id_with_other_zeros():
    owners, (told,) = owned(["0017", "0018"], [18.0, 17.0])
    assert owners == ["0018", "0017"]
    assert (told.code, told.address, told.value) == ("ID_NUMBER", "Opportunities!B2", "18")
    params = dict(told.params)
    assert (params["near"], params["first"], params["count"]) == ("0018", "A3", "2")


def test_a_text_means_the_number_with_other_zeros():
    owners, (told,) = owned([17.0, "K1"], ["0017", "K1"])
    assert (owners, told.code) == (["17", "K1"], "ID_NUMBER")


def test_a_number_that_fits_two_ids_means_none_of_them():
    owners, found = owned(["017", "0017"], [17.0])
    assert (owners, [one.code for one in found]) == ([], ["ID_ZEROS_ROW"])


def test_a_number_is_no_id_with_signs_of_its_own():
    owners, found = owned(["1-7"], [17.0])
    assert (owners, [one.code for one in found]) == ([], ["UNKNOWN_ID_ROW"])


def test_a_name_of_nothing_but_signs_names_nobody():
    reading = read(
        Customers=[["Customer ID", "Customer"], ["1", "-"], ["2", "B"]],
        Opportunities=[["Opportunity ID", "Customer ID", "Amount"], ["O1", "*", 5.0]],
    )
    assert dict(reading.findings[0].params)["named"] == ""


def test_one_row_without_an_id_is_named_where_its_id_is_missed():
    reading = read(
        Opportunities=[
            ["Opportunity ID", "Customer ID", "Amount"],
            ["O1", "C1", 5.0],
            [None, "C1", 5.0],
        ],
        Competitors=[
            ["Opportunity ID", "Competitor"],
            ["O2", "A"],
            ["O9", "B"],
            ["O2", "C"],
        ],
        Activities=[["Date", "Customer ID", "Opportunity ID"], ["2026-01-01", "C1", "O2"]],
    )
    assert said(reading) == [
        ("REQUIRED_BLANK", "Opportunities!A3", ""),
        ("ID_BLANK_ROW", "Competitors!A2", "O2"),
        ("UNKNOWN_ID_ROW", "Competitors!A3", "O9"),
        ("ID_BLANK_ROW", "Competitors!A4", "O2"),
        ("ID_BLANK", "Activities!C2", "O2"),
    ]
    assert dict(reading.findings[1].params)["first"] == "A3"


def test_a_misspelt_id_is_near():
    rows = [["Opportunity ID", "Customer ID", "Amount"], ["O1", "CUST-1O1", 5.0]]
    reading = read(
        Customers=[["Customer ID", "Customer"], ["CUST-101", "A"], ["X", "B"]], Opportunities=rows
    )
    assert near(reading.findings[0]) == "CUST-101"


def test_an_optional_reference_to_nobody_is_a_warning_and_the_record_stays():
    reading = plan(
        Costs=[["Date", "Customer ID", "Opportunity ID", "Amount"], ["2026-01-01", "C1", "O9", 5.0]]
    )
    assert codes(reading) == ["UNKNOWN_ID"]
    assert reading.findings[0].severity is Severity.WARNING
    assert reading.portfolio.costs[0].opportunity_id == "O9"


def test_a_stakeholder_who_is_no_contact_stays_with_a_warning():
    reading = plan(Stakeholders=[["Opportunity ID", "Contact ID"], ["O1", "P9"], ["O9", "P1"]])
    assert said(reading) == [
        ("UNKNOWN_ID", "Stakeholders!B2", "P9"),
        ("UNKNOWN_ID_ROW", "Stakeholders!A3", "O9"),
    ]
    assert len(reading.portfolio.stakeholders) == 1


def test_the_children_of_a_record_left_out_say_why():
    reading = read(
        Opportunities=[["Opportunity ID", "Customer ID", "Amount"], ["O1", "C1", "much"]],
        Answers=[["Opportunity ID", "Question"], ["O1", "Is there a need?"]],
    )
    assert codes(reading) == ["NOT_MONEY_ROW", "OWNER_LEFT_OUT"]
    assert reading.portfolio.answers == ()


def test_references_to_a_sheet_that_is_not_there_are_one_finding():
    rows = [["Opportunity ID", "Contact ID"], *([["O1", f"P{n}"] for n in range(50)])]
    reading = read(Opportunities=DEALS, Stakeholders=rows)
    assert said(reading) == [("NO_TARGET", "Stakeholders!B2", "P0")]
    assert dict(reading.findings[0].params)["count"] == "50"
    assert len(reading.portfolio.stakeholders) == 50
    reading = read(Answers=[["Opportunity ID", "Question"], ["O1", "Need?"], ["O2", "Need?"]])
    assert said(reading) == [("NO_TARGET_ROW", "Answers!A2", "O1")]
    assert reading.portfolio.answers == ()


def test_a_contact_of_one_customer_on_a_deal_of_another():
    reading = plan(Stakeholders=[["Opportunity ID", "Contact ID"], ["O1", "P1"], ["O1", "P2"]])
    assert said(reading) == [("OTHER_CUSTOMER", "Stakeholders!B3", "P2")]
    assert len(reading.portfolio.stakeholders) == 2


def test_a_contact_of_the_parent_company_is_no_stranger():
    reading = read(
        Customers=[["Customer ID", "Customer", "Parent"], ["C1", "A", "C2"], ["C2", "Group", None]],
        Contacts=CONTACTS,
        Opportunities=DEALS,
        Stakeholders=[["Opportunity ID", "Contact ID"], ["O1", "P2"]],
    )
    assert reading.findings == ()


def test_an_activity_under_the_wrong_customer():
    reading = plan(
        Activities=[
            ["Date", "Customer ID", "Contact ID", "Opportunity ID"],
            ["2026-01-01", "C1", "P2", "O2"],
            ["2026-01-01", "C2", "P2", "O2"],
        ]
    )
    assert said(reading) == [
        ("OTHER_CUSTOMER", "Activities!C2", "P2"),
        ("OTHER_CUSTOMER", "Activities!D2", "O2"),
    ]


@pytest.mark.parametrize(
    ("sheet", "heading", "row", "cell"),
    [
        (
            "Opportunities",
            ["Opportunity ID", "Customer ID", "Amount", "Created", "Closed on"],
            ["O7", "C1", 5.0, "2026-03-02", "2026-03-01"],
            "E2",
        ),
        (
            "Invoices",
            ["Invoice", "Customer ID", "Date", "Due", "Amount"],
            ["I1", "C1", "2026-03-02", "2026-03-01", 5.0],
            "D2",
        ),
        (
            "Activities",
            ["Date", "Customer ID", "Promise", "Promise due"],
            ["2026-03-02", "C1", "x", "2026-03-01"],
            "D2",
        ),
        (
            "Complaints",
            ["Opened", "Customer ID", "Closed"],
            ["2026-03-02", "C1", "2026-03-01"],
            "C2",
        ),
    ],
)
def test_dates_the_wrong_way_round(sheet, heading, row, cell):
    reading = read(**{sheet: [heading, row]})
    assert said(reading) == [("DATES_REVERSED", f"{sheet}!{cell}", "2026-03-01")]
    same = [("2026-03-02" if value == "2026-03-01" else value) for value in row]
    assert read(**{sheet: [heading, same]}).findings == ()


def test_lines_of_reporting_that_run_in_a_circle():
    rows = [
        ["Contact ID", "Customer ID", "Name", "Reports to"],
        ["P1", "C1", "Li", "P2"],
        ["P2", "C1", "Wang", "P3"],
        ["P3", "C1", "Zhao", "P1"],
        ["P4", "C1", "Qian", "P1"],
        ["P5", "C1", "Sun", "P5"],
    ]
    reading = read(Contacts=rows)
    assert said(reading) == [("LOOP", "Contacts!D2", "P1"), ("LOOP", "Contacts!D6", "P5")]
    assert dict(reading.findings[0].params)["chain"] == "P1 → P2 → P3 → P1"
    assert len(reading.portfolio.contacts) == 5


def test_parents_that_run_in_a_circle():
    reading = read(
        Customers=[["Customer ID", "Customer", "Parent"], ["C1", "A", "C2"], ["C2", "B", "C1"]]
    )
    assert said(reading) == [("LOOP", "Customers!C2", "C1")]


def test_a_long_line_of_reporting_is_no_circle_and_no_recursion():
    rows = [[f"P{n}", "C1", "x", f"P{n + 1}"] for n in range(20_000)]
    reading = read(
        Contacts=[
            ["Contact ID", "Customer ID", "Name", "Reports to"],
            *rows,
            ["P20000", "C1", "x", None],
        ]
    )
    assert reading.findings == ()


def test_a_stakeholder_twice_on_one_deal():
    reading = plan(
        Stakeholders=[["Opportunity ID", "Contact ID"], ["O1", "P1"], ["O2", "P2"], ["O1", "P1"]]
    )
    assert said(reading) == [("STAKEHOLDER_TWICE", "Stakeholders!B4", "P1")]
    assert len(reading.portfolio.stakeholders) == 2


def test_nobody_influences_himself():
    reading = plan(Influences=[["From", "To"], ["P1", "P2"], ["P1", "P1"], ["P1", "P8"]])
    assert said(reading) == [
        ("OWN_INFLUENCE", "Influences!B3", "P1"),
        ("UNKNOWN_ID", "Influences!B4", "P8"),
    ]
    assert len(reading.portfolio.influences) == 2


def test_an_action_for_an_unknown_objective_stays():
    reading = read(
        Actions=[["Action", "Customer ID", "Objective ID"], ["visit", "C1", "G9"]],
        Objectives=[["Objective ID", "Customer ID", "Objective"], ["G1", "C1", "grow"]],
    )
    assert codes(reading) == ["UNKNOWN_ID"]
    assert len(reading.portfolio.actions) == 1


def test_many_dangling_references_do_not_take_long():
    rows = [[f"O{n}", f"Z{n}", 5.0] for n in range(30_000)]
    customers = [["Customer ID", "Customer"], *[[f"C{n}", "x"] for n in range(3000)]]
    reading = read(
        Customers=customers, Opportunities=[["Opportunity ID", "Customer ID", "Amount"], *rows]
    )
    assert codes(reading) == ["UNKNOWN_ID_ROW"] * 20_000 + ["MORE_ERRORS"]


def test_a_name_in_a_column_of_ids_is_told_as_the_name_that_it_is():
    rows = [["商机编号", "客户编号", "金额"], ["O1", "江南重型机械集团", 5.0]]
    reading = read(客户=[["客户编号", "客户名称"], ["K01", "江南重型机械集团"]], 商机=rows)
    assert reading.portfolio.opportunities == ()
    assert Texts("zh").finding(reading.findings[0]) == (
        "商机!B2 – 客户编号：“江南重型机械集团”不在“客户”表中；这是 K01 的名称。该行未读取。请更正编号，或在该表中添加。"
    )
    assert "; it is the name of K01." in Texts("en").finding(reading.findings[0])
