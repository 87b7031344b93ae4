"""No file takes the program down: bombs, far corners, halves, and a thousand random accidents."""

import io
import os
import random
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from workbooks import PLAN, binary_record, converted, edited, real, write, write_xlsb
from xlplan.core.issues import PlanError
from xlplan.engine.read import read_portfolio
from xlplan.engine.text import Texts
from xlplan.hosts.files.reading import read_tables

ROOT = Path(__file__).parents[2]

READ_ALL = """
import resource, sys, time
from collections import Counter
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from xlplan.core.issues import PlanError
from xlplan.engine.read import read_portfolio
from xlplan.engine.text import Texts
from xlplan.hosts.files.reading import read_tables
ends = Counter()
for path in sys.argv[1:] or sys.stdin.read().split("\\n"):
    begun = time.process_time()
    try:
        found = read_portfolio(read_tables(Path(path))).findings
        for one in found:
            Texts("en").finding(one), Texts("zh").finding(one)
        ends["read"] += 1
    except PlanError as wrong:
        Texts("en").error(wrong), Texts("zh").error(wrong)
        ends[wrong.code] += 1
    assert time.process_time() - begun < 20, path
print(dict(ends))
"""


def read_apart(paths) -> str:
    """Read files in a process with 2 GiB, so that a crash is a failed test and not the end of all."""
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL], input="\n".join(map(str, paths)), capture_output=True, text=True,
        timeout=600, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stderr[-2000:]
    return done.stdout


def code(path) -> str:
    with pytest.raises(PlanError) as caught:
        read_tables(path)
    assert Texts("zh").error(caught.value)
    return caught.value.code


def far(path, *cells):
    book = openpyxl.load_workbook(path)
    for cell in cells:
        book["Customers"][cell] = 1
    book.save(path)
    return path


@pytest.fixture
def plan(tmp_path):
    return write(tmp_path / "plan.xlsx")


