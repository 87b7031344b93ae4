"""What does the head office see? The portfolio over all workbooks, as finished sheets."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from xlplan import __version__
from xlplan.engine.result.fleet_columns import (
    BOOKS,
    CHANGES,
    CUSTOMERS,
    DUPLICATES,
    FINDINGS,
    GRADES,
    GROUPS,
    LARGEST,
    OPPORTUNITIES,
    TOTALS,
)
from xlplan.engine.result.frame import result_name
from xlplan.engine.result.layout import table
from xlplan.engine.result.shapes import Chart, Column, ResultSheet, Row, Rule, Series, Table, Tile
from xlplan.engine.result.words import (
    GRADE_TONES,
    LEVEL_TONES,
    SEVERITY_TONES,
    VERDICT_TONES,
    Words,
)
from xlplan.engine.text import Texts

TILES, UNDER_TILES, TOP = 4, 8, 5  # rows of key figures, of headings under them, of headings
BARS = 15
SHEETS = {
    "owners": "Owners",
    "regions": "Regions",
    "industries": "Industries",
    "top_customers": "Customers to see first",
    "top_opportunities": "Opportunities to see first",
    "duplicates": "In several workbooks",
    "change": "Since last month",
    "kinds": "Kinds of findings",
    "books": "Workbooks",
}


class Totals(NamedTuple):
    """The figures of the whole firm; customers that stand in several workbooks count once in HHI."""

    books: int
    failed: int
    customers: int
    sales: float | None
    expected_return: float | None
    opportunities: int
    amount: float | None
    weighted: float | None
    top_10: float | None
    hhi: float | None


class Board(NamedTuple):
    """Everything that the sheets show; rows are in the order of their columns.

    ``previous`` is the month that ``changes`` and ``totals`` compare with, ``""`` when there is
    none.
    """

    totals: Totals
    grades: list[Row]
    largest: list[Row]
    owners: list[Row]
    regions: list[Row]
    industries: list[Row]
    customers: list[Row]
    opportunities: list[Row]
    duplicates: list[Row]
    previous: str
    compared: list[Row]
    changes: list[Row]
    findings: list[Row]
    books: list[Row]


def fleet_sheets(board: Board, day: dt.date, texts: Texts) -> tuple[ResultSheet, ...]:
    """Return the sheets of a portfolio over many workbooks.

    Args:
        board: its figures.
        day: when it was put together.
        texts: the language.
    """
    return tuple(_Maker(board, day, texts).sheets())


class _Maker:
    """One board in one language."""

    def __init__(self, board: Board, day: dt.date, texts: Texts) -> None:
        self.board, self.day, self.texts = board, day, texts
        self.words = Words(texts)
        self.meta = " · ".join(
            (
                texts("{n} workbooks", n=f"{board.totals.books:,}"),
                texts("put together on {day}", day=texts.date(day)),
                f"xlplan {__version__}",
            )
        )

    def sheets(self) -> Iterator[ResultSheet]:
        board, t = self.board, self.texts
        yield self._portfolio()
        for key in ("owners", "regions", "industries"):
            yield self._groups(key, getattr(board, key))
        shown = t("The first {n}, by grade; all are in portfolio.parquet.", n="10,000")
        yield self._sheet("top_customers", shown, self._main(CUSTOMERS, board.customers))
        yield self._sheet(
            "top_opportunities", shown, self._main(OPPORTUNITIES, board.opportunities)
        )
        twice = t(
            "{n} customers stand in more than one workbook; their sales may be counted twice.",
            n=f"{len(board.duplicates):,}",
        )
        none = t("No customer stands in more than one workbook.")
        yield self._sheet(
            "duplicates",
            twice if board.duplicates else none,
            self._main(DUPLICATES, board.duplicates),
        )
        yield self._change()
        yield self._sheet(
            "kinds",
            t("What the workbooks most need: the kinds of findings, the most frequent first."),
            self._main(FINDINGS, board.findings),
        )
        failed = t("{failed} of {n} workbooks failed.", failed=board.totals.failed,
                   n=f"{board.totals.books:,}")  # fmt: skip
        yield self._sheet("books", failed, self._main(BOOKS, board.books))

    def _portfolio(self) -> ResultSheet:
        left, low = len(LARGEST) + 1, UNDER_TILES
        main = self._table(LARGEST, self.board.largest, top=low, main=True)
        aside = self._table(GRADES, self.board.grades, top=low, left=left, title="By grade")
        return self._sheet("portfolio", self._headline(), main, (aside,), tiles=self._tiles())

    def _tiles(self) -> tuple[Tile, ...]:
        one = self.board.totals
        places = (
            ("Customers", one.customers, "int", 0, 1),
            ("Sales 12m", one.sales, "amount", 2, 3),
            ("Expected return", one.expected_return, "amount", 4, 5),
            ("Open opportunities", one.opportunities, "int", 7, 7),
            ("Amount × p", one.weighted, "amount", 8, 8),
            ("HHI", one.hhi, "int", 9, 9),
        )
        return tuple(
            Tile(self.texts(name), value, kind, TILES, left, right)
            for name, value, kind, left, right in places
        )

    def _headline(self) -> str:
        t, board = self.texts, self.board
        if not board.largest or board.totals.top_10 is None:
            return t("Concentration cannot be told: no sales are known.")
        return t(
            "{customer} is {share} of the firm's sales, the first ten are {ten}.",
            customer=board.largest[0][1],
            share=t.percent(_number(board.largest[0][4])),
            ten=t.percent(board.totals.top_10),
        )

    def _groups(self, key: str, rows: list[Row]) -> ResultSheet:
        t = self.texts
        main = self._main(GROUPS, rows)
        said = t("Nothing to show.")
        if rows:
            said = t(
                "{name} has the largest expected return: {money}.",
                name=rows[0][0] or t("(not filled in)"),
                money=t.money(_number(rows[0][8])),
            )
        chart = Chart(
            "bar",
            t("Expected return"),
            (
                Series(
                    t("Expected return"),
                    main.cells("expected_return", BARS),
                    main.cells("name", BARS),
                    "navy",
                ),
            ),
            TOP,
            main.right + 2,
            size=(620, 380),
            printed=False,
        )
        return self._sheet(key, said, main, charts=(chart,) if rows else ())

    def _change(self) -> ResultSheet:
        t, board = self.texts, self.board
        if not board.previous:
            said = t("There is no earlier month to compare with yet.")
        else:
            said = t(
                "{n} customers moved since {month}; the largest changes come first.",
                n=f"{len(board.changes):,}",
                month=board.previous,
            )
        main = self._main(CHANGES, board.changes)
        aside = self._table(TOTALS, board.compared, left=len(CHANGES) + 1, title="All together")
        return self._sheet("change", said, main, (aside,) if board.previous else ())

    def _main(self, columns: Sequence[Column], rows: list[Row]) -> Table:
        return self._table(columns, rows, main=True)

    def _table(
        self,
        columns: Sequence[Column],
        rows: list[Row],
        top: int = TOP,
        title: str = "",
        **more: Any,
    ) -> Table:
        t = self.texts
        made = [replace(one, heading=t(one.heading)) for one in columns]
        said = [self._said(row, columns) for row in rows]
        rules = tuple(self._rules(columns))
        named = t(title) if title else ""
        none = t("Nothing to show.")
        return table(made, said, top, rules=rules, title=named, empty=none, **more)

    def _said(self, row: Row, columns: Sequence[Column]) -> Row:
        """Return a row with its words in the reader's language."""
        return tuple(
            self.words.say(cell) if one.kind == "word" and isinstance(cell, str) else cell
            for one, cell in zip(columns, row, strict=True)
        )

    def _rules(self, columns: Iterable[Column]) -> Iterator[Rule]:
        for one in columns:
            if one.kind == "grade":
                yield Rule("words", (one.key,), GRADE_TONES)
            elif one.key in _TONES:
                yield Rule("words", (one.key,), self.words.tones(_TONES[one.key]))
            elif one.key in ("risk", "risk_before"):
                yield Rule("scale", (one.key,))
            elif one.key in ("share", "cumulative"):
                yield Rule("bar", (one.key,))

    def _sheet(
        self, key: str, headline: str, main: Table, others: tuple[Table, ...] = (), **more: Any
    ) -> ResultSheet:
        lang = self.texts.lang
        name = result_name(key, lang) if key == "portfolio" else self.texts(SHEETS[key])
        page = self.texts("Page {page} of {pages}")
        tables = (main, *others)
        return ResultSheet(
            key, name, lang, self.day, headline, self.meta, page, tables, frozen=1, **more
        )


_TONES = {"risk_level": LEVEL_TONES, "verdict": VERDICT_TONES, "severity": SEVERITY_TONES}


def _number(cell: Any) -> float | None:
    return cell if isinstance(cell, (int, float)) else None
