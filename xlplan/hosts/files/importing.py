"""How do the files of another program become a planning workbook? By a map; first, by its draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplan.core.issues import Finding, PlanError
from xlplan.engine.contract import SHEETS
from xlplan.engine.imports.draft_text import draft_findings, draft_lines, draft_toml
from xlplan.engine.imports.drafting import draft
from xlplan.engine.imports.importing import Count, import_tables
from xlplan.engine.imports.mapping import PlanMap
from xlplan.engine.imports.reading import read_map
from xlplan.engine.text import Texts
from xlplan.hosts.files.csv_text import read_text
from xlplan.hosts.files.offered import Offered
from xlplan.hosts.files.planbook import write_plan
from xlplan.hosts.files.storing import store


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Args:
        out: the workbook written.
        rows: sheet, as it is called there → rows read for it, rows written.
        counts: the same in full: what became of the rows, by sheet and file.
        findings: what could not be used, with file and line.
        unused: files and sheets given that the map does not ask for.
    """

    out: Path
    rows: Mapping[str, tuple[int, int]]
    counts: tuple[Count, ...]
    findings: tuple[Finding, ...]
    unused: tuple[str, ...]


def import_plan(sources: Sequence[Path], mapping: Path, out: Path, lang: str) -> ImportReport:
    """Build a planning workbook from CSV files and workbooks.

    Args:
        sources: the files; a folder stands for all CSV files in it.
        mapping: the map, see ``workbooks/maps``.
        out: the workbook to write; a file that stands there is replaced.
        lang: ``en`` or ``zh``, the language of the workbook.

    Raises:
        PlanError: a file is missing or unreadable, the map is wrong, or nothing can be written.
    """
    plan_map = read_map(read_text(mapping), mapping.name)
    offered = Offered(sources, plan_map.encoding, plan_map.delimiter)
    tables = {name: offered.fitting(name) for name in plan_map.files()}
    for name, found in tables.items():
        if not found:
            given = ", ".join(offered.names)
            raise PlanError("MAP_UNKNOWN_FILE", name=name, place=_place(plan_map, name), near=given)
    used = {source.name for found in tables.values() for source in found}
    imported = import_tables(plan_map, tables)
    write_plan(out, lang, imported.records)
    unused = tuple(name for name in offered.names if name not in used)
    counts, findings = tuple(imported.counts), (*offered.findings, *imported.findings)
    return ImportReport(out, _by_sheet(counts, lang), counts, findings, unused)


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What the draft of a map came to.

    Args:
        lines: what each source was taken for.
        findings: what is missing, and what was found out about the files.
        usable: whether a map can be followed as it is.
    """

    lines: tuple[str, ...]
    findings: tuple[Finding, ...]
    usable: bool


def draft_map(sources: Sequence[Path], mapping: Path, texts: Texts) -> DraftReport:
    """Write the draft of a map.

    Args:
        sources: the files; a folder stands for all CSV files in it.
        mapping: the file to write; one that stands there is replaced.
        texts: the language of the draft.

    Raises:
        PlanError: a file is missing or unreadable, none resembles a sheet of a plan, or the draft
            cannot be written.
    """
    offered = Offered(sources)
    found = draft(offered.all())
    if not found.parts:
        raise PlanError("DRAFT_NOTHING", near=", ".join(offered.names))
    store(mapping, draft_toml(found, texts).encode())
    findings = (*offered.findings, *draft_findings(found, texts))
    usable = any(not part.missing for part in found.parts)
    return DraftReport(tuple(draft_lines(found, texts)), findings, usable)


def _by_sheet(counts: Sequence[Count], lang: str) -> dict[str, tuple[int, int]]:
    """Return rows read and written by the name of the sheet, in the order of the contract."""
    found: dict[str, tuple[int, int]] = {}
    for sheet in SHEETS:
        mine = [count for count in counts if count.sheet == sheet.key]
        if mine:
            sums = sum(count.read for count in mine), sum(count.written for count in mine)
            found[sheet.name(lang)] = sums
    return found


def _place(plan_map: PlanMap, name: str) -> str:
    for block in plan_map.blocks:
        if block.file == name:
            return f"[{block.title}]"
    return plan_map.name
