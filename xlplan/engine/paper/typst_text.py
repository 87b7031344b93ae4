"""How is text given to Typst? As strings, in fonts that most machines have."""

FONTS = {
    "en": ("Calibri", "Carlito", "Segoe UI", "Lato", "Arial", "Noto Sans CJK KR",
           "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "DejaVu Sans"),
    "zh": ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
           "WenQuanYi Micro Hei", "Calibri", "Carlito", "Arial", "DejaVu Sans"),
}  # fmt: skip
"""Fonts in the order in which they are tried; East Asian first, or Chinese gets a serif."""
NARROW = "Noto Sans CJK KR"
"""Where no Latin font is, Latin text is in this one: the others draw its quotes and dots as wide as Chinese."""
_LATIN = r'regex("[\u{20}-\u{24f}\u{2010}-\u{2027}]")'


def literal(text: str) -> str:
    r"""Return text as a string of Typst.

    Example:
        >>> print(literal('say "x" #y'))
        "say \"x\" #y"
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fonts(lang: str) -> str:
    """Return the fonts of a language as an array of Typst."""
    return "(" + ", ".join(_font(font) for font in FONTS[lang]) + ")"


def _font(name: str) -> str:
    """Return a font; of the narrow one Latin signs only, for its Chinese is as it is written in Korea."""
    return f"(name: {literal(name)}, covers: {_LATIN})" if name == NARROW else literal(name)


def with_fonts(svg: str, lang: str) -> str:
    """Return an SVG that names its fonts itself."""
    chinese = any(sign >= "\u2e80" for sign in svg)
    found = [font for font in FONTS[lang] if font != NARROW or not chinese]
    family = ", ".join([f"'{font}'" for font in found])
    return svg.replace("<svg ", f'<svg font-family="{family}" ', 1)
