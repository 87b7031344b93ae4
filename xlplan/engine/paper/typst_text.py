"""How is text given to Typst? As strings, in fonts that most machines have."""

FONTS = {
    "en": ("Calibri", "Carlito", "Segoe UI", "Lato", "Arial", "Microsoft YaHei", "PingFang SC",
           "Noto Sans CJK SC", "DejaVu Sans"),
    "zh": ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
           "WenQuanYi Micro Hei", "Calibri", "Carlito", "Arial", "DejaVu Sans"),
}  # fmt: skip
"""Fonts in the order in which they are tried; East Asian first, or Chinese gets a serif."""


def literal(text: str) -> str:
    r"""Return text as a string of Typst.

    Example:
        >>> print(literal('say "x" #y'))
        "say \"x\" #y"
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fonts(lang: str) -> str:
    """Return the fonts of a language as an array of Typst."""
    return "(" + ", ".join(literal(font) for font in FONTS[lang]) + ")"


def with_fonts(svg: str, lang: str) -> str:
    """Return an SVG that names its fonts itself."""
    family = ", ".join(f"'{font}'" for font in FONTS[lang])
    return svg.replace("<svg ", f'<svg font-family="{family}" ', 1)
