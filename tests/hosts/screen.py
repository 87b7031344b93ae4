"""A screen that nobody looks at (Xvfb), and the picture on it."""

import os
import shutil
import struct
import subprocess
import zlib
from contextlib import contextmanager

import pytest

from xlplan.hosts.libreoffice.icons import INK, icon

SIZE = (1600, 900)


@contextmanager
def screen(room):
    """Yield what a program needs to show itself: its environment, with the file of the picture."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed: no window can be looked at")
    drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    reading, writing = os.pipe()
    command = [
        *(drop if os.getuid() == 0 else []),
        "Xvfb",
        "-displayfd",
        str(writing),
        "-nolisten",
        "tcp",
    ]
    command += ["-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-fbdir", str(room)]
    with subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()  # once it is ready
            assert number, server.stderr.read().decode()
            yield {
                "DISPLAY": f":{number}",
                "SAL_USE_VCLPLUGIN": "gen",
                "XLPLAN_SCREEN": str(room / "Xvfb_screen0"),
            }
        finally:
            server.terminate()


def picture(path):
    """Return a picture of X's own format as rows of colours, 0xRRGGBB."""
    data = path.read_bytes()
    head = struct.unpack(">25I", data[:100])
    size, width, height, line = head[0], head[4], head[5], head[12]
    order = ">" if head[7] else "<"
    assert head[11] == 32
    start = size + 12 * head[19]  # behind the list of colours
    return [
        [colour & 0xFFFFFF for colour in struct.unpack_from(f"{order}{width}I", data, start + row * line)]
        for row in range(height)
    ]  # fmt: skip


def opacity(button, size):
    """Return how much each pixel covers, row by row, read from the PNG."""
    data = icon(button, size)
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == (size, size)
    at = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[at - 4 : at])
    rows = zlib.decompress(data[at + 4 : at + 4 + length])
    line = 4 * size + 1
    assert len(rows) == line * size
    assert all(rows[line * row] == 0 for row in range(size))
    return [[rows[line * row + 4 * column + 4] for column in range(size)] for row in range(size)]


def places(rows, button, size):
    """Return where on a picture an icon is to be seen, as left and top: its ink, and none around it."""
    ink = int.from_bytes(INK)
    spots = [
        (x, y, cell) for y, row in enumerate(opacity(button, size)) for x, cell in enumerate(row)
    ]
    full = [(x, y) for x, y, cell in spots if cell == 255]
    bare = [(x, y) for x, y, cell in spots if cell == 0]
    first_x, first_y = full[0]
    found = []
    for y, row in enumerate(rows[: len(rows) - size]):
        for x, colour in enumerate(row[: len(row) - size]):
            left, top = x - first_x, y - first_y
            if colour == ink and left >= 0 and top >= 0 and (
                all(rows[top + down][left + right] == ink for right, down in full)
                and not any(rows[top + down][left + right] == ink for right, down in bare)
            ):  # fmt: skip
                found.append((left, top))
    return found
