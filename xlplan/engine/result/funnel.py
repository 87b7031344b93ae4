"""Will the target be met? The funnel of the period: forecast, progress, steps, what is stuck."""

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.figures import FunnelStep
from xlplan.core.money.simulation import SimulationPolicy, period_outcome
from xlplan.engine.cards import card
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Area, Live, Look
from xlplan.engine.result.reconciling import DUE, WIDE, cover, left_to_win, stopped_forecast
from xlplan.engine.result.shapes import Chart, Column, ResultSheet, Row, Rule, Series, Table, Tile
from xlplan.engine.result.words import capital

TILES, FORECAST = 4, 8  # rows of the key figures, of the headings of the first table
CHART_ROWS, CHART_SIZE = 13, (990, 290)  # rows taken under the steps, and pixels


PARTS = (
    Column("part", "Part of the forecast", width=WIDE),
    Column("amount", "Amount", "money"),
    Column("share", "Share", "share", width=13.0),
)  # fmt: skip

SIMULATED = (
    Column("outcome", "Outcome of the period", width=WIDE),
    Column("amount", "Amount", "money"),
    Column("chance", "Probability", "share", width=13.0),
)  # fmt: skip

BY_STEP = (
    Column("step", "Selling step", width=WIDE),
    Column("count", "Open", "int", width=13.0),
    Column("amount", "Amount", "money"),
    Column("weighted", "Amount × likelihood", "money", width=13.0),
    Column("age", "Mean age, days", "int", width=13.0),
    Column("reached", "Closed that came here", "int", width=13.0,
           help="Own closed opportunities that reached this step."),
    Column("won", "of them won", "int", width=13.0),
    Column("conversion", "Conversion", "share", width=13.0,
           help="Share of those that reached this step and were won."),
)  # fmt: skip

FRAMEWORKS = (
    Column("customer", "Customer", width=WIDE),
    Column("id", "Customer ID", width=13.0),
    Column("amount", "Small orders together", "money"),
)  # fmt: skip

STALLED = (
    Column("opportunity", "Opportunity", width=WIDE),
    Column("age", "Age, days", "int", width=13.0),
    Column("amount", "Amount", "money"),
    Column("step", "Selling step", width=13.0),
    Column("grade", "Grade", "grade", width=13.0),
    Column("customer", "Customer", width=13.0),
)  # fmt: skip


def funnel_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Funnel: key figures, the forecast's parts, steps, frameworks, stalled."""
    parts = _parts(frame)
    beside = cover(frame, parts)
    simulated = _simulated(frame, beside.bottom + 4)
    steps = _steps(frame, (simulated[-1] if simulated else beside).bottom + 4)
    drawn = any(one.count for one in frame.assessment.funnel.steps)
    frameworks = _frameworks(frame, steps.bottom + 4 + (CHART_ROWS if drawn else 0))
    stalled = _stalled(frame, frameworks.bottom + 4)
    t = frame.texts
    names = steps.cells("step")
    series = (
        Series(t("Amount"), steps.cells("amount"), names, "pale"),
        Series(t("Amount × likelihood"), steps.cells("weighted"), names, "A"),
    )
    title = t("Open funnel by selling step")
    chart = Chart("bar", title, series, steps.bottom + 2, 0, size=CHART_SIZE)
    return frame.sheet(
        "funnel",
        _headline(frame),
        tables=(parts, beside, *simulated, steps, frameworks, stalled),
        tiles=_tiles(frame, parts),
        charts=(chart,) if drawn else (),
        offers={"funnel_forecast": Area("funnel", TILES + 1, 3, TILES + 1, 3)},
    )


def _tiles(frame: Frame, parts: Table) -> tuple[Tile, ...]:
    t, one = frame.texts, frame.assessment.funnel
    period = f"{t.date(one.start)} – {t.date(one.end)}"
    won, small = (parts.address("amount", parts.first + at) for at in (0, 1))
    total = f"SUM({won}:{parts.address('amount', parts.last)})"
    progress = f'IF(N(funnel_target)=0,"",({won}+{small})/funnel_target)'
    to_win = left_to_win(frame, won)
    covered = f'IF({to_win}>0,SUMPRODUCT({DUE}*ranking_amount)/{to_win},"")'
    coverage = f'IF(ISNUMBER(funnel_target),{covered},"")'
    target = 'IF(ISNUMBER(funnel_target),funnel_target,"")'
    return (
        Tile(t("Period"), period, "text", TILES, 0, 0),
        Tile(t("Target"), one.target, "amount", TILES, 1, 2, target),
        Tile(t("Forecast"), one.forecast, "amount", TILES, 3, 4, total),
        Tile(t("Progress"), one.progress, "share", TILES, 5, 5, progress),
        Tile(t("Funnel coverage"), one.coverage, "ratio", TILES, 6, 7, coverage),
    )


def _parts(frame: Frame) -> Table:
    t, one = frame.texts, frame.assessment.funnel
    total = one.forecast
    parts = (
        (t("Won in the funnel so far"), one.closed_in),
        (t("Out-of-funnel sales so far"), one.o_actual),
        (t("Open, closing in the period: amount × likelihood"), one.weighted),
        (t("Out-of-funnel sales still expected"), one.o_expected),
    )
    rows: list[Row] = [(name, amount, amount / total if total else None) for name, amount in parts]
    columns = frame.columns(PARTS)
    first = FORECAST + 2
    amounts = f"SUM(B${first}:B${first + len(parts) - 1})"
    share = f'IF({amounts}=0,"",B{first}/{amounts})'
    due = Look(formula=f"SUMPRODUCT({DUE}*ranking_weighted)")
    return table(
        columns,
        rows,
        FORECAST,
        sums=("amount", "share"),
        total=t("Forecast"),
        rules=(Rule("bar", ("share",)),),
        live=Live({"share": share}, looks={(2, "amount"): due}),
    )


