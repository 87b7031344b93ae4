"""How close are we? Stage, segment and hours, level and spend, strength of the tie, open deals."""

from collections.abc import Sequence

from xlplan.core.process.prospects import LEAD_STAGES
from xlplan.core.process.standing import ProcessFigures
from xlplan.engine.contract_detail import LEADS
from xlplan.engine.result.blocks import (
    CHART_HEIGHT,
    TILES,
    arranged,
    below,
    chart_corner,
    is_long,
)
from xlplan.engine.result.deals import deals_block
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.shapes import Chart, ResultSheet, Series, Table, Tile
from xlplan.engine.result.terms import Line, Terms, lines_of
from xlplan.engine.result.ties import WIDTHS, levels, standing, ties
from xlplan.engine.result.words import capital

FOLLOWS = 0.6
"""Choice: from this rank correlation on hours follow value; from ``effort.warn`` (3.9) to it in part only."""
BARS = 12
PLACES = (3, 7)  # columns of the two charts; sizes in pixels, both on the first printed page
SIZES = ((420, CHART_HEIGHT), (380, CHART_HEIGHT))


def relationship_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Relationship: three tables of the customers, in order of priority, and deals."""
    terms = Terms(frame)
    lines = lines_of(frame)
    blocks = (standing(frame, terms, lines), levels(frame, terms, lines), ties(frame, lines))
    drawn = _some_hours(lines) or _some_wallet(lines)
    tables = arranged(frame, blocks, WIDTHS, charts=drawn)
    deals = below(frame, deals_block(frame, terms), WIDTHS, tables)
    return frame.sheet(
        "relationship",
        _headline(frame, lines),
        tables=(*tables, deals),
        tiles=_tiles(frame, lines),
        charts=_charts(frame, tables, lines),
        frozen=3,
    )


# what stands above them


def _tiles(frame: Frame, lines: Sequence[Line]) -> tuple[Tile, ...]:
    t, found = frame.texts, frame.assessment.process
    if found is None:
        return ()
    rates, needed = found.prospecting.rates, found.prospecting.per_win[0]
    known = any(found.prospecting.reached)
    rule = t.number(found.prospecting.per_win_rule[0])
    named = frame.words.of(LEADS.by_field["stage"])
    steps = " → ".join(named[stage] for stage in LEAD_STAGES)
    own = " · ".join(t.percent(rate) for rate in rates)
    leads = (  # these stand on the second printed page
        Tile(steps, own, "text", TILES, 10, 13),
        Tile(t("Leads a win takes (rule: {n})", n=rule), needed, "score", TILES, 14, 16),
    )
    return (
        Tile(t("Hours follow value (−1…1)"), found.alignment, "ratio", TILES, 0, 2),
        Tile(t("Customers by segment"), _segments(frame, found), "text", TILES, 3, 5),
        Tile(t("Stages not shown"), _of(lines, _unshown(lines)), "text", TILES, 6, 7),
        Tile(t("Hang on one person"), _of(lines, _personal(lines)), "text", TILES, 8, 8),
        *(leads if known else ()),
    )


def _segments(frame: Frame, found: ProcessFigures) -> str | None:
    """Return the segments with their counts, the largest first."""
    say, most = frame.words.say, sorted(found.segments.items(), key=lambda one: -one[1])
    return " · ".join(f"{say(name)} {count}" for name, count in most) or None


def _charts(frame: Frame, tables: Sequence[Table], lines: Sequence[Line]) -> tuple[Chart, ...]:
    """Return our hours against those due, and our share of each wallet, as far as known."""
    t, cells = frame.texts, tables[0].cells
    pictures: list[tuple[str, tuple[tuple[str, str, str], ...], str]] = []
    if _some_hours(lines):
        hours = (("Hours spent", "hours", "navy"), ("Hours due", "due", "A"))
        pictures.append(("Our hours: spent, and due by grade and return", hours, "0"))
    if _some_wallet(lines):
        share = (("Wallet share", "wallet_share", "gold"),)
        pictures.append(("Our share of what each customer buys", share, "0%"))
    found = []
    for at, (title, bars, look) in enumerate(pictures):
        names = cells("customer", BARS)
        series = tuple(Series(t(name), cells(key, BARS), names, tone) for name, key, tone in bars)
        row, column = chart_corner(frame, tables, at, PLACES)
        options = {"y_format": look, "size": SIZES[at], "printed": not is_long(frame)}
        found.append(Chart("bar", t(title), series, row, column, **options))  # type: ignore[arg-type]
    return tuple(found)


def _headline(frame: Frame, lines: Sequence[Line]) -> str:
    t, names = frame.texts, frame.words.names
    claimed, personal = sum(map(_is_claimed, lines)), _personal(lines)
    luxury = [at.one.customer.name for at in lines if at.views.choices.levels.luxury]
    said = [_alignment(frame)]
    if claimed:
        text = "{n} of {of} claimed stages are not borne out by the records"
        said.append(t(text, n=_unshown(lines), of=claimed))
    if personal:
        text = "{n} of {of} relationships hang on one person"
        said.append(t(text, n=personal, of=len(lines)))
    if luxury:
        said.append(t("a level that is a luxury: {names}", names=names(luxury)))
    known = [one for one in said if one]
    if not known:
        return t("Nothing is known yet of how close we are.")
    return capital(t("; ").join(known)) + t(".")


def _alignment(frame: Frame) -> str:
    t, found = frame.texts, frame.assessment.process
    if found is None or found.alignment is None:
        return ""
    rho = t.number(found.alignment, 2)
    if found.misaligned:
        return t("our hours do not follow value (alignment {rho})", rho=rho)
    if found.alignment < FOLLOWS:
        return t("our hours follow value only in part (alignment {rho})", rho=rho)
    return t("our hours follow value (alignment {rho})", rho=rho)


def _of(lines: Sequence[Line], count: int) -> str | None:
    return f"{count} / {len(lines)}" if lines else None


def _unshown(lines: Sequence[Line]) -> int:
    """Return how many claim a stage that the records do not show, or that nothing on record supports."""
    return sum(
        _is_claimed(at) and (stage.gap > 0 or stage.supported is None)
        for at in lines
        for stage in (at.views.process.stage,)
    )


def _is_claimed(at: Line) -> bool:
    return at.views.process.stage.stage is not None


def _personal(lines: Sequence[Line]) -> int:
    return sum(at.views.relationship.dependency.personal is True for at in lines)


def _some_hours(lines: Sequence[Line]) -> bool:
    return any(at.views.process.hours for at in lines)


def _some_wallet(lines: Sequence[Line]) -> bool:
    return any(at.views.choices.room.wallet_share is not None for at in lines)
