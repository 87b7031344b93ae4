"""The published functions a second time, as formulas of a spreadsheet.

``write_oracle`` writes ``workbooks/oracle.xlsx``: a block for each function, a row for each case,
inputs in cells, and the figure as a native formula. The formulas were written from the method's
text; the numbers of the method stand in them again. LibreOffice calculates them in the tests.

In a formula ``[name]`` is the cell (or range) of an argument, ``[name|5]`` the same with 5 where it
is blank. Write it anew: ``.venv/bin/python tests/oracle.py``.
"""

import datetime as dt
import re
import sys
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

ROOT = Path(__file__).parents[1]
ORACLE = ROOT / "workbooks" / "oracle.xlsx"
SHEET, FIRST = "Oracle", 3  # the first input stands in column D


class Spec(NamedTuple):
    """A function: its formula, and cases as label → values of the cells in order."""

    formula: str
    cases: dict[str, tuple]
    array: bool = False


def annuity(kept, rate="[discount|0.1]", years="[years|5]"):
    """The closed form of the sum that the program adds up."""
    grown = f"(1+{rate})"
    return f"IF({kept}={grown},{years}/{grown},(1-({kept}/{grown})^{years})/({grown}-{kept}))"


BAND = "IF(ISBLANK([days]),3,([days]>30)+([days]>90)+([days]>180))"
BY_P = "([p]<0.7)+([p]<0.5)+([p]<0.2)"
BY_RISK = "IF(ISBLANK([risk]),3,([risk]>=30)+([risk]>=50)+([risk]>=70))"
SLIPPED = "([days]<0)*([slips]>=2)"


def grade(column, down):
    letter = f'MID("AABCABCDBCCDCDDD",4*{BAND}+{column}+1,1)'
    return f'=MID("ABCD",MIN(4,FIND({letter},"ABCD")+{down}),1)'


def weighted(rows, weights):
    """Σ w·s/Σ w over what is known; rows of (cell that must be filled, points)."""
    top = "+".join(
        f"IF(ISBLANK({held}),0,INDEX({weights},{at})*{points})"
        for at, (held, points) in enumerate(rows, 1)
    )
    base = "+".join(
        f"IF(ISBLANK({held}),0,INDEX({weights},{at}))" for at, (held, _) in enumerate(rows, 1)
    )
    return f'=IF(COUNTA({",".join(held for held, _ in rows)})=0,"",({top})/({base}))'


PSE = weighted(
    (
        ("[dmi]", "(50+[dmi]/2)"), ("[coverage]", "[coverage]"), ("[coach]", "[coach]"),
        ("[fit]", "MIN(100,[fit]+5*[standards])"), ("[gap]", "(50+[gap]/2)"),
        ("[lag]", "CHOOSE(1+MAX(0,MIN(3,[lag])),100,60,20,0)"), ("[commercial]", "[commercial]"),
    ),
    "{30,10,10,15,15,10,10}",
)  # fmt: skip
C139 = weighted(
    (
        ("[win_vote]", "IF([win_vote],100,0)"), ("[first_facts]", "100*[first_facts]/3"),
        ("[clear_facts]", "100*[clear_facts]/9"),
    ),
    "[weights|{0.35,0.35,0.3}]",
)  # fmt: skip

LEVELS = ("transactional", "preferred", "partner", "alliance")
TERMS = ((0.10, 0.15, 0.70, 20_000, 0), (0.25, 0.14, 0.82, 120_000, 50_000),
         (0.40, 0.135, 0.90, 450_000, 300_000), (0.50, 0.13, 0.95, 900_000, 1_500_000))  # fmt: skip
WORTH = [
    f"(([wallet]*{share}*({margin}-90/365*(0.06+0.005))-{cost})*({annuity(kept, '0.1', '5')})-{once})"
    for share, margin, kept, cost, once in TERMS
]
BOTH = "ISNUMBER([ours])*ISNUMBER([theirs])"
PAIRS = "SUMPRODUCT(ISNUMBER([xs])*ISNUMBER([ys]))"
NET = (4.2e6, 2_761_643.835616, 345_205.479452, 600_000.0)

