"""Files of five formats are read alike; what cannot be read ends in one clear sentence."""

import datetime as dt
import hashlib
import shutil
import zipfile
from pathlib import Path
from typing import ClassVar

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbooks import PLAN, converted, edited, real, write, write_xlsb
from xlplan.core.issues import PlanError
from xlplan.engine.read import read_portfolio
from xlplan.engine.reading.choosing import contract_sheet
from xlplan.engine.sheets import Block
from xlplan.engine.text import Texts
from xlplan.hosts.files.marks import ods_marks
from xlplan.hosts.files.reading import read_tables, recalculate


def code(path) -> str:
    """Read a file that cannot be read; return why, having said it in both languages."""
    with pytest.raises(PlanError) as caught:
        read_tables(path)
    for lang in ("en", "zh"):
        said = Texts(lang).error(caught.value)
        assert "{" not in said
        assert "\n" not in said
    return caught.value.code


def cells(path) -> dict:
    return {sheet.name: sheet for sheet in read_tables(path).sheets}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return write(tmp_path_factory.mktemp("plan") / "plan.xlsx")


def check_plan(path):
    reading = read_portfolio(read_tables(path))
    assert reading.findings == ()
    assert [(one.id, one.name, one.gross_margin) for one in reading.portfolio.customers] == [
        ("0017", "Dongfeng Cement", 0.35),
        ("C2", "Harbour Crane", 0.2),
    ]
    assert [(one.amount, one.expected_close) for one in reading.portfolio.opportunities] == [
        (1200.5, dt.date(2026, 3, 31)),
        (12_000.0, dt.date(2026, 4, 1)),
    ]


class TestFormats:
    def test_xlsx(self, plan):
        check_plan(plan)

    @pytest.mark.parametrize("suffix", ["xlsm", "zip", "xls", "txt", ""])
    def test_the_first_bytes_decide_and_not_the_name(self, plan, tmp_path, suffix):
        check_plan(shutil.copy(plan, tmp_path / f"plan.{suffix}"))

    @pytest.mark.parametrize("suffix", ["xls", "ods"])
    def test_as_libreoffice_writes_it(self, plan, tmp_path, suffix):
        check_plan(converted(plan, suffix, tmp_path))

    def test_as_libreoffice_writes_xlsx(self, plan, tmp_path):
        check_plan(converted(plan, "xlsx", tmp_path))

    def test_xlsb(self, tmp_path):
        check_plan(write_xlsb(tmp_path / "plan.xlsb", PLAN))

    def test_as_xlsxwriter_writes_it_with_shared_strings(self, tmp_path):
        path = tmp_path / "plan.xlsx"
        book = xlsxwriter.Workbook(path)
        for name, rows in PLAN.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        book.close()
        check_plan(path)

    def test_the_bytes_stay_as_they_are(self, plan):
        before = hashlib.sha256(plan.read_bytes()).digest()
        read_tables(plan)
        assert hashlib.sha256(plan.read_bytes()).digest() == before


class TestWhichSheets:
    def test_only_those_of_the_contract(self, tmp_path):
        path = write(
            tmp_path / "a.xlsx", {**PLAN, "My notes": [["secret"]], "Summary": [["old result"]]}
        )
        book = read_tables(path)
        assert [sheet.name for sheet in book.sheets] == ["Customers", "商机"]
        assert book.names == ["Customers", "商机", "My notes", "Summary"]

    def test_those_that_are_wanted(self, tmp_path):
        path = write(tmp_path / "a.xlsx", {**PLAN, "My notes": [["secret"]]})
        assert [
            sheet.name for sheet in read_tables(path, lambda name: name.startswith("My")).sheets
        ] == ["My notes"]

    def test_the_heads_of_all_when_there_are_no_customers(self, tmp_path):
        long = [["Account", "City"], *[[f"A{n}", "Linz"] for n in range(500)]]
        path = write(
            tmp_path / "a.xlsx",
            {"Accounts": long, "Invoices": [["Invoice", "Customer ID", "Date", "Amount"]]},
        )
        book = read_tables(path)
        assert [(sheet.name, len(sheet.rows)) for sheet in book.sheets] == [
            ("Accounts", 60),
            ("Invoices", 1),
        ]
        assert book.sheets[0].rows[:2] == [["Account", "City"], ["A0", "Linz"]]

    def test_the_heads_of_all_when_customers_lacks_its_headings(self, tmp_path):
        path = write(
            tmp_path / "a.xlsx", {"Customers": [["Name", "City"]], "Deals": [["Deal", "Value"]]}
        )
        assert [sheet.name for sheet in read_tables(path).sheets] == ["Customers", "Deals"]

    def test_names(self):
        assert contract_sheet("风险因素")
        assert contract_sheet("risk FACTORS")
        assert not contract_sheet("Deals")


