"""How does an account plan look? Writes ``plan.png`` beside it: four pages of the example's largest customer.

``python docs/make_picture.py`` after a page of the plan has changed. Needs ``pdftoppm`` (poppler-utils).
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

DOCS = Path(__file__).parent
CUSTOMER, PAGES = "0017", (1, 2, 4, 7)
PAGE, GAP, GROUND = (728, 1029), 14, (226, 232, 240)


def main() -> None:
    """Build the plan as PDF, and put four of its pages side by side."""
    with TemporaryDirectory() as room:
        book = str(DOCS.parent / "workbooks/example.xlsx")
        command = ["plan", book, CUSTOMER, "--simulate", "--format", "pdf", "--out", room]
        subprocess.run([sys.executable, "-m", "xlplan", *command], check=True, cwd=DOCS.parent)
        pdf = next(Path(room).rglob("*.pdf"))
        subprocess.run(["pdftoppm", "-r", "150", "-png", str(pdf), f"{room}/page"], check=True)
        pages = sorted(Path(room).glob("page-*.png"))
        sheet = Image.new("RGB", (2 * PAGE[0] + 3 * GAP, 2 * PAGE[1] + 3 * GAP), GROUND)
        for at, number in enumerate(PAGES):
            left, top = GAP + at % 2 * (PAGE[0] + GAP), GAP + at // 2 * (PAGE[1] + GAP)
            with Image.open(pages[number - 1]) as page:
                sheet.paste(page.resize(PAGE, Image.Resampling.LANCZOS), (left, top))
        sheet.quantize(256, Image.Quantize.MAXCOVERAGE).save(DOCS / "plan.png", optimize=True)


if __name__ == "__main__":
    main()
