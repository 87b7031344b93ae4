"""Which pictures does the ABCD board have? Drawn from its context, in its language."""

from typing import Protocol

from xlplan.engine.account.board_shapes import BoardContext
from xlplan.engine.picture.charts import BoardTexts, board
from xlplan.engine.picture.places import Grid
from xlplan.engine.picture.spread import funnel, heat, pareto
from xlplan.engine.pictures import Scene
from xlplan.engine.text import Texts

DRAWN = 16
"""So many customers are drawn on the grade matrix; the others are counted."""


class Placed(Protocol):
    """What stands on a grade matrix."""

    @property
    def grid(self) -> Grid:
        """Return the matrix."""

    @property
    def by_risk(self) -> bool:
        """Return whether its height is risk."""


def board_texts(found: Placed, words: str, t: Texts) -> BoardTexts:
    """Return the words of a grade matrix; ``words`` says in words what stands on it."""
    days = [f"{one:g}" for one in found.grid.days]
    bands = [t("within {days} days", days=one) for one in days]
    bands.append(t("beyond {days} days", days=days[-1]))
    bounds = [
        t.number(100.0 * (1.0 - one)) if found.by_risk else t.percent(one)
        for one in found.grid.levels
    ]
    return BoardTexts(
        t("ABCD board"),
        words,
        bands,
        bounds,
        t("risk") if found.by_risk else t("likelihood"),
        t("area of a circle = amount; colour and letter = grade in force"),
        lambda count: t("… and {count} more", count=count),
    )


def board_scenes(context: BoardContext, t: Texts) -> dict[str, Scene | None]:
    """Return every picture of the board by name; ``None`` where there is nothing to show.

    ``board`` customers · ``heat`` risk · ``pareto`` sales · ``funnel`` open opportunities.
    """
    return {
        "board": _board(context, t),
        "heat": _heat(context, t),
        "pareto": _pareto(context, t),
        "funnel": _funnel(context, t),
    }


def _board(context: BoardContext, t: Texts) -> Scene | None:
    found = context.order
    if not found.bubbles:
        return None
    shown = found.bubbles[:DRAWN]
    words = t("; ").join(f"{one.mark} {one.name}" for one in shown)
    hidden = len(found.bubbles) - len(shown)
    return board(shown, found.grid, board_texts(found, words, t), hidden)


def _heat(context: BoardContext, t: Texts) -> Scene | None:
    found = context.dangers
    if not found.heats:
        return None
    words = t("; ").join(f"{one.label} {one.total_text}" for one in found.heats)
    return heat(found.heats, found.heads, found.bounds, t("Risk by customer and factor"), words)


def _pareto(context: BoardContext, t: Texts) -> Scene | None:
    found = context.spread
    if not found.bars:
        return None
    words = t("; ").join(f"{one.label} {one.text} ({one.share_text})" for one in found.bars)
    return pareto(found.bars, found.limit, found.limit_text, t("Sales by customer"), words)


def _funnel(context: BoardContext, t: Texts) -> Scene | None:
    found = context.pipe
    if not any(one.size for one in found.levels):
        return None
    words = t("; ").join(
        t.named(one.label, t(", ").join((one.number, one.amount))) for one in found.levels
    )
    return funnel(found.levels, t("Open opportunities by selling step"), words)
