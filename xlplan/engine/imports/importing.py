"""How do files of another program become the records of a plan? A map is followed, row by row.

Nothing is lost in silence: every row read is written, filtered by the map, merged into one of the
same id, or left out with a finding; every cell that does not fit is a finding with file and line.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlplan.core.defaults import DEFAULTS
from xlplan.core.issues import Finding, finding
from xlplan.engine.imports.cells import date
from xlplan.engine.imports.currency import plan_currency
from xlplan.engine.imports.mapping import Block, Latest, PlanMap
from xlplan.engine.imports.sources import Problems, Source, Tables, place_of
from xlplan.engine.imports.totals import TotalLines
from xlplan.engine.imports.values import Fetch, accepts, fetcher
from xlplan.engine.reading.above import Doubt
from xlplan.engine.reading.ids import narrow
from xlplan.engine.reading.unit_doubts import has_own_unit
from xlplan.engine.reading.units import heading_unit
from xlplan.engine.reading.values import read_date
from xlplan.engine.tables import Column

Record = dict[str, Any]

_DAY = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")


@dataclass(slots=True)
class Count:
    """What became of the rows of one file on their way to one sheet.

    ``read`` = ``written`` + ``filtered`` (by where) + ``merged`` (id seen before) + ``left_out``.
    """

    sheet: str
    file: str
    read: int = 0
    written: int = 0
    filtered: int = 0
    merged: int = 0
    left_out: int = 0


@dataclass(slots=True)
class Imported:
    """The records of a plan, sheet key → rows, with what became of every row."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def import_tables(plan_map: PlanMap, tables: Tables) -> Imported:
    """Follow a map.

    Args:
        plan_map: the mapping file, read.
        tables: the files that it asks for, by the name under which it asks.

    Returns:
        Records as field → canonical value, for ``write_plan``; counts; findings.

    Raises:
        PlanError: a column that the map names is not in its file.
    """
    result = Imported()
    problems = Problems(result.findings)
    currency = plan_currency(plan_map, tables)
    seen: dict[str, dict[tuple[Any, ...], Record]] = {}
    for block in plan_map.blocks:
        known = seen.setdefault(block.sheet.key, {})
        for source in tables[block.file]:
            run = _Run(block, source, problems, known, currency.code)
            run.follow(tables, result)
    policy = _policy_rows(plan_map, tables)
    if currency.file:
        policy.append(_policy_row("currency", currency.code, currency.file))
    if policy:
        result.records["policy"] = policy
    return result


