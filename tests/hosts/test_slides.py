"""The review as slides: five of them, each with its finding as title, shapes that stay shapes."""

import io
import re
import sys
import zipfile
from pathlib import Path

import pptx
import pytest

from xlplan.core.moves.snapshots import snapshot
from xlplan.engine.account.board import board_context
from xlplan.engine.documents import plan_context
from xlplan.engine.text import Texts
from xlplan.hosts.files.formats.slides import slides_document

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import builders
import plan_builders

GROUP = pptx.enum.shapes.MSO_SHAPE_TYPE.GROUP


def made(lang: str = "en", found=None) -> bytes:
    found = found or plan_builders.assessment()
    texts = Texts(lang)
    return slides_document(plan_context(found.customers[0], found, texts), texts, None, found.as_of)


def deck(data: bytes):
    return pptx.Presentation(io.BytesIO(data))


def texts_of(shapes) -> list[str]:
    found = []
    for shape in shapes:
        if shape.shape_type == GROUP:
            found += texts_of(shape.shapes)
        elif shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("which", ["assessment", "supplier", "bare"])
def test_five_slides_each_with_a_finding(lang, which):
    found = getattr(plan_builders, which)()
    slides = deck(made(lang, found)).slides
    context = plan_context(found.customers[0], found, Texts(lang))
    titles = [slide.shapes.title.text for slide in slides]
    assert len(titles) == 5
    assert titles[:3] == [context.cover.customer, context.chain.headline, context.deals.headline]
    assert titles[4] == context.steps.headline
    assert context.summary.closing.text in "".join(texts_of(slides[4].shapes))


def test_no_customer_of_the_board_is_left_out():
    """A table too long for the slide of its picture gets one of its own, and as many as it needs."""
    found, texts = builders.assessment(30), Texts("en")
    slides = deck(slides_document(board_context(found, texts), texts, None, found.as_of)).slides
    context = board_context(found, texts)
    tables = [[shape for shape in slide.shapes if shape.has_table] for slide in slides]
    pictures = [any(shape.shape_type == GROUP for shape in slide.shapes) for slide in slides]
    shown = [
        row.cells[1].text for page in tables for shape in page for row in list(shape.table.rows)[1:]
    ]
    assert shown[: len(context.order.rows)] == [row.name for row in context.order.rows]
    assert not [1 for page, drawn in zip(tables, pictures, strict=True) if page and drawn]
    floor = 6.3 * 914400
    assert all(shape.top + shape.height <= floor for page in tables for shape in page)


def test_a_name_longer_than_a_property_may_be():
    found = plan_builders.assessment("A" * 400)
    assert deck(made("en", found)).core_properties.title == "A" * 255


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_everything_is_on_the_slide_and_numbered_once(lang):
    data = made(lang)
    wide, high = deck(data).slide_width, deck(data).slide_height
    for slide in deck(data).slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= wide
            assert shape.top + shape.height <= high
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                ids = re.findall(rb'<p:cNvPr id="(\d+)"', package.read(name))
                assert len(ids) == len(set(ids))


def test_pictures_are_groups_of_shapes_with_words():
    groups = [s for slide in deck(made()).slides for s in slide.shapes if s.shape_type == 6]
    assert len(groups) >= 4
    assert all(re.search('descr="[^"]{15,}"', g._element.xml) for g in groups)


@pytest.mark.parametrize(
    "name", ["R&D <b>\"A\" 'B'", "two\nlines", "😀👩‍👩‍👧", "שלום", "x" * 200, "\x07bell"]
)
def test_any_name_comes_out_right(name):
    found = plan_builders.assessment(name)
    shown = plan_context(found.customers[0], found, Texts("en")).cover.customer
    assert deck(made("en", found)).slides[0].shapes.title.text == shown


def test_the_same_plan_gives_the_same_bytes():
    assert made() == made()


def test_the_first_slide_says_what_changed():
    found, texts = plan_builders.assessment(), Texts("en")
    past = snapshot(found)
    past = past._replace(deals=tuple(one._replace(p=one.p / 2.0) for one in past.deals))
    context = plan_context(found.customers[0], found, texts, past)
    first = deck(slides_document(context, texts, None, found.as_of)).slides[0]
    assert context.changes.headline in [s.text_frame.text for s in first.shapes if s.has_text_frame]
