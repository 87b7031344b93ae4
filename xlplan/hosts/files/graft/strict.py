"""How does a part of ours read in a workbook saved as strict OOXML?

Strict files use other namespaces and relationship types for the same elements, and write the shares
of colours and charts as percentages. Source: ISO/IEC 29500-1 and -4.
"""

import re

_OLD = "http://schemas.openxmlformats.org/"
_NEW = "http://purl.oclc.org/ooxml/"
_SPACES = {
    "spreadsheetml/2006/main": "spreadsheetml/main",
    "officeDocument/2006/relationships": "officeDocument/relationships",
    "drawingml/2006/main": "drawingml/main",
    "drawingml/2006/chart": "drawingml/chart",
    "drawingml/2006/chartDrawing": "drawingml/chartDrawing",
    "drawingml/2006/spreadsheetDrawing": "drawingml/spreadsheetDrawing",
}
_QUOTED = {f'"{_OLD}{old}"'.encode(): f'"{_NEW}{new}"'.encode() for old, new in _SPACES.items()}
_THOUSANDTHS = re.compile(
    rb'(<a:(?:alpha|alphaMod|alphaOff|lumMod|lumOff|lum|satMod|satOff|sat|hueMod|shade|tint)\sval=")(-?\d+)(?=")'
    rb'|(<a:gs\spos=")(\d+)(?=")'
)
_WHOLE = re.compile(
    rb'(<c:(?:gapWidth|gapDepth|overlap|holeSize|bubbleScale|hPercent|lblOffset)\sval=")(-?\d+)(?=")'
)


def strict_part(data: bytes) -> bytes:
    """Return a part of ours as strict files write it."""
    for old, new in _QUOTED.items():
        data = data.replace(old, new)
    return _WHOLE.sub(rb"\1\2%", _THOUSANDTHS.sub(_share, data))


def strict_type(kind: str) -> str:
    """Return a relationship's type as strict files write it.

    Example:
        >>> strict_type("http://schemas.openxmlformats.org/officeDocument/2006/relationships/table")
        'http://purl.oclc.org/ooxml/officeDocument/relationships/table'
    """
    old = f"{_OLD}officeDocument/2006/relationships/"
    return kind.replace(old, f"{_NEW}officeDocument/relationships/")


def _share(found: re.Match[bytes]) -> bytes:
    start, value = (found[1], found[2]) if found[1] else (found[3], found[4])
    return start + b"%g%%" % (int(value) / 1000)
