"""Where do the results of a batch go? To a folder, or to a store with a private folder near.

What the batch itself keeps (memory, report, portfolio) is written near and put into the store at the
end. Until then a journal in the store holds what became of each workbook, so that a batch which is
killed loses nothing that was finished.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time_ns
from typing import NamedTuple
from uuid import uuid4

from xlplan.hosts.batch import stores
from xlplan.hosts.files.output import make_folder

JOURNAL, PARQUET, HISTORY = "batch.journal", "portfolio.parquet", "history"
_NEAR = ("batch.db", PARQUET, "portfolio.xlsx", f"{HISTORY}/", f"{JOURNAL}/")


class Place(NamedTuple):
    """The folder of a batch.

    Args:
        folder: on this disk.
        address: of the store, ``""`` when the folder is the place itself.
        there: the addresses of everything that the store held in the beginning.
    """

    folder: Path
    address: str = ""
    there: frozenset[str] = frozenset()

    def target(self, folder: str, name: str) -> str:
        """Return where a file of the results goes."""
        if self.address:
            return "/".join(part for part in (self.address, folder, name) if part not in ("", "."))
        return str(self.folder / folder / name)

    def has(self, output: str) -> bool:
        """Return whether a file of an earlier run is there."""
        return output in self.there if stores.is_remote(output) else Path(output).exists()

    @property
    def shown(self) -> str:
        """Return the place as its user named it."""
        return self.address or str(self.folder)

    def note(self, entry: bytes) -> None:
        """Put an entry of the journal into the store; a folder needs none."""
        if self.address:
            path = self.folder / JOURNAL / f"{time_ns():020}-{uuid4().hex[:8]}.json"
            path.write_bytes(entry)
            stores.put(path, f"{self.address}/{JOURNAL}/{path.name}")

    def journal(self) -> Iterator[bytes]:
        """Return the entries of a batch that did not come to its end."""
        for path in sorted((self.folder / JOURNAL).glob("*.json")):
            yield path.read_bytes()


@contextmanager
def placed(out: str) -> Iterator[Place]:
    """Return the place of a batch, for reading and writing; carry it to the store at the end.

    Raises:
        PlanError: the folder cannot be made, or the store cannot be read or written.
    """
    if not stores.is_remote(out):
        place = Place(Path(out).absolute())
        make_folder(place.folder)
        yield place
        return
    address = out.rstrip("/")
    with tempfile.TemporaryDirectory(prefix="xlplan-place-") as name:
        place = Place(Path(name), address, frozenset(one.address for one in stores.listed(address)))
        _fetch(place)
        (place.folder / JOURNAL).mkdir(exist_ok=True)
        yield place
        _put(place)


@contextmanager
def near_portfolio(out: str) -> Iterator[Path]:
    """Return a folder with the portfolio of a batch, for questions only.

    Raises:
        PlanError: the store cannot be read.
    """
    if not stores.is_remote(out):
        yield Path(out)
        return
    address = out.rstrip("/")
    with tempfile.TemporaryDirectory(prefix="xlplan-place-") as name:
        for one in (*stores.listed(f"{address}/{PARQUET}"), *stores.listed(f"{address}/{HISTORY}")):
            stores.fetch(one.address, Path(name) / one.address[len(address) + 1 :])
        yield Path(name)


def _fetch(place: Place) -> None:
    for address in place.there:
        name = address[len(place.address) + 1 :]
        if name.startswith(_NEAR):
            stores.fetch(address, place.folder / name)


def _put(place: Place) -> None:
    """Put everything into the store, the memory last; then the journal is not needed any more."""
    files = [path for path in place.folder.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda one: one.name == "batch.db"):
        name = path.relative_to(place.folder).as_posix()
        if not name.startswith(JOURNAL):
            stores.put(path, f"{place.address}/{name}")
    for path in (place.folder / JOURNAL).iterdir():
        stores.remove(f"{place.address}/{JOURNAL}/{path.name}")
