"""Whom do we owe a call, and how healthy is each relationship? Contact, voice, health, objectives."""

from collections.abc import Iterator, Sequence

from xlplan.core.care.cadence import DUE, OVERDUE, Promises
from xlplan.core.care.voice import Complaints
from xlplan.core.scores import hardly_known
from xlplan.engine.result.blocks import (
    CHART_HEIGHT,
    TILES,
    arranged,
    below,
    chart_corner,
    is_long,
)
from xlplan.engine.result.frame import Frame
from xlplan.engine.result.health import WIDTHS, contact, health
from xlplan.engine.result.objectives import objectives_block, reached
from xlplan.engine.result.shapes import Cell, Chart, ResultSheet, Series, Table, Tile
from xlplan.engine.result.terms import Line, Terms, lines_of
from xlplan.engine.result.words import capital

BARS = 12
PLACES = (3, 6)  # columns of the two charts; sizes in pixels, both on the first printed page
SIZES = ((355, CHART_HEIGHT), (350, CHART_HEIGHT))


def care_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Care: contact and voice, health, objectives; customers in order of priority."""
    terms, lines = Terms(frame), lines_of(frame)
    blocks = (contact(frame, lines), health(frame, lines))
    drawn = _some_health(lines) or _some_touch(lines)
    tables = arranged(frame, blocks, WIDTHS, charts=drawn)
    goals = below(frame, objectives_block(frame, terms, lines), WIDTHS, tables)
    return frame.sheet(
        "care",
        _headline(frame, lines),
        tables=(*tables, goals),
        tiles=_tiles(frame, lines),
        charts=_charts(frame, tables, lines),
        frozen=3,
    )


# what stands above them


def _voices(lines: Sequence[Line]) -> list[Complaints]:
    """Return the complaints of those of whom it is known whether there are any."""
    found = [at.views.care.complaints for at in lines]
    return [one for one in found if one.points is not None]


def _words(lines: Sequence[Line]) -> list[Promises]:
    """Return the promises of those to whom any was given."""
    found = [at.views.care.promises for at in lines]
    return [one for one in found if any(one[:4])]


def _let_down(frame: Frame, lines: Sequence[Line]) -> Iterator[str]:
    """Yield how many complaints are open and how many promises broken, of what is known of them."""
    t, voices, words = frame.texts, _voices(lines), _words(lines)
    unheard, broken = sum(one.open for one in voices), sum(one.broken for one in words)
    if not (unheard or broken):
        return
    if voices and words:
        yield t("complaints open: {open}, promises broken: {broken}", open=unheard, broken=broken)
    elif voices:
        yield t("complaints open: {count}", count=unheard)
    else:
        yield t("promises broken: {count}", count=broken)


def _tiles(frame: Frame, lines: Sequence[Line]) -> tuple[Tile, ...]:
    t, care = frame.texts, [at.views.care for at in lines]
    states = [one.cadence.status for one in care if one.cadence.status is not None]
    voices, words = _voices(lines), _words(lines)
    done, goals = reached(lines)
    figures: tuple[tuple[str, Cell, int, int], ...] = (
        ("Overdue for a call", states.count(OVERDUE) if states else None, 0, 2),
        ("Due now", states.count(DUE) if states else None, 3, 3),
        ("Weakest health", _weakest(frame, lines), 4, 5),
        ("Open complaints", sum(one.open for one in voices) if voices else None, 6, 8),
        ("Answered too late", sum(one.breaches for one in voices) if voices else None, 9, 10),
        ("Promises broken", sum(one.broken for one in words) if words else None, 11, 12),
        (
            "Past their date, not marked",
            sum(one.unanswered for one in words) if words else None,
            13,
            15,
        ),
        ("Objectives reached", f"{done} / {goals}" if goals else None, 16, 18),
    )
    return tuple(
        Tile(t(label), value, "text" if isinstance(value, str) else "int", TILES, left, right)
        for label, value, left, right in figures
    )


def _weakest(frame: Frame, lines: Sequence[Line]) -> str | None:
    found = _lowest(frame, lines)
    if found is None:
        return None
    return f"{frame.texts.number(found[0], 0)} · {found[1]}"


def _lowest(frame: Frame, lines: Sequence[Line]) -> tuple[float, str] | None:
    """Return the lowest health that is more than hardly known, and whose; of equals the first."""
    found = [(at.views.care.health, at.one.customer.name) for at in lines]
    known = [
        (one.value, name)
        for one, name in found
        if one.value is not None and not hardly_known(one, frame.enough)
    ]
    return min(known, key=lambda one: one[0], default=None)


def _charts(frame: Frame, tables: Sequence[Table], lines: Sequence[Line]) -> tuple[Chart, ...]:
    """Return the health of each customer, and the days since the last touch."""
    t, (touched, well, *_) = frame.texts, tables
    names = touched.cells("customer", BARS)
    found: list[tuple[str, tuple[Series, ...], float]] = []
    if _some_health(lines):
        bars = Series(t("Health"), well.cells("health", BARS), names, "A")
        found.append(("Health of each relationship, 0–100", (bars,), 100.0))
    if _some_touch(lines):
        days = Series(t("Days since"), touched.cells("days", BARS), names, "navy")
        latest = Series(t("Latest, days"), touched.cells("high", BARS), names, "gold")
        found.append(("Days since the last touch, and the latest by grade", (days, latest), 0.0))
    charts = []
    for at, (title, series, end) in enumerate(found):
        row, column = chart_corner(frame, tables, at, PLACES)
        options = {"y_format": "0", "y_end": end, "size": SIZES[at], "printed": not is_long(frame)}
        charts.append(Chart("bar", t(title), series, row, column, **options))  # type: ignore[arg-type]
    return tuple(charts)


def _some_health(lines: Sequence[Line]) -> bool:
    return any(at.views.care.health.value is not None for at in lines)


def _some_touch(lines: Sequence[Line]) -> bool:
    return any(at.views.care.cadence.days is not None for at in lines)


def _headline(frame: Frame, lines: Sequence[Line]) -> str:
    t, lowest = frame.texts, _lowest(frame, lines)
    late = [at.one.customer.name for at in lines if at.views.care.cadence.status == OVERDUE]
    told = any(at.views.care.cadence.status for at in lines)
    said = []
    if late:
        text = "waiting too long for us: {names} ({n} of {of})"
        said.append(t(text, n=len(late), of=len(lines), names=frame.words.names(late)))
    elif told:
        said.append(t("no customer waits too long for us"))
    said += _let_down(frame, lines)
    if lowest:
        said.append(
            t(
                "weakest health: {customer} ({health})",
                customer=lowest[1],
                health=t.number(lowest[0], 0),
            )
        )
    if not said:
        return t("Nothing is known yet of how the customers are looked after.")
    return capital(t("; ").join(said)) + t(".")
