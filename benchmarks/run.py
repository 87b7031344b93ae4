"""What does ``xlplan run --plans none`` cost on 2,000 customers, against python-calamine alone?

Bar: at most 6 × the time that python-calamine needs to read the same file; ``xlplan --help`` under
150 ms. Both sides are whole processes, timed in turn. Run: ``python benchmarks/run.py``.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from books import generated_book

CALAMINE = (
    "import sys, python_calamine as c\n"
    "book = c.CalamineWorkbook.from_path(sys.argv[1])\n"
    "for name in book.sheet_names: book.get_sheet_by_name(name).to_python()\n"
)


def cpu_seconds(words: list[str]) -> float:
    """Return user + system seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    python, runs = sys.executable, 5
    with tempfile.TemporaryDirectory() as folder:
        book = generated_book(Path(folder) / "plan.xlsx", 2_000)
        print(f"workbook: {book.stat().st_size / 1e6:.1f} MB, 2,000 customers")
        ours, floor = [], []
        for _ in range(runs):
            floor.append(cpu_seconds([python, "-c", CALAMINE, str(book)]))
            ours.append(
                cpu_seconds(
                    [
                        python,
                        "-m",
                        "xlplan",
                        "run",
                        str(book),
                        "--plans",
                        "none",
                        "--as-of",
                        "2026-11-20",
                    ]
                )
            )
        ratios = [mine / theirs for mine, theirs in zip(ours, floor, strict=True)]
    print(
        f"python-calamine reads it in {median(floor):.2f} s, xlplan run takes {median(ours):.2f} s"
    )
    print(f"ratio: median {median(ratios):.2f}, best {min(ratios):.2f} (bar 6)")
    helped = [cpu_seconds([python, "-m", "xlplan", "--help"]) for _ in range(7)]
    print(f"xlplan --help: median {median(helped) * 1e3:.0f} ms (bar 150)")


if __name__ == "__main__":
    main()