class TestWhatLooksBlank:
    ROWS: ClassVar = [
        ["Customer ID", "Customer", "Wallet", "DSO days"],
        ["C1", "A", "=1/0", "=SUM(1,2)"],
        ["C2", "B", "#N/A", 30.0],
    ]

    def test_errors_and_formulas_without_a_value(self, tmp_path):
        sheet = cells(write(tmp_path / "a.xlsx", {"Customers": self.ROWS}))["Customers"]
        assert sheet.uncached == {(1, 2), (1, 3)}
        assert sheet.errors == {(2, 2): "#N/A"}

    def test_their_addresses(self, tmp_path):
        found = read_portfolio(
            read_tables(write(tmp_path / "a.xlsx", {"Customers": self.ROWS}))
        ).findings
        assert [(one.code, one.address) for one in found] == [
            ("NOT_CALCULATED", "Customers!C2"),
            ("NOT_CALCULATED", "Customers!D2"),
            ("ERROR_CELL", "Customers!C3"),
        ]

    def test_errors_newer_than_the_fast_reader_knows(self, tmp_path):
        path = write(
            tmp_path / "a.xlsx",
            {
                "Customers": [
                    ["Customer ID", "Customer", "Wallet", "Since"],
                    ["C1", "A", "#N/A", dt.date(2020, 5, 1)],
                    ["C2", "B", 7.5, dt.datetime(2021, 5, 1, 12)],
                ]
            },
        )
        edited(path, sheet1_xml=lambda data: data.replace(b"#N/A", b"#SPILL!"))
        sheet = cells(path)["Customers"]
        assert sheet.errors == {(1, 2): "#SPILL!"}
        assert sheet.rows[1][3] == dt.date(2020, 5, 1)
        assert sheet.rows[2] == ["C2", "B", 7.5, dt.datetime(2021, 5, 1, 12)]

    def test_an_empty_text_is_the_value_of_a_formula(self, tmp_path):
        path = tmp_path / "a.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Customers")
        sheet.write_row(0, 0, ["Customer ID", "Customer", "Wallet"])
        sheet.write_row(1, 0, ["C1", "A"])
        sheet.write_formula("C2", '=IF(A2="","",B2)', None, "x")
        sheet.write_formula("C3", "=1+1", None, 2)
        book.close()
        edited(
            path, sheet1_xml=lambda data: data.replace(b"<v>x</v>", b"<v></v>")
        )  # as Excel writes it
        read = cells(path)["Customers"]
        assert (read.uncached, read.errors) == (set(), {})

    def test_zeros_of_a_library_that_calculates_nothing(self, tmp_path):
        path = tmp_path / "a.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Customers")
        sheet.write_row(0, 0, ["Customer ID", "Customer", "Wallet"])
        sheet.write_row(1, 0, ["C1", "A"])
        sheet.write_formula("C2", "=500*12")
        book.close()
        assert cells(path)["Customers"].uncached == {(1, 2)}

    def test_calculated_formulas_of_the_same_library_stay(self, tmp_path):
        path = tmp_path / "a.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Customers")
        sheet.write_formula("C2", "=500*12", None, 6000)
        sheet.write_formula("C3", "=500*0", None, 0)
        book.close()
        assert cells(path)["Customers"].uncached == set()

    def test_text_that_looks_like_markup(self, tmp_path):
        text = '<c r="A9" t="e"><v>#N/A</v></c> t="e" </f></c>'
        sheet = cells(
            write(tmp_path / "a.xlsx", {"Customers": [["Customer ID", "Customer"], ["C1", text]]})
        )["Customers"]
        assert (sheet.errors, sheet.uncached, sheet.rows[1][1]) == ({}, set(), text)

    @pytest.mark.parametrize("suffix", ["xls", "ods"])
    def test_errors_in_other_formats(self, tmp_path, suffix):
        path = write(
            tmp_path / "a.xlsx",
            {
                "Other": [["x"]],
                "Customers": [
                    ["Customer ID", "Customer", "Wallet"],
                    ["C1", "A", "=1/0"],
                    ["C2", "B", "=NA()"],
                    ["C3", "C", 5.0],
                ],
            },
        )
        sheet = cells(converted(path, suffix, tmp_path))["Customers"]
        assert sheet.errors == {(1, 2): "#DIV/0!", (2, 2): "#N/A"}
        assert sheet.rows[3][2] == 5

    def test_formulas_without_a_value_in_ods_count_repeated_rows_and_columns(self):
        content = b"""<o:c xmlns:o="o" xmlns:table="t" xmlns:office="f" xmlns:calcext="c" xmlns:text="x"><table:table table:name="S">
        <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
        <table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell table:formula="of:=1+1"/>
        <table:covered-table-cell/><table:table-cell table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
        <table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/></table:table-row></table:table></o:c>"""
        assert ods_marks(content) == {"S": ({(2, 5): "#N/A"}, {(2, 3)}, {})}

    def test_errors_in_xlsb(self, tmp_path):
        path = write_xlsb(
            tmp_path / "a.xlsb",
            {
                "Other": [["x"]],
                "Customers": [
                    ["Customer ID", "Customer", "Wallet"],
                    ["C1", "A", "#N/A"],
                    ["C2", "B", 5.0],
                ],
            },
        )
        found = read_portfolio(read_tables(path)).findings
        assert [(one.code, one.address, one.value) for one in found] == [
            ("ERROR_CELL", "Customers!C2", "#N/A")
        ]


