"""Generated plans as workbooks on disk, for the benchmarks."""

import dataclasses
import shutil
from pathlib import Path

from generated import generated_plan

from xlplan.engine.contract import SHEETS
from xlplan.hosts.files.planbook import write_plan

DISTINCT = 20  # workbooks of different content in a fleet; the others are copies


def generated_book(path: Path, customers: int) -> Path:
    """Write a generated plan as a workbook, unless it is there already."""
    if not path.exists():
        plan = generated_plan(customers)
        records = {
            sheet.key: [
                {
                    field.name: getattr(one, field.name)
                    for field in dataclasses.fields(one)
                    if field.name != "row"
                }
                for one in getattr(plan, sheet.key)
            ]
            for sheet in SHEETS
            if sheet.record is not None and getattr(plan, sheet.key)
        }
        write_plan(path, "en", records)
    return path


def fleet(folder: Path, count: int, customers: int) -> Path:
    """Return a folder with that many workbooks of about that many customers each."""
    folder.mkdir()
    made = [
        generated_book(folder / f"book{number:05}.xlsx", max(1, customers - 2 + number % 5))
        for number in range(min(DISTINCT, count))
    ]
    for number in range(len(made), count):
        shutil.copyfile(made[number % DISTINCT], folder / f"book{number:05}.xlsx")
    return folder