class _Run:
    """One file on its way to one sheet."""

    def __init__(
        self,
        block: Block,
        source: Source,
        problems: Problems,
        known: dict[tuple[Any, ...], Record],
        currency: str,
    ) -> None:
        self.block, self.source, self.problems = block, source, problems
        self.known, self.currency = known, currency
        self.mine: set[tuple[Any, ...]] = set()
        self.count = Count(block.sheet.key, source.name)
        fields = [column.field for column, _, _ in block.columns]
        keys = [
            column.field for column in block.sheet.columns if column.unique or column.field == "id"
        ]
        self.keys = [name for name in keys if name in fields] or fields
        self.differing: dict[str, list[str]] = {}

    def follow(self, tables: Tables, result: Imported) -> None:
        """Import every row; the records are added to the result."""
        block, source, count = self.block, self.source, self.count
        columns = [
            (
                column,
                heading,
                fetcher(recipe, column, source, tables, self.problems, self.currency),
            )
            for column, heading, recipe in block.columns
        ]
        wanted = accepts(block.where, block.where_not, source, f"[{block.title}]", block.form)
        records = result.records.setdefault(block.sheet.key, [])
        totals = TotalLines(block, source, self.problems, records)
        for line, row in zip(source.lines, source.rows, strict=True):
            self.problems.check_length(source, line, row)
            if not wanted(row):
                count.filtered += 1
                continue
            mark = self.problems.count()
            record = self._record(columns, line, row)
            if totals.found(record, line, row, mark) or record is None:
                count.left_out += 1
            elif self._merged(record):
                count.merged += 1
            else:
                records.append(record)
        count.read = len(source.rows)
        count.written = count.read - count.filtered - count.left_out - count.merged
        self._report()
        self._tell_above()
        result.counts.append(count)

    def _record(
        self, columns: Sequence[tuple[Column, str, Fetch]], line: int, row: Sequence[str]
    ) -> Record | None:
        """Return the record of a row, ``None`` when it lacks what each one needs."""
        record: Record = {}
        for column, heading, fetch in columns:
            value = fetch(line, row)
            if value is not None:
                record[column.field] = narrow(value) if column.kind == "id" else value
            elif column.required:
                self.problems.left_out(self.source, line, heading, self.block.title)
                return None
        return record

    def _merged(self, record: Record) -> bool:
        """Return whether the record goes into one of its id; note where the two differ.

        A row of an earlier block of the map may differ: it comes from a better source.
        """
        key = tuple(record.get(name) for name in self.keys)
        first = self.known.setdefault(key, record)
        if first is record:
            self.mine.add(key)
            return False
        if self.block.distinct and key in self.mine:
            for column, heading, _ in self.block.columns:
                if first.get(column.field) != record.get(column.field):
                    self.differing.setdefault(heading, []).append(str(key[0]))
        return self.block.distinct

    def _report(self) -> None:
        file, title = self.source.name, self.block.title
        for heading, ids in self.differing.items():
            count, first = len(ids), ids[0]
            self.problems.add(
                finding(
                    "IMPORT_DIFFERS", file, count=count, target=title, heading=heading, id=first
                )
            )
        if not self.count.written and not self.count.merged:
            self.problems.add(finding("IMPORT_NOTHING", file, file=file, target=title))

    def _tell_above(self) -> None:
        """Tell of a unit above the headings, where the map does not say what amounts count in.

        Choice: the map decides, since somebody wrote it for this file; ``times = 1`` says so too.
        """
        above = self.source.above
        columns = [
            recipe.column
            for column, _, recipe in self.block.columns
            if column.kind == "money" and recipe.column and recipe.times is None
            if not has_own_unit(column, heading_unit(recipe.column))
        ]
        read = [Doubt("", above.spot, above.text, (above.unit,))] if above.unit else []
        for one in (*read, *above.doubts) if columns else ():
            if not one.is_whole:
                self.problems.add(
                    finding(
                        "IMPORT_UNIT_NOTE", self.source.name, one.spot.cell, one.text,
                        columns=", ".join(columns),
                    )
                )  # fmt: skip


def _policy_rows(plan_map: PlanMap, tables: Tables) -> list[Record]:
    """Return the rows of the Policy sheet; a latest date that nobody has is left out."""
    rows: list[Record] = []
    for key, said in plan_map.policy.items():
        value = _latest(said, tables, key) if isinstance(said, Latest) else said
        if value is not None:
            rows.append(_policy_row(key, value, plan_map.name))
    return rows


def _policy_row(key: str, value: object, source: str) -> Record:
    return {"key": key, "value": value, "unit": DEFAULTS[key].unit or None, "source": source}


def _latest(said: Latest, tables: Tables, key: str) -> dt.date | None:
    sources = tables[said.file]
    if said.in_name:
        days = [read_date("-".join(found)) for one in sources for found in _DAY.findall(one.name)]
        named = max((day for day in days if day is not None), default=None)
        if named is not None:
            return named
    found: list[dt.date] = []
    for source in sources:
        for name in said.columns:
            at = place_of(source, name, f"Policy · {key}")
            texts = {row[at].strip() for row in source.rows if at < len(row)}
            found += [day for text in texts if (day := date(text, said.form.dates))]
    return max(found, default=None)
