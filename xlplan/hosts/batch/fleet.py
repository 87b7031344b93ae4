"""How does a batch go? Leave out what is done, map the rest, note every outcome at once."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import NamedTuple, Protocol

from xlplan.core.issues import PlanError
from xlplan.hosts.batch.engines import Engine, Task, mapped
from xlplan.hosts.batch.jobs import FAILED, Book, Job, Outcome, recipe_digest
from xlplan.hosts.batch.place import Place
from xlplan.hosts.batch.sources import digest
from xlplan.hosts.batch.state import Known, State, entry
from xlplan.hosts.batch.stores import is_remote
from xlplan.hosts.files.preflight import WORKBOOKS
from xlplan.hosts.files.running import Asking, Writing


class Batch(NamedTuple):
    """What a batch is to do.

    Args:
        books: the workbooks, by name.
        place: of the results.
        asking: how each is evaluated; ``day_given`` when its day was asked for.
        writing: what is written for each.
    """

    books: Sequence[Book]
    place: Place
    asking: Asking
    writing: Writing
    day_given: bool


class Tally(NamedTuple):
    """How many workbooks there are, are as they were, were done, failed; and the time it took."""

    books: int
    unchanged: int = 0
    done: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def finished(self) -> int:
        """Return how many are dealt with."""
        return self.unchanged + self.done + self.failed


class Watcher(Protocol):
    """Somebody who is told how a batch goes on."""

    def tell(self, tally: Tally, outcomes: Sequence[Outcome]) -> None:
        """Note how far it is, and what was just finished."""


def run_fleet(batch: Batch, state: State, engine: Engine, task: Task, watcher: Watcher) -> Tally:
    """Do every workbook that is not done; return how it went.

    Raises:
        PlanError: there is no such preset.
    """
    start = monotonic()
    recipe = recipe_digest(batch.asking, batch.writing, day_given=batch.day_given)
    known = state.begin(batch.books)
    tally = Tally(len(batch.books))
    todo: list[Job] = []
    for job in _jobs(batch):
        old = known.get(job.book.name)
        fits = old is not None and old.recipe == recipe
        if old is not None and fits and _same(job.book, old, state, batch.place):
            tally = tally._replace(unchanged=tally.unchanged + 1)
            watcher.tell(tally, ())
        else:
            todo.append(job)
    for outcomes in mapped(engine, task, iter(todo)):
        if outcomes:
            state.record(recipe, outcomes)
            if batch.place.address:
                batch.place.note(entry(recipe, outcomes))
        lost = sum(one.status == FAILED for one in outcomes)
        tally = tally._replace(
            done=tally.done + len(outcomes) - lost,
            failed=tally.failed + lost,
            seconds=monotonic() - start,
        )
        watcher.tell(tally, outcomes)
    return tally._replace(seconds=monotonic() - start)


def _same(book: Book, old: Known, state: State, place: Place) -> bool:
    """Return whether a workbook still has the bytes that were done, and its results are there."""
    if not book.stamp or not all(map(place.has, old.outputs)):
        return False
    if book.stamp == old.stamp:
        return True
    if is_remote(book.source):  # a hash would cost as much as the work
        return False
    try:
        same = digest(Path(book.source)) == old.digest
    except PlanError:  # it will be said when it is done
        return False
    if same:
        state.touch(book.name, book.stamp)
    return same


def _jobs(batch: Batch) -> Iterator[Job]:
    """Return the jobs; where two workbooks differ in their ending only, one has a folder more."""
    rank = {suffix: at for at, suffix in enumerate(WORKBOOKS)}
    first: dict[str, str] = {}
    for book in sorted(batch.books, key=lambda one: rank.get(_suffix(one), 0)):
        first.setdefault(_stem(book), book.name)
    for book in batch.books:
        place = PurePosixPath(book.name)
        folder = place.parent
        if first[_stem(book)] != book.name:
            folder /= f"{place.stem} ({place.suffix[1:]})"
        target = batch.place.target(str(folder), f"{place.stem}.plan.xlsx")
        yield Job(book, target, batch.asking, batch.writing)


def _stem(book: Book) -> str:
    return str(PurePosixPath(book.name).with_suffix("")).casefold()


def _suffix(book: Book) -> str:
    return PurePosixPath(book.name).suffix.casefold()
