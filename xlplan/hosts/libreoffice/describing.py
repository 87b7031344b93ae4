"""What does LibreOffice show of us? Functions and their help, as its configuration files say it."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from xlplan import __version__
from xlplan.engine.text import LANGUAGES
from xlplan.functions import PREFIX, Function, published

IMPLEMENTATION = "xlplan"
"""The first part of every formula: ``XLPLAN.LAG``."""

IDENTIFIER = "org.xlplan.calc"
_SPEAKERS = {"en": "en-US", "zh": "zh-CN"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}" '
    'oor:package="org.openoffice.{package}">\n'
)


def method(one: Function) -> str:
    """Return the name of a function as UNO takes it: no underscores.

    Example:
        >>> method(published()["XLPLAN_RISK_SCORE"])
        'riskscore'
    """
    return one.name.removeprefix(PREFIX).replace("_", "").lower()


def argument_name(name: str) -> str:
    """Return the name of an argument as UNO takes it.

    Example:
        >>> argument_name("dso_days")
        'dsoDays'
    """
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def calc_add_ins() -> str:
    """Return what the function wizard shows: names, summaries, arguments, in both languages."""
    functions = "\n".join(map(_function, published().values()))
    offered = node("AddInFunctions", f"\n{functions}\n")
    return component_data(
        "CalcAddIns", "Office", node("AddInInfo", node(IMPLEMENTATION, offered, replace=True))
    )


def _function(one: Function) -> str:
    shown = one.name.replace("_", ".", 1)
    arguments = "".join(
        node(argument_name(argument.name), both("DisplayName", [argument.name] * 2)
             + both("Description", [argument.helped(lang) for lang in LANGUAGES]), replace=True)
        for argument in one.arguments
    )  # fmt: skip
    return node(
        method(one),
        both("DisplayName", [shown] * 2)
        + both("Description", [one.summed_up(lang) for lang in LANGUAGES])
        + prop("Category", "Add-In")
        + both("CompatibilityName", [one.name] * 2)
        + node("Parameters", arguments),
        replace=True,
    )


def manifest(parts: Sequence[tuple[str, str]]) -> str:
    """Return the list of the parts that LibreOffice registers, with their media types."""
    lines = "".join(
        f"<manifest:file-entry manifest:media-type={quoteattr(kind)} manifest:full-path={quoteattr(path)}/>\n"
        for path, kind in parts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{lines}</manifest:manifest>\n"
    )


def description() -> str:
    """Return name and version of the extension."""
    names = "".join(f'<name lang="{_SPEAKERS[lang]}">xlplan</name>' for lang in LANGUAGES)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006">\n'
        f'<identifier value="{IDENTIFIER}"/><version value="{__version__}"/>\n'
        f"<display-name>{names}</display-name>\n"
        '<dependencies xmlns:lo="http://libreoffice.org/extensions/description/2011">'
        '<lo:LibreOffice-minimal-version value="7.4" name="LibreOffice 7.4"/></dependencies>\n'
        "</description>\n"
    )


def component_data(name: str, package: str, inside: str) -> str:
    """Return a configuration file: what is added to ``org.openoffice.PACKAGE.NAME``."""
    return _HEAD.format(name=name, package=package) + inside + "\n</oor:component-data>\n"


def node(name: str, inside: str, *, replace: bool = False) -> str:
    """Return a node of a configuration file; ``replace``: it is ours."""
    ours = ' oor:op="replace"' if replace else ""
    return f'<node oor:name="{name}"{ours}>{inside}</node>'


def prop(name: str, text: str) -> str:
    """Return a text of a configuration file."""
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{escape(text)}</value></prop>'


def both(name: str, texts: Sequence[str]) -> str:
    """Return a text of a configuration file in both languages."""
    values = "".join(
        f'<value xml:lang="{_SPEAKERS[lang]}">{escape(text)}</value>'
        for lang, text in zip(LANGUAGES, texts, strict=True)
    )
    return f'<prop oor:name="{name}" oor:type="xs:string">{values}</prop>'
