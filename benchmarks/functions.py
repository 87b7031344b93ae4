"""What does a formula cost on our side: one cell through xlwings' dispatcher, and 10,000 rows at once?

Bars: at most 200 µs a call of single cells in our half (what the dispatcher adds is xlwings' own);
at most .25 s for a risk table of 10,000 rows. Each is also a ratio to a floor of the same run: a
bare function through the same dispatcher; a plain loop that adds up 14 weighted points a row.
Times are of the processor. The border of COM is the stand-in of the tests.

And what does that risk table cost where a planner waits for it: in LibreOffice, as one formula over
10,000 rows, each time that a cell of it changes? At most .5 s by the clock. Our half is the same call
on the same cells in the office's own Python; the rest is the office's: the bridge and 80,000 cells.
Run: ``python benchmarks/functions.py``.
"""

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
CALLS, ROWS, RUNS = 2_000, 10_000, 7
GIVEN = {
    "XLPLAN_LAG": [4.0, 2.0],
    "XLPLAN_NET_YEAR": [4.2e6, 2_761_644.0, 345_205.0, 6e5],
    "XLPLAN_PSE": [28.07, 79.09, 100.0, 80.0, 0.0, 10.0, 0.0, 70.0],
    "XLPLAN_ABCD_GRADE": [75.0, 0.6844, 29.35],
}
LINE: list[Any] = [
    0.02,
    "approved",
    1.2,
    20.0,
    "B",
    28.07,
    79.09,
    "verified",
    80.0,
    10.0,
    0.3,
    0.12,
    2.0,
    6.0,
]
WEIGHTS = tuple(float(at) for at in range(1, 15))


def spent(work: Callable[[], Any], times: int) -> float:
    """Return the seconds of processor that a piece of work takes, each time."""
    start = process_time()
    for _ in range(times):
        work()
    return (process_time() - start) / times


def scalar_calls() -> dict[str, dict[str, list[float]]]:
    """Return for each function the seconds of its halves, run by run; in a process of its own."""
    sys.path[:0] = [str(TESTS / "hosts"), str(TESTS), str(ROOT)]
    import excel_border  # type: ignore[import-not-found]

    _, com_server = excel_border.stubbed()
    server = com_server.XLPython()
    from xlplan.hosts.excel import udfs

    bare = _bare()
    found: dict[str, dict[str, list[float]]] = {}
    for name, cells in GIVEN.items():
        given = [excel_border.Cells(one) for one in cells]
        rows = [[[one]] for one in cells]
        ours = getattr(udfs, name)
        server.CallUDF(excel_border.UDFS, name, given, None, None)
        server.CallUDF("bare", bare[len(cells)], given, None, None)
        times: dict[str, list[float]] = {"through": [], "floor": [], "ours": []}
        for _ in range(RUNS):
            for key, work in (
                ("through", lambda: server.CallUDF(excel_border.UDFS, name, given, None, None)),  # noqa: B023
                ("floor", lambda: server.CallUDF("bare", bare[len(cells)], given, None, None)),  # noqa: B023
                ("ours", lambda: ours(*rows)),  # noqa: B023
            ):
                times[key].append(spent(work, CALLS))
        found[name] = times
    return found


def _bare() -> dict[int, str]:
    """Make a module with a function of so many cells that does nothing; return their names."""
    from types import ModuleType

    import xlwings

    module, names = ModuleType("bare"), {}
    for count in sorted({len(cells) for cells in GIVEN.values()}):
        words = [f"x{at}" for at in range(count)]
        names[count] = f"BARE_{count}"
        exec(f"def {names[count]}({', '.join(words)}): return 1.0", module.__dict__)
        made = xlwings.func(module.__dict__[names[count]])
        for word in words:
            made = xlwings.arg(word, ndim=2, err_to_str=True)(made)
        module.__dict__[names[count]] = made
    module.__file__ = __file__
    sys.modules["bare"] = module
    return names


def risk_tables() -> tuple[list[float], list[float]]:
    """Return the seconds of a risk table of 10,000 rows, and of a plain loop, run by run."""
    from xlplan.functions import call

    rows = [[*LINE[:5], LINE[5] + at % 50, *LINE[6:]] for at in range(ROWS)]
    ours, floor = [], []
    call("XLPLAN_RISK_TABLE", [rows[:10]])
    for _ in range(RUNS):
        gc.collect()
        ours.append(spent(lambda: call("XLPLAN_RISK_TABLE", [rows]), 1))
        floor.append(spent(lambda: plain_loop(rows), 1))
    return ours, floor


