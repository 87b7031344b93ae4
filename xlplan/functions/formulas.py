"""Which published functions are one formula of a spreadsheet, and how does that formula read?

Written from the method's text, not from the program: the numbers of the method stand in them again.
The oracle workbook compares them with the functions; a portable workbook carries them as LAMBDAs.

``[name]`` is the cell, or the range, of an argument, ``[name|5]`` the same with 5 where it is blank;
an unknown result is ``""``. A blank among the arguments that a function cannot do without is not in
the formula: it makes every function's result blank.
"""

import re
from collections.abc import Callable, Mapping, Sequence

_ARGUMENT = re.compile(r"\[(\w+)(?:\|([^\[\]]+))?\]")


def written(formula: str, place: Callable[[str, str], str]) -> str:
    """Return a formula with what stands for its arguments.

    Args:
        formula: of ``FORMULAS``.
        place: (name of the argument, its default or ``""``) → what stands for it.

    Example:
        >>> written("[owed]*[interest|0.08]", lambda name, default: default or name.upper())
        'OWED*0.08'
    """
    return _ARGUMENT.sub(lambda found: place(found[1], found[2] or ""), formula)


def is_array(formula: str) -> bool:
    """Return whether a formula looks at the cells of a range one by one."""
    return "SUMPRODUCT(" in formula


def _annuity(kept: str, rate: str = "[discount|0.1]", years: str = "[years|5]") -> str:
    """Return the closed form of the sum that the program adds up."""
    grown = f"(1+{rate})"
    return f"IF({kept}={grown},{years}/{grown},(1-({kept}/{grown})^{years})/({grown}-{kept}))"


_BAND = 'IF([days]="",3,([days]>30)+([days]>90)+([days]>180))'
_BY_P = "([p]<0.7)+([p]<0.5)+([p]<0.2)"
_BY_RISK = 'IF([risk]="",3,([risk]>=30)+([risk]>=50)+([risk]>=70))'
_DAYS, _SLIPS = 'IF([days]="",0,[days])', 'IF([slips]="",0,[slips])'
_SLIPPED = f"({_DAYS}<0)*({_SLIPS}>=2)"
_MONEY = 'IF([money]="",0,([money]>=50)+([money]>=70))'


def _grade(column: str, down: str) -> str:
    letter = f'MID("AABCABCDBCCDCDDD",4*{_BAND}+{column}+1,1)'
    return f'MID("ABCD",MIN(4,FIND({letter},"ABCD")+{down}),1)'


def _weighted(rows: Sequence[tuple[str, str]], weights: str) -> str:
    """Return Σ w·s/Σ w over what is known; rows of (cell that must be filled, points)."""
    known = [f'({held}<>"")' for held, _ in rows]
    top = "+".join(
        f'IF({held}="",0,INDEX({weights},{at})*{points})'
        for at, (held, points) in enumerate(rows, 1)
    )
    base = "+".join(f"{one}*INDEX({weights},{at})" for at, one in enumerate(known, 1))
    return f'IF({"+".join(known)}=0,"",({top})/({base}))'


_PSE = _weighted(
    (
        ("[dmi]", "(50+[dmi]/2)"), ("[coverage]", "[coverage]"), ("[coach]", "[coach]"),
        ("[fit]", 'MIN(100,[fit]+5*IF([standards]="",0,[standards]))'), ("[gap]", "(50+[gap]/2)"),
        ("[lag]", "CHOOSE(1+MAX(0,MIN(3,[lag])),100,60,20,0)"), ("[commercial]", "[commercial]"),
    ),
    "{30,10,10,15,15,10,10}",
)  # fmt: skip
_C139 = _weighted(
    (
        ("[win_vote]", "IF([win_vote],100,0)"), ("[first_facts]", "100*[first_facts]/3"),
        ("[clear_facts]", "100*[clear_facts]/9"),
    ),
    "[weights|{0.35,0.35,0.3}]",
)  # fmt: skip

_TERMS = ((0.10, 0.15, 0.70, 20_000, 0), (0.25, 0.14, 0.82, 120_000, 50_000),
          (0.40, 0.135, 0.90, 450_000, 300_000), (0.50, 0.13, 0.95, 900_000, 1_500_000))  # fmt: skip