class TestOurOwnReader:
    """What the fast reader refuses is read the same."""

    def both(self, path):
        fast = cells(path)["Customers"]
        book = openpyxl.load_workbook(path)
        book["Customers"]["XFD9"] = 1  # too far for the fast one
        book.save(path)
        own = cells(path)["Customers"]
        return fast.rows, [row[: len(fast.rows[0])] for row in own.rows[: len(fast.rows)]]

    @pytest.mark.parametrize(
        "epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.MAC_EPOCH]
    )
    def test_dates_times_durations(self, tmp_path, epoch):
        path = tmp_path / "a.xlsx"
        book = openpyxl.Workbook()
        book.epoch = epoch
        sheet = book.active
        sheet.title = "Customers"
        sheet.append(
            [
                dt.date(2026, 3, 31),
                dt.datetime(2026, 3, 31, 10, 20, 30),
                dt.time(2, 30),
                1.25,
                46112.5,
                0.35,
                "31.03.2026",
            ]
        )
        sheet["D1"].number_format = "[h]:mm"
        sheet["E1"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["F1"].number_format = '0.0 "days"'
        book.save(path)
        fast, own = self.both(path)
        assert fast == own
        assert own[0][3] == dt.timedelta(hours=30)

    def test_rich_text_and_reading_aids(self, tmp_path):
        path = write(tmp_path / "a.xlsx", {"Customers": [["x", "y"]]})
        rich = b"<is><r><t>Dong</t></r><r><rPr><b/></rPr><t>feng</t></r><rPh sb='0' eb='1'><t>aid</t></rPh></is>"
        edited(
            path,
            sheet1_xml=lambda data: data.replace(b"<is><t>x</t></is>", rich).replace(
                b"<row r=", b"<row  r="
            ),
        )
        assert cells(path)["Customers"].rows[0][:2] == ["Dongfeng", "y"]
        edited(path, sheet1_xml=lambda data: data.replace(b'r="B1"', b'r="XFD1"'))
        assert cells(path)["Customers"].rows[0][0] == "Dongfeng"

    def test_prefixes_and_cells_without_an_address(self, tmp_path):
        path = write(tmp_path / "a.xlsx", {"Customers": [["x"]]})
        space = b'xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"'
        body = (
            b"<x:worksheet "
            + space
            + b'><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Customer ID</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Customer</x:t></x:is></x:c></x:row>'
        )
        body += b'<x:row><x:c t="str"><x:v>C1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c><x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
        edited(path, sheet1_xml=lambda _old: body)
        sheet = cells(path)["Customers"]
        assert sheet.rows[0] == ["Customer ID", "Customer"]
        assert (sheet.errors, sheet.uncached) == ({(1, 1): "#N/A"}, {(1, 2)})


class TestExcelTables:
    def test_their_ranges_without_totals(self, tmp_path):
        path = tmp_path / "a.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Customers")
        sheet.add_table(
            "B3:D6",
            {
                "name": "tblCustomers",
                "total_row": True,
                "data": [["C1", "A", 1], ["C2", "B", 2]],
                "columns": [
                    {"header": "Customer ID", "total_string": "Total"},
                    {"header": "Customer"},
                    {"header": "Wallet", "total_function": "sum"},
                ],
            },
        )
        book.close()
        read = cells(path)["Customers"]
        assert read.blocks == (Block("tblCustomers", 2, 1, 4, 3),)
        reading = read_portfolio(read_tables(path))
        assert [one.id for one in reading.portfolio.customers] == ["C1", "C2"]
        assert reading.findings == ()

    def test_a_table_without_headings_is_a_plain_block(self, tmp_path):
        path = tmp_path / "a.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Customers")
        sheet.write_row(0, 0, ["Customer ID", "Customer"])
        sheet.add_table("A2:B3", {"header_row": False, "data": [["C1", "A"], ["C2", "B"]]})
        book.close()
        assert cells(path)["Customers"].blocks == ()
        assert len(read_portfolio(read_tables(path)).portfolio.customers) == 2


