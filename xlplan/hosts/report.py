"""What does the terminal show? Findings, the table at the end of a run, the report of an import."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.issues import Finding, Severity
from xlplan.engine.contract import SHEETS
from xlplan.engine.plan import Evaluation
from xlplan.engine.text import DASH, Texts

if TYPE_CHECKING:
    from xlplan.hosts.files.csvs import ImportReport

SHOWN_CUSTOMERS = 20
SHOWN_FINDINGS = 10


def check_lines(name: str, found: Evaluation) -> Iterator[str]:
    """Return what a check says: what was read, then every finding, errors first, then the counts."""
    t = found.texts
    yield name
    yield f"  {t('Read')}: {_read(found)}"
    yield from finding_lines(found.findings, t)
    if found.readable and not found.findings:
        yield f"  {t('Nothing to complain about.')}"


def finding_lines(findings: Sequence[Finding], t: Texts, limit: int | None = None) -> Iterator[str]:
    """Return findings by severity, in the order of the workbook, and how many there are."""
    order = list(Severity)
    ranked = sorted(findings, key=lambda one: order.index(one.severity))
    for one in ranked[:limit]:
        yield f"  {t(str(one.severity))}: {t.finding(one)}"
    if limit is not None and len(ranked) > limit:
        yield "  " + t("… and {count} more, all on the sheet Findings.", count=len(ranked) - limit)
    if findings:
        counts = Counter(str(one.severity) for one in findings)
        yield "  " + ", ".join(f"{counts[word]} × {t(word)}" for word in order if counts[word])


def summary_lines(
    name: str, found: Evaluation, target: Path, folder: Path | None, notes: Sequence[Finding]
) -> Iterator[str]:
    """Return the table at the end of a run: who comes first and why, and where everything is."""
    t, plan = found.texts, found.assessment
    yield f"{name} · {t('as of {day}', day=t.date(plan.as_of))} · {_read(found)}"
    shown = plan.customers[:SHOWN_CUSTOMERS]
    heads = ("", "Customer", "Grade", "Risk", "Level", "Known", "p", "Expected return", "NPV")
    yield from _table(
        [[t(head) if head else "" for head in heads], *(_row(one, t) for one in shown)]
    )
    if len(plan.customers) > len(shown):
        yield "  " + t(
            "… and {count} more in the workbook.", count=len(plan.customers) - len(shown)
        )
    yield from finding_lines([*found.findings, *notes], t, SHOWN_FINDINGS)
    yield f"{t('Results')}: {target}"
    if folder is not None:
        yield f"{t('Account plans')}: {folder}"


def import_lines(report: "ImportReport", out: Path, t: Texts) -> Iterator[str]:
    """Return what an import read and wrote, sheet by sheet, and what it could not use."""
    for sheet, (read, written) in report.rows.items():
        yield t("{sheet}: {written} rows of {read}", sheet=sheet, written=written, read=read)
    yield from finding_lines(report.findings, t, SHOWN_FINDINGS)
    yield t("Written: {path}", path=out)
    yield t("Next: xlplan run {path}", path=out)


def _read(found: Evaluation) -> str:
    """Return "12 Customers, 31 Opportunities …" in the language of the report."""
    portfolio, t = found.assessment.portfolio, found.texts
    counts = [
        f"{len(getattr(portfolio, sheet.key))} {sheet.name(t.lang)}"
        for sheet in SHEETS
        if sheet.record is not None and getattr(portfolio, sheet.key)
    ]
    return ", ".join(counts) or t("no plan")


def _row(one: CustomerAssessment, t: Texts) -> list[str]:
    return [
        str(one.priority),
        one.customer.name,
        one.grade,
        t.number(one.risk.score.value, 1),
        t(one.risk.level) if one.risk.level else DASH,
        t.percent(one.risk.score.completeness),
        t.percent(one.lead.p) if one.lead else DASH,
        t.money(one.expected_return),
        t.money(one.economics.npv),
    ]


def _table(rows: list[list[str]]) -> Iterator[str]:
    """Return rows in columns; a Chinese character takes two places."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for at, (text, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - _width(text))
            cells.append(text + gap if at in (1, 2, 4) else gap + text)
        yield "  " + "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
