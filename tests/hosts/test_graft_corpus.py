"""Real workbooks, made by others: grafted with nothing else changed, or refused for a true reason."""

import shutil
import warnings
import zipfile

import pytest
from graft_support import (
    SHARED,
    authored,
    broken_promises,
    calamine,
    lint,
    look,
    parts,
    real_workbooks,
)

from xlplan.core.issues import PlanError
from xlplan.hosts.files.graft.grafting import clean, graft

FILES = real_workbooks()
EXPECTED = {
    "ENCRYPTED",
    "NOT_A_WORKBOOK",
    "DAMAGED",
    "GRAFT_ZIP",
    "GRAFT_PART",
    "GRAFT_SHARED",
    "GRAFT_EPOCH",
}  # fmt: skip - what is wrong with files of the corpus
pytestmark = pytest.mark.skipif(not FILES, reason=f"no real workbooks at {SHARED}")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    return authored(tmp_path_factory.mktemp("authored") / "results.xlsx")


def seen(path):
    """Return what openpyxl sees, or the kind of error it fails with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return look(path)
        except Exception as wrong:  # noqa: BLE001 - whatever the other reader raises, it cannot read the file
            return type(wrong).__name__


def attempt(book, sheets, out=None):
    """Graft and return the reason of a refusal, or an empty text."""
    try:
        graft(book, sheets, out)
    except PlanError as wrong:
        return wrong.code
    return ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_workbook(path, sheets, tmp_path):
    before, book = tmp_path / "before.xlsx", tmp_path / "work" / f"book{path.suffix}"
    book.parent.mkdir()
    shutil.copyfile(path, before)
    shutil.copyfile(path, book)
    refused = attempt(book, sheets)
    if refused:
        assert refused in EXPECTED
        assert book.read_bytes() == before.read_bytes()
        assert [p.name for p in book.parent.iterdir()] == [book.name]
        return
    assert [p.name for p in book.parent.iterdir()] == [book.name]
    assert broken_promises(before, book) == []
    assert set(lint(book)) <= set(lint(before))
    old, new = seen(before), seen(book)
    kept = {name: new[name] for name in old} if isinstance(old, dict) else old
    assert (kept if isinstance(old, dict) else new) == old
    old, new = calamine(before, book)
    assert ({name: new[name] for name in old} if isinstance(old, dict) else new) == old
    once = book.read_bytes()
    graft(book, sheets)
    assert book.read_bytes() == once
    clean(book)
    assert parts(book) == parts(before)
    assert zipfile.ZipFile(book).namelist() == zipfile.ZipFile(before).namelist()


def test_at_least_95_percent_are_grafted(sheets, tmp_path):
    refused = {path.name: attempt(path, sheets, tmp_path / f"out{path.suffix}") for path in FILES}
    done = sum(not code for code in refused.values())
    readable = done + sum(code in ("GRAFT_SHARED", "GRAFT_EPOCH") for code in refused.values())
    assert done / readable >= 0.95, refused
