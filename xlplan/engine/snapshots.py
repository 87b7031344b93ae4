"""How are a plan's figures kept for a later comparison, and read again? As JSON.

The names are those of ``run --json``, so that file can be compared, too; what is kept here is only
what a comparison needs, with the parts of a score as rows: name, input, points, weight.
"""

import datetime as dt
import json
from typing import Any

from xlplan import __version__
from xlplan.core.grading.ranking import ORDER
from xlplan.core.grading.winning import WinPolicy, win_likelihood
from xlplan.core.moves.snapshots import ClosedDeal, CustomerState, DealState, Snapshot
from xlplan.core.policy import Factor, Policy, Value
from xlplan.core.scores import ABSENT, Score, Weighed

Json = dict[str, Any]
MARK = "xlplan"
_MOST = 1e18  # sums of what a plan can hold
_LOWEST = Score(-100.0, None, None, 1.0)


def snapshot_text(found: Snapshot) -> str:
    """Return a snapshot as text: the same figures give the same bytes."""
    kept = {
        MARK: __version__,
        "as_of": found.as_of.isoformat(),
        "customers": [_customer(one) for one in found.customers],
        "opportunities": [_deal(one) for one in found.deals],
        "closed": [one._asdict() for one in found.closed],
        "people": dict(found.people),
        "funnel": {"forecast": found.forecast},
        "policy": {
            "changes": dict(found.policy.changes),
            "factors": [
                {"key": one.key, "name": one.name, "group": one.group, "knock_out": one.knock_out}
                for one in found.policy.factors
            ],
        },
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _deal(one: DealState) -> Json:
    plain = one._asdict() | {"selling_step": one.step, "missing_nodes": one.nodes}
    plain |= {name: _score(getattr(one, name)) for name in ("risk", "dmi", "coverage", "pse")}
    plain["expected_close"] = one.close.isoformat() if one.close else None
    for name in ("step", "nodes", "close", "money", "win"):
        del plain[name]
    return plain


def _customer(one: CustomerState) -> Json:
    plain = one._asdict() | {"risk": _score(one.risk), "broken_promises": one.broken}
    plain["economics"] = {name: plain.pop(name) for name in ("sales", "net_year", "npv")}
    del plain["broken"]
    return plain


def _score(score: Score) -> Json:
    names, weights, inputs, points = score.columns
    return {
        "value": score.value,
        "completeness": score.completeness,
        "parts": list(zip(names, inputs, points, weights, strict=True)),
        "adjustments": score.adjustments,
    }


def read_snapshot(text: str) -> Snapshot:
    """Return the snapshot that a text holds.

    Raises:
        ValueError: it is no snapshot, or one that somebody changed so that it is none any more.
    """
    try:
        found = json.loads(text, parse_constant=_refuse)
        return _read(found)
    except (KeyError, TypeError, AttributeError, RecursionError, ArithmeticError) as wrong:
        raise ValueError(str(wrong)) from wrong


def _refuse(text: str) -> float:
    raise ValueError(text)


def _read(found: Json) -> Snapshot:
    policy = found["policy"]
    changes = {str(key): _value(value) for key, value in policy["changes"].items()}
    win_likelihood(0.0, _LOWEST, 1, WinPolicy.of(Policy(changes)))  # a comparison will ask for it
    money = [one["group"] == "money" for one in policy["factors"]]
    halves = tuple(
        tuple(at for at, yes in enumerate(money) if yes is half) for half in (True, False)
    )
    return Snapshot(
        dt.date.fromisoformat(found["as_of"]),
        Policy(changes, tuple(map(_read_factor, policy["factors"]))),
        tuple(_read_customer(one) for one in found["customers"]),
        tuple(_read_deal(one, halves) for one in found["opportunities"]),
        tuple(map(_read_closed, found.get("closed", ()))),
        _number(found["funnel"]["forecast"]),
        {_text(key): _text(name) for key, name in found.get("people", {}).items()},
    )


def _read_factor(one: Json) -> Factor:
    """Return what a comparison needs of a risk factor: name and knock-out; the scores hold the rest."""
    ruling = _text(one.get("knock_out", ""))
    found = Factor(_text(one["key"]), _text(one["name"]), 0.0, "", "", ruling, _text(one["group"]))
    found.knocks_out(0.0)  # a comparison will ask for it
    return found


def _read_customer(one: Json) -> CustomerState:
    money = one["economics"]
    return CustomerState(
        _text(one["id"]),
        _text(one["name"]),
        _grade(one["grade"]),
        int(_number(one["priority"])),
        None if one.get("stage") is None else _text(one["stage"]),
        _read_score(one["risk"]),
        _optional(one["expected_return"]),
        _optional(money["sales"]),
        _optional(money["net_year"]),
        _optional(money["npv"]),
        tuple(map(_text, one.get("broken_promises", ()))),
    )


def _read_closed(one: Json) -> ClosedDeal:
    return ClosedDeal(
        _text(one["id"]),
        _text(one["customer_id"]),
        _text(one["name"]),
        _number(one["amount"]),
        _text(one["status"]),
    )


def _read_deal(one: Json, halves: tuple[tuple[int, ...], ...]) -> DealState:
    close, step, nodes = one.get("expected_close"), one.get("selling_step"), one["missing_nodes"]
    risk = _read_score(one["risk"])
    whole = len(risk.rows.names) == sum(map(len, halves))
    money, win = (risk.of(half) if whole else ABSENT for half in halves)
    own = one.get("p_manual")
    return DealState(
        _text(one["id"]),
        _text(one["customer_id"]),
        _text(one["name"] or ""),
        _number(one["amount"]),
        None if step is None else int(_number(step)),
        None if close is None else dt.date.fromisoformat(close),
        _grade(one["grade"]),
        int(_number(one["priority"])),
        tuple(map(_text, one["gates"])),
        _within(one["p"], 0.0, 1.0),
        _within(one["p_stage"], 0.0, 1.0),
        len(nodes) if isinstance(nodes, list) else int(_within(nodes, 0.0, 1000.0)),
        _optional(one["expected_return"]),
        risk,
        money,
        win,
        _read_score(one["dmi"]),
        _read_score(one["coverage"]),
        _read_score(one["pse"]),
        None if own is None else _within(own, 0.0, 1.0),
    )


def _read_score(found: Json) -> Score:
    """Return a score; in ``run --json`` a part without points and weight is an adjustment."""
    rows = [
        tuple(one[name] for name in ("name", "input", "points", "weight"))
        if isinstance(one, dict)
        else one
        for one in found["parts"]
    ]
    added = found.get("adjustments")
    if added is None:
        whole = [one for one in found["parts"] if one["contribution"] and not one["weight"]]
        added = [(one["name"], one["contribution"]) for one in whole if one["points"] is None]
        rows = [row for row in rows if row[0] not in dict(added)]
    names, inputs, points, weights = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Score(
        None if found["value"] is None else _within(found["value"], -100.0, 100.0),
        None,
        None,
        _within(found["completeness"], 0.0, 1.0),
        Weighed(
            tuple(map(_text, names)),
            tuple(map(_number, weights)),
            tuple(map(_input, inputs)),
            tuple(map(_optional, points)),
        ),
        tuple((_text(name), _number(amount)) for name, amount in added),
    )


def _input(found: Any) -> Any:
    """Return an input as it was read: a word, a flag or a number."""
    if not isinstance(found, (str, bool)):
        _optional(found)
    return found


def _text(found: object) -> str:
    if isinstance(found, str):
        return found
    raise ValueError(found)


def _grade(found: object) -> str:
    if found in ORDER:
        return str(found)
    raise ValueError(found)


def _within(found: object, low: float, high: float) -> float:
    number = _number(found)
    if low <= number <= high:
        return number
    raise ValueError(found)


def _number(found: object) -> float:
    if isinstance(found, (int, float)) and not isinstance(found, bool) and abs(found) <= _MOST:
        return float(found)
    raise ValueError(found)


def _optional(found: object) -> float | None:
    return None if found is None else _number(found)


def _value(found: object) -> Value:
    """Return a number of the method: a row of numbers is a tuple there."""
    if isinstance(found, list):
        return tuple(map(_number, found))
    if found is None or isinstance(found, (str, bool)):
        return found
    return _number(found)
