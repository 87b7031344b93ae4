"""Which files is a package made of, and which is xlplan? For hosts that carry it somewhere else."""

from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_COMPILED = frozenset({".so", ".pyd", ".dll", ".dylib", ".pyc", ".c", ".pyi"})


def own_files() -> Iterator[tuple[str, bytes]]:
    """Yield the files of xlplan; templates of a checkout lie beside it."""
    yield from package_files(_PACKAGE, "xlplan")
    beside = _PACKAGE.parent / "templates"
    if beside.is_dir() and not (_PACKAGE / "templates").is_dir():
        yield from package_files(beside, "xlplan/templates")


def package_files(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a package in the order of their names, without what was compiled.

    Args:
        folder: where it lies.
        name: what it is called, before the names of its files.

    Example:
        >>> next(name for name, _ in own_files() if name.endswith("core/grading/risk.py"))
        'xlplan/core/grading/risk.py'
    """
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in inside.parts and path.suffix not in _COMPILED:
            yield f"{name}/{inside.as_posix()}", path.read_bytes()
