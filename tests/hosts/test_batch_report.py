"""What is said at the end of a batch: by the second only what was done, --fresh only where it helps."""

import datetime as dt

import pytest

from xlplan.engine.text import Texts
from xlplan.hosts.batch.fleet import Tally
from xlplan.hosts.batch.jobs import DONE, Outcome
from xlplan.hosts.batch.reporting import HTML, report_lines, report_of, write_report

START = dt.datetime(2026, 11, 20, 1, 30)
TWO_DAYS = [Outcome("a", DONE, as_of="2026-11-20", counts=(1, 1, 0, 0, 0)),
            Outcome("b", DONE, as_of="2026-06-30", counts=(1, 1, 0, 0, 0))]  # fmt: skip


def report(tally, outcomes=()):
    return report_of(tally, outcomes, START, Texts("en"))


def test_what_failed_is_not_done_by_the_second():
    assert report(Tally(3, 0, 0, 3, 1.5))["rate"] is None
    assert report(Tally(6, 0, 3, 3, 1.5))["rate"] == 2.0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_first_run_knows_nothing_that_fresh_would_renew(lang, tmp_path):
    first = report(Tally(2, 0, 2, 0, 1.0), TWO_DAYS)
    said = "\n".join(report_lines(first, Texts(lang)))
    assert "2026-06-30" in said
    assert "--fresh" not in said
    write_report(first, tmp_path, Texts(lang))
    assert "--fresh" not in (tmp_path / HTML).read_text("utf-8")
    again = report(Tally(2, 1, 1, 0, 1.0), TWO_DAYS)
    assert "--fresh" in "\n".join(report_lines(again, Texts(lang)))
    write_report(again, tmp_path, Texts(lang))
    assert "--fresh" in (tmp_path / HTML).read_text("utf-8")
