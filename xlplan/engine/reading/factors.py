"""Which risk table does a plan bring? Its Risk factors sheet, in words of either language."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from math import fsum
from unicodedata import normalize

from xlplan.core.defaults import RISK_TABLE
from xlplan.core.grading.risk import Computed
from xlplan.core.numbers import LARGEST
from xlplan.core.policy import Anchors, Factor
from xlplan.engine.contract import CUSTOMERS, OPPORTUNITIES, STAKEHOLDERS
from xlplan.engine.reading.cells import shown
from xlplan.engine.reading.gather import Gathered
from xlplan.engine.reading.table import Table
from xlplan.engine.reading.values import read_flag, read_number, read_share
from xlplan.engine.tables import Column, fold

CHINESE = {
    "scale": "规模",
    "budget": "预算",
    "funds": "资金",
    "payment": "付款",
    "credit": "信誉",
    "closeness": "关系",
    "coverage": "关键人",
    "coach": "内线",
    "fit": "需求匹配",
    "competition": "竞争",
    "advance": "货前收款",
    "concentration": "集中度",
    "entry": "进入时点",
    "worth": "值得做",
}
"""Name of a default factor → what method 3.2 calls it in Chinese."""

_COMPUTED_CHINESE = {
    "dmi": "决策态度影响",
    "gap": "竞争差距",
    "coverage": "覆盖度",
    "pse": "项目状态评估",
    "share": "销售占比",
    "lag": "步骤差",
    "p": "赢单概率",
    "scale": "规模",
    "worth": "值得做",
    "concentration": "集中度",
    "coach": "内线",
}
LEAST_ANCHORS = 2
"""With one alone every input would have the same risk. Choice."""

_USABLE = ("money", "share", "score", "rating", "int", "number", "flag", "word")

_DEFAULTS = {row[0]: Factor(*row) for row in RISK_TABLE}
_BY_INPUT = {factor.input: factor for factor in _DEFAULTS.values()}
_BY_NAME = {
    fold(name): factor
    for factor in _DEFAULTS.values()
    for name in (factor.key, factor.name, CHINESE[factor.name], f"{factor.key}{factor.name}",
                 f"{factor.key}{CHINESE[factor.name]}")
}  # fmt: skip


def _input_columns() -> dict[str, Column]:
    """Return every field of Customers and Opportunities that can be scored."""
    sheets = (("customer", CUSTOMERS), ("opportunity", OPPORTUNITIES))
    return {
        f"{owner}.{column.field}": column
        for owner, sheet in sheets
        for column in sheet.columns
        if column.kind in _USABLE
    }


_COLUMNS = _input_columns()
_COMPUTED = {
    name: Column(name, name, _COMPUTED_CHINESE[name], kind, low=low, high=high)
    for name, kind, low, high in (
        ("scale", "share", 0.0, LARGEST),
        ("worth", "number", 0.0, LARGEST),
        ("concentration", "share", 0.0, 1.0),
        ("share", "share", 0.0, 1.0),
        ("dmi", "number", -100.0, 100.0),
        ("coverage", "score", None, None),
        ("gap", "number", -100.0, 100.0),
        ("pse", "score", None, None),
        ("lag", "int", None, None),
        ("p", "share", 0.0, 1.0),
    )
}
_COACH = STAKEHOLDERS.by_field["coach"]


def _input_names() -> dict[str, str]:
    """Return folded name → input; a heading of both sheets means the opportunity's."""
    names = {fold(name): factor.input for name, factor in _BY_NAME.items()}
    for name in Computed._fields:
        names[fold(name)] = names[fold(_COMPUTED_CHINESE[name])] = name
    for name, column in _COLUMNS.items():
        for spelling in (column.en, column.zh, name, f"{name.partition('.')[0]} {column.en}"):
            names[fold(spelling)] = name
    return names


_INPUTS = _input_names()


def read_factors(table: Table, gathered: Gathered) -> tuple[Factor, ...]:
    """Return the factors of the sheet; none when it holds no usable row.

    Choice: a heading of both Customers and Opportunities (Gross margin) means the opportunity's;
    blank anchors are those of the default factor with the same input. A factor whose input no
    default has counts to the money risk when it is one of the customer, else to the winning risk.
    """
    factors: dict[str, Factor] = {}
    twice = set()
    for at, name in table.kept("factor"):
        factor = _factor(table, at, gathered)
        if factor is None:
            continue
        if factor.key in factors:
            gathered.add("FACTOR_TWICE", table.spot("factor", at), name)
            twice.add(at)
        else:
            factors[factor.key] = factor
    if factors:
        _tell_sum(table, twice, gathered)
    return tuple(factors.values()) if any(one.weight for one in factors.values()) else ()


def _tell_sum(table: Table, twice: set[int], gathered: Gathered) -> None:
    """Warn of weights that do not sum to 100: the planner's own sum, over the rows left out too.

    Choice: a factor that stands twice is summed once.
    """
    rows = enumerate(table.columns["weight"])
    weights = [(at, one) for at, one in rows if one is not None and at not in twice]
    total = fsum(one for _, one in weights)
    if abs(total - 100.0) > 0.01:
        gathered.add("WEIGHTS_SUM", table.spot("weight", weights[0][0]), total, total=f"{total:g}")


