"""How are tables written in Word? With heads that repeat, rows that stay whole, widths that fit."""

from collections.abc import Sequence
from typing import NamedTuple

from xlplan.engine.paper.blocks import Cards, Cell, Facts, Head, Row, Signs, Table
from xlplan.engine.paper.widths import column_widths
from xlplan.engine.word.styles import EDGES, GRADES, GREY, NAVY, PALE, TONES
from xlplan.engine.word.text import Ids, paragraph, run, runs

KEPT_ROWS = 8  # a table of so many rows stays on one page
LONG = 60  # signs of a name in the head
KEPT_ENDS = 3  # of a longer one, so many first and last rows stay together


def _twips(points: float) -> int:
    return round(20.0 * points)


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""


def _cell(width: float, inside: str, look: str = "", wide: int = 1) -> str:
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{look}</w:tcPr>'
        f"{inside or '<w:p/>'}</w:tc>"
    )


def _table(rows: str, widths: Sequence[float], style: str, first: int = 0) -> str:
    grid = "".join([f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths])
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(_twips(width) for width in widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"0420" if first else "0400"}" w:firstRow="{first}" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _gap(ids: Ids) -> str:
    """Return the small paragraph that keeps two tables from becoming one."""
    return paragraph(ids["xlplan Gap"], "")


def kept(text: str, ids: Ids) -> str:
    """Return what was written so that it stays with what follows: its last row and its gap do."""
    gap = _gap(ids)
    if not text.endswith(gap):
        return text
    last = text.rfind("<w:tr>", 0, len(text) - len(gap))
    style = ids["xlplan Cell"]
    plain, keeping = f'<w:pStyle w:val="{style}"/>', f'<w:pStyle w:val="{style}"/><w:keepNext/>'
    row = text[last : len(text) - len(gap)].replace(plain, keeping)
    return text[:last] + row + paragraph(ids["xlplan Gap"], "", "<w:keepNext/>")


def table(one: Table, width: float, ids: Ids) -> str:
    """Return a table of the plan with its caption."""
    if not (one.rows or one.head or one.foot):
        return ""
    widths = column_widths(one, width)
    caption = paragraph(ids["heading 2"], run(one.caption)) if one.caption else ""
    body = (*one.rows, *one.foot)
    short, last = len(body) <= KEPT_ROWS, len(body) - 1
    rows = [_row(row, widths, ids, keep=True, head=True) for row in one.head]
    for at, row in enumerate(body):
        kind = row._replace(kind="total") if at >= len(one.rows) else row
        near = short or at + 1 < KEPT_ENDS or at > last - KEPT_ENDS
        keep = near and at < last
        rows.append(_row(kind, widths, ids, keep=keep, faint=one.kind == "file"))
    whole = _table("".join(rows), widths, ids["xlplan Table"], 1 if one.head else 0)
    return caption + whole + _gap(ids)


def _row(
    row: Row, widths: Sequence[float], ids: Ids, *, keep: bool, head: bool = False, faint: bool = False
) -> str:  # fmt: skip
    at, cells = 0, []
    for cell in row.cells:
        width = sum(widths[at : at + cell.wide]) or 20.0
        at += cell.wide
        cells.append(_plan_cell(cell, width, ids, _Look(row.kind, keep, head, faint)))
    if at < len(widths):
        cells.append(
            _cell(sum(widths[at:]), paragraph(ids["xlplan Cell"], ""), "", len(widths) - at)
        )
    first = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{first}</w:trPr>{''.join(cells)}</w:tr>"


class _Look(NamedTuple):
    """How the cells of one row look."""

    kind: str
    keep: bool
    head: bool
    faint: bool


def _plan_cell(cell: Cell, width: float, ids: Ids, look: _Look) -> str:
    kind, keep, head, faint = look
    bold = "<w:b/><w:bCs/>"
    like = ""
    if head:
        like = f'{bold}<w:color w:val="FFFFFF"/>'
    elif kind == "open" or (cell.head and faint):
        like = f'<w:color w:val="{GREY}"/>'
    elif cell.head or kind == "total":
        like = f'{bold}<w:color w:val="{NAVY}"/>'
    fill = "" if head else {"total": "EDF1F6", "open": "FBFBFD"}.get(kind, "")
    lines = cell.lines
    if len(lines) >= 1 and len(lines[0]) == 1 and lines[0][0].kind == "tag":
        tone = lines[0][0].tone
        fill = TONES.get(tone, fill) if tone != "plain" else fill
        only = lines[0][0]._replace(kind="plain")
        lines = ((only,), *lines[1:])
        like = bold
    extra = "<w:keepNext/>" if keep else ""
    after = '<w:jc w:val="right"/>' if cell.align == "right" else ""
    inside = "".join(
        [paragraph(ids["xlplan Cell"], runs(line, ids, like), extra + after) for line in lines]
    )
    if cell.bar is not None:
        inside += _bar(cell, width, ids, extra)
    style = _shade(fill)
    if head:
        style += '<w:vAlign w:val="bottom"/>'
    return _cell(width, inside or paragraph(ids["xlplan Cell"], "", extra), style, cell.wide)


def _bar(cell: Cell, width: float, ids: Ids, extra: str) -> str:
    """Return a bar as a shaded paragraph, as long as its right indent leaves."""
    share = min(max((cell.bar or 0.0) / 100.0, 0.0), 1.0)
    if share <= 0.0 or not cell.colour:
        return "" if cell.lines else paragraph(ids["xlplan Cell"], "", extra)
    room = width - 9.0
    fill = _shade(cell.colour.lstrip("#").upper())
    indent = f'<w:ind w:right="{_twips(room * (1.0 - share))}"/>'
    return paragraph(ids["xlplan Bar"], "", f"{extra}{fill}{indent}")


