"""Which functions are there, on one page? The README's table and docs/functions.md, made from the list.

``python -m xlplan.functions.table README.md docs/functions.md`` writes them anew: in the README, between
the markers, the names by topic; in the other file every function with its arguments.
"""

import re
import sys
from pathlib import Path

from xlplan.functions.describing import published
from xlplan.functions.function import Function
from xlplan.functions.listing import PREFIX

START, END = "<!-- functions -->", "<!-- /functions -->"
TOPICS = {
    "1": ("Process", "进程"),
    "2": ("People", "人"),
    "3": ("Risk, winning, ranking", "风险、赢单、排序"),
    "4": ("Relationship", "关系"),
    "5": ("Cost and return", "成本与回报"),
    "6": ("Funnel", "漏斗"),
    "7": ("Care", "维护"),
    "0": ("All of them", "通用"),
}
"""Chapter of the method → what its functions are about."""


ABOUT = (
    "Made from the functions themselves; `XLPLAN_LAG` in Excel is `XLPLAN.LAG` in LibreOffice. Arguments "
    "in square brackets may be left out. LibreOffice hands over a reference to one blank cell as 0: leave "
    "such an argument out, or write a range of one cell, `A2:A2`. "
    "由函数本身生成；Excel 中的 `XLPLAN_LAG` 在 LibreOffice 中写作 `XLPLAN.LAG`。"
    "方括号中的参数可省略。LibreOffice 把对单个空白单元格的引用当作 0：这样的参数请省略，或写成只有一格的区域 `A2:A2`。"
)


def short_table() -> str:
    """Return the names by topic, as a Markdown table."""
    rows = ["| About · 内容 | `XLPLAN_…` |", "| --- | --- |"]
    for chapter, (english, chinese) in TOPICS.items():
        names = [f"`{one.name.removeprefix(PREFIX)}`" for one in _about(chapter)]
        rows.append(f"| {english} · {chinese} | {' '.join(names)} |")
    return "\n".join(rows)


def long_list() -> str:
    """Return every function with what it gives and takes, in both languages."""
    lines = [
        "# Functions for cells · 单元格函数",
        "",
        ABOUT,
    ]
    for chapter, (english, chinese) in TOPICS.items():
        lines += ["", f"## {english} · {chinese}"]
        for one in _about(chapter):
            lines += _entry(one)
    return "\n".join(lines) + "\n"


def _about(chapter: str) -> list[Function]:
    return [one for one in published().values() if one.source[:1] == chapter]


def _entry(one: Function) -> list[str]:
    lines = ["", f"### {one.name}", "", f"{one.summary} {one.summary_zh}", ""]
    for argument in one.arguments:
        name = f"`{argument.name}`" if not argument.optional else f"[`{argument.name}`]"
        usual = f" (`{argument.policy}`)" if argument.policy else ""
        lines.append(f"- {name} {argument.kind}: {argument.help} {argument.help_zh}{usual}")
    if one.columns:
        lines += ["", f"Columns · 列: {' · '.join(one.columns)}"]
    return lines


def with_table(text: str) -> str:
    """Return a text with the table between its markers; without markers, the text as it is."""
    between = re.compile(f"{START}.*?{END}", re.DOTALL)
    return between.sub(lambda _: f"{START}\n{short_table()}\n{END}", text)


def main(paths: list[str]) -> None:
    """Write the table of each file anew; a file without markers becomes the long list."""
    for name in paths:
        path = Path(name)
        text = path.read_text("utf-8") if path.exists() else ""
        path.write_text(with_table(text) if START in text else long_list(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
