"""The buttons as a planner sees them: a real window of LibreOffice on a screen that is photographed."""

import shutil
from pathlib import Path

import pytest
from office import started
from screen import SIZE, picture, places, screen

from xlplan.engine.buttons import BUTTONS
from xlplan.engine.result.styles import NAVY
from xlplan.hosts.libreoffice.icons import SIZES

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example.xlsx"


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    """Open the example in a window, look, evaluate it, look at the first result sheet."""
    room, shown = (tmp_path_factory.mktemp(name) for name in ("window", "screen"))
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed: no window can be looked at")
    office = started(tmp_path_factory)
    office.give(shown)
    book = Path(shutil.copyfile(EXAMPLE, room / "plan.xlsx"))
    steps = [
        ["calm"],
        ["open", str(book)],
        ["photograph", str(room / "before")],
        ["press", "evaluate"],
        ["select", "Summary", "A1"],
        ["photograph", str(room / "after")],
    ]
    with screen(shown) as environment:
        office.inside(steps, room, screen=environment)
    return [picture(room / name) for name in ("before", "after")]


def test_the_toolbar_shows_every_icon_in_its_order(photographs):
    for rows in photographs:
        assert (len(rows[0]), len(rows)) == SIZE
        seen = {
            button: [*places(rows, button, SIZES[0]), *places(rows, button, SIZES[1])]
            for button in BUTTONS
        }
        assert all(len(spots) == 1 for spots in seen.values()), seen
        lefts, tops = zip(*(spots[0] for spots in seen.values()), strict=True)
        assert list(lefts) == sorted(lefts)
        assert len(set(tops)) == 1
        assert tops[0] < SIZE[1] / 4


def test_the_result_sheet_is_seen(photographs):
    """Its headings are dark bands right across, which the sheet before has not at the same places."""
    navy = int(NAVY.removeprefix("#"), 16)
    before, after = ([row.count(navy) for row in rows[200:800]] for rows in photographs)
    assert before != after
    assert sum(count > 400 for count in after) >= 10