def _simulated(frame: Frame, top: int) -> tuple[Table, ...]:
    """Return how far the forecast can miss; nothing where no simulation is asked for."""
    t, policy = frame.texts, SimulationPolicy.of(frame.assessment.policy)
    if not policy.asked:
        return ()
    one = period_outcome(frame.assessment, policy)
    if one.absent is not None:
        rows: list[Row] = [(t("No figure: {reason}", reason=t(one.absent)), None, None)]
    else:
        rows = [
            (t("1 in 10 cases stays below"), one.p10, None),
            (t("Middle of the cases"), one.p50, None),
            (t("1 in 10 cases goes above"), one.p90, None),
            (t("Mean of the cases"), one.mean, None),
        ]
        if one.reach is not None:
            rows.append((t("The target is reached"), one.target, one.reach))
    title = t("How far the forecast can miss: {n} cases simulated", n=t.number(one.draws))
    return (table(frame.columns(SIMULATED), rows, top, title=title),)


def step_name(frame: Frame, step: int) -> str:
    """Return a selling step as ``3 Proposal``."""
    return f"{step} {capital(card('selling_step', step, frame.texts.lang)['name'])}"


def _steps(frame: Frame, top: int) -> Table:
    t = frame.texts
    columns = frame.columns(BY_STEP)
    rows = [_step_row(frame, one) for one in frame.assessment.funnel.steps]
    return table(
        columns,
        rows,
        top,
        title=t("In the funnel, by selling step"),
        sums=("count", "amount", "weighted"),
        total=t("Σ"),
        rules=(Rule("bar", ("conversion",)),),
        live=Live(_step_formulas(top + 2)),
    )


def _step_formulas(row: int) -> dict[str, str]:
    """Return the formulas of a selling step; a blank step is the first."""
    step = f'((ranking_selling_step+(ranking_selling_step=""))=ROWS(A${row}:A{row}))'
    here = f"ISNUMBER(ranking_deal)*(ranking_amount>=funnel_threshold)*{step}"
    return {
        "count": f"SUMPRODUCT({here})",
        "amount": f"SUMPRODUCT({here}*ranking_amount)",
        "weighted": f"SUMPRODUCT({here}*ranking_weighted)",
        "conversion": f'IF(F{row}=0,"",G{row}/F{row})',
    }


def _step_row(frame: Frame, one: FunnelStep) -> Row:
    name = step_name(frame, one.step)
    return (
        name,
        one.count,
        one.amount,
        one.weighted,
        one.mean_age_days,
        one.reached,
        one.won,
        one.conversion,
    )


def _frameworks(frame: Frame, top: int) -> Table:
    t = frame.texts
    rows: list[Row] = [
        (frame.name(id_), id_, amount) for id_, amount in frame.assessment.funnel.frameworks.items()
    ]
    columns = frame.columns(FRAMEWORKS)
    return table(
        columns,
        rows,
        top,
        title=t("Worth a framework order: small orders that together reach the threshold"),
        empty=t("None."),
    )


def _stalled(frame: Frame, top: int) -> Table:
    t, one = frame.texts, frame.assessment.funnel
    deals = {deal.opportunity.id: deal for deal in frame.assessment.opportunities}
    rows = [_stalled_row(frame, deals[id_]) for id_ in one.stalled if id_ in deals]
    columns = frame.columns(STALLED)
    title = t("Stalled")
    if one.stalled_days is not None:
        title = t("Stalled: open for more than {days} days", days=t.number(one.stalled_days))
    numbers = [frame.linking.deal[id_] for id_ in one.stalled if id_ in deals]
    looks = {
        (at, "grade"): Look(formula=f"INDEX(ranking_grade,MATCH({number},ranking_deal,0))")
        for at, number in enumerate(numbers)
    }
    rules = (frame.grade_rule("grade"),)
    return table(
        columns, rows, top, title=title, rules=rules, empty=t("None."), live=Live(looks=looks)
    )


def _stalled_row(frame: Frame, one: OpportunityAssessment) -> Row:
    deal = one.opportunity
    age = (frame.assessment.as_of - deal.created).days if deal.created else None
    step = step_name(frame, deal.selling_step or 1)
    return (deal.name or deal.id, age, deal.amount, step, one.grade, one.customer.name)


def _headline(frame: Frame) -> str:
    t, one = frame.texts, frame.assessment.funnel
    said = t("Forecast {money}", money=t.money(one.forecast))
    if one.target:
        said += t(
            ": {share} of the target of {target}, {progress} of it is in",
            share=t.percent(one.forecast / one.target),
            target=t.money(one.target),
            progress=t.percent(one.progress),
        )
    else:
        said += t("; no target is set (Policy funnel.target)")
    stopped = stopped_forecast(frame)
    if stopped > 0.0:
        said += t("; {money} of it lies in X, stopped at a gate", money=t.money(stopped))
    if one.stalled:
        said += t("; {n} of {of} opportunities are stalled", n=len(one.stalled), of=one.in_funnel)
    return said + t(".")
