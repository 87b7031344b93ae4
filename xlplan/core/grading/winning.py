"""Where does the sale stand, and how likely is a win? Competition gap, PSE, stage history, p."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from xlplan.core.assessment import Link
from xlplan.core.grading.odds import likelihood, shrunk_rate
from xlplan.core.model import Competitor, Milestone, Opportunity
from xlplan.core.people.chain import AGAINST
from xlplan.core.policy import Policy
from xlplan.core.scores import Score, weigh_rows

PSE_PARTS = ("relation", "coverage", "coach", "fit", "competition", "sync", "commercial")
Scores = tuple[float | None, ...]
COMPARED = ("brand", "product", "service", "relationship")
"""The scores of Competitors that make the competition gap."""
_seen: Callable[[Competitor], Scores] = attrgetter(*COMPARED)
US = frozenset({"us", "我方", "我们", "we"})


@dataclass(frozen=True, slots=True)
class WinPolicy:
    """The policy numbers of winning, looked up once a run."""

    weights: tuple[float, ...]
    standard_points: float
    lag_points: tuple[float, ...]
    advantage: tuple[float, ...]
    behind: tuple[float, ...]
    clear_facts: float
    lag_flag: float
    prior: tuple[float, ...]
    k: float
    beta: float
    completeness: float
    phi: float
    clip: tuple[float, ...]

    @classmethod
    def of(cls, policy: Policy) -> "WinPolicy":
        """Return the numbers in force."""
        return cls(
            policy.numbers("pse.weights"),
            policy.number("pse.standard_points"),
            policy.numbers("pse.lag_points"),
            policy.numbers("pse.advantage"),
            policy.numbers("pse.behind"),
            policy.number("pse.clear_facts"),
            policy.number("pse.lag_flag"),
            policy.numbers("win.prior"),
            policy.number("win.k"),
            policy.number("win.beta"),
            policy.number("win.completeness"),
            policy.number("win.phi"),
            policy.numbers("win.clip"),
        )


def is_us(name: str) -> bool:
    """Return whether a row of Competitors is our own."""
    return name.strip().casefold() in US


def sides(
    bidders: Sequence[Competitor], seen: Callable[[Competitor], Scores]
) -> tuple[Scores | None, list[Scores]]:
    """Return what is seen of ourselves (our first row, if there is one) and of each rival."""
    ours, rivals = None, []
    for one in bidders:
        if one.name.strip().casefold() in US:
            ours = ours or seen(one)
        else:
            rivals.append(seen(one))
    return ours, rivals


def competition_gap(bidders: Sequence[Competitor]) -> float | None:
    """Return our mean lead over the best rival, −100…100; ``None`` without both sides.

    The mean runs over those of brand, product, service and relationship known on both sides.

    Source: method 3.2 r10.
    Choice: the best rival is taken criterion by criterion: the buyer compares us with the best.
    """
    ours, rivals = sides(bidders, _seen)
    if ours is None or not rivals:
        return None
    best = (
        rivals[0] if len(rivals) == 1 else [_best(scores) for scores in zip(*rivals, strict=True)]
    )
    leads = [
        mine - theirs
        for mine, theirs in zip(ours, best, strict=True)
        if mine is not None and theirs is not None
    ]
    return sum(leads) / len(leads) if leads else None


def _best(scores: Sequence[float | None]) -> float | None:
    return max((score for score in scores if score is not None), default=None)


def lag(purchase_step: int | None, selling_step: int | None) -> int | None:
    """Return purchase step − selling step; positive: the customer is ahead of us.

    Args:
        purchase_step: of the customer, 1–6.
        selling_step: ours, 1–6.

    Source: method 1.2.

    Example:
        >>> lag(4, 2), lag(4, None)
        (2, None)
    """
    return None if purchase_step is None or selling_step is None else purchase_step - selling_step


def lag_steps(opportunity: Opportunity) -> int | None:
    """Return purchase step − selling step; positive: the customer is ahead of us.

    Source: method 1.2.
    """
    return lag(opportunity.purchase_step, opportunity.selling_step)


def missing_nodes(
    opportunity: Opportunity, milestones: Sequence[Milestone]
) -> tuple[Milestone, ...]:
    """Return the key nodes below the present selling step that are marked not done.

    Source: method 1.2. Choice: a node whose Done is blank is unknown, not missing.
    """
    if not milestones or opportunity.selling_step is None:
        return ()
    step = opportunity.selling_step
    return tuple(node for node in milestones if node.step < step and node.done is False)


class Standing(NamedTuple):
    """The inputs of the PSE; ``None`` = not known.

    Args:
        dmi: decision attitude, −100…100.
        coverage: of the decision chain, 0–100.
        coach: quality of the best coach, 0–100.
        fit: of our offer, 0–100.
        standards: our parameters in the customer's standard.
        gap: our lead over the best rival, −100…100.
        lag: purchase step − selling step.
        commercial: budget clarity, payment terms and authority known, 0–100.
    """

    dmi: float | None
    coverage: float | None
    coach: float | None
    fit: float | None
    standards: int | None
    gap: float | None
    lag: int | None
    commercial: float | None


def commercial_score(opportunity: Opportunity) -> float | None:
    """Return the mean of the known ones of budget clarity, payment terms and authority known."""
    found = (opportunity.budget_clarity, opportunity.payment_terms, opportunity.authority_known)
    known = [score for score in found if score is not None]
    return sum(known) / len(known) if known else None


def pse_score(at: Standing, policy: WinPolicy) -> Score:
    """Return the project state evaluation, 0–100, higher is better for us.

    Source: method 3.3 (项目状态评估, S0; xlplan definition).

    Example:
        >>> at = Standing(28.07, 79.09, 100.0, 80.0, 0, 10.0, 0, 70.0)
        >>> round(pse_score(at, WinPolicy.of(Policy())).value, 2)
        74.37
    """
    return weigh_rows(_pse_rows((at, policy)), policy.weights, _pse_points(at, policy))


def _pse_points(at: Standing, policy: WinPolicy) -> tuple[float | None, ...]:
    dmi, coverage, coach, fit, standards, gap, lag, commercial = at
    fitted = sync = None
    if fit is not None:
        fitted = min(100.0, fit + policy.standard_points * (standards or 0))
    if lag is not None:
        steps = policy.lag_points
        sync = steps[min(max(lag, 0), len(steps) - 1)]
    return (
        None if dmi is None else 50.0 + dmi / 2.0,
        coverage,
        coach,
        fitted,
        None if gap is None else 50.0 + gap / 2.0,
        sync,
        commercial,
    )


class PseRows(NamedTuple):
    """The rows of the project state evaluation: worked out again when somebody asks for them."""

    at: Standing
    policy: WinPolicy

    @property
    def names(self) -> tuple[str, ...]:
        """The seven parts."""
        return PSE_PARTS

    @property
    def weights(self) -> tuple[float, ...]:
        """What each weighs."""
        return self.policy.weights

    @property
    def inputs(self) -> tuple[float | None, ...]:
        """What each was read from, in its own unit."""
        return tuple([getattr(self.at, name) for name in _PSE_INPUTS])

    @property
    def points(self) -> tuple[float | None, ...]:
        """What each earned, 0–100."""
        return _pse_points(self.at, self.policy)


_PSE_INPUTS = ("dmi", "coverage", "coach", "fit", "gap", "lag", "commercial")
_pse_rows = partial(tuple.__new__, PseRows)


def red_flags(
    chain: Sequence[Link], lag: int | None, coach: str | None, nodes: int, policy: WinPolicy
) -> tuple[str, ...]:
    """Return what forbids to speak of an advantage.

    Source: method 3.3.
    Choice: a decision maker is uncovered when the coverage is known and 0; a coach is unverified
    when the best coach of a chain is known and not verified. Blank cells raise no flag.
    """
    veto = against = uncovered = False
    for link in chain:
        one = link[0]
        opposed = one.attitude in AGAINST
        if one.role == "decision maker":
            against = against or opposed
            uncovered = uncovered or one.coverage == 0.0
        veto = veto or (opposed and one.can_veto is True)
    flags = ["veto against"] if veto else []
    if against:
        flags.append("decision maker against")
    if uncovered:
        flags.append("decision maker uncovered")
    if lag is not None and lag >= policy.lag_flag:
        flags.append("lag")
    if coach is not None and coach != "verified":
        flags.append("coach unverified")
    if nodes:
        flags.append("missing node")
    return tuple(flags)


def pse_state(
    pse: float | None,
    at: Standing,
    clear_facts: int | None,
    flags: Sequence[str],
    policy: WinPolicy,
) -> str | None:
    """Return the state of the project: unclear, advantage, behind or even; ``None`` if unknown.

    Source: method 3.3 (优势状态).
    Choice: the first of unclear, advantage, behind that holds, in this order. A gap or a dmi that is
    not known cannot make an advantage. Without a PSE only unclear and behind can be said.
    """
    if clear_facts is not None and clear_facts < policy.clear_facts:
        return "unclear"
    least_pse, least_dmi, least_gap = policy.advantage
    dmi, gap = at.dmi, at.gap
    strong = (
        pse is not None and dmi is not None and gap is not None
        and pse >= least_pse and dmi >= least_dmi and gap >= least_gap
    )  # fmt: skip
    if strong and not flags:
        return "advantage"
    low_pse, low_gap = policy.behind
    weak = (pse is not None and pse < low_pse) or (gap is not None and gap <= low_gap)
    if weak or "decision maker against" in flags:
        return "behind"
    return None if pse is None else "even"


def stage_likelihood(selling_step: int, won: int, reached: int, policy: WinPolicy) -> float:
    """Return the win rate at a selling step from own history, shrunk towards the prior.

    Args:
        selling_step: 1–6.
        won: own opportunities that reached it and were won.
        reached: own closed opportunities that reached it.
        policy: prior and its weight k.

    Source: method 3.4; 6 of 10 at step 3 → .525.

    Example:
        >>> stage_likelihood(3, 6, 10, WinPolicy.of(Policy()))
        0.525
    """
    return shrunk_rate(won, reached, policy.prior[selling_step - 1], policy.k)


def moving_pse(pse: float | None, known: float, least: float) -> float | None:
    """Return the PSE where enough of it is known to move the likelihood."""
    return pse if known >= least else None


def win_likelihood(p_stage: float, pse: Score, missing: int, policy: WinPolicy) -> float:
    """Return the likelihood that an open opportunity is won, 0.01–0.99.

    The PSE moves the stage's rate on the logit scale once enough of it is known; each missing node
    multiplies by φ.

    Source: method 3.4; pse 74.369 at .45 → .6844, one missing node → .3422.
    """
    used = moving_pse(pse.value, pse.completeness, policy.completeness)
    return likelihood(p_stage, used, missing, policy.beta, policy.phi, policy.clip)
