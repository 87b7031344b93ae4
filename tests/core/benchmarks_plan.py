"""The generated plans of the benchmarks, for tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from generated import generated_plan as generated  # noqa: F401 - offered to the tests
