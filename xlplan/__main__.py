"""Run ``python -m xlplan``."""

import sys

from xlplan.hosts.cli import main

sys.exit(main())