class TestFarCorners:
    @pytest.mark.parametrize(
        "cells", [("XFD1048576",), ("CZ99999",), ("A1048576", "ZZ1"), ("DA1",)]
    )
    def test_a_stray_cell_does_not_matter(self, plan, cells):
        begun = time.process_time()
        reading = read_portfolio(read_tables(far(plan, *cells)))
        assert len(reading.portfolio.customers) == 2
        assert time.process_time() - begun < 15

    def test_in_a_process_with_two_gibibytes(self, tmp_path):
        path = far(write(tmp_path / "a.xlsx"), "XFD1048576")
        assert "read" in read_apart([path])

    @pytest.mark.parametrize(
        "change",
        [
            lambda data: data.replace(b'r="B2"', b"r='XFD1048576'"),
            lambda data: data.replace(b'r="B2"', b'r = "XFD1048576"'),
            lambda data: data.replace(b'r="B2"', b'r="xfd1048576"'),
            lambda data: data.replace(b"<c ", b"<c\t"),
            lambda data: data.replace(b'r="B2"', b'r="&#88;FD1048576"'),
            lambda data: data.replace(b'<c r="B2"', b'<c s="0" r="XFD1048576"'),
            lambda data: data.replace(
                b"<sheetData>", b"<!-- <sheetData></sheetData> --><sheetData>"
            ).replace(b'r="B2"', b'r="XFD1048576"'),
        ],
    )
    def test_in_any_disguise(self, plan, change):
        edited(plan, sheet1_xml=change)
        assert read_apart([plan])

    @pytest.mark.parametrize("reference", ["XFE1", "A1048577", "A99999999", "A0", "1A", "AAAA1"])
    def test_a_cell_that_cannot_be(self, plan, reference):
        edited(plan, sheet1_xml=lambda data: data.replace(b'r="B2"', f'r="{reference}"'.encode()))
        assert read_apart([plan])

    def test_in_xlsb(self, tmp_path):
        """The reader there would need 400 GB; its process ends, ours does not."""
        last = binary_record(0, struct.pack("<IIHHBI", 1_048_575, 0, 300, 0, 0, 0))
        last += binary_record(5, struct.pack("<IId", 16_383, 0, 1.0))
        end = binary_record(146)
        path = edited(
            write_xlsb(tmp_path / "a.xlsb", PLAN),
            sheet1_bin=lambda data: data.replace(end, last + end),
        )
        assert code(path) == "UNREADABLE"

    def test_in_ods(self, tmp_path):
        path = converted(far(write(tmp_path / "a.xlsx"), "XFD1048576"), "ods", tmp_path)
        assert code(path) == "UNREADABLE"

    def test_every_row_full_of_nothing(self, plan):
        rows = b"".join(
            b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(3, 5000)
        )
        edited(plan, sheet1_xml=lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>"))
        assert code(plan) == "TOO_LARGE"


class TestBombs:
    def bomb(self, path, part, data: bytes, times: int):
        """Replace a part by one that repeats some bytes, without holding it all."""
        packed = io.BytesIO()
        with (
            zipfile.ZipFile(path) as old,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for info in old.infolist():
                if info.filename != part:
                    new.writestr(info, old.read(info))
            with new.open(part, "w", force_zip64=True) as stream:
                for _ in range(times):
                    stream.write(data)
        path.write_bytes(packed.getvalue())
        return path

    @pytest.mark.parametrize(
        "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]
    )
    def test_a_part_that_swells(self, plan, part):
        self.bomb(plan, part, b" " * (1 << 20), 64)
        begun = time.process_time()
        assert code(plan) == "TOO_LARGE"
        assert time.process_time() - begun < 5

    def test_millions_of_cells(self, plan):
        with zipfile.ZipFile(plan) as archive:
            head, tail = archive.read("xl/worksheets/sheet1.xml").split(b"</sheetData>")
        cells = b"".join(
            b'<c r="A%d"><v>%d</v></c>' % (n, n * 7919 % 9973) for n in range(3, 90_000)
        )
        data = head + b"<row>" + cells * 170 + b"</row></sheetData>" + tail
        edited(plan, sheet1_xml=lambda _old: data)
        assert code(plan) == "TOO_LARGE"

    def test_one_text_a_million_times(self, tmp_path):
        path = tmp_path / "a.xlsx"
        names = [
            "<row><c t='inlineStr'><is><t>Customer ID</t></is></c><c t='inlineStr'><is><t>Customer</t></is></c></row>"
        ]
        names += [
            f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>0</v></c></row>'
            for n in range(2, 50_000)
        ]
        write(path)
        edited(
            path,
            sheet1_xml=lambda _old: (
                f"<worksheet><sheetData>{''.join(names)}</sheetData></worksheet>".encode()
            ),
        )
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(
                "xl/sharedStrings2.xml",
                f"<sst><si><t>{'long ' * 2_000_000}</t></si></sst>",
                zipfile.ZIP_DEFLATED,
            )
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        edited(
            path,
            workbook_xml_rels=lambda data: data.replace(
                b"</Relationships>",
                f'<Relationship Id="r99" Type="{kind}" Target="sharedStrings2.xml"/></Relationships>'.encode(),
            ),
        )
        assert "read" in read_apart([path])

    def test_entities_that_multiply(self, plan):
        doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
        edited(plan, sheet1_xml=lambda data: doctype + data)
        assert code(plan) == "UNSAFE"

    def test_a_part_twice(self, plan):
        with zipfile.ZipFile(plan, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", "<workbook/>")
        assert code(plan) == "DAMAGED"

    def test_too_many_parts(self, plan):
        with zipfile.ZipFile(plan, "a") as archive:
            for n in range(20_001):
                archive.writestr(f"x/{n}", "")
        assert code(plan) == "TOO_LARGE"

    def test_a_size_that_lies(self, plan):
        data = bytearray(plan.read_bytes())
        at = data.rfind(b"xl/worksheets/sheet1.xml") - 46  # its entry in the directory
        struct.pack_into("<I", data, at + 24, 10)
        plan.write_bytes(data)
        assert code(plan) == "DAMAGED"


class TestAccidents:
    def test_every_half_of_a_file(self, plan, tmp_path):
        data = plan.read_bytes()
        paths = []
        for n in range(60):
            paths.append(tmp_path / f"cut{n}.xlsx")
            paths[-1].write_bytes(data[: len(data) * n // 60])
        assert "'read'" not in read_apart(paths)

    def test_missing_parts(self, plan, tmp_path):
        with zipfile.ZipFile(plan) as archive:
            names = archive.namelist()
        paths = []
        for name in names:
            paths.append(tmp_path / f"without{len(paths)}.xlsx")
            with zipfile.ZipFile(plan) as old, zipfile.ZipFile(paths[-1], "w") as new:
                for one in names:
                    if one != name:
                        new.writestr(one, old.read(one))
        assert read_apart(paths)

    def test_a_thousand_random_bytes(self, plan, tmp_path):
        """Half of them in the file as it is, half inside its parts with the checksums made right."""
        chance = random.Random(2)
        data = plan.read_bytes()
        with zipfile.ZipFile(plan) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        paths = []
        for n in range(1000):
            path = tmp_path / f"m{n}.xlsx"
            paths.append(path)
            if n % 2:
                path.write_bytes(mutated(data, chance))
                continue
            name = chance.choice(
                [one for one in parts if "sheet" in one or "workbook" in one or "styles" in one]
            )
            with zipfile.ZipFile(path, "w") as archive:
                for one, held in parts.items():
                    archive.writestr(one, mutated(held, chance) if one == name else held)
        assert read_apart(paths)

    @pytest.mark.parametrize("suffix", ["xls", "ods", "xlsb"])
    def test_random_bytes_in_the_other_formats(self, plan, tmp_path, suffix):
        whole = (
            write_xlsb(tmp_path / "a.xlsb", PLAN)
            if suffix == "xlsb"
            else converted(plan, suffix, tmp_path)
        )
        chance = random.Random(3)
        data = whole.read_bytes()
        paths = []
        for n in range(40):
            paths.append(tmp_path / f"m{n}.{suffix}")
            paths[-1].write_bytes(mutated(data, chance))
        assert read_apart(paths)

    def test_random_bytes_of_every_kind_in_a_sheet(self, plan, tmp_path):
        chance = random.Random(4)
        for n in range(30):
            noise = bytes(chance.randrange(256) for _ in range(300))
            edited(plan, sheet2_xml=lambda data, noise=noise: data[: len(data) // 2] + noise)
            plan.rename(tmp_path / f"n{n}.xlsx")
            write(plan)
        assert read_apart(sorted(tmp_path.glob("n*.xlsx")))


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(changed))
        changed[at] = chance.choice(
            (
                changed[at] ^ (1 << chance.randrange(8)),
                chance.randrange(256),
                0,
                255,
                ord("9"),
                ord("<"),
            )
        )
    if chance.random() < 0.1:
        at = chance.randrange(len(changed))
        del changed[at : at + chance.randrange(1, 50)]
    return bytes(changed)


@pytest.mark.parametrize("folder", ["workbooks", "corpus"])
def test_every_real_file_ends_with_a_plan_or_a_reason(folder):
    files = real(folder)
    before = {path: path.read_bytes() for path in files}
    assert read_apart(files)
    assert all(path.read_bytes() == data for path, data in before.items())
