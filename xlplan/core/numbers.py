"""Which numbers can a plan hold? From 1e-9 to 1e15 on either side of 0, and 0 itself."""

LARGEST = 1e15
"""No number of a plan is larger; what is would only spoil sums. Choice."""
LEAST = 1e-9
"""No number of a plan but 0 is nearer to 0: what is, a formula has left of it. Choice."""


def too_near(number: float) -> bool:
    """Return whether a number is nearer to 0 than any of a plan, and not 0.

    Example:
        >>> too_near(1e-320), too_near(0.0), too_near(-0.002)
        (True, False, False)
    """
    return -LEAST < number < LEAST and number != 0.0
