"""Which sheets are ours, and what they are called when results come again."""

import pytest

from xlplan.engine.result.frame import present_results
from xlplan.engine.result.placing import Marked, free_name, mark_read, mark_text, ours, settled

RISK = Marked("Risk table", "Risk table")


def test_a_mark_holds_any_name():
    for key, given in (("risk", "Risk table"), ("a/b", "x"), ("risk", 'say "hi"'), ("risk", "=A1")):
        assert mark_read(mark_text(key, given)) == (key, given)
        assert mark_read("=" + mark_text(key, given)) == (key, given)  # as Excel gives it back
    assert mark_read('"Summary"') == ("Summary", "Summary")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_ours_is_the_sheet_that_is_still_called_so(place):
    marks = [
        ("Copy", mark_text("risk", "Risk table")),
        ("Risk table (2)", mark_text("risk", "Risk table")),
    ]
    marks.insert(place, ("Risk table", mark_text("risk", "Risk table")))
    assert ours(marks) == {"risk": RISK}


def test_of_renamed_sheets_the_first_is_ours():
    marks = [(name, mark_text("risk", "Risk table")) for name in ("Mine", "Mine (2)")]
    assert ours(marks) == {"risk": Marked("Mine", "Risk table")}


def names(wanted, present, others=(), fixed=()):
    return [one.name for one in settled(wanted, present, others, fixed).values()]


def test_names_follow_the_language_unless_the_planner_gave_them():
    assert names([("risk", "风险")], {"risk": RISK}) == ["风险"]
    assert names([("risk", "风险")], {"risk": Marked("Mine", "Risk table")}) == ["Mine"]
    assert names([("risk", "风险")], {"risk": RISK}, fixed={"Risk table"}) == ["Risk table"]
    assert names([("risk", "风险")], {"risk": RISK}, ["风险"]) == ["风险 (2)"]
    given = settled([("risk", "风险")], {"risk": Marked("Mine", "Risk table")}, [])
    assert given["risk"].given == "Risk table"  # it is still known to be renamed the next time


def test_a_number_stays_in_the_same_language():
    second = Marked("Risk table (2)", "Risk table (2)")
    assert names([("risk", "Risk table")], {"risk": second}) == ["Risk table (2)"]
    assert names([("risk", "Risk table")], {}, ["RISK TABLE"]) == ["Risk table (2)"]
    long = "x" * 40
    first = settled([("risk", long)], {}, ["x" * 31])["risk"]
    assert first.name == "x" * 27 + " (2)"
    assert settled([("risk", long)], {"risk": first}, ["x" * 31])["risk"] == first


def test_no_two_get_one_name():
    wanted = [("risk", "One"), ("care", "One"), ("funnel", "Two")]
    assert names(wanted, {"funnel": Marked("One", "Two")}) == ["One (2)", "One (3)", "One"]


def test_names_are_cut_as_excel_counts_them():
    assert free_name("😀" * 20, []) == "😀" * 15  # two units each, of 31
    assert free_name("😀" * 20, ["😀" * 15]) == "😀" * 13 + " (2)"


def test_sheets_from_a_workbook_of_results_are_known_by_their_names():
    found = {"客户维护": Marked("客户维护", "客户维护"), "risk": RISK, "Explanation": RISK}
    assert present_results(found) == {"care": found["客户维护"], "risk": RISK}
