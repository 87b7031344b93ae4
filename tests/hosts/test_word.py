"""Account plans in Word: whole packages, every text in place, the company's own look, errors that help."""

import io
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

import xlplan.hosts.files.documents as formats
from xlplan.core.issues import PlanError
from xlplan.engine.documents import paper_of, plan_context
from xlplan.engine.paper.blocks import Columns, Ending, Heading, Picture, Table
from xlplan.engine.paper.reading import read_paper
from xlplan.engine.text import Texts
from xlplan.engine.word.text import run
from xlplan.hosts.files.formats.word import word_document

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import plan_builders

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(lang: str = "en", found=None, templates=None) -> bytes:
    found = found or plan_builders.assessment()
    texts = Texts(lang)
    context = plan_context(found.customers[0], found, texts)
    return word_document(context, texts, templates, found.as_of)


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode("utf-8")


def words(data: bytes) -> str:
    root = ET.fromstring(part(data))
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))


def texts_of(blocks) -> list[str]:
    found = []
    for one in blocks:
        if isinstance(one, Columns):
            for column in one.columns:
                found += texts_of(column)
        elif isinstance(one, Table):
            found += [
                "".join(span.text for span in line)
                for row in (*one.head, *one.rows, *one.foot)
                for cell in row.cells
                for line in cell.lines
            ]
        elif isinstance(one, Heading | Ending):
            found.append(one.text)
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_package_is_whole(lang):
    data = made(lang)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        assert package.testzip() is None
        assert names[0] == "[Content_Types].xml"
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels", ".svg")):
                ET.fromstring(package.read(name))
        relations = package.read("word/_rels/document.xml.rels").decode()
    targets = dict(re.findall(r'Id="([^"]+)"[^>]*Target="([^"]+)"', relations))
    assert len(targets) == relations.count("<Relationship ")
    assert all(f"word/{target}" in names for target in targets.values())
    text = part(data)
    assert set(re.findall(r'r:(?:embed|id)="([^"]+)"', text)) <= set(targets)
    for pattern in (
        r'<wp:docPr id="(\d+)"',
        r'<w:bookmarkStart w:id="(\d+)"',
        r'w:name="(_Toc\d+)"',
    ):
        found = re.findall(pattern, text)
        assert found
        assert len(found) == len(set(found))
    styles = part(data, "word/styles.xml")
    ids = re.findall(r'w:styleId="([^"]+)"', styles)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]+)"', text)) <= set(ids)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_text_of_the_plan_is_in_it(lang):
    found = plan_builders.assessment()
    texts = Texts(lang)
    paper = paper_of(plan_context(found.customers[0], found, texts), texts)
    text = "".join(words(made(lang)).split())
    wanted = texts_of(paper.blocks)
    assert len(wanted) > 300
    assert [one for one in wanted if "".join(one.split()) not in text] == []


def test_word_sees_headings_tables_contents_header_and_page_numbers():
    data = made()
    document = docx.Document(io.BytesIO(data))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[0] == "Summary"
    assert heads[4].endswith("People and decision")
    assert len(document.tables) > 20
    assert "TOC" in part(data)
    assert part(data).count('w:anchor="_Toc') == len(heads) - 1
    assert "Account plan" in document.sections[0].header.paragraphs[0].text
    footer = part(data, "word/footer1.xml")
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert "Account plan" in document.core_properties.title


def kept_rows(table) -> list[bool]:
    """Which rows stay with the next one."""
    return [
        all(part.find(W + "pPr/" + W + "keepNext") is not None for part in row.iter(W + "p"))
        for row in table.iter(W + "tr")
    ]


