"""Broken packages and killed processes, a few of each; the full numbers: ``benchmarks/graft.py``.

``XLPLAN_FUZZ`` and ``XLPLAN_KILLS`` set the number of trials.
"""

import os
import signal

import pytest
from graft_trials import fuzz, kills

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs a system with alarms")


def test_mutated_packages_are_refused_or_processed(tmp_path):
    outcome = fuzz(tmp_path, int(os.environ.get("XLPLAN_FUZZ", "150")))
    assert outcome["done"] > 0
    assert len(outcome) > 3


def test_a_killed_process_leaves_the_old_or_the_new_workbook(tmp_path):
    outcome = kills(tmp_path, int(os.environ.get("XLPLAN_KILLS", "6")))
    assert outcome["first"] + outcome["second"] + outcome["old"] > 0
