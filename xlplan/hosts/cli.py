"""What can be typed? The command ``xlplan``: its words, its help in two languages, its exit codes.

0 = clean, 1 = done with error findings, 2 = wrong use or unreadable. What each command does is in
``commands.py``, which is only imported once a command is known: help must come at once.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import StringIO
from typing import NoReturn

from xlplan.core.issues import PlanError
from xlplan.core.pausing import leave
from xlplan.engine.text import LANGUAGES, Texts
from xlplan.hosts.cli_answers import add_backtest, add_diff, add_explain, add_policy, add_what_if
from xlplan.hosts.cli_batch import add_batch, add_query
from xlplan.hosts.cli_functions import add_addin, add_call, add_excel_run, add_functions
from xlplan.hosts.cli_options import (
    add_check,
    add_clean,
    add_graft,
    add_import,
    add_lang,
    add_new,
    add_plan,
    add_portable,
    add_run,
    add_verify,
)
from xlplan.hosts.cli_parser import WRONG_USE, Parser
from xlplan.hosts.cli_templates import add_template

STOPPED = 130  # what shells say of a program that Ctrl-C ended
LARGE = (["run"], ["check"])  # what holds a plan to the end, and no database that complains of it


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    _open_streams()
    texts = Texts(_language(given))
    try:
        return _run(given, texts)
    except PlanError as wrong:
        return _end(texts.error(wrong), WRONG_USE)
    except KeyboardInterrupt:
        return _end(texts("stopped; nothing half written is left behind."), STOPPED)
    except BrokenPipeError:  # the reader went away, say no more
        _mute()
        return 0
    except OSError as wrong:  # the disk that standard output goes to is full, a drive is gone
        _mute()
        reason = f"{texts(str(wrong.strerror or wrong))} {wrong.filename or ''}".strip()
        return _end(texts("the system refused: {reason}.", reason=reason), WRONG_USE)
    finally:
        if words is None and given[:1] in LARGE:
            leave()


def _run(words: Sequence[str], texts: Texts) -> int:
    options = _parser(texts).parse_args(words)
    if options.command is None:
        sys.stderr.write(_parser(texts).format_help())
        return WRONG_USE
    from xlplan.hosts import commands
    from xlplan.hosts.idle import tell_idle

    with suppress(ValueError):  # not in the main thread: there is nobody to stop us
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # tidy up as after Ctrl-C
    tell_idle(options, texts)
    code = commands.run_command(options, texts)
    sys.stdout.flush()  # here an error can still be told
    return code


def _end(message: str, code: int) -> int:
    sys.stderr.write(f"xlplan: {message}\n")
    return code


def _mute() -> None:
    """Send what is left in the buffer of standard output nowhere, or its error comes at the exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language(words: Sequence[str]) -> str:
    """Return the language of messages: ``--lang`` where it is one, else the machine's."""
    for at, word in enumerate(words):
        name, _, value = word.partition("=")
        found = value or (words[at + 1] if at + 1 < len(words) else "")
        if name == "--lang" and found in LANGUAGES:
            return found
    machine = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    if not machine and os.name == "nt":  # Windows tells it to nobody's environment
        import locale

        machine = locale.getlocale()[0] or ""
    return "zh" if machine.casefold().startswith(("zh", "chinese")) else "en"


def _open_streams() -> None:
    """Make Chinese printable on consoles and pipes that default to another encoding.

    A closed stream (``>&-``, a program without a console) is one that nobody reads.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, StringIO())
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


class _Version(argparse.Action):
    """Print the version; reading it costs more than the rest of the help, so only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from xlplan import __version__

        print(f"xlplan {__version__}")
        parser.exit()


def _parser(t: Texts) -> Parser:
    parser = Parser(
        prog="xlplan",
        texts=t,
        description=t(
            "Turns a key-account planning workbook into a customer risk table, an ABCD ranking, "
            "cost against return and account plans."
        ),
        epilog=t("Exit codes: 0 clean, 1 done with error findings, 2 wrong use or unreadable."),
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=t("Show the version."))
    add_lang(parser, t)
    commands = parser.add_subparsers(dest="command", metavar=t("COMMAND"), title=t("Commands"))

    def command(name: str, meaning: str) -> Parser:
        one: Parser = commands.add_parser(
            name, help=meaning, description=meaning, texts=t, prog=f"xlplan {name}"
        )
        add_lang(one, t)
        return one

    add_new(command("new", t("Write a blank planning workbook, or the example.")), t)
    add_check(command("check", t("Say what is wrong or missing in a workbook.")), t)
    add_run(command("run", t("Evaluate workbooks: result sheets, account plans, JSON.")), t)
    add_plan(command("plan", t("Write documents about single customers.")), t)
    add_template(command("template", t("Begin, check and explain templates of your own.")), t)
    add_batch(command("batch", t("Evaluate whole folders of workbooks, each under guard.")), t)
    add_query(command("query", t("Ask the portfolio of a batch in SQL.")), t)
    add_explain(command("explain", t("Say why a customer has its grade, part by part.")), t)
    add_what_if(
        command("what-if", t("Say what would move if cells said something else; writes nothing.")),
        t,
    )
    add_diff(command("diff", t("Say what moved between two workbooks, or results kept.")), t)
    add_backtest(
        command("backtest", t("Say whether better grades win more, and p beats a guess.")), t
    )
    add_policy(command("policy", t("List every number of the method, and the value in force.")), t)
    add_graft(
        command("graft", t("Put the sheets of a workbook into another; nothing else changes.")), t
    )
    add_clean(command("clean", t("Take xlplan's sheets and functions out of a workbook again.")), t)
    add_verify(
        command("verify", t("Let LibreOffice recalculate a copy and compare every live cell.")), t
    )
    add_import(
        command("import", t("Build a planning workbook from files of another program by a map.")), t
    )
    add_functions(
        command("functions", t("List the functions for cells; of one, its arguments.")), t
    )
    add_call(command("call", t("Call a function with values, as a cell would.")), t)
    add_portable(
        command("portable", t("Put functions for cells into a workbook; Excel 365 needs no more.")),
        t,
    )
    add_addin(command("addin", t("Build the add-in that brings functions and buttons.")), t)
    add_excel_run(
        command("excel-run", t("Do what a button of the add-in in Excel does; it calls this.")), t
    )
    return parser
