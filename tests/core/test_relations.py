"""The relationship: four elements, dependency, spend by level, payback, partnership gates (4.2–4.5)."""

import pytest
from dossiers import dossier, touch
from hypothesis import given
from hypothesis import strategies as st
from plans import AS_OF, ago, ahead, assessed, check_plan

from xlplan.core import model
from xlplan.core.policy import Policy
from xlplan.core.relationship.elements import (
    ElementPolicy,
    effective_ties,
    four_elements,
    personal_dependency,
)
from xlplan.core.relationship.partnership import Bonds, PartnerPolicy, partner_gates
from xlplan.core.relationship.relations import RelationPolicy, relationship_view
from xlplan.core.relationship.spending import durability, payback, spend_mix

ELEMENTS = ElementPolicy.of(Policy())
PARTNER = PartnerPolicy.of(Policy())
OURS = {"bonding": 4.0, "reciprocity": 3.0, "empathy": 2.0, "trust": 5.0}
THEIRS = {"their_bonding": 4.0, "their_reciprocity": 1.0, "their_empathy": 3.0}


def elements(**rated):
    return four_elements(model.Customer("c", "C", **rated))


def test_index_is_the_mean_strength_the_weakest_and_the_gap_between_the_two_sides():
    found = elements(**OURS, **THEIRS)
    assert found.index_score.value == 3.5
    assert (found.strength, found.weakest) == (2.0, ("empathy",))
    assert found.gaps == (0.0, 2.0, 1.0, None)
    assert found.mirror_gap == 1.0
    assert found.widest == "reciprocity"
    assert found.theirs.value == pytest.approx(8 / 3)
    assert found.theirs.completeness == 0.75


def test_unrated_elements_widen_the_interval_and_count_for_nothing():
    found = elements(trust=4.0, bonding=2.0)
    assert (found.index_score.value, found.index_score.lo, found.index_score.hi) == (3.0, 2.0, 4.0)
    assert found.mirror_gap is None
    assert elements().index_score.value is None
    assert elements().strength is None
    only_theirs = elements(their_trust=4.0)
    assert (only_theirs.index_score.value, only_theirs.theirs.value) == (None, 4.0)


def test_parts_of_the_index_sum_to_it():
    score = elements(**OURS).index_score
    assert sum(part.contribution for part in score.parts) == pytest.approx(score.value, abs=1e-9)


def depends(activities=(), contacts=(), **customer):
    return personal_dependency(
        dossier(customer, activities=activities, contacts=contacts), ELEMENTS
    )


def test_trust_in_the_person_beyond_trust_in_the_firm():
    assert depends(trust_in_person=5.0, trust_in_firm=3.5).reasons == ("trust in the person",)
    even = depends(trust_in_person=5.0, trust_in_firm=4.0)  # exactly 1 is not more than 1
    assert (even.personal, even.trust_gap) == (False, 1.0)
    assert depends(trust_in_person=5.0).personal is None


def test_one_contact_of_ours_carries_the_relationship():
    found = depends([touch(ago(n), who="Li") for n in range(3)] + [touch(ago(9), who="Anna")])
    assert (found.personal, found.reasons) == (True, ("one contact of ours",))
    assert (found.busiest, found.busiest_share, found.touches) == ("Li", 0.75, 4)
    assert found.ties == pytest.approx(1 / (0.75**2 + 0.25**2))


def test_touches_spread_over_three_are_no_dependency():
    found = depends([touch(ago(n), who=who) for n, who in enumerate(("Li", "Anna", "Omar"))])
    assert (found.personal, found.busiest, found.ties) == (False, "Anna", pytest.approx(3.0))


def test_two_touches_say_nothing_of_the_share():
    assert depends([touch(ago(1), who="Li"), touch(ago(2), who="Li")]).personal is None


def test_a_blank_who_stands_for_the_contact_of_ours_and_old_touches_do_not_count():
    people = [model.Contact("k", "c", "K", our_contact="Omar")]
    made = [
        touch(ago(5), contact_id="k"),
        touch(ago(5)),
        touch(ago(365), who="Li"),
        touch(ahead(1), who="Li"),
    ]
    found = depends(made, people)
    assert (found.busiest, found.touches) == ("Omar", 1)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_ties_lie_between_one_and_the_number_of_people(counts):
    ties = effective_ties({str(n): count for n, count in enumerate(counts)})
    assert 1.0 - 1e-9 <= ties <= len(counts) + 1e-9


def test_nobody_makes_no_ties():
    assert effective_ties({}) is None


def cost(days, amount, level=None):
    return model.Cost(ago(days), "c", amount, level=level)


def test_spend_by_level_and_durability():
    found = spend_mix(dossier(costs=[
        cost(1, 600.0, "price"), cost(2, 300.0, "social"), cost(3, 100.0, "structural"),
        cost(4, 250.0), cost(365, 9999.0, "structural"),
    ]))  # fmt: skip
    assert found.amounts == (600.0, 300.0, 100.0)
    assert found.shares == (0.6, 0.3, 0.1)
    assert found.durability == pytest.approx(1.5)  # .6 + 2·.3 + 3·.1
    assert (found.total, found.completeness) == (1250.0, 0.8)


