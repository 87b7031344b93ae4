"""How is a workbook evaluated for a command? As its options say: day, language, preset."""

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xlplan.core.issues import PlanError
from xlplan.engine.plan import Evaluation
from xlplan.hosts.progress import Progress

if TYPE_CHECKING:
    from xlplan.hosts.files.running import Asking


def evaluate_file(
    path: Path, options: argparse.Namespace, progress: Progress, asked: "Asking | None" = None
) -> Evaluation:
    """Read and assess one workbook, as the options say; ``asked``: what they say, where it is known."""
    from xlplan.hosts.files.running import evaluate_book

    asked = asked or asking(options)
    found = evaluate_book(path, asked, progress)
    _tell_day(found, asked, options)
    return found


def _tell_day(found: Evaluation, asked: "Asking", options: argparse.Namespace) -> None:
    """Tell where the workbook itself sets another day than the one that was asked for."""
    if options.as_of is None or not found.readable or found.assessment.as_of == asked.today:
        return
    t = found.texts
    days = {"day": asked.today.isoformat(), "own": found.assessment.as_of.isoformat()}
    said = t("--as-of {day} is not used: the workbook’s Policy sets as_of to {own}.", **days)
    sys.stderr.write(f"xlplan: {said}\n")


def asking(options: argparse.Namespace) -> "Asking":
    """Return what the options say of evaluating.

    Raises:
        PlanError: the day is none, or lies outside what a plan can be about.
    """
    from xlplan.hosts.files.running import Asking

    lang = getattr(options, "lang", None)
    simulate = getattr(options, "simulate", False)
    return Asking(_day(options), lang, options.preset or "", options.recalculate, simulate)


def _day(options: argparse.Namespace) -> dt.date:
    if options.as_of is None:
        return dt.date.today()  # noqa: DTZ011 - the planner's own calendar day is meant
    from xlplan.engine.reading.cells import FIRST_DAY, LAST_DAY
    from xlplan.engine.reading.values import read_date

    found = read_date(options.as_of)
    if found is None:
        raise PlanError("BAD_DATE", text=options.as_of)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise PlanError("AS_OF_RANGE", text=options.as_of, low=FIRST_DAY, high=LAST_DAY)
    return found
