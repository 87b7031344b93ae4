"""Where does the project stand? The project state evaluation (PSE), its red flags and its state."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from xlplan.core.assessment import Link
from xlplan.core.grading.winning import WinPolicy
from xlplan.core.model import Opportunity
from xlplan.core.people.chain import AGAINST
from xlplan.core.scores import Score, weigh_rows

PSE_PARTS = ("relation", "coverage", "coach", "fit", "competition", "sync", "commercial")
STATES_HARDLY_KNOWN = {
    state: f"{state}, hardly known" for state in ("advantage", "even", "disadvantage")
}


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
        >>> from xlplan.core.policy import Policy
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


def told_state(state: str | None, completeness: float, enough: float) -> str | None:
    """Return an advantage state as a person is told it: one that rests on too little says so.

    Args:
        state: advantage, even, behind or unclear.
        completeness: the share of the weight of the PSE that is known, 0–1.
        enough: the policy's ``win.completeness``.

    Source: method 0.2: a score carries its completeness.
    Choice: the bound is that from which the PSE moves the likelihood; unclear says it already. JSON
    and roll-up keep the plain word, with the completeness beside it.

    Example:
        >>> told_state("advantage", 0.1, 0.4), told_state("behind", 0.9, 0.4), told_state(None, 0, 0.4)
        ('advantage, hardly known', 'disadvantage', None)
    """
    word = "disadvantage" if state == "behind" else state
    return (
        STATES_HARDLY_KNOWN[word] if word in STATES_HARDLY_KNOWN and completeness < enough else word
    )