def head(one: Head, width: float, ids: Ids) -> str:
    """Return the head of the document: who on navy, the grade in its colour beside it."""
    side = 84.0 if one.badge else 0.0
    navy = f'{_shade(NAVY)}<w:vAlign w:val="center"/>'
    indent = '<w:ind w:left="284" w:right="200"/>'
    who = (
        paragraph(ids["xlplan Kind"], run(one.kind), indent)
        + paragraph(ids["Title"], run(one.name, _smaller(one.name)), indent)
        + paragraph(ids["xlplan Line"], run(one.line), indent)
    )
    cells = _cell(width - side, who, navy)
    widths = [width - side]
    if one.badge:
        label, sign, note, grade = one.badge
        badge = (
            paragraph(ids["xlplan Badge"], run(label))
            + paragraph(ids["xlplan Grade"], run(sign))
            + paragraph(ids["xlplan Badge"], run(note))
        )
        fill = GRADES.get(grade, GRADES["D"])
        cells += _cell(side, badge, f'{_shade(fill)}<w:vAlign w:val="center"/>')
        widths.append(side)
    return _table(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>", widths, ids["xlplan Bare"]
    )


def _smaller(name: str) -> str:
    """Return the size of a name that would fill the page in the size of its style."""
    if len(name) <= LONG:
        return ""
    half = 26 if len(name) > 2 * LONG else 34
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def facts(one: Facts, width: float, ids: Ids) -> str:
    """Return labels and values in one pale row, right below the head."""
    if not one.pairs:
        return ""
    each = width / len(one.pairs)
    indent = '<w:ind w:left="160"/>'
    cells = "".join(
        _cell(
            each,
            paragraph(ids["xlplan Label"], run(label), indent)
            + paragraph(ids["xlplan Fact"], run(value), indent),
            _shade("EDF1F6"),
        )
        for label, value in one.pairs
    )
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    # a paragraph of no height between the two tables, so that Word does not join them
    thin = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return (
        paragraph(ids["xlplan Gap"], "", thin)
        + _table(row, [each] * len(one.pairs), ids["xlplan Bare"])
        + _gap(ids)
    )


def cards(one: Cards, width: float, ids: Ids) -> str:
    """Return key figures as cards with a coloured edge, so many in a row."""
    count, gap = one.columns, 7.0
    each = (width - gap * (count - 1)) / count
    widths = [each, *([gap, each] * (count - 1))]
    rows = []
    for start in range(0, len(one.cards), count):
        cells = []
        for at in range(count):
            if at:
                cells.append(_cell(gap, paragraph(ids["xlplan Gap"], "")))
            place = start + at
            cells.append(_card(one, place, each, ids))
        if start:
            space = _cell(width, paragraph(ids["xlplan Gap"], ""), "", len(widths))
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{space}</w:tr>")
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return _table("".join(rows), widths, ids["xlplan Bare"]) + _gap(ids)


def _card(one: Cards, place: int, width: float, ids: Ids) -> str:
    if place >= len(one.cards):
        return _cell(width, paragraph(ids["xlplan Gap"], ""))
    card = one.cards[place]
    edge = EDGES.get(card.tone, EDGES["plain"])
    indent = '<w:ind w:left="140" w:right="60"/>'
    value = "xlplan Value small" if one.columns > 3 else "xlplan Value"
    tone = edge if card.tone in ("good", "bad") else ""
    notes = [run(card.note, f'<w:color w:val="{tone}"/>' if tone else "")] if card.note else []
    if card.own:
        lead = " · " if card.note else ""
        notes.append(run(f"{lead}{card.own}", f'<w:rStyle w:val="{ids["xlplan Own"]}"/>'))
    inside = (
        paragraph(ids["xlplan Label"], run(card.label), indent)
        + paragraph(ids[value], run(card.value), indent)
        + paragraph(ids["xlplan Note"], "".join(notes), indent)
    )
    top = (
        f'<w:tcBorders><w:top w:val="single" w:sz="24" w:space="0" w:color="{edge}"/></w:tcBorders>'
    )
    return _cell(width, inside, top + _shade(PALE))


def signs(one: Signs, width: float, ids: Ids) -> str:
    """Return lines to sign on, with room above them."""
    count, gap = len(one.names), 20.0
    each = (width - gap * (count - 1)) / count
    line = (
        f'<w:tcBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="{GREY}"/></w:tcBorders>'
    )
    cells = []
    for at, name in enumerate(one.names):
        if at:
            cells.append(_cell(gap, paragraph(ids["xlplan Gap"], "")))
        cells.append(_cell(each, paragraph(ids["xlplan Sign"], run(name)), line))
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
    room = paragraph(ids["xlplan Sign"], "", '<w:keepNext/><w:spacing w:before="700" w:after="0"/>')
    widths = [each, *([gap, each] * (count - 1))]
    return room + _table(row, widths, ids["xlplan Bare"]) + _gap(ids)


def side_by_side(cells: Sequence[str], each: float, gap: float, ids: Ids) -> str:
    """Return what stands in columns beside each other."""
    inside = []
    for at, cell in enumerate(cells):
        if at:
            inside.append(_cell(gap, paragraph(ids["xlplan Gap"], "")))
        ending = "" if cell.endswith("</w:p>") else paragraph(ids["xlplan Gap"], "")
        inside.append(_cell(each, cell + ending))
    row = f"<w:tr>{''.join(inside)}</w:tr>"
    widths = [each, *([gap, each] * (len(cells) - 1))]
    return _table(row, widths, ids["xlplan Bare"]) + _gap(ids)
