"""What does an evaluated plan look like? The shapes that ``assess`` fills and everything else reads.

Money is in the plan's currency, shares lie in 0–1, scores in 0–100 (DMI in −100…100). ``None``
always means: not known, or not to be had from what is known. The shapes made once a customer or
more often are named tuples, which cost a third of a frozen dataclass.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from xlplan.core.figures import Funnel, PortfolioFigures
from xlplan.core.issues import Finding
from xlplan.core.model import Contact, Customer, Milestone, Opportunity, Portfolio, Stakeholder
from xlplan.core.policy import Policy
from xlplan.core.scores import Score

if TYPE_CHECKING:  # these look at the shapes below
    from xlplan.core.process.standing import ProcessFigures
    from xlplan.core.views import CustomerViews, Viewing


class Facts(NamedTuple):
    """What the sheets say of a customer's sales and payments, and which source was used.

    ``sources`` maps a field to ``typed`` or to the key of the sheet that it was computed from
    (``invoices``, ``costs``); a field that is not known is not in it.
    """

    sales: float | None
    sales_prior: float | None
    dso_days: float | None
    late_days: float | None
    relationship_cost: float | None
    sources: Mapping[str, str]


class Risk(NamedTuple):
    """The customer risk evaluation of one opportunity (method 3.2); higher is riskier.

    Args:
        score: all factors; its parts are the rows of the risk table.
        level: low, medium, high or severe; ``None`` without a value.
        knock_outs: keys of the factors that rule the opportunity out.
        halves: the places of the factors of group money, and of group win.
    """

    score: Score
    level: str | None
    knock_outs: tuple[str, ...]
    halves: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def money(self) -> Score:
        """The factors of group money."""
        return self.score.of(self.halves[0])

    @property
    def win(self) -> Score:
        """The factors of group win."""
        return self.score.of(self.halves[1])

    @property
    def next_question(self) -> str | None:
        """Key of the missing factor with the largest weight, the first of equals."""
        rows = self.score.rows
        if None not in rows.points:
            return None
        missing = [
            (-weight, at)
            for at, (weight, points) in enumerate(zip(rows.weights, rows.points, strict=True))
            if points is None and weight > 0.0
        ]
        return rows.names[min(missing)[1]] if missing else None


class Link(NamedTuple):
    """One stakeholder as the decision chain sees them (method 2.1).

    Args:
        influence: I, 0–1, after the influence lines.
        weight: W = ρ·I.
        effect: effective attitude M*, −1…1; 0 when unknown.
        coach_quality: 0–100 for a coach with all three facts known.
    """

    stakeholder: Stakeholder
    contact: Contact | None
    influence: float
    weight: float
    effect: float
    days_since_contact: int | None
    coach_quality: float | None


class OpportunityAssessment(NamedTuple):
    """What the method says of one open opportunity.

    Args:
        dmi: decision attitude, −100…100.
        coverage: how well the chain is covered, 0–100.
        timing: push, build, contested or behind.
        coach: best coach of the chain: verified, possible, none.
        gap: our mean lead over the best rival, −100…100.
        lag: purchase step − selling step; positive: the customer is ahead of us.
        pse_state: unclear, advantage, even or behind.
        red_flags: ``veto against``, ``decision maker against``, ``decision maker uncovered``,
            ``lag``, ``coach unverified``, ``missing node``.
        p: win likelihood in use; ``p_stage`` from the stage alone; ``p_manual`` the planner's.
        p_rank: the likelihood that ranks (``p``, or ``p_manual`` under ``win.use_manual``). Choice:
            3.4 lets the planner's own rank and nothing else, so the grade and the order follow it;
            lead opportunity, present value, forecast and simulation keep ``p``.
        days_to_close: negative when overdue.
        grade: A–D, or X when a gate closes; ``gates`` says which: ``money risk``, ``size``,
            ``not feasible``, ``knock-out r05``.
        margin: the opportunity's, else the customer's gross margin.
        expected_return: p·amount·margin − remaining cost.
        return_per_hour: the same per remaining hour; ``None`` when those are not known.
        places: the priorities of all open opportunities, this one's in place ``slot``. They are
            known, and filled in, when the last is evaluated; 0 where nothing is ranked.
    """

    opportunity: Opportunity
    customer: Customer
    chain: tuple[Link, ...]
    dmi: Score
    coverage: Score
    timing: str | None
    coach: str | None
    coach_quality: float | None
    gap: float | None
    lag: int | None
    pse: Score
    pse_state: str | None
    clarity: float | None
    red_flags: tuple[str, ...]
    missing_nodes: tuple[Milestone, ...]
    p_stage: float
    p: float
    p_manual: float | None
    p_rank: float
    days_to_close: int | None
    risk: Risk
    grade: str
    grade_likelihood: str
    grade_risk: str | None
    gates: tuple[str, ...]
    margin: float | None
    expected_return: float | None
    return_per_hour: float | None
    places: Sequence[int]
    slot: int

    @property
    def priority(self) -> int:
        """1 = first, over all open opportunities; 0 where they were not ranked."""
        return self.places[self.slot]


class Economics(NamedTuple):
    """What a relationship costs and returns (method 5.1), money a year unless said otherwise.

    Args:
        receivables: AR = sales·DSO/365.
        carry: interest on the receivables.
        bad_debt: AR·PD·LGD.
        net_year: sales·margin − carry − bad debt − relationship cost.
        cost_ratio: (carry + bad debt + relationship cost)/(sales·margin).
        verdict: luxury, watch or sound; ``loss`` when the gross margin itself is not positive.
        price_floor_cut: the price cut, as a share of sales, that takes the whole net.
        dso_break_even: days of sales outstanding at which the net is zero.
        npv: present value over the horizon, open opportunities included.
        npv_base: the part of it that comes from the present business.
        npv_open: the part that comes from the open opportunities; ``None`` without any margin.
        retention: the yearly retention used.
        missing: the inputs without which a figure is absent (fields of Customer, ``margin``).
    """

    sales: float | None
    margin: float | None
    dso_days: float | None
    receivables: float | None
    carry: float | None
    bad_debt: float | None
    relationship_cost: float | None
    gross: float | None
    net_year: float | None
    cost_ratio: float | None
    verdict: str | None
    price_floor_cut: float | None
    dso_break_even: float | None
    retention: float | None
    npv: float | None
    npv_base: float | None
    npv_open: float | None
    missing: tuple[str, ...]


class CustomerAssessment(NamedTuple):
    """What the method says of one customer.

    Args:
        grade: of its best open opportunity; D when none is open.
        lead: the open opportunity with the largest p·amount, whose risk is the customer's.
        opportunities: the open ones, best first.
        share: of all known sales, 0–1; ``share_flag`` 0, 1 or 2 flags crossed.
        relationship_type: outsider, friend, supplier or partner.
        key_account: among those that make up the first 80 % of sales, or marked Strategic.
        expected_return: sum over the open opportunities where known.
        places: the priorities of all customers, this one's in place ``slot``.
        viewing: where ``views`` come from; ``assess`` always fills it.
    """

    customer: Customer
    contacts: tuple[Contact, ...]
    facts: Facts
    grade: str
    lead: OpportunityAssessment | None
    opportunities: tuple[OpportunityAssessment, ...]
    risk: Risk
    share: float | None
    share_flag: int
    economics: Economics
    relationship_type: str | None
    ties: float | None
    key_account: bool | None
    expected_return: float | None
    places: Sequence[int]
    slot: int
    viewing: "Viewing | None" = None

    @property
    def priority(self) -> int:
        """1 = first, over all customers."""
        return self.places[self.slot]

    @property
    def views(self) -> "CustomerViews | None":
        """Process, relationship, care, choices, objectives: worked out when first looked at."""
        return None if self.viewing is None else self.viewing.of(self.customer.id)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the method says of one plan as of one day.

    ``customers`` and ``opportunities`` (the open ones) are in the order of priority.
    """

    as_of: dt.date
    policy: Policy
    portfolio: Portfolio
    customers: tuple[CustomerAssessment, ...]
    opportunities: tuple[OpportunityAssessment, ...]
    spread: PortfolioFigures
    funnel: Funnel
    viewing: "Viewing | None" = None
    findings: tuple[Finding, ...] = ()

    @property
    def grades(self) -> dict[str, int]:
        """How many customers have each grade, in the order of the letters."""
        return dict(sorted(Counter(one.grade for one in self.customers).items()))

    @property
    def process(self) -> "ProcessFigures | None":
        """Effort, segments and prospecting of all customers together."""
        return None if self.viewing is None else self.viewing.figures
