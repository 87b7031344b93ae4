"""A workbook of the contract: what a planner sees, what the reader reads back, and the example."""

import dataclasses
import datetime as dt
import os
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from xlplan.core.defaults import DEFAULTS
from xlplan.core.issues import PlanError
from xlplan.engine.contract import POLICY, SHEETS
from xlplan.engine.example import example_records, example_stories
from xlplan.engine.plan import evaluate
from xlplan.engine.read import read_portfolio
from xlplan.engine.text import Texts, chinese
from xlplan.hosts.files.planbook import write_example, write_plan
from xlplan.hosts.files.reading import read_tables

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
TODAY = dt.date(2026, 12, 24)
HAN = re.compile(r"[\u4e00-\u9fff]")
LANGUAGES = ("en", "zh")

ROWS = {
    "customers": [
        {"id": "0017", "name": "=Dongkui & Söhne <B>", "ownership": "state-owned", "since": dt.date(2014, 3, 1), "strategic": True,
         "sales_12m": 70_000_000.0, "gross_margin": 0.06, "bonding": 3.5, "credit_rating": "C", "dso_days": 180.0},
        {"id": "0018", "name": "http://example.test", "sales_12m": 0.0, "strategic": False, "birthday": None},
    ],
    "opportunities": [{"id": "O1", "customer_id": "0017", "amount": 5.0, "status": "won", "slips": 2, "feasible": False}],
}  # fmt: skip
ROWS["customers"][1].pop("birthday")


@pytest.fixture(scope="module", params=LANGUAGES)
def blank(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("blank") / "plan.xlsx"
    write_plan(path, request.param)
    book = openpyxl.load_workbook(path)
    yield request.param, book
    book.close()


def cells(path):
    book = openpyxl.load_workbook(path)
    found = {page.title: list(page.iter_rows(values_only=True)) for page in book}
    book.close()
    return found


def place(rule):
    return next(iter(rule.sqref.ranges))


def validations(page):
    """Column number → what its cells are checked for."""
    return {place(rule).min_col: rule for rule in page.data_validations.dataValidation}


# --- what the planner sees ------------------------------------------------------------------------


def test_a_blank_workbook_has_every_sheet_and_heading_in_the_language(blank):
    lang, book = blank
    assert book.sheetnames == [Texts(lang)("Read me"), *(sheet.name(lang) for sheet in SHEETS)]
    for sheet in SHEETS:
        page = book[sheet.name(lang)]
        assert [cell.value for cell in page[1]] == [
            column.heading(lang) for column in sheet.columns
        ]


def test_each_sheet_is_an_excel_table_under_a_frozen_heading(blank):
    lang, book = blank
    for sheet in SHEETS:
        page = book[sheet.name(lang)]
        assert len(page.tables) == 1
        assert page.freeze_panes
        assert page.freeze_panes.endswith("2")


def test_every_heading_has_a_note_in_the_language(blank):
    lang, book = blank
    for sheet in SHEETS:
        for cell, column in zip(book[sheet.name(lang)][1], sheet.columns, strict=True):
            note = cell.comment.text
            assert bool(HAN.search(note)) == (lang == "zh")
            for word in [zh if lang == "zh" else en for en, zh in column.words.items()]:
                assert word in note


def test_headings_that_every_row_needs_are_dark(blank):
    lang, book = blank
    for sheet in SHEETS:
        for cell, column in zip(book[sheet.name(lang)][1], sheet.columns, strict=True):
            assert (cell.fill.fgColor.rgb == "FF14284B") == column.required


def test_words_and_flags_are_offered_in_the_language(blank):
    lang, book = blank
    for sheet in SHEETS:
        page = book[sheet.name(lang)]
        rules = validations(page)
        for at, column in enumerate(sheet.columns, 1):
            if column.words:
                wanted = [zh or en if lang == "zh" else en for en, zh in column.words.items()]
                assert rules[at].formula1 == f'"{",".join(wanted)}"'
            elif column.kind == "flag":
                assert rules[at].formula1 == ('"是,否"' if lang == "zh" else '"yes,no"')
            elif column.kind in ("share", "score", "rating", "date"):
                assert rules[at].operator in (None, "between")
            if at in rules:
                assert rules[at].errorStyle == "warning"
                assert place(rules[at]).max_row > 400


def test_every_policy_key_is_listed_on_the_first_page_and_offered(blank):
    lang, book = blank
    rule = validations(book[POLICY.name(lang)])[1]
    sheet, cells = rule.formula1.lstrip("=").split("!")
    page = book[sheet.strip("'")]
    rows = list(page[cells.replace("$", "")])
    assert sheet.strip("'") == Texts(lang)("Read me")
    assert [row[0].value for row in rows] == list(DEFAULTS)
    meanings = [page.cell(row[0].row, 2).value for row in rows]
    assert meanings == [Texts(lang)(entry.meaning) for entry in DEFAULTS.values()]
    assert page.cell(rows[4][0].row, 3).value == (
        "60 money/hour" if lang == "en" else "60 金额/小时"
    )
    assert rule.errorStyle == "warning"


def test_ids_are_picked_from_their_own_sheet(blank):
    lang, book = blank
    sheet = next(sheet for sheet in SHEETS if sheet.key == "contacts")
    customers = SHEETS[0].name(lang)
    assert validations(book[sheet.name(lang)])[2].formula1 == f"'{customers}'!$A$2:$A$5000"


def test_only_the_sheets_asked_for_are_written(tmp_path):
    write_plan(tmp_path / "p.xlsx", "en", sheets=["opportunities", "customers"])
    assert list(cells(tmp_path / "p.xlsx")) == ["Read me", "Customers", "Opportunities"]


def test_every_note_and_word_of_the_contract_has_its_chinese():
    known = chinese()["label"]
    notes = {column.note for sheet in SHEETS for column in sheet.columns} | {
        sheet.note for sheet in SHEETS
    }
    assert sorted(note for note in notes if note and note not in known) == []


# --- what the reader reads back -------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_written_is_read_back(tmp_path, lang):
    write_plan(tmp_path / "p.xlsx", lang, ROWS)
    reading = read_portfolio(read_tables(tmp_path / "p.xlsx"))
    for sheet in SHEETS[:3]:
        found = [dataclasses.asdict(one) for one in getattr(reading.portfolio, sheet.key)]
        wanted = [dataclasses.asdict(sheet.record(**row)) for row in ROWS.get(sheet.key, [])]
        assert [one | {"row": 0} for one in found] == wanted
    assert reading.findings == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_are_text_and_texts_are_never_formulas_or_links(tmp_path, lang):
    write_plan(tmp_path / "p.xlsx", lang, ROWS)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    page = book[SHEETS[0].name(lang)]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in page["A"][1:]] == [
        ("0017", "s", "@"),
        ("0018", "s", "@"),
    ]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in page["B"][1:]] == [
        ("=Dongkui & Söhne <B>", "s", None),
        ("http://example.test", "s", None),
    ]
    formats = {cell.value: page.cell(2, cell.column).number_format for cell in page[1]}
    heading = {column.field: column.heading(lang) for column in SHEETS[0].columns}
    assert formats[heading["since"]] == "yyyy-mm-dd"
    assert formats[heading["sales_12m"]] == "#,##0"
    assert formats[heading["gross_margin"]] == "0%"
    book.close()


