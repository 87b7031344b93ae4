"""Pictures: nothing overlaps, nothing is lost, and the SVG is well formed whatever the names."""

import random
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from xlplan.engine.picture.charts import (
    BoardTexts,
    Contest,
    Gauge,
    board,
    contest_chart,
    gauge,
)
from xlplan.engine.picture.map import (
    NODE_HEIGHT,
    NODE_WIDTH,
    Influencing,
    MapTexts,
    Person,
    relationship_map,
    weight_dots,
)
from xlplan.engine.picture.money import Fall, Part, Task, spend, timeline, waterfall
from xlplan.engine.picture.places import Bubble, Grid
from xlplan.engine.picture.text import fit, text_width, wrap
from xlplan.engine.picture.tree import CANVAS, PAGE, lay_out
from xlplan.engine.pictures import Box, Dot, Line, Scene, Text, svg

WORDS = {"champion": "champion", "supportive": "supportive", "neutral": "neutral", "opposed": "opposed",
         "hostile": "hostile", None: "unknown"}  # fmt: skip
TEXTS = MapTexts("Map", "People", WORDS, "weight", "influences", "in conflict")
SVG = "{http://www.w3.org/2000/svg}"
GRID = Grid((30.0, 90.0, 180.0), (0.7, 0.5, 0.2), ("AABC", "ABCD", "BCCD", "CDDD"))
BOARD = BoardTexts(
    "Board", "Deals", ("1", "2", "3", "4"), ("70%", "50%", "20%"), "likelihood", "note"
)


def shapes(scene: Scene, kind: type) -> list:
    return [one for one in scene.shapes if isinstance(one, kind)]


def spots_of(pairs: list[tuple[str, str | None]]):
    return lay_out(pairs, NODE_WIDTH, NODE_HEIGHT)


