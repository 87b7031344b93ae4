"""The planner's own sheets in print: legible, and each page across says whose row it is. Results, too."""

import datetime as dt
import math
import re
from collections import Counter, defaultdict

import openpyxl
import pypdf
import pytest
from openpyxl.utils import range_boundaries

from workbooks import converted
from xlplan.engine.contract import SHEETS
from xlplan.engine.plan import evaluate
from xlplan.engine.results import result_tables
from xlplan.hosts.files.planbook import write_example, write_plan
from xlplan.hosts.files.reading import read_tables
from xlplan.hosts.files.recalculation import find_soffice
from xlplan.hosts.files.sheets.in_place import graft_tables
from xlplan.hosts.files.sheets.printing import pages_across
from xlplan.hosts.files.writing import write_tables

ACROSS = 297 / 25.4 - 0.8  # inches of a lying A4 page between its margins
WIDER = 1.23  # columns where another font than ours is the usual one


@pytest.fixture(scope="module", params=["en blank", "zh blank", "en example", "zh example"])
def book(request, tmp_path_factory):
    lang, kind = request.param.split()
    path = tmp_path_factory.mktemp("printed") / "plan.xlsx"
    (write_plan if kind == "blank" else write_example)(path, lang)
    return lang, path, openpyxl.load_workbook(path)


def pixels(page):
    """The pixels of the columns."""
    found = {}
    for one in page.column_dimensions.values():
        for at in range(one.min, one.max + 1):
            found[at] = one.width * 7  # as the file has it: with the room at its edges
    return [found[at] for at in range(1, page.max_column + 1)]


def across(page):
    return page.page_setup.fitToWidth or 1


def repeated(page):
    return range_boundaries(page.print_title_cols)[2] if page.print_title_cols else 0


def test_no_text_is_printed_below_7_points_even_where_columns_come_out_wider(book):
    _, _, made = book
    for page in made:
        setup = page.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)
        sizes = {cell.font.sz for row in page.iter_rows() for cell in row if cell.value is not None}
        assert min(sizes) >= 10, page.title
        room = ACROSS * 96 / 0.70  # at 70 %, 10 points are 7
        wider = [one * WIDER for one in pixels(page)]
        assert pages_across(wider, repeated(page), room) <= across(page), page.title


def test_a_second_workbook_is_the_first_to_its_last_byte(book, tmp_path):
    lang, path, made = book
    again = tmp_path / path.name
    (write_plan if made.worksheets[1].max_row < 10 else write_example)(again, lang)
    assert again.read_bytes() == path.read_bytes()


def test_every_page_after_the_first_repeats_the_columns_that_say_whose_row_it_is(book):
    lang, _, made = book
    keys = {
        "customers": 2, "contacts": 3, "opportunities": 3, "stakeholders": 2, "activities": 2,
    }  # fmt: skip
    for sheet in SHEETS:
        page = made[sheet.name(lang)]
        if across(page) > 1:
            assert repeated(page) == keys[sheet.key]
        else:
            assert not repeated(page)
        assert page.print_title_rows == "$1:$1"
    assert across(made.worksheets[0]) == 1


def test_each_page_names_its_sheet_and_its_number(book):
    for page in book[2]:
        assert (page.oddHeader.left.text, page.oddHeader.right.text) == ("&A", "&F")
        assert page.oddFooter.right.text == "&P / &N"


def smallest(path):
    """Return of each page the size of its smallest text, and the first lines of its text."""
    for page in pypdf.PdfReader(path).pages:
        found = Counter()

        def text(said, outer, inner, _font, size, found=found):
            if said.strip():
                found[size * math.hypot(*inner[2:4]) * math.hypot(*outer[2:4])] += 1

        said = page.extract_text(visitor_text=text)
        yield min(found), said


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("in_place", [False, True], ids=["alone", "in place"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_pdf_of_results_is_legible_too(lang, tmp_path, in_place):
    """Whatever font this office takes for ours."""
    plan = tmp_path / "plan.xlsx"
    write_example(plan, lang)
    found = evaluate(read_tables(plan), dt.date(2026, 11, 20), lang)
    sheets = result_tables(found.assessment, found.texts)
    if in_place:
        graft_tables(sheets, plan)
    else:
        write_tables(sheets, plan)
    printed = list(smallest(converted(plan, "pdf", tmp_path)))
    assert len(printed) >= 11
    assert min(size for size, _ in printed) >= 7.0


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
def test_a_pdf_of_it_is_legible(book, tmp_path):
    lang, path, made = book
    printed = list(smallest(converted(path, "pdf", tmp_path)))
    assert min(size for size, _ in printed) >= 7.0
    customers = next(one for one in SHEETS if one.key == "customers").name(lang)
    pages = [said for _, said in printed if re.match(rf"\s*{customers}\b", said)]
    assert len(pages) == across(made[customers])
    headings = defaultdict(int)
    for said in pages:
        for cell in made[customers][1][:2]:
            headings[cell.value] += cell.value in said
    assert set(headings.values()) == {len(pages)}
