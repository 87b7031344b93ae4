"""The documents beside the account plan: each in both languages, each section a finding and an end."""

import re

import plan_builders
import pytest

from xlplan.core.issues import PlanError
from xlplan.engine.document_kinds import KINDS, PLAN, kinds_of
from xlplan.engine.document_names import document_names
from xlplan.engine.documents import paper_of, plan_context, render_context
from xlplan.engine.paper.blocks import Ending, Head, Heading, Paragraph
from xlplan.engine.text import Texts

OTHERS = [key for key in KINDS if key != PLAN]
PLANS = {
    "full": plan_builders.assessment,
    "supplier": plan_builders.supplier,
    "bare": plan_builders.bare,
}


def paper(key: str, lang: str, which: str):
    found = PLANS[which]()
    texts = Texts(lang)
    return paper_of(plan_context(found.customers[0], found, texts), texts, None, key)


@pytest.mark.parametrize("which", PLANS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("key", OTHERS)
def test_each_section_states_a_finding_and_ends_in_something_to_do(key, lang, which):
    found = paper(key, lang, which)
    assert isinstance(found.blocks[0], Head)
    assert found.blocks[0].kind.startswith(Texts(lang)(KINDS[key].title))
    at = [
        place
        for place, one in enumerate(found.blocks)
        if isinstance(one, Heading) and one.level == 1
    ]
    assert at
    for start, end in zip(at, [*at[1:], len(found.blocks)], strict=True):
        inside = found.blocks[start + 1 : end]
        assert isinstance(inside[0], Paragraph)
        assert inside[0].kind == "headline"
        assert any(isinstance(one, Ending) for one in inside)
    numbers = [one.number for one in found.headings if one.number]
    assert numbers == [str(n) for n in range(1, len(KINDS[key].sections) + 1)]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("key", OTHERS)
def test_the_page_and_the_markdown_say_the_same(key, lang):
    found = plan_builders.assessment()
    texts = Texts(lang)
    context = plan_context(found.customers[0], found, texts)
    page = render_context(context, texts, "html", None, key)
    text = render_context(context, texts, "md", None, key)
    assert "None" not in page
    assert text.startswith("# ")
    for one in paper(key, lang, "full").headings:
        assert one.text in text
    for line in text.split("\n"):
        if line.startswith("|---"):
            columns = line.count("|")
    assert columns > 2


def test_a_chinese_document_is_chinese():
    for key in OTHERS:
        found = paper(key, "zh", "full")
        for one in found.headings:
            assert re.search(r"[\u4e00-\u9fff]", one.text)


def test_the_one_page_plan_asks_for_its_decision_first():
    blocks = paper("one-page", "en", "full").blocks
    assert any(isinstance(one, Ending) for one in blocks[:8])


def test_a_list_of_documents_is_read_and_an_unknown_one_is_said():
    assert kinds_of("Plan，review, plan") == ("plan", "review")
    for text in ("", "plan,novel"):
        with pytest.raises(PlanError) as caught:
            kinds_of(text)
        assert caught.value.code == "UNKNOWN_DOCUMENT"


def test_other_documents_carry_their_title_in_their_name():
    found = plan_builders.assessment()
    names = document_names((one.customer for one in found.customers), "docx", " - Review memo")
    assert all(name.endswith(" - Review memo.docx") for name in names.values())


@pytest.mark.parametrize("key", OTHERS)
def test_markdown_of_a_chinese_document_has_chinese_punctuation(key):
    found, texts = PLANS["full"](), Texts("zh")
    text = render_context(plan_context(found.customers[0], found, texts), texts, "md", None, key)
    assert re.findall(r"[\u4e00-\u9fff](?:: | \()", text) == []
    assert "：**" in text
