"""Three hundred names that are hard to print: each comes out right in every format, in one run a format."""

import datetime as dt
import io
import re
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pptx
import pypdf
import pytest

from xlplan.core.assess import assess
from xlplan.core.model import (
    Action,
    Competitor,
    Contact,
    Customer,
    Objective,
    Opportunity,
    Portfolio,
    Stakeholder,
    Whitespace,
)
from xlplan.core.policy import Policy
from xlplan.engine.account.context import plan_context
from xlplan.engine.document_names import document_names
from xlplan.engine.documents import render_context
from xlplan.engine.plain import clean
from xlplan.engine.results import result_tables
from xlplan.engine.text import Texts
from xlplan.hosts.files.documents import Wanted, document
from xlplan.hosts.files.writing import write_tables

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
from hostile import hostile_names
from test_documents import Page, cells, unescaped

AS_OF = dt.date(2026, 11, 20)
NAMES = hostile_names()
SLOTS = 9
PLAIN = [f"Plain{at}" for at in range(SLOTS)]


def records(key, names):
    """The records of one customer, each with a name of its own."""
    firm, boss, buyer, deal, rival, action, goal, product, unit = names
    return Portfolio(
        customers=(Customer(f"c{key}", firm, sales_12m=1e5, gross_margin=0.2, dso_days=30.0,
                            relationship_cost=1e3, retention=0.9),),
        contacts=(Contact(f"b{key}", f"c{key}", boss, title="Head"),
                  Contact(f"p{key}", f"c{key}", buyer, reports_to=f"b{key}")),
        opportunities=(Opportunity(f"o{key}", f"c{key}", 1e5, name=deal, selling_step=3, fit=80.0,
                                   expected_close=AS_OF + dt.timedelta(days=75)),),
        stakeholders=(Stakeholder(f"o{key}", f"b{key}", "decision maker", attitude="neutral"),
                      Stakeholder(f"o{key}", f"p{key}", "purchaser", attitude="opposed")),
        competitors=(Competitor(f"o{key}", "us", 80.0, 80.0, 80.0, 80.0),
                     Competitor(f"o{key}", rival, 70.0, 70.0, 70.0, 70.0)),
        actions=(Action(action, f"c{key}", due=AS_OF + dt.timedelta(days=9)),),
        objectives=(Objective(f"z{key}", f"c{key}", goal, "sales", 1.0),),
        whitespace=(Whitespace(f"c{key}", product, unit, 1.0, 2.0),
                    Whitespace(f"c{key}", "Other", unit, 0.0, 5.0)),
    )  # fmt: skip


@cache
def plan(groups):
    """One plan with a customer for each group of names."""
    parts = [records(at, group) for at, group in enumerate(groups)]
    sheets = ("customers", "contacts", "opportunities", "stakeholders", "competitors", "actions",
              "objectives", "whitespace")  # fmt: skip
    whole = {
        sheet: tuple(one for part in parts for one in getattr(part, sheet)) for sheet in sheets
    }
    return assess(replace(Portfolio(), **whole), Policy({"currency": "EUR"}), AS_OF)


def groups(turn=0):
    """All names in groups; ``turn`` moves each to another slot."""
    rows = [NAMES[at : at + SLOTS] for at in range(0, len(NAMES), SLOTS)]
    rows = [[*row, *PLAIN][:SLOTS] for row in rows]
    return tuple(tuple(row[turn:] + row[:turn]) for row in rows)


def each(found, rows):
    """Yield every customer's group of names with its context."""
    by_key = {one.customer.id: one for one in found.customers}
    for at, row in enumerate(rows):
        yield row, by_key[f"c{at}"]


def shown(name, key=""):
    return clean(name) or key


@pytest.mark.parametrize(("lang", "turn"), [("en", 0), ("zh", 4)])
def test_in_markdown(lang, turn):
    rows = groups(turn)
    found, texts = plan(rows), Texts(lang)
    for row, one in each(found, rows):
        made = render_context(plan_context(one, found, texts), texts, "md")
        text = unescaped(made)
        for name in row:
            assert clean(name) in text, name
        for line in made.split("\n"):
            assert not re.match(r"\s*(<|```|~~~)", line)
        tables = [line for line in made.split("\n") if line.startswith("|")]
        assert all(len(cells(line)) >= 2 for line in tables)
        made.encode("utf-8")


