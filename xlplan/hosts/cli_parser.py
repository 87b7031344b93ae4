"""How does the command line speak? argparse in the user's language, with one-line errors."""

import argparse
import re
from typing import NoReturn

from xlplan.engine.text import Texts

DONE, WITH_ERRORS, WRONG_USE = 0, 1, 2
"""Exit codes: clean; done, but something was found wrong; wrong use or unreadable."""

_WRONG = (
    (re.compile(r"the following arguments are required: (.*)"), "These are missing: {0}"),
    (re.compile(r"unrecognized arguments: (.*)"), "These are not understood: {0}"),
    (
        re.compile(r"argument (.*): invalid choice: '(.*?)' \(choose from (.*)\)"),
        "{0}: “{1}” is none of {2}",
    ),
    (re.compile(r"argument (.*): expected (?:one|at least one) argument"), "{0} needs a value"),
)


class Parser(argparse.ArgumentParser):
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
        """Return the usage line in the user's language."""
        return super().format_usage().replace("usage: ", self.texts("Usage: "), 1)

    def format_help(self) -> str:
        """Return the help in the user's language."""
        return super().format_help().replace("usage: ", self.texts("Usage: "), 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, where help is, and end with exit code 2."""
        for pattern, english in _WRONG:
            if hit := pattern.match(message):
                message = self.texts(english).format(*hit.groups())
                break
        help_line = self.texts("Help: {command} --help", command=self.prog)
        said = self.texts("{message}. {help}", message=message, help=help_line)
        self.exit(WRONG_USE, f"xlplan: {said}\n")