def test_a_date_that_no_spreadsheet_counts_stays_a_text(tmp_path):
    write_plan(
        tmp_path / "p.xlsx",
        "en",
        {"customers": [{"id": "1", "name": "A", "since": dt.date(1899, 5, 1)}]},
    )
    row = cells(tmp_path / "p.xlsx")["Customers"][1]
    assert "1899-05-01" in row


# --- writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_plan_gives_the_same_bytes(tmp_path, lang):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_example(tmp_path / name / "example.xlsx", lang)
    assert (tmp_path / "one" / "example.xlsx").read_bytes() == (
        tmp_path / "two" / "example.xlsx"
    ).read_bytes()


def test_a_file_that_stands_there_is_replaced_whole_and_keeps_its_mode(tmp_path):
    path = tmp_path / "p.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_plan(path, "en")
    assert path.read_bytes().startswith(b"PK")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["p.xlsx"]


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real.xlsx").write_bytes(b"old")
    (tmp_path / "link.xlsx").symlink_to("real.xlsx")
    write_plan(tmp_path / "link.xlsx", "en")
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes().startswith(b"PK")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(PlanError) as wrong:
        write_plan(tmp_path / "nowhere" / "p.xlsx", "en")
    assert wrong.value.code == "NO_FOLDER"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_an_error_and_leaves_the_file(tmp_path):
    path = tmp_path / "p.xlsx"
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PlanError) as wrong:
            write_plan(path, "en")
    finally:
        tmp_path.chmod(0o700)
    assert wrong.value.code == "NO_WRITE_PERMISSION"
    assert path.read_bytes() == b"old"


def test_a_full_disk_is_an_error_and_leaves_the_file(tmp_path, monkeypatch):
    path = tmp_path / "p.xlsx"
    path.write_bytes(b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PlanError) as wrong:
        write_plan(path, "en")
    assert wrong.value.code == "DISK_FULL"
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["p.xlsx"]


