"""Which functions does xlplan offer inside a spreadsheet, and how does a host call them?

The shape, for whoever builds a host:

- ``published()`` is the registry: name ``XLPLAN_…`` → ``Function`` (``summary`` and ``summary_zh``,
  ``arguments``, ``result``, ``columns`` of a result that is a table). An ``Argument`` has ``name``,
  ``kind``, ``help`` and ``help_zh``, ``optional`` (it and all that follow may be left out); the one
  of ``XLPLAN_WHY`` is ``variadic``. Hosts generate their wrappers, help and lists from it.
- ``call(name, args, lang)`` is the one way to call, whatever the host: values of cells go in
  (``None``, float, int, Decimal, str, bool, date, datetime, ``CellError``; a range is a list of
  rows), an ``Answer`` comes out: ``value`` (a cell, or a list of rows; ``None`` is a blank, a
  ``CellError`` a true error of the spreadsheet) and ``why`` (the readable reason). It raises nothing.
- ``Caller(lang)`` is the same for one host, with the last reason kept for ``XLPLAN_WHY()``;
  ``XLPLAN_WHY(name, arguments…)`` tells the reason of that very call.

A host maps its own errors to ``CellError`` and back (or passes their texts, ``"#N/A"``), and blanks to
``None`` and back. Dates may come as dates or as the spreadsheet's serial numbers. Functions of single
cells answer for each cell of a range; rows of a sheet come in the order of the contract or under
their headings. Words go out in English in every language, so that formulas keep their meaning.
"""

from xlplan.functions.calling import Caller, call
from xlplan.functions.describing import published
from xlplan.functions.function import Argument, Function
from xlplan.functions.kinds import Answer, CellError, Value
from xlplan.functions.listing import PREFIX

__all__ = [
    "PREFIX", "Answer", "Argument", "Caller", "CellError", "Function", "Value", "call", "published",
]  # fmt: skip
