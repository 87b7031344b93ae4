"""The printed result sheet: legible, whole tables, and every page says whose row it is."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import builders

from xlplan.engine.result.layout import table
from xlplan.engine.result.shapes import Chart, Column, Range, Series
from xlplan.engine.result.styles import short_format
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.recalculation import find_soffice
from xlplan.hosts.files.sheets.package import package
from xlplan.hosts.files.sheets.printing import pages_across

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")

INCHES = {9: 297 / 25.4 - 0.8, 8: 420 / 25.4 - 0.8}  # of a lying page between its margins
POINTS = {9: (210 / 25.4 - 1.2) * 72, 8: (297 / 25.4 - 1.2) * 72}


@pytest.fixture(scope="module", params=["en", "zh"])
def made(request):
    sheets = result_tables(builders.assessment(), Texts(request.param))
    book = openpyxl.load_workbook(io.BytesIO(package(sheets)))
    return [(sheet, book[sheet.name]) for sheet in sheets]


def widths(page):
    """The pixels of the printed columns."""
    found = {}
    for one in page.column_dimensions.values():
        for at in range(one.min, one.max + 1):
            found[at] = one.width
    _, _, right, _ = range_boundaries(page.print_area.split("!")[1].replace("$", ""))
    return [found.get(at, 9.14) * 7 for at in range(1, right + 1)]


def across(page):
    """How many pages the columns take: said outright, or by the one break at a scale that is said."""
    if page.page_setup.scale:
        return len(page.col_breaks.brk) + 1
    return page.page_setup.fitToWidth or 1


def repeated(page):
    if not page.print_title_cols:
        return 0
    return range_boundaries(page.print_title_cols)[2]


def first_page(pixels, page):
    """The pixels of the columns on the first page, at the largest scale with so many across."""
    if page.page_setup.scale:
        return sum(pixels[: page.col_breaks.brk[0].id])
    for percent in range(100, 0, -1):
        room = INCHES[page.page_setup.paperSize] * 9600 / percent
        if pages_across(pixels, repeated(page), room) <= across(page):
            fits = [sum(pixels[:count]) for count in range(len(pixels) + 1)]
            return max(one for one in fits if one <= room)
    raise AssertionError


def test_no_text_is_printed_below_7_points_even_where_columns_come_out_wider(made):
    for sheet, page in made:
        pixels, paper = widths(page), page.page_setup.paperSize
        smallest = min(
            cell.font.sz for row in page.iter_rows() for cell in row if cell.value is not None
        )
        assert smallest >= 10, sheet.key
        room = INCHES[paper] * 96 / 0.70  # at 70 %, 10 points are 7
        wider = [one * 1.23 for one in pixels]
        assert pages_across(wider, repeated(page), room) <= across(page), sheet.key


def test_pages_across_repeat_what_says_whose_row_it_is(made):
    for sheet, page in made:
        if across(page) > 1:
            assert repeated(page) == sheet.frozen, sheet.key
        else:
            assert not page.print_title_cols


def test_the_directors_sheets_are_one_page_across_on_a4(made):
    one_page = {"summary", "ranking", "returns", "funnel", "portfolio", "findings"}
    for sheet, page in made:
        if sheet.key in one_page:
            assert (page.page_setup.paperSize, across(page)) == (9, 1), sheet.key
        elif sheet.key == "policy":  # numbers; what they are looked up in; factors
            assert (page.page_setup.paperSize, across(page)) == (9, 3)
            lefts = {one.left for one in sheet.tables}
            assert {one.id for one in page.col_breaks.brk} <= lefts
        else:
            assert (page.page_setup.paperSize, across(page)) == (9, 2), sheet.key


def test_a_chart_that_is_printed_stands_beside_the_repeated_columns_and_within_the_page(made):
    for sheet, page in made:
        pixels = widths(page)
        for chart in sheet.charts:
            assert chart.printed
            left = sum(pixels[: chart.column])
            assert chart.column >= repeated(page), chart.title
            if across(page) > 1:
                assert left + chart.size[0] <= first_page(pixels, page), chart.title
            else:
                assert left + chart.size[0] <= sum(pixels) + 60, chart.title


def test_a_new_page_begins_before_what_would_be_torn(made):
    """Summary: the table fills a page, so that links, findings and chart begin another."""
    for sheet, page in made:
        starts = [one.row for one in sheet.charts] + [
            one.top - bool(one.title) for one in sheet.tables if not one.aside
        ]
        starts += [one.row for one in sheet.links]
        assert {one.id for one in page.row_breaks.brk} <= set(starts), sheet.key


def strips(page):
    """The columns of each page across, where a break says which."""
    pixels, cut = widths(page), page.col_breaks.brk[0].id
    return sum(pixels[:cut]), sum(pixels[: repeated(page)]) + sum(pixels[cut:])


def test_several_tables_over_two_pages_are_printed_at_a_scale_that_is_known(made):
    for sheet, page in made:
        if sheet.key == "policy":
            assert page.page_setup.scale == 70
        elif sheet.key in ("relationship", "care"):
            assert page.page_setup.scale == 70
            assert max(strips(page)) * 1.23 <= INCHES[9] * 96 / 0.70, sheet.key
        else:
            assert page.page_setup.fitToHeight == 0, sheet.key


def test_tables_over_two_pages_stand_together_as_long_as_they_fit():
    # A page takes (210 mm − 1.2 in) × 72 / 0.70 = 727 points. Head to the 1st title: 30 + 24 + 5 × 18 = 144.
    # Tables of 15 rows: title, 18.5 (headings), 15 × 18 = 306.5 points; 3 rows = 54 between.
    # 144 + 306.5 = 450.5; with the 2nd 811: a new page. 2nd and 3rd 667; the 4th begins another.
    wide = [Column(f"c{at}", f"C{at}", "text", width=18.0) for at in range(14)]
    rows = [("x",) * 14] * 15
    tables = [table(wide, rows, 8 + at * 20, title=f"T{at}") for at in range(4)]
    page = printed(*tables, frozen=2)
    assert page.page_setup.scale == 70
    assert [one.id for one in page.row_breaks.brk] == [27, 67]


def test_what_stands_in_repeated_columns_is_not_a_text_that_they_would_cut(made):
    """Headline, line below and titles of tables stand beside them, and on the first page only."""
    for sheet, page in made:
        if across(page) == 1 or not repeated(page):
            assert page["A2"].value, sheet.key
            continue
        rows = [2, 3, *(one.top for one in sheet.tables if one.title and not one.left)]
        for row in rows:
            said = [cell.column for cell in page[row] if cell.value is not None]
            assert said[0] == repeated(page) + 1, (sheet.key, row)
        head = next(one for one in page.merged_cells.ranges if one.min_row == 2)
        assert sum(widths(page)[: head.max_col]) <= first_page(widths(page), page), sheet.key


def test_a_long_headline_has_the_lines_that_it_takes():
    # a column of 9.4 characters has 70 pixels, so 7 signs of 9: "one two" / "three": 17 points more
    page = printed(lines(3, 5), headline="one two three")
    assert page.row_dimensions[2].height == 24 + 17
    assert page["A2"].alignment.wrap_text


def printed(*tables, **more):
    """The page of a sheet with these tables."""
    sheet = next(one for one in result_tables(builders.assessment(), Texts("en")))
    bare = {
        "headline": "Told",
        "tiles": (),
        "links": (),
        "charts": (),
        "frozen": 0,
        "names": {},
        "offers": {},
    }
    made = replace(sheet, tables=tables, since=None, **bare | more)
    return openpyxl.load_workbook(io.BytesIO(package([made])))[sheet.name]


def lines(count, top, **more):
    return table(
        (Column("a", "Name", "text"),), [(f"no. {at}",) for at in range(count)], top, **more
    )


def test_headings_of_a_short_table_are_not_repeated_over_the_long_one_below_it():
    # 20 rows under headings in row 6 end in row 26; the other one's title is in row 29
    page = printed(lines(20, 5, main=True), lines(500, 29, title="Deals"))
    assert page.print_title_rows is None
    assert [one.id for one in page.row_breaks.brk] == [28]


def test_headings_of_a_long_table_are_repeated_though_a_short_one_follows():
    page = printed(lines(500, 5, main=True), lines(3, 509, title="Deals"))
    assert page.print_title_rows == "$6:$6"
    assert [one.id for one in page.row_breaks.brk] == [508]


@pytest.mark.parametrize("rows", [60, 1000])
def test_a_chart_beside_a_long_table_is_not_torn(rows):
    """The chart's 14 rows from row 30 on would run over the end of the first page.

    It takes (210 mm − 1.2 in) × 72 = 509 points at 100 %: some 25 rows of 18 under the head.
    """
    cells = Range(7, 0, 9, (1.0, 2.0, 3.0))
    chart = Chart("bar", "Bars", (Series("s", cells, cells, "navy"),), 20, 3, size=(200, 324))
    page = printed(lines(rows, 5, main=True), charts=(chart,))
    assert [one.id for one in page.row_breaks.brk] == [20]


def test_a_chart_beside_a_long_table_stays_where_its_page_has_room():
    cells = Range(7, 0, 9, (1.0, 2.0, 3.0))
    chart = Chart("bar", "Bars", (Series("s", cells, cells, "navy"),), 6, 3, size=(200, 324))
    page = printed(lines(60, 5, main=True), charts=(chart,))
    assert [one.id for one in page.row_breaks.brk] == []


def test_headings_are_not_repeated_over_what_follows_where_their_table_ends_on_the_first_page():
    # 25 rows of 18 points, and the head: 600 points at most, of the 501 / 1.00 × 1.23 = 616 of a page
    page = printed(lines(25, 5, main=True), lines(20, 34, title="Deals"))
    assert page.print_title_rows is None


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
def test_a_loss_keeps_its_sign_whatever_its_size(tmp_path):
    amounts = (-5e8, -4_638_901, -31, 0, 31, 4_638_901, 5e8)
    book = openpyxl.Workbook()
    for at, amount in enumerate(amounts, 1):
        for column, lang in enumerate(("en", "zh"), 1):
            cell = book.active.cell(at, column, amount)
            cell.number_format = short_format(4_638_901, lang)
    book.save(tmp_path / "amounts.xlsx")
    shown = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"
    profile = (tmp_path / "profile").as_uri()
    command = [find_soffice(), f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, shown, "--outdir", tmp_path, tmp_path / "amounts.xlsx"], check=True, timeout=120
    )
    assert (tmp_path / "amounts.csv").read_text().splitlines() == [
        "-500.00 m;-50000.0 万", "-4.64 m;-463.9 万", "-0.00 m;-0.0 万", "0.00 m;0.0 万",
        "0.00 m;0.0 万", "4.64 m;463.9 万", "500.00 m;50,000.0 万",
    ]  # fmt: skip
