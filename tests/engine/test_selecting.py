"""Which customers do words of a command name? Ids, grades and names, one way for every command."""

import pytest
from plan_builders import AS_OF

from xlplan.core.assess import assess
from xlplan.core.issues import PlanError
from xlplan.core.model import Customer, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.plan import find_customer, select_customers

NAMES = {"C1": "Nanqu Motors", "C2": "Bay, Hill & Co", "A": "Harbour", "C4": "华东, 重工"}
FOUND = assess(
    Portfolio(customers=tuple(Customer(id_, name) for id_, name in NAMES.items())), Policy(), AS_OF
)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("Nanqu Motors", ["C1"]),
        ("nanqu", ["C1"]),
        ("C1, nanqu motors，C4", ["C1", "C4"]),
        ("Bay, Hill & Co", ["C2"]),
        ('"Bay, Hill & Co", C1', ["C1", "C2"]),
        ("“华东, 重工”，C1", ["C1", "C4"]),
        ("A", ["A"]),  # somebody's id is no grade
        ("d", ["A", "C1", "C2", "C4"]),
        ("AD", ["A", "C1", "C2", "C4"]),
    ],
)
def test_names_stand_beside_ids_and_grades(wanted, ids):
    assert sorted(one.customer.id for one in select_customers(FOUND, wanted)) == ids


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("C1,Nobody", "UNKNOWN_CUSTOMER"), ("", "UNKNOWN_CUSTOMER"), ("o", "AMBIGUOUS_CUSTOMER")],
)
def test_who_is_not_there_or_not_one_is_told(wanted, code):
    with pytest.raises(PlanError) as wrong:
        select_customers(FOUND, wanted)
    assert wrong.value.code == code


def test_a_slip_in_a_word_of_ours_is_told():
    with pytest.raises(PlanError) as wrong:
        select_customers(FOUND, "alll")
    assert wrong.value.params["meant"] == "all"
    assert find_customer(FOUND, "nanqu").customer.id == "C1"
