"""Generated plans as workbooks on disk, for the benchmarks."""

import dataclasses
from pathlib import Path

from generated import generated_plan

from xlplan.engine.contract import SHEETS
from xlplan.hosts.files.planbook import write_plan


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
