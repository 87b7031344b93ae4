"""How likely is a win, by formulas? Stage rate, project state (PSE), nodes, advantage state."""

from collections.abc import Iterator

from xlplan.core.grading.pse import STATES_HARDLY_KNOWN
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.live import Spots, chosen, quoted
from xlplan.engine.result.ranking_inputs import SHARED

TABLE = frozenset({"p", "p_stage", "state"})


def win_formulas(frame: Frame, at: Spots, *, of_table: bool) -> Iterator[tuple[str, str]]:
    """Yield key and formula: those of the ranking itself, or those beside it."""
    made = [*_likelihood(frame, at), *_project(frame, at), ("state", _state(frame, at))]
    if frame.by_c139:
        made += _held(frame, at)
    yield from ((key, formula) for key, formula in made if (key in TABLE) == of_table)


def _likelihood(frame: Frame, at: Spots) -> Iterator[tuple[str, str]]:
    step, stage, nodes = at["selling_step"], at["p_stage"], at["nodes"]
    yield "p_stage", f'INDEX(stage_rate,IF({step}="",1,{step}))'
    value, known = at["pse"], at["pse_known"]
    if frame.by_c139:
        value = f"IF({at['held_known']}>0,{at['held']},{value})"
        known = f"IF({at['held_known']}>0,{at['held_known']},{known})"
    held = f"MIN(MAX({stage},1E-9),1-1E-9)"
    moved = f"1/(1+EXP(-LN({held}/(1-{held}))-win_beta*(N({value})-50)/25))"
    usable = f"AND(ISNUMBER({value}),{known}>=win_completeness)"
    lost = f"IF(N({nodes})=0,1,win_phi^{nodes})"  # a spreadsheet has no 0^0
    yield "p", f"MIN(MAX(IF({usable},{moved},{stage})*{lost},win_clip_1),win_clip_2)"


def shared_cell(frame: Frame, at: Spots, key: str) -> str:
    """Return where an input of the PSE stands: here, or in the risk table, if a factor takes it."""
    name = next(name for name, own in SHARED.items() if own == key)
    typed = frame.inputs.typed(name)
    return f"INDEX(risktable_{typed},{at['at']})" if typed else at[key]


def _project(frame: Frame, at: Spots) -> Iterator[tuple[str, str]]:
    asked = f"{at['budget_clarity']}:{at['authority_known']}"
    yield "commercial", f'IF(COUNT({asked})=0,"",AVERAGE({asked}))'
    purchase, selling = at["purchase_step"], at["selling_step"]
    yield "lag", f'IF(OR({purchase}="",{selling}=""),"",{purchase}-{selling})'
    lag = at["lag"]
    last = "COLUMNS(pse_lag_points)"
    dmi, covered, fit, gap = (
        shared_cell(frame, at, key) for key in ("dmi", "coverage", "fit", "gap")
    )
    parts = (
        (dmi, f"50+{dmi}/2"),
        (covered, covered),
        (at["coach_quality"], at["coach_quality"]),
        (fit, f"MIN(100,{fit}+pse_standard_points*N({at['standards']}))"),
        (gap, f"50+{gap}/2"),
        (lag, f"INDEX(pse_lag_points,1+MIN(MAX({lag},0),{last}-1))"),
        (at["commercial"], at["commercial"]),
    )
    known = "+".join(f"pse_weights_{n}*ISNUMBER({cell})" for n, (cell, _) in enumerate(parts, 1))
    earned = "+".join(
        f"pse_weights_{n}*IF(ISNUMBER({cell}),{points},0)"
        for n, (cell, points) in enumerate(parts, 1)
    )
    yield "pse_known", f"({known})/SUM(pse_weights)"
    share = at["pse_known"]
    yield "pse", f'IF({share}>0,({earned})/({share}*SUM(pse_weights)),"")'


def _state(frame: Frame, at: Spots) -> str:
    """Return the advantage state: the first of unclear, advantage, behind that holds."""
    pse, facts = at["pse"], at["clear_facts"]
    dmi, gap, coach = (shared_cell(frame, at, key) for key in ("dmi", "gap", "coach"))
    verified = quoted(frame.words.coach["verified"])
    up = (
        f"N({at['red']})>0",
        f"N({at['lag']})>=pse_lag_flag",
        f'AND({coach}<>"",{coach}<>{verified})',
        f"N({at['nodes']})>0",
    )
    lags = f"ISNUMBER({at['lag']})"
    flags = f"OR({up[0]},AND({lags},{up[1]}),{up[2]},{up[3]})"
    strong = "".join(
        f"ISNUMBER({cell}),N({cell})>=pse_advantage_{n},"
        for n, cell in enumerate((pse, dmi, gap), 1)
    )
    weak = f"AND(ISNUMBER({pse}),N({pse})<pse_behind_1),AND(ISNUMBER({gap}),N({gap})<=pse_behind_2)"
    against = f"{at['against']}={quoted(frame.words.flag[True])}"
    said = [_said(frame, word, at) for word in ("advantage", "disadvantage", "even")]
    cases = (
        (
            f"AND(ISNUMBER({facts}),N({facts})<pse_clear_facts)",
            quoted(frame.words.say("unclear") or ""),
        ),
        (f"AND({strong}NOT({flags}))", said[0]),
        (f"OR({weak},{against})", said[1]),
        (f"ISNUMBER({pse})", said[2]),
    )
    return chosen(cases, '""')


def _held(frame: Frame, at: Spots) -> Iterator[tuple[str, str]]:
    """Yield the C139 index: highest vote, three first facts, nine clear facts."""
    vote = at["win_vote"]
    yes, no = (quoted(frame.words.flag[said]) for said in (True, False))
    parts = (
        (f"OR({vote}={yes},{vote}={no})", f"100*({vote}={yes})"),
        (f"ISNUMBER({at['first_facts']})", f"100*{at['first_facts']}/3"),
        (f"ISNUMBER({at['clear_facts']})", f"100*{at['clear_facts']}/9"),
    )
    known = "+".join(f"c139_weights_{n}*{on}" for n, (on, _) in enumerate(parts, 1))
    earned = "+".join(f"c139_weights_{n}*IF({on},{got},0)" for n, (on, got) in enumerate(parts, 1))
    yield "held_known", f"({known})/SUM(c139_weights)"
    share = at["held_known"]
    yield "held", f'IF({share}>0,({earned})/({share}*SUM(c139_weights)),"")'


def _said(frame: Frame, state: str, at: Spots) -> str:
    """Return a state as it is told: one that rests on too little of the PSE says so."""
    few, enough = (
        quoted(frame.words.say(one) or "") for one in (STATES_HARDLY_KNOWN[state], state)
    )
    return f"IF({at['pse_known']}<win_completeness,{few},{enough})"