SPECS: dict[str, Spec] = {
    "RISK_LEVEL": Spec(
        '=IF(ISBLANK([value]),"",IF([value]<INDEX([bounds|{30,50,70}],1),"low",'
        'IF([value]<INDEX([bounds|{30,50,70}],2),"medium",'
        'IF([value]<INDEX([bounds|{30,50,70}],3),"high","severe"))))',
        {"method": (28.241,), "a bound": (30.0,), "high": (69.9,), "severe": (70.0,),
         "unknown": (None,), "own bounds": (45.0, (20.0, 40.0, 60.0))},
    ),
    "STAGE_LIKELIHOOD": Spec(
        "=([won]+10*CHOOSE([selling_step],0.1,0.25,0.45,0.6,0.85,1))/([reached]+10)",
        {"method": (3, 6, 10), "no history": (1, 0, 0), "execution": (6, 4, 5), "late": (5, 2, 17)},
    ),
    "SHRUNK_RATE": Spec(
        "=([successes]+[k|10]*[prior])/([tried]+[k|10])",
        {"leads": (12, 30, 0.5), "prospects": (8, 12, 0.6), "offers": (2, 8, 1 / 3),
         "own weight": (2, 8, 0.25, 3.0)},
    ),
    "WIN_LIKELIHOOD": Spec(
        "=MIN(INDEX([clip|{0.01,0.99}],2),MAX(INDEX([clip|{0.01,0.99}],1),[phi|0.5]^[missing|0]*"
        "IF(ISBLANK([pse]),[p_stage],1/(1+(1-MIN(MAX([p_stage],1E-9),1-1E-9))/"
        "MIN(MAX([p_stage],1E-9),1-1E-9)*EXP(-[beta|1]*([pse]-50)/25)))))",
        {"method": (0.45, 74.369), "a missing node": (0.45, 74.369, 1), "no state": (0.45, None),
         "a weak state": (0.6, 31.5, 2), "certain": (1.0, 90.0), "hopeless": (0.02, 5.0, 3),
         "own numbers": (0.45, 74.369, 1, 0.8, 0.6, (0.05, 0.5))},
    ),
    "PSE": Spec(PSE, {
        "method": (28.07, 79.09, 100.0, 80.0, 0, 10.0, 0, 70.0),
        "standards": (-10.0, 40.0, 60.0, 93.0, 2, -25.0, 1, 55.0),
        "behind": (-60.0, 10.0, 0.0, 35.0, 1, -40.0, 5, 20.0),
        "half known": (28.07, None, None, 80.0, None, None, -1, None),
        "nothing known": (None,) * 8,
    }),
    "LAG": Spec('=IF(COUNT([purchase_step],[selling_step])<2,"",[purchase_step]-[selling_step])',
                {"ahead": (4, 2), "behind": (1, 3), "unknown": (4, None)}),
    "C139": Spec(C139, {
        "method": (False, 2, 7), "all": (True, 3, 9), "vote unknown": (None, 1, 4),
        "unknown": (None, None, None), "own weights": (True, 1, 5, (0.5, 0.2, 0.3)),
    }),
    "ABCD_GRADE": Spec(grade(BY_P, f"{SLIPPED}+([money]>=50)+([money]>=70)"), {
        "method": (75, 0.6844, 29.35), "bounds": (30, 0.7, 49.9), "one letter": (30, 0.7, 50.0),
        "two letters": (90, 0.7, 70.0), "put off twice": (-3, 0.8, None, 2),
        "put off once": (-3, 0.8, None, 1), "no date": (None, 0.75), "last": (200, 0.1, 80.0, 3),
    }),
    "GRADE_BY_LIKELIHOOD": Spec(grade(BY_P, SLIPPED), {
        "method": (75, 0.6844), "by 180 days": (180, 0.5), "bounds": (31, 0.2), "low": (10, 0.19),
        "put off": (-1, 0.8, 2), "no date": (None, 0.9),
    }),
    "GRADE_BY_RISK": Spec(grade(BY_RISK, SLIPPED), {
        "method": (75, 28.2), "bounds": (90, 30.0), "severe": (30, 70.0), "unknown": (10, None),
        "put off": (-1, 20.0, 2), "no date": (None, 49.0),
    }),
    "INFLUENCE": Spec(
        "=IF(COUNT([formal],[informal])=2,[formal_share|0.6]*[formal]+(1-[formal_share|0.6])*"
        "[informal],IF(COUNT([formal],[informal])=1,SUM([formal],[informal]),"
        "IF(ISBLANK([seniority]),[blank|0.5],[seniority]/5)))",
        {"method": (0.7, 0.8), "formal": (0.9, None), "informal": (None, 0.25), "title": (None, None, 4),
         "nothing": (None, None, None), "own share": (1.0, 0.2, 5, 0.3, 0.4)},
    ),
    "ATTITUDE": Spec(
        "=[attitude]*IF(ISBLANK([confidence]),[confidence_blank|0.7],[confidence])*"
        "IF(ISBLANK([days]),[freshness_blank|0.5],EXP(-LN(2)*[days]/[half_life|90]))",
        {"method": (0.5, 0.9, 10), "opposed": (-0.5, 0.7, 45), "unsure": (1.0, None, 5),
         "undated": (-1.0, 1.0, None), "own numbers": (1.0, None, 30, 0.6, 60.0, 0.4)},
    ),
    "COACH_QUALITY": Spec(
        "=INDEX([weights|{40,30,30}],1)*[access]+INDEX([weights|{40,30,30}],2)*[motives]/3+"
        "INDEX([weights|{40,30,30}],3)*[facts]",
        {"best": (1.0, 3, 1.0), "middling": (0.5, 1, 0.8), "own": (0.5, 2, 0.3, (20.0, 40.0, 40.0))},
    ),
    "TITLE": Spec(
        '=IF(ISBLANK([seniority]),"",IF(1+4*[influence]-[seniority]>=[gap|2],"hidden power",'
        'IF([seniority]-1-4*[influence]>=[gap|2],"empty title","")))',
        {"hidden": (1.0, 0.8), "empty": (5.0, 0.25), "in line": (3.0, 0.5), "own gap": (3.0, 0.75, 1.0)},
    ),
    "RECEIVABLES": Spec("=[sales]*[dso_days]/365",
                        {"method": (70e6, 180.0), "none": (0.0, 90.0), "small": (123_456.78, 33.5)}),
    "CARRYING_COST": Spec("=[owed]*[interest|0.08]",
                          {"method": (34_520_547.945205,), "own": (1e6, 0.045)}),
    "BAD_DEBT": Spec("=[owed]*[default_rate]*[lgd|0.5]",
                     {"method": (34_520_547.945205, 0.02), "rating E": (2e6, 0.2, 0.65)}),
    "NET_YEAR": Spec("=[gross]-SUM([carry],[lost],[relationship_cost])",
                     {"method": NET, "after a 2 % cut": (2.8e6, *NET[1:]), "none": (0.0, 0.0, 0.0, 5e4)}),
    "COST_RATIO": Spec('=IF([gross]>0,SUM([carry],[lost],[relationship_cost])/[gross],"")',
                       {"method": NET, "luxury": (3e6, *NET[1:]), "no gross profit": (-1.0, *NET[1:])}),
    "COST_VERDICT": Spec(
        '=IF(ISBLANK([ratio]),IF([gross]<0,"loss",""),IF([ratio]>[luxury|1],"luxury",'
        'IF([ratio]>=[watch|0.8],"watch","sound")))',
        {"method": (0.8826, 4.2e6), "sound": (0.79, 1.0), "bound": (1.0, 1.0), "luxury": (1.01, 1.0),
         "loss": (None, -5.0), "unknown": (None, None), "own": (0.7, 1.0, 0.5, 0.6)},
    ),
    "PRICE_FLOOR_CUT": Spec('=IF([sales]>0,[net]/[sales],"")',
                            {"method": (493_150.68, 70e6), "below": (-906_849.0, 70e6), "no sales": (1.0, 0.0)}),
    "PRICE_FLOOR": Spec("=MAX(0,[amount]-[amount]*[margin]+[remaining_cost])",
                        {"order": (500_000.0, 0.12, 10_000.0), "spent": (80_000.0, 0.3), "free": (1e3, 2.0)}),
    "DSO_BREAK_EVEN": Spec(
        '=IF([sales]*([interest]+[bad_debt_rate])>0,'
        '365*([gross]-[relationship_cost])/([sales]*([interest]+[bad_debt_rate])),"")',
        {"method": (4.2e6, 0.6e6, 70e6, 0.08, 0.01), "loss": (1e5, 3e5, 2e6, 0.06, 0.0025),
         "credit is free": (1e5, 3e5, 2e6, 0.0, 0.0)},
    ),
    "CREDIT_COST_RATE": Spec("=[dso_days]*([interest|0.06]+[loss_rate|0.005])/365",
                             {"method": (90.0,), "own": (45.0, 0.08, 0.01)}),
    "RETENTION": Spec("=MAX(0,[base|0.95]-[slope|0.35]*[risk]/100)",
                      {"method": (28.241,), "worst": (100.0,), "own": (80.0, 0.5, 0.9)}),
    "ANNUITY": Spec(f"={annuity('[retention]')}",
                    {"method": (1.0,), "own": (0.82, 0.08, 10), "no discount": (1.0, 0.0, 3), "one year": (0.0, 0.1, 1)}),
    "RELATIONSHIP_NPV": Spec(
        f"=[net_year]*{annuity('[retention]')}-[one_off|0]",
        {"preferred": (189_931.506849, 0.82, 0.1, 5, 50_000.0), "method": (493_150.684932, 0.9),
         "loss": (-906_849.32, 0.75, 0.12, 8, 1e6)},
    ),
    "DEAL_WORTH": Spec("=[p]*[gain]*EXP(-LN(1+[discount|0.1])*MAX(0,[days])/365)",
                       {"a year": (0.6, 250_000.0, 365), "overdue": (0.45, 80_000.0, -20), "own": (0.3, -5e4, 90, 0.15)}),
    "LEVEL_NPV": Spec(
        '=CHOOSE(MATCH([level],{"' + '","'.join(LEVELS) + '"},0),' + ",".join(WORTH) + ")",
        {"method, 10 m": ("preferred", 10e6), "method, 20 m": ("preferred", 20e6), "method, 40 m": ("partner", 40e6),
         "small": ("transactional", 1e6), "too high": ("alliance", 10e6)},
    ),
    "BEST_LEVEL": Spec(
        f'=IF({WORTH[0]}>=MAX({",".join(WORTH[1:])}),"transactional",IF({WORTH[1]}>=MAX({WORTH[2]},{WORTH[3]}),'
        f'"preferred",IF({WORTH[2]}>={WORTH[3]},"partner","alliance")))',
        {"small": (1e6,), "method, 10 m": (10e6,), "method, 20 m": (20e6,), "method, 40 m": (40e6,), "large": (100e6,)},
    ),
    "BLUFF_NEEDED": Spec("=IF([refuse_loss]>0,MAX(0,([refuse_loss]-[accept_cost])/[refuse_loss]),0)",
                         {"refuse": (2e5, 8e5), "accept": (9e5, 8e5), "no loss": (1e5, -2e5)}),
    "BREAK_EVEN_REPEAT": Spec(
        f'=IF([first_gain]>=0,0,IF([repeat_gain]>0,-[first_gain]/([repeat_gain]*{annuity("[retention]")}),""))',
        {"method": (-300_000.0, 150_000.0, 0.8), "no loss": (10.0, 5.0, 0.8), "never": (-1e5, 0.0, 0.9),
         "own": (-1e6, 150_000.0, 0.7, 0.08, 3)},
    ),
    "HHI": Spec('=IF(SUMIF([sales],">0")>0,10000*SUMPRODUCT(([sales]>0)*[sales]^2)/SUMIF([sales],">0")^2,"")',
                {"method": ((70.0, *[5.0] * 4, *[2.0] * 5),), "a credit": ((9.5e6, -2e5, 1.25e6, None, 3e5),),
                 "no sales": ((0.0, 0.0),)}),
    "GINI": Spec(
        '=IF(SUMIF([sales],">0")>0,([sales:SUMPRODUCT(ABS(([sales]>0)*[sales]-MAX(0,@)))])'
        '/(2*COUNT([sales])*SUMIF([sales],">0")),"")',
        {"equal": ((1.0, 1.0, 1.0, 1.0),), "one has all": ((0.0, 0.0, 0.0, 4.0),),
         "a credit": ((9.5e6, -2e5, 1.25e6, 3e5, 3e5),), "no sales": ((0.0, 0.0),)},
    ),
    "SPEARMAN": Spec(
        f'=IF({PAIRS}<3,"",IFERROR(CORREL(COUNTIF([xs],"<"&[xs])+COUNTIF([xs],[xs])/2,'
        'COUNTIF([ys],"<"&[ys])+COUNTIF([ys],[ys])/2),""))',
        {"in step": ((1.0, 2.0, 3.0), (10.0, 20.0, 40.0)), "ties": ((5.0, 3.0, 3.0, 8.0, 1.0), (2.0, 2.0, 9.0, 4.0, 2.0)),
         "opposed": ((1.0, 2.0, 3.0, 4.0), (9.0, 7.0, 3.0, 1.0)), "all alike": ((1.0, 2.0, 3.0), (5.0, 5.0, 5.0)),
         "too few": ((1.0, 2.0), (2.0, 1.0))},
        array=True,
    ),
    "FORECAST": Spec("=SUM([closed_in],[o_actual],[weighted],[o_expected])",
                     {"method": (9e5, 2.6e5, 1.4e6, 3.6e5), "nothing open": (1e5, 0.0, 0.0, 2e4)}),
    "PROGRESS": Spec('=IF([target]=0,"",([closed_in]+[o_actual])/[target])',
                     {"method": (9e5, 2.6e5, 4e6), "over": (5e6, 1.0, 4e6), "no target": (9e5, 2.6e5, None)}),
    "FUNNEL_COVERAGE": Spec(
        '=IF(ISBLANK([target]),"",IF([target]-[o_plan]-[closed_in]>0,[amount]/([target]-[o_plan]-[closed_in]),""))',
        {"method": (2.8e6, 4e6, 8e5, 9e5), "won already": (1e6, 1e6, 2e5, 8e5), "no target": (1e6, None, 0.0, 0.0)},
    ),
    "NAMES_NEEDED": Spec(
        '=[wins]*INDEX([chain|{10,5,3,1}],MATCH([stage],{"lead","prospect","offer","win"},0))/INDEX([chain|{10,5,3,1}],4)',
        {"leads": ("lead", 4.0), "prospects": ("prospect", 4.0), "offers": ("offer", 4.0), "wins": ("win", 4.0),
         "own": ("lead", 3.0, (20.0, 8.0, 4.0, 2.0))},
    ),
    "RELATIONSHIP_TYPE": Spec(
        '=IF(COUNT([sales],[ties])<2,"",IF([sales]>0,IF([ties]>=[least_ties|3.5],"partner","supplier"),'
        'IF([ties]>=[least_ties|3.5],"friend","outsider")))',
        {"partner": (1e6, 3.5), "supplier": (1.0, 3.4), "friend": (0.0, 4.0), "outsider": (0.0, 2.0),
         "unknown": (1e6, None), "own": (1e6, 3.4, 3.0)},
    ),
    "RELATIONSHIP_INDEX": Spec('=IF(COUNT([ratings])=0,"",AVERAGE([ratings]))',
                               {"all": ((4.0, 3.0, 5.0, 2.0),), "some": ((4.0, None, None, 2.5),), "none": ((None,) * 4,)}),
    "RELATIONSHIP_STRENGTH": Spec('=IF(COUNT([ratings])=0,"",MIN([ratings]))',
                                  {"all": ((4.0, 3.0, 5.0, 2.0),), "some": ((4.0, None, None, 2.5),), "none": ((None,) * 4,)}),
    "MIRROR_GAP": Spec(f'=IF(SUMPRODUCT({BOTH})=0,"",SUMPRODUCT({BOTH}*ABS([ours]-[theirs]))/SUMPRODUCT({BOTH}))',
                       {"all": ((4.0, 3.0, 5.0, 2.0), (3.0, 5.0, 5.0, 1.5)), "some": ((4.0, 3.0, None, 2.0), (3.0, 5.0, 4.0, None)),
                        "no pair": ((4.0, None, None, None), (None, 3.0, None, None))}),
    "DURABILITY": Spec(
        '=IF([price]+[social]+[structural]>0,1+([social]+2*[structural])/([price]+[social]+[structural]),"")',
        {"mixed": (100.0, 0.0, 100.0), "social": (0.0, 50.0, 150.0), "price": (1e4, 0.0, 0.0), "none": (0.0, 0.0, 0.0)},
    ),
    "WALLET_SHARE": Spec('=IF(ISBLANK([sales]),"",IF([wallet]>0,[sales]/[wallet],""))',
                         {"known": (5e6, 12.5e6), "more than all": (2e6, 1.5e6), "no wallet": (1e6, None), "no sales": (None, 1e6)}),
    "NPS": Spec('=IF(COUNT([answers])=0,"",100*(COUNTIF([answers],">=9")-COUNTIF([answers],"<=6"))/COUNT([answers]))',
                {"good": ((10, 9, 8, 6),), "bad": ((3, 7, None, 0),), "none": ((None,),)}),
    "HEALTH": Spec(
        '=IF(COUNT([points])=0,"",SUMPRODUCT([weights|{0.3,0.2,0.15,0.15,0.1,0.1}]*[points])/'
        "SUMPRODUCT([weights|{0.3,0.2,0.15,0.15,0.1,0.1}]*ISNUMBER([points])))",
        {"all": ((80.0, 64.035, 100.0, 50.0, 71.2, 50.0),), "some": ((80.0, 64.0, 100.0, 50.0, None, 50.0),),
         "none": ((None,) * 6,), "own": ((80.0, None, 60.0, 50.0, 10.0, 90.0), (3.0, 2.0, 1.0, 1.0, 2.0, 1.0))},
    ),
    "FRESHNESS": Spec(
        '=IF(COUNT([ages])=0,"",SUMPRODUCT(ISNUMBER([ages])*EXP(-LN(2)*[ages]/[half_life|90]))/COUNT([ages]))',
        {"half": ((0, 90),), "a year": ((3, 45, None, 365),), "none": ((None, None),), "own": ((10, 20, 30), 30.0)},
    ),
    "CADENCE": Spec(
        '=IF([touches]>MAX(1,2*14/CHOOSE(FIND([grade],"ABCDX"),7,14,30,60,60)),"too often",'
        'IF([days]>CHOOSE(FIND([grade],"ABCDX"),14,30,60,120,120),"overdue",'
        'IF([days]>=CHOOSE(FIND([grade],"ABCDX"),7,14,30,60,60),"due","in time")))',
        {"in time": ("A", 3, 1), "due": ("A", 14, 0), "overdue": ("B", 31, 0), "too often": ("C", 1, 2),
         "four a fortnight": ("A", 1, 4), "behind a gate": ("X", 100, 0)},
    ),
    "BREAK_EVEN_PROBABILITY": Spec('=IF(OR(ISBLANK([cost]),[value]<=0),"",[cost]/[value])',
                                   {"typhoon": (10_000.0, 600_000.0), "dear": (5e4, 4e4), "no value": (1e4, None), "no cost": (None, 1e4)}),
}  # fmt: skip


