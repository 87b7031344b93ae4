"""Widths and heights: words fit, Chinese signs count double."""

from xlplan.engine.result.layout import heights, lines, roomy, table, text_width
from xlplan.engine.result.shapes import Column, Formula, Rule, Tile
from xlplan.engine.result.styles import short_format

SUM = '=IF(SUBTOTAL(102,{0})=0,"",SUBTOTAL(109,{0}))'


def test_chinese_signs_are_twice_as_wide():
    assert text_width("客户 A") == 6
    assert text_width("Ａ") == 2


def test_a_text_column_is_as_wide_as_its_longest_word_up_to_a_bound():
    short, long = table(
        (Column("a", "Name"), Column("b", "Name", most=20.0)), [("华东轴承集团", "x" * 90)], 0
    ).columns
    assert 12 < short.width < 20
    assert long.width == 20.0


def test_a_column_of_words_fits_each_that_a_formula_may_come_to():
    tones = {"Low": "low", "Severe, hardly known": "grey"}
    rule = Rule("words", ("a",), tones)
    (level,) = table((Column("a", "Level", "word"),), [("Low",)], 0, rules=(rule,)).columns
    assert level.width > len("Severe, hardly known")


def test_a_key_figure_has_room_for_its_name():
    narrow = table((Column("a", "A"), Column("b", "B")), [("x", "y")], 8)
    tile = Tile("Open opportunities", 3, "int", 4, 1, 1)
    (wide,) = roomy((narrow,), (tile,))
    assert wide.columns[0].width == narrow.columns[0].width
    assert wide.columns[1].width > len("Open opportunities") / 1.2


def test_a_width_that_is_given_stays():
    assert table((Column("a", "Name", width=46.0),), [], 0).columns[0].width == 46.0


def test_a_heading_of_two_lines_is_higher():
    one = table((Column("a", "Risk", "score"),), [], 0)
    two = table((Column("a", "Grade by likelihood", "grade"),), [], 0)
    assert two.heading_height > one.heading_height


def test_lines_break_at_spaces_and_between_chinese_signs():
    assert lines("one two three", 7) == 2
    assert lines("应收天数", 4) == 2
    assert lines("unbreakable", 5) == 3


def test_a_row_is_as_high_as_its_longest_wrapped_text():
    columns = (Column("a", "What", "wrap", width=20.0), Column("b", "Sheet"))
    low, high = heights([("short", "x"), ("word " * 20, "x")], columns)
    assert high > 3 * low


def test_addresses_are_those_of_the_sheet():
    made = table(
        (Column("a", "A"), Column("b", "B", "money")),
        [("x", 1.0), ("y", 2.0)],
        4,
        left=2,
        sums=("b",),
        total="Σ",
    )
    assert made.address("b", made.first) == "D6"
    assert made.cells("b").values == (1.0, 2.0)
    assert made.cells("b", 1, 1).row == 6
    assert made.totals() == ("Σ", Formula(SUM.format("D6:D7"), 3.0))
    assert (made.bottom, made.right) == (7, 3)


def test_short_amounts_are_written_as_in_sentences():
    # 31 850 000 is "3,185.0 万" in a sentence; below ten million there is nothing to group
    assert short_format(31_850_000.0, "zh").split(";") == [
        '[>=10000000]#\\,000\\.0," 万"', '[<0]-0\\.0," 万"', '0\\.0," 万"',
    ]  # fmt: skip
    assert short_format(2.5e6, "en") == '#,##0.00,," m";-#,##0.00,," m"'
