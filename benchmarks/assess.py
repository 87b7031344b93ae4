"""What does ``assess`` cost a customer, and does it stay linear?

Bars: under 150 µs a customer (5 contacts, 3 opportunities, 20 activities, 12 invoices); a time ratio
of at most 22 from 1,000 to 20,000 customers. Run: ``python benchmarks/assess.py``.
"""

import gc
import subprocess
import sys
from os import times
from statistics import fmean, median
from time import process_time
from typing import NamedTuple

from generated import AS_OF, generated_plan

from xlplan.core.assess import assess
from xlplan.core.assessment import Assessment
from xlplan.core.model import Portfolio
from xlplan.core.policy import Policy

SMALL, TIMES, ROUNDS, PROCESSES = 1_000, 20, 7, 5
POLICY = Policy()


class Spent(NamedTuple):
    """CPU seconds of a run, and those of the kernel among them."""

    whole: float
    kernel: float


def spent(plan: Portfolio, kept: list[Assessment], *, views: bool = False) -> Spent:
    """Run once, with the views of every customer or without, and keep what is found."""
    before, start = times().system, process_time()
    kept.append(assess(plan, POLICY, AS_OF))
    if views:
        assert kept[-1].process is not None
    return Spent(process_time() - start, times().system - before)


def seconds(plan: Portfolio, *, views: bool = False) -> float:
    """Return the time of a run whose results are let go, so that the next has their memory."""
    gc.collect()
    return spent(plan, [], views=views).whole


def main() -> None:
    """Print the cost of a customer, small plan and large, and the ratio of paired runs.

    A machine that others use too changes its speed by the minute, so the runs are paired: a large
    one is compared with twenty small ones just before it. The large one needs fresh memory for its
    results, and what a page costs hangs on the machine: a virtual one fetches it from its host. So
    there are twice twenty and two ratios: small runs that get the memory of the one before, and
    small runs whose results are kept, as those of the large one are. The third is that of a user:
    each plan once, in a process of its own.
    """
    alone = [_alone(SMALL * TIMES) / median(_alone(SMALL) for _ in range(ROUNDS))
             for _ in range(PROCESSES)]  # fmt: skip
    small, large = generated_plan(SMALL), generated_plan(SMALL * TIMES)
    open_deals = sum(one.status == "open" for one in small.opportunities) / SMALL
    print(f"{open_deals:.1f} of 3 opportunities are open, each with 5 stakeholders and 2 bidders")
    gc.disable()
    gc.freeze()  # the plans, or each collection between two runs walks through them
    seconds(small)
    again, kept, many = zip(*[_round(small, large) for _ in range(ROUNDS)], strict=True)
    print(
        f"{SMALL:,} customers: {fmean(again) / SMALL * 1e6:.1f} µs a customer on average (bar 150)"
    )
    print(
        f"{SMALL * TIMES:,} customers: {median(each.whole for each in many) / SMALL / TIMES * 1e6:.1f}"
        f" µs, of which the kernel {median(each.kernel for each in many) / SMALL / TIMES * 1e6:.1f}"
    )
    whole = min(seconds(small, views=True) for _ in range(TIMES))
    print(f"with every view worked out: best {whole / SMALL * 1e6:.1f} µs (bar 250)")
    print(
        f"time ratio for {TIMES} ×, each in a process of its own: median {median(alone):.1f}, "
        f"{min(alone):.1f}–{max(alone):.1f} (bar 22)"
    )
    for how, few in (("reused", again), ("kept", kept)):
        ratios = sorted(one.whole / each for one, each in zip(many, few, strict=True))
        print(
            f"time ratio for {TIMES} ×, memory of the small runs {how}: median {median(ratios):.1f}, "
            f"{ratios[0]:.1f}–{ratios[-1]:.1f} (bar 22)"
        )


def _alone(customers: int) -> float:
    """Return the seconds of one run over a plan in a process of its own, its code warm."""
    words = [sys.executable, __file__, str(customers)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def _round(small: Portfolio, large: Portfolio) -> tuple[float, float, Spent]:
    """Return the mean of small runs with reused memory, with kept results, and a large run."""
    again = fmean(seconds(small) for _ in range(TIMES))
    gc.collect()
    kept: list[Assessment] = []
    mean = fmean(spent(small, kept).whole for _ in range(TIMES))
    kept.clear()
    gc.collect()
    return again, mean, spent(large, kept)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        seconds(generated_plan(50))
        print(seconds(generated_plan(int(sys.argv[1]))))