def input_column(source: str) -> Column:
    """Return what the cells of a factor's input look like: kind, words and limits.

    Example:
        >>> input_column("opportunity.budget_status").kind, input_column("dmi").low
        ('word', -100.0)
    """
    if source == "coach":
        return _COACH
    return _COLUMNS.get(source) or _COMPUTED[source]


def factor_named(name: str, factors: Sequence[Factor]) -> int | None:
    """Return which of the factors a heading names: key, name or input, in either language.

    Example:
        >>> from xlplan.core.policy import Policy
        >>> [factor_named(one, Policy().factors) for one in ("规模", "r02", "Current ratio", "?")]
        [0, 1, 2, None]
    """
    text = fold(name)
    known, source = _BY_NAME.get(text), _INPUTS.get(text)
    for at, one in enumerate(factors):
        if text in (fold(one.key), fold(one.name)) or (known and known.key == one.key):
            return at
    return next((at for at, one in enumerate(factors) if one.input == source), None)


def _factor(table: Table, at: int, gathered: Gathered) -> Factor | None:
    cells = {name: values[at] for name, values in table.columns.items()}
    source = _INPUTS.get(fold(cells["input"]))
    if source is None:
        near = get_close_matches(fold(cells["input"]), _INPUTS, 1, 0.6)
        name = _said(_INPUTS[near[0]]) if near else ""
        gathered.add("FACTOR_INPUT", table.spot("input", at), cells["input"], near=name)
        return None
    same = _BY_INPUT.get(source)
    column = _COACH if source == "coach" else _COLUMNS.get(source)
    text, limit = cells.get("anchors"), cells.get("knock_out")
    anchors = _anchors(text, column) if text else same.anchors if same else None
    if anchors is None:
        spot = table.spot("anchors", at) if "anchors" in table.columns else table.spot("input", at)
        gathered.add("FACTOR_ANCHORS", spot, text or "", words=_choices(column))
        return None
    knock_out = _knock_out(limit, column) if limit else ""
    if knock_out is None:
        gathered.add("FACTOR_KNOCK_OUT", table.spot("knock_out", at), limit)
        return None
    group = same.group if same else "money" if source.startswith("customer.") else "win"
    if same is None:
        gathered.add(f"FACTOR_{group.upper()}", table.spot("factor", at), cells["factor"])
    known = _BY_NAME.get(fold(cells["factor"]))
    key, name = (known.key, known.name) if known else (cells["factor"], cells["factor"])
    return Factor(key, name, cells["weight"], source, anchors, knock_out, group)


def _anchors(text: str, column: Column | None) -> str | None:
    """Return anchors in canonical words; ``None`` when they cannot be used."""
    pieces = []
    for piece in normalize("NFKC", text).replace("；", ";").split(";"):
        left, sign, right = piece.partition("=")
        if not piece.strip():
            continue
        word = _canonical(left.strip(), column)
        if not sign or word is None:
            return None
        pieces.append(f"{word}={right.strip()}")
    joined = "; ".join(pieces)
    if len(pieces) < LEAST_ANCHORS:
        return None
    try:
        Anchors.parse(joined)
    except ValueError:
        return None
    return joined


def _canonical(text: str, column: Column | None) -> str | None:
    """Return an input of the anchors as it is compared: a known word, or a number."""
    words: Mapping[str, str] = column.spellings if column else {}
    if words:
        return words.get(fold(text))
    if column and column.kind == "flag":
        flag = read_flag(text)
        return None if flag is None else "yes" if flag else "no"
    return None if read_share(text) is None else text.replace(",", "")


def _knock_out(text: object, column: Column | None) -> str | None:
    """Return a knock-out such as ``<40`` or ``=E``; ``None`` when it cannot be used."""
    plain = normalize("NFKC", shown(text)).strip()
    sign, limit = plain[:1], plain[1:].strip()
    if sign not in ("<", ">", "=") or not limit:
        return None
    words: Mapping[str, str] = column.spellings if column else {}
    if words:
        word = words.get(fold(limit))
        return f"={word}" if word and sign == "=" else None
    flag = read_flag(limit) if column and column.kind == "flag" else None
    if flag is not None:
        return f"={flag}" if sign == "=" else None
    number = read_share(limit) if limit.endswith("%") else read_number(limit)
    if number is None:
        return None
    # the comparison for “=” is one of texts: 5 for whole numbers, 5.0 for others
    whole = column is not None and column.kind == "int" and number.is_integer()
    return f"{sign}{int(number) if whole else number}"


def _choices(column: Column | None) -> str:
    """Return an example of anchors for an input."""
    if column and column.words:
        return "; ".join(
            f"{word}={at}" for at, word in zip((0, 30, 60, 90), column.words, strict=False)
        )
    return "yes=0; no=100" if column and column.kind == "flag" else "2.0=0; 1.5=25; 1.0=60"


def _said(source: str) -> str:
    column = _COLUMNS.get(source)
    return f"{column.en} {column.zh}" if column else f"{source} {_COMPUTED_CHINESE[source]}"
