"""What can be typed? The command ``xlplan``: its words, its help in two languages, its exit codes.

0 = clean, 1 = done with error findings, 2 = wrong use or unreadable. What each command does is in
``commands.py``, which is only imported once a command is known: help must come at once.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import IO, NoReturn

from xlplan.core.issues import PlanError
from xlplan.engine.text import LANGUAGES, Texts

WRONG_USE = 2

_WRONG = (
    (re.compile(r"the following arguments are required: (.*)"), "These are missing: {0}"),
    (re.compile(r"unrecognized arguments: (.*)"), "These are not understood: {0}"),
    (
        re.compile(r"argument (.*): invalid choice: '(.*?)' \(choose from (.*)\)"),
        "{0}: “{1}” is none of {2}",
    ),
    (re.compile(r"argument (.*): expected (?:one|at least one) argument"), "{0} needs a value"),
)


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks the user's language."""

    def __init__(
        self,
        *,
        prog: str,
        description: str,
        texts: Texts,
        epilog: str | None = None,
    ) -> None:
        self.texts = texts
        super().__init__(
            prog, description=description, epilog=epilog, add_help=False, allow_abbrev=False
        )
        self._positionals.title = self.texts("What to give")
        self._optionals.title = self.texts("Options")
        self.add_argument("-h", "--help", action="help", help=self.texts("Show this help."))

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", self.texts("Usage: "), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", self.texts("Usage: "), 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, where help is, and end with exit code 2."""
        for pattern, english in _WRONG:
            if hit := pattern.match(message):
                message = self.texts(english).format(*hit.groups())
                break
        help_line = self.texts("Help: {command} --help", command=self.prog)
        self.exit(WRONG_USE, f"xlplan: {message}. {help_line}\n")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    _speak_utf8((sys.stdout, sys.stderr))
    texts = Texts(_language(given))
    options = _parser(texts).parse_args(given)
    if options.command is None:
        sys.stderr.write(_parser(texts).format_help())
        return WRONG_USE
    from xlplan.hosts import commands

    try:
        return commands.run_command(options, texts)
    except PlanError as wrong:
        sys.stderr.write(f"xlplan: {texts.error(wrong)}\n")
        return WRONG_USE
    except KeyboardInterrupt:
        sys.stderr.write(f"xlplan: {texts('stopped; nothing half written is left behind.')}\n")
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the reader went away, say no more
        return 0


def _language(words: Sequence[str]) -> str:
    """Return the language of messages: ``--lang``, else the machine's."""
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    machine = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    return "zh" if machine.casefold().startswith("zh") else "en"


def _speak_utf8(streams: Sequence[IO[str]]) -> None:
    """Make Chinese printable on consoles and pipes that default to another encoding."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


class _Version(argparse.Action):
    """Print the version; reading it costs more than the rest of the help, so only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from xlplan import __version__

        print(f"xlplan {__version__}")
        parser.exit()


def _parser(t: Texts) -> _Parser:
    parser = _Parser(
        prog="xlplan",
        texts=t,
        description=t(
            "Turns a key-account planning workbook into a customer risk table, an ABCD ranking, "
            "cost against return and account plans."
        ),
        epilog=t("Exit codes: 0 clean, 1 done with error findings, 2 wrong use or unreadable."),
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=t("Show the version."))
    _add_lang(parser, t)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=t("Commands"))

    def command(name: str, meaning: str) -> _Parser:
        one: _Parser = commands.add_parser(
            name, help=meaning, description=meaning, texts=t, prog=f"xlplan {name}"
        )
        _add_lang(one, t)
        return one

    _add_new(command("new", t("Write a blank planning workbook, or the example.")), t)
    _add_check(command("check", t("Say what is wrong or missing in a workbook.")), t)
    _add_run(command("run", t("Evaluate workbooks: result sheets, account plans, JSON.")), t)
    _add_explain(command("explain", t("Say why a customer has its grade, part by part.")), t)
    _add_what_if(
        command("what-if", t("Say what would move if cells said something else; writes nothing.")), t
    )
    _add_policy(command("policy", t("List every number of the method, and the value in force.")), t)
    _add_import(command("import", t("Build a planning workbook from CSV files by a map.")), t)
    return parser


