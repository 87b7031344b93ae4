"""What does the terminal show? Findings, the table at the end of a run, the report of an import."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.grading.risk import told_level
from xlplan.core.issues import Finding, Severity, counted
from xlplan.engine.contract import SHEETS
from xlplan.engine.plan import Evaluation
from xlplan.engine.text import DASH, Texts

if TYPE_CHECKING:
    from xlplan.hosts.files.importing import ImportReport

SHOWN_CUSTOMERS = 20
SHOWN_FINDINGS = 10
SHOWN_IN_COLUMN = 5
SHOWN_ALIKE = 2
LONGEST_NAME = 32  # columns of the terminal
HEADS = (
    "", "Customer", "Grade", "Risk", "Between", "Level", "Known", "p", "Sales 12m",
    "Expected return", "NPV",
)  # fmt: skip
_Column = tuple[str, str, str]  # a kind of finding, the sheet, the column
_LEFT = ("Customer", "Grade", "Level")


def check_lines(name: str, found: Evaluation) -> Iterator[str]:
    """Return what a check says: what was read, then every finding, errors first, then the counts."""
    t = found.texts
    yield plain(name)
    yield "  " + t.named(t("Read"), _read(found))
    yield from finding_lines(found.findings, t)
    if found.readable and not found.findings:
        yield f"  {t('Nothing to complain about.')}"


def finding_lines(findings: Sequence[Finding], t: Texts, limit: int | None = None) -> Iterator[str]:
    """Return findings by severity, in the order of the workbook, and how many there are.

    Of one kind in one column the first five are shown, since a wrong column is wrong in each row.
    """
    order = list(Severity)
    ranked = sorted(findings, key=lambda one: order.index(one.severity))
    left = Counter[_Column]()
    for one in ranked:
        left[_column(one)] += one.times
    seen, shown = Counter[_Column](), 0
    for one in ranked:
        column = _column(one)
        if seen[column] == SHOWN_IN_COLUMN or shown == limit:
            continue
        seen[column] += 1
        shown += 1
        left[column] -= 1
        yield "  " + t.named(t(str(one.severity)), plain(t.finding(one)))
        if limit is None and seen[column] == SHOWN_IN_COLUMN and left[column]:
            place, more = plain("!".join(filter(None, column[1:]))), f"{left[column]:,}"
            yield "  " + t(
                "… and {count} more like it in {place}; --json lists them all.",
                count=more, place=place,
            )  # fmt: skip
    if limit is not None and (more_yet := left.total()):
        yield "  " + t("… and {count} more, all on the sheet Findings.", count=more_yet)
    yield from _counts(findings, t)


def _column(one: Finding) -> _Column:
    """Return the kind of a finding, and the column in which it stands."""
    return one.rule, one.sheet, one.cell.rstrip("0123456789")


def kind_lines(findings: Sequence[Finding], t: Texts) -> Iterator[str]:
    """Return findings by severity, of each kind the first ones, and how many there are.

    Of one kind are those that say the same of another row: a source of thousands of rows repeats
    what is wrong with a column in each of them.
    """
    kinds: dict[tuple[object, ...], list[Finding]] = {}
    for one in findings:
        kinds.setdefault((one.code, one.sheet, one.params), []).append(one)
    order = list(Severity)
    for same in sorted(kinds.values(), key=lambda same: order.index(same[0].severity)):
        for one in same[:SHOWN_ALIKE]:
            yield "  " + t.named(t(str(one.severity)), plain(t.finding(one)))
        if len(same) > SHOWN_ALIKE:
            yield "  " + t("… and {count} more like it.", count=len(same) - SHOWN_ALIKE)
    yield from _counts(findings, t)


def _counts(findings: Sequence[Finding], t: Texts) -> Iterator[str]:
    if findings:
        found = (f"{count} × {t(str(word))}" for word, count in counted(findings).items() if count)
        yield "  " + t.listed(found)


def summary_lines(
    name: str, found: Evaluation, target: Path, folder: Path | None, notes: Sequence[Finding]
) -> Iterator[str]:
    """Return the table at the end of a run: who comes first and why, and where everything is."""
    t, plan = found.texts, found.assessment
    yield f"{plain(name)} · {t('as of {day}', day=t.date(plan.as_of))} · {_read(found)}"
    shown = plan.customers[:SHOWN_CUSTOMERS]
    enough = plan.policy.number("gate.completeness")
    rows = [_row(one, enough, t) for one in shown]
    yield from _table([[t(head) if head else "" for head in HEADS], *rows])
    if any(len(one.opportunities) > 1 for one in shown):
        yield "  " + t(
            "p: of the best open opportunity; risk: of the lead one; expected return: of all."
        )
    if len(plan.customers) > len(shown):
        yield "  " + t(
            "… and {count} more in the workbook.", count=len(plan.customers) - len(shown)
        )
    yield from finding_lines([*found.findings, *notes], t, SHOWN_FINDINGS)
    yield t.named(t("Results"), str(target))
    if folder is not None:
        yield t.named(t("Account plans"), str(folder))


def import_lines(report: "ImportReport", out: Path, t: Texts) -> Iterator[str]:
    """Return what an import read and wrote, sheet by sheet, and what it could not use."""
    for sheet, (read, written) in report.rows.items():
        yield t("{sheet}: {written} rows of {read}", sheet=sheet, written=written, read=read)
    yield from kind_lines(report.findings, t)
    yield t("Written: {path}", path=out)
    yield t("Next: xlplan run {path}", path=typed(out))


def _read(found: Evaluation) -> str:
    """Return "Customers 12, Opportunities 31 …" in the language of the report."""
    portfolio, t = found.assessment.portfolio, found.texts
    counts = [
        f"{sheet.name(t.lang)} {len(getattr(portfolio, sheet.key))}"
        for sheet in SHEETS
        if sheet.record is not None and getattr(portfolio, sheet.key)
    ]
    return t.listed(counts) or t("no plan")


def _row(one: CustomerAssessment, enough: float, t: Texts) -> list[str]:
    score = one.risk.score
    level = told_level(one.risk.level, score.completeness, enough)
    sure = score.lo is None or score.completeness >= 1.0
    best = next(iter(one.opportunities), None)  # the one whose letter stands in the row
    return [
        str(one.priority),
        _shortened(plain(one.customer.name)),
        one.grade,
        t.number(score.value, 1),
        DASH if sure else f"{t.number(score.lo)}–{t.number(score.hi)}",
        t(level) if level else DASH,
        t.percent(score.completeness),
        t.percent(best.p_rank) if best else DASH,
        t.money(one.economics.sales),
        t.money(one.expected_return),
        t.money(one.economics.npv),
    ]


def _table(rows: list[list[str]]) -> Iterator[str]:
    """Return rows in columns, those without any figure left out; Chinese takes two places."""
    columns = [
        (head in _LEFT, column)
        for head, column in zip(HEADS, zip(*rows, strict=True), strict=True)
        if any(text != DASH for text in column[1:])
    ]
    widths = [max(map(_width, column)) for _, column in columns]
    for at in range(len(rows)):
        cells = []
        for (left, column), width in zip(columns, widths, strict=True):
            gap = " " * (width - _width(column[at]))
            cells.append(column[at] + gap if left else gap + column[at])
        yield "  " + "  ".join(cells)


def typed(path: Path) -> str:
    """Return a path as it is typed: in quotes where it has blanks.

    Example:
        >>> typed(Path("my plan.xlsx")), typed(Path("plan.xlsx"))
        ('"my plan.xlsx"', 'plan.xlsx')
    """
    text = plain(str(path))
    return f'"{text}"' if " " in text else text


def plain(text: str) -> str:
    r"""Return a text on one line, without what a terminal would obey.

    Example:
        >>> plain("two\nlines \x1b[31mred")
        'two lines  [31mred'
    """
    return "".join(" " if category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)


def _shortened(text: str) -> str:
    if _width(text) <= LONGEST_NAME:
        return text
    while _width(text) >= LONGEST_NAME:
        text = text[:-1]
    return f"{text}…"


def _width(text: str) -> int:
    """Return how many columns a text takes; what is put on the letter before it takes none."""
    return sum(
        0
        if category(letter) in ("Mn", "Me", "Cf")
        else 2
        if east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )
