"""How do CSV files become a planning workbook? By a mapping file, in one call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from xlplan.core.issues import Finding, PlanError
from xlplan.engine.contract import SHEETS
from xlplan.engine.imports.importing import Count, import_tables
from xlplan.engine.imports.mapping import PlanMap
from xlplan.engine.imports.reading import read_map
from xlplan.hosts.files.csv_text import read_csv, read_text
from xlplan.hosts.files.planbook import write_plan


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Args:
        out: the workbook written.
        rows: sheet, as it is called there → rows read for it, rows written.
        counts: the same in full: what became of the rows, by sheet and file.
        findings: what could not be used, with file and line.
        unused: files given that the map does not ask for.
    """

    out: Path
    rows: Mapping[str, tuple[int, int]]
    counts: tuple[Count, ...]
    findings: tuple[Finding, ...]
    unused: tuple[str, ...]


def import_plan(sources: Sequence[Path], mapping: Path, out: Path, lang: str) -> ImportReport:
    """Build a planning workbook from CSV files.

    Args:
        sources: the files; a folder stands for all CSV files in it.
        mapping: the map, see ``workbooks/maps``.
        out: the workbook to write; a file that stands there is replaced.
        lang: ``en`` or ``zh``, the language of the workbook.

    Raises:
        PlanError: a file is missing or unreadable, the map is wrong, or nothing can be written.
    """
    for path in sources:
        if not path.exists():
            raise PlanError("FILE_NOT_FOUND", file=path)
    plan_map = read_map(read_text(mapping), mapping.name)
    files = _files(sources)
    wanted = plan_map.files()
    fitting = {name: _fitting(name, files) for name in wanted}
    for name, found in fitting.items():
        if not found:
            given = ", ".join(path.name for path in files)
            raise PlanError("MAP_UNKNOWN_FILE", name=name, place=_place(plan_map, name), near=given)
    used = {path for found in fitting.values() for path in found}
    read = {
        path: read_csv(path, plan_map.encoding, plan_map.delimiter)
        for path in files
        if path in used
    }
    tables = {name: [read[path] for path in found] for name, found in fitting.items()}
    imported = import_tables(plan_map, tables)
    write_plan(out, lang, imported.records)
    unused = tuple(path.name for path in files if path not in used)
    counts, findings = tuple(imported.counts), tuple(imported.findings)
    return ImportReport(out, _by_sheet(counts, lang), counts, findings, unused)


def _by_sheet(counts: Sequence[Count], lang: str) -> dict[str, tuple[int, int]]:
    """Return rows read and written by the name of the sheet, in the order of the contract."""
    found: dict[str, tuple[int, int]] = {}
    for sheet in SHEETS:
        mine = [count for count in counts if count.sheet == sheet.key]
        if mine:
            sums = sum(count.read for count in mine), sum(count.written for count in mine)
            found[sheet.name(lang)] = sums
    return found


def _files(sources: Sequence[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for source in sources:
        inside = source.iterdir() if source.is_dir() else [source]
        chosen = sorted(
            path for path in inside if path == source or path.suffix.casefold() == ".csv"
        )
        found.update(dict.fromkeys(chosen))
    return list(found)


def _fitting(name: str, files: Sequence[Path]) -> list[Path]:
    """Return the files that a name of the map means; ``*`` stands for any signs."""
    return [path for path in files if fnmatchcase(path.name.casefold(), name.casefold())]


def _place(plan_map: PlanMap, name: str) -> str:
    for block in plan_map.blocks:
        if block.file == name:
            return f"[{block.title}]"
    return plan_map.name