@pytest.mark.parametrize(("lang", "turn"), [("en", 0), ("zh", 4)])
def test_in_html(lang, turn):
    rows = groups(turn)
    found, texts = plan(rows), Texts(lang)
    plain = plan((tuple(PLAIN),))
    like = Page(render_context(plan_context(plain.customers[0], plain, texts), texts, "html"))
    tags = {tag for tag, _ in like.tags}
    for row, one in each(found, rows):
        made = Page(render_context(plan_context(one, found, texts), texts, "html"))
        text = "".join(made.text)
        for name in row:
            assert clean(name) in text, name
        assert {tag for tag, _ in made.tags} <= tags | {"title"}
        assert not [1 for _, attrs in made.tags if any(key.startswith("on") for key in attrs)]


def test_in_word():
    rows = groups(2)
    found, texts = plan(rows), Texts("en")
    for row, one in each(found, rows):
        context = plan_context(one, found, texts)
        data = document(context, found, texts, Wanted("plan", "docx"), None)
        opened = docx.Document(io.BytesIO(data))
        text = "\n".join(
            "".join(run.text or "" for run in part.iter(W + "t"))
            for part in opened.element.body.iter(W + "p")
        )
        for name in row:
            assert clean(name) in text, name
        assert shown(row[0], one.customer.id)[:40] in opened.core_properties.title
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.namelist():
                if part.endswith((".xml", ".rels", ".svg")):
                    ET.fromstring(package.read(part))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def slide_text(found, one):
    texts = Texts("zh")
    data = document(plan_context(one, found, texts), found, texts, Wanted("plan", "pptx"), None)
    deck = pptx.Presentation(io.BytesIO(data))
    parts = [part for slide in deck.slides for part in slide.shapes._spTree.iter(A + "p")]
    text = "\n".join("".join(run.text or "" for run in part.iter(A + "t")) for part in parts)
    return deck.slides[0].shapes.title.text, text


def test_on_slides():
    """What stands on the slides of a plan with plain names, stands there with any."""
    rows, plain = groups(0), plan((tuple(PLAIN),))
    seen = [name in slide_text(plain, plain.customers[0])[1] for name in PLAIN]
    assert sum(seen) >= 4
    found = plan(rows)
    for row, one in each(found, rows):
        title, text = slide_text(found, one)
        assert title == shown(row[0], one.customer.id)
        for name in (name for name, there in zip(row, seen, strict=True) if there):
            assert clean(name)[:6] in text, name


A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def test_in_pdf():
    """Every ninth customer: what Typst would read as markup is text, and nothing of the disk comes in."""
    rows = groups(0)
    found, texts = plan(rows), Texts("en")
    for row, one in list(each(found, rows))[::9]:
        context = plan_context(one, found, texts)
        data = document(context, found, texts, Wanted("one-page", "pdf"), None)
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
        bare = re.sub(r"\s", "", text)
        for name in row[:1]:
            if clean(name).isascii():
                assert re.sub(r"\s", "", clean(name)) in bare, name
        assert "root:" not in text


def test_as_file_names():
    customers = [
        Customer(name, other) for name, other in zip(NAMES, [*NAMES[1:], "x"], strict=True)
    ]
    for ext, label in (("md", ""), ("docx", " - 客户风险评估报告")):
        found = document_names(customers, ext, label)
        assert document_names(reversed(customers), ext, label) == found
        assert len({name.casefold() for name in found.values()}) == len(customers)
        for name in found.values():
            assert len(name) <= 80
            assert len(name.encode("utf-8")) <= 240
            assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
            stem = name.split(".")[0].rstrip()
            assert not re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$", stem)
            assert name == name.strip()
            assert name.endswith(f".{ext}")
            assert not name.startswith((".", "~"))
            assert not re.search(r"[. ]\.\w+$", name)


def test_in_the_result_workbook(tmp_path):
    """One workbook with all of them: what they typed is text, never a formula, a link or an error."""
    triples = [(NAMES + PLAIN)[at : at + 3] for at in range(0, len(NAMES), 3)]
    rows = tuple((one, two, "x", three, *PLAIN[:5]) for one, two, three in triples)
    path = tmp_path / "r.xlsx"
    write_tables(result_tables(plan(rows), Texts("en")), path)
    book = openpyxl.load_workbook(path)
    found = [
        cell
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str)
    ]
    texts = {
        re.sub("_x([0-9A-F]{4})_", lambda sign: chr(int(sign[1], 16)), cell.value)
        for cell in found
        if cell.data_type == "s"
    }
    for name in NAMES:
        bare = re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe]", "", name.replace("\r\n", "\n"))
        assert {name, bare, bare.replace("\n", "\r\n")} & texts or not clean(name), name
    formulas = [cell.value for cell in found if cell.data_type == "f"]
    assert not [text for text in formulas if "cmd|" in text or "SUM(A1)" in text]
