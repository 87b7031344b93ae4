"""Which of the options that were given change nothing here? Each is told in a line, none is silent.

A note and no error: a command in a script that says ``--format`` and, one day, ``--plans none``
still does its work.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from xlplan.engine.document_kinds import ALL, BOARD, KEYS, PLAN, compares, words_of
from xlplan.engine.text import Texts

Test = Callable[[argparse.Namespace], bool]


_FOLDER = "DIR"  # what is given without an option


class _Rule(NamedTuple):
    """Options of some commands that change nothing under a condition, and why."""

    commands: str
    options: str
    idle: Test
    why: str


def _kinds(options: argparse.Namespace) -> set[str]:
    words = set(words_of(options.documents))
    return set(KEYS) if words == {ALL} else words


def _formats(options: argparse.Namespace) -> set[str]:
    from xlplan.hosts.files.documents import FORMATS

    words = set(words_of(options.format))
    return set(FORMATS) if words == {ALL} else words


def _no_plans(options: argparse.Namespace) -> bool:
    return getattr(options, "plans", "").strip().casefold() == "none"


def _for_customer(options: argparse.Namespace) -> bool:
    return bool(options.audience != "internal")


def _no_documents(options: argparse.Namespace) -> bool:
    return _no_plans(options) and (_for_customer(options) or BOARD.key not in _kinds(options))


def _board_alone(options: argparse.Namespace) -> bool:
    return _no_plans(options) and _kinds(options) > {BOARD.key}


def _slides_alone(options: argparse.Namespace) -> bool:
    plain = _for_customer(options) or BOARD.key in _kinds(options) or _kinds(options) == {PLAN}
    return _formats(options) == {"pptx"} and not plain


def _both_kept(options: argparse.Namespace) -> bool:
    return all(one.casefold().endswith(".json") for one in (options.old, options.new))


def _no_templates(options: argparse.Namespace) -> bool:
    from xlplan.engine.documents import replaces_any

    folder = Path(options.templates)
    return folder.is_dir() and not replaces_any(folder)


_RULES = (
    _Rule(
        "run batch",
        "--format --documents --audience --templates --since",
        _no_documents,
        "no documents are written with --plans none",
    ),
    _Rule(
        "run batch plan",
        "--templates",
        _no_templates,
        "nothing in that folder replaces a template of ours",
    ),
    _Rule(
        "run batch",
        "--documents",
        _board_alone,
        "with --plans none, only the board of all customers is written",
    ),
    _Rule(
        "run batch plan",
        "--documents --since",
        _for_customer,
        "a customer gets the joint plan alone, which says nothing of earlier results",
    ),
    _Rule(
        "run batch plan",
        "--documents",
        _slides_alone,
        "there is one presentation, whichever documents are asked for",
    ),
    _Rule(
        "run plan",
        "--since",
        lambda options: not compares(_kinds(options), _formats(options)),
        "none of these documents says what changed",
    ),
    _Rule(
        "run batch",
        "--backup --break-signature",
        lambda options: not options.in_place,
        "the workbook itself is only written with --in-place",
    ),
    _Rule(
        "diff",
        "--as-of --preset --recalculate",
        _both_kept,
        "kept results are compared as they are",
    ),
    _Rule(
        "import",
        "--json",
        lambda options: options.draft is not None,
        "a draft is written for people to read, its doubts are comments in it",
    ),
    _Rule(
        "batch",
        "--jobs",
        lambda options: options.engine != "local",
        "a cluster has its own number of workers",
    ),
    _Rule(
        "addin",
        "--install",
        lambda options: options.host != "libreoffice",
        "only the extension of LibreOffice can be installed so",
    ),
    _Rule(
        "addin",
        "--example",
        lambda options: options.host != "excel",
        "only the add-in for Excel comes with a workbook",
    ),
    _Rule(
        "addin",
        "--wheel",
        lambda options: options.host != "lite",
        "only xlwings Lite fetches a wheel",
    ),
    _Rule(
        "template",
        _FOLDER,
        lambda options: options.action == "variables" and options.folder is not None,
        "the names are the same for every folder",
    ),
    _Rule(
        "excel-run",
        "--xlwings",
        lambda options: options.button != "ready",
        "only the word ready asks for a version",
    ),
)


def tell_idle(options: argparse.Namespace, texts: Texts) -> None:
    """Tell on standard error which options that were given change nothing, and why."""
    for line in idle_lines(options, texts):
        sys.stderr.write(f"xlplan: {line}\n")


def idle_lines(options: argparse.Namespace, t: Texts) -> Iterator[str]:
    """Return a line for each reason why options that were given change nothing.

    Of several reasons for one option the first is told.
    """
    told: set[str] = set()
    for rule in _RULES:
        if options.command not in rule.commands.split():
            continue
        given = [
            one
            for one in rule.options.split()
            if one not in told and (one in options.given or one == _FOLDER)
        ]
        if given and rule.idle(options):
            told.update(given)
            names = t.listed(map(t, given))
            yield t("{options} changes nothing here: {why}.", options=names, why=t(rule.why))
