"""How does a spreadsheet rank? Likelihood, gates, grades, returns and priority as formulas."""

from collections.abc import Iterator

from xlplan.engine.result.frame import Frame
from xlplan.engine.result.live import Live, Spots, chosen, joined, mark, quoted, told
from xlplan.engine.result.ranking_inputs import PLACES, typed_columns
from xlplan.engine.result.ranking_order import ORDER, order_formulas
from xlplan.engine.result.ranking_win import win_formulas
from xlplan.engine.result.risk_live import level_formula

GRADES = '"ABCD"'
INPUTS = ("amount", "p_manual")


class RankingFormulas:
    """The formulas of the ABCD ranking.

    Args:
        frame: words, inputs.
        at: where the columns are.
        rows: how many opportunities there are; other rows hold no formula.
    """

    def __init__(self, frame: Frame, at: Spots, rows: int) -> None:
        self.frame, self.at, self.rows = frame, at, rows
        self.yes = quoted(frame.words.flag[True])

    def table(self) -> Live:
        """Return what of the table itself is live."""
        found = dict(win_formulas(self.frame, self.at, of_table=True))
        found |= dict(self._grades())
        found |= dict(self._returns())
        found["priority"] = dict(order_formulas(self.at, self.rows))["priority"]
        return Live(found, frozenset(INPUTS), rows=self.rows)

    def aside(self) -> Live:
        """Return what of the inputs, figures and helpers is live."""
        found = dict(win_formulas(self.frame, self.at, of_table=False)) | dict(self._figures())
        order = order_formulas(self.at, self.rows)
        found |= {key: formula for key, formula in order if key in ORDER}
        inputs = typed_columns(self.frame)
        flag = {"against": tuple(self.frame.words.flag[said] for said in (True, False))}
        words = {one.key: tuple(one.words.values()) for one in inputs if one.words}
        keys = {one.key for one in inputs} | {"nodes", "coach_quality", "red", "against"}
        return Live(found, frozenset(keys), words | flag, rows=self.rows, hidden=(*PLACES, *ORDER))

    def _grades(self) -> Iterator[tuple[str, str]]:
        at, days = self.at, self.at["days"]
        yield "days", f'IF({at["close"]}="","",{at["close"]}-as_of)'
        yield "risk", f"INDEX(risktable_risk,{at['at']})"
        known = f"INDEX(risktable_completeness,{at['at']})"
        yield "level", level_formula(self.frame, at["risk"], known)
        likely = "+".join(f"({at['p_rank']}<abcd_p_{n})" for n in (1, 2, 3))
        risky = "+".join(f"({at['risk']}>=abcd_risk_{n})" for n in (1, 2, 3))
        late = f"AND(ISNUMBER({days}),{days}<0,N({at['slips']})>=abcd_slips)*1"
        yield "by_likelihood", self._letter(f"1+{likely}", late)
        yield "by_risk", f'IF({at["risk"]}="","",{self._letter(f"1+{risky}", late)})'
        yield "gates", joined(self._gates(), self.frame.texts("; "))
        money = at["money"]
        down = "+".join(f"({money}>=abcd_money_down_{n})" for n in (1, 2))
        lower = _lower(at["by_likelihood"], f'IF({money}="",0,{down})')
        by_risk = f'IF({at["by_risk"]}="",{self._letter("4", late)},{at["by_risk"]})'
        basis = [quoted(self.frame.words.say(word) or "") for word in ("risk", "likelihood")]
        cases = (
            (f'{at["gates"]}<>""', '"X"'),
            (f"abcd_basis={basis[0]}", by_risk),
            (f"abcd_basis={basis[1]}", at["by_likelihood"]),
        )
        yield "grade", chosen(cases, lower)

    def _letter(self, column: str, down: str) -> str:
        """Return the letter of the matrix, lowered; an unknown day lies in the last time band."""
        days = self.at["days"]
        band = "+".join(f"({days}>abcd_days_{n})" for n in (1, 2, 3))
        return _lower(f'INDEX(abcd_matrix,IF({days}="",4,1+{band}),{column})', down)

    def _gates(self) -> Iterator[tuple[str, str]]:
        at, t, say = self.at, self.frame.texts, self.frame.words.say
        out = f"INDEX(risktable_knock_outs,{at['at']})"
        one, between = t("knock-out: {factor}", factor=mark("factor")), t("; ")
        before, after = one.split(mark("factor"))
        swapped = f"SUBSTITUTE({out},{quoted(between)},{quoted(after + between + before)})"
        knocked = told(one, factor=swapped)
        money = at["money"]
        yield f"AND(ISNUMBER({money}),{money}>=gate_money)", quoted(say("money risk") or "")
        small = f"N({at['amount']})<gate_size*funnel_threshold"
        yield small, quoted(say("size") or "")
        no = quoted(self.frame.words.flag[False])
        yield f"{at['feasible']}={no}", quoted(say("not feasible") or "")
        yield f'{out}<>""', knocked

    def _returns(self) -> Iterator[tuple[str, str]]:
        at, margin = self.at, self.at["margin"]
        customers = f"INDEX(returns_margin,MATCH({at['cust']},returns_cust,0))"
        theirs = f'IF({customers}="","",{customers})'
        yield "margin", f'IF({at["own_margin"]}="",{theirs},{at["own_margin"]})'
        gain = f"{at['p_rank']}*{at['amount']}*{margin}-N({at['rest']})"
        yield "expected", f'IF(ISNUMBER({margin}),{gain},"")'
        known = f"AND(ISNUMBER({at['expected']}),ISNUMBER({at['hours']}))"
        yield "per_hour", f'IF({known},{at["expected"]}/MAX({at["hours"]},1),"")'

    def _figures(self) -> Iterator[tuple[str, str]]:
        at = self.at
        place, margin, days = at["at"], at["margin"], at["days"]
        enough = f"INDEX(risktable_money_known,{place})>=gate_completeness"
        yield "money", f'IF({enough},INDEX(risktable_money,{place}),"")'
        own = f"AND(win_use_manual={self.yes},ISNUMBER({at['p_manual']}))"
        yield "p_rank", f"IF({own},{at['p_manual']},{at['p']})"
        yield "weighted", f"{at['p']}*{at['amount']}"
        yield "near", f'IF({days}="","",MAX({days},0))'
        gain = f"{at['p']}*({at['amount']}*{margin}-N({at['rest']}))"
        years = f'IF({days}="",npv_days_blank,MAX({days},0))/365'
        yield "worth", f'IF(ISNUMBER({margin}),{gain}/(1+discount)^({years}),"")'
        yield "at", f"MATCH({at['deal']},risktable_deal,0)"


def _lower(letter: str, steps: str) -> str:
    """Return a grade some letters down, not below D."""
    return f"MID({GRADES},MIN(4,FIND({letter},{GRADES})+{steps}),1)"