_WORTH = tuple(
    f"(([wallet]*{share}*({margin}-90/365*(0.06+0.005))-{cost})*({_annuity(str(kept), '0.1', '5')})-{once})"
    for share, margin, kept, cost, once in _TERMS
)
_BOUND = "INDEX([bounds|{{30,50,70}}],{})".format
_COACH = "INDEX([weights|{{40,30,30}}],{})".format
_COACHED = f"{_COACH(1)}*[access]+{_COACH(2)}*[motives]/3+{_COACH(3)}*[facts]"
_COACHING = "SUM([weights|{40,30,30}])"
_CLIP = "INDEX([clip|{{0.01,0.99}}],{})".format
_P = "MIN(MAX([p_stage],1E-9),1-1E-9)"
_SALES = 'IF([sales]="",0,IF([sales]>0,[sales],0))'
_SOLD = f"SUMPRODUCT({_SALES})"
_COUNTED = '([sales]<>"")*(TRANSPOSE([sales])<>"")'
_PAIR = '([xs]<>"")*([ys]<>"")'
_UNLIKE = "(ROWS([xs])<>ROWS([ys]))+(COLUMNS([xs])<>COLUMNS([ys]))"
_ALL = '">=-1E+300"'  # every number, no blank
_RANK = 'COUNTIFS([{0}],"<"&[{0}],[{1}],{2})+COUNTIFS([{0}],[{0}],[{1}],{2})/2'.format
_ANSWERS = 'SUMPRODUCT(([answers]<>"")*([answers]{}))'.format
_HEALTH = _weighted(
    [(f"INDEX([points],{at})", f"INDEX([points],{at})") for at in range(1, 7)],
    "[weights|{0.3,0.2,0.15,0.15,0.1,0.1}]",
)
_PAIRS = [(f"INDEX([ours],{at})", f"INDEX([theirs],{at})") for at in range(1, 5)]
_BOTH = "+".join(f'({ours}<>"")*({theirs}<>"")' for ours, theirs in _PAIRS)
_APART = "+".join(
    f'IF(({ours}<>"")*({theirs}<>""),ABS({ours}-{theirs}),0)' for ours, theirs in _PAIRS
)
_CONTACT = 'CHOOSE(FIND([grade],"ABCDX"),7,14,30,60,60)'
_LATE = 'CHOOSE(FIND([grade],"ABCDX"),14,30,60,120,120)'

