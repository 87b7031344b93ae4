"""Account plans as PDF: text that can be searched, bookmarks, embedded fonts, nothing read as markup."""

import io
import re
import sys
from pathlib import Path

import pypdf
import pytest

from xlplan.core.issues import PlanError
from xlplan.engine.document_kinds import KINDS
from xlplan.engine.documents import plan_context, templates_folder
from xlplan.engine.text import Texts
from xlplan.hosts.files.formats import set_apart
from xlplan.hosts.files.formats.pdf import pdf_document

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import plan_builders

HOSTILE = [
    'R&D <b>"A"', "$x^2$ #panic()", "*bold* _it_ `raw` = head", '"); #read("/etc/passwd") //', "\\u{41} \\", "@ref <label>",
    "/* no */ // comment", "😀👩‍👩‍👧", "שלום", "x" * 200, "two\nlines",
]  # fmt: skip


def made(lang: str = "en", found=None, templates=None) -> bytes:
    found = found or plan_builders.assessment()
    texts = Texts(lang)
    return pdf_document(
        plan_context(found.customers[0], found, texts), texts, templates, found.as_of
    )


def fonts(reader) -> list[dict]:
    found = []
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            found.append(below["/FontDescriptor"].get_object())
    return found


@pytest.mark.parametrize(("lang", "words"), [("en", "Why this grade"), ("zh", "为什么是这个等级")])
def test_text_bookmarks_and_fonts(lang, words):
    reader = pypdf.PdfReader(io.BytesIO(made(lang)))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "".join(words.split()) in text
    top = [one for one in reader.outline if not isinstance(one, list)]
    assert len(top) == 14
    assert all({"/FontFile2", "/FontFile3"} & set(font) for font in fonts(reader))
    assert len(reader.pages) > 5
    assert "Concrete" in reader.metadata.title or reader.metadata.title


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_text_and_never_markup(name):
    found = plan_builders.assessment(name)
    shown = plan_context(found.customers[0], found, Texts("en")).cover.customer
    reader = pypdf.PdfReader(io.BytesIO(made("en", found)))
    text = "".join(reader.pages[0].extract_text().split())
    if name.isascii():
        assert "".join(shown.split())[:40] in text
    assert "root:" not in text


@pytest.mark.parametrize("kind", [*KINDS])
def test_a_customer_of_whom_nothing_is_known_but_the_name(kind):
    """Tables without a row leave nothing behind that Typst could not read."""
    found, texts = plan_builders.bare(), Texts("en")
    for one in found.customers:
        context = plan_context(one, found, texts)
        made_of = pdf_document(context, texts, None, found.as_of, kind)
        assert one.customer.name in pypdf.PdfReader(io.BytesIO(made_of)).metadata.title


def page_with_table(tmp_path, lines: int) -> Path:
    """A template of one's own: so many lines, then a table of twelve rows and its sum."""
    rows = "".join(f"<tr><td>row{at:02d}</td><td>x</td></tr>" for at in range(12))
    text = (
        "<html><head><title>t</title></head><body>"
        + "<p>line</p>" * lines
        + "<table><thead><tr><th>H"
        f"</th><th>I</th></tr></thead><tbody>{rows}</tbody><tfoot><tr><td>row99</td><td>y</td></tr></tfoot>"
        "</table></body></html>"
    )
    (tmp_path / "en").mkdir(exist_ok=True)
    (tmp_path / "en/plan.html.j2").write_text(text, "utf-8")
    return tmp_path


def test_three_rows_of_a_table_at_least_stay_together(tmp_path):
    """Wherever the page ends: the first three rows and the last three are not torn apart."""
    torn = set()
    for lines in range(30, 54, 2):
        data = made(templates=page_with_table(tmp_path, lines))
        texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
        rows = [found for text in texts if (found := re.findall(r"row\d\d", text))]
        assert [one for page in rows for one in page] == [
            *(f"row{at:02d}" for at in range(12)),
            "row99",
        ]
        assert all(len(page) >= 3 for page in rows), (lines, rows)
        torn.add(len(rows))
    assert torn == {1, 2}


def test_the_same_plan_gives_the_same_bytes():
    assert made() == made()


def test_the_look_is_the_users_to_change(tmp_path):
    text = (templates_folder() / "shared/plan.typ.j2").read_text("utf-8")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/plan.typ.j2").write_text(
        text.replace('paper: "a4"', 'paper: "us-letter"'), "utf-8"
    )
    reader = pypdf.PdfReader(io.BytesIO(made(templates=tmp_path)))
    assert float(reader.pages[0].mediabox.width) == 612.0


@pytest.mark.parametrize(
    "text",
    [
        '#let x = "a" * 100000000000\n#x.len()',
        "#let x = range(0, 2000000000)\n#x.len()",
        '#let x = "a"\n#for i in range(60) { x = x + x }\n#x.len()',
    ],
)
def test_a_look_that_would_fill_the_memory_ends_alone(tmp_path, text):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/plan.typ.j2").write_text(text, "utf-8")
    with pytest.raises(PlanError) as caught:
        made(templates=tmp_path)
    assert caught.value.code == "LOOK_TYPST"
    assert "memory" in caught.value.params["problem"]
    assert caught.value.params["file"] == "shared/plan.typ.j2"


def test_a_look_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(set_apart, "SECONDS", 1.0)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/plan.typ.j2").write_text("#for i in range(300000) { pagebreak() }", "utf-8")
    with pytest.raises(PlanError) as caught:
        made(templates=tmp_path)
    assert caught.value.code == "LOOK_TYPST"
    assert "stopped" in caught.value.params["problem"]


def test_our_own_look_in_a_folder_of_the_user_s_is_set_here(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("no child is needed"))
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/plan.typ.j2").write_bytes(
        (templates_folder() / "shared/plan.typ.j2").read_bytes()
    )
    assert made(templates=tmp_path) == made()


@pytest.mark.parametrize(
    "text", ["#nothing()\n{{ body }}", '#read("/etc/passwd")', "{{ nobody }}", "{% if %}"]
)
def test_a_broken_look_is_one_sentence(tmp_path, text):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/plan.typ.j2").write_text(text, "utf-8")
    with pytest.raises(PlanError) as caught:
        made(templates=tmp_path)
    for lang in ("en", "zh"):
        said = Texts(lang).error(caught.value)
        assert "plan.typ.j2" in said
        assert "\n" not in said


@pytest.mark.parametrize(("lang", "line", "section"), [("en", "Account owner", "Next steps"), ("zh", "客户负责人", "下一步")])  # fmt: skip
def test_one_signs_where_the_next_steps_stand_and_no_page_holds_the_small_print_alone(
    lang, line, section
):
    pages = [
        "".join(page.extract_text().split())
        for page in pypdf.PdfReader(io.BytesIO(made(lang))).pages
    ]
    signed = next(text for text in pages if "".join(line.split()) in text)
    assert "".join(section.split()) in signed
    assert len(pages[-1]) > 250
