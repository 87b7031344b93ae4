"""What does ``assess`` cost a customer, and does it stay linear?

Bars: under 150 µs a customer (5 contacts, 3 opportunities, 20 activities, 12 invoices); a time ratio
of at most 22 from 1,000 to 20,000 customers. Run: ``python benchmarks/assess.py``.
"""

import gc
from statistics import mean
from time import process_time

from generated import AS_OF, generated_plan

from xlplan.core.assess import assess
from xlplan.core.model import Portfolio
from xlplan.core.policy import Policy

SMALL, TIMES, ROUNDS = 1_000, 20, 1


def seconds(plan: Portfolio, policy: Policy, *, views: bool = False) -> float:
    """Return the CPU seconds of one run, with the views of every customer or without."""
    gc.collect()
    start = process_time()
    found = assess(plan, policy, AS_OF)
    if views:
        assert found.process is not None
    return process_time() - start


def main() -> None:
    """Print the cost of a customer, small plan and large, and the ratio of paired runs.

    A machine that others use too changes its speed by the minute, so the runs are paired: each round
    is twenty small runs and one large one, and the large one is compared with the mean of its own
    twenty.
    """
    policy = Policy()
    small, large = generated_plan(SMALL), generated_plan(SMALL * TIMES)
    open_deals = sum(one.status == "open" for one in small.opportunities) / SMALL
    rounds = [
        ([seconds(small, policy) for _ in range(TIMES)], seconds(large, policy))
        for _ in range(ROUNDS)
    ]
    best = min(min(times) for times, _ in rounds)
    print(f"{open_deals:.1f} of 3 opportunities are open, each with 5 stakeholders and 2 bidders")
    print(f"{SMALL:,} customers: best {best / SMALL * 1e6:.1f} µs a customer (bar 150)")
    print(f"{SMALL * TIMES:,} customers: {min(t for _, t in rounds) / SMALL / TIMES * 1e6:.1f} µs")
    whole = min(seconds(small, policy, views=True) for _ in range(TIMES))
    print(f"with every view worked out: best {whole / SMALL * 1e6:.1f} µs (bar 250)")
    ratios = sorted(whole / mean(times) for times, whole in rounds)
    print(f"time ratio for {TIMES} ×: median {ratios[ROUNDS // 2]:.1f} (bar 22)")


if __name__ == "__main__":
    main()
