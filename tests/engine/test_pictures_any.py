"""Pictures of any plan: whatever people, names and sums, nothing overlaps and nothing is outside."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplan.core.money.horizon import Point, pays_after
from xlplan.engine.picture.map import (
    LOOKS,
    NODE_HEIGHT,
    NODE_WIDTH,
    OUTLINES,
    Influencing,
    MapTexts,
    Person,
    relationship_map,
)
from xlplan.engine.picture.payback import PaybackTexts, payback
from xlplan.engine.picture.space import Patch, SpaceTexts, space_matrix
from xlplan.engine.picture.text import text_width
from xlplan.engine.pictures import Box, Scene, Text, svg
from xlplan.engine.plain import clean
from xlplan.engine.text import Texts

NAMES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["王" * 200, "W" * 200, "Ådne Ωmega-Ñandú " * 12, "أحمد", "欧阳震华", "👩‍👩‍👧‍👦 家", "e\u0301" * 99]),
).map(clean)  # fmt: skip
WORDS = {one: one or "unknown" for one in LOOKS}
MAP = MapTexts("Map", "People", WORDS, "weight", "influences", "in conflict")


def extent(one: Text) -> tuple[float, float]:
    """From where to where a text reaches, as wide as we reckon it."""
    width = text_width(one.text, one.size)
    left = one.x - {"start": 0.0, "middle": width / 2.0, "end": width}[one.anchor]
    return left, left + width


def assert_inside(scene: Scene) -> None:
    for one in scene.shapes:
        if isinstance(one, Text):
            left, right = extent(one)
            assert left >= -1.0, one
            assert right <= scene.width + 1.0, one
            assert one.size * 0.7 <= one.y <= scene.height + 0.5, one
        elif isinstance(one, Box):
            assert one.x >= -0.1
            assert one.x + one.width <= scene.width + 0.1
            assert one.y >= -0.1
            assert one.y + one.height <= scene.height + 0.1
    ET.fromstring(svg(scene))


@st.composite
def people(draw):
    """One to forty people; bosses may be missing, be themselves, or come round in a circle."""
    count = draw(st.integers(1, 40))
    keys = [str(at) for at in range(count)]
    boss = st.one_of(st.none(), st.just("gone"), st.sampled_from(keys))
    found = [
        Person(
            key,
            draw(NAMES),
            title=draw(NAMES),
            role=draw(st.sampled_from(list(OUTLINES))),
            role_text=draw(NAMES),
            attitude=draw(st.sampled_from(list(LOOKS))),
            dots=draw(st.integers(0, 5)),
            note=draw(NAMES),
            alert=draw(st.booleans()),
            coach=draw(st.sampled_from(["", "coach", "内线"])),
            veto=draw(st.sampled_from(["", "veto", "否决权"])),
            decides=draw(st.booleans()),
            boss=draw(boss),
        )
        for key in keys
    ]
    ends = st.sampled_from([*keys, "gone"])
    lines = draw(st.lists(st.builds(Influencing, ends, ends, st.booleans()), max_size=12))
    return found, lines


@settings(max_examples=30, deadline=None)
@given(people())
def test_any_map_keeps_boxes_apart_and_labels_in_their_box(drawn):
    found, lines = drawn
    scene = relationship_map(found, lines, MAP)
    assert_inside(scene)
    cards = [
        one
        for one in scene.shapes
        if isinstance(one, Box) and (one.width, one.height, one.fill) == (NODE_WIDTH, NODE_HEIGHT, "none")
    ]  # fmt: skip
    assert len(cards) == len(found)
    for one, other in combinations(cards, 2):
        apart_x = abs(one.x - other.x) >= NODE_WIDTH
        assert apart_x or abs(one.y - other.y) >= NODE_HEIGHT
    bottom = max(one.y + one.height for one in cards)
    for text in (one for one in scene.shapes if isinstance(one, Text) and one.y < bottom):
        left, right = extent(text)
        holds = [
            card
            for card in cards
            if card.y <= text.y <= card.y + NODE_HEIGHT + 6.0
            and card.x - 1.0 <= left
            and right <= card.x + NODE_WIDTH + 1.0
        ]
        assert holds or text.text == "", text


SPACE = SpaceTexts("White space", "told", ("all", "part", "none", "unknown"), "to be won")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Patch, NAMES, NAMES, st.one_of(st.none(), st.floats(0, 1)), NAMES, NAMES, st.floats(0, 1e9)
        ),
        min_size=1,
        max_size=40,
        unique_by=lambda one: one[:2],
    )
)  # fmt: skip
def test_any_white_space_stays_inside_and_no_cell_covers_another(patches):
    scene = space_matrix(patches, SPACE)
    assert_inside(scene)
    cells = [one for one in scene.shapes if isinstance(one, Box) and one.radius == 4.0]
    assert cells
    for one, other in combinations(cells, 2):
        assert abs(one.x - other.x) >= one.width or abs(one.y - other.y) >= one.height


def test_the_white_space_tells_its_states_without_colour():
    patches = [
        Patch("Pumps", "North", 1.0, "0", "", 0.0),
        Patch("Pumps", "South", 0.4, "60 k", "Aoche", 60.0),
        Patch("Valves", "North", 0.0, "90 k", "", 90.0),
        Patch("Valves", "South", None, "–", "", 0.0),
    ]
    texts = [one.text for one in space_matrix(patches, SPACE).shapes if isinstance(one, Text)]
    assert {"●", "◐", "○", "?", "all", "part", "none", "unknown"} <= set(texts)


PAYBACK = PaybackTexts(
    "Payback", "told", "Return", "Cost", "8 in 10 cases", "Pays from month 18",
    ["2026-11", "2027-11", "2028-11"], Texts("zh").money,
)  # fmt: skip
SUM = st.floats(-1e15, 1e15).map(lambda amount: round(amount, 2))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SUM, SUM, SUM, SUM), min_size=2, max_size=12), st.booleans())
def test_any_way_of_return_and_cost_stays_inside(rows, banded):
    points = [
        Point(at / 4.0, gain, cost, min(low, gain) if banded else None, max(high, gain) if banded else None)
        for at, (gain, cost, low, high) in enumerate(rows)
    ]  # fmt: skip
    scene = payback(points, pays_after(points), PAYBACK)
    assert_inside(scene)
    ends = [one for one in scene.shapes if isinstance(one, Text) and one.x > 610.0]
    assert len(ends) == 2
    assert abs(ends[0].y - ends[1].y) >= 15.9


@pytest.mark.parametrize("amount", [0.0, 1e-9, 3.0, 999.5, 1.87e6, 1e15])
def test_the_lines_of_the_payback_are_round_and_few(amount):
    points = [Point(0.0, 0.0, 0.0), Point(1.0, amount, amount / 3.0)]
    scene = payback(points, 0.0, PAYBACK)
    lines = [one for one in scene.shapes if isinstance(one, Text) and one.anchor == "end"]
    assert 2 <= len(lines) <= 7