def test_spend_without_a_level_has_no_durability():
    found = spend_mix(dossier(costs=[cost(1, 500.0)]))
    assert (found.shares, found.durability, found.completeness) == (None, None, 0.0)
    assert spend_mix(dossier()).durability is None


@given(*[st.floats(0.01, 1e6)] * 3)
def test_durability_lies_between_one_and_three(price, social, structural):
    assert 1.0 <= durability(price, social, structural) <= 3.0
    assert (
        durability(price, social, structural + 1.0) > durability(price, social, structural) - 1e-12
    )


def pays(customer=None, **sheets):
    return payback(dossier({"gross_margin": 0.2, **(customer or {})}, **sheets), (60.0, 0.5))


def test_most_of_the_spend_before_the_first_order_is_relationship_first():
    # 300 + 5 h · 60 = 600 before, 400 after; gross profit of 20 %: 600 in August, 1 200 in October
    found = pays(
        costs=[model.Cost(ago(200), "c", 300.0), model.Cost(ago(50), "c", 400.0)],
        activities=[touch(ago(190), hours=5.0), touch(ago(1))],
        invoices=[
            model.Invoice("1", "c", ago(100), 2_900.0),
            model.Invoice("2", "c", ago(40), 3_000.0),
        ],
    )
    assert (found.mode, found.before_share) == ("relationship first", 0.6)
    assert (found.first_order, found.spend) == (ago(100), 1000.0)
    # by the first invoice 580 < 600, by the second 1 180 ≥ 1 000; May is month 1, October month 6
    assert (found.paid_on, found.month) == (ago(40), 6)


def test_spend_after_the_first_order_is_deepening():
    found = pays(
        {"since": ago(2000)},
        costs=[cost(10, 100.0)],
        invoices=[model.Invoice("1", "c", ago(20), 9e9)],
    )
    assert (found.mode, found.before_share) == ("deepening", 0.0)
    assert found.first_order == ago(2000)
    assert found.paid_on is None  # the invoice came before the first spend


def test_the_contract_is_the_first_order_where_no_invoice_is_older():
    assert pays({"contract_date": ago(30)}, costs=[cost(40, 1.0)]).mode == "relationship first"


def test_before_any_order_all_spend_is_before_it_but_only_if_nothing_is_sold():
    assert pays({"sales_12m": 0.0}, costs=[cost(5, 9.0)]).mode == "relationship first"
    assert (
        pays({"sales_12m": 5e6}, costs=[cost(5, 9.0)]).mode is None
    )  # sold, nobody knows since when
    assert pays(costs=[cost(5, 9.0)]).mode is None


def test_no_spend_no_mode_and_no_margin_no_payback():
    assert pays({"sales_12m": 0.0}).mode is None
    invoice = model.Invoice("1", "c", ago(1), 1e6)
    found = pays({"gross_margin": None}, costs=[cost(5, 9.0)], invoices=[invoice])
    assert (found.spend, found.paid_on) == (9.0, None)


def gates(level="partner", **bonds):
    return partner_gates(
        level, Bonds(**{"share": 0.1, "wallet_share": 0.4, "standards": 2, **bonds}), PARTNER
    )


def test_all_three_gates_open():
    found = gates()
    assert (found.importance, found.balance, found.switching) == (True, True, True)
    assert (found.ready, found.flagged, found.failed) == (True, False, ())


def test_the_concrete_supplier_depends_on_one_contractor():
    # 70 % of our sales are its, 30 % of its purchases are ours: it dictates
    found = gates(share=0.7, wallet_share=0.3)
    assert (found.failed, found.flagged) == (("balance of power",), True)


def test_a_gate_that_is_not_known_asks_and_does_not_flag():
    found = gates(wallet_share=None)
    assert found.unknown == ("mutual importance", "balance of power")
    assert (found.ready, found.flagged) == (None, None)


def test_what_matters_to_neither_and_what_is_easily_left_fails():
    assert gates(share=0.01).failed == ("mutual importance",)
    assert gates(share=0.01, key_account=True).failed == ()
    assert gates(wallet_share=0.1).failed == ("mutual importance",)
    assert gates(standards=0).failed == ("switching cost",)
    assert gates(standards=0, structural_share=0.2).failed == ()
    assert gates(standards=None, structural_share=0.1).failed == ("switching cost",)
    assert gates(standards=None).unknown == ("switching cost",)


def test_below_partner_level_nothing_is_flagged():
    assert gates("preferred", share=0.7, wallet_share=0.1).flagged is False
    assert gates(None).flagged is None


def test_the_view_takes_standards_from_the_open_opportunities():
    plan = check_plan(
        {"standards": 2}, {"level": "alliance", **OURS}, costs=(cost(9, 50.0, "social"),)
    )
    one = next(c for c in assessed(plan).customers if c.customer.id == "c")
    from xlplan.core.dossier import Dossiers

    at = Dossiers(plan, AS_OF).of(one.customer, one.facts)
    found = relationship_view(
        at, Bonds(one.share, 0.3), one.opportunities, RelationPolicy.of(Policy())
    )
    assert found.gates.switching is True
    assert found.spend.durability == 2.0
    assert found.elements.strength == 2.0
