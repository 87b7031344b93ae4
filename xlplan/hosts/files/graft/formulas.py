"""What does a formula of ours say once a sheet or a table of ours has another name?

Only references to our own sheets and tables change; text in quotes stays, except a link to a place
(``HYPERLINK("#Sheet!A1")``); references to other workbooks and to the planner's sheets stay.
"""

import re
from collections.abc import Mapping

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<quoted>'(?:[^']|'')*'!)
  | (?P<inner>\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:[\w.]+!)?)   # columns of a table; another workbook
  | (?P<span>(?:[^\W\d][\w.]*:)?[^\W\d][\w.]*!)
  | (?P<word>(?:[^\W\d]|\\)[\w.\\?]*)(?!\s*\()
    """,
    re.VERBOSE,
)
_BARE = re.compile(r"[^\W\d][\w.]*")
_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]?\d*|[Cc]\d*")


class Renames:
    """New names of our sheets and tables; compared without regard to case.

    Args:
        sheets: old name of a sheet → new one.
        tables: old name of a table → new one.
    """

    def __init__(self, sheets: Mapping[str, str], tables: Mapping[str, str]) -> None:
        self._sheets = {old.casefold(): new for old, new in sheets.items() if old != new}
        self._tables = {old.casefold(): new for old, new in tables.items() if old != new}

    def __bool__(self) -> bool:
        return bool(self._sheets or self._tables)

    def formula(self, text: str) -> str:
        r"""Return a formula, a reference or the target of a link with the new names.

        Example:
            >>> Renames({"Sum": "Sum (2)"}, {"T": "T_2"}).formula('Sum!A1+COUNT(T[x])&"Sum!A1"')
            '\'Sum (2)\'!A1+COUNT(T_2[x])&"Sum!A1"'
        """
        return _TOKEN.sub(self._token, text)

    def _token(self, found: re.Match[str]) -> str:
        text = found[0]
        if found["text"]:
            return f'"#{self.formula(text[2:-1])}"' if text.startswith('"#') else text
        if found["quoted"]:
            return self._sheet(text, text[1:-2].replace("''", "'"))
        if found["span"]:
            cell, colon, sheet = text.rpartition(":")
            if colon and _LIKE_CELL.fullmatch(cell):  # A1:Sheet!B2
                return f"{cell}:{self._sheet(sheet, sheet[:-1])}"
            return self._sheet(text, text[:-1])
        if found["word"]:
            return self._tables.get(text.casefold(), text)
        return text

    def _sheet(self, text: str, names: str) -> str:
        """Return a sheet's name before its ``!``, or those of the first and last of several."""
        new = [self._sheets.get(name.casefold(), name) for name in names.split(":")]
        return text if new == names.split(":") else quoted(":".join(new)) + "!"


def quoted(name: str) -> str:
    """Return a sheet's name as a formula has to spell it.

    Example:
        >>> quoted("Data"), quoted("Q1's"), quoted("A1")
        ('Data', "'Q1''s'", "'A1'")
    """
    if _BARE.fullmatch(name) and not _LIKE_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"
