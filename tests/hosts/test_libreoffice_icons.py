"""The icons of the buttons: seen on a light and on a dark toolbar, each unlike the others."""

from itertools import combinations

import pytest
from screen import opacity

from xlplan.engine.buttons import BUTTONS
from xlplan.hosts.libreoffice.icons import INK, SIZES

TOOLBARS = {"white": 0xFFFFFF, "light": 0xEFEFEF, "dark": 0x2B2B2B, "black": 0x000000}


def light(colour):
    def part(value):
        value /= 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = map(part, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("toolbar", TOOLBARS)
def test_the_ink_stands_out(toolbar):
    """At least 3 : 1, as WCAG 2.1 asks of pictures that mean something."""
    pair = sorted((light(INK), light(TOOLBARS[toolbar].to_bytes(3))))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3


@pytest.mark.parametrize("size", SIZES)
def test_each_button_has_a_drawing_of_its_own(size):
    drawn = {button: opacity(button, size) for button in BUTTONS}
    for rows in drawn.values():
        inked = sum(cell > 200 for row in rows for cell in row)
        assert 0.06 * size**2 < inked < 0.6 * size**2
        assert {rows[0][0], rows[0][-1], rows[-1][-1]} == {0}
    for one, other in combinations(drawn.values(), 2):
        differ = sum(abs(a - b) > 128 for x, y in zip(one, other, strict=True)
                     for a, b in zip(x, y, strict=True))  # fmt: skip
        assert differ > 0.08 * size**2