def test_a_long_table_may_run_over_the_page_and_keeps_its_ends_together():
    found, texts = plan_builders.assessment(), Texts("en")
    context = plan_context(found.customers[0], found, texts)
    body = docx.Document(
        io.BytesIO(word_document(context, texts, None, found.as_of, "risk-report"))
    )
    assert not list(body.element.iter(W + "pageBreakBefore"))
    table = next(
        one for one in body.element.body.iter(W + "tbl") if "Factor" in "".join(one.itertext())
    )
    rows = kept_rows(table)
    assert len(rows) > 12
    assert rows[:4] == [True, True, True, False]  # the head and two rows, then it may break
    assert rows[-4:] == [False, True, True, True]  # the last stays with what it says
    assert not any(rows[4:-3])


def test_quotes_among_chinese_are_chinese_ones_and_stand_where_the_schema_wants_them():
    assert run("等级“中”") == (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">等级“中”</w:t></w:r>'
    )
    small = run("“中”", '<w:rStyle w:val="x"/>')
    assert '<w:rStyle w:val="x"/><w:rFonts w:hint="eastAsia"/>' in small
    assert "rFonts" not in run("a “quote” of ours") + run("没有引号")


def test_chinese_has_its_own_fonts():
    styles = part(made("zh"), "word/styles.xml")
    assert 'w:eastAsia="Microsoft YaHei"' in styles
    assert 'w:eastAsia="zh-CN"' in styles


def test_pictures_are_vectors_with_a_true_png_beside_them():
    data = made()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        pngs = [name for name in package.namelist() if name.endswith(".png")]
        for name in pngs:
            image = package.read(name)
            assert image.startswith(b"\x89PNG")
            assert int.from_bytes(image[16:20], "big") >= 700
            assert len(image) > 3000
            assert name.replace(".png", ".svg") in package.namelist()
    assert len(pngs) == 8
    assert part(data).count("asvg:svgBlip") == 8
    assert len(re.findall(r'descr="[^"]{20,}"', part(data))) == 8


def test_the_same_plan_gives_the_same_bytes():
    assert made() == made()


def test_a_page_that_is_no_xml_is_read_as_a_browser_would():
    page = "<html><body><h2>A&nbsp;b</h2><p>one<br>two & three<p class=closing><b>x</b><span>y</span></body>"
    paper = read_paper(page, "en")
    assert isinstance(paper.blocks[0], Heading)
    assert paper.blocks[0].text == "A b"
    assert "two & three" in paper.blocks[1].text


# the company's own look


def company(folder: Path, body: str, header: str = "ACME {{ cover.customer }}") -> Path:
    """Save a Word document that python-docx made: its styles, its header, its text."""
    document = docx.Document()
    document.styles["Heading 1"].font.color.rgb = docx.shared.RGBColor(1, 2, 3)
    document.sections[0].header.paragraphs[0].text = header
    for text in body.split("|"):
        document.add_paragraph(text)
    folder.mkdir(exist_ok=True)
    document.save(folder / "look.docx")
    return folder


def test_a_company_brings_styles_header_and_text_of_its_own(tmp_path):
    folder = company(tmp_path / "mine", "For {{ cover.owner }} only|{{ plan }}|© ACME")
    data = made(templates=folder)
    document = docx.Document(io.BytesIO(data))
    texts = [p.text for p in document.paragraphs]
    assert texts[0].startswith("For ")
    assert "{{" not in "".join(texts)
    assert texts[-1] == "© ACME"
    assert document.sections[0].header.paragraphs[0].text.startswith("ACME ")
    heading = next(p for p in document.paragraphs if p.text == "Summary")
    assert heading.style.name == "Heading 1"
    assert str(heading.style.font.color.rgb) == "010203"
    names = [style.name for style in document.styles]
    assert len(names) == len(set(names))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len(package.namelist()) == len(set(package.namelist()))


def test_without_a_place_for_it_the_plan_takes_the_place_of_the_text(tmp_path):
    data = made(templates=company(tmp_path / "mine", "sample text"))
    assert "sample text" not in words(data)
    assert "Summary" in words(data)


