"""How does the command line speak? argparse in the user's language, with one-line errors."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

from xlplan.engine.meant import nearest_of
from xlplan.engine.text import Texts
from xlplan.hosts.cli_help import formatter

DONE, WITH_ERRORS, WRONG_USE = 0, 1, 2
"""Exit codes: clean; done, but something was found wrong; wrong use or unreadable."""

_DASHES = "-–—−"
"""What stands before an option; word processors make long dashes of the short one."""

_NEGATIVE = re.compile(r"-(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$")
"""No option but a number; argparse before Python 3.14 knows none with a power of ten."""

_WRONG = (
    (re.compile(r"the following arguments are required: (.*)"), "These are missing: {0}"),
    (re.compile(r"one of the arguments (.*) is required"), "One of these is missing: {0}"),
    (re.compile(r"argument (.*): expected .*argument"), "{0} needs a value"),
    (
        re.compile(r"argument (.*): not allowed with argument (.*)"),
        "{0} and {1} exclude each other",
    ),
    (re.compile(r"argument (.*): ignored explicit argument .*"), "{0} takes no value"),
)
"""What argparse says in words of its own, and how we say it."""


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
            prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=formatter(texts),
        )
        self.color = False  # of argparse from Python 3.14 on; its marks would count as letters
        self._negative_number_matcher = _NEGATIVE
        self._positionals.title = self.texts("What to give")
        self._optionals.title = self.texts("Options")
        self.add_argument("-h", "--help", action="help", help=self.texts("Show this help."))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; what is not understood is told by the command that it was given to.

        ``given`` of what is found: the options that were typed, a default apart.
        """
        words = list(sys.argv[1:] if args is None else args)
        given = set(self._options(words))
        found, rest = super().parse_known_args(words, namespace)
        if rest:
            many = self.texts.listed(rest)
            self.error(
                self.texts("{words} is too much; a name with blanks needs quotes", words=many)
            )
        found.given = given | getattr(found, "given", set())
        return found, rest

    def _options(self, words: Sequence[str]) -> Iterator[str]:
        """Return the options that were typed.

        One that there is not is named before argparse takes what follows it for something else.
        """
        known, t = self._option_string_actions, self.texts
        whole = self._subparsers is None  # else what follows the command is its own
        rest = iter(words)
        for word in rest:
            name = word.partition("=")[0]
            dashed = word[0:1] == "-" and len(word) > 1 and " " not in word
            if word == "--" or not (whole or dashed):
                return
            if name in known:
                yield known[name].option_strings[-1]
                if known[name].nargs is None and "=" not in word:
                    next(rest, "")
            elif self._wrong(name) or (dashed and not _NEGATIVE.match(word)):
                self.error(self._asking(t("There is no option {name}", name=name), name, known))

    def _wrong(self, name: str) -> bool:
        """Return whether a word is an option of ours behind the wrong dash."""
        return name[0:1] in _DASHES and f"--{name.lstrip(_DASHES)}" in self._option_string_actions

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is none of those to choose from."""
        if action.choices is None or value in action.choices:
            return
        words, t = list(map(str, action.choices)), self.texts
        near = words
        if action.dest != "command":
            name, known = "/".join(action.option_strings) or action.metavar, t.listed(words)
            said = t("{name}: “{value}” is none of {known}", name=name, value=value, known=known)
        elif _nearest(str(value), near := [*words, "--help", "--version"]):
            said = t("There is no command {name}", name=value)
        else:
            known = t.listed(words)
            said = t("There is no command {name}; there are {known}", name=value, known=known)
        self.error(self._asking(said, str(value), near))

    def _asking(self, said: str, word: str, known: Iterable[str]) -> str:
        """Return what is wrong, with the word that was perhaps meant."""
        near = _nearest(word, known)
        if not near:
            return said
        return self.texts.sentences(
            self.texts("{message}.", message=said),
            self.texts("Did you mean {near}?", near=near),
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, where help is, and end with exit code 2."""
        t = self.texts
        for pattern, english in _WRONG:
            if hit := pattern.match(message):
                names = (t.listed(re.split(",? ", group)) for group in hit.groups())
                message = t(english).format(*names)
                break
        help_line = t("Help: {command} --help", command=self.prog)
        if not message.endswith(("?", "？")):
            message = t("{message}.", message=message)
        self.exit(WRONG_USE, f"xlplan: {t.sentences(message, help_line)}\n")


def _nearest(word: str, known: Iterable[str]) -> str:
    """Return the command, option or value that was perhaps meant; dashes do not count."""
    return nearest_of(word.lstrip(_DASHES), {one.lstrip("-"): one for one in known})
