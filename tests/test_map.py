"""The map of the rooms is that of today, and every module begins with the question it answers."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path for path in (ROOT / "xlplan").rglob("*.py") if path.stem not in ("__init__", "__main__")
)


def maker():
    spec = importlib.util.spec_from_file_location("make_map", ROOT / "docs" / "make_map.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_map_is_that_of_today():
    assert (ROOT / "docs" / "map.md").read_text("utf-8") == maker().text(), "just readme"


def test_every_module_of_core_and_engine_has_its_place():
    text = maker().text()
    for path in MODULES:
        assert f"`{path.stem}`" in text


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_begins_with_a_question(path):
    assert "?" in maker().question(path)


def test_what_to_read_first_exists():
    for name in maker().FIRST:
        assert (ROOT / "xlplan" / f"{name}.py").exists()