FORMULAS: Mapping[str, str] = {
    "RISK_LEVEL": f'IF([value]="","",IF([value]<{_BOUND(1)},"low",IF([value]<{_BOUND(2)},"medium",'
                  f'IF([value]<{_BOUND(3)},"high","severe"))))',
    "STAGE_LIKELIHOOD": "([won]+10*CHOOSE([selling_step],0.1,0.25,0.45,0.6,0.85,1))/([reached]+10)",
    "SHRUNK_RATE": "([successes]+[k|10]*[prior])/([tried]+[k|10])",
    "WIN_LIKELIHOOD": f"MIN({_CLIP(2)},MAX({_CLIP(1)},[phi|0.5]^[missing|0]*"
                      f'IF([pse]="",[p_stage],1/(1+(1-{_P})/{_P}*EXP(-[beta|1]*([pse]-50)/25)))))',
    "PSE": _PSE,
    "LAG": 'IF(([purchase_step]="")+([selling_step]="")>0,"",[purchase_step]-[selling_step])',
    "C139": _C139,
    "ABCD_GRADE": _grade(_BY_P, f"{_SLIPPED}+{_MONEY}"),
    "GRADE_BY_LIKELIHOOD": _grade(_BY_P, _SLIPPED),
    "GRADE_BY_RISK": _grade(_BY_RISK, _SLIPPED),
    "INFLUENCE": 'IF([formal]="",IF([informal]="",IF([seniority]="",[blank|0.5],[seniority]/5),[informal]),'
                 'IF([informal]="",[formal],[formal_share|0.6]*[formal]+(1-[formal_share|0.6])*[informal]))',
    "ATTITUDE": '[attitude]*IF([confidence]="",[confidence_blank|0.7],[confidence])*'
                'IF([days]="",[freshness_blank|0.5],EXP(-LN(2)*[days]/[half_life|90]))',
    "COACH_QUALITY": f'IF({_COACHING}>0,100*({_COACHED})/{_COACHING},"")',
    "TITLE": 'IF([seniority]="","",IF(1+4*[influence]-[seniority]>=[gap|2],"hidden power",'
             'IF([seniority]-1-4*[influence]>=[gap|2],"empty title","")))',
    "RECEIVABLES": "[sales]*[dso_days]/365",
    "CARRYING_COST": "[owed]*[interest|0.08]",
    "BAD_DEBT": "[owed]*[default_rate]*[lgd|0.5]",
    "NET_YEAR": "[gross]-([carry]+[lost]+[relationship_cost])",
    "COST_RATIO": 'IF([gross]>0,([carry]+[lost]+[relationship_cost])/[gross],"")',
    "COST_VERDICT": 'IF([ratio]="",IF([gross]="","",IF([gross]<0,"loss","")),IF([ratio]>[luxury|1],"luxury",'
                    'IF([ratio]>=[watch|0.8],"watch","sound")))',
    "PRICE_FLOOR_CUT": 'IF([sales]>0,[net]/[sales],"")',
    "PRICE_FLOOR": "MAX(0,[amount]-[amount]*[margin]+[remaining_cost|0])",
    "DSO_BREAK_EVEN": "IF([sales]*([interest]+[bad_debt_rate])>0,"
                      '365*([gross]-[relationship_cost])/([sales]*([interest]+[bad_debt_rate])),"")',
    "CREDIT_COST_RATE": "[dso_days]*([interest|0.06]+[loss_rate|0.005])/365",
    "RETENTION": "MAX(0,[base|0.95]-[slope|0.35]*[risk]/100)",
    "ANNUITY": _annuity("[retention]"),
    "RELATIONSHIP_NPV": f"[net_year]*{_annuity('[retention]')}-[one_off|0]",
    "DEAL_WORTH": "[p]*[gain]*EXP(-LN(1+[discount|0.1])*MAX(0,[days])/365)",
    "LEVEL_NPV": 'CHOOSE(MATCH([level],{"transactional","preferred","partner","alliance"},0),'
                 f'{",".join(_WORTH)})',
    "BEST_LEVEL": f'IF({_WORTH[0]}>=MAX({",".join(_WORTH[1:])}),"transactional",'
                  f'IF({_WORTH[1]}>=MAX({_WORTH[2]},{_WORTH[3]}),"preferred",'
                  f'IF({_WORTH[2]}>={_WORTH[3]},"partner","alliance")))',
    "BLUFF_NEEDED": "IF([refuse_loss]>0,MAX(0,([refuse_loss]-[accept_cost])/[refuse_loss]),0)",
    "BREAK_EVEN_REPEAT": "IF([first_gain]>=0,0,IF([repeat_gain]>0,"
                         f'-[first_gain]/([repeat_gain]*{_annuity("[retention]")}),""))',
    "HHI": f'IF({_SOLD}>0,10000*SUMPRODUCT(({_SALES})^2)/{_SOLD}^2,"")',
    "GINI": f"IF({_SOLD}>0,SUMPRODUCT({_COUNTED}*ABS({_SALES}-TRANSPOSE({_SALES})))"
            f'/(2*COUNT([sales])*{_SOLD}),"")',
    "SPEARMAN": f'IF({_UNLIKE},#VALUE!,IF(SUMPRODUCT({_PAIR})<3,"",IFERROR(CORREL('
                f'IF({_PAIR},{_RANK("xs", "ys", _ALL)},""),IF({_PAIR},{_RANK("ys", "xs", _ALL)},"")),"")))',
    "FORECAST": "[closed_in]+[o_actual]+[weighted]+[o_expected]",
    "PROGRESS": 'IF([target]="","",IF([target]=0,"",([closed_in]+[o_actual])/[target]))',
    "FUNNEL_COVERAGE": 'IF([target]="","",IF([target]-[o_plan]-[closed_in]>0,'
                       '[amount]/([target]-[o_plan]-[closed_in]),""))',
    "NAMES_NEEDED": '[wins]*INDEX([chain|{10,5,3,1}],MATCH([stage],{"lead","prospect","offer","win"},0))'
                    "/INDEX([chain|{10,5,3,1}],4)",
    "RELATIONSHIP_TYPE": 'IF(([sales]="")+([ties]="")>0,"",IF([sales]>0,'
                         'IF([ties]>=[least_ties|3.5],"partner","supplier"),'
                         'IF([ties]>=[least_ties|3.5],"friend","outsider")))',
    "RELATIONSHIP_INDEX": 'IF(COUNT([ratings])=0,"",AVERAGE([ratings]))',
    "RELATIONSHIP_STRENGTH": 'IF(COUNT([ratings])=0,"",MIN([ratings]))',
    "MIRROR_GAP": f'IF({_BOTH}=0,"",({_APART})/({_BOTH}))',
    "DURABILITY": "IF([price]+[social]+[structural]>0,"
                  '1+([social]+2*[structural])/([price]+[social]+[structural]),"")',
    "WALLET_SHARE": 'IF(([sales]="")+([wallet]="")>0,"",IF([wallet]>0,[sales]/[wallet],""))',
    "NPS": 'IF(COUNT([answers])=0,"",'
           f'100*({_ANSWERS(">=9")}-{_ANSWERS("<=6")})/COUNT([answers]))',
    "HEALTH": _HEALTH,
    "FRESHNESS": 'IF(COUNT([ages])=0,"",SUMPRODUCT(IF([ages]="",0,'
                 "EXP(-LN(2)*[ages]/[half_life|90])))/COUNT([ages]))",
    "CADENCE": f'IF([touches]>MAX(1,2*14/{_CONTACT}),"too often",IF([days]>{_LATE},"overdue",'
               f'IF([days]>={_CONTACT},"due","in time")))',
    "BREAK_EVEN_PROBABILITY": 'IF(([cost]="")+([value]="")>0,"",IF([value]<=0,"",[cost]/[value]))',
}  # fmt: skip
"""Function, without its prefix → its formula."""
