"""Which options does each command take? One function a command."""

import argparse

from xlplan.engine.text import LANGUAGES, Texts
from xlplan.hosts.cli_parser import Parser


def add_lang(parser: Parser, t: Texts) -> None:
    """Add the choice of language."""
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help=t("Language of messages and results; otherwise the workbook's own."),
    )


def add_book(parser: Parser, t: Texts, *, many: bool = False) -> None:
    """Add what reads a workbook."""
    parser.add_argument(
        "books" if many else "book",
        metavar=t("BOOK"),
        nargs="+" if many else None,
        help=t("A planning workbook: .xlsx .xlsm .xls .xlsb .ods"),
    )
    add_evaluating(parser, t)


def add_evaluating(parser: Parser, t: Texts) -> None:
    """Add how a workbook is evaluated."""
    parser.add_argument(
        "--as-of",
        metavar=t("DATE"),
        help=t("Evaluate as of this day, unless the workbook's Policy sets one; otherwise today."),
    )
    add_preset(parser, t)
    parser.add_argument(
        "--recalculate",
        action="store_true",
        help=t("Let LibreOffice calculate a copy first, for formulas without a cached value."),
    )


def add_preset(parser: Parser, t: Texts) -> None:
    """Add the choice of a preset."""
    parser.add_argument(
        "--preset", metavar=t("NAME"), help=t("A named set of numbers; xlplan policy lists them.")
    )


def add_new(parser: Parser, t: Texts) -> None:
    """Add the options of new."""
    parser.add_argument(
        "file", metavar=t("FILE"), help=t("The workbook to write, ending in .xlsx.")
    )
    parser.add_argument(
        "--example", action="store_true", help=t("Twelve customers instead of none.")
    )
    parser.add_argument(
        "--portable",
        action="store_true",
        help=t("With functions for cells that Excel 365 works out by itself."),
    )
    parser.add_argument("--force", action="store_true", help=t("Replace the file if it exists."))


def add_check(parser: Parser, t: Texts) -> None:
    """Add the options of check."""
    add_book(parser, t)
    add_json(parser, t, t("Write the findings as JSON; - prints them."))


def add_run(parser: Parser, t: Texts) -> None:
    """Add the options of run."""
    add_book(parser, t, many=True)
    parser.add_argument(
        "--out",
        metavar=t("PATH"),
        help=t(
            "The result workbook, or a folder for several; otherwise NAME.plan.xlsx beside BOOK."
        ),
    )
    add_documents(parser, t, "all")
    add_since(parser, t)
    add_json(parser, t, t("Write the results as JSON (its keys: docs/json.md); - prints them."))
    parser.add_argument(
        "--flips",
        action="store_true",
        help=t("Add to the JSON what would move each grade; about 8 ms an opportunity."),
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help=t(
            "Keep the results in NAME.history, so that later runs say what changed; goes on "
            "while that folder is there."
        ),
    )
    add_in_place(parser, t)


def add_documents(parser: Parser, t: Texts, default: str) -> None:
    """Add which account plans are written, and how."""
    parser.add_argument(
        "--plans",
        metavar=t("WHICH"),
        default=default,
        help=t('Account plans for: all, none, grades (A,B), customer ids or names (C001,"North").'),
    )
    parser.add_argument(
        "--simulate",
        action="store_true",
        help=t("Simulate how far the figures can miss; needs the extra simulate."),
    )
    add_order(parser, t)


def add_order(parser: Parser, t: Texts) -> None:
    """Add in which formats documents are written, and which of them."""
    from xlplan.engine.document_kinds import KEYS

    parser.add_argument(
        "--format",
        metavar=t("LIST"),
        default="md,html",
        help=t("Formats of the account plans, with commas: md, html, docx, pdf, pptx; or all."),
    )
    parser.add_argument(
        "--documents",
        metavar=t("LIST"),
        default="plan",
        help=t("Documents, with commas: {known}; or all.", known=", ".join(KEYS)),
    )
    parser.add_argument(
        "--audience",
        choices=("internal", "customer"),
        default="internal",
        help=t("For whom: internal, or customer, who gets the joint plan and nothing private."),
    )
    parser.add_argument(
        "--templates", metavar=t("DIR"), help=t("Your own templates, file by file.")
    )


