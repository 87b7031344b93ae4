"""The note on a heading says what may stand there, and of a blank one thing only."""

import re

import pytest

from xlplan.engine.contract import SHEETS
from xlplan.engine.notes import column_note
from xlplan.engine.text import Texts, chinese

COLUMNS = [(sheet, column) for sheet in SHEETS for column in sheet.columns]
EN, ZH = Texts("en"), Texts("zh")


def note(sheet, field, texts=EN):
    return next(column_note(c, texts) for s, c in COLUMNS if (s.key, c.field) == (sheet, field))


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=lambda one: getattr(one, "en", ""))
def test_a_note_says_one_thing_of_a_blank(sheet, column):
    english, han = column_note(column, EN), column_note(column, ZH)
    assert len(re.findall(r"\bblank\b|Needed", english, re.IGNORECASE)) == 1
    assert len(re.findall("空白|留空|必填", han)) == 1
    assert ".0 " not in english + " "
    assert not re.search("[a-z]{4}", re.sub(r"[a-z]+[._][a-z_]+|funded|approved", "", han)), han


def test_zero_is_spoken_of_where_there_are_numbers():
    assert note("customers", "wallet").endswith("Blank = not known; it never counts as zero.")
    assert note("customers", "since").endswith("Blank = not known.")
    assert note("customers", "notes").endswith("May stay blank.")


def test_a_blank_that_means_something_says_what():
    assert note("opportunities", "status") == "One of: open, won, lost, ended.\nBlank = open."
    assert note("opportunities", "status", ZH).endswith("空白 = 进行中。")
    assert note("actions", "status", ZH).endswith("空白 = 未开始。")
    assert note("customers", "dso_days").splitlines() == [
        "Days of sales outstanding", "Number. From 0 to 36500.", "Blank = worked out from Invoices.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        ("opportunities", "clear_facts"), ("opportunities", "first_facts"), ("opportunities", "budget_clarity"),
        ("opportunities", "payment_terms"), ("opportunities", "authority_known"), ("stakeholders", "focus"),
        ("costs", "level"), ("stakeholders", "formal_influence"), ("stakeholders", "informal_influence"),
    ],
)  # fmt: skip
def test_what_a_heading_does_not_say_its_note_says(sheet, field):
    assert len(note(sheet, field).splitlines()) == 3


def test_every_note_has_its_chinese():
    known = chinese()["label"]
    said = {text for _, column in COLUMNS for text in (column.note, column.blank) if text}
    assert sorted(said - known.keys()) == []
