"""xlplan plan: documents of the customers that are named, and nothing else."""

from collections import Counter
from pathlib import Path

import pytest

from xlplan.engine.document_kinds import KEYS
from xlplan.hosts.cli import main

BOOK = Path(__file__).parents[2] / "workbooks/example.xlsx"
DAY = ("--as-of", "2026-11-20")


def said(capsys, *words) -> tuple[int, str, str]:
    code = main([*map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_named_customers_get_their_documents_and_no_results(tmp_path, capsys):
    code, out, _ = said(
        capsys, "plan", BOOK, "0017", "Zhuoyan", "0017", "--out", tmp_path / "p", "--format", "md,docx",
        "--documents", "plan,review", *DAY, "--lang", "en",
    )  # fmt: skip
    assert code == 0
    names = sorted(
        path.name for path in (tmp_path / "p").iterdir() if not path.name.startswith(".")
    )
    assert len(names) == 8
    assert "0017 Dongkui Construction.docx" in names
    assert "0022 Zhuoyan Chemical - Review memo.md" in names
    assert "Documents: " in out


def test_the_same_again_replaces_them(tmp_path, capsys):
    words = ("plan", BOOK, "0017", "--out", tmp_path, "--format", "docx", *DAY, "--lang", "en")
    said(capsys, *words)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    said(capsys, *words)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "words",
    [
        ("nobody",),
        ("0017", "--format", "doc"),
        ("0017", "--documents", "novel"),
        ("0017", "--templates", "none"),
    ],
)
def test_wrong_use_is_one_sentence_and_leaves_nothing(tmp_path, capsys, lang, words):
    code, out, err = said(capsys, "plan", BOOK, *words, "--out", tmp_path / "p", "--lang", lang)
    assert (code, out) == (2, "")
    lines = [line for line in err.splitlines() if line.startswith("xlplan:")]
    assert len(lines) == 1
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_board_of_all_customers_is_one_document_a_format(tmp_path, capsys, lang):
    code, out, _ = said(
        capsys, "run", BOOK, "--out", tmp_path / "r.xlsx", "--plans", "none", "--documents", "board",
        "--format", "md,html,docx,pdf,pptx", *DAY, "--lang", lang,
    )  # fmt: skip
    assert code == 0
    names = sorted(
        path.suffix for path in (tmp_path / "example.plans").iterdir() if path.name[0] != "."
    )
    assert names == [".docx", ".html", ".md", ".pdf", ".pptx"]
    assert "example.plans" in out


@pytest.mark.parametrize("ext", ["md", "html", "docx", "pdf", "pptx"])
def test_in_each_format_only_a_document_that_nobody_edited_is_replaced(tmp_path, capsys, ext):
    words = ("plan", BOOK, "0017", "--out", tmp_path, "--format", ext, *DAY)
    said(capsys, *words, "--lang", "en")
    (mine,) = tmp_path.glob(f"0017*.{ext}")
    first = mine.read_bytes()
    mine.write_bytes(first + b" ")
    code, out, _ = said(capsys, *words, "--lang", "en")
    assert code == 0
    beside = mine.with_name(f"{mine.stem} (2).{ext}")
    assert f"{mine.name} was changed by someone and is kept; the new plan is {beside.name}" in out
    assert mine.read_bytes() == first + b" "
    assert beside.read_bytes() == first
    said(capsys, *words, "--lang", "en")  # the one beside is ours, and is replaced
    assert sorted(path.name for path in tmp_path.glob(f"*.{ext}")) == sorted(
        [mine.name, beside.name]
    )
    mine.unlink()
    beside.unlink()
    said(capsys, *words, "--lang", "en")
    assert mine.read_bytes() == first


def test_all_names_every_document_and_every_format(tmp_path, capsys):
    code, _, _ = said(
        capsys, "plan", BOOK, "0017", "--documents", "all", "--format", "all", "--out", tmp_path / "d",
        *DAY, "--lang", "en",
    )  # fmt: skip
    assert code == 0
    ends = Counter(path.suffix for path in (tmp_path / "d").iterdir() if path.stem[0] != ".")
    kinds = len(KEYS)  # but of the slides: those of the customer and those of the board
    assert ends == {".md": kinds, ".html": kinds, ".docx": kinds, ".pdf": kinds, ".pptx": 2}