def test_a_tag_may_be_split_into_runs_and_rows_may_be_repeated(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("To {{ cov")
    paragraph.add_run("er.cust").bold = True
    paragraph.add_run("omer }}!")
    document.add_paragraph("{%p if cover.grade == 'Q' %}")
    document.add_paragraph("never")
    document.add_paragraph("{%p endif %}")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for one in cover.facts %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ one.label }}", "{{ one.value }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{{ plan }}")
    document.save(tmp_path / "look.docx")
    document = docx.Document(io.BytesIO(made(templates=tmp_path)))
    assert document.paragraphs[0].text.startswith("To ")
    assert document.paragraphs[0].text.endswith("!")
    assert "never" not in [p.text for p in document.paragraphs]
    assert [row.cells[0].text for row in document.tables[0].rows] == [
        "Owner", "As of", "Priority", "Stage and level"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "code", "near"),
    [
        ("{{ covr.owner }}", "LOOK_NAME", "cover"),
        ("{{ cover.ownr }}", "LOOK_NAME", "owner"),
        ("{% if %}", "LOOK_BROKEN", ""),
        ("{{ cover.owner", "LOOK_BROKEN", ""),
        ("{{ 1 / 0 }}", "LOOK_BROKEN", ""),
        ("{{ ''.__class__.__mro__ }}", "LOOK_BROKEN", ""),
        ("{% for x in cover.facts %}", "LOOK_BROKEN", ""),
        ("{{ cover.owner | nothing }}", "LOOK_BROKEN", ""),
        ("{{ 'x'.center(1000000000) }}", "LOOK_BROKEN", "center"),
        ("{% for i in range(99999) %}{{ 'x' * 999999 }}{% endfor %}", "LOOK_BROKEN", "5,000,000"),
        ("{{ cover.owner.ljust(1000000000) }}", "LOOK_BROKEN", "ljust"),
    ],
)
def test_a_broken_tag_names_its_paragraph(tmp_path, tag, code, near):
    with pytest.raises(PlanError) as caught:
        made(templates=company(tmp_path / "mine", f"one|two {tag}|{{{{ plan }}}}"))
    assert caught.value.code == code
    assert caught.value.params["paragraph"] == "2"
    for lang in ("en", "zh"):
        assert near in Texts(lang).error(caught.value)
        assert "\n" not in Texts(lang).error(caught.value)


def test_a_broken_tag_behind_the_plan_is_counted_from_the_first_paragraph(tmp_path):
    with pytest.raises(PlanError) as caught:
        made(templates=company(tmp_path / "mine", "one|{{ plan }}|three|{{ cover.ownr }}"))
    assert caught.value.params["paragraph"] == "4"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_document_is_said(tmp_path, content):
    (tmp_path / "look.docx").write_bytes(content)
    with pytest.raises(PlanError) as caught:
        made(templates=tmp_path)
    assert caught.value.code == "LOOK_UNREADABLE"


def test_a_missing_library_is_one_sentence_with_the_command(monkeypatch):
    monkeypatch.setattr(formats, "find_spec", lambda _name: None)
    with pytest.raises(PlanError) as caught:
        formats.check_formats(["md", "docx"])
    for lang in ("en", "zh"):
        assert "pip install typst" in Texts(lang).error(caught.value)


def test_blocks_of_the_plan_have_their_pictures_and_widths():
    found = plan_builders.assessment()
    texts = Texts("en")
    paper = paper_of(plan_context(found.customers[0], found, texts), texts)
    assert set(paper.pictures) == {
        "board",
        "spend",
        "map",
        "contest",
        "gauge",
        "waterfall",
        "payback",
        "timeline",
    }
    assert any(isinstance(one, Picture) for one in paper.blocks)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_lines_to_sign_on_stay_with_the_last_decision(lang):
    body = docx.Document(io.BytesIO(made(lang))).element.body
    held = [one for one in body.iter(W + "p") if one.find(f"{W}pPr/{W}keepNext") is not None]
    styles = {one.find(f"{W}pPr/{W}pStyle").get(W + "val") for one in held}
    assert styles & {"xlplanAction", "xlplanDecision", "xlplanNumber"}
