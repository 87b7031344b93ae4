"""The VBA project: packed and unpacked, read by olevba and olefile, byte by byte."""

import io
import random
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from xlplan.hosts.excel.compound import compound
from xlplan.hosts.excel.vba_compression import compress, decompress
from xlplan.hosts.excel.vba_project import (
    WORKBOOK,
    WORKSHEET,
    Module,
    document,
    hidden,
    vba_project,
)


def module(name, lines):
    text = [f'Attribute VB_Name = "{name}"', *lines, ""]
    return Module(name, "\r\n".join(text))


LONG = [f'    Debug.Print "line {at} of a long module", {at * at}' for at in range(900)]


@given(st.text(st.characters(min_codepoint=9, max_codepoint=126), max_size=9000))
def test_what_is_packed_comes_out_again(text):
    data = text.encode("ascii")
    assert decompress(compress(data)) == data


@pytest.mark.parametrize("size", [0, 1, 2, 3, 17, 4095, 4096, 4097, 8192, 20_000])
def test_another_reader_unpacks_the_same(size):
    words = random.Random(size)
    data = "".join(words.choice(["Dim x ", "As Long", "\r\n", "If ", "z"]) for _ in range(size))
    packed = data.encode()[:size]
    assert bytes(decompress_stream(bytearray(compress(packed)))) == packed


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        # by hand: 23 letters are no repetition, so three groups of eight with a flag byte each;
        # 29 bytes, less one and with the signature: 0xB019
        ("abcdefghijklmnopqrstuv.", "0119b000" + "6162636465666768" + "00" + "696a6b6c6d6e6f70"
         + "00" + "7172737475762e"),
        # one letter, then 72 times what stood one place before: (1 − 1) << 12 | 72 − 3
        ("a" * 73, "0103b002614500"),
    ],
)  # fmt: skip
def test_packed_by_hand(text, packed):
    assert compress(text.encode()).hex() == packed


def test_what_does_not_shrink_is_refused():
    noise = random.Random(1).randbytes(4096)
    with pytest.raises(ValueError):
        compress(noise)


def test_a_compound_file_with_streams_of_every_size():
    sizes = (0, 1, 63, 64, 65, 511, 4095, 4096, 4097, 70_000)
    tree = {f"stream {size}": bytes([size % 251]) * size for size in sizes}
    data = compound({**tree, "Folder": {"inner": b"deep", "large": b"x" * 9000}})
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as found:
        for name, content in tree.items():
            assert found.openstream(name).read() == content
        assert found.openstream("Folder/inner").read() == b"deep"
        assert found.openstream("Folder/large").read() == b"x" * 9000
        assert not found.parsing_issues


@pytest.mark.parametrize("count", range(1, 40))
def test_siblings_are_a_red_black_tree(count):
    data = compound({f"n{at}": b"" for at in range(count)})
    with olefile.OleFileIO(io.BytesIO(data)) as found:
        entries = found.direntries

        def depth(at):
            """The black height of a subtree; every rule of the tree holds in it."""
            if at == 0xFFFFFFFF:
                return 1
            one = entries[at] or found._load_direntry(at)
            for side in (one.sid_left, one.sid_right):
                assert side == 0xFFFFFFFF or one.color == 1 or found._load_direntry(side).color == 1
            left, right = depth(one.sid_left), depth(one.sid_right)
            assert left == right
            return left + one.color

        depth(entries[0].sid_child)
        assert len(found.listdir()) == count


MODULES = [
    document("ThisWorkbook", WORKBOOK),
    document("Sheet1", WORKSHEET),
    module("XlplanButtons", LONG),
    module("XlplanFunctions", ["Option Explicit"]),
]


def test_olevba_reads_the_modules_back_byte_by_byte(tmp_path):
    path = Path(tmp_path, "vbaProject.bin")
    path.write_bytes(vba_project(MODULES))
    parser = VBA_Parser(str(path))
    found = {stream.split("/")[-1]: code for _, stream, _, code in parser.extract_macros()}
    parser.close()
    assert found == {one.name: one.source for one in MODULES}


def test_the_project_says_its_modules_and_is_not_protected():
    with olefile.OleFileIO(io.BytesIO(vba_project(MODULES))) as found:
        lines = found.openstream("PROJECT").read().decode("ascii").split("\r\n")
        assert "Document=ThisWorkbook/&H00000000" in lines
        assert "Module=XlplanButtons" in lines
        assert found.openstream("VBA/_VBA_PROJECT").read()[:4].hex() == "cc61ffff"


def test_hidden_bytes_are_those_of_the_specification():
    # as a spreadsheet program wrote it for this class id and seed: protected by its host
    nobody = "{00000000-0000-0000-0000-000000000000}"
    assert shown("5456F8BF1E6E226E226A266A26", nobody) == bytes([4, 0, 0, 0])
    for data in (bytes(4), bytes(1), b"\xff"):
        for seed in (0, 0x15, 0x54, 0xE7):
            assert shown(hidden(data, nobody, seed), nobody) == data


def shown(text, class_id):
    """MS-OVBA 2.4.3.3, written from its pseudo-code."""
    code = bytes.fromhex(text)
    seed, version, key = code[0], code[0] ^ code[1], code[0] ^ code[2]
    assert version == 2
    assert key == sum(class_id.encode()) & 0xFF
    before, one, two = key, code[2], code[1]
    plain = bytearray()
    for byte in code[3:]:
        before = byte ^ ((two + before) & 0xFF)
        plain.append(before)
        one, two = byte, one
    plain = plain[(seed & 6) // 2 :]
    assert int.from_bytes(plain[:4], "little") == len(plain) - 4
    return bytes(plain[4:])


@pytest.mark.parametrize(
    "wrong",
    [
        Module("Name", 'Attribute VB_Name = "Other"\r\n'),
        Module("Name", 'Attribute VB_Name = "Name"\r\nMsgBox "计划"\r\n'),
        Module("Name", 'Attribute VB_Name = "Name"\r\nBeep\n'),
    ],
)
def test_a_module_that_would_break_is_refused(wrong):
    with pytest.raises(ValueError):
        vba_project([wrong])