class TestUnreadable:
    def test_not_there(self, tmp_path):
        assert code(tmp_path / "nowhere.xlsx") == "FILE_NOT_FOUND"
        assert code(tmp_path / "a\0b.xlsx") == "FILE_NOT_FOUND"

    def test_a_folder(self, tmp_path):
        assert code(tmp_path) == "IS_A_FOLDER"
        assert code(Path()) == "IS_A_FOLDER"

    @pytest.mark.parametrize("name", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
    def test_the_mark_of_an_open_workbook(self, tmp_path, name):
        (tmp_path / name).write_bytes(b"\x05Jo" + b" " * 160)
        assert code(tmp_path / name) == "LOCK_FILE"

    def test_no_permission(self, plan, tmp_path, monkeypatch):
        def refuse(*_args, **_more):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.open", refuse)
        assert code(plan) == "NO_READ_PERMISSION"

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"a,b\n1,2\n",
            b"%PDF-1.7",
            b"<html></html>",
            b"PK\x05\x06" + bytes(18),
            b"\xff\xd8\xff",
        ],
    )
    def test_no_workbook(self, tmp_path, data):
        path = tmp_path / "a.xlsx"
        path.write_bytes(data)
        assert code(path) == "NOT_A_WORKBOOK"

    def test_a_package_of_something_else(self, tmp_path):
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "_rels/.rels",
                '<Relationships><Relationship Id="1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            archive.writestr("word/document.xml", "<document/>")
        assert code(path) == "NOT_A_WORKBOOK"

    @pytest.mark.parametrize(
        "data",
        [
            b"\x09\x08\x08\x00\x00\x05",
            b"\x09\x04\x06\x00\x00\x00",
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        ],
    )
    def test_formats_of_long_ago(self, tmp_path, data):
        path = tmp_path / "a.xls"
        path.write_bytes(data)
        assert code(path) == "OLD_FORMAT"

    def test_encrypted(self):
        found = [
            path
            for path in real("corpus")
            if any(word in path.name for word in ("encrypt", "pass_protected", "__password"))
        ]
        assert {code(path) for path in found} == {"ENCRYPTED"}

    def test_an_encrypted_part(self, plan, tmp_path):
        data = bytearray(plan.read_bytes())
        at = data.find(b"PK\x01\x02")
        data[at + 8] |= 1
        path = tmp_path / "a.xlsx"
        path.write_bytes(data)
        assert code(path) == "ENCRYPTED"

    def test_someone_has_it_open(self, plan, tmp_path):
        path = shutil.copy(plan, tmp_path / "plan.xlsx")
        (tmp_path / "~$plan.xlsx").write_bytes(b"x")
        reading = read_portfolio(read_tables(path))
        assert [(one.code, one.severity, one.value) for one in reading.findings] == [
            ("OPEN_ELSEWHERE", "info", "plan.xlsx")
        ]
        assert len(reading.portfolio.customers) == 2