class Row(NamedTuple):
    """A case as it stands in the workbook."""

    function: str
    label: str
    values: tuple
    cells: list[tuple[str, object]]
    result: str
    formula: str
    array: bool


def oracle_rows(arguments):
    """Yield every case with its cells.

    Args:
        arguments: function → names of its arguments in order.
    """
    at = 2
    for name, spec in SPECS.items():
        names = arguments[name]
        widths = _widths(spec, len(names))
        for label, values in spec.cases.items():
            cells, refs, column = [], {}, FIRST
            for place, argument in enumerate(names):
                value = values[place] if place < len(values) else None
                held = value if isinstance(value, tuple) else (value,)
                places = [cell(at, column + one) for one in range(len(held))]
                cells += zip(places, held, strict=True)
                refs[argument] = (places, value)
                column += widths[place]
            formula = re.sub(
                r"\[(\w+)(?:\|([^\[\]]+))?\]", lambda m, r=refs: _ref(r, *m.groups()),
                _for_each(spec.formula, refs),
            )  # fmt: skip
            yield Row(name, label, values, cells, cell(at, 2), formula, spec.array)
            at += 1
        at += 3


def _for_each(formula, refs):
    """Write out ``[name:…@…]``: the sum of a term over the cells of a range."""
    found = re.search(r"\[(\w+):(.*?\(0,@\)\)\))\]", formula)
    if not found:
        return formula
    terms = "+".join(found[2].replace("@", place) for place in refs[found[1]][0])
    return formula.replace(found[0], terms)


