"""Workbook files for the tests of reading, and where the real ones lie."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

SHARED = Path(__file__).parents[3] / "shared" / "data"

PLAN = {
    "Customers": [["Customer ID", "Customer", "Gross margin"], ["0017", "Dongfeng Cement", 0.35], ["C2", "Harbour Crane", "20%"]],
    "商机": [["商机编号", "客户编号", "金额", "预计成交日期"], ["O1", "0017", 1200.5, "2026-03-31"], ["O2", "C2", "1.2万", "2026年4月1日"]],
}


def write(path: Path, sheets=None) -> Path:
    """Write rows with openpyxl; a formula begins with =, an error with #."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets or PLAN).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def real(folder: str) -> list[Path]:
    """Return the real files of a folder; the test is skipped where they are not."""
    found = sorted((SHARED / folder).glob("*")) if SHARED.is_dir() else []
    if not found:
        pytest.skip(f"no real data beside the repository: shared/data/{folder}")
    return found


def converted(path: Path, suffix: str, folder: Path) -> Path:
    """Return the workbook as LibreOffice writes it in another format."""
    soffice = shutil.which("soffice", path="/usr/bin:/bin")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = (folder / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix, "--outdir", str(folder / suffix), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env={"PATH": "/usr/bin:/bin", "HOME": str(folder)})
    return folder / suffix / f"{path.stem}.{suffix}"


def edited(path: Path, **parts) -> Path:
    """Change parts of a package in place: the end of a part's name (dots as _) → function of its bytes."""
    with zipfile.ZipFile(path) as archive:
        held = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in held:
            for end, change in parts.items():
                if info.filename.replace(".", "_").endswith(end):
                    data = change(data)
            archive.writestr(info.filename, data)
    return path
