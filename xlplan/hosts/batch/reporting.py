"""What is said when a batch is over? What was done, what failed and why, as JSON and as a page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from xlplan import __version__
from xlplan.core.issues import Severity
from xlplan.engine.documents import templates_folder
from xlplan.engine.outcome import to_json
from xlplan.engine.text import Texts
from xlplan.hosts.batch.fleet import Tally
from xlplan.hosts.batch.jobs import DONE, Outcome
from xlplan.hosts.batch.watching import duration
from xlplan.hosts.files.storing import store

HTML, JSON = "report.html", "report.json"
SHOWN = 200  # workbooks of one reason on the page; the JSON has all
SLOWEST = 5

_PATHS = (PurePosixPath, PureWindowsPath)
Report = dict[str, Any]


def report_of(
    tally: Tally,
    outcomes: Iterable[Outcome],
    started: datetime,
    texts: Texts,
    asked: dt.date | None = None,
) -> Report:
    """Return everything that the page and the terminal say, as data; ``asked`` is the day of --as-of."""
    known = list(outcomes)
    good = [one for one in known if one.status == DONE]
    sums = [sum(column) for column in zip(*(one.counts for one in good), strict=True)]
    customers, opportunities, *found = sums or [0] * 5
    day = None if asked is None else asked.isoformat()
    slow = sorted(known, key=lambda one: (-one.seconds, one.name))[:SLOWEST]
    return {
        "version": __version__,
        "started": started.isoformat(" ", "seconds"),
        "seconds": round(tally.seconds, 1),
        "books": tally.books,
        "unchanged": tally.unchanged,
        "done": tally.done,
        "failed": tally.failed,
        "rate": round(tally.done / tally.seconds, 1) if tally.done and tally.seconds else None,
        "customers": customers,
        "opportunities": opportunities,
        "findings": dict(zip(map(str, Severity), found, strict=True)),
        "days": dict(sorted(Counter(one.as_of for one in good).items())),
        "asked": day,
        "overruled": [
            {"book": one.name, "as_of": one.as_of} for one in good if day and one.as_of != day
        ],
        "failures": list(failures(known, texts)),
        "slowest": [{"book": one.name, "seconds": round(one.seconds, 2)} for one in slow],
    }


def failures(outcomes: Iterable[Outcome], texts: Texts) -> Iterator[Report]:
    """Return the workbooks that failed by reason, the most frequent first, with the next step."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.status != DONE:
            groups.setdefault(one.code, []).append(one)
    for code, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        said = [(one.name, *_sentence(one, texts)) for one in group]
        yield {
            "code": code,
            "count": len(group),
            "step": said[0][2],
            "books": [{"book": name, "reason": what} for name, what, _ in said],
        }


def write_report(report: Report, folder: Path, texts: Texts) -> None:
    """Write ``report.json`` and ``report.html``.

    Raises:
        PlanError: one of them cannot be written.
    """
    from xlplan.engine.template_room import render

    store(folder / JSON, to_json(report).encode())
    values = {
        "report": report,
        "shown": SHOWN,
        "took": duration(report["seconds"], texts),
        "number": texts.number,
        "older": sorted(report["days"])[:-1] if _kept_days(report) else [],
        "latest": max(report["days"], default=""),
    }
    page = render(f"{texts.lang}/batch.html.j2", values, "html", (str(templates_folder()),))
    store(folder / HTML, page.encode())


def report_lines(report: Report, t: Texts) -> Iterator[str]:
    """Return what the terminal says: the counts, then the failures by reason, a few of each."""
    yield t(
        "{books} workbooks: {done} done, {unchanged} as they were, {failed} failed, in {time}.",
        books=f"{report['books']:,}",
        done=f"{report['done']:,}",
        unchanged=f"{report['unchanged']:,}",
        failed=f"{report['failed']:,}",
        time=duration(report["seconds"], t),
    )
    for group in report["failures"]:
        yield f"  {group['count']} × {group['step']}"
        for one in group["books"][:3]:
            yield f"      {one['book']} – {one['reason']}"
        if group["count"] > 3:
            yield "      " + t("… and {count} more, all in the report.", count=group["count"] - 3)
    if report["overruled"]:
        yield "  " + t(
            "{count} workbooks set another day on their Policy sheet; --as-of {day} is not used there, see the report.",
            count=f"{len(report['overruled']):,}",
            day=report["asked"],
        )
    elif len(report["days"]) > 1:
        text = "The results are of {count} days, {first} to {last}, which the workbooks set themselves."
        if _kept_days(report):
            text = (
                "The results are of {count} days, {first} to {last}; "
                "--fresh brings to today what sets no day of its own."
            )
        first, last = min(report["days"]), max(report["days"])
        yield "  " + t(text, count=len(report["days"]), first=first, last=last)


def _kept_days(report: Report) -> bool:
    """Return whether results may be of an earlier day because they were kept, not by their Policy."""
    return bool(report["unchanged"]) and not report["asked"]


def _sentence(one: Outcome, texts: Texts) -> tuple[str, str]:
    """Return why a workbook failed and the next step; of a path only the file's name."""
    params = {key: _short(value) for key, value in one.params}
    return texts.sentence(one.code, params)


def _short(value: str) -> str:
    r"""Return the last part of a path of any system, anything else as it is.

    Example:
        >>> _short("/home/li/a.xlsx"), _short("D:\\plans\\a.xlsx"), _short("C1/C2")
        ('a.xlsx', 'a.xlsx', 'C1/C2')
    """
    path = next((one for kind in _PATHS if (one := kind(value)).is_absolute()), None)
    return value if path is None else path.name
