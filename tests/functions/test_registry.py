"""The rules that every published function keeps, whatever host it is offered in."""

import re

import pytest

from xlplan.engine.text import chinese
from xlplan.functions import PREFIX, blocks, cells, deals, evaluating, kinds, plans, published
from xlplan.functions.calling import UNKNOWN
from xlplan.functions.describing import _chinese

FUNCTIONS = published()
HAN = re.compile(r"[\u4e00-\u9fff]")
RESERVED = """
and as boolean byref byte byval call case cbool cbyte ccur cdate cdbl cint clng close const csng
cstr currency cvar date declare dim do double each else elseif empty end enum eqv erase error
event exit false for friend function get global gosub goto if imp implements in input integer is
let lib like line lock long loop lset me mod name new next not nothing null object on open
option optional or paramarray print private property public put raiseevent redim rem resume
return rset seek select set single spc static step stop string sub tab then to true type typeof
until variant wend while with withevents write xor
"""
VBA = frozenset(RESERVED.split())
CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]\d*|[Cc]\d*")


def test_the_list_of_the_issue_is_there():
    wanted = """RISK_SCORE RISK_LEVEL RISK_TABLE RISK_COMPLETENESS NEXT_QUESTION DMI COVERAGE
        COACH_QUALITY BEST_COACH PSE PSE_STATE C139 WIN_LIKELIHOOD ABCD_GRADE RANKING FLIP
        RECEIVABLE_COST RELATIONSHIP_NPV COST_RATIO LUXURY BEST_LEVEL PRICE_FLOOR ULTIMATUM
        BREAK_EVEN_REPEAT HHI FORECAST PROGRESS FUNNEL_COVERAGE NAMES_NEEDED LEAD_RATES STAGE_CHECK
        LAG SEGMENT RELATIONSHIP_TYPE RELATIONSHIP_INDEX RELATIONSHIP_STRENGTH MIRROR_GAP CADENCE
        CSI HEALTH QUALIFICATION BUYING_ORDER WHY"""
    assert {PREFIX + name for name in wanted.split()} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_names_suit_every_host(name):
    one = FUNCTIONS[name]
    names = [argument.name for argument in one.arguments]
    assert re.fullmatch(r"XLPLAN_[A-Z][A-Z0-9_]*", name)
    assert len(name) <= 31
    assert not CELL_LIKE.fullmatch(name.removeprefix(PREFIX)) or "_" in name
    for argument in names:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", argument)
        assert argument not in VBA
        assert not CELL_LIKE.fullmatch(argument)
    assert len({argument.casefold() for argument in names}) == len(names)
    assert len(names) <= 60
    assert sum(map(len, names)) + len(names) <= 254


@pytest.mark.parametrize("name", FUNCTIONS)
def test_help_fits_and_speaks_both_languages(name):
    one = FUNCTIONS[name]
    assert one.source
    for english, own in [
        (one.summary, one.summary_zh),
        *((argument.help, argument.help_zh) for argument in one.arguments),
    ]:
        assert 0 < len(english) <= 255
        assert 0 < len(own) <= 255
        assert HAN.search(own) or not re.search("[a-z]{3}", english)
        assert not re.search(r"[\w.-]*[/\\](home|usr|tmp|work|\w+\.py)|[A-Z]:\\|`", english + own)
    assert one.result != "table" or one.columns or "RISK" in name or name == "XLPLAN_NEXT_QUESTION"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_may_be_left_out_comes_last_and_never_before_any_number_of_values(name):
    arguments = FUNCTIONS[name].arguments
    left_out = [argument.optional for argument in arguments]
    assert left_out == sorted(left_out)
    variadic = [argument.variadic for argument in arguments]
    assert not any(variadic[:-1])
    if any(variadic):
        assert not any(left_out[:-1])


def test_no_two_functions_differ_only_in_case():
    assert len({name.casefold() for name in FUNCTIONS}) == len(FUNCTIONS)


def test_no_chinese_without_an_english_one():
    said = {argument.help for one in FUNCTIONS.values() for argument in one.arguments}
    assert set(_chinese()["help"]) == said
    assert {PREFIX + name for name in _chinese()["summary"]} == set(FUNCTIONS)


def test_every_reason_has_its_chinese():
    reasons = [
        text
        for module in (blocks, cells, deals, evaluating, kinds, plans)
        for name, text in vars(module).items()
        if name.isupper() and isinstance(text, str) and ("{" in text or text.endswith("."))
    ]
    assert len(reasons) > 12
    for english in (UNKNOWN, *reasons):
        theirs = chinese()["label"][english]
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", theirs))