@pytest.mark.parametrize(
    ("records", "sheets", "code"),
    [
        (None, ["custmers"], "UNKNOWN_SHEET_KEY"),
        ({"deals": []}, None, "UNKNOWN_SHEET_KEY"),
        ({"customers": [{"id": "1", "nmae": "A"}]}, None, "UNKNOWN_FIELD"),
        ({"leads": [{}] * 1_048_001}, None, "TOO_MANY_ROWS"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_written(tmp_path, records, sheets, code):
    with pytest.raises(PlanError) as wrong:
        write_plan(tmp_path / "p.xlsx", "en", records, sheets=sheets)
    assert wrong.value.code == code
    assert list(tmp_path.iterdir()) == []


# --- the example ----------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LANGUAGES)
def example(request):
    suffix = "" if request.param == "en" else ".zh"
    return request.param, evaluate(read_tables(WORKBOOKS / f"example{suffix}.xlsx"), TODAY)


def test_the_example_is_clean_but_for_what_it_is_to_show(example):
    """A date that has passed, three stages ahead of their evidence, one deal without a date."""
    _, found = example
    codes = Counter(one.code for one in found.findings)
    assert codes == {"CLOSE_PASSED": 1, "STAGE_GAP": 3, "NO_CLOSE_DATES": 1}
    assert not found.has_errors
    assert found.assessment.as_of == dt.date(2026, 11, 20)


def test_the_example_spreads_over_all_grades(example):
    lang, found = example
    assert found.texts.lang == lang
    assert found.assessment.grades == {"A": 2, "B": 4, "C": 3, "D": 2, "X": 1}
    gates = {one.opportunity.id: one.gates for one in found.assessment.opportunities if one.gates}
    assert gates["O58-1"] == ("not feasible",)
    assert gates["O51-1"][-1] == "knock-out r05"


def test_contractor_b_shows_the_figures_of_the_method(example):
    # sales 70 m, margin .06, DSO 180, interest .08, cost .6 m, PD .02, LGD .5
    b = next(one for one in example[1].assessment.customers if one.customer.id == "0017")
    money = b.economics
    assert round(money.receivables) == 34_520_548
    assert round(money.carry) == 2_761_644
    assert round(money.bad_debt) == 345_205
    assert round(money.net_year) == 493_151
    assert round(money.cost_ratio, 4) == 0.8826
    assert round(money.dso_break_even, 1) == 208.6
    assert b.share == pytest.approx(0.7)
    assert b.share_flag == 2


def test_the_spread_of_sales_is_that_of_the_method(example):
    # 70² + 5.4² + 5.2² + 4.8² + 4.6² + 2.3² + 2.2² + 2.0² + 1.8² + 1.7² = 5 020.66
    spread = example[1].assessment.spread
    assert spread.sales == pytest.approx(100_000_000)
    assert spread.hhi == pytest.approx(5020.66)


def test_sales_payment_and_cost_come_from_detail_where_nothing_is_typed(example):
    nanqu = next(one for one in example[1].assessment.customers if one.customer.id == "0040")
    # Σ of the twelve invoices from 2025-12-15 on; 1 470 000 unpaid ÷ 5 400 000 × 365
    assert nanqu.facts.sales == 5_400_000
    assert nanqu.facts.dso_days == pytest.approx(1_470_000 / 5_400_000 * 365)
    # 3 200 + 60 000 + 18 500, and 15 hours at 260
    assert nanqu.facts.relationship_cost == 3_200 + 60_000 + 18_500 + 15 * 260
    assert set(nanqu.facts.sources.values()) == {"invoices", "costs"}


def test_the_example_has_a_customer_of_each_kind(example):
    found = example[1].assessment
    deals = {one.opportunity.id: one for one in found.opportunities}
    assert [node.step for node in deals["O70-1"].missing_nodes] == [2]
    assert deals["O34-1"].red_flags == ("veto against",)
    assert deals["O22-1"].coach == "verified"
    assert deals["O63-1"].days_to_close == -51
    assert not next(one for one in found.customers if one.customer.id == "0077").opportunities
    assert (
        next(one for one in found.customers if one.customer.id == "0082").risk.score.completeness
        < 0.1
    )
    assert set(found.funnel.frameworks) == {"0058", "0077"}
    history = [
        one
        for one in found.portfolio.opportunities
        if one.status in ("won", "lost") and one.selling_step
    ]
    assert len(history) >= 25


def test_the_example_fills_every_column():
    records = example_records("en")
    for sheet in SHEETS:
        filled = {field for row in records[sheet.key] for field in row}
        assert filled == {column.field for column in sheet.columns}, sheet.en


def test_both_languages_tell_the_same_figures():
    english, translated = example_records("en"), example_records("zh")
    for sheet in SHEETS:
        texts = {column.field for column in sheet.columns if column.kind in ("text", "any")}
        for one, other in zip(english[sheet.key], translated[sheet.key], strict=True):
            assert {f: v for f, v in one.items() if f not in texts} == {
                f: v for f, v in other.items() if f not in texts
            }
            assert one.keys() == other.keys()


def test_every_text_of_the_example_has_its_chinese():
    same = {"contract_number", "key", "value", "input", "anchors", "knock_out"}
    records = example_records("zh")
    for sheet in SHEETS:
        for row in records[sheet.key]:
            for column in sheet.columns:
                text = row.get(column.field)
                if column.kind == "text" and column.field not in same and text:
                    assert HAN.search(text), text
    assert len(example_stories("zh")) == 12
    assert all(HAN.search(name) and HAN.search(point) for _, name, point in example_stories("zh"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["example", "blank"])
def test_the_workbooks_that_come_with_xlplan_are_up_to_date(tmp_path, lang, kind):
    name = f"{kind}{'' if lang == 'en' else '.zh'}.xlsx"
    write = write_example if kind == "example" else write_plan
    write(tmp_path / name, lang)
    assert cells(WORKBOOKS / name) == cells(tmp_path / name)
