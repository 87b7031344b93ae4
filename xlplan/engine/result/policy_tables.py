"""Which tables does the method look things up in? Grade matrix, stage rates, default rates."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xlplan.core.grading.winning import WinPolicy, stage_likelihood
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.funnel import step_name
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Area, Live
from xlplan.engine.result.shapes import Column, Formula, Row, Table
from xlplan.engine.tables import letters

BANDS = 4
LETTERS = tuple("ABCD")
RATINGS = ("A", "B", "C", "D", "E", "-")

MATRIX = (
    Column("band", "Days to close", width=22.0),
    *(Column(f"m{at}", name, "grade", width=9.0)
      for at, name in enumerate(("Best", "Second", "Third", "Last"), 1)),
)  # fmt: skip
STAGES = (
    Column("step", "Selling step", width=22.0),
    Column("prior", "Prior", "percent", width=9.0, help="Prior win rate (Policy win.prior)."),
    Column("reached", "Reached", "count", width=9.0,
           help="Own closed opportunities that reached this step."),
    Column("won", "of them won", "count", width=9.0),
    Column("rate", "by stage", "percent", width=9.0,
           help="Own win rate from this selling step on, shrunk towards the prior."),
)  # fmt: skip
DEFAULT_RATES = (
    Column("ratings", "Credit rating", "word", width=22.0, help="–: without a rating."),
    Column("rates", "Default probability", "percent", width=9.0),
)


class Offered(NamedTuple):
    """A table, and the names of its cells."""

    table: Table
    offers: dict[str, Area]


def matrix(frame: Frame, top: int, left: int) -> Offered:
    """Return the grade matrix; its rows are named by the bounds in force."""
    t, policy = frame.texts, frame.assessment.policy
    days = policy.numbers("abcd.days")
    rows: list[Row] = []
    for at, letters_ in enumerate(policy.word("abcd.matrix").split()):
        sign, number = ("≤ ", at) if at < len(days) else ("> ", len(days) - 1)
        label = Formula(f'="{sign}"&abcd_days_{number + 1}', f"{sign}{days[number]:g}")
        rows.append((label, *letters_))
    keys = [f"m{at}" for at in range(1, BANDS + 1)]
    live = Live(inputs=frozenset(keys), choices=dict.fromkeys(keys, LETTERS))
    title = t("Grade matrix: time to close against likelihood (or risk), best first")
    made = table(frame.columns(MATRIX), rows, top, left=left, title=title, live=live)
    area = Area("policy", made.first, left + 1, made.last, left + BANDS)
    return Offered(made, {"abcd_matrix": area})


def stages(frame: Frame, top: int, left: int) -> Offered:
    """Return the win rate by selling step: prior, own history, both."""
    t, policy = frame.texts, frame.assessment.policy
    history, terms = frame.assessment.funnel.steps, WinPolicy.of(policy)
    rows: list[Row] = []
    for one, prior in zip(history, terms.prior, strict=True):
        row = top + 1 + one.step
        prior_at, reached_at, won_at = (f"{letters(left + at)}{row}" for at in (1, 2, 3))
        rate = Formula(
            f"=({won_at}+win_k*{prior_at})/({reached_at}+win_k)",
            stage_likelihood(one.step, one.won, one.reached, terms),
        )
        rows.append((step_name(frame, one.step), prior, one.reached, one.won, rate))
    live = Live(inputs=frozenset({"prior"}))
    title = t("Win rate by selling step")
    made = table(frame.columns(STAGES), rows, top, left=left, title=title, live=live)
    names = ("step", "prior", "reached", "won", "rate")
    return Offered(made, columns_offered(made, "stage", names))


def ratings(frame: Frame, top: int, left: int) -> Offered:
    """Return the default probability by credit rating."""
    policy = frame.assessment.policy
    keys = [f"pd.{'blank' if one == '-' else one.lower()}" for one in RATINGS]
    rows: list[Row] = [(one, policy.number(key)) for one, key in zip(RATINGS, keys, strict=True)]
    live = Live(inputs=frozenset({"rates"}))
    title = frame.texts("Default probability by credit rating")
    made = table(frame.columns(DEFAULT_RATES), rows, top, left=left, title=title, live=live)
    return Offered(made, columns_offered(made, "pd", ("ratings", "rates")))


STACKED: tuple[Callable[[Frame, int, int], Offered], ...] = (matrix, stages, ratings)
"""Tables one below the other."""


def columns_offered(made: Table, prefix: str, keys: Sequence[str]) -> dict[str, Area]:
    """Return the names of columns of a table: ``stage_rate``."""
    places = [(key, made.left + made.index(key)) for key in keys]
    return {f"{prefix}_{key}": Area("policy", made.first, at, made.last, at) for key, at in places}
