"""Where does a planner find the buttons? Menu and toolbar of Calc, as its configuration files say it."""

from collections.abc import Iterator

from xlplan.engine.buttons import BUTTONS
from xlplan.engine.text import LANGUAGES, Texts
from xlplan.hosts.libreoffice.describing import both, component_data, node, prop
from xlplan.hosts.libreoffice.icons import SIZES

PROTOCOL = "xlplan:"
HANDLER = "org.xlplan.Buttons"
TOOLBAR = "org.xlplan.calc.toolbar"
TOOLBAR_URL = f"private:resource/toolbar/addon_{TOOLBAR}"
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_TITLE = ("xlplan", "xlplan")


def add_ons() -> str:
    """Return the menu and the toolbar: the buttons in both languages, in Calc alone."""
    menu = node(
        "org.xlplan.calc.menu",
        both("Title", _TITLE) + prop("Context", _CALC) + node("Submenu", "".join(_entries())),
        replace=True,
    )
    bar = node(TOOLBAR, "".join(_entries()), replace=True)
    return component_data(
        "Addons",
        "Office",
        node(
            "AddonUI",
            node("OfficeMenuBar", menu) + node("OfficeToolBar", bar) + node("Images", _images()),
        ),
    )


def icon_name(button: str, size: int) -> str:
    """Return where the icon of a button lies in the extension."""
    return f"icons/{button}_{size}.png"


def _images() -> str:
    """Return which icon goes with which button; ``%origin%`` is the extension."""
    sizes = dict(zip(("ImageSmallURL", "ImageBigURL"), SIZES, strict=True))
    return "".join(
        node(
            f"org.xlplan.calc.{word}",
            prop("URL", PROTOCOL + word)
            + node(
                "UserDefinedImages",
                "".join(
                    prop(name, f"%origin%/{icon_name(word, size)}") for name, size in sizes.items()
                ),
            ),
            replace=True,
        )
        for word in BUTTONS
    )


def _entries() -> Iterator[str]:
    for at, (word, button) in enumerate(BUTTONS.items()):
        labels = [Texts(lang)(button.label) for lang in LANGUAGES]
        yield node(
            f"m{at:02}",
            prop("URL", PROTOCOL + word)
            + both("Title", labels)
            + prop("Target", "_self")
            + prop("Context", _CALC),
            replace=True,
        )


def protocol_handler() -> str:
    """Return who is asked when a button is pressed."""
    return component_data(
        "ProtocolHandler",
        "Office",
        node("HandlerSet", node(HANDLER, _list("Protocols", f"{PROTOCOL}*"), replace=True)),
    )


def calc_windows() -> str:
    """Return how the toolbar is shown: with its name, and with icons and words."""
    state = node(
        TOOLBAR_URL,
        both("UIName", _TITLE)
        + '<prop oor:name="Visible" oor:type="xs:boolean"><value>true</value></prop>'
        + '<prop oor:name="Style" oor:type="xs:int"><value>2</value></prop>',
        replace=True,
    )
    return component_data("CalcWindowState", "Office.UI", node("UIElements", node("States", state)))


def _list(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:type="oor:string-list"><value>{value}</value></prop>'
