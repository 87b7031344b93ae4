"""What does the risk table compute itself? Points from inputs, scores from points, by formulas."""

from collections.abc import Iterator, Sequence

from xlplan.core.grading.risk import HARDLY_KNOWN, LEVELS
from xlplan.core.policy import Factor
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.linking import Line
from xlplan.engine.result.live import Live, Spots, chosen, joined, quoted
from xlplan.engine.result.shapes import Column, Row

HIDDEN = ("at", "cat", "deal", "cust", "idle")
"""Row in ABCD ranking and in Cost and return, numbers of opportunity and customer; whose row it is
that has no opportunity."""

MONEY = Column("money_known", "Money known", "share",
               help="Share of the weight of the money factors that is known.")  # fmt: skip
HELP = "What the points come from. Blue: may be changed here; black: change it where it is blue."


def aside_columns(frame: Frame) -> list[Column]:
    """Return the columns beside the table: what the points come from, then helpers."""
    note = frame.texts(HELP)
    inputs = [Column(one.key, one.heading, one.kind, help=note) for one in frame.inputs.columns]
    return [*inputs, *frame.columns((MONEY,)), *(Column(key, key, "int") for key in HIDDEN)]


def aside_row(frame: Frame, line: Line) -> Row:
    """Return what stands beside a row of the table."""
    customer, one, risk = line
    link, id_ = frame.linking, customer.customer.id
    score, inputs = risk.score, frame.inputs
    said = list(score.rows.inputs)
    if score.rows.names != inputs.keys:
        by_key = dict(zip(score.rows.names, score.rows.inputs, strict=True))
        said = [by_key.get(key) for key in inputs.keys]
    for at, words in inputs.said:
        said[at] = words.get(said[at])
    deal = one.opportunity if one else None
    return (
        *said,
        risk.money.completeness,
        one.priority if one else None,
        link.seller[id_],
        link.deal[deal.id] if deal else None,
        link.customer[id_],
        None if deal else link.customer[id_],
    )


