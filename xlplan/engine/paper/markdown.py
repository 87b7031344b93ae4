"""How is a document written as Markdown? Block by block, for those without a template of their own."""

from xlplan.engine.paper.blocks import (
    Block,
    Cards,
    Cell,
    Columns,
    Ending,
    Facts,
    Head,
    Heading,
    Paper,
    Paragraph,
    Row,
    Signs,
    Spans,
    Table,
)
from xlplan.engine.template_room import markdown
from xlplan.engine.text import Texts


def markdown_of(paper: Paper) -> str:
    """Return a document as Markdown; pictures are left out, the tables say the same."""
    t = Texts(paper.lang)
    return "\n\n".join(part for one in paper.blocks if (part := _block(one, t))) + "\n"


def _block(one: Block, t: Texts) -> str:  # noqa: PLR0911 - a list of the blocks
    if isinstance(one, Head):
        grade = (
            f"\n\n**{_safe(one.badge[0])} {_safe(one.badge[1])}** · {_safe(one.badge[2])}"
            if one.badge
            else ""
        )
        return f"# {_safe(one.name)}\n\n{_safe(one.kind)} · {_safe(one.line)}{grade}"
    if isinstance(one, Facts):
        return " · ".join(
            t.named(_safe(label), f"**{_safe(value)}**") for label, value in one.pairs
        )
    if isinstance(one, Cards):
        rows = [
            t.named(
                f"- {_safe(c.label)}", f"**{_safe(c.value)}**{_note(c.note, t)}{_note(c.own, t)}"
            )
            for c in one.cards
        ]
        return "\n".join(rows)
    if isinstance(one, Heading):
        number = f"{one.number} " if one.number else ""
        return f"{'#' * (one.level + 1)} {number}{_safe(one.text)}"
    if isinstance(one, Paragraph):
        text = _spans(one.spans)
        return {"headline": f"**{text}**", "how": f"*{text}*", "item": f"- {text}"}.get(
            one.kind, text
        )
    if isinstance(one, Ending):
        return f"> **{t.named(_safe(one.label), '').strip()}** {_safe(one.text)}"
    if isinstance(one, Table):
        return _table(one)
    if isinstance(one, Columns):
        return "\n\n".join(part for column in one.columns for b in column if (part := _block(b, t)))
    if isinstance(one, Signs):
        return "  \n".join(t.named(_safe(name), "\\_" * 8) for name in one.names)
    return ""


def _safe(text: str) -> str:
    return str(markdown(text))


def _note(text: str, t: Texts) -> str:
    """Return a note in the brackets of the language."""
    return t(" ({note})", note=_safe(text)) if text else ""


def _spans(spans: Spans) -> str:
    return "".join(
        f"**{_safe(s.text)}**" if s.kind in ("bold", "tag") else _safe(s.text) for s in spans
    )


def _table(one: Table) -> str:
    one = _without_bars(one)
    if not one.columns:
        return ""
    head = one.head[0] if one.head else Row(())
    lines = [_row(head, one.columns), "|" + "---|" * one.columns]
    lines += [_row(row, one.columns) for row in (*one.rows, *one.foot)]
    title = f"**{_safe(one.caption)}**\n\n" if one.caption else ""
    return title + "\n".join(lines)


def _without_bars(one: Table) -> Table:
    """Return a table without the columns that hold nothing but drawn bars, which text cannot show."""
    drawn = [
        at
        for at in range(one.columns)
        if one.rows and all(at < len(row.cells) and _is_drawn(row.cells[at]) for row in one.rows)
    ]
    if not drawn:
        return one
    head, rows, foot = (
        tuple(_lacking(row, drawn) for row in part) for part in (one.head, one.rows, one.foot)
    )
    return one._replace(head=head, rows=rows, foot=foot)


def _is_drawn(cell: Cell) -> bool:
    return cell.bar is not None and not cell.text


def _lacking(row: Row, drawn: list[int]) -> Row:
    """Return a row without the cells in those columns; a wide one is that much narrower."""
    cells, at = [], 0
    for cell in row.cells:
        wide = cell.wide - sum(at <= one < at + cell.wide for one in drawn)
        at += cell.wide
        if wide:
            cells.append(cell._replace(wide=wide))
    return row._replace(cells=tuple(cells))


def _row(row: Row, columns: int) -> str:
    cells: list[str] = []
    for cell in row.cells:
        text = " · ".join("".join(_safe(span.text) for span in line) for line in cell.lines)
        cells += [text, *([""] * (cell.wide - 1))]
    cells += [""] * (columns - len(cells))
    return "| " + " | ".join(cells) + " |"
