"""How does a picture become a PNG, for readers that draw no SVG? Typst draws it, all in one go."""

import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlplan.engine.paper.typst_text import literal, with_fonts

DOTS = 96.0  # per inch of a picture 760 points wide: 143 where the text is 18 cm wide


@lru_cache(maxsize=1)
def compiler() -> Any:
    """Return Typst with an empty folder as its root: it can read nothing of the machine."""
    import typst

    _kept.append(tempfile.TemporaryDirectory(prefix="xlplan-empty-"))
    return typst.Compiler(root=Path(_kept[0].name))


_kept: list[tempfile.TemporaryDirectory[str]] = []


def pngs(svgs: Sequence[str], widths: Sequence[float], lang: str) -> list[bytes]:
    """Return pictures as PNG; ``widths`` in points."""
    if not svgs:
        return []
    source = "\n".join(
        f"#page(width: {width:.1f}pt, height: auto, margin: 0pt)[#image(bytes("
        f'{literal(with_fonts(svg, lang))}), format: "svg", width: {width:.1f}pt)]'
        for svg, width in zip(svgs, widths, strict=True)
    )
    found = compiler().compile(input=source.encode(), format="png", ppi=DOTS)
    return list(found) if isinstance(found, list) else [found]
