"""Which level of relationship is worth most here? Present value of the four levels, luxury test."""

from typing import NamedTuple

from xlplan.core.money.arithmetic import annuity, credit_cost_rate
from xlplan.core.policy import Policy

RELATION_LEVELS = ("transactional", "preferred", "partner", "alliance")


class LevelPolicy(NamedTuple):
    """What each level brings and costs, looked up once a run; rows go with ``RELATION_LEVELS``.

    Args:
        slopes: present value for each unit of wallet.
        fixed: present value of the yearly cost, with the one-off cost; money.
    """

    slopes: tuple[float, ...]
    fixed: tuple[float, ...]

    @classmethod
    def of(cls, policy: Policy) -> "LevelPolicy":
        """Return the numbers in force."""
        credit = credit_cost_rate(
            policy.number("level.dso_days"),
            policy.number("level.interest"),
            policy.number("level.loss_rate"),
        )
        discount, years = policy.number("discount"), int(policy.number("horizon_years"))
        worth = [annuity(kept, discount, years) for kept in policy.numbers("level.retention")]
        shares, margins = policy.numbers("level.wallet_share"), policy.numbers("level.margin")
        costs, once = policy.numbers("level.cost"), policy.numbers("level.one_off")
        return cls(
            tuple(
                share * (margin - credit) * a
                for share, margin, a in zip(shares, margins, worth, strict=True)
            ),
            tuple(cost * a + one for cost, a, one in zip(costs, worth, once, strict=True)),
        )


class LevelChoice(NamedTuple):
    """The four levels compared for one customer.

    Args:
        worth: present value at each level, money; empty without a wallet.
        best: the level worth most; the lower one at a tie.
        present: the level in Customers.
        luxury: the present level is worth less than a lower one.
        gain: what the best level is worth more than the present one, money.
    """

    worth: tuple[float, ...]
    best: str | None
    present: str | None
    luxury: bool | None
    gain: float | None

    def best_allowed(self, ready: bool | None) -> str | None:
        """Return the best level that the partnership gates allow (``PartnerGates.ready``).

        Source: method 4.5, 5.2: with a gate answered no, preferred is the highest.
        """
        if ready is not False or not self.worth:
            return self.best
        below = self.worth[: RELATION_LEVELS.index("partner")]
        return RELATION_LEVELS[below.index(max(below))]


def level_values(wallet: float, policy: LevelPolicy) -> tuple[float, ...]:
    """Return the present value of a customer at each of the four levels, money.

    Args:
        wallet: what it buys a year in our field, money.
        policy: the numbers in force.

    Source: method 5.2 (S1: 奢侈的关系). Wallet 10 m → preferred 472.2k, 40 m → partner 4 303.1k.
    Choice: net of a year = wallet · share · (margin − DSO/365·(interest + PD·LGD)) − yearly cost:
    bad debt is taken of the receivables, as in 5.1. Nets come at the end of years 1 … N with
    S_t = retention^(t−1), the one-off is paid today. The one-off counts for every level, the
    present one too: the question is whether a level is worth what it costs.
    """
    return tuple(
        [slope * wallet - fixed for slope, fixed in zip(policy.slopes, policy.fixed, strict=True)]
    )


def level_npv(level: str, wallet: float, policy: LevelPolicy) -> float:
    """Return the present value of a customer at one level of relationship, money.

    Args:
        level: transactional, preferred, partner or alliance.
        wallet: what it buys a year in our field, money.
        policy: the numbers in force.

    Source: method 5.2.

    Example:
        >>> terms = LevelPolicy.of(Policy())
        >>> round(level_npv("preferred", 10e6, terms), -2), round(level_npv("partner", 40e6, terms), -2)
        (472200.0, 4303100.0)
    """
    return level_values(wallet, policy)[RELATION_LEVELS.index(level)]


def best_level(wallet: float, policy: LevelPolicy) -> str:
    """Return the level that is worth most to us; the lower one at a tie.

    Args:
        wallet: what it buys a year in our field, money.
        policy: the numbers in force.

    Source: method 5.2.

    Example:
        >>> terms = LevelPolicy.of(Policy())
        >>> [best_level(wallet, terms) for wallet in (1e6, 10e6, 20e6, 40e6, 100e6)]
        ['transactional', 'preferred', 'preferred', 'partner', 'alliance']
    """
    worth = level_values(wallet, policy)
    return RELATION_LEVELS[worth.index(max(worth))]


def level_choice(present: str | None, wallet: float | None, policy: LevelPolicy) -> LevelChoice:
    """Return the four levels compared, and whether the present one is a luxury.

    Source: method 5.2: it is when a lower one is worth more.
    """
    if wallet is None:
        return LevelChoice((), None, present, None, None)
    worth = level_values(wallet, policy)
    most = max(worth)
    best = RELATION_LEVELS[worth.index(most)]
    if present is None:
        return LevelChoice(worth, best, None, None, None)
    at = RELATION_LEVELS.index(present)
    luxury = at > 0 and max(worth[:at]) > worth[at]
    return LevelChoice(worth, best, present, luxury, most - worth[at])