class RiskFormulas:
    """The formulas of the risk table.

    Args:
        frame: factors, words, inputs.
        at: where the columns are; the weights stand above the headings.
        keys: of the columns of the points.
    """

    def __init__(self, frame: Frame, at: Spots, keys: tuple[str, ...]) -> None:
        self.frame, self.at, self.keys = frame, at, keys
        self.factors = frame.assessment.policy.factors
        first, last = keys[0], keys[-1]
        self.points = at.span(first, last)
        above = at.first - 1  # the row over the headings, counted from 1
        letters = [at[key].rstrip("0123456789") for key in (first, last)]
        self.weights = f"${letters[0]}${above}:${letters[1]}${above}"

    def table(self, rows: int) -> Live:
        """Return what of the table itself is live."""
        found = dict(self._scores())
        for number, factor in enumerate(self.factors, 1):
            found[self.keys[number - 1]] = self._points(number, factor)
        return Live(found, rows=rows, above=self.keys)

    def aside(self, rows: int) -> Live:
        """Return what of the inputs and helpers is live."""
        at, inputs = self.at, self.frame.inputs.columns
        number, known = at["at"], self._weight("factor_money*ISNUMBER({points})")
        money = chosen(
            ((f'{number}=""', f"SUMPRODUCT({self.weights},factor_money,factor_alone)"),),
            f"SUMPRODUCT({self.weights},factor_money)",
        )
        found = {
            "money_known": f"IF({money}>0,{known}/{money},0)",
            "at": f'IF({at["deal"]}="","",MATCH({at["deal"]},ranking_deal,0))',
            "cat": f"MATCH({at['cust']},returns_cust,0)",
        }
        found |= {one.key: one.source(at) for one in inputs if one.source}
        typed = [one for one in inputs if one.source is None]
        return Live(
            found,
            frozenset(one.key for one in typed),
            {one.key: tuple(one.words.values()) for one in typed if one.words},
            rows=rows,
            hidden=HIDDEN,
        )

    def _weight(self, which: str) -> str:
        """Return the weight of the factors that a product of 0 and 1 picks."""
        return f"SUMPRODUCT({self.weights}*{which.format(points=self.points)})"

    def _scores(self) -> Iterator[tuple[str, str]]:
        at, weights, points = self.at, self.weights, self.points
        risk, known, number = at["risk"], at["completeness"], at["at"]
        every = f'IF({number}="",SUMPRODUCT({weights},factor_alone),SUM({weights}))'
        held = f'SUMIF({points},">=0",{weights})'
        yield "grade", f'IF({number}="","D",INDEX(ranking_grade,{number}))'
        yield "risk", f'IF({held}>0,SUMPRODUCT({weights},{points})/{held},"")'
        yield "lo", f'IF({risk}="","",{risk}*{known})'
        yield "hi", f'IF({risk}="","",{risk}*{known}+100*(1-{known}))'
        yield "completeness", f"IF({every}>0,{held}/{every},0)"
        yield "level", level_formula(self.frame, risk, known)
        for key, group in (("money", "factor_money"), ("win", "factor_win")):
            some = self._weight(f"{group}*ISNUMBER({points})")
            yield key, f'IF({some}>0,SUMPRODUCT({weights},{points},{group})/{some},"")'
        yield "knock_outs", joined(self._knock_outs(), self.frame.texts("; "))
        yield "question", self._question()

    def _knock_outs(self) -> Iterator[tuple[str, str]]:
        for number, factor in enumerate(self.factors, 1):
            if not factor.knock_out:
                continue
            sign, cell = factor.knock_out[0], self.at[f"x{number}"]
            # a text is larger than any number
            known = f'{cell}<>""' if sign == "=" else f"ISNUMBER({cell})"
            rules_out = f"AND({known},{cell}{sign}f{number}_limit)"
            yield rules_out, quoted(self.frame.words.say(factor.name) or "")

    def _question(self) -> str:
        """Return the missing factor with the smallest rank; ranks follow the weights."""
        size, number = len(self.factors) + 1, self.at["at"]
        open_ = f'SUMPRODUCT(MAX(({self.points}="")*({size}-factor_rank)'
        best = f'{size}-IF({number}="",{open_}*factor_alone)),{open_})))'
        found = f"INDEX(factor_question,MATCH({best},factor_rank,0))"
        return f'IF({self.at["completeness"]}<1,IFERROR({found},""),"")'

    def _points(self, number: int, factor: Factor) -> str:
        cell, f, deal = self.at[f"x{number}"], f"f{number}", self.at["at"]
        typed = self.frame.inputs.columns[number - 1].source is None
        if factor.scale.words:
            found = f'IFERROR(INDEX({f}_y,MATCH({cell},{f}_x,0)),"")'
            blank = f'OR({deal}="",{cell}="")' if typed else f'{cell}=""'
            return f'IF({blank},"",{found})'
        held = f"MAX({cell},INDEX({f}_x,1))"
        below, slope = f"LOOKUP({held},{f}_x,{f}_y)", f"LOOKUP({held},{f}_x,{f}_s)"
        # what is typed where there is no opportunity must not count
        known = f"ISNUMBER({cell})" if not typed else f"AND(ISNUMBER({deal}),ISNUMBER({cell}))"
        return f'IF({known},{below}+({held}-LOOKUP({held},{f}_x))*{slope},"")'


def level_formula(frame: Frame, risk: str, known: str) -> str:
    """Return the level of a risk by its bounds, in the reader's words; ``known`` is its completeness."""
    few = _level(frame, risk, tuple(HARDLY_KNOWN.values()))
    enough = _level(frame, risk, LEVELS)
    return chosen([(f'{risk}=""', '""'), (f"{known}<gate_completeness", few)], enough)


def _level(frame: Frame, risk: str, levels: Sequence[str]) -> str:
    words = [quoted(frame.words.say(level) or "") for level in levels]
    return chosen([(f"{risk}<risk_levels_{at}", words[at - 1]) for at in (1, 2, 3)], words[3])
