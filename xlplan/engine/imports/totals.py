"""Which rows of a file are lines of totals? They are left out and told, as on a sheet of a plan."""

from typing import Any

from xlplan.core.issues import finding
from xlplan.engine.imports.mapping import Block
from xlplan.engine.imports.sources import Problems, Row, Source
from xlplan.engine.reading.totals import Kind, Verdict, is_sum, kind_of, verdict
from xlplan.engine.tables import letters

Record = dict[str, Any]


class TotalLines:
    """The lines of totals of one file on its way to one sheet."""

    def __init__(
        self, block: Block, source: Source, problems: Problems, records: list[Record]
    ) -> None:
        self.source, self.problems = source, problems
        self.records, self.first = records, len(records)  # those of the file come after it
        names = [
            recipe.column
            for column, _, recipe in block.columns
            if column.field in ("id", "name") or (column.kind == "id" and column.required)
        ]
        self.places = [source.headings.index(name) for name in names if name in source.headings]
        self.amounts = [column.field for column, _, _ in block.columns if column.kind == "money"]
        name = block.sheet.by_field.get("name")
        self.named = name is not None and name.required

    def found(self, record: Record | None, line: int, row: Row, mark: int) -> bool:
        """Return whether a row is a line of totals; nothing else is told of such a one then.

        Args:
            record: what was made of it, ``None`` where it lacks something required.
            line: where it stands.
            row: its cells.
            mark: how many findings there were before it.
        """
        at = self._label(row, whole=record is not None)
        if at is None:
            return False
        told = Verdict.TOTAL if record is None else self._verdict(record, row[at])
        if told is Verdict.TOTAL:
            self.problems.forget(mark)
        if told is not Verdict.RECORD:
            code = "TOTAL_ROW" if told is Verdict.TOTAL else "TOTAL_UNSURE"
            cell = f"{letters(at)}{line}"
            self.problems.add(finding(code, self.source.name, cell, row[at].strip()))
        return told is Verdict.TOTAL

    def _label(self, row: Row, *, whole: bool) -> int | None:
        """Return where a row has a label: among ids and names, else, if it lacks something, in front."""
        places = [at for at in self.places if at < len(row)]
        if not whole:
            places += [at for at, text in enumerate(row) if text.strip()][:1]
        return next((at for at in places if kind_of(row[at]) is not Kind.NONE), None)

    def _verdict(self, record: Record, label: str) -> Verdict:
        def adds_up() -> bool:
            above = self.records[self.first :]
            return any(
                is_sum(record.get(name), [one[name] for one in above if name in one])
                for name in self.amounts
            )

        key, name = (record.get(field) for field in ("id", "name"))
        told = verdict(key, name, adds_up, named=self.named)
        if told is Verdict.RECORD and kind_of(key) is kind_of(name) is Kind.NONE:
            return Verdict.TOTAL if kind_of(label) is Kind.SURE else told  # a reference to nobody
        return told
