"""How does a cell look? Colours and formats of the result sheets, one palette for all of them."""

from typing import Any

from xlplan.engine.result.shapes import Formula, Tile

NAVY, TEAL, GOLD, BLUE, RED = "#12263F", "#0E7C86", "#D99A2B", "#3E74B8", "#B3261E"
GREY, QUIET, LINE, PAPER = "#5B6B7C", "#A9B3BE", "#E3E7EC", "#F1F4F7"
INK, NOTEPAD, SLATE = "#1D4ED8", "#FFFBE8", "#4B6076"
"""What the planner may change: blue on a pale ground; the headings of what stands aside."""

FONTS = {"en": "Arial", "zh": "Microsoft YaHei"}
"""Arial has its metric twin everywhere; YaHei stands on every Chinese Windows and Office."""

# tone → fill, font: each step darker than the one before, so that they also read in grey
TONES: dict[str, tuple[str, str]] = {
    "A": (TEAL, "#FFFFFF"),
    "B": (BLUE, "#FFFFFF"),
    "C": (GOLD, NAVY),
    "D": ("#B8C0CA", NAVY),
    "X": (RED, "#FFFFFF"),
    "low": ("#E0F2E8", "#17613F"),
    "medium": ("#F5D98F", "#5C4300"),
    "high": ("#E28F6B", "#43150A"),
    "severe": (RED, "#FFFFFF"),
    "grey": ("#E3E7EC", "#3C4A59"),
}
SERIES = {tone: fill for tone, (fill, _) in TONES.items()} | {
    "navy": NAVY, "gold": GOLD, "pale": "#B9D8DB",
}  # fmt: skip
SCALE = ("#EEF7F2", "#F6DFA6", "#DB7B65")
BAR = "#9FD0D3"

NUMBERS = {
    "money": "#,##0_ ;[Red]-#,##0_ ",
    "share": "0%_ ",
    "percent": "0.0%_ ;[Red]-0.0%_ ",
    "score": "0.0_ ",
    "points": "0",
    "count": "#,##0",
    "ratio": "0.00_ ",
    "fine": "0.000_ ",
    "int": "#,##0_ ",
    "date": "yyyy-mm-dd",
    "text": "@",
    "id": "@",
    "wrap": "@",
}
SHORT: dict[str, tuple[tuple[float, str], ...]] = {
    "en": ((1e6, '#,##0.00,," m"'), (1e4, '#,##0," k"')),
    "zh": ((1e8, '0\\.00,," 亿"'), (1e4, '0\\.0," 万"')),
}
"""Large amounts in few signs, as ``Texts.money`` writes them: from this size on, in this format.

There is no scale for 万: a literal point is set into the thousands instead, and from ten million on
a literal comma, too.

Choice: a loss has a section of its own, for all sizes, and so no comma: what is left over, in the
last section, loses its sign in LibreOffice, and gets a second one in Excel.
"""
THOUSANDS = '[>=10000000]#\\,000\\.0," 万";[<0]-0\\.0," 万";'

CENTRED = frozenset({"grade", "word"})
LEFT = frozenset({"text", "id", "wrap", "count"})

_RULED = {"bottom": 1, "bottom_color": LINE}
_HEAD = {"bold": True, "font_size": 10, "font_color": "#FFFFFF", "bg_color": NAVY, "right": 1,
         "right_color": "#3A4C63"}  # fmt: skip
_TILE = {"bg_color": PAPER, "right": 5, "right_color": "#FFFFFF", "indent": 1}

