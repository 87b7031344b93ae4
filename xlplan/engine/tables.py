"""What does a sheet of the contract look like? Sheets and columns, and how their names are matched.

The declarations themselves are in ``contract.py``; reader, writer, blank workbook, importer and
README all use them, so that no heading is written down twice.
"""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import normalize

_IGNORED = re.compile(r"[\s_\-:*.·、/]+")
_UNIT = re.compile(r"(?:[(\[（【].*?[)\]）】]|%)$")


def fold(text: str) -> str:
    """Return a name as it is compared: width, case, spaces and light punctuation do not count.

    Example:
        >>> fold("　Customer_ID ") == fold("customer id"), fold("ＤＳＯ　days")
        (True, 'dsodays')
    """
    return _IGNORED.sub("", normalize("NFKC", text).casefold())


def fold_heading(text: str) -> str:
    """Return a heading as it is compared: like ``fold``, and a unit at its end is dropped.

    Example:
        >>> fold_heading("Amount (EUR)*"), fold_heading("金额（万元）"), fold_heading("Gross margin %")
        ('amount', '金额', 'grossmargin')
    """
    plain = normalize("NFKC", text).strip().rstrip("*").rstrip()
    return fold(_UNIT.sub("", plain) or plain)


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Args:
        field: the name in the record.
        en: the English heading.
        zh: the Chinese heading.
        kind: text, id, date, money, share, score, rating, int, number, flag or word.
        required: a record without it is left out.
        unique: two records may not share it.
        words: for kind ``word``: canonical English word → Chinese word.
        low: smallest value allowed (numbers).
        high: largest value allowed (numbers).
        note: what the column means and in which unit, where heading and kind do not say it.
        blank: what a blank stands for where it is more than “not known”, a sentence.
        also: for kind ``word``: canonical word → further words for it, with commas.
        decides: what stands there and cannot be read leaves its record out; a blank has a meaning of
            its own, for which it must not be taken.
    """

    field: str
    en: str
    zh: str
    kind: str = "text"
    required: bool = False
    unique: bool = False
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    note: str = ""
    blank: str = ""
    also: Mapping[str, str] = dataclasses.field(default_factory=dict)
    decides: bool = False

    def heading(self, lang: str) -> str:
        """Return the heading in ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en

    @cached_property
    def own_spellings(self) -> dict[str, str]:
        """Return folded spelling → canonical word: the column's own words in both languages."""
        return {fold(word): en for en, zh in self.words.items() for word in (en, zh) if word}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Return folded spelling → canonical word: its own words, and other common ones."""
        others = {fold(one): en for en, more in self.also.items() for one in more.split(",")}
        return others | self.own_spellings


@dataclass(frozen=True)
class Sheet:
    """One sheet of the contract.

    Args:
        key: the field of ``Portfolio`` (``policy`` and ``risk_factors`` are no records).
        en: the English name.
        zh: the Chinese name.
        record: the class of its records, ``None`` for the two parameter sheets.
        columns: its columns in the order of a blank workbook.
        note: what the sheet is for, one sentence.
    """

    key: str
    en: str
    zh: str
    record: type[Any] | None
    columns: tuple[Column, ...]
    note: str = ""

    def name(self, lang: str) -> str:
        """Return the sheet's name in ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        """Return folded heading → column, both languages."""
        return {fold(h): column for column in self.columns for h in (column.en, column.zh)}

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Return field → column."""
        return {column.field: column for column in self.columns}


def letters(index: int) -> str:
    """Return the column letters of a zero-based index.

    Example:
        >>> letters(0), letters(25), letters(26), letters(16383)
        ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
