"""Do our A's win more, and is p any better than a guess? ``xlplan backtest``: workbooks, kept results."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from xlplan.core.issues import Finding, PlanError
from xlplan.core.learning.backtest import backtest
from xlplan.core.learning.kept_past import NOTHING_KEPT, kept_past, scored_when_kept
from xlplan.core.learning.rescoring import LONGEST, Scored, rescore, scoring_days
from xlplan.core.learning.shapes import Backtest
from xlplan.core.policy import Policy
from xlplan.engine.answers.backtest import Source, backtest_json, backtest_lines
from xlplan.engine.text import Texts
from xlplan.hosts.asking import evaluate_file
from xlplan.hosts.cli_parser import DONE, WITH_ERRORS, WRONG_USE
from xlplan.hosts.commands import check_json, write_json
from xlplan.hosts.files.history import history_folder, keeps_results, kept_results
from xlplan.hosts.progress import Progress
from xlplan.hosts.report import check_lines, finding_lines, plain


class _Past(NamedTuple):
    """What one workbook, or one folder of kept results, says of closed opportunities."""

    source: Source
    policy: Policy
    texts: Texts | None
    deals: Sequence[Scored]
    left_out: dict[str, int]
    errors: bool


def backtest_command(options: argparse.Namespace, texts: Texts) -> int:
    """Say whether grades and likelihoods held; the language is that of the first workbook."""
    paths = [Path(one) for one in options.books]
    books, folders = _sorted_out(paths)
    days = _days(options.days)
    check_json(options, books)
    target = _target(options, books)
    progress = Progress(texts, sys.stderr)
    notes: list[Finding] = []
    pasts: list[_Past] = []
    for book in books:
        past = _of_book(book, folders, (options, days), progress, notes)
        if past is None:
            return WRONG_USE
        pasts.append(past)
    alone = [one for one in folders if one.stem not in {book.stem for book in books}]
    pasts += [_of_folder(one, days, progress, notes) for one in alone]
    progress.done()
    found = _together(pasts)
    said = next((one.texts for one in pasts if one.texts), texts)
    notes += _answer(found, [one.source for one in pasts], (options, target), said)
    sys.stderr.writelines(f"{line}\n" for line in finding_lines(notes, said))
    for one in pasts:
        if one.errors:
            told = said("error findings in {name}; xlplan check says which.", name=one.source.name)
            sys.stderr.write(f"xlplan: {plain(told)}\n")
    return WITH_ERRORS if any(one.errors for one in pasts) else DONE


def _sorted_out(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the workbooks and the folders of kept results, each once.

    Raises:
        PlanError: a folder that holds no kept results.
    """
    books: list[Path] = []
    folders: list[Path] = []
    for path in paths:
        kind = folders if path.is_dir() else books
        if kind is folders and not keeps_results(path):
            raise PlanError("NO_KEPT_FOLDER", folder=path)
        if path.resolve() not in {one.resolve() for one in kind}:
            kind.append(path)
    return books, folders


def _days(text: str | None) -> float | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST:
        return float(text)
    raise PlanError("BACKTEST_DAYS", text=text, most=LONGEST)


def _target(options: argparse.Namespace, books: Sequence[Path]) -> Path | None:
    """Return where the sheets go, once it is sure that they may.

    Raises:
        PlanError: it is no .xlsx, one of the workbooks, not ours, open, or in no folder that is there.
    """
    if options.out is None:
        return None
    from xlplan.hosts.files.output import check_target

    target = Path(options.out)
    if target.suffix.casefold() != ".xlsx":
        raise PlanError("NO_WORKBOOK_SUFFIX", path=target)
    if not target.parent.is_dir():
        raise PlanError("NO_FOLDER", folder=target.parent)
    check_target(target, books)
    return target


def _of_book(
    path: Path,
    folders: Sequence[Path],
    how: tuple[argparse.Namespace, float | None],
    progress: Progress,
    notes: list[Finding],
) -> _Past | None:
    """Return what a workbook and its kept results say; ``None`` where it holds no plan."""
    options, days = how
    found = evaluate_file(path, options, progress)
    if not found.readable:
        sys.stderr.write("\n".join(check_lines(path.name, found)) + "\n")
        return None
    plan, as_of = found.assessment.portfolio, found.assessment.as_of
    policy = _with_days(found.assessment.policy, days)
    given = [one for one in folders if one.stem == path.stem]
    folder = given[0] if given else history_folder(path, path)
    kept = NOTHING_KEPT
    if folder.is_dir():
        progress.step("Reading {name}", name=folder.name)
        until = scoring_days(plan, policy, as_of)
        kept = kept_past(kept_results(folder, as_of, notes), until)

    def tell(done: int, total: int) -> None:
        progress.count("Closed opportunities scored:", done, total)

    scored = rescore(plan, policy, as_of, kept.states, tell)
    known = {one.id for one in plan.opportunities}
    deals = [*scored.deals, *scored_when_kept(kept, policy, known)]
    source = Source(path.name, as_of)
    return _Past(source, policy, found.texts, deals, dict(scored.left_out), found.has_errors)


def _of_folder(folder: Path, days: float | None, progress: Progress, notes: list[Finding]) -> _Past:
    """Return what kept results say without their workbook.

    Raises:
        PlanError: none of them can be read.
    """
    progress.step("Reading {name}", name=folder.name)
    kept = kept_past(kept_results(folder, None, notes))
    if kept.policy is None or kept.as_of is None:
        raise PlanError("NO_KEPT_FOLDER", folder=folder)
    policy = _with_days(kept.policy, days)
    deals = scored_when_kept(kept, policy)
    return _Past(Source(folder.name, kept.as_of), policy, None, deals, {}, errors=False)


def _with_days(policy: Policy, days: float | None) -> Policy:
    return (
        policy
        if days is None
        else replace(policy, changes={**policy.changes, "backtest.days": days})
    )


def _together(pasts: Sequence[_Past]) -> Backtest:
    """Return the back-test over all of them, by the numbers of the first.

    Choice: what was won is added up only where all of them name the same currency, or none.
    """
    several = len(pasts) > 1
    deals = [
        one._replace(book=past.source.name) if several else one
        for past in pasts
        for one in past.deals
    ]
    left_out: Counter[str] = Counter()
    for past in pasts:
        left_out.update(past.left_out)
    currencies = {past.policy.word("currency") for past in pasts}
    return backtest(deals, dict(left_out), pasts[0].policy, one_currency=len(currencies) == 1)


def _answer(
    found: Backtest,
    sources: Sequence[Source],
    where: tuple[argparse.Namespace, Path | None],
    t: Texts,
) -> tuple[Finding, ...]:
    """Print the answer, write it where it was asked for; return what is to be said of the files."""
    options, target = where
    notes: tuple[Finding, ...] = ()
    if options.json is not None:
        from xlplan.engine.outcome import to_json

        write_json(to_json(backtest_json(found, sources)), options.json)
    if options.json != "-":
        print("\n".join(plain(line) for line in backtest_lines(found, sources, t)))
    if target is not None:
        from xlplan.engine.result.backtest import backtest_sheets
        from xlplan.hosts.files.output import write_sheets

        names = t.listed(one.name for one in sources)
        day = max(one.as_of for one in sources)
        notes += write_sheets(backtest_sheets(found, names, day, t), target)
        if options.json != "-":
            print("\n" + t.named(t("Results"), str(target)))
    return notes
