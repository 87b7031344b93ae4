"""In which order do opportunities come, by formulas? Ranks that need one comparison a row each.

A rank over several columns would compare each row with every other several times, which a
spreadsheet with thousands of rows is slow at. Ranks of one column are put together to whole numbers
instead, all of them small enough to be told apart.
"""

from collections.abc import Iterator, Sequence

from xlplan.core.assessment import OpportunityAssessment
from xlplan.core.grading.ranking import ORDER as LETTERS
from xlplan.engine.result.linking import Linking
from xlplan.engine.result.live import Spots
from xlplan.engine.result.shapes import Row

ORDER = (
    "gain",
    "gain_rank",
    "size_key",
    "rank_key",
    "weight_key",
    "weight_rank",
    "firsts",
    "leads",
)
"""Return per hour as a number, its rank, key by amount, key of the priority, key and rank by
amount × likelihood; whose opportunity is the first, second … by priority, and by that rank."""

NOTHING = -1e300  # below every return per hour: of an opportunity without one


def order_formulas(at: Spots, rows: int) -> Iterator[tuple[str, str]]:
    """Yield key and formula of the columns that make the order: grade, return per hour, amount, id.

    Args:
        at: where the columns are.
        rows: how many opportunities there are.
    """
    base, number = rows + 1, at["deal"]
    yield "priority", rank_formula(at, "rank_key", "<")
    yield "gain", f'IF({at["per_hour"]}="",{NOTHING:G},{at["per_hour"]})'
    yield "gain_rank", rank_formula(at, "gain", ">")
    yield "size_key", f"({rank_formula(at, 'amount', '>')})*{base}+{number}"
    letter = f'FIND({at["grade"]},"{"".join(LETTERS)}")'
    graded = f"({letter}*{base}+{at['gain_rank']})*{base}"
    yield "rank_key", f"{graded}+{rank_formula(at, 'size_key', '<')}"
    yield "weight_key", f"({rank_formula(at, 'weighted', '>')})*{base}+{number}"
    yield "weight_rank", rank_formula(at, "weight_key", "<")
    place = at["deal"]
    letters = place.rstrip("0123456789")
    row = f"ROWS({letters}${at.first + 1}:{place})"
    for key, rank in (("firsts", "priority"), ("leads", "weight_rank")):
        yield key, f"INDEX({at.all('cust')},MATCH({row},{at.all(rank)},0))"


def rank_formula(at: Spots, key: str, sign: str) -> str:
    """Return the rank of a cell in its column: 1 + how many are beyond it."""
    return f"1+SUMPRODUCT(({at.all(key)}{sign}{at[key]})*1)"


def order_rows(deals: Sequence[OpportunityAssessment], link: Linking) -> list[Row]:
    """Return the same for opportunities that are in the order of their priority."""
    base = len(deals) + 1
    gains = [NOTHING if one.return_per_hour is None else one.return_per_hour for one in deals]
    numbers = [link.deal[one.opportunity.id] for one in deals]
    gain_ranks = _ranks(gains)
    sizes = size_keys([one.opportunity.amount for one in deals], numbers)
    weights = size_keys([one.p * one.opportunity.amount for one in deals], numbers)
    letters = [LETTERS[one.grade] + 1 for one in deals]
    pairs = zip(letters, gain_ranks, places(sizes), strict=True)
    keys = [(letter * base + gain) * base + size for letter, gain, size in pairs]
    ranks = places(weights)
    owners = [link.customer[one.customer.id] for one in deals]
    leads = [owner for _, owner in sorted(zip(ranks, owners, strict=True))]
    return list(zip(gains, gain_ranks, sizes, keys, weights, ranks, owners, leads, strict=True))


def _ranks(values: Sequence[float]) -> list[int]:
    """Return the rank of each value, the largest first; equal ones have the same."""
    first: dict[float, int] = {}
    for at, value in enumerate(sorted(values, reverse=True), 1):
        first.setdefault(value, at)
    return [first[value] for value in values]


def size_keys(values: Sequence[float], numbers: Sequence[int]) -> list[int]:
    """Return keys by value, the largest first, then by number; each is a whole number."""
    base = len(values) + 1
    return [rank * base + number for rank, number in zip(_ranks(values), numbers, strict=True)]


def places(keys: Sequence[int]) -> list[int]:
    """Return the place of each key, the smallest first."""
    place = {key: at for at, key in enumerate(sorted(keys), 1)}
    return [place[key] for key in keys]
