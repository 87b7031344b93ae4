"""Pages as the HTML standard reads them: no error of its strict parser, no id twice, whatever the document."""

import sys
from pathlib import Path

import html5lib
import pytest

from xlplan.engine.account.board import board_context
from xlplan.engine.account.joint import joint_context
from xlplan.engine.document_kinds import EVERY, KINDS
from xlplan.engine.documents import plan_context, render_context
from xlplan.engine.text import Texts

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import plan_builders

XHTML = "{http://www.w3.org/1999/xhtml}"


def read(page: str):
    """Parse as a validator does: the first deviation from the standard is an error."""
    return html5lib.HTMLParser(strict=True).parse(page)


def context(kind, found, texts):
    if kind == "board":
        return board_context(found, texts)
    make = joint_context if kind == "joint" else plan_context
    return make(found.customers[0], found, texts)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind != "slides"])
def test_every_document_is_valid(kind, lang):
    texts = Texts(lang)
    for found in (plan_builders.assessment(), plan_builders.bare()):
        tree = read(render_context(context(kind, found, texts), texts, "html", None, kind))
        ids = [one.get("id") for one in tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        assert len(list(tree.iter(f"{XHTML}h1"))) == 1
        assert tree.get("lang", "")[:2] == lang


@pytest.mark.parametrize("name", ["</td></table><b>", "<!--", "<svg onload=x>", '"><img src=x>', "&#0;&bogus;"])  # fmt: skip
def test_no_name_makes_a_page_invalid(name):
    found = plan_builders.assessment(name)
    read(render_context(context("plan", found, Texts("en")), Texts("en"), "html"))


def test_the_parser_does_find_what_is_wrong():
    with pytest.raises(html5lib.html5parser.ParseError):
        read("<!doctype html><title>x</title><p><table><tr><td></p></table>")
    assert set(KINDS) < set(EVERY)