def overlaps(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < NODE_WIDTH and abs(one[1] - other[1]) < NODE_HEIGHT


def inside(layout) -> bool:
    return all(
        x >= -0.01
        and y >= -0.01
        and x + NODE_WIDTH <= layout.width + 0.01
        and y + NODE_HEIGHT <= layout.height + 0.01
        for x, y in layout.spots.values()
    )


TREES = {
    "one": [("a", None)],
    "nobody reports": [(str(n), None) for n in range(40)],
    "flat": [("0", None)] + [(str(n), "0") for n in range(1, 40)],
    "deep": [(str(n), str(n - 1) if n else None) for n in range(40)],
    "wide tree": [("0", None)] + [(str(n), str((n - 1) // 6)) for n in range(1, 40)],
    "boss unknown": [("a", "gone"), ("b", "a")],
    "own boss": [("a", "a"), ("b", "a")],
    "circle": [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")],
}


@pytest.mark.parametrize("name", sorted(TREES))
def test_people_stand_apart_and_on_the_canvas(name):
    layout = spots_of(TREES[name])
    assert set(layout.spots) == {key for key, _ in TREES[name]}
    assert not [pair for pair in combinations(layout.spots.values(), 2) if overlaps(*pair)]
    assert inside(layout)


def test_a_reporting_line_of_a_thousand_is_cut_and_not_refused():
    """A column filled down says that everybody reports to the row above."""
    layout = spots_of([(str(n), str(n - 1) if n else None) for n in range(1000)])
    assert len(layout.spots) == 1000
    assert len(layout.lines) == 1000 - 50


def test_forty_people_stay_readable():
    """At most half as large as on a page of their own: 12 pt names stay above 5 pt in print."""
    layout = spots_of([("0", None)] + [(str(n), str((n - 1) // 5)) for n in range(1, 40)])
    assert layout.width <= 2 * CANVAS
    assert layout.height <= 2 * PAGE


@pytest.mark.parametrize("seed", range(30))
def test_a_heavy_branch_gets_most_of_the_page(seed):
    """Whoever of forty reports to whom: no branch hangs in one column as high as three pages."""
    chance = random.Random(seed)
    layout = spots_of([(str(n), str(chance.randrange(n)) if n else None) for n in range(40)])
    assert layout.width <= 2.1 * CANVAS
    assert layout.height <= 2.1 * PAGE
    assert not [pair for pair in combinations(layout.spots.values(), 2) if overlaps(*pair)]


@pytest.mark.parametrize("seed", range(30))
def test_any_forty_people_stand_apart(seed):
    chance = random.Random(seed)
    pairs = [(str(n), chance.choice([None, *map(str, range(40))])) for n in range(40)]
    layout = spots_of(pairs)
    assert len(layout.spots) == 40
    assert not [pair for pair in combinations(layout.spots.values(), 2) if overlaps(*pair)]
    assert inside(layout)


def test_five_colleagues_fit_the_width_of_a_page():
    layout = spots_of([("boss", None)] + [(str(n), "boss") for n in range(5)])
    assert layout.width == CANVAS
    assert len({y for x, y in layout.spots.values()}) == 2


def test_the_map_tells_attitude_by_sign_and_role_by_outline():
    people = [
        Person(
            "a",
            "An",
            role="decision maker",
            role_text="decision maker",
            attitude="hostile",
            dots=5,
            veto="veto",
        ),
        Person(
            "b",
            "Bo",
            role="user",
            role_text="user",
            attitude="champion",
            dots=1,
            coach="coach",
            boss="a",
        ),
        Person("c", "Ce", role_text="not in this decision", decides=False, boss="a"),
    ]
    scene = relationship_map(
        people, [Influencing("b", "a"), Influencing("c", "b", conflict=True)], TEXTS
    )
    texts = [one.text for one in shapes(scene, Text)]
    assert {"−−", "++", "veto", "coach", "An", "Bo", "Ce"} <= set(texts)
    assert len({(one.thick, one.dash) for one in shapes(scene, Box) if one.fill == "none"}) == 3
    lines = [one for one in shapes(scene, Line) if one.arrow]
    assert len(lines) == 2  # the influence and its sign in the legend; a conflict has no head


def test_an_influence_of_somebody_not_drawn_is_left_out():
    scene = relationship_map([Person("a", "An")], [Influencing("x", "a")], TEXTS)
    assert not shapes(scene, Line)


@pytest.mark.parametrize(("weight", "dots"), [(0.0, 0), (0.01, 1), (0.2, 1), (0.21, 2), (1.0, 5)])
def test_weight_becomes_dots(weight, dots):
    assert weight_dots(weight, 1.0) == dots


def boxes_of(scene: Scene) -> list[tuple[float, float, float, float]]:
    found = []
    for one in shapes(scene, Text):
        if one.bold and one.size == 11.5:
            width = text_width(one.text, one.size)
            left = one.x - {"start": 0.0, "middle": width / 2, "end": width}[one.anchor]
            found.append((left, one.y - 9.0, left + width, one.y + 2.0))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_names_on_the_board_cover_nothing(seed):
    chance = random.Random(seed)
    bubbles = [
        Bubble(
            str(n),
            f"Opportunity number {n}",
            chance.choice([None, -20.0, chance.uniform(0, 400)]),
            chance.random(),
            chance.uniform(1, 100),
            "B",
        )
        for n in range(12)
    ]
    scene = board(bubbles, GRID, BOARD)
    names = boxes_of(scene)
    for one, other in combinations(names, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    circles = shapes(scene, Dot)
    assert len(circles) == 12
    assert all(c.x - c.radius + 0.01 >= 52.0 and c.x + c.radius <= 900.0 for c in circles)


def test_a_bubble_stands_in_the_cell_of_its_letter():
    # 75 days: second of four columns, 3/4 of the way between 30 and 90; p .6844 between .5 and .7
    scene = board([Bubble("1", "Deal", 75.0, 0.6844, 10.0, "B")], GRID, BOARD)
    (circle,) = shapes(scene, Dot)
    assert circle.x == pytest.approx(52.0 + 700.0 * (1 + 0.75) / 4)
    assert circle.y == pytest.approx(26.0 + 268.0 * (1 - 0.6844))


def test_bubbles_of_one_place_spread_in_their_cell_and_the_rest_is_counted():
    # no date, likelihood .2: the last column is 175 wide, the cell below .5 is 134 high
    many = [Bubble(str(n), f"Deal {n}", None, 0.2, 1.0, "D") for n in range(300)]
    scene = board(many[:20], GRID, BOARD)
    circles = shapes(scene, Dot)
    assert len(circles) == 20
    assert len({(round(one.x), round(one.y)) for one in circles}) == 20
    for one in circles:
        assert 577.0 <= one.x <= 752.0 - one.radius
        assert 26.0 + 268.0 * 0.5 <= one.y <= 26.0 + 268.0 - one.radius
    whole = board(many, GRID, BOARD, hidden=5)
    drawn = len(shapes(whole, Dot))
    assert drawn < 300
    assert f"… +{305 - drawn}" in [one.text for one in shapes(whole, Text)]


def test_area_grows_with_the_amount():
    scene = board(
        [Bubble("1", "a", 10.0, 0.9, 400.0, "A"), Bubble("2", "b", 100.0, 0.1, 100.0, "D")],
        GRID,
        BOARD,
    )
    large, small = (one.radius for one in shapes(scene, Dot))
    assert large / small == pytest.approx(2.0)


def test_the_gauge_shows_value_and_interval():
    scene = gauge(
        [Gauge("Risk", 28.2, 18.7, 42.7, "28.2")], (30.0, 50.0, 70.0), "abcd", "Risk", "text"
    )
    (dot,) = shapes(scene, Dot)
    whisker = shapes(scene, Line)[0]
    assert dot.x == pytest.approx(118.0 + 5.6 * 28.2)
    assert [x for x, _ in whisker.points] == pytest.approx([118.0 + 5.6 * 18.7, 118.0 + 5.6 * 42.7])


def fall_bars(sales: float, gross: float, costs: list[float]) -> list[Fall]:
    bars = [
        Fall("Sales", "s", 0.0, sales, total=True),
        Fall("Goods", "g", sales, gross),
        Fall("Gross", "m", 0.0, gross, total=True),
    ]
    level = gross
    for cost in costs:
        bars.append(Fall("Cost", "c", level, level - cost))
        level -= cost
    return [*bars, Fall("Net", "n", 0.0, level, total=True)]


def test_a_thin_margin_breaks_the_tall_bars():
    # supplier A: 70 m of sales, 4.2 m gross, .493 m net: without the break the net would be 1.4 pixels
    scene = waterfall(fall_bars(70e6, 4.2e6, [2.761644e6, 0.345205e6, 0.6e6]), "t", "d")
    heights = {one.x: one.height for one in shapes(scene, Box)}
    values = list(heights.values())
    assert len(values) == 7
    assert values[-1] > 10.0
    assert values[2] / values[-1] == pytest.approx(4.2e6 / 493151, rel=1e-3)


def test_a_fat_margin_is_drawn_to_scale_and_a_loss_reaches_below_zero():
    scene = waterfall(fall_bars(100.0, 60.0, [90.0]), "t", "d")
    bars = shapes(scene, Box)
    zero = shapes(scene, Line)[-1].points[0][1]
    assert bars[0].height / bars[2].height == pytest.approx(100 / 60)
    assert bars[-1].y == pytest.approx(zero)
    assert bars[-1].y + bars[-1].height > zero


def test_a_late_task_reaches_back_from_today():
    tasks = [
        Task("1", "Late", "Li", -10.0, True, False),
        Task("2", "Soon", "Wang", 20.0, False, True),
    ]
    scene = timeline(tasks, ((-30.0, ""), (0.0, "now"), (90.0, "")), "today", "t", "d")
    late, soon = (one for one in shapes(scene, Box) if one.radius == 5.0)
    today = 250.0 + 500.0 * 30 / 120
    assert late.x + late.width == pytest.approx(today)
    assert soon.x == pytest.approx(today)


def test_spend_is_divided_by_share():
    scene = spend(
        (Part("before", "1", 1.0), Part("now", "2", 2.0)),
        (Part("we", "25%", 0.25, ours=True), Part("others", "75%", 0.75)),
        ("a", "b"),
        "t",
        "d",
    )
    widths = [one.width for one in shapes(scene, Box)]
    assert widths[1] / widths[0] == pytest.approx(2.0)
    assert widths[2] / widths[3] == pytest.approx(1 / 3)


def test_the_names_of_five_bidders_stay_inside():
    rows = [Contest("Brand", 80.0, [70.0] * 4)]
    scene = contest_chart(
        rows, "us", [f"{'A rival with a long name ' * 8}{n}" for n in range(6)], "", ""
    )
    names = [one for one in scene.shapes if isinstance(one, Text) and one.y == 14.0]
    assert len(names) == 5
    assert all(one.x + text_width(one.text, one.size) <= scene.width for one in names)


def test_bidders_differ_in_form_and_not_in_colour_alone():
    rows = [Contest("Brand", 80.0, (70.0, 60.0, 50.0)), Contest("Price", None, (70.0, None, 10.0))]
    scene = contest_chart(rows, "us", ["X", "Y", "Z"], "t", "d")
    legend = [one for one in scene.shapes if not isinstance(one, (Text, Line))][:4]
    assert len({type(one).__name__ + str(len(getattr(one, "points", ()))) for one in legend}) == 4


NASTY = (
    "A & B <script>",
    "\"quoted\" 'it'",
    "line\nbreak",
    "名" * 200,
    "x" * 200,
    "👩‍👩‍👧‍👦 family",
    "مرحبا",
    "|*_`",
    "",
)


@pytest.mark.parametrize("name", NASTY)
def test_svg_is_well_formed_whatever_the_name(name):
    scene = relationship_map([Person("a", name, title=name, role_text=name, note=name)], [], TEXTS)
    root = ET.fromstring(svg(scene))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Map"
    assert root.find(f"{SVG}desc") is not None
    for one in root.iter(f"{SVG}text"):
        assert text_width(one.text or "", float(one.get("font-size"))) <= NODE_WIDTH * 2


@pytest.mark.parametrize("name", NASTY)
def test_a_text_fits_and_says_that_it_was_cut(name):
    shown = fit(name, 12.0, 60.0)
    assert text_width(shown, 12.0) <= 60.0
    assert shown == name or shown.endswith("…")


def test_what_belongs_to_one_sign_is_not_cut_apart():
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    for width in range(6, 80, 3):
        shown = fit(family * 3, 12.0, float(width)).removesuffix("…")
        assert len(shown) % len(family) == 0


def test_wrapping_keeps_words_and_cuts_the_rest():
    assert wrap("Carrying receivables", 11.5, 90.0) == ["Carrying", "receivables"]
    assert len(wrap("应收占用利息与坏账", 11.5, 60.0)) == 2
    assert wrap("x" * 100, 11.5, 60.0)[-1].endswith("…")


def test_the_same_scene_gives_the_same_bytes():
    def made():
        return svg(board([Bubble("1", "Deal", 75.0, 0.6844, 10.0, "B")], GRID, BOARD))

    assert made() == made()
