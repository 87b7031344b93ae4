"""Each kind of cell: what is read, what is a blank, what is told."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.engine.contract import SHEETS
from xlplan.engine.reading.cells import Bad, convert, shown
from xlplan.engine.reading.values import (
    Money,
    fold_id,
    read_currency,
    read_date,
    read_money,
    read_number,
    read_share,
)
from xlplan.engine.tables import Column


def one(kind, value, **more):
    found = convert(Column("x", "X", "某", kind, **more), [value])[0]
    return found.code if isinstance(found, Bad) else found


@pytest.mark.parametrize(
    "kind",
    ["text", "id", "date", "money", "share", "score", "rating", "int", "number", "flag", "any"],
)
@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", "\xa0"])
def test_a_blank_is_missing_and_never_zero(kind, blank):
    assert one(kind, blank) is None


@pytest.mark.parametrize(
    "kind", ["text", "id", "date", "money", "share", "score", "rating", "int", "number", "flag"]
)
def test_an_error_written_as_text_is_an_error(kind):
    assert one(kind, "#N/A") == "ERROR_CELL"
    assert one(kind, "#SPILL!") == "ERROR_CELL"


def test_an_amount_with_one_sign_is_told_with_both_readings():
    assert read_money("€1.200") is None
    assert one("money", "€1.200") == "NUMBER_UNCLEAR"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (17.0, "17"),
        (17, "17"),
        ("0017", "0017"),
        (" 0017 ", "0017"),
        ("C-1", "C-1"),
        (17.5, "17.5"),
        (True, "TRUE"),
        (20260101001.0, "20260101001"),
    ],
)
def test_ids_are_text_and_keep_their_zeros(value, expected):
    assert one("id", value) == expected


@pytest.mark.parametrize(
    "value",
    [
        dt.date(2026, 3, 31), dt.datetime(2026, 3, 31), dt.datetime(2026, 3, 31, 10, 20), "2026-03-31", "2026/3/31", "2026.3.31",
        "2026年3月31日", "2026 年 3 月 31 日", "31.03.2026", "2026-03-31 10:20", "2026-03-31T10:20:30", "2026/3/31 9:05:01", "2026年3月31日 10:20",
        "31.03.2026 10:20", "２０２６-０３-３１", " 2026-03-31 ",
    ],
)  # fmt: skip
def test_dates_as_cells_and_as_text(value):
    assert one("date", value) == dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    "value",
    [
        "3/31/2026",
        "31/3/2026",
        "2026-13-01",
        "2026-02-30",
        "2026年3月",
        "soon",
        46112.0,
        20260331.0,
        dt.time(10, 20),
        True,
        "2026-03/31",
    ],
)
def test_what_is_no_date_is_told(value):
    assert one("date", value) == "NOT_A_DATE"


@pytest.mark.parametrize(
    "value", [dt.date(1949, 12, 31), dt.date(2101, 1, 1), "0226-03-31", dt.datetime(1900, 1, 1)]
)
def test_dates_far_away_are_told(value):
    assert one("date", value) == "DATE_OUT_OF_RANGE"


@pytest.mark.parametrize("value", [dt.date(1950, 1, 1), dt.date(2100, 12, 31)])
def test_the_bounds_of_dates_are_read(value):
    assert one("date", value) == value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1200.5", 1200.5), ("1,200.50", 1200.5), ("１，２００．５０", 1200.5), ("1.2万", 12_000.0), ("1.2 万", 12_000.0), ("3亿", 3e8), ("500千", 500_000.0),
        ("2百万", 2e6), ("(1,200)", -1200.0), ("（1,200）", -1200.0), ("-1,200", -1200.0), ("−1200", -1200.0), ("1200-", -1200.0), ("3k", 3000.0), ("1.5m", 1.5e6),
        ("2.5 bn", 2.5e9), ("1 200 000", 1.2e6), ("1.200,50", 1200.5), ("1'200.50", 1200.5), ("1e5", 1e5), (".5", 0.5), ("+3", 3.0),
    ],
)  # fmt: skip
def test_money_without_a_currency(text, amount):
    assert read_money(text) == pytest.approx(amount)
    assert one("money", text) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "amount", "code"),
    [
        ("¥1,200.50", 1200.5, "CNY"), ("￥1200", 1200.0, "CNY"), ("¥ 1.2万", 12_000.0, "CNY"), ("1.2万元", 12_000.0, "CNY"), ("人民币1,200元", 1200.0, "CNY"),
        ("RMB 1,200", 1200.0, "CNY"), ("1200 CNY", 1200.0, "CNY"), ("$3,000", 3000.0, "USD"), ("US$3,000", 3000.0, "USD"), ("USD 1.5m", 1.5e6, "USD"), ("3亿美元", 3e8, "USD"),
        ("€1.234,50", 1234.5, "EUR"), ("1 234,50 €", 1234.5, "EUR"), ("€3k", 3000.0, "EUR"), ("£99", 99.0, "GBP"), ("HK$5万", 50_000.0, "HKD"), ("-$3,000", -3000.0, "USD"),
        ("($3,000)", -3000.0, "USD"), ("¥-5", -5.0, "CNY"), ("5 CHF", 5.0, "CHF"), ("100日元", 100.0, "JPY"),
    ],
)  # fmt: skip
def test_money_that_names_its_currency(text, amount, code):
    found = read_money(text)
    assert isinstance(found, Money)
    assert found.amount == pytest.approx(amount)
    assert found.currencies[0] == code
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "about 5",
        "1,2",
        "1.2.3",
        "12,34,567",
        "1200,50",
        "¥",
        "万",
        "5 apples",
        "$1,200元 x",
        "€5 USD",
        "1 2",
        "nan",
        "inf",
        "1_000",
        "--5",
        "五万",
    ],
)
def test_money_that_could_mean_two_things_or_nothing_is_told(text):
    assert read_money(text) is None
    assert one("money", text) == "NOT_MONEY"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.35, 0.35),
        ("35%", 0.35),
        ("35 %", 0.35),
        ("３５％", 0.35),
        ("0.35", 0.35),
        (0.0, 0.0),
        (1.0, 1.0),
        ("100%", 1.0),
        ("0%", 0.0),
    ],
)
def test_shares(value, expected):
    assert one("share", value) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (35.0, "SHARE_OUT_OF_RANGE"),
        ("35", "SHARE_OUT_OF_RANGE"),
        (-0.1, "SHARE_OUT_OF_RANGE"),
        ("120%", "SHARE_OUT_OF_RANGE"),
        ("a third", "NOT_A_SHARE"),
        (True, "NOT_A_SHARE"),
    ],
)
def test_shares_that_are_none(value, code):
    assert one("share", value) == code


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("score", 0.0, 0.0), ("score", 100, 100.0), ("score", "80", 80.0), ("score", 100.5, "OUT_OF_RANGE"), ("score", "high", "NOT_A_NUMBER"), ("score", "80%", 80.0),
        ("rating", 1.0, 1.0), ("rating", 3.5, 3.5), ("rating", 0.0, "OUT_OF_RANGE"), ("rating", 6.0, "OUT_OF_RANGE"), ("int", 3.0, 3), ("int", "3", 3), ("int", 3.5, "NOT_WHOLE"),
        ("int", "three", "NOT_A_NUMBER"), ("int", True, "NOT_A_NUMBER"), ("number", -2.5, -2.5), ("number", "1,200.5", 1200.5), ("number", "12 days", "NOT_A_NUMBER"),
        ("number", dt.date(2026, 1, 1), "NOT_A_NUMBER"), ("number", False, "NOT_A_NUMBER"), ("number", math.nan, "OUT_OF_RANGE"), ("number", math.inf, "OUT_OF_RANGE"),
        ("money", 1e16, "OUT_OF_RANGE"), ("money", True, "NOT_MONEY"),
    ],
)  # fmt: skip
def test_numbers_by_kind(kind, value, expected):
    found = one(kind, value)
    assert found == expected
    assert type(found) is type(expected)


def test_a_column_has_its_own_limits():
    assert one("int", 7.0, low=1, high=6) == "OUT_OF_RANGE"
    assert one("int", 6.0, low=1, high=6) == 6
    assert one("share", -0.2, low=-10.0) == -0.2
    assert one("money", -1.0, low=0.0) == "OUT_OF_RANGE"


@pytest.mark.parametrize("value", ["yes", "Y", "TRUE", "是", 1.0, 1, True, "1", "√"])
def test_yes(value):
    assert one("flag", value) is True


@pytest.mark.parametrize("value", ["no", "N", "False", "否", 0.0, 0, False, "0"])
def test_no(value):
    assert one("flag", value) is False


@pytest.mark.parametrize("value", ["maybe", 2.0, "-"])
def test_neither_yes_nor_no(value):
    assert one("flag", value) == "NOT_A_FLAG"


def test_true_and_one_in_one_column_stay_apart():
    column = Column("x", "X", "某", "id")
    assert convert(column, [1.0, True, "1"]) == ["1", "TRUE", "1"]
    assert convert(Column("x", "X", "某", "flag"), [1.0, True, 0.0, False]) == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_word_of_the_contract_is_read_in_both_languages(sheet):
    for column in sheet.columns:
        for english, chinese in column.words.items():
            for spelling in (
                english,
                chinese,
                english.upper(),
                f" {english} ",
                english.replace(" ", "_"),
            ):
                if spelling:
                    assert convert(column, [spelling]) == [english]


def test_a_word_that_is_none_names_the_choices():
    column = SHEETS[2].by_field["status"]
    bad = convert(column, ["perhaps"])[0]
    assert bad.code == "NOT_A_WORD"
    assert "won 赢单" in bad.params["words"]


def test_hours_may_be_a_duration():
    column = Column("hours", "Hours", "工时", "number", low=0.0)
    assert convert(column, [dt.time(2, 30), dt.timedelta(hours=30), 1.5, "2"]) == [
        2.5,
        30.0,
        1.5,
        2.0,
    ]


def test_a_heading_unit_scales_numbers_but_not_texts_with_their_own():
    column = Column("amount", "Amount", "金额", "money")
    assert convert(column, [1.2, "3", "5万", ""], 1e4) == [12_000.0, 30_000.0, 50_000.0, None]


def test_currencies():
    assert read_currency("rmb") == ("CNY",)
    assert read_currency("人民币") == ("CNY",)
    assert read_currency("xof") == ("XOF",)
    assert read_currency("money") == ()


def test_ids_are_compared_without_zeros_and_case():
    assert fold_id("0017") == fold_id("17") == fold_id("17.0") == fold_id("１７")
    assert fold_id("000") != fold_id("17")


def test_cells_are_shown_as_their_owner_sees_them():
    assert [shown(v) for v in (35.0, 0.35, "a ", True, dt.date(2026, 3, 31))] == [
        "35",
        "0.35",
        "a",
        "TRUE",
        "2026-03-31",
    ]


@given(st.floats(-1e12, 1e12, allow_nan=False).map(lambda x: round(x, 2)))
def test_a_number_reads_as_it_is_written(number):
    for text in (
        f"{number}",
        f"{number:,.2f}",
        f"¥{number:,.2f}" if number >= 0 else f"-¥{-number:,.2f}",
    ):
        found = read_money(text)
        amount = found.amount if isinstance(found, Money) else found
        assert amount == pytest.approx(number)
    assert read_number(f"{number:,.2f}") == pytest.approx(number)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)))
def test_a_date_reads_as_it_is_written(day):
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%d.%m.%Y}",
    ):
        assert read_date(text) == day


@given(st.integers(0, 100))
def test_a_percentage_reads_as_it_is_written(percent):
    assert read_share(f"{percent}%") == pytest.approx(percent / 100)


@given(
    st.sampled_from([c for sheet in SHEETS for c in sheet.columns]),
    st.lists(
        st.one_of(
            st.none(),
            st.text(max_size=12),
            st.floats(),
            st.booleans(),
            st.dates(),
            st.datetimes(),
            st.times(),
            st.timedeltas(),
            st.integers(-(10**20), 10**20),
        )
    ),
)
def test_whatever_stands_in_a_column_is_read_or_told(column, values):
    found = convert(column, values)
    assert len(found) == len(values)
    for value in found:
        if isinstance(value, float):
            assert math.isfinite(value)
