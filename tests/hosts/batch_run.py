"""The command ``xlplan batch`` with poisoned work: ``batch_run.py WORDS…``; a process for the tests."""

import sys

from xlplan.hosts import commands_batch
from xlplan.hosts.cli import main

if __name__ == "__main__":
    commands_batch.WORK = "batch_poison:poisoned"
    sys.exit(main(sys.argv[1:]))
