"""What is doubtful in the workbook, and what is the next step? A row a finding, errors first."""

from xlplan.core.issues import Finding, Severity, counted
from xlplan.engine.result.frame import TOP, Frame
from xlplan.engine.result.layout import table
from xlplan.engine.result.live import Live
from xlplan.engine.result.shapes import Column, ResultSheet, Row
from xlplan.engine.result.words import SEVERITY_TONES, capital

ORDER = {severity: at for at, severity in enumerate(Severity)}

OF_WORDS = frozenset({"STAGE_GAP", "STAGE_NO_REASON", "STAGE_SKIP"})
"""Findings whose value is a word of the method, not the text of a cell."""

COLUMNS = (
    Column("severity", "Severity", "word",
           help="Error: could not be used. Warning: used, but doubtful. Note: good to know."),
    Column("sheet", "Sheet"),
    Column("cell", "Cell", "id"),
    Column("value", "Value found"),
    Column("what", "What is wrong", "wrap", width=64.0),
    Column("step", "Next step", "wrap", width=56.0),
)  # fmt: skip


MOST = 50_000
"""Rows of the sheet: Excel opens no sheet with more links than 65,530."""


def findings_sheet(frame: Frame) -> ResultSheet:
    """Return the sheet Findings: errors, warnings, notes; within these as they were found."""
    findings = sorted(frame.assessment.findings, key=lambda one: ORDER[one.severity])[:MOST]
    rows = [_row(frame, one) for one in findings]
    columns = frame.columns(COLUMNS)
    main = table(
        columns,
        rows,
        TOP,
        main=True,
        rules=(frame.word_rule("severity", SEVERITY_TONES),),
        empty=frame.texts("Nothing is doubtful."),
        live=Live(links=frame.leads.cells(findings)),
    )
    return frame.sheet("findings", headline(frame), tables=(main,))


def counts(frame: Frame) -> dict[Severity, int]:
    """Return how many findings there are of each severity."""
    return counted(frame.assessment.findings)


def headline(frame: Frame) -> str:
    """Return the findings in one sentence."""
    t, found = frame.texts, counts(frame)
    if not frame.assessment.findings:
        return t("Nothing in the workbook is doubtful.")
    told = {
        "errors": found[Severity.ERROR],
        "warnings": found[Severity.WARNING],
        "notes": found[Severity.INFO],
    }
    if len(frame.assessment.findings) > MOST:
        return t(
            "{errors} errors, {warnings} warnings, {notes} notes: the first {most} of them, errors "
            "first; xlplan check --json lists them all.",
            most=f"{MOST:,}",
            **told,
        )
    return t(
        "{errors} errors, {warnings} warnings, {notes} notes: "
        "errors first, each with its cell and next step.",
        **told,
    )


def _row(frame: Frame, one: Finding) -> Row:
    what, step = frame.texts.sentence(one.code, dict(one.params) | {"value": one.value})
    severity = frame.words.say(str(one.severity))
    value = frame.texts(one.value) if one.code in OF_WORDS else one.value
    return (severity, one.sheet or None, one.cell or None, value or None, capital(what), step)
