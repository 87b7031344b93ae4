"""How does a file of another program become a plan? By a map; ``--draft`` writes one to begin with."""

import argparse
from pathlib import Path

from xlplan.core.issues import PlanError, Severity
from xlplan.engine.text import Texts
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS

_PLAN = "plan.xlsx"  # in the advice, where no other name is given


def import_command(options: argparse.Namespace, texts: Texts) -> int:
    """Draft a map, or follow one; return the exit code.

    Raises:
        PlanError: a file is missing, unreadable or in the way, or the map is wrong.
    """
    sources = [Path(source) for source in options.sources]
    if options.draft is not None:
        return _draft(options, sources, texts)
    from xlplan.hosts.commands import check_json, write_json
    from xlplan.hosts.files.importing import import_plan
    from xlplan.hosts.report import import_lines

    if options.out is None:
        raise PlanError("IMPORT_NO_OUT")
    out = Path(options.out)
    check_json(options, [*sources, out])
    if out.suffix.casefold() != ".xlsx":
        raise PlanError("NO_WORKBOOK_SUFFIX", path=out)
    _check_free(out, options, sources)
    report = import_plan(sources, Path(options.map), out, texts.lang)
    if options.json is not None:
        from xlplan.engine.outcome import findings_json, to_json

        write_json(to_json(findings_json(report.findings, texts)), options.json)
    if options.json != "-":
        print("\n".join(import_lines(report, out, texts)))
    wrong = any(found.severity is Severity.ERROR for found in report.findings)
    return WITH_ERRORS if wrong else DONE


def _draft(options: argparse.Namespace, sources: list[Path], texts: Texts) -> int:
    from xlplan.hosts.files.importing import draft_map
    from xlplan.hosts.report import finding_lines, plain, typed

    target = Path(options.draft)
    if target.suffix.casefold() != ".toml":
        raise PlanError("NO_MAP_SUFFIX", path=target)
    _check_free(target, options, sources)
    report = draft_map(sources, target, texts)
    print("\n".join([*map(plain, report.lines), *finding_lines(report.findings, texts)]))
    words = [*options.sources, "--map", options.draft, "--out", options.out or _PLAN]
    print(texts("Written: {path}", path=target))
    command = " ".join(["xlplan import", *(typed(Path(word)) for word in words)])
    if report.usable:
        print(texts("Next: read the draft through, then: {command}", command=command))
    else:
        print(
            texts("Next: name the missing columns in the draft, then: {command}", command=command)
        )
    return DONE


def _check_free(target: Path, options: argparse.Namespace, sources: list[Path]) -> None:
    """Refuse to write over what is there, and over a source whatever is asked for."""
    taken = target.exists() and not options.force
    if taken or target.resolve() in [source.resolve() for source in sources]:
        raise PlanError("FILE_EXISTS", path=target)
