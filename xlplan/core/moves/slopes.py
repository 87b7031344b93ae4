"""Which way does an input pull? More of it only better, only worse, one of the two, or turning round."""

from itertools import pairwise

from xlplan.core.grading.ranking import GRADES
from xlplan.core.grading.winning import COMPARED
from xlplan.core.policy import Factor, Policy

_SCORED = ("pse", "p")
_UPWARDS: dict[str, tuple[str, ...]] = {
    "fit": _SCORED, "budget_clarity": _SCORED, "payment_terms": _SCORED,
    "authority_known": _SCORED, "standards": _SCORED, "meeting_access": _SCORED,
    "facts_verified": _SCORED, "coach_motive": _SCORED, "probability": (),
    "coverage": ("coverage", *_SCORED), "attitude": ("dmi", *_SCORED),
    **dict.fromkeys(("gap", *COMPARED), ("gap", *_SCORED)),
}  # fmt: skip
"""The fields that raise our standing, and the computed quantities that rise with them."""

_DOWNWARDS = frozenset({"slips"})


class Slopes:
    """Which way the inputs of one policy's method run.

    Args:
        policy: its factors by field, and the order of its grades.

    Source: method 2.1, 3.2–3.5. The formulas rise and fall one way; a plan's own risk table need
    not, and its own grades need not get worse from the left to the right of the matrix.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.factors: dict[tuple[str, str], list[Factor]] = {}
        """The factors over fields of Customers and Opportunities, by sheet and field."""
        self.computed: dict[str, list[Factor]] = {}
        """The factors over computed quantities, by quantity."""
        for one in policy.factors:
            owner, _, field = one.input.partition(".")
            if not field:
                self.computed.setdefault(owner, []).append(one)
                continue
            sheet = "customers" if owner == "customer" else "opportunities"
            self.factors.setdefault((sheet, field), []).append(one)
        self._orderly = _orderly(policy)

    def of(self, field: str, using: list[Factor]) -> int | None:
        """Return 1 where more is better, −1 where worse, 0 where one of the two, else ``None``.

        Args:
            field: of an opportunity, a stakeholder or a competitor, or of the customer.
            using: the factors that read the field itself.
        """
        ways = {1} if field in _UPWARDS else {-1} if field in _DOWNWARDS else set()
        for one in using:
            ways |= _ways(one)
        for quantity in _UPWARDS.get(field, ()):
            for one in self.computed.get(quantity, ()):
                ways |= _ways(one)
        if len(ways) > 1:
            return None
        return ways.pop() if ways and self._orderly else 0

    def of_words(self, field: str, words: list[str], using: list[Factor]) -> int:
        """Return the same of a word, whose ``words`` stand in the order of their points of risk."""
        lone = field not in _UPWARDS and len(using) == 1 and self._orderly
        return -1 if lone and using[0].knock_out in ("", f"={words[-1]}") else 0

    @property
    def by_time(self) -> int:
        """Return the same of the days to a close that is not overdue."""
        return -1 if self._orderly else 0


def _ways(factor: Factor) -> set[int]:
    """Return the ways in which more of a factor's input pulls: its points of risk, its knock-out."""
    ways = {(a > b) - (a < b) for a, b in pairwise(factor.scale.ys)} - {0}
    return ways | {"": set(), "<": {1}, ">": {-1}}.get(factor.knock_out[:1], {1, -1})


def _orderly(policy: Policy) -> bool:
    """Return whether later and less likely never rank better, and the project's state helps."""
    rows = [[GRADES.index(letter) for letter in row] for row in policy.word("abcd.matrix").split()]
    columns = zip(*rows, strict=True)
    ranked = all(list(line) == sorted(line) for line in (*rows, *columns))
    rising = policy.numbers("dmi.attitude")
    return ranked and policy.number("win.beta") >= 0.0 and list(rising) == sorted(rising)
