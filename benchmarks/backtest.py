"""What does scoring a closed opportunity again cost, and does it stay linear?

Bars: under 300 µs an opportunity (3 closed ones a customer, 5 stakeholders and 2 bidders each, 20
activities and 12 invoices a customer); a time ratio of at most 12 from 2,000 to 20,000 of them.
Run: ``python benchmarks/backtest.py``.
"""

import datetime as dt
import gc
import random
from dataclasses import replace
from time import process_time

from generated import AS_OF, generated_plan

from xlplan.core.learning.backtest import backtest
from xlplan.core.learning.rescoring import rescore
from xlplan.core.model import Portfolio
from xlplan.core.policy import Policy

SMALL, TIMES, DEALS = 2_000, 10, 3  # DEALS: a customer of the generated plan


def closed_plan(deals: int) -> Portfolio:
    """Return a plan whose opportunities have all closed, on days of the last two years."""
    draw, plan = random.Random(1), generated_plan(deals // DEALS)
    closed = tuple(
        replace(
            one,
            status=draw.choice(("won", "lost")),
            closed_on=AS_OF - dt.timedelta(days=draw.randrange(1, 700)),
            created=AS_OF - dt.timedelta(days=900),
        )
        for one in plan.opportunities
    )
    return replace(plan, opportunities=closed)


def seconds(plan: Portfolio) -> tuple[float, float]:
    """Return the CPU seconds of the scores, and of the figures made of them."""
    gc.collect()
    start = process_time()
    found = rescore(plan, Policy(), AS_OF)
    scored = process_time()
    backtest(found.deals, found.left_out, Policy())
    return scored - start, process_time() - scored


def main() -> None:
    """Print the cost of an opportunity, few and many, and the ratio."""
    small, large = closed_plan(SMALL), closed_plan(SMALL * TIMES)
    few = [seconds(small) for _ in range(TIMES)]
    many = seconds(large)
    best = min(scores for scores, _ in few)
    print(f"{SMALL:,} closed: best {best / SMALL * 1e6:.0f} µs an opportunity (bar 300)")
    print(
        f"{SMALL * TIMES:,} closed: {many[0] / SMALL / TIMES * 1e6:.0f} µs, {sum(many):.1f} s in all"
    )
    print(f"the figures of {SMALL * TIMES:,}: {many[1]:.2f} s")
    ratio = many[0] / sum(scores for scores, _ in few) * TIMES
    print(f"time ratio for {TIMES} ×: {ratio:.1f} (bar 12)")


if __name__ == "__main__":
    main()