ROLES: dict[str, dict[str, Any]] = {
    "title": {
        "bold": True,
        "font_size": 16,
        "font_color": "#FFFFFF",
        "bg_color": NAVY,
        "indent": 1,
    },
    "headline": {
        "bold": True,
        "font_size": 12,
        "bottom": 5,
        "bottom_color": GOLD,
        "indent": 1,
        "text_wrap": True,
    },
    "meta": {"font_size": 10, "font_color": GREY, "indent": 1},
    "tile_label": {"font_size": 10, "font_color": GREY, "top": 5, "top_color": TEAL, **_TILE},
    "tile_value": {"bold": True, "font_size": 16, "align": "left", "shrink": True, **_TILE},
    "section": {"bold": True, "font_size": 11, "font_color": TEAL, "indent": 1},
    "above": {"font_size": 10, "font_color": GREY, "align": "center"},
    "above_input": {
        "font_size": 10,
        "font_color": INK,
        "bg_color": NOTEPAD,
        "align": "center",
        "border": 1,
        "border_color": LINE,
    },
    "above_label": {"font_size": 10, "font_color": GREY, "align": "right"},
    "heading": {"text_wrap": True, "valign": "top", **_HEAD},
    "turned": {"rotation": 90, "valign": "bottom", "align": "center", **_HEAD},
    "aside": {"text_wrap": True, "valign": "top", **_HEAD, "bg_color": SLATE},
    "body": _RULED,
    "input": {**_RULED, "font_color": INK, "bg_color": NOTEPAD},
    "linked": {**_RULED, "font_color": TEAL},
    "total": {"bold": True, "top": 2, "top_color": NAVY, "bg_color": PAPER},
    "counted": {"font_color": GREY, "bg_color": PAPER},
    "link": {"font_color": TEAL, "underline": 1, "indent": 1, **_RULED},
    "note": {"font_color": GREY, "indent": 1, **_RULED},
    "empty": {"font_color": GREY, "italic": True, "indent": 1},
}
"""What a cell is for → how it looks, in the writer's own words."""

VALUES = frozenset({"body", "input", "linked", "total", "counted", "tile_value"})
"""The roles of values, whose format follows from their kind."""

Style = tuple[str, str]
"""A role and a kind of value: ``("body", "money")``."""


def properties(style: Style, lang: str) -> dict[str, Any]:
    """Return the format of a style, in the writer's own words."""
    role, kind = style
    base: dict[str, Any] = {
        "font_name": FONTS[lang],
        "font_size": 10,
        "font_color": NAVY,
        "valign": "vcenter",
    }
    if role in VALUES:
        base |= _of_kind(kind, lang)
    elif role in ("heading", "aside"):
        base |= {"align": "left", "indent": 1} if kind in LEFT else {"align": "center"}
    return base | ROLES[role]


def _of_kind(kind: str, lang: str) -> dict[str, Any]:
    if kind.startswith("amount"):
        return {"num_format": short_format(float(kind.removeprefix("amount")), lang)}
    found: dict[str, Any] = {"num_format": NUMBERS[kind]} if kind in NUMBERS else {}
    if kind in CENTRED or kind == "points":
        found["align"] = "center"
    elif kind in LEFT:
        found |= {"align": "left", "indent": 1}
    else:
        found["align"] = "right"  # "_ " in the formats keeps figures off the edge
    if kind == "grade":
        found["bold"] = True
    if kind == "wrap":
        found["text_wrap"] = True
    return found


def short_format(size: float, lang: str) -> str:
    """Return the number format in which an amount of this size is short."""
    for least, found in SHORT[lang]:
        if size >= least and (lang, least) == ("zh", 1e4):
            return f"{THOUSANDS}{found}"
        if size >= least:
            return f"{found};-{found}"
    return "#,##0;-#,##0"


def tile_style(tile: Tile, lang: str) -> Style:
    """Return how the value of a key figure looks; money as short as its size allows."""
    if tile.kind != "amount":
        return ("tile_value", tile.kind)
    value = tile.value.value if isinstance(tile.value, Formula) else tile.value
    size = abs(value) if isinstance(value, (int, float)) else 0.0
    return (
        "tile_value",
        f"amount{max((least for least, _ in SHORT[lang] if size >= least), default=0.0)}",
    )


def tone(name: str) -> dict[str, Any]:
    """Return the format of a conditional colour."""
    fill, font = TONES[name]
    return {"bg_color": fill, "font_color": font}
