"""What does putting sheets into a planner's workbook cost, and does it grow with the workbook?

Bars: 100,000 rows of 20 cells: under .1 s CPU and 60 MB, with openpyxl's load and save of the same
file beside it. Run: ``python benchmarks/graft.py``; ``--rows N`` for another size; ``--fuzz 5000``
for mutated packages, ``--kills 200`` for processes killed while they write, ``--office 20`` for real
workbooks that LibreOffice opens after the graft.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import xlsxwriter

ROOT = Path(__file__).parents[1]
COLUMNS = 20
MEMORY = """
def memory():  # not ru_maxrss, which a child inherits from its parent
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
"""
GRAFT = """
import json, sys, time
from pathlib import Path
begin = time.process_time()
from xlplan.hosts.files.graft.grafting import graft
start = time.process_time()
graft(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
print(json.dumps([time.process_time() - start, start - begin, memory()]))
"""
OPENPYXL = """
import json, sys, time
from pathlib import Path
import openpyxl
start = time.process_time()
openpyxl.load_workbook(sys.argv[1]).save(sys.argv[3])
print(json.dumps([time.process_time() - start, 0, memory()]))
"""


def main() -> None:
    """Run what is asked for."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=100_000)
    for name in ("fuzz", "kills", "office", "seed"):
        words.add_argument(f"--{name}", type=int, default=0)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if asked.fuzz:
            show("fuzz", trials().fuzz(folder, asked.fuzz, asked.seed or 1))
        if asked.kills:
            show("kills", trials().kills(folder, asked.kills, asked.seed or 1))
        if asked.office:
            office(folder, asked.office)
        if not (asked.fuzz or asked.kills or asked.office):
            cost(folder, asked.rows)


def cost(folder: Path, rows: int) -> None:
    """Print CPU and memory of a graft into a small and a large workbook, and of openpyxl."""
    sheets = support().authored(folder / "sheets.xlsx")
    for count in (100, rows):
        book = large(folder / f"book{count}.xlsx", count)
        place = f"{count:,} rows, {book.stat().st_size / 1e6:.1f} MB"
        runs = [measured(GRAFT, book, sheets, folder / "out.xlsx") for _ in range(5)]
        seconds, imports, memory = min(runs)
        print(
            f"graft into {place}: {seconds:.3f} s CPU (bar .1), {memory:.0f} MB (bar 60);", end=" "
        )
        print(f"imports {imports:.3f} s")
    seconds, _, memory = measured(OPENPYXL, book, sheets, folder / "openpyxl.xlsx")
    print(f"openpyxl load + save, {place}: {seconds:.1f} s CPU, {memory:.0f} MB, nothing added")


def large(path: Path, rows: int) -> Path:
    """Write a workbook of so many rows."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Customers")
    for row in range(rows):
        for column in range(0, COLUMNS, 2):
            sheet.write_string(row, column, f"customer {row * 7919 % 10_007} of {column}")
            sheet.write_number(row, column + 1, row * 1.25 + column)
    book.close()
    return path


def measured(code: str, *paths: Path) -> list[float]:
    """Return CPU seconds of the work and of the imports, and MB, of a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", MEMORY + code, *map(str, paths)],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    found: list[float] = json.loads(run.stdout)
    return found


def office(folder: Path, count: int) -> None:
    """Graft into real workbooks and have LibreOffice open them; print how many it did."""
    from xlplan.core.issues import PlanError
    from xlplan.hosts.files.graft.grafting import graft

    sheets, files = support().authored(folder / "sheets.xlsx"), support().real_workbooks()
    out: list[Path] = []
    for number, path in enumerate(files[:: max(len(files) // (count + count // 4), 1)]):
        made = folder / f"{number}{path.suffix}"
        try:
            graft(path, sheets, made)
        except PlanError:
            continue
        out.append(made)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "saved"), *map(str, out[:count])]
    subprocess.run(command, env={"PATH": "/usr/bin:/bin", "HOME": str(folder)}, check=True)
    opened = [path for path in out[:count] if (folder / "saved" / f"{path.stem}.xlsx").exists()]
    ours = [path for path in opened if kept(folder / "saved" / f"{path.stem}.xlsx")]
    print(
        f"LibreOffice opened {len(opened)} of {len(out[:count])}, our sheets whole in {len(ours)}"
    )


def kept(path: Path) -> bool:
    """Tell whether a workbook that LibreOffice saved has our texts and numbers."""
    shown = support().calamine(path)[0]
    notes = shown.get("Notes", [[""] * 3] * 2) if isinstance(shown, dict) else [[""] * 3] * 2
    return bool(notes[1][1] == "备注 1 <&> “x”" and notes[1][2] == "1.5")


def show(name: str, outcome: dict[str, int]) -> None:
    """Print what came of trials."""
    print(name, "·", ", ".join(f"{key} {value}" for key, value in sorted(outcome.items())))


def support() -> Any:
    """Return the tests' samples and looks."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "hosts")]
    return importlib.import_module("graft_support")


def trials() -> Any:
    """Return the tests' trials."""
    support()
    return importlib.import_module("graft_trials")


if __name__ == "__main__":
    main()