def _add_lang(parser: _Parser, t: Texts) -> None:
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help=t("Language of messages and results; otherwise the workbook's own."),
    )


def _add_book(parser: _Parser, t: Texts, *, many: bool = False) -> None:
    parser.add_argument(
        "books" if many else "book",
        metavar="BOOK",
        nargs="+" if many else None,
        help=t("A planning workbook: .xlsx .xlsm .xls .xlsb .ods"),
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help=t("Evaluate as of this day, unless the workbook's Policy sets one; otherwise today."),
    )
    _add_preset(parser, t)
    parser.add_argument(
        "--recalculate",
        action="store_true",
        help=t("Let LibreOffice calculate a copy first, for formulas without a cached value."),
    )


def _add_preset(parser: _Parser, t: Texts) -> None:
    parser.add_argument(
        "--preset", metavar="NAME", help=t("A named set of numbers; xlplan policy lists them.")
    )


def _add_new(parser: _Parser, t: Texts) -> None:
    parser.add_argument("file", metavar="FILE", help=t("The workbook to write, ending in .xlsx."))
    parser.add_argument(
        "--example", action="store_true", help=t("Twelve customers instead of none.")
    )
    parser.add_argument("--force", action="store_true", help=t("Replace the file if it exists."))


def _add_check(parser: _Parser, t: Texts) -> None:
    _add_book(parser, t)
    parser.add_argument(
        "--json", metavar="FILE", help=t("Write the findings as JSON; - prints them.")
    )


def _add_run(parser: _Parser, t: Texts) -> None:
    _add_book(parser, t, many=True)
    parser.add_argument(
        "--out",
        metavar="PATH",
        help=t(
            "The result workbook, or a folder for several; otherwise NAME.plan.xlsx beside BOOK."
        ),
    )
    parser.add_argument(
        "--plans",
        metavar="WHICH",
        default="all",
        help=t("Account plans for: all, none, grades (A,B) or customer ids (C001,C007)."),
    )
    parser.add_argument(
        "--format",
        metavar="LIST",
        default="md,html",
        help=t("Formats of the account plans: md, html, or both with a comma."),
    )
    parser.add_argument("--templates", metavar="DIR", help=t("Your own templates, file by file."))
    parser.add_argument(
        "--json", metavar="FILE", help=t("Write the results as JSON; - prints them.")
    )


def _add_explain(parser: _Parser, t: Texts) -> None:
    _add_book(parser, t)
    parser.add_argument("customer", metavar="CUSTOMER", help=t("A customer's id or name."))


def _add_what_if(parser: _Parser, t: Texts) -> None:
    _add_book(parser, t)
    parser.add_argument(
        "--set",
        metavar="CELL=VALUE",
        action="append",
        required=True,
        help=t("A change such as Opportunities!O7.Fit=85; may be given several times."),
    )
    parser.add_argument("--json", metavar="FILE", help=t("Write the answer as JSON; - prints it."))


def _add_policy(parser: _Parser, t: Texts) -> None:
    parser.add_argument(
        "book", metavar="BOOK", nargs="?", help=t("A workbook, to see the values in force there.")
    )
    _add_preset(parser, t)
    parser.add_argument("--json", metavar="FILE", help=t("Write the list as JSON; - prints it."))
    parser.set_defaults(as_of=None, recalculate=False)


def _add_import(parser: _Parser, t: Texts) -> None:
    parser.add_argument("sources", metavar="CSV", nargs="+", help=t("The CSV files."))
    parser.add_argument(
        "--map", metavar="MAP.toml", required=True, help=t("Which source column goes where.")
    )
    parser.add_argument(
        "--out", metavar="BOOK.xlsx", required=True, help=t("The workbook to write.")
    )
    parser.add_argument("--force", action="store_true", help=t("Replace the file if it exists."))