def plain_loop(rows: list[list[Any]]) -> list[list[float]]:
    """Return a score of each row and nothing else: the least that could be asked for."""
    made = []
    for row in rows:
        total = base = 0.0
        for weight, cell in zip(WEIGHTS, row, strict=True):
            if cell is not None:
                total += weight * (cell if type(cell) is float else 1.0)
                base += weight
        made.append([total / base])
    return made


OUR_HALF = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from xlplan.functions import Caller
from xlplan.hosts.libreoffice.answering import answer
rows, runs = json.load(sys.stdin)
given, caller = tuple(map(tuple, rows)), Caller()
answer(caller, "RISK_TABLE", (given[:10], None, None))
times = []
for _ in range(runs):
    start = time.process_time()
    answer(caller, "RISK_TABLE", (given, None, None))
    times.append(time.process_time() - start)
print(json.dumps(times))
"""


def in_the_office() -> tuple[list[list[float]], list[float]]:
    """Return the seconds by the clock and of the processor, run by run, and those of our half."""
    sys.path[:0] = [str(TESTS / "hosts")]
    from office import PYTHON, Office  # type: ignore[import-not-found]

    from xlplan.functions import call

    rows = [[*LINE[:5], LINE[5] + at % 50, *LINE[6:]] for at in range(ROWS)]
    steps: list[list[Any]] = [
        ["open", "private:factory/scalc"],
        ["put", f"A1:N{ROWS}", rows],
        ["array", f"P1:W{ROWS}", f"=XLPLAN.RISKTABLE(A1:N{ROWS})"],
        *(["recalculation", "A1", 0.02 + at / 1000] for at in range(RUNS + 1)),
        ["read", "P1:P1"],
    ]
    with tempfile.TemporaryDirectory() as room:
        office = Office(Path(room))
        *whole, ((shown,),) = office.session(steps)[
            -RUNS - 1 :
        ]  # one before: it loads the functions
        rows[0][0] = 0.02 + RUNS / 1000
        assert abs(shown - call("RISK_SCORE", [rows[:1]]).value) < 1e-9
        with zipfile.ZipFile(office.oxt) as parts:
            parts.extractall(office.home / "parts")
        office.give(office.home)
        command = [PYTHON, "-c", OUR_HALF, str(office.home / "parts" / "pythonpath")]
        return whole, json.loads(office.run(command, json.dumps([rows, RUNS])))


def print_office() -> None:
    """Print what the risk table costs in LibreOffice, where there is one."""
    if not shutil.which("unopkg"):
        print("LibreOffice is not installed: its risk table was not measured")
        return
    whole, ours = in_the_office()
    clock, processor = ([one[at] for one in whole] for at in (0, 1))
    share = median(ours) / median(processor)
    print(f"the same in LibreOffice: median {median(clock):.3f} s by the clock, best {min(clock):.3f} "
          f"(bar .5); of the processor {median(processor):.3f} s, our half of it {median(ours):.3f} s, "
          f"a share of {share:.0%}")  # fmt: skip


def main() -> None:
    if sys.argv[1:] == ["--calls"]:
        sys.stdout.write(json.dumps(scalar_calls()) + "\n")
        sys.stdout.flush()
        os._exit(0)  # what xlwings tidies up at the exit needs Windows
    done = subprocess.run(
        [sys.executable, __file__, "--calls"], capture_output=True, text=True, check=True
    )
    for name, times in json.loads(done.stdout.splitlines()[-1]).items():
        through, floor, ours = (median(times[key]) * 1e6 for key in ("through", "floor", "ours"))
        print(f"{name}: our half {ours:.0f} µs (bar 200); through the dispatcher {through:.0f} µs, "
              f"a bare function {floor:.0f} µs, ratio {through / floor:.2f}")  # fmt: skip
    taken, loop = risk_tables()
    ratios = [mine / least for mine, least in zip(taken, loop, strict=True)]
    print(f"risk table of {ROWS:,} rows: median {median(taken):.3f} s, best {min(taken):.3f} (bar .25); "
          f"a plain loop {median(loop):.3f} s, ratio {median(ratios):.1f}")  # fmt: skip
    print_office()


if __name__ == "__main__":
    main()
