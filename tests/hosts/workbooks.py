"""Workbook files for the tests of reading, and where the real ones lie."""

import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import shared_data

PLAN = {
    "Customers": [
        ["Customer ID", "Customer", "Gross margin"],
        ["0017", "Dongfeng Cement", 0.35],
        ["C2", "Harbour Crane", "20%"],
    ],
    "商机": [
        ["商机编号", "客户编号", "金额", "预计成交日期"],
        ["O1", "0017", 1200.5, "2026-03-31"],
        ["O2", "C2", "1.2万", "2026年4月1日"],
    ],
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
    return sorted(shared_data.real(folder).iterdir())


def converted(path: Path, suffix: str, folder: Path) -> Path:
    """Return the workbook as LibreOffice writes it in another format."""
    soffice = shutil.which("soffice", path="/usr/bin:/bin")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = (folder / "profile").as_uri()
    command = [
        soffice,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(folder / suffix),
        str(path),
    ]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=120,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )
    return folder / suffix / f"{path.stem}.{suffix}"


def edited(path: Path, **parts) -> Path:
    """Change parts of a package in place: the end of a part's name (dots as _) → function of its bytes."""
    with zipfile.ZipFile(path) as archive:
        held = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in held:
            changed = data
            for end, change in parts.items():
                if info.filename.replace(".", "_").endswith(end):
                    changed = change(changed)
            archive.writestr(info.filename, changed)
    return path


def write_xlsb(path: Path, sheets: dict) -> Path:
    """Write the least .xlsb: texts, numbers and errors (a text that begins with # and ends with !)."""
    books = binary_record(131) + binary_record(143)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        relations = ""
        for at, (name, rows) in enumerate(sheets.items(), 1):
            books += binary_record(156, struct.pack("<II", 0, at) + _wide(f"rId{at}") + _wide(name))
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
            relations += (
                f'<Relationship Id="rId{at}" Type="{kind}" Target="worksheets/sheet{at}.bin"/>'
            )
            archive.writestr(f"xl/worksheets/sheet{at}.bin", _binary_sheet(rows))
        archive.writestr("xl/workbook.bin", books + binary_record(144) + binary_record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f"<Relationships>{relations}</Relationships>"
        )
        root = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="r1" Type="{root}" Target="xl/workbook.bin"/></Relationships>',
        )
        archive.writestr("[Content_Types].xml", "<Types/>")
    return path


def _binary_sheet(rows: list) -> bytes:
    data = (
        binary_record(129)
        + binary_record(148, struct.pack("<4I", 0, len(rows), 0, max(map(len, rows))))
        + binary_record(145)
    )
    for at, row in enumerate(rows):
        data += binary_record(0, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0))
        for column, value in enumerate(row):
            head = struct.pack("<II", column, 0)
            if value == "#N/A":
                data += binary_record(3, head + b"\x2a")
            elif isinstance(value, str):
                data += binary_record(6, head + _wide(value))
            elif value is not None:
                data += binary_record(5, head + struct.pack("<d", value))
    return data + binary_record(146) + binary_record(130)


def binary_record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(body)
    while size > 127:
        head += bytes([size & 127 | 128])
        size >>= 7
    return head + bytes([size]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
