"""What does ``assess`` cost a customer, and does it stay linear?

Bars: under 150 µs a customer (5 contacts, 3 opportunities, 20 activities, 12 invoices); a time ratio
of at most 22 from 1,000 to 20,000 customers. Run: ``python benchmarks/assess.py``.
"""

import gc
from time import process_time

from generated import AS_OF, generated_plan

from xlplan.core.assess import assess
from xlplan.core.policy import Policy


def best_of(customers: int, runs: int) -> float:
    """Return the least CPU seconds of several runs."""
    plan, policy = generated_plan(customers), Policy()
    times = []
    for _ in range(runs):
        gc.collect()
        start = process_time()
        assess(plan, policy, AS_OF)
        times.append(process_time() - start)
    return min(times)


def main() -> None:
    small, large = best_of(1_000, 5), best_of(20_000, 2)
    print(f"1,000 customers:  {small * 1e3:6.1f} µs a customer")
    print(f"20,000 customers: {large / 20 * 1e3:6.1f} µs a customer")
    print(f"time ratio for 20 ×: {large / small:.1f} (bar 22)")


if __name__ == "__main__":
    main()
