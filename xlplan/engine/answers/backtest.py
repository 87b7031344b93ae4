"""Do our A's really win more? The back-test as plain text, which a manager reads in a minute, and as JSON."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xlplan.core.learning.shapes import Backtest, Period
from xlplan.engine.answers.backtest_words import (
    VERDICTS,
    WAYS,
    calibration_said,
    headline,
    left_out_said,
    order_said,
    rests_on,
    span,
    suggestion_said,
    top_said,
)
from xlplan.engine.plain_json import Json, plain
from xlplan.engine.result.layout import aligned
from xlplan.engine.text import DASH, Texts


class Source(NamedTuple):
    """Where closed opportunities come from: a workbook or a folder of kept results, and its day."""

    name: str
    as_of: dt.date


def backtest_json(found: Backtest, sources: Sequence[Source]) -> Json:
    """Return the back-test under the names of the method; a likelihood that was not given is null."""
    return {"sources": plain(sources), "backtest": plain(found)}


def backtest_lines(found: Backtest, sources: Sequence[Source], t: Texts) -> Iterator[str]:
    """Yield the answer: the finding, what it rests on, then a table a question."""
    names = t.listed(one.name for one in sources)
    day = t.date(max(one.as_of for one in sources))
    scored = t("{n} closed opportunities, scored about {days} days before they closed",
               n=f"{found.counts.closed:,}", days=found.days)  # fmt: skip
    yield f"{names} · {t('as of {day}', day=day)} · {scored}"
    yield ""
    yield from headline(found, t)
    every, tried = found.every, found.tried
    if every is None or tried is None or found.last is None:
        yield from _counts(found, t)
        return
    yield from _section(t("What it rests on"), rests_on(found, t))
    yield from _section(t("Do better grades win more?"), _grades(every, found.last, t))
    of = t("the last {n}, closed from {day} on", n=f"{tried.n:,}", day=t.date(tried.first))
    if found.tried_on == "every":
        of = t("all {n}, each by what was known on its day", n=f"{tried.n:,}")
    asked = t("{question} ({which})", question=t("Is p better than a guess?"), which=of)
    yield from _section(asked, [*_ways(tried, t), *_over_all(found, t)])
    yield from _section(t("Does p mean what it says?"), _bins(found, t))
    yield from _section(t("What do the most likely ones hold?"), [top_said(found, t)])
    yield from _section(t("A better number?"), [suggestion_said(found, t)])
    if rest := list(left_out_said(found, t)):
        yield from _section(t("Not judged"), rest)


def _counts(found: Backtest, t: Texts) -> Iterator[str]:
    one = found.counts
    for label, count in ((t("won"), one.won), (t("lost"), one.lost), (t("ended"), one.ended)):
        yield "  " + t.named(label, f"{count:,}")
    for line in left_out_said(found, t):
        yield f"  {line}"


def _section(title: str, lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    yield ""
    yield title
    for line in lines:
        yield f"  {line}"


def _grades(every: Period, last: Period, t: Texts) -> Iterator[str]:
    late = {one.grade: one for one in last.grades}
    rows = [[t("Grade"), t("Won"), t("Of"), t("Win rate"), t("Between"),
             t("Since {day}", day=t.date(last.first)), t("Ended")]]  # fmt: skip
    for one in every.grades:
        then = late.get(one.grade)
        since = DASH
        if then and then.n:
            since = t("{won} of {n}", won=f"{then.won:,}", n=f"{then.n:,}")
        bounds = span(one.lo, one.hi, t) if one.n else DASH
        rows.append([one.grade, f"{one.won:,}", f"{one.n:,}", t.percent(one.rate), bounds, since,
                     f"{one.ended:,}"])  # fmt: skip
    yield from _table(rows)
    yield from order_said(every, t)


def _ways(period: Period, t: Texts) -> Iterator[str]:
    rivals = {one.name: one for one in period.rivalries}
    rows = [["", t("Of"), t("On average"), "AUC", "Brier", t("Skill"), t("Slope"), ""]]
    for one in period.forecasts:
        rival = rivals.get(one.name)
        rows.append([
            t(WAYS[one.name]), f"{one.n:,}", t.percent(one.mean), t.number(one.auc, 3),
            t.number(one.brier, 4), t.number(one.skill, 3), t.number(one.slope, 2),
            t(VERDICTS[rival.verdict]) if rival else "",
        ])  # fmt: skip
    yield from _table(rows)
    yield t("Won: {share}. AUC .5 is chance, 1 a perfect order; Brier 0 is perfect; skill is against the "
            "stage alone.", share=t.percent(period.won / period.n))  # fmt: skip


def _over_all(found: Backtest, t: Texts) -> Iterator[str]:
    """Yield what all of them say, where the table is of the last ones alone."""
    if found.every is None or found.tried_on == "every" or not found.every.rivalries:
        return
    said = [t.named(t(WAYS[one.name]), t(VERDICTS[one.verdict])) for one in found.every.rivalries]
    yield t("Over all {n}, each by what was known on its day – {said}.",
            n=f"{found.every.n:,}", said=("；" if t.lang == "zh" else "; ").join(said))  # fmt: skip


def _bins(found: Backtest, t: Texts) -> Iterator[str]:
    rows = [[t("Said"), t("On average"), t("Won"), t("Between"), t("Of")]]
    rows += [
        [span(one.low, one.high, t), t.percent(one.p), t.percent(one.rate),
         span(one.lo, one.hi, t), f"{one.n:,}"]
        for one in found.bins
    ]  # fmt: skip
    yield from _table(rows)
    yield from calibration_said(found, t)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows in columns, the first and words in the last on the left."""
    last = len(rows[0]) - 1
    return aligned(rows, lambda at, cell: at != 0 and (at != last or cell[:1].isdigit()))
