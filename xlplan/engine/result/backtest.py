"""What does own history say of the method? The back-test as finished sheets, one a question."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from xlplan import __version__
from xlplan.core.learning.shapes import Backtest, Period
from xlplan.engine.answers.backtest_words import (
    VERDICTS,
    calibration_said,
    headline,
    left_out_said,
    order_said,
    rests_on,
    rivals_said,
    span,
    suggestion_said,
    top_said,
)
from xlplan.engine.answers.backtest_words import WAYS as WAY_NAMES
from xlplan.engine.result.backtest_columns import ANSWERS, BINS, DEALS, GAINS, GRADES, WAYS
from xlplan.engine.result.frame import in_language, result_name
from xlplan.engine.result.layout import table
from xlplan.engine.result.shapes import Chart, Column, ResultSheet, Row, Rule, Series, Table, Tile
from xlplan.engine.result.words import GRADE_TONES
from xlplan.engine.text import Texts

TOP, TILES, UNDER_TILES = 4, 4, 8  # the rows of headings, of key figures, of headings under them
SIDE = 2  # columns between two tables
BESIDE = 8  # a chart stands beside a table with so many rows, else under it


def backtest_sheets(
    found: Backtest, names: str, day: dt.date, texts: Texts
) -> tuple[ResultSheet, ...]:
    """Return the sheets of a back-test; of too few closed opportunities only what was scored.

    Args:
        found: the back-test.
        names: of the workbooks.
        day: as of which.
        texts: the language.
    """
    return tuple(_Maker(found, names, day, texts).sheets())


class _Maker:
    """One back-test in one language."""

    def __init__(self, found: Backtest, names: str, day: dt.date, texts: Texts) -> None:
        self.found, self.day, self.texts = found, day, texts
        self.meta = " · ".join(
            [
                names,
                texts("as of {day}", day=texts.date(day)),
                texts("scored {days} days before closing", days=found.days),
                f"xlplan {__version__}",
            ]
        )

    def sheets(self) -> Iterator[ResultSheet]:
        found = self.found
        yield self._answers()
        if found.every and found.last and found.tried:
            yield self._grades(found.every, found.last)
            yield self._ways(found.every, found.last)
            yield self._bins()
            yield self._top()
        yield self._deals()

    def _answers(self) -> ResultSheet:
        t, found = self.texts, self.found
        said = list(headline(found, t))
        rows: list[Row] = [(t("The finding"), t.sentences(*said))]
        if found.every and found.tried:
            asked = (
                (t("What does it rest on?"), t.sentences(*rests_on(found, t))),
                (t("Do better grades win more?"), t.sentences(*order_said(found.every, t))),
                (t("Is p better than a guess?"), t.sentences(*rivals_said(found, t))),
                (t("Does p mean what it says?"), t.sentences(*calibration_said(found, t))),
                (t("What do the most likely ones hold?"), top_said(found, t)),
                (t("A better number?"), suggestion_said(found, t)),
            )
            rows += asked
        if rest := t.sentences(*left_out_said(found, t)):
            rows.append((t("What is not judged?"), rest))
        columns = in_language(ANSWERS, self.texts)
        main = table(columns, rows, UNDER_TILES)
        return self._sheet("backtest", said[0], (main,), tiles=self._tiles())

    def _tiles(self) -> tuple[Tile, ...]:
        """Return the key figures, stacked over the second column but for the first."""
        one = self.found.counts
        decided = one.won + one.lost
        rate = one.won / decided if decided else None
        t = self.texts
        return (
            Tile(t("Won or lost"), decided, "int", TILES, 0, 0),
            Tile(t("Win rate"), rate, "share", TILES, 1, 1),
        )

    def _grades(self, every: Period, last: Period) -> ResultSheet:
        t = self.texts
        main = self._table(GRADES, _grade_rows(every), t("All of them"), top=TOP + 1)
        since = t("Closed from {day} on", day=t.date(last.first))
        aside = self._table(GRADES, _grade_rows(last), since, top=TOP + 1, left=main.right + SIDE)
        chart = self._columns_chart(
            t("Win rate by grade"), main, (("rate", t("Win rate"), "navy"),), "grade"
        )
        return self._sheet(
            "backtest_grades", headline(self.found, t)[0], (main, aside), charts=(chart,)
        )

    def _ways(self, every: Period, last: Period) -> ResultSheet:
        t, found = self.texts, self.found
        since = t("Closed from {day} on", day=t.date(last.first))
        first = self._table(WAYS, self._way_rows(last), since, top=TOP + 1)
        then = self._table(WAYS, self._way_rows(every), t("All of them"), top=first.bottom + 3)
        said = t.sentences(*rivals_said(found, t))
        return self._sheet("backtest_ways", said, (first, then))

    def _way_rows(self, period: Period) -> list[Row]:
        t = self.texts
        rivals = {one.name: one for one in period.rivalries}
        rows: list[Row] = []
        for one in period.forecasts:
            rival = rivals.get(one.name)
            against: Row = (None, None, None, None)
            if rival:
                against = (rival.gain, rival.lo, rival.hi, t(VERDICTS[rival.verdict]))
            rows.append((t(WAY_NAMES[one.name]), one.n, one.mean, one.auc, one.brier, one.skill,
                         one.slope, *against))  # fmt: skip
        return rows

    def _bins(self) -> ResultSheet:
        t, found = self.texts, self.found
        rows: list[Row] = [
            (span(one.low, one.high, t), one.n, one.p, one.rate, one.lo, one.hi)
            for one in found.bins
        ]
        main = self._table(BINS, rows)
        series = (("p", t("p said, on average"), "pale"), ("rate", t("Won"), "navy"))
        chart = self._columns_chart(t("What p said, and what came"), main, series, "said")
        return self._sheet(
            "backtest_bins", t.sentences(*calibration_said(found, t)), (main,), charts=(chart,)
        )

    def _top(self) -> ResultSheet:
        t, found = self.texts, self.found
        rows: list[Row] = [(one.share, one.wins, one.lift, one.value) for one in found.gains]
        main = self._table(GAINS, rows)
        series = [("share", t("By chance"), "pale"), ("wins", t("Share of the wins"), "navy")]
        if any(one.value is not None for one in found.gains):
            series.append(("value", t("Share of the won amount"), "gold"))
        chart = self._columns_chart(t("What the most likely ones hold"), main, series, "share")
        return self._sheet("backtest_top", top_said(found, t), (main,), charts=(chart,))

    def _deals(self) -> ResultSheet:
        t, found = self.texts, self.found
        rows: list[Row] = [
            (one.book or None, one.id, one.name or None, one.customer_id, one.amount, t(one.status),
             one.closed_on, one.scored_on, one.grade, one.p, one.p_stage, one.p_manual, one.p_dated,
             one.undated, t("yes") if one.kept else t("no"))
            for one in found.deals
        ]  # fmt: skip
        said = t("{n} closed opportunities, scored about {days} days before they closed",
                 n=f"{found.counts.closed:,}", days=found.days)  # fmt: skip
        several = any(one.book for one in found.deals)
        columns = DEALS if several else DEALS[1:]
        main = self._table(columns, [row[len(DEALS) - len(columns) :] for row in rows], main=True)
        return self._sheet("backtest_deals", said, (main,), frozen=2)

    def _columns_chart(
        self, title: str, main: Table, series: Sequence[tuple[str, str, str]], names: str
    ) -> Chart:
        """Return a chart of shares from 0 to 1, a group of columns for each row of a table."""
        made = tuple(
            Series(name, main.cells(key), main.cells(names), tone) for key, name, tone in series
        )
        row, left = main.bottom + 2, main.left
        if len(main.rows) >= BESIDE:
            row, left = main.top, main.right + 2
        look: dict[str, Any] = {"x_format": "0%", "y_format": "0%", "size": (680, 300)}
        return Chart("column", title, made, row, left, **look)

    def _table(
        self, columns: Sequence[Column], rows: Sequence[Row], title: str = "", **more: Any
    ) -> Table:
        keys = {one.key for one in columns}
        graded = (Rule("words", ("grade",), GRADE_TONES),) if "grade" in keys else ()
        place = {"top": TOP, **more}
        return table(in_language(columns, self.texts), rows, title=title, rules=graded,
                     empty=self.texts("Nothing to show."), **place)  # fmt: skip

    def _sheet(self, key: str, said: str, tables: tuple[Table, ...], **more: Any) -> ResultSheet:
        t = self.texts
        page = t("Page {page} of {pages}")
        return ResultSheet(
            key, result_name(key, t.lang), t.lang, self.day, said, self.meta, page, tables, **more
        )


def _grade_rows(period: Period) -> list[Row]:
    return [
        (one.grade, one.n, one.won, one.rate, one.lo if one.n else None, one.hi if one.n else None,
         one.ended)
        for one in period.grades
    ]  # fmt: skip