class TestRecalculation:
    def test_formulas_get_their_values(self, tmp_path):
        path = write(
            tmp_path / "a.xlsx",
            {"Customers": [["Customer ID", "Customer", "Wallet"], ["C1", "A", "=1000*12"]]},
        )
        if shutil.which("soffice", path="/usr/bin:/bin") is None:
            pytest.skip("LibreOffice is not installed")
        before = path.read_bytes()
        with recalculate(path) as copy:
            reading = read_portfolio(read_tables(copy))
        assert reading.findings == ()
        assert reading.portfolio.customers[0].wallet == 12_000.0
        assert not copy.exists()
        assert path.read_bytes() == before

    def test_without_libreoffice(self, plan, monkeypatch):
        monkeypatch.setattr("xlplan.hosts.files.recalculation.find_soffice", lambda: None)
        with pytest.raises(PlanError, match="LibreOffice is needed"), recalculate(plan):
            pass

    @pytest.mark.parametrize(("script", "seconds"), [("exit 1", 10.0), ("sleep 60", 0.3)])
    def test_a_program_that_fails_or_hangs(self, plan, monkeypatch, tmp_path, script, seconds):
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr("xlplan.hosts.files.recalculation.find_soffice", lambda: str(program))
        with pytest.raises(PlanError, match="could not recalculate"), recalculate(plan, seconds):
            pass

    def test_a_file_that_is_none(self, tmp_path):
        (tmp_path / "a.xlsx").write_bytes(b"no")
        with pytest.raises(PlanError, match="no workbook"), recalculate(tmp_path / "a.xlsx"):
            pass


VALUES = st.one_of(
    st.none(),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")),
        min_size=1,
        max_size=12,
    ).filter(lambda text: text[0] not in "=#" and text.strip()),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 4) + 0.0),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)),
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 12, 31)).map(
        lambda d: d.replace(microsecond=0)
    ),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=8),
    own=st.booleans(),
)
def test_what_another_program_wrote_is_read_back(tmp_path, rows, own):
    path = write(tmp_path / "a.xlsx", {"Customers": rows})
    if own:  # a far corner is read by our own reader
        book = openpyxl.load_workbook(path)
        book["Customers"]["XFD1048576"] = 1
        book.save(path)
    sheet = cells(path)["Customers"]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            held = sheet.rows[at] if at < len(sheet.rows) else []
            found = held[column] if column < len(held) else None
            if value is None:
                assert found in (None, "")
            elif isinstance(value, dt.datetime):
                midnight = value.time() == dt.time()
                assert found == (
                    value.date() if midnight and not isinstance(found, dt.datetime) else value
                )
            elif isinstance(value, int | float) and not isinstance(value, bool):
                assert found == pytest.approx(value, rel=1e-12)
            else:
                assert found == value or (isinstance(value, str) and found == value.strip())
