"""What else does the method say of every customer? Process, relationship, care, choices, objectives."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.care.health import CarePolicy, CareView, care_view
from xlplan.core.care.objectives import Figures, ObjectiveState, down_words, objective_states
from xlplan.core.dealdetail import DealDetail, Details
from xlplan.core.dossier import Dossier, Dossiers
from xlplan.core.grouping import Grouped, by_customer
from xlplan.core.model import Portfolio
from xlplan.core.money.choices import MoneyChoices, MoneyPolicy, money_choices
from xlplan.core.money.whitespace import Room, room
from xlplan.core.pausing import collector_paused
from xlplan.core.policy import Policy
from xlplan.core.process.standing import CustomerProcess, Process, ProcessFigures
from xlplan.core.relationship.partnership import Bonds
from xlplan.core.relationship.relations import RelationPolicy, RelationshipView, relationship_view


class CustomerViews(NamedTuple):
    """One customer beyond risk, grade and return.

    Args:
        process: stage, file, segment, hours (method 1.1, 3.7, 3.9).
        relationship: elements, dependency, levels, payback, gates (4.2–4.5).
        care: cadence, satisfaction, complaints, promises, health (7).
        choices: level, ultimatum, loss leaders, floors, room to grow (5.2–5.4).
        objectives: where each stands.
        details: one for each of the customer's open opportunities, in their order.
    """

    process: CustomerProcess
    relationship: RelationshipView
    care: CareView
    choices: MoneyChoices
    objectives: tuple[ObjectiveState, ...]
    details: tuple[DealDetail, ...]


class Viewing:
    """The views of all customers of an assessment, worked out when one is first looked at.

    A ranking, a what-if or a flip needs none of them, and they cost as much again as the rest.

    Args:
        plan: the records; ``by`` the same, grouped.
        policy: the numbers in force.
        as_of: the day.
    """

    def __init__(self, plan: Portfolio, by: Grouped, policy: Policy, as_of: dt.date) -> None:
        self._sources = plan, by, policy, as_of
        self.customers: tuple[CustomerAssessment, ...] = ()

    def of(self, customer_id: str) -> CustomerViews:
        """Return the views of one customer."""
        return self._found[0][customer_id]

    @property
    def figures(self) -> ProcessFigures:
        """Return the figures of all customers together."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[dict[str, CustomerViews], ProcessFigures]:
        with collector_paused():
            views, figures = Views(*self._sources).of(self.customers)
        ids = [one.customer.id for one in self.customers]
        return dict(zip(ids, views, strict=True)), figures


class Views:
    """Looks at the customers of one evaluated plan: policies ready, records grouped.

    Args:
        plan: the records; ``by`` the same, grouped.
        policy: the numbers in force.
        as_of: the day.
    """

    def __init__(self, plan: Portfolio, by: Grouped, policy: Policy, as_of: dt.date) -> None:
        self.as_of = as_of
        self.dossiers = Dossiers(plan, as_of, by.contacts)
        self.process = Process(plan, policy, as_of)
        self.details = Details(plan.answers, by, policy, as_of)
        self.relation_policy = RelationPolicy.of(policy)
        self.care_policy = CarePolicy.of(policy)
        self.money_policy = MoneyPolicy.of(policy)
        self.down_words = down_words(policy)
        self.objectives = by_customer(plan.objectives)
        self.actions = by_customer(plan.actions)

    def of(
        self, customers: Sequence[CustomerAssessment]
    ) -> tuple[tuple[CustomerViews, ...], ProcessFigures]:
        """Return the views of the customers, in their order, and the figures of all together."""
        dossiers = [self.dossiers.of(one.customer, one.facts) for one in customers]
        processes, figures = self.process.views(customers, [one.activities for one in dossiers])
        rows = zip(customers, dossiers, processes, strict=True)
        return tuple([self._view(one, dossier, process) for one, dossier, process in rows]), figures

    def _view(
        self, one: CustomerAssessment, dossier: Dossier, process: CustomerProcess
    ) -> CustomerViews:
        space, deals = room(dossier), one.opportunities
        bonds = Bonds(one.share, space.wallet_share, one.key_account)
        care = care_view(dossier, one.grade, one.lead, process.file, self.care_policy)
        return CustomerViews(
            process,
            relationship_view(dossier, bonds, deals, self.relation_policy),
            care,
            money_choices(dossier, one.economics, space, deals, self.money_policy),
            self._objectives(one, care, space),
            self.details.of(one),
        )

    def _objectives(
        self, one: CustomerAssessment, care: CareView, space: Room
    ) -> tuple[ObjectiveState, ...]:
        mine = self.objectives.get(one.customer.id)
        if not mine:
            return ()
        money = one.economics
        figures = Figures(
            money.sales,
            money.gross,
            money.margin,
            space.wallet_share,
            one.lead.dmi.value if one.lead else None,
            one.risk.score.value,
            one.grade,
            care.satisfaction.csi.value,
        )
        actions = self.actions.get(one.customer.id, ())
        return objective_states(mine, actions, figures, self.as_of, self.down_words)
