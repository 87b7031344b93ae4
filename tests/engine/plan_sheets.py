"""What the tests of the sheets Relationship and Care share: the example, and sheets made of a plan."""

import datetime as dt
import re
from functools import cache
from pathlib import Path

from xlplan.core.assess import assess
from xlplan.core.model import Customer, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.plan import evaluate
from xlplan.engine.result.frame import Frame
from xlplan.engine.text import Texts, chinese
from xlplan.hosts.files.reading import read_tables

AS_OF = dt.date(2026, 11, 20)
HAN = re.compile(r"[\u4e00-\u9fff]")
BOOKS = Path(__file__).parents[2] / "workbooks"
NAMES = {"en": "example.xlsx", "zh": "example.zh.xlsx"}


class Recording(Texts):
    """Texts that remember which English was asked for."""

    def __init__(self, lang="en"):
        super().__init__(lang)
        self.asked = set()

    def __call__(self, english, **params):
        self.asked.add(english)
        return super().__call__(english, **params)


@cache
def example(lang="en"):
    """The example workbook, evaluated as of 2026-11-20."""
    return evaluate(read_tables(BOOKS / NAMES[lang]), AS_OF, lang).assessment


def without_chinese(make, *assessments):
    """The texts that a sheet asks for and that have no Chinese."""
    texts = Recording()
    asked = set()
    for one in assessments:
        frame = Frame(one, texts)
        texts.asked.clear()  # what the frame asks for belongs to other sheets
        make(frame)
        asked |= texts.asked
    return sorted(text for text in asked if text and text not in chinese()["label"])


def made(make, assessment, lang="en"):
    """A sheet of an assessment."""
    return make(Frame(assessment, Texts(lang)))


def of(make, *customers, lang="en", policy=None, **more):
    """A sheet of a plan that is written down here."""
    customers = customers or (Customer("c", "North Paper"),)
    return made(
        make, assess(Portfolio(customers=customers, **more), policy or Policy(), AS_OF), lang
    )


def column(table, key):
    return [row[table.index(key)] for row in table.rows]


def cell(table, customer, key):
    """What stands in a column in the row of a customer."""
    return column(table, key)[column(table, "customer").index(customer)]


def tile(sheet, label):
    return next(one.value for one in sheet.tiles if one.label == label)


def said(sheet):
    """Every text that is not the planner's own."""
    yield from (sheet.name, sheet.headline, sheet.meta)
    yield from (one.label for one in sheet.tiles)
    yield from (one.title for one in sheet.charts)
    yield from (series.name for one in sheet.charts for series in one.series)
    for table in sheet.tables:
        yield from (table.title, table.empty)
        for one in table.columns:
            yield from (one.heading, one.help)


def cells_of(table):
    """The cells that a table takes, its title included."""
    over = 1 if table.title else 0
    return {
        (row, col)
        for row in range(table.top - over, table.bottom + 1)
        for col in range(table.left, table.right + 1)
    }