def add_json(parser: Parser, t: Texts, meaning: str) -> None:
    """Add where JSON goes; ``meaning``: what it holds, in the user's language."""
    parser.add_argument("--json", metavar=t("FILE"), help=meaning)


def add_since(parser: Parser, t: Texts) -> None:
    """Add with what the documents compare."""
    parser.add_argument(
        "--since",
        metavar=t("FILE"),
        help=t(
            "Say in the documents what changed since these kept results; otherwise since the "
            "last kept of an earlier day."
        ),
    )


def add_plan(parser: Parser, t: Texts) -> None:
    """Add the options of plan."""
    add_book(parser, t)
    parser.add_argument(
        "customers",
        metavar=t("CUSTOMER"),
        nargs="+",
        help=t("A customer's id, or a name or part of it."),
    )
    parser.add_argument(
        "--out",
        metavar=t("DIR"),
        help=t("The folder for the documents; otherwise NAME.plans beside BOOK."),
    )
    parser.add_argument(
        "--simulate",
        action="store_true",
        help=t("Simulate how far the figures can miss; needs the extra simulate."),
    )
    add_order(parser, t)
    add_since(parser, t)


def add_in_place(parser: Parser, t: Texts) -> None:
    """Add that the results go into the planner's own workbook."""
    parser.add_argument(
        "--in-place",
        action="store_true",
        help=t("Put the result sheets into the workbook itself; everything else in it stays."),
    )
    add_writing(parser, t)


def add_writing(parser: Parser, t: Texts) -> None:
    """Add how a planner's own workbook may be written."""
    parser.add_argument("--backup", action="store_true", help=t("Keep the old file beside it."))
    parser.add_argument(
        "--break-signature",
        action="store_true",
        help=t("Go on although a digital signature will no longer hold."),
    )


def add_graft(parser: Parser, t: Texts) -> None:
    """Add the options of graft."""
    parser.add_argument("book", metavar=t("BOOK"), help=t("The workbook that takes the sheets."))
    parser.add_argument(
        "sheets", metavar=t("SHEETS.xlsx"), help=t("The workbook whose sheets it takes.")
    )
    parser.add_argument(
        "--out", metavar=t("PATH"), help=t("Write to this file instead of the workbook.")
    )
    add_writing(parser, t)


def add_portable(parser: Parser, t: Texts) -> None:
    """Add the options of portable."""
    parser.add_argument("book", metavar=t("BOOK"), help=t("The workbook that takes the functions."))
    parser.add_argument(
        "--out", metavar=t("PATH"), help=t("Write to this file instead of the workbook.")
    )
    add_writing(parser, t)


def add_clean(parser: Parser, t: Texts) -> None:
    """Add the options of clean."""
    parser.add_argument("book", metavar=t("BOOK"), help=t("The workbook."))
    parser.add_argument(
        "--out", metavar=t("PATH"), help=t("Write to this file instead of the workbook.")
    )
    parser.add_argument("--backup", action="store_true", help=t("Keep the old file beside it."))


def add_verify(parser: Parser, t: Texts) -> None:
    """Add the options of verify."""
    parser.add_argument("book", metavar=t("BOOK"), help=t("A workbook with result sheets."))


def add_import(parser: Parser, t: Texts) -> None:
    """Add the options of import."""
    parser.add_argument(
        "sources",
        metavar=t("FILE"),
        nargs="+",
        help=t("CSV files and workbooks of other programs."),
    )
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--map", metavar=t("MAP.toml"), help=t("Which source column goes where."))
    how.add_argument(
        "--draft", metavar=t("MAP.toml"), help=t("Write a draft of the map, to be read through.")
    )
    parser.add_argument("--out", metavar=t("BOOK.xlsx"), help=t("The workbook to write."))
    add_json(parser, t, t("Write the findings as JSON; - prints them."))
    parser.add_argument("--force", action="store_true", help=t("Replace the file if it exists."))
