"""How do results and functions get into the planner's own workbook, and out again?"""

import argparse
from pathlib import Path

from xlplan.engine.text import Texts
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS


def graft_command(options: argparse.Namespace, texts: Texts) -> int:
    """Put the sheets of any authored workbook into another."""
    from xlplan.hosts.files.graft.grafting import graft

    report = graft(
        Path(options.book),
        Path(options.sheets),
        _out(options),
        backup=options.backup,
        break_signature=options.break_signature,
    )
    for title, names in (
        ("Added: {names}", report.added),
        ("Replaced: {names}", report.replaced),
        ("Taken out: {names}", report.removed),
    ):
        if names:
            print(texts(title, names=texts.listed(names)))
    _tell(report.path, report.backup, texts, changed=report.changed)
    return DONE


def clean_command(options: argparse.Namespace, texts: Texts) -> int:
    """Take xlplan's sheets out of a workbook again."""
    from xlplan.hosts.files.graft.grafting import clean

    report = clean(Path(options.book), _out(options), backup=options.backup)
    if report.removed:
        print(texts("Taken out: {names}", names=texts.listed(report.removed)))
    if report.functions:
        print(texts("Taken out: {count} functions.", count=report.functions))
    if not (report.removed or report.functions):
        print(texts("There are no sheets of xlplan in {path}.", path=options.book))
    _tell(report.path, report.backup, texts, changed=report.changed)
    return DONE


def portable_command(options: argparse.Namespace, texts: Texts) -> int:
    """Put the functions into a workbook as LAMBDAs, for those who have Excel 365 alone."""
    told_portable(
        Path(options.book),
        _out(options),
        texts,
        backup=options.backup,
        break_signature=options.break_signature,
    )
    return DONE


def told_portable(book: Path, out: Path | None, texts: Texts, **how: bool) -> None:
    """Make a workbook portable and say what came of it."""
    from xlplan.hosts.files.portable import make_portable

    report = make_portable(book, out, lang=texts.lang, **how)
    count, one = len(report.functions), report.functions[0]
    print(
        texts(
            "{count} functions stand in the workbook: ={one}(…) and others.", count=count, one=one
        )
    )
    _tell(report.path, report.backup, texts, changed=report.changed)


def verify_command(options: argparse.Namespace, texts: Texts) -> int:
    """Let LibreOffice recalculate a copy and compare every live cell of ours with its value."""
    from xlplan.hosts.files.verifying import verify

    report = verify(Path(options.book))
    for one in report.differences:
        print(
            texts(
                "{sheet}!{cell}: {cached} is written, the formula gives {calculated}",
                sheet=one.sheet,
                cell=one.cell,
                cached=one.cached,
                calculated=one.calculated,
            )
        )
    count = len(report.differences)
    print(texts("{cells} live cells compared, {count} differ.", cells=report.cells, count=count))
    return WITH_ERRORS if count else DONE


def _out(options: argparse.Namespace) -> Path | None:
    return Path(options.out) if options.out else None


def _tell(path: Path, backup: Path | None, texts: Texts, *, changed: bool) -> None:
    if changed:
        print(texts("Written: {path}", path=path))
    if backup is not None:
        print(texts("Kept: {path}", path=backup))
