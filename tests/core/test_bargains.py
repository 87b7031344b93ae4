"""Ultimatum, loss leader, price floor: the check figures of method 5.3, 5.4 and the money choices."""

import pytest
from dossiers import dossier
from hypothesis import given
from hypothesis import strategies as st
from plans import AS_OF, ago, ahead, assessed

from xlplan.core import model
from xlplan.core.dossier import Dossiers, rival_evidence
from xlplan.core.money.bargains import (
    BargainPolicy,
    bluff_needed,
    break_even_repeat,
    price_floor,
    ultimatum,
)
from xlplan.core.money.choices import MoneyPolicy, money_choices
from xlplan.core.money.whitespace import room
from xlplan.core.policy import Policy

TERMS = BargainPolicy.of(Policy())
FIVE_YEARS = 3.7907867694  # Σ 1/1.1^t


def test_the_concrete_supplier_refuses_two_percent():
    # 70 m sales, net 493 151 (5.1): 2 % cost 1.4 m a year, more than the whole customer brings
    found = ultimatum(70e6, 493_151.0, "verified", TERMS)
    assert found.accept_cost == pytest.approx(0.02 * 70e6 * FIVE_YEARS)
    assert found.refuse_loss == pytest.approx(493_151 * FIVE_YEARS)
    assert (found.bluff_needed, found.refuse) == (0.0, True)
    assert found.most == pytest.approx(0.9 * 493_151 / 70e6)


@pytest.mark.parametrize(
    ("evidence", "refuse"), [("none", True), ("claimed", False), ("verified", False)]
)
def test_the_evidence_of_a_rival_decides(evidence, refuse):
    # accept .02·10 m = 200k a year, loss 500k a year: refuse from a bluff of 1 − 200/500 = .6 on
    found = ultimatum(10e6, 500_000.0, evidence, TERMS)
    assert found.bluff_needed == pytest.approx(0.6)
    assert found.refuse is refuse
    assert (found.most >= 0.02) is not refuse


def test_an_exit_cost_makes_giving_in_more_likely():
    dear = BargainPolicy.of(Policy({"ultimatum.exit_cost": 2e6}))
    assert ultimatum(10e6, 500_000.0, "none", dear).refuse is False


def test_who_costs_us_money_is_refused_and_the_unknown_stays_open():
    assert ultimatum(10e6, -1.0, "verified", TERMS).refuse is True
    assert ultimatum(10e6, -1.0, "verified", TERMS).most == 0.0
    assert ultimatum(None, 5.0, "none", TERMS).refuse is None
    assert ultimatum(10e6, None, "none", TERMS).refuse is None
    assert ultimatum(0.0, -500.0, "none", TERMS).refuse is None


@given(st.floats(0, 1e9), st.floats(-1e9, 1e9))
def test_the_bluff_needed_is_a_probability(accept, loss):
    assert 0.0 <= bluff_needed(accept, loss) <= 1.0


@given(st.floats(1e4, 1e7), st.floats(1e3, 1e7), st.sampled_from(("none", "claimed", "verified")))
def test_refusing_is_right_exactly_beyond_the_largest_cut_worth_giving(sales, net, evidence):
    for factor in (0.99, 1.01):
        most = ultimatum(sales, net, evidence, TERMS).most
        asked = ultimatum(sales, net, evidence, TERMS._replace(cut=most * factor))
        assert asked.refuse is (factor > 1.0)


def test_loss_leader_check_figure():
    assert round(break_even_repeat(-300_000, 150_000, 0.8, 0.10, 5), 4) == 0.7533
    assert break_even_repeat(0.0, 1.0, 0.8, 0.10, 5) == 0.0
    assert break_even_repeat(-1.0, 0.0, 0.8, 0.10, 5) is None


def choices(deal, *, rivals=(), decisions=(), whitespace=(), **customer):
    fields = {"sales_12m": 5e6, "gross_margin": 0.3, "retention": 0.8, "wallet": 10e6, "level": "partner",
              "dso_days": 60.0, "relationship_cost": 1e5} | customer  # fmt: skip
    plan = model.Portfolio(
        customers=(model.Customer("c", "C", **fields),),
        opportunities=(model.Opportunity("o", "c", **deal),),
        competitors=tuple(rivals), decisions=tuple(decisions), whitespace=tuple(whitespace),
    )  # fmt: skip
    one = assessed(plan).customers[0]
    at = Dossiers(plan, AS_OF).of(one.customer, one.facts)
    return money_choices(at, one.economics, room(at), one.opportunities, MoneyPolicy.of(Policy()))


LEADER = {
    "amount": 500_000.0,
    "gross_margin": -0.58,
    "remaining_cost": 10_000.0,
    "loss_leader": True,
}


