"""What does the head office see? The portfolio over all workbooks, as finished sheets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from xlplan import __version__
from xlplan.engine.result.fleet_board import Board
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
from xlplan.engine.text import DASH, Texts

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
        books, failed = board.totals.books, board.totals.failed
        said = [texts("{n} workbooks", n=f"{books:,}")]
        if failed:
            said.append(texts("{count} failed", count=f"{failed:,}"))
        said += [texts("put together on {day}", day=texts.date(day)), f"xlplan {__version__}"]
        self.meta = " · ".join(said)

    def sheets(self) -> Iterator[ResultSheet]:
        board, t = self.board, self.texts
        yield self._portfolio()
        for key in ("owners", "regions", "industries"):
            yield self._groups(key, getattr(board, key))
        one = board.totals
        yield self._ranked("top_customers", CUSTOMERS, board.customers, one.customers)
        yield self._ranked(
            "top_opportunities", OPPORTUNITIES, board.opportunities, one.opportunities
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
            self._most_frequent(),
            self._main(FINDINGS, board.findings),
        )
        failed = t("{failed} of {n} workbooks failed.", failed=board.totals.failed,
                   n=f"{board.totals.books:,}")  # fmt: skip
        yield self._sheet("books", failed, self._main(BOOKS, list(map(self._book, board.books))))

    def _ranked(
        self, key: str, columns: Sequence[Column], rows: list[Row], count: int
    ) -> ResultSheet:
        """Return a sheet that says who or what comes first, and whether it has them all."""
        t, at = self.texts, [one.key for one in columns].index("grade")
        said = t("Nothing to show.")
        if rows:
            name = rows[0][0] or rows[0][1] or DASH  # a record without a name has its id
            said = t("{name} comes first: grade {grade}.", name=name, grade=rows[0][at] or DASH)
        if count > len(rows):
            rest = t("The first {n} of {count}, by grade; all are in portfolio.parquet.",
                     n=f"{len(rows):,}", count=f"{count:,}")  # fmt: skip
            said = t.sentences(said, rest)
        return self._sheet(key, said, self._main(columns, rows))

    def _most_frequent(self) -> str:
        rows, t = self.board.findings, self.texts
        if not rows:
            return t("Nothing to show.")
        _, _, count, books, _ = rows[0]
        return t("The most frequent finding stands {count} times in {books} workbooks.",
                 count=f"{count:,}", books=f"{books:,}")  # fmt: skip

    def _book(self, row: Row) -> Row:
        """Return a workbook with the next step where it failed; it then has no counts."""
        name, code, *rest = row
        if not code:
            return (name, code, None, *rest)
        return (name, code, self._step(str(code)), *([None] * len(rest)))

    def _step(self, code: str) -> str:
        """Return what to do about a failure of which only the reason is known, not its words."""
        return self.texts.sentence(code, defaultdict(lambda: "…"))[1]

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
        elif not board.changes:
            said = t("No customer moved since {month}.", month=board.previous)
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
