"""What does an account plan cost in each format, on 500 generated customers, and does memory stay flat?

Bars: Word at most 120 ms and HTML at most 15 ms a plan of CPU, what it says (the context) included.
Beside Word stands its floor, measured in the same run: escaping the same texts into XML and
deflating the same parts. Run: ``python benchmarks/documents.py [customers]``.
"""

import io
import resource
import sys
import time
import zipfile
import zlib
from statistics import median

from generated import AS_OF, generated_plan

from xlplan.core.assess import assess
from xlplan.core.policy import Policy
from xlplan.engine.account.context import plan_context
from xlplan.engine.documents import paper_of
from xlplan.engine.text import Texts
from xlplan.engine.word.text import paragraph, run
from xlplan.hosts.files.documents import FORMATS, Wanted, document

FEWER = {"pdf": 60, "pptx": 60}


def memory() -> float:
    """Return the resident memory in MB."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def floor(data: bytes, texts: list[str]) -> float:
    """Return the seconds that formatting the texts and deflating the parts take."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name) for name in package.namelist()]
    start = time.process_time()
    made = "".join([paragraph("xlplanCell", run(text)) for text in texts])
    for part in (*parts, made.encode()):
        zlib.compress(part, 4)
    return time.process_time() - start


def words(context: object, texts: Texts) -> list[str]:
    """Return every text of a plan."""
    blocks = paper_of(context, texts).blocks  # type: ignore[arg-type]
    return [part for block in blocks for part in str(block).split("text='")]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    found, texts = assess(generated_plan(count), Policy(), AS_OF), Texts("en")
    document(
        plan_context(found.customers[0], found, texts), found, texts, Wanted("plan", "docx"), None
    )
    saying = []
    contexts = []
    for one in found.customers:
        start = time.process_time()
        contexts.append(plan_context(one, found, texts))
        saying.append(time.process_time() - start)
    print(f"context: median {1e3 * median(saying):.1f} ms, worst {1e3 * max(saying):.1f} ms")
    for ext in FORMATS:
        spent, floors, rooms, sizes = [], [], [memory()], []
        for at, context in enumerate(contexts[: FEWER.get(ext, count)]):
            start = time.process_time()
            data = document(context, found, texts, Wanted("plan", ext), None)
            spent.append(time.process_time() - start + saying[at])
            sizes.append(len(data))
            if ext == "docx" and at % 25 == 0:
                floors.append(floor(data, words(context, texts)))
            if at + 1 in (len(contexts) // 2, len(contexts)):
                rooms.append(memory())
        bar = {"docx": " (bar 120)", "html": " (bar 15)"}.get(ext, "")
        beside = f"; floor {1e3 * median(floors):.1f} ms" if floors else ""
        grown = " → ".join(f"{room:.0f}" for room in rooms)
        print(
            f"{ext}: {len(spent)} plans, median {1e3 * median(spent):.1f} ms, "
            f"mean {1e3 * sum(spent) / len(spent):.1f}, worst {1e3 * max(spent):.1f}{bar}{beside}; "
            f"{median(sizes) / 1e3:.0f} KB; memory {grown} MB"
        )


if __name__ == "__main__":
    main()
