"""xlplan template: a folder to begin with, what is wrong in it, what it may use."""

from pathlib import Path

import docx
import pytest

from xlplan.hosts.cli import main

BOOK = Path(__file__).parents[2] / "workbooks/example.xlsx"


def said(capsys, *words) -> tuple[int, str, str]:
    code = main([*map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_new_writes_is_right_and_is_used(tmp_path, capsys, lang):
    folder = tmp_path / "mine"
    code, out, _ = said(capsys, "template", "new", folder, "--lang", lang)
    assert code == 0
    assert (folder / lang / "plan.html.j2").exists()
    assert (folder / lang / "joint.html.j2").exists()
    assert (folder / "shared/plan.css").exists()
    assert docx.Document(folder / "look.docx").styles["Heading 1"]
    assert not list(folder.rglob("batch*"))
    code, out, _ = said(capsys, "template", "check", folder, "--lang", lang)
    assert (code, len(out.splitlines())) == (0, 1)
    page = folder / lang / "review.html.j2"
    page.write_text(
        page.read_text("utf-8").replace("{{ summary.headline }}", "{{ summary.hedline }}"), "utf-8"
    )
    code, out, _ = said(capsys, "template", "check", folder, "--lang", lang)
    assert code == 1
    assert "review.html.j2" in out
    assert "headline" in out


def test_nothing_is_overwritten(tmp_path, capsys):
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    code, out, err = said(capsys, "template", "new", tmp_path, "--lang", "en")
    assert (code, out) == (2, "")
    assert "not empty" in err
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


WRONG = [
    ("en/plan.html.j2", "a\n{{ cover.customr }}", "line 2", "customer"),
    ("en/plan.html.j2", "{% if nothing_like_it %}{% endif %}", "line 1", ""),
    ("en/plan.md.j2", "\n\n{% for x in %}", "line 3", ""),
    ("en/risk-report.html.j2", "{% extends 'en/plan.html.j2' %}{% block body %}{{ self.rsk() }}{% endblock %}", "line 1", ""),
    ("zh/plan.md.j2", "{{ risk.headlin }}", "line 1", "headline"),
    ("en/joint.html.j2", "{{ chain.headline }}", "line 1", ""),
    ("shared/parts.html.j2", "{% macro closing(found) %}", "line 1", ""),
    ("shared/plan.typ.j2", "#nothing()\n{{ body }}", "plan.typ.j2", ""),
    ("en/plan.html.j2", "{{ cover.customer|nofilter }}", "line 1", ""),
    ("en/plan.html.j2", "\n{{ 1 / 0 }}", "line 2", ""),
    ("en/plan.md.j2", "{% for row in changes.rows %}\n{{ row.wy }}{% endfor %}", "line 2", "why"),
    ("zh/board.html.j2", "{% for one in changes.events %}{{ one.lable }}{% endfor %}", "line 1", "label"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "place", "near"), WRONG)
def test_each_mistake_is_said_with_its_place(tmp_path, capsys, name, text, place, near):
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    code, out, _ = said(
        capsys, "template", "check", tmp_path, "--lang", name[:2] if name[2] == "/" else "en"
    )
    assert code == 1
    assert "Traceback" not in out
    assert near in out
    if name.startswith("zh"):
        assert "第 1 行" in out
    else:
        assert place in out
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]


@pytest.mark.parametrize(
    ("lang", "data", "says"),
    [
        (
            "en",
            b"one\ntwo\ncaf\xe9 {{ cover.customer }}",
            "line 3, is not saved as UTF-8: there is a byte 0xe9",
        ),
        ("zh", "客户：{{ cover.customer }}".encode("gbk"), "第 1 行不是 UTF-8 编码：有字节 0xbf"),
        ("en", b"{% if 1 %}" * 3000 + b"{% endif %}" * 3000, "cannot be used"),
    ],
)
def test_a_template_that_cannot_be_read_is_said_with_its_line(tmp_path, capsys, lang, data, says):
    file = tmp_path / f"{lang}/plan.md.j2"
    file.parent.mkdir()
    file.write_bytes(data)
    code, out, _ = said(capsys, "template", "check", tmp_path, "--lang", lang)
    assert code == 1
    assert says in out
    code, _, err = said(
        capsys,
        "plan",
        BOOK,
        "0017",
        "--templates",
        tmp_path,
        "--out",
        tmp_path / "o",
        "--format",
        "md",
        "--lang",
        lang,
    )
    assert code == 2
    assert says in err
    assert not list((tmp_path / "o").glob("*.md"))


def test_a_mistake_in_word_names_its_paragraph(tmp_path, capsys):
    document = docx.Document()
    document.add_paragraph("one")
    document.add_paragraph("{{ cover.ownr }}")
    document.add_paragraph("{{ plan }}")
    document.save(tmp_path / "look.docx")
    code, out, _ = said(capsys, "template", "check", tmp_path, "--lang", "en")
    assert code == 1
    assert "paragraph 2" in out
    assert "owner" in out


def test_what_may_be_used_is_listed(capsys):
    code, out, _ = said(capsys, "template", "variables", "--lang", "en")
    assert code == 0
    for name in ("cover.customer: text", "chain.people", "pictures: spend, map", "running.head"):
        assert name in out
    code, out, _ = said(capsys, "template", "variables", "--lang", "zh")
    assert "文本" in out


@pytest.mark.parametrize("words", [("check",), ("new",), ("check", "nowhere")])
def test_wrong_use_is_one_sentence(tmp_path, capsys, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = said(capsys, "template", *words, "--lang", "en")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
