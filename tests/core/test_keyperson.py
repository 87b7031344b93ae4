"""People beside the DMI: collective mode, six steps, title and role, layers, profiles, what decides, C139."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import assessed, check_chain, check_plan

from xlplan.core import model
from xlplan.core.assessment import Link
from xlplan.core.grading.c139 import c139
from xlplan.core.people.buying import deciding_criterion
from xlplan.core.people.chain import ChainPolicy
from xlplan.core.people.collective import (
    CollectivePolicy,
    collective,
    decides_as_group,
    share_decision,
)
from xlplan.core.people.keyperson import KeyPolicy, has_chart, key_person, title_against_role
from xlplan.core.people.profiles import ProfilePolicy, animal, brain
from xlplan.core.policy import Policy

KEY, GROUP = KeyPolicy.of(Policy()), CollectivePolicy.of(Policy())
PROFILE, CHAIN = ProfilePolicy.of(Policy()), ChainPolicy.of(Policy())


def link(id_, attitude=None, weight=1.0, influence=1.0, contact=None, **fields):
    one = model.Stakeholder("o", id_, attitude=attitude, **fields)
    return Link(one, contact, influence, weight, 0.0, None, None)


def chain(**more):
    return assessed(check_plan(chain=check_chain(**more))).opportunities[0].chain


# 2.2


def test_a_group_decides_large_matters_of_state_owned_firms():
    assert decides_as_group("state-owned", 1_000_000.0, GROUP)
    assert not decides_as_group("state-owned", 999_999.0, GROUP)
    assert not decides_as_group("private", 5e6, GROUP)
    assert not decides_as_group(None, 5e6, GROUP)


def members(*rows):
    return [
        link(f"k{at}", attitude, influence=influence, leading_group=True)
        for at, (attitude, influence) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([("supportive", 1.0), ("neutral", 1.0)], "open"),  # half is not more than half
        ([("supportive", 1.1), ("neutral", 1.0)], "for us"),
        ([("champion", 1.0), (None, 0.4), ("neutral", 0.4)], "for us"),  # 2 of 3 known, 1.0 of 1.8
        ([("champion", 1.0), (None, 0.2), (None, 0.2)], "open"),  # 1 of 3 known
        ([("champion", 1.0), (None, 0.2)], "open"),  # half known is not most
        ([(None, 1.0)], "open"),
        ([], "open"),
    ],
)
def test_for_us_only_with_more_than_half_of_the_weight_and_most_attitudes(rows, state):
    assert collective(members(*rows), GROUP).state == state


def test_who_is_not_of_the_group_has_no_voice_in_it():
    found = collective([*members(("champion", 1.0)), link("x", "hostile", role="user")], GROUP)
    assert (found.state, found.members, found.for_share) == ("for us", ("k0",), 1.0)
    beside = [*members(("neutral", 1.0)), link("d", "champion", role="decision maker")]
    assert collective(beside, GROUP).members == ("k0", "d")
    out = collective([link("d", "champion", role="decision maker", leading_group=False)], GROUP)
    assert out.members == ()


def test_one_decision_maker_is_not_the_group():
    """The column Leading group is blank for all: who would be for us is not known."""
    blank = collective([link("d", "champion", role="decision maker")], GROUP)
    assert blank == ("open", (), None, None)


def test_the_group_shares_the_weight_of_the_decision_maker():
    # step 3: ρ(decision maker) .20; two members share it: .10 each; d has I .92, g .74 and ρ .40 besides
    found = share_decision(chain(g={"leading_group": True}), 3, CHAIN)
    assert [round(one.weight, 4) for one in found] == [0.092, 0.37, 0.092, 0.088]
    assert share_decision(found[2:], 3, CHAIN) == found[2:]


def test_a_group_without_a_named_decision_maker_is_the_decision_maker():
    # ρ .20 shared by two: .10 · I
    found = share_decision(members((None, 0.5), (None, 1.0)), 3, CHAIN)
    assert [one.weight for one in found] == pytest.approx([1.05, 1.10])


# 2.4


def steps(**more):
    return key_person(chain(**more), KEY, chart=True)


def test_the_six_steps_in_turn():
    assert key_person((), KEY, chart=True).step == 1
    assert steps(u={"coach": "none"}).step == 1
    assert key_person(chain(), KEY, chart=False).step == 2
    assert steps(p={"role": None}).step == 3
    # the gatekeeper is the key person: W .40·.74 = .296
    assert steps(g={"attitude": None}).step == 4
    assert steps(g={"attitude": "neutral"}).step == 5
    assert steps(d={"attitude": "opposed"}).step == 6  # 2 of 4 at least neutral
    found = steps()  # 3 of 4
    assert (found.step, found.person) == (7, "g")


def test_three_placed_contacts_make_a_chart():
    people = [
        model.Contact("a", "c", "A", department="IT"),
        model.Contact("b", "c", "B", reports_to="a"),
    ]
    assert not has_chart([*people, model.Contact("x", "c", "X")], KEY)
    assert has_chart([*people, model.Contact("x", "c", "X", reports_to="a")], KEY)


# 2.5, 2.6


@pytest.mark.parametrize(
    ("seniority", "influence", "word"),
    [
        (2, 0.75, "hidden power"),
        (2, 0.74, None),
        (5, 0.5, "empty title"),
        (5, 0.51, None),
        (None, 1.0, None),
        (1, 1.0, "hidden power"),
    ],
)
def test_title_against_role(seniority, influence, word):
    assert title_against_role(seniority, influence, 2.0) == word


def test_hidden_powers_and_empty_titles_are_named():
    people = [
        link("a", influence=0.9, contact=model.Contact("a", "c", "A", seniority=1)),
        link("b", influence=0.2, weight=0.5, contact=model.Contact("b", "c", "B", seniority=5)),
        link("x", influence=0.9),
    ]
    found = key_person(people, KEY, chart=True)
    assert (found.hidden_powers, found.empty_titles) == (("a",), ("b",))
    assert [view.title for view in found.people] == ["hidden power", "empty title", None]


def test_who_can_veto_or_weighs_most_has_no_empty_title():
    """Seniority 5 and influence .2 differ by 3.2; a word against us still ends it."""
    senior = {at: model.Contact(at, "c", at, seniority=5) for at in "avw"}
    people = [
        link("a", influence=0.2, weight=0.1, contact=senior["a"]),
        link("v", influence=0.2, weight=0.1, contact=senior["v"], can_veto=True),
        link("w", influence=0.2, weight=0.46, contact=senior["w"]),
    ]
    found = key_person(people, KEY, chart=True)
    assert (found.person, found.empty_titles) == ("w", ("a",))
    assert [view.title for view in found.people] == ["empty title", None, None]


@pytest.mark.parametrize(
    ("organisation", "personal", "ties", "layers"),
    [
        (None, "power", 5, None),
        (59, "power", 5, 0),
        (60, None, 5, 1),
        (60, "power", None, 2),
        (60, "power", 3, 2),
        (60, "security", 3.5, 3),
    ],
)
def test_a_personal_win_counts_only_when_the_organisation_gains(
    organisation, personal, ties, layers
):
    who = model.Contact("k", "c", "K", personal_ties=ties)
    one = link("k", contact=who, organisation_interest=organisation, personal_interest=personal)
    assert key_person([one], KEY, chart=True).people[0].layers == layers


# 2.7


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        ((80, 74, 30, 40), "A"),
        ((80, 75, 30, 40), "mixed"),
        ((10, 20, 90, 40), "C"),
        ((80, 70, 60, None), None),
    ],
)
def test_the_dominant_quadrant(scores, word):
    a, b, c, d = scores
    assert (
        brain(model.Contact("k", "c", "K", brain_a=a, brain_b=b, brain_c=c, brain_d=d), PROFILE)
        == word
    )


@pytest.mark.parametrize(
    ("awareness", "integrity", "word"),
    [
        (5, 5, "eagle"),
        (3, 3, "eagle"),
        (2, 2, "donkey"),
        (4, 2, "fox"),
        (2, 4, "sheep"),
        (None, 4, None),
        (4, None, None),
    ],
)
def test_the_four_animals(awareness, integrity, word):
    assert (
        animal(model.Contact("k", "c", "K", awareness=awareness, integrity=integrity), PROFILE)
        == word
    )


# 2.8


def bidders(ours, theirs, *more):
    names = ("product", "quality", "price", "service", "relationship")
    rows = [model.Competitor("o", name, **dict(zip(names, scores, strict=True)))
            for name, scores in zip(("us", "R1", "R2"), (ours, theirs, *more), strict=False)]  # fmt: skip
    return deciding_criterion(rows, 5.0)


def test_the_first_criterion_that_differs_decides():
    assert bidders((80, 80, 60, 80, 80), (75, 84, 66, 50, 50))[:2] == ("price", -6)
    assert bidders((80, 80, 80, 80, 80), (80, 80, 80, 80, 74))[:2] == ("relationship", 6)
    assert bidders((80, 80, 80, 80, 80), (75, 85, 80, 80, 80)) == (None, None, ())


def test_the_best_rival_of_each_criterion_counts():
    assert bidders((80, 80, 80, 80, 80), (60, 80, 80, 80, 80), (80, 70, 80, 80, 90))[:2] == (
        "relationship",
        -10,
    )


def test_what_is_not_known_is_passed_over_and_named():
    assert bidders((None, 80, 80, 80, 80), (90, None, 70, 80, 80)) == (
        "price",
        10,
        ("product", "quality"),
    )
    assert bidders((None,) * 5, (90,) * 5) is None
    assert deciding_criterion([model.Competitor("o", "us", product=9.0)], 5.0) is None


# C139


def test_the_c139_text_and_index():
    found = c139(
        model.Opportunity("o", "c", 1.0, win_vote=False, first_facts=2, clear_facts=7),
        (0.35, 0.35, 0.3),
    )
    assert found.text == "0W2F7C"
    assert round(found.score.value, 2) == 46.67


def test_what_is_missing_of_c139_is_a_question_mark_and_widens_the_interval():
    found = c139(model.Opportunity("o", "c", 1.0, first_facts=3), (0.35, 0.35, 0.3))
    assert (found.text, found.score.value) == ("?W3F?C", 100.0)
    assert (found.score.lo, found.score.hi) == pytest.approx((35.0, 100.0))
    assert c139(model.Opportunity("o", "c", 1.0), (0.35, 0.35, 0.3)) is None


@given(
    st.sampled_from((True, False, None)),
    st.sampled_from((None, 0, 1, 2, 3)),
    st.sampled_from((None, *range(10))),
)
def test_the_parts_of_c139_sum_to_it(vote, first, clear):
    found = c139(
        model.Opportunity("o", "c", 1.0, win_vote=vote, first_facts=first, clear_facts=clear),
        (0.35, 0.35, 0.3),
    )
    if found is not None:
        assert sum(part.contribution for part in found.score.parts) == pytest.approx(
            found.score.value, abs=1e-9
        )
