"""Is a result workbook still as xlplan wrote it? Its seal: a digest of every other part of it.

Whoever saves the workbook writes its parts anew, and the seal no longer fits. It is a property of
the file that no sheet shows.
"""

import re
import zipfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

PROPERTY = "xlplan.seal"
PLACE = "docProps/custom.xml"
OPEN = "0" * 64
"""What stands in the place of the seal until the other parts are written."""

_SEAL = re.compile(rb">([0-9a-f]{64})<")


def seal_of(entries: Iterable[zipfile.ZipInfo]) -> str:
    """Return the seal of a package with these parts; its own part does not count."""
    parts = sorted((one.filename, one.CRC) for one in entries if one.filename != PLACE)
    return sha256(repr(parts).encode()).hexdigest()


def is_sealed(path: Path) -> bool:
    """Return whether a result workbook is as we wrote it; not, if it cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            found = _SEAL.search(package.read(PLACE))
            return found is not None and found[1].decode() == seal_of(package.infolist())
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile):
        return False
