"""Qualification and 10-5-3-1: stop, ask, go of method 1.3 and the step rates of method 1.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import AS_OF, ahead

from xlplan.core.model import Answer, Lead
from xlplan.core.policy import Policy
from xlplan.core.process.prospects import names_needed, prospecting
from xlplan.core.process.qualification import QUESTIONS, qualification


def asked(*rows):
    return qualification(
        [Answer("o", f"Q{at}", must, answer) for at, (must, answer) in enumerate(rows)]
    )


def test_the_first_no_to_a_must_stops_and_is_named():
    found = asked((True, "yes"), (False, "no"), (True, None), (True, "no"), (True, "no"))
    assert (found.verdict, found.question) == ("stop", "Q3")


def test_a_no_to_what_is_no_must_stops_nothing():
    assert asked((False, "no"), (None, "no"), (True, "yes")).verdict == "go"


def test_anything_unknown_asks():
    found = asked((True, "yes"), (False, "unknown"), (True, None))
    assert (found.verdict, found.unknown) == ("ask", ("Q1", "Q2"))


def test_all_known_and_no_must_denied_goes():
    assert asked((True, "yes"), (None, "yes")).verdict == "go"


def test_without_answers_the_nine_default_questions_are_unknown():
    found = qualification([])
    assert (found.verdict, found.default, found.unknown) == ("ask", True, QUESTIONS)
    assert len(QUESTIONS) == 9


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from((True, False, None)), st.sampled_from(("yes", "no", "unknown", None))
    ),
    min_size=1,
)


@given(ANSWERS)
def test_the_verdict_follows_its_definition(rows):
    found = asked(*rows)
    if (True, "no") in rows:
        assert found.verdict == "stop"
    elif any(answer in (None, "unknown") for _, answer in rows):
        assert found.verdict == "ask"
    else:
        assert found.verdict == "go"


def leads(names, prospects, offers, wins):
    stages = ["win"] * wins + ["offer"] * (offers - wins) + ["prospect"] * (prospects - offers)
    stages += ["lead"] * (names - prospects)
    return [Lead(AS_OF, f"L{at}", stage=stage) for at, stage in enumerate(stages)]


def test_thirty_twelve_eight_two():
    found = prospecting(leads(30, 12, 8, 2), AS_OF, Policy())
    assert found.reached == (30, 12, 8, 2)
    assert [round(rate, 4) for rate in found.rates] == [0.425, 0.6364, 0.2963]
    # one win: 1/.2963 = 3.375 offers, 3.375/.6364 = 5.3036 prospects, 5.3036/.425 = 12.479 leads
    assert found.per_win == pytest.approx((12.479, 5.3036, 3.375, 1.0), abs=1e-3)


def test_without_leads_the_rule_itself_holds():
    found = prospecting([], AS_OF, Policy())
    assert found.rates == pytest.approx((1 / 2, 3 / 5, 1 / 3))
    assert found.per_win == pytest.approx(found.per_win_rule)
    assert names_needed(2.0, (10.0, 5.0, 3.0, 1.0)) == (20.0, 10.0, 6.0, 2.0)


def test_a_blank_stage_is_a_lead_and_the_future_does_not_count():
    found = prospecting([Lead(AS_OF, "a"), Lead(ahead(1), "b", stage="win")], AS_OF, Policy())
    assert found.reached == (1, 0, 0, 0)