def test_a_loss_leader_brings_the_row_that_people_decide():
    # first order 500k·−.58 − 10k = −300k, a repeat 500k·.3 = 150k
    (found,) = choices(LEADER).loss_leaders
    assert (found.first_gain, found.repeat_gain) == (-300_000.0, 150_000.0)
    assert round(found.break_even, 4) == 0.7533
    assert found.verdict == "pays if repeated"
    assert (found.row.kind, found.row.opportunity_id, found.row.date) == ("loss leader", "o", AS_OF)
    assert (found.row.decider, found.row.reason, found.row.review_on) == (None, None, ahead(90))
    assert found.decided is None


def test_verdicts_on_a_loss_leader():
    def verdict(customer=None, **deal):
        return choices(LEADER | deal, **customer or {}).loss_leaders[0].verdict

    assert verdict(gross_margin=-1.5) == "never pays"
    assert verdict(gross_margin=0.1) == "no loss"
    assert verdict({"gross_margin": 0.0}) == "never pays"
    assert verdict({"gross_margin": None}) is None
    assert choices(LEADER | {"loss_leader": None}).loss_leaders == ()


def test_the_decision_on_record_is_shown():
    rows = [
        model.Decision(ago(5), "c", "o", "loss leader", "Wang"),
        model.Decision(ago(50), "c", "o", "loss leader", "Li"),
        model.Decision(ago(1), "c", "o", "price cut", "Zhao"),
        model.Decision(ahead(1), "c", "o", "loss leader", "Nobody yet"),
    ]
    assert choices(LEADER, decisions=rows).loss_leaders[0].decided.decider == "Wang"


def test_price_floor_of_an_order():
    (found,) = choices(
        {"amount": 500_000.0, "gross_margin": 0.12, "remaining_cost": 10_000.0}
    ).floors
    assert found.amount == pytest.approx(450_000.0)
    assert found.cut == pytest.approx(0.1)
    assert price_floor(100.0, 0.3) == pytest.approx(70.0)


def test_a_price_below_the_floor_and_one_without_margin():
    below = choices({"amount": 100.0, "gross_margin": -0.2}).floors[0]
    assert below.cut == pytest.approx(-0.2)
    assert choices({"amount": 100.0}, gross_margin=None).floors[0].amount is None


def test_choices_hold_level_and_room():
    found = choices({"amount": 1e5})
    assert found.levels.best == "preferred"
    assert found.levels.luxury is True
    assert found.room.wallet_share == 0.5
    assert found.ultimatum.evidence == "none"


def test_evidence_of_a_rival():
    def seen(*rivals, **sheets):
        deals = (model.Opportunity("o", "c", 1.0), model.Opportunity("w", "c", 1.0, status="won"))
        plan = model.Portfolio(opportunities=deals, competitors=rivals, **sheets)
        return rival_evidence(plan).get("c", "none")

    assert seen() == "none"
    assert seen(model.Competitor("o", "us", price=50.0)) == "none"
    assert seen(model.Competitor("o", "Rival")) == "claimed"
    assert seen(model.Competitor("o", "Rival", price=60.0)) == "claimed"
    ours = model.Competitor("o", "us", price=50.0)
    assert (
        seen(model.Competitor("o", "Rival", price=60.0), ours, model.Competitor("o", "Other"))
        == "verified"
    )
    assert seen(model.Competitor("o", "Rival", price=40.0), ours) == "claimed"  # dearer than we are
    assert seen(model.Competitor("w", "Rival", price=60.0)) == "none"  # that one is closed
    assert seen(whitespace=(model.Whitespace("c", "valves", competitor="Rival"),)) == "claimed"


def test_room_by_unit_and_product():
    rows = [
        model.Whitespace("c", "valves", "plant 1", 1e5, 3e5, "Rival"),
        model.Whitespace("c", "pumps", "plant 1", 0.0, 5e5),
        model.Whitespace("c", "seals", "plant 2", 4e5, 1e5),
        model.Whitespace("c", "filters", "plant 2", None, 9e5, "Rival"),
    ]
    found = room(
        dossier({"wallet": 8e6, "sales_12m": 2e6, "sales_prior_12m": 4e6}, whitespace=rows)
    )
    assert [gap.record.product for gap in found.gaps] == ["pumps", "valves", "seals", "filters"]
    assert [gap.gap for gap in found.gaps] == [5e5, 2e5, 0.0, None]
    assert (found.gap, found.contested) == (7e5, 2e5)
    assert (found.wallet_share, found.wallet_share_change, found.wallet_gap) == (0.25, -0.25, 6e6)


def test_room_without_a_wallet_is_unknown():
    found = room(dossier({"sales_12m": 2e6}))
    assert (found.wallet_share, found.wallet_gap, found.gap) == (None, None, None)
    assert room(dossier({"wallet": 0.0, "sales_12m": 2e6})).wallet_share is None
