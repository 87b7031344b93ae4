"""Where the real data lie: beside the repository, never in it. Tests without them skip, with a reason."""

from pathlib import Path

import pytest

DATA = Path(__file__).parents[1].parent / "shared" / "data"


def real(*parts):
    """Return a file or folder of the real data, or skip the test."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real data not here: ../shared/data/{'/'.join(parts)}")
    return path
