"""What is offered to an import? CSV files, and each sheet of a workbook, by the name a map has for it."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from xlplan.core.issues import Finding, PlanError, finding
from xlplan.engine.imports.sources import Source, sheet_source
from xlplan.engine.sheets import RawSheet
from xlplan.engine.tables import letters
from xlplan.hosts.files.csv_text import read_csv
from xlplan.hosts.files.preflight import WORKBOOKS
from xlplan.hosts.files.reading import read_tables


class Offered:
    """The files of an import, read when they are asked for.

    Args:
        paths: CSV files, workbooks, or folders, which stand for all CSV files in them.
        encoding: of the CSV files, ``""`` = they tell it.
        delimiter: of the CSV files, ``""`` = they tell it.

    Raises:
        PlanError: a file is missing or, if it is a workbook, cannot be read.
    """

    def __init__(self, paths: Sequence[Path], encoding: str = "", delimiter: str = "") -> None:
        self.encoding, self.delimiter = encoding, delimiter
        self.findings: list[Finding] = []
        self._known: dict[tuple[str, Path], Source | None] = {}
        for path in _files(paths):
            if path.suffix.casefold() in WORKBOOKS:
                self._known |= {(one.name, path): one for one in self._sheets(path)}
            else:
                self._known[path.name, path] = None

    @property
    def names(self) -> list[str]:
        """Return what is there: ``accounts.csv``, ``crm.xlsx!Accounts``."""
        return list(dict.fromkeys(name for name, _ in self._known))

    def fitting(self, name: str) -> list[Source]:
        """Return the sources that a name of the map means; ``*`` stands for any signs.

        Raises:
            PlanError: a CSV file cannot be read.
        """
        found = [key for key in self._known if fnmatchcase(key[0].casefold(), name.casefold())]
        return [self._read(key) for key in found]

    def all(self) -> list[Source]:
        """Return every source, in the order in which they were given."""
        return [self._read(key) for key in self._known]

    def _read(self, key: tuple[str, Path]) -> Source:
        source = self._known[key]
        if source is None:
            source = self._known[key] = read_csv(key[1], self.encoding, self.delimiter)
            if source.guessed:
                self.findings.append(
                    finding("IMPORT_ENCODING", file=source.name, encoding=source.guessed)
                )
        return source

    def _sheets(self, path: Path) -> list[Source]:
        book = read_tables(path, lambda _: True)
        self.findings += book.findings
        found = []
        for raw in book.sheets:
            source = sheet_source(raw, f"{path.name}!{raw.name}")
            if source is not None:
                found.append(source)
                self._tell_uncalculated(raw, source)
        return found

    def _tell_uncalculated(self, raw: RawSheet, source: Source) -> None:
        cells = sorted(raw.uncached)
        if cells and source.lines:
            row, column = cells[0]
            cell = f"{letters(column)}{row + 1}"
            self.findings.append(
                finding("IMPORT_NOT_CALCULATED", source.name, cell, count=len(cells))
            )


def _files(paths: Sequence[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise PlanError("FILE_NOT_FOUND", file=path)
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        chosen = [one for one in inside if one == path or one.suffix.casefold() == ".csv"]
        found.update(dict.fromkeys(chosen))
    return list(found)
