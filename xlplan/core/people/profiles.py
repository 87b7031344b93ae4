"""What kind of person is this? Dominant brain quadrant, and the four animals."""

from typing import NamedTuple

from xlplan.core.model import Contact
from xlplan.core.policy import Policy

QUADRANTS = ("A", "B", "C", "D")
MIXED = "mixed"
ANIMALS = {
    (True, True): "eagle",
    (False, False): "donkey",
    (True, False): "fox",
    (False, True): "sheep",
}
"""Awareness and integrity, high or not → 鹰, 驴, 狐, 羊 (S4 names the four; xlplan definition)."""


class ProfilePolicy(NamedTuple):
    """The policy numbers of the profiles, looked up once a run."""

    tie: float
    cut: float

    @classmethod
    def of(cls, policy: Policy) -> "ProfilePolicy":
        """Return the numbers in force."""
        return cls(policy.number("brain.tie"), policy.number("animal.cut"))


def brain(who: Contact, policy: ProfilePolicy) -> str | None:
    """Return the dominant quadrant A–D, ``mixed``, or ``None`` unless all four scores are known.

    Source: method 2.7 (全脑, S4: A 分析 B 秩序 C 人际 D 全局).
    Choice: within 5 of the largest includes 5; with a score missing nobody can be said to dominate.

    Example:
        >>> at = ProfilePolicy(5.0, 3.0)
        >>> brain(Contact("k", "c", "K", brain_a=80, brain_b=74, brain_c=30, brain_d=40), at)
        'A'
    """
    a, b, c, d = who.brain_a, who.brain_b, who.brain_c, who.brain_d
    if a is None or b is None or c is None or d is None:
        return None
    ranked = sorted(zip((a, b, c, d), QUADRANTS, strict=True), reverse=True)
    return MIXED if ranked[0][0] - ranked[1][0] <= policy.tie else ranked[0][1]


def animal(who: Contact, policy: ProfilePolicy) -> str | None:
    """Return eagle, donkey, fox or sheep; ``None`` unless awareness and integrity are known.

    Source: method 2.7 (鹰驴狐羊; xlplan definition). Choice: a rating at the cut is high.

    Example:
        >>> animal(Contact("k", "c", "K", awareness=5, integrity=2), ProfilePolicy(5.0, 3.0))
        'fox'
    """
    if who.awareness is None or who.integrity is None:
        return None
    return ANIMALS[who.awareness >= policy.cut, who.integrity >= policy.cut]