def _ref(refs, name, otherwise):
    places, value = refs[name]
    if otherwise and otherwise.startswith(
        "{"
    ):  # a row of numbers cannot be asked whether it is blank
        return otherwise if value is None else f"{places[0]}:{places[-1]}"
    if len(places) > 1 or isinstance(value, tuple):
        return f"{places[0]}:{places[-1]}"
    return places[0] if otherwise is None else f"IF(ISBLANK({places[0]}),{otherwise},{places[0]})"


def write_oracle(path, described, value_of):
    """Write the workbook.

    Args:
        path: of the workbook.
        described: function → (its summary, names of its arguments).
        value_of: row → the value that the formula shows until it is calculated.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties(
            {"title": "xlplan oracle", "created": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
        )
        sheet = book.add_worksheet(SHEET)
        bold, plain = book.add_format({"bold": True}), book.add_format()
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 2, 20)
        sheet.freeze_panes(0, FIRST)
        head = None
        for row in oracle_rows({name: names for name, (_, names) in described.items()}):
            at = int(re.sub(r"\D", "", row.result)) - 1
            summary, names = described[row.function]
            if head != row.function:
                head = row.function
                sheet.write_string(at - 2, 0, f"XLPLAN_{head}", bold)
                sheet.write_string(at - 2, 1, summary)
                sheet.write_row(at - 1, 1, ["case", "result"], bold)
                _heads(sheet, at - 1, row, names, bold)
            sheet.write_string(at, 1, row.label)
            write = sheet.write_array_formula if row.array else sheet.write_formula
            place = f"{row.result}:{row.result}" if row.array else row.result
            write(place, row.formula, plain, value_of(row))
            for where, value in row.cells:
                if value is not None:
                    sheet.write(where, value)


def _heads(sheet, at, row, names, bold):
    column = FIRST
    for name, width in zip(names, _widths(SPECS[row.function], len(names)), strict=True):
        sheet.write_string(at, column, name, bold)
        column += width


def _widths(spec, count):
    """Return how many cells each argument takes, at most."""
    return [
        max(
            len(v[place]) if place < len(v) and isinstance(v[place], tuple) else 1
            for v in spec.cases.values()
        )
        for place in range(count)
    ]


def described():
    """Return summary and argument names of each function that is one formula."""
    from xlplan.functions import PREFIX, published

    return {
        name.removeprefix(PREFIX): (
            one.summary,
            [a.name for a in one.arguments if a.kind != "policy"],
        )
        for name, one in published().items()
        if one.closed
    }


def computed(row):
    """Return what the program says of a case, as the formula would show it."""
    from xlplan.functions import PREFIX, published

    found = published()[PREFIX + row.function](*row.values)
    return "" if found is None else found


if __name__ == "__main__":
    write_oracle(Path(sys.argv[1]) if len(sys.argv) > 1 else ORACLE, described(), computed)
